"""Whose seal the 申报书 bears, as far as the name in its ring can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Need, NotLooked, Sides, check
from app.checks.enterprise.seal import sealed
from app.checks.seal_names import is_another, is_clear, is_office, of_pages
from app.checks.words import signed
from app.model.documents.pages import SealFacts, SealText, is_scan
from app.model.finding import Finding, Grade, Trait


@check(
    "SEAL-02", "章上是申报单位的名称", Grade.LOOK, Trait.AUTHENTIC, after=(sealed,), needs=Need.FILES,
    question="框中的章是申报单位的吗？", sides=Sides("章上的名称与企业全称不一致", "企业全称", "章上识别"),
    clause="seal", asks="改用本单位的公章，重新盖章、扫描后补交", province_decides=True, answers=Answers(
        "是申报单位的", ("章上是申报单位的名称，识别有误", "章上是申报单位的曾用名"), "不是，退回重盖",
        ("请企业改用本单位的公章，重新盖章、扫描",),
    ),
)
def own_seal(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """识别印章上的名称，与企业全称对照；读得清楚而明显是别的单位的，由人核对；看不清的不算问题。"""
    for material in (m for m in case.notice.materials if m.sealed):
        pages = [
            (one, page)
            for one in case.files
            if one.serves(material.id) and is_scan(one.member)
            for page in _seen(case, one, material.id)
        ]
        yield from _judged(case, pages)


def _seen(case: EnterpriseCase, one: Filed, material: str) -> tuple[SealFacts, ...]:
    seals = case.batch.seals.get(one.member.sha256)
    return tuple(p for p in seals.seen if one.filing.holds(material, p.page)) if seals else ()


def _judged(
    case: EnterpriseCase, pages: list[tuple[Filed, SealFacts]]
) -> Iterator[Finding | NotLooked]:
    if not pages:
        yield NotLooked("没有看到印章，没有核对章上的名称")
        return
    names = [case.enterprise.name, case.cell("name")]
    texts = of_pages([page for _, page in pages])
    clear = [text for text in texts if is_clear(text)]
    if any(not is_another(text, names) for text in clear):
        return
    if not any(page.is_read for _, page in pages):
        yield NotLooked("还没有读章上的名称，正在读或等待读取", is_pending=True)
        return
    others = [text for text in clear if not is_office(text)]
    if not others:
        reason = "只读到推荐单位或机关的章" if clear else "章上的字看不清"
        yield NotLooked(f"{reason}，没有核对章上的名称")
        return
    one, page, text = next((one, page, text) for one, page in pages for text in page.texts if text in others)
    yield _told(case, one, page, text)


def _told(case: EnterpriseCase, one: Filed, page: SealFacts, text: SealText) -> Finding:
    finding = one.finding(
        f"“{one.shown}”第 {page.page} 页，章上读到的是“{text.text}”（识别），不是“{case.enterprise.name}”"
        + signed(case.batch.seals[one.member.sha256]),
        "请看框中的章：确是申报单位的写明理由；盖错了的，退回企业重新盖章、扫描",
        page=page.page,
    )
    return replace(finding, frame=page.frame, strip=text, compare=(case.enterprise.name, text.text))
