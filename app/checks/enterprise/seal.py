"""The 公章 on the 申报书, as far as a program can see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Need, NotLooked, check
from app.checks.enterprise.materials import first
from app.checks.words import some, unseen
from app.model.documents.pages import Seals, is_scan
from app.model.finding import Finding, Grade, Trait


@check(
    "SEAL-01", "申报书盖了公章", Grade.LOOK, Trait.AUTHENTIC, after=(first,), needs=Need.FILES,
    question="框中是申报单位的公章吗？", province_decides=True, clause="seal",
    asks="加盖申报单位公章，彩色扫描后补交",
    answers=Answers(
        "是公章", ("框中是申报单位的公章", "公章盖在别的页上"), "不是，退回补盖",
        ("请企业加盖公章后重新扫描",),
    ),
)
def sealed(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """在申报书的每一页上找红色圆章或椭圆章；没有看到的，或是黑白扫描看不出颜色的，由人对照核对。"""
    for material in (m for m in case.notice.materials if m.sealed):
        filed = [one for one in case.files if one.serves(material.id)]
        scans = [one for one in filed if is_scan(one.member)]
        if scans:
            yield from _on_scans(case, scans, material.id)
        elif filed:
            yield filed[0].finding(
                f"{material.title}只有{some([one.shown for one in filed])}，不是盖章后的扫描件",
                "请企业打印、盖章，用彩色扫描成 PDF 后补交；另有盖章原件的，写明理由",
            )
        else:
            yield NotLooked(f"没有能看的{material.title}，还没有看过印章")


def _on_scans(case: EnterpriseCase, scans: list[Filed], material: str) -> Iterator[Finding | NotLooked]:
    facts = case.batch.seals
    looked = [one for one in scans if one.member.sha256 in facts]
    told = [(one, _there(facts[one.member.sha256], one, material)) for one in looked]
    if any(seals.seen for _, seals in told):
        return
    if len(told) < len(scans):
        yield NotLooked("还没有看过印章，正在看或等待查看", is_pending=True)
        return
    one, seals = max(told, key=lambda pair: _likeness(pair[1]))
    others = f"（共 {len(scans)} 个文件）" if len(scans) > 1 else ""
    words = unseen(seals)
    page = seals.pages[0] if seals.pages else None
    finding = one.finding(f"“{one.shown}”{others}{words.what}", words.fix, page=page.page if page else 1)
    yield replace(finding, frame=page.frame if page else None)


def _there(seals: Seals, filed: Filed, material: str) -> Seals:
    """On the pages that are the material."""
    return replace(seals, pages=tuple(p for p in seals.pages if filed.filing.holds(material, p.page)))


def _likeness(seals: Seals) -> float:
    return seals.pages[0].score if seals.pages else -1.0
