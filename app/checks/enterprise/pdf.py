"""PDFs open, in two readers that do not know of each other."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import EnterpriseCase
from app.checks.check import check
from app.model.finding import Finding, Grade, Trait
from app.model.source import Member, PdfFacts


def is_locked(facts: PdfFacts) -> bool:
    """It wants a password; one that opens for either reader without one is not locked."""
    answers = (facts.pdfium, facts.pypdf)
    return "password" in answers and "ok" not in answers


def _is_garbled(member: Member) -> bool:
    """Called a PDF, and nothing any reader knows: no facts were taken of it."""
    named_pdf = member.name.lower().endswith(".pdf")
    return named_pdf and member.kind == "unknown" and member.size > 0 and bool(member.sha256)


@check("PDF-01", "PDF 能打开", grade=Grade.MUST, also=Grade.LOOK, trait=Trait.USABLE)
def opens(case: EnterpriseCase) -> Iterator[Finding]:
    """每份 PDF 用两种互不相干的程序各读一遍：都打不开的必须重做，只有一种打不开或个别页读不出的由人核对。"""
    for filed in case.files:
        facts = filed.member.pdf
        if _is_garbled(filed.member):
            yield filed.finding(
                f"“{filed.shown}”打不开，里面已经不是 PDF 的内容", "请企业重新扫描或重新导出为 PDF 后补交"
            )
        if facts is None or is_locked(facts):
            continue
        sound = (facts.pdfium == "ok") + (facts.pypdf == "ok")
        if sound == 0:
            yield filed.finding(
                f"“{filed.shown}”打不开，文件已损坏", "请企业重新扫描或重新导出为 PDF 后补交"
            )
        elif facts.bad_pages:
            pages = "、".join(str(page) for page in facts.bad_pages[:10])
            yield filed.finding(
                f"“{filed.shown}”共 {facts.pages} 页，第 {pages} 页读不出来",
                "请打开看这几页是否正常；不正常的，请企业重新扫描",
                page=facts.bad_pages[0],
                grade=Grade.LOOK,
            )
        elif sound == 1:
            yield filed.finding(
                f"“{filed.shown}”用一种程序能打开，用另一种打不开",
                "请打开看内容是否完整；最好请企业重新导出为 PDF",
                grade=Grade.LOOK,
            )


@check("PDF-02", "PDF 没有打开密码", grade=Grade.MUST, trait=Trait.USABLE)
def unlocked_pdf(case: EnterpriseCase) -> Iterator[Finding]:
    """要密码才能打开的 PDF，省厅看不到内容。只限制打印、不要密码就能打开的不算问题。"""
    for filed in case.files:
        if filed.member.pdf is not None and is_locked(filed.member.pdf):
            yield filed.finding(f"“{filed.shown}”要输入密码才能打开", "请企业去掉密码后重新提供")
