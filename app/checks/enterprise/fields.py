"""The other cells of its row in the 汇总表."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

from app.checks.cases import EnterpriseCase
from app.checks.check import Mend, row_check
from app.model.finding import Finding, Grade, Trait

_SCIENTIFIC = re.compile(r"[+-]?\d(\.\d+)?E[+-]?\d+", re.IGNORECASE)
_MOBILE = re.compile(r"(\+?86)?1[3-9]\d{9}")
_LANDLINE = re.compile(r"(\(0\d{2,3}\)|0\d{2,3}-?)[2-9]\d{6,7}(-\d{1,6}|转\d{1,6})?")
_SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}")
_EMAIL = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~%-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")
_ZONE = re.compile(r"(开发|高新|新|度假|保税|示范|功能|管理|园)区$")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|年(\d{1,2})月(\d{1,2})日)")
_OWN_CHECK = frozenset({"code", "area"})  # CODE-01 and AREA-01 tell of an empty one


def is_phone(text: str) -> bool:
    """One or several mobile, landline (with area code) or 400 numbers."""
    numbers = (number for number in re.split(r"[、，,；;/]", text) if number.strip())
    return all(_is_number(number) or all(map(_is_number, number.split())) for number in numbers)


def _is_number(text: str) -> bool:
    tight = re.sub(r"\s", "", text)
    forms = (_MOBILE.fullmatch(tight.replace("-", "")), _LANDLINE.fullmatch(tight), _SERVICE.fullmatch(tight))
    return any(forms)


def is_date(text: str) -> bool:
    found = _DATE.fullmatch(re.sub(r"\s", "", text).replace(".", "-"))
    if found is None:
        return False
    year, month, day = (int(part) for part in found.groups() if part)
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


_FORMS: dict[str, tuple[Callable[[str], bool], str]] = {
    "phone": (is_phone, "请填 11 位手机号，或带区号的座机号（如 0531-86912345）"),
    "email": (lambda text: _EMAIL.fullmatch(text) is not None, "请填完整的邮箱地址（如 zhiliang@qq.com）"),
    "number": (lambda text: _NUMBER.fullmatch(text) is not None, "请只填数字，不带单位"),
    "date": (is_date, "请填年月日（如 2023年8月31日）"),
}


@row_check(
    "FIELD-01", "必填的栏目已填", Grade.MUST, Trait.COMPLETE, mend=Mend.FILL, clause="table",
    asks="在汇总表里把空着的栏目填全",
)
def filled(case: EnterpriseCase) -> Iterator[Finding]:
    """汇总表里标明必填的栏目不能空着。序号、推荐单位等由程序填写。"""
    wanted = [c for c in case.rules.columns if c.required and not c.filled and c.kind not in _OWN_CHECK]
    empty = [column for column in wanted if not case.cell(column.id)]
    if empty:
        what = f"汇总表缺 {len(empty)} 格：{'、'.join(column.title for column in empty)}"
        yield Finding(what, "请在“汇总表”里补填", "汇总表", column=empty[0].id)


@row_check(
    "FIELD-02", "栏目格式正确", Grade.SHOULD, Trait.COMPLETE, clause="table",
    asks="在汇总表里按通行的写法改正",
)
def well_formed(case: EnterpriseCase) -> Iterator[Finding]:
    """电话、邮箱、数字和日期要写成通行的格式；全角数字和科学计数法会给省厅汇总带来麻烦。"""
    for column in case.rules.columns:
        text = case.cell(column.id)
        if not text or column.filled:
            continue
        fault, fix = form_fault(column.kind, text)
        if column.kind == "district":
            fault, fix = _district_fault(text, case)
        if fault:
            yield Finding(f"{column.title}“{text}”{fault}", fix, column=column.id, detail=text)


def _district_fault(text: str, case: EnterpriseCase) -> tuple[str, str]:
    """A zone is no district but fills the cell; nothing is wrong where the districts are not known."""
    city = case.notice.region.by_place.get(case.batch.sender.code[:4])
    if city is None or not city.districts or text in city.districts or _ZONE.search(text):
        return "", ""
    return f"不是{city.name}的县（市、区）", f"请写全称，不带市名，如{city.districts[0]}；开发区照写"


def form_fault(kind: str, text: str) -> tuple[str, str]:
    """Of a cell in a column of this kind: (what is wrong, how to mend it), both empty when it is in form."""
    if kind not in (*_FORMS, "code", "division"):
        return "", ""
    narrow = unicodedata.normalize("NFKC", text)
    if _SCIENTIFIC.fullmatch(narrow):
        return "被表格软件改成了科学计数法", "请按原来的号码重新填写，单元格设为文本格式"
    if narrow != text and any(c.isalnum() and unicodedata.east_asian_width(c) == "F" for c in text):
        return "用了全角的数字或字母", f"请改为半角：{narrow}"
    if kind == "code" and re.search(r"[\s\-a-z]", text):
        return "里有空格、横线或小写字母", "请改为连续的 18 位数字和大写字母"
    holds, fix = _FORMS.get(kind, (None, ""))
    if holds is not None and not holds(narrow):
        return "格式不对", fix
    return "", ""
