"""统一社会信用代码, GB 32100-2015 with the GB 11714 organisation code inside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from stdnum.cn import uscc

from app.checks.cases import EnterpriseCase
from app.checks.check import Mend, row_check
from app.model.finding import Finding, Grade, Trait

_LETTERS = frozenset("0123456789ABCDEFGHJKLMNPQRTUWXY")
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def plain_code(text: str) -> str:
    """The code as the standard writes it: half width, capitals, no spaces or hyphens."""
    return re.sub(r"[\s\-‐–—]", "", unicodedata.normalize("NFKC", text)).upper()  # noqa: RUF001


def organisation_digit(organisation: str) -> str:
    """The check digit of eight characters of an organisation code (GB 11714-1997, 4.3)."""
    total = sum(int(c, 36) * weight for c, weight in zip(organisation, _WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]


def code_fault(text: str) -> str:
    """What is wrong with a code, in words; empty when both check digits hold."""
    code = plain_code(text)
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", code):
        return "被表格软件改成了科学计数法，后面的数字已丢失"
    if len(code) != 18:
        old = "，像是旧的营业执照注册号" if len(code) in (13, 15) and code.isdigit() else ""
        return f"应为 18 位，现在是 {len(code)} 位{old}"
    wrong = "、".join(dict.fromkeys(c for c in code if c not in _LETTERS))
    if wrong:
        hint = "（可能把数字 0、1、2、5 写成了字母）" if set(wrong) & set("IOZSV") else ""
        return f"含有不该出现的“{wrong}”{hint}"
    if not code[2:8].isdigit():
        return f"第 3 至 8 位应为行政区划数字，现在是“{code[2:8]}”"
    if organisation_digit(code[8:16]) != code[16]:
        return "第 9 至 17 位（组织机构代码）的校验码不对，其中有写错的字符"
    if uscc.calc_check_digit(code[:17]) != code[17]:
        return "最后一位校验码不对，其中有写错的字符"
    return ""


@row_check(
    "CODE-01", "统一社会信用代码正确", Grade.MUST, Trait.AUTHENTIC, mend=Mend.FILL, clause="table",
    asks="对照营业执照，在汇总表里填写正确的代码",
)
def valid(case: EnterpriseCase) -> Iterator[Finding]:
    """统一社会信用代码有两道校验码（GB 32100、GB 11714），写错一位就能查出。"""
    for column in case.rules.columns:
        if column.kind != "code":
            continue
        text = case.cell(column.id)
        if not text and column.required:
            yield Finding(f"没有填写{column.title}", "请对照营业执照填写", column=column.id)
        elif text and (fault := code_fault(text)):
            yield Finding(
                f"{column.title}“{text}”有误：{fault}", "请对照营业执照改正", column=column.id, detail=text
            )


@row_check(
    "CODE-02", "代码属于本地企业", Grade.LOOK, Trait.AUTHENTIC, after=(valid,),
    asks="核实申报单位是不是本地企业，写错的改正，没有写错的书面说明",
)
def local_enterprise(case: EnterpriseCase) -> Iterator[Finding]:
    """企业的代码以 91 开头，第 3 至 6 位是登记地。迁址后代码不变，所以与报送市不同只请核对。"""
    for column in case.rules.columns:
        code = plain_code(case.cell(column.id)) if column.kind == "code" else ""
        if not code:
            continue
        if not code.startswith("91"):
            yield Finding(
                f"{column.title}“{code}”以 {code[:2]} 开头，不是企业的代码（企业是 91）",
                "请核对申报单位是不是企业；确实可以申报的，写明理由",
                column=column.id,
                detail=f"kind {code}",
            )
        sender = case.batch.sender
        region = case.notice.region
        place = region.merged.get(code[2:6], code[2:6])
        if sender.is_bureau and place != sender.code[:4]:
            there, here = region.place_of(code[2:8]), sender.city or sender.name
            yield Finding(
                f"{column.title}“{code}”的登记地是{there}，不是{here}",
                "请核对企业现在是否在本市；在省里登记或迁来的，写明理由",
                column=column.id,
                detail=f"region {code}",
            )
