"""PDFs open, in two readers that do not know of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Claim, Mend, Need, NotLooked, check
from app.checks.words import few
from app.model.documents.pages import Pages, is_scan
from app.model.finding import Finding, Grade, Trait
from app.model.source import Member, PdfFacts


def is_locked(facts: PdfFacts) -> bool:
    """It wants a password; one that opens for either reader without one is not locked."""
    answers = (facts.pdfium, facts.pypdf)
    return "password" in answers and "ok" not in answers


LATE, STUCK = "late", "stuck"


def _unlooked(filed: Filed) -> Iterator[NotLooked]:
    """A document that nobody had time for, or some pages of one."""
    facts = filed.member.pdf
    if facts is not None and facts.pdfium == LATE:
        yield NotLooked(f"这份材料的文件太费时间，“{filed.shown}”没有看；请打开核对")
    elif facts is not None and facts.unlooked:
        pages = f"{facts.pages} 页里有 {facts.unlooked} 页没有看"
        yield NotLooked(f"“{filed.shown}”太费时间，{pages}；请打开核对")
    elif facts is not None and facts.undecoded:
        yield NotLooked(f"“{filed.shown}”太费时间，有 {facts.undecoded} 页里面是否完好没有看；请打开核对")


NO_PAPER = frozenset({"unknown", "html", "xml"})  # what is in a .pdf that holds no material at all


def _is_garbled(member: Member) -> bool:
    """Called a PDF, and nothing a reader knows, or the web page of a failed download."""
    named_pdf = member.name.lower().endswith(".pdf")
    return named_pdf and member.kind in NO_PAPER and member.size > 0 and bool(member.sha256)


_OPENS = Claim(2, "PDF 能打开、没有密码")


@check(
    "PDF-01", "PDF 能打开", Grade.MUST, Trait.USABLE, also=Grade.LOOK, needs=Need.FILES, claim=_OPENS,
    clause="materials", asks="重新导出或扫描为 PDF，打开核对后补交",
)
def opens(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """每份 PDF 用两种互不相干的程序各读一遍：都打不开的必须重做，只有一种打不开或个别页读不出的由人核对；
    每页用到的内容、字体和图片都解开一遍，解不开的也由人核对。"""
    for filed in case.files:
        facts = filed.member.pdf
        yield from _unlooked(filed)
        if _is_garbled(filed.member):
            inside = "里面已经不是 PDF 的内容" if filed.member.kind == "unknown" else "里面是网页，不是 PDF"
            yield filed.finding(f"“{filed.shown}”打不开，{inside}", "请企业重新扫描或重新导出为 PDF 后补交")
        if facts is None or is_locked(facts) or facts.pdfium == LATE:
            continue
        sound = (facts.pdfium == "ok") + (facts.pypdf == "ok")
        if (facts.pdfium, facts.pypdf) == (STUCK, STUCK):  # the machine may have been too busy
            yield filed.finding(
                f"“{filed.shown}”看到一半停住了，不知道是否完好",
                "请打开核对；打不开的，请企业重新扫描或重新导出为 PDF 后补交",
                grade=Grade.LOOK,
            )
        elif sound == 0:
            yield filed.finding(f"“{filed.shown}”打不开，文件已损坏", "请企业重新扫描或重新导出为 PDF 后补交")
        elif facts.bad_pages:
            more = f"等 {len(facts.bad_pages)} 页" if len(facts.bad_pages) > 10 else ""
            pages = "、".join(str(page) for page in facts.bad_pages[:10])
            yield filed.finding(
                f"“{filed.shown}”共 {facts.pages} 页，第 {pages} 页{more}读不出来",
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
        if sound == 2 and facts.damaged:
            yield _inner_damage(filed, facts)


_PARTS = {
    "contents": "页面的内容", "font": "字体（字会显示不出来）", "picture": "图片", "note": "批注或图章",
}  # fmt: skip


def _inner_damage(filed: Filed, facts: PdfFacts) -> Finding:
    """Readers draw such a page without its letters, or without its picture, and say nothing."""
    parts = "、".join(_PARTS[part] for part in _PARTS if part in facts.damaged_parts) or "里面"
    finding = filed.finding(
        f"“{filed.shown}”第 {few(facts.damaged)} 页里损坏了：{parts}解不开",
        "请打开看这几页是否缺字、缺图；缺了的，请企业重新导出或扫描后补交，都看得清的写明理由",
        page=facts.damaged[0],
        grade=Grade.LOOK,
    )
    return replace(finding, detail=f"{finding.detail}damaged")


@check(
    "PDF-02", "PDF 没有打开密码", Grade.MUST, Trait.USABLE, needs=Need.FILES, mend=Mend.UNLOCK,
    claim=_OPENS, clause="materials", asks="去掉密码后补交",
)
def unlocked_pdf(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """要密码才能打开的 PDF，省厅看不到内容。只限制打印、不要密码就能打开的不算问题。"""
    for filed in case.files:
        if filed.member.pdf is not None and filed.member.pdf.pdfium == LATE:
            yield from _unlooked(filed)
        if filed.member.pdf is not None and is_locked(filed.member.pdf):
            yield filed.finding(
                f"“{filed.shown}”要输入密码才能打开",
                "请企业去掉密码后重新提供",
            )


_ACTS = {"script": "会自动运行的脚本", "launch": "会启动别的程序的动作", "attached": "藏在里面的附件"}


@check(
    "PDF-03", "PDF 和扫描件各页看得清", Grade.SHOULD, Trait.USABLE, needs=Need.FILES,
    asks="核对这些页，看不清、方向不正的按 A4、200—300 dpi 重新扫描",
)
def legible(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """空白页、倒着或横着的页、不足 100 dpi 的扫描页、大小不合常理的页，省厅看起来费力，建议重新扫描。"""
    unseen = {}
    for filed in case.files:
        yield from _unlooked(filed)
        member = filed.member
        facts = member.pdf if member.pdf is not None and member.pdf.pdfium == "ok" else None
        if facts is not None:
            if not facts.examined:
                unseen["收集时还没有这一项检查；重新收集材料后可查看"] = True
            yield from _page_faults(filed, facts)
        if is_scan(member) and (facts is not None or member.pdf is None):
            pages = case.batch.pages.get(member.sha256)
            if pages is None:
                unseen["还没有看过扫描页，正在看或等待查看"] = True
            else:
                yield from _sheet_faults(filed, pages, facts or _NO_FACTS)
    yield from map(NotLooked, unseen)


_NO_FACTS = PdfFacts("ok", "ok")


def _page_faults(filed: Filed, facts: PdfFacts) -> Iterator[Finding]:
    for pages, fault, fix in (
        (facts.blank, "是空白页", "请看是否漏扫了内容；多余的空白页可以不管"),
        (facts.turned, "的文字是倒的或横的", "请企业转正后重新导出或扫描"),
        (facts.coarse, "扫描得太粗，不足 100 dpi", "请企业用 200–300 dpi 重新扫描"),
        (facts.odd, "大小不合常理", "请企业按 A4 重新导出，以便打印"),
    ):
        yield from _fault(filed, pages, fault, fix)


def _sheet_faults(filed: Filed, seen: Pages, facts: PdfFacts) -> Iterator[Finding | NotLooked]:
    """What was seen on the pictures, less what is known already; only suspected, so the words say so."""
    if seen.state == "stuck":
        stopped = filed.finding(
            f"“{filed.shown}”看到一半停住了，没有看完有没有空白、倒着的页",
            "请打开翻看各页；打不开或很慢的，请企业重新扫描",
        )
        yield replace(stopped, ask=None)
    if seen.state == "partly":
        yield NotLooked(f"“{filed.shown}”的扫描页太费时间，有 {seen.unlooked} 页没有看；请打开翻看")
    for pages, fault, fix in (
        (seen.blank, "看起来是空白页", "请打开看：漏扫了内容的，请企业补扫；是多余的背面的，可以不管"),
        (seen.upside_down, "看起来是倒的", "请打开看：确实倒了的，请企业转正后重新扫描"),
        (seen.sideways, "看起来是横着的", "请打开看：字是横着的，请企业转正后重新扫描"),
    ):
        known = facts.blank + facts.turned
        yield from _fault(filed, tuple(page for page in pages if page not in known), fault, fix)


def _fault(filed: Filed, pages: tuple[int, ...], fault: str, fix: str) -> Iterator[Finding]:
    """One finding for each kind of fault, at its first page; a picture of one page has no number."""
    if not pages:
        return
    which = f"第 {few(pages)} 页" if filed.member.kind in _OF_PAGES else ""
    finding = filed.finding(f"“{filed.shown}”{which}{fault}", fix, page=pages[0])
    yield replace(finding, detail=f"{finding.detail}{fault}")


_OF_PAGES = ("pdf", "tiff")


@check(
    "PDF-04", "PDF 里没有会动的东西", Grade.LOOK, Trait.SAFE, needs=Need.FILES,
    asks="打印成 PDF 或重新扫描后补交",
)
def inert(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """PDF 里的脚本、启动程序的动作和附件，打开时可能做别的事，也看不全；由人确认，最好重新导出。"""
    unseen = []
    for filed in case.files:
        facts = filed.member.pdf
        yield from _unlooked(filed)
        if facts is None:
            continue
        if facts.acts:
            acts = "、".join(_ACTS[act] for act in facts.acts)
            yield filed.finding(
                f"“{filed.shown}”里有{acts}",
                "不要点开里面的提示；请企业打印成 PDF 或扫描后重新提供，确认无害的写明理由",
            )
        elif facts.pdfium == "ok" and not facts.examined:
            unseen.append(filed.shown)
    if unseen:
        yield NotLooked("收集时还没有这一项检查；重新收集材料后可查看")
