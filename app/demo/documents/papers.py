"""The papers of one applicant, set by typst: application, experience, licence, report, certificate, audit."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cached_property
from typing import Any

import typst

from app.demo.cast import TRACKS, Applicant
from app.demo.documents.prose import sections, summary
from app.paths import RESOURCES
from app.writing.papers.fonts import faces, known_fonts

DAY = "2023年8月18日"
LAB = "济南样例检验检测中心"
AUDITOR = "鲁正样例会计师事务所"
CERTIFIER = "华标样例认证有限公司"
SOCIETY = "济南样例质量协会"
REGISTRAR = "济南市市场监督管理局"


class Typesetter:
    """Keeps one typst compiler, so that fonts are looked up once."""

    @cached_property
    def _compiler(self) -> Any:
        return typst.Compiler(RESOURCES / "demo" / "documents.typ", RESOURCES / "demo", known_fonts())

    def pdf(self, kind: str, **data: object) -> bytes:
        """PDF bytes of one paper; nothing in it tells when it was made."""
        return bytes(self._compiler.compile(format="pdf", sys_inputs=_inputs(kind, data), pdf_tags=False))

    def png(self, kind: str, ppi: float, **data: object) -> bytes:
        """PNG bytes with a transparent ground."""
        return bytes(self._compiler.compile(format="png", ppi=ppi, sys_inputs=_inputs(kind, data)))


def _inputs(kind: str, data: dict[str, object]) -> dict[str, str]:
    return {"data": json.dumps({"kind": kind, **data}, ensure_ascii=False), "faces": json.dumps(faces())}


def set_paper(kind: str, who: Applicant, typesetter: Typesetter, **marks: str) -> bytes:
    """The PDF of one of the kinds below, for one applicant.

    `marks`: `seal`, whose seal form and pledge bear; `logo`, what the form's round red mark says.
    """
    return typesetter.pdf(kind, **{**asdict(who), **_MAKERS[kind](who), **marks})


def form_rows(who: Applicant) -> tuple[tuple[str, str], ...]:
    """(label, value) of the form's table."""
    return (
        ("企业名称", who.name), ("统一社会信用代码", who.code), ("注册地址", who.address),
        ("法定代表人", who.legal), ("所属行业", f"{who.division} {who.industry}"),
        ("企业类型 / 规模", f"{who.ownership} / {who.scale}"),
        ("上年营业收入", f"{int(who.revenue):,} 万元"), ("联系人", who.contact), ("部门及职务", who.post),
        ("联系电话", who.phone), ("电子邮箱", who.email), ("典型经验名称", who.experience),
        ("重点领域", who.area), ("典型经验摘要", summary(who)),
    )


# What each paper says beside what the cast tells of its enterprise.
def _form(who: Applicant) -> dict[str, object]:
    return {**_pledge(who), "rows": form_rows(who)}


def _experience(who: Applicant) -> dict[str, object]:
    return {"sections": [{"title": title, "paragraphs": told} for title, told in sections(who)]}


def _licence(who: Applicant) -> dict[str, object]:
    return {
        "capital": f"人民币{_number(who) % 90 + 10}00万元整", "founded": _founded(who),
        "kind_of": "股份有限公司" if "股份" in who.name else "有限责任公司", "business": _business(who),
    }


def _report(who: Applicant) -> dict[str, object]:
    base = _number(who)
    rows = [
        ("尺寸偏差", "±0.050", f"+0.0{base % 40 + 10}", "合格"),
        ("表面质量", "无明显缺陷", "未见缺陷", "合格"),
        ("耐久性（h）", "≥500", str(500 + base % 97), "合格"),
        ("一致性系数 Cpk", "≥1.33", f"1.{base % 40 + 40}", "合格"),
        ("环境适应性", "-20℃至60℃", "通过", "合格"),
        ("标志与包装", "GB/T 191", "符合", "合格"),
    ]
    return {"number": f"JC2023-{base % 10000:04d}", "sample": who.product, "lab": LAB, "results": rows}


def _certificate(who: Applicant) -> dict[str, object]:
    return {"number": f"0672{_number(who) % 100000:05d}Q", "business": _business(who), "lab": CERTIFIER}


_SHARES = (  # of the year's revenue
    ("一、营业收入", 1.0), ("　　减：营业成本", 0.712), ("　　税金及附加", 0.009),
    ("　　销售费用", 0.052), ("　　管理费用", 0.061), ("　　研发费用", 0.047),
    ("二、营业利润", 0.119), ("三、利润总额", 0.121), ("　　减：所得税费用", 0.018),
    ("四、净利润", 0.103),
)


def _audit(who: Applicant) -> dict[str, object]:
    revenue = int(who.revenue)
    rows = [(title, f"{revenue * part:,.2f}", f"{revenue * part * 0.93:,.2f}") for title, part in _SHARES]
    return {"number": _number(who) % 900 + 100, "lab": AUDITOR, "results": rows}


def _pledge(who: Applicant) -> dict[str, object]:
    return {"year": 2023, "track": f"{TRACKS[who.track]}质量标杆", "day": DAY}


def _honour(who: Applicant) -> dict[str, object]:
    return {"number": f"2022-{_number(who) % 200:03d}", "lab": SOCIETY}


_MAKERS = {
    "form": _form, "experience": _experience, "licence": _licence, "report": _report,
    "certificate": _certificate, "audit": _audit, "pledge": _pledge, "honour": _honour,
}


def _business(who: Applicant) -> str:
    return f"{who.product}的研发、生产、销售及技术服务"


def _founded(who: Applicant) -> str:
    return f"{2002 + _number(who) % 15}年{_number(who) % 12 + 1}月{_number(who) % 27 + 1}日"


def _number(who: Applicant) -> int:
    """Any number that stays the same for one applicant."""
    return sum(ord(letter) * place for place, letter in enumerate(who.code, 7))
