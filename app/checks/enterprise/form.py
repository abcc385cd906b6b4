"""What the enterprise's own papers say, against the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from app.checks.alike import is_alike, is_misread
from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Mend, NotLooked, Sides, check
from app.checks.words import few
from app.checks.years import years_told
from app.model.documents.form import FORM, FieldFound, FormFacts, form_key, papers_in
from app.model.documents.pages import is_scan
from app.model.documents.part import Ranges
from app.model.finding import Finding, Grade, Trait
from app.model.names import name_difference, normalise_name
from app.model.step import Step
from app.notices.notice import Column

_COMPARED = ("code", "experience", "area", "contact", "phone")  # the name has a check of its own
_UNFILLED = 3  # required fields that are empty on a scan before an engine's word is taken for it


@dataclass(frozen=True, slots=True)
class _Paper:
    """A form or licence of the package; `facts` is None where nobody has read it yet."""

    filed: Filed
    material: str
    pages: Ranges
    facts: FormFacts | None

    @property
    def read(self) -> FormFacts:
        return self.facts or FormFacts()


def _papers(case: EnterpriseCase, *wanted: str) -> list[_Paper]:
    return [
        _Paper(filed, material, pages, case.batch.forms.get(form_key(filed.member.sha256, pages)))
        for filed in case.files
        for material, pages in papers_in(filed.filing.parts)
        if not wanted or material in wanted
    ]


@check(
    "NAME-03", "名称与申报书一致", Grade.LOOK, Trait.AUTHENTIC, mend=Mend.CELL,
    sides=Sides("材料与汇总表名称不一致", "企业材料", "汇总表"), clause="name",
    asks="对照营业执照，把写错的一处改成企业全称",
)
def same_as_form(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """申报书和营业执照里读到的企业名称应与汇总表一致。扫描件读不出文字时不算通过，请人工看一眼。"""
    listed = case.enterprise.fields.get("name", "").strip() or case.enterprise.name
    papers = _papers(case)
    told = [(paper, paper.read.fields["name"]) for paper in papers if "name" in paper.read.fields]
    for paper, found in told:
        if not any(_is_name(text, listed, found) for text in found.readings):
            title = case.notice.material(paper.material).title
            yield replace(
                paper.filed.finding(
                    f"{title}里{_how(found)}的企业名称是“{found.text}”，汇总表是“{listed}”："
                    f"{name_difference(found.text, listed)}",
                    "请对照营业执照，确认哪一个是全称，把写错的一处改过来",
                    page=found.page,
                ),
                compare=(found.text, listed),
                column="name",
            )
    if not told:
        yield _unread(papers, "申报书或营业执照", "企业名称", "名称")


def _is_name(text: str, listed: str, found: FieldFound) -> bool:
    if normalise_name(text) == normalise_name(listed):
        return True
    return found.is_recognised and is_misread(normalise_name(text), normalise_name(listed))


def _how(found: FieldFound) -> str:
    return "识别到" if found.is_recognised else "读到"


def _unread(papers: list[_Paper], sought: str, what: str, by_hand: str) -> NotLooked:
    """Why nothing was compared."""
    is_pending = any(paper.filed.member.sha256 and paper.facts is None for paper in papers)
    reason = f"申报书里没有找到{what}，请人工核对"
    if not papers:
        reason = f"没有{sought}可以读取"
    for paper in reversed(papers):
        if paper.facts is None:
            reason = "申报书还没有读取"
        elif paper.facts.reason:
            reason = f"“{paper.filed.member.name}”{paper.facts.reason}，请人工核对{by_hand}"
    return NotLooked(reason, is_pending=is_pending)


@check(
    "FORM-01", "申报书与汇总表一致", Grade.LOOK, Trait.AUTHENTIC, mend_at=Step.TABLE, mend=Mend.CELL,
    sides=Sides("申报书与汇总表不一致", "申报书", "汇总表"), clause="table",
    asks="对照核实，改正写错的一处；改申报书的须重新盖章",
    answers=Answers("是这次的申报书", ("是这次的申报书，标题写错了", "是这次的申报书，标题识别有误")),
)
def form_agrees(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """申报书里的代码、典型经验名称、重点领域、联系人和电话应与汇总表一致，申报书应是今年的、这一类的。
    扫描件上的是识别出来的，请对照原件。
    """
    papers = _papers(case, FORM)
    known: set[tuple[str, str]] = set()
    for paper in papers:
        for column, found in _differing(case, paper.read):
            if (column.id, found.text) not in known:
                known.add((column.id, found.text))
                yield _differs(case, paper, column, found)
        if paper.read.title is not None:
            yield from _of_title(case, paper, paper.read.title)
    if not any(paper.read.fields or paper.read.title for paper in papers):
        yield _unread(papers, "申报书", "填写的栏目", "各栏")


def _differing(case: EnterpriseCase, facts: FormFacts) -> Iterator[tuple[Column, FieldFound]]:
    for column in case.rules.columns:
        found, listed = facts.fields.get(column.id), case.cell(column.id)
        if column.id not in _COMPARED or found is None or not listed:
            continue
        if column.kind == "area" and case.notice.area(listed) is None:
            continue  # AREA-01 asks for a right one first
        same = (
            is_alike(column, text, listed, case.notice, is_recognised=found.is_recognised)
            for text in found.readings
        )
        if not any(same):
            yield column, found


def _differs(case: EnterpriseCase, paper: _Paper, column: Column, found: FieldFound) -> Finding:
    listed, title = case.cell(column.id), column.title
    made = paper.filed.finding(
        f"“{paper.filed.shown}”里{_how(found)}的{title}是“{found.text}”，汇总表是“{listed}”",
        f"请打开申报书对照：申报书对，就把汇总表的{title}改成“{found.text}”；汇总表对，写明理由即可；"
        "申报书写错的，退回企业改正后重新盖章",
        page=found.page,
    )
    seen = "\x1f".join((made.detail, column.id, found.text, listed))
    lead = f"{'识别到的' if found.is_recognised else ''}{title}与汇总表不一致"
    return replace(made, compare=(found.text, listed), column=column.id, lead=lead, detail=seen)


def _of_title(case: EnterpriseCase, paper: _Paper, title: FieldFound) -> Iterator[Finding]:
    """A form of another year, or of another track."""
    years = years_told(title.text)
    tracks = case.notice.tracks_told(title.text)
    named = f"“{paper.filed.shown}”的标题{_how(title)}的是“{title.text}”"
    if years and case.notice.year not in years:
        made = paper.filed.finding(
            f"{named}，不是 {case.notice.year} 年的申报书",
            f"请打开申报书看：误交了别的年份的，请企业换成 {case.notice.year} 年的；是今年的，写明理由",
            page=title.page,
        )
        yield replace(made, detail=f"{made.detail}\x1fyear\x1f{title.text}")
    if tracks and case.enterprise.track not in tracks:
        told = case.notice.track(tracks[0]).title
        made = paper.filed.finding(
            f"{named}，申报的是{told}，这一家却在{case.rules.title}的汇总表里",
            f"请核对这一家申报哪一类：汇总表放错了，就移到{told}；申报书交错了，请企业换成{case.rules.title}的",
            page=title.page,
        )
        seen = f"{made.detail}\x1ftrack\x1f{title.text}"
        yield replace(made, detail=seen, compare=(told, case.rules.title), lead="申报类别与汇总表不一致")


@check(
    "FORM-02", "申报书没有缺页、漏填", Grade.LOOK, Trait.COMPLETE, clause="seal",
    asks="把申报书填写完整、各页扫描齐全，盖章后补交",
    answers=Answers("没有缺漏", ("没有缺页、漏填，识别有误", "没有缺页，页码印错了", "没有漏填，填在别处")),
)
def form_whole(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """申报书自己的页码应当连续，通知要的栏目应当都填了。"""
    papers = _papers(case, FORM)
    required = {c.id: c.title for c in case.rules.columns if c.required and c.filled in ("", "name")}
    for paper in papers:
        empty = [required[column] for column in paper.read.empty if column in required]
        if _is_further_page(paper, papers) and len(empty) < _UNFILLED:
            empty = []  # “申报单位（公章）” is where the seal goes
        if empty and (not paper.read.is_recognised or len(empty) >= _UNFILLED):
            yield replace(
                paper.filed.finding(
                    f"“{paper.filed.shown}”里没有填{few(empty)}",
                    "请打开申报书看：确实空着的，退回企业填好、盖章后补交；填了的，写明在第几页",
                ),
                detail="\x1f".join((paper.filed.member.sha256[:16], "empty", *empty)),
            )
        if gap := _gap(case, paper):
            yield replace(
                paper.filed.finding(
                    f"“{paper.filed.shown}”的页码不连续：{gap}",
                    "请打开申报书看：缺页的，请企业补全后重新交；页码印错的，写明理由",
                ),
                detail=f"{paper.filed.member.sha256[:16]}\x1fpages\x1f{gap}",
            )
    if not any(paper.read.fields or paper.read.empty for paper in papers):
        yield _unread(papers, "申报书", "填写的栏目", "有没有缺页、漏填")


def _is_further_page(paper: _Paper, papers: list[_Paper]) -> bool:
    """Whether nothing is filled in on it, as on 盖章页, while others of the form's files are."""
    return not paper.read.fields and any(other.read.fields for other in papers)


def _gap(case: EnterpriseCase, paper: _Paper) -> str:
    """What its printed numbers say is missing, in words."""
    words = case.words(paper.filed)
    if words is None or not is_scan(paper.filed.member):
        return ""
    own = [one for one in words.pages if paper.filed.filing.holds(FORM, one.page)]
    told = [(one.page, int(n), int(of or 0)) for one in own for n, _, of in [one.printed.partition("/")]
            if n.isdecimal() and (of.isdecimal() or not of) and len(n) < 5 and len(of) < 5]  # fmt: skip
    for (page, number, _), (after, later, _) in pairwise(told):
        if later - number > after - page:
            if after == page + 1:
                return f"第 {number} 页后面是第 {later} 页"
            return f"第 {number} 页到第 {later} 页之间缺页"
    totals = {of for _, _, of in told if of}
    if len(totals) == 1 and (total := totals.pop()):
        _, first, _ = told[0]
        page, last, _ = told[-1]
        if own and first - 1 > told[0][0] - own[0].page:
            return f"共 {total} 页，从第 {first} 页开始"
        if total - last > own[-1].page - page:
            return f"共 {total} 页，到第 {last} 页就没有了"
    return ""
