"""Every file of a batch accounted for: the rows of the completeness matrix. No widgets, no I/O."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.checks import Mend, Need, check_of
from app.model.batch import Batch, Decision, Enterprise
from app.model.documents.words import Words
from app.model.finding import Finding, Grade, Report
from app.model.source import Fault, Source
from app.model.tally import Tally, tally
from app.notices.filing import Filing, filings_of, left_out
from app.notices.notice import Material, Notice
from ui.send.collect.lying import PENDING, Lying, kinds_of, lying, waiting_of


class CellState(StrEnum):
    THERE = "there"
    MISSING = "missing"
    UNSURE = "unsure"  # a person has to look, or nothing can be told of a package that does not open
    PENDING = "pending"  # the program has yet to read the files that may be it


@dataclass(frozen=True, slots=True)
class Cell:
    """One material of one enterprise; `maybe`: the waiting files that are proposed for it."""

    material: str
    state: CellState
    files: tuple[Lying, ...] = ()
    maybe: tuple[Lying, ...] = ()
    is_single: bool = True  # ✓ rather than ✓ 1

    @property
    def keys(self) -> tuple[str, ...]:
        """Its members, else those that may be."""
        return tuple(each.key for each in self.files or self.maybe)

    @property
    def said(self) -> str:
        """Beside the tick: which pages of one file it is, or how many files it is made of."""
        if len(self.files) == 1 and self.files[0].shown:
            return self.files[0].shown
        return str(len(self.files)) if self.files and (len(self.files) > 1 or not self.is_single) else ""


@dataclass(frozen=True, slots=True)
class Row:
    """`size` in bytes as received; `tone` of `status`: muted, amber, red."""

    id: str
    number: int
    name: str
    is_confirmed: bool
    track: str
    cells: tuple[Cell, ...]
    size: int
    status: str
    tone: str
    leads_to: str = ""  # the key of the finding that `status` speaks of


def texts_of(row: Row) -> tuple[str, ...]:
    """What a row is found by: its name, how it stands, the names of its files."""
    files = (each.name for cell in row.cells for each in (*cell.files, *cell.maybe))
    return (row.name, row.status, *files)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file nobody has said the use of; `pages`: how many it has that can be told apart."""

    enterprise: str
    enterprise_name: str
    key: str
    path: str
    filing: Filing = field(default_factory=Filing)
    pages: int = 0

    @property
    def lying(self) -> Lying:
        """As it is told of where files lie."""
        return Lying(self.key, self.path, self.filing, pages=self.pages)

    @property
    def is_proposed(self) -> bool:
        """Whether the program has a clear proposal for it: one material, or the pages of each."""
        proposed = self.filing.proposed
        is_clear = len(proposed) == 1 or not any(part.is_whole for part in proposed)
        return bool(proposed) and is_clear and not self.filing.is_pending


@dataclass(frozen=True, slots=True)
class Matrix:
    """`files` = `placed` + waiting + `unneeded` + `refused`, always."""

    rows: tuple[Row, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    files: int = 0
    placed: int = 0
    unneeded: int = 0
    refused: int = 0

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        return tuple(row.id for row in self.rows if not row.is_confirmed)

    @property
    def summary(self) -> str:
        """12 家企业 · 收到 386 个文件 = 已归类 381 + 待归类 2 + 不需要 3"""
        return (f"{len(self.rows)} 家企业 · 收到 {self.files} 个文件 = 已归类 {self.placed}"
                f" + 待归类 {len(self.waiting)} + 不需要 {self.unneeded}"
                f"{f' + 拒收 {self.refused}' if self.refused else ''}")


@dataclass(frozen=True, slots=True)
class _Facts:
    """What only the enterprise and its sources tell."""

    enterprise: Enterprise
    sources: tuple[Source, ...]
    held: Mapping[str, tuple[Lying, ...]]  # required material → files
    waiting: tuple[Lying, ...]
    members: int
    unneeded: int
    not_taken: int
    refused: int
    trouble: str
    words: tuple[Words | None, ...]  # of its files, in order: what they say may tell what they are

    def is_of(self, enterprise: Enterprise, sources: Iterable[Source]) -> bool:
        return self.enterprise is enterprise and all(
            a is b for a, b in zip(self.sources, sources, strict=True))


def _words(batch: Batch, sources: Iterable[Source]) -> tuple[Words | None, ...]:
    return tuple(batch.words.get(member.sha256) for source in sources for member in source.members)


class Census:
    """Remembers what it found of each enterprise, so that one change costs one enterprise."""

    def __init__(self) -> None:
        self._known: dict[str, _Facts] = {}
        self._words: Mapping[str, Words] = {}

    def take(self, batch: Batch, notice: Notice, report: Report) -> Matrix:
        """The matrix as it is now; tracks in the notice's order, enterprises as recommended."""
        holding: dict[str, list[Finding]] = {}
        for finding in report.holding(batch.decisions):
            holding.setdefault(finding.subject, []).append(finding)
        unseen = {outcome.subject for outcome in report.pending}
        listed = [one for track in notice.tracks for one in batch.in_track(track.id)]
        facts = [self._facts(batch, one, notice) for one in listed]
        self._words = batch.words
        rows = tuple(
            _row(number, fact, notice, holding.get(fact.enterprise.id, []), batch.decisions,
                 is_seen=bool(report.outcomes) and fact.enterprise.id not in unseen)
            for number, fact in enumerate(facts, 1)
        )
        unneeded = sum(fact.unneeded + fact.not_taken for fact in facts)
        refused = sum(fact.refused for fact in facts)
        placed = sum(fact.members + fact.not_taken for fact in facts) - unneeded
        waits = tuple(
            Waiting(fact.enterprise.id, fact.enterprise.name, each.key, each.path, each.filing, each.pages)
            for fact in facts
            for each in fact.waiting
        )
        return Matrix(rows, waits, placed + unneeded + refused, placed - len(waits), unneeded, refused)

    def _facts(self, batch: Batch, one: Enterprise, notice: Notice) -> _Facts:
        sources = batch.sources_of(one)
        known = self._known.get(one.id)
        is_known = known is not None and len(known.sources) == len(sources) and known.is_of(one, sources)
        if known and is_known and (batch.words is self._words or known.words == _words(batch, sources)):
            return known
        filings = filings_of(batch, one, notice)
        fact = self._known[one.id] = _Facts(
            one, sources,
            lying(batch, one, filings, notice), waiting_of(batch, one, filings),
            len(filings), len(left_out(filings)), sum(len(source.left_out) for source in sources),
            sum(len(source.refused) for source in sources), _trouble(sources),
            _words(batch, sources),
        )
        return fact


_SHUT = {
    Fault.UNREADABLE: "压缩包打不开",
    Fault.PASSWORD: "压缩包有密码",
    Fault.BOMB: "压缩包异常，已拒收",
    Fault.STUCK: "压缩包读不完",
    Fault.METHOD: "压缩方式无法检查",
}


def _trouble(sources: Iterable[Source]) -> str:
    """Why a whole package cannot be looked into; empty if all can."""
    for source in sources:
        for trouble in source.troubles:
            if trouble.fault in _SHUT and (not trouble.path or not source.members):
                return _SHUT[trouble.fault]
    return ""


def _row(number: int, fact: _Facts, notice: Notice, findings: list[Finding],
         decisions: Mapping[str, Decision], *, is_seen: bool) -> Row:
    one = fact.enterprise
    looks: dict[str, list[int]] = {}
    for finding in findings:
        if finding.grade is Grade.LOOK and finding.member:
            looks.setdefault(finding.member, []).append(finding.page)
    cells = tuple(
        _cell(fact, material, looks, notice) for material in notice.required_materials
    )
    size = sum(source.size for source in fact.sources)
    own = [f for f in findings if Need.FILES in check_of(f).needs]  # what this page can speak of
    status, tone = _status(fact, cells, size, notice, tally(own, decisions), is_seen=is_seen)
    return Row(one.id, number, one.name, one.is_confirmed, one.track, cells, size, status, tone,
               _leading(own, cells))


def _cell(fact: _Facts, material: Material, looks: Mapping[str, Sequence[int]], notice: Notice) -> Cell:
    files, kinds = fact.held[material.id], kinds_of(material.id, notice)
    maybe = tuple(
        each.proposed_for(kinds) for each in fact.waiting
        if any(part.material in kinds for part in each.filing.proposed)
    )
    state = _state(fact, files, looks)
    return Cell(material.id, state, files, maybe, material.single)


def _state(fact: _Facts, files: Sequence[Lying], looks: Mapping[str, Sequence[int]]) -> CellState:
    """`looks`: member key → the pages a person has to look at, 0 for the whole file."""
    if files:
        is_asked = any(each.holds(page) for each in files for page in looks.get(each.key, ()))
        return CellState.UNSURE if is_asked else CellState.THERE
    if fact.waiting and not fact.trouble and all(each.filing.is_pending for each in fact.waiting):
        return CellState.PENDING
    return CellState.UNSURE if fact.waiting or fact.trouble else CellState.MISSING


def _leading(findings: Sequence[Finding], cells: Sequence[Cell]) -> str:
    """The finding that `_status` speaks of first: a missing material, a file to be sorted, a must, a look."""
    missing = {cell.material for cell in cells if cell.state is CellState.MISSING}
    ranked = sorted(findings, key=lambda each: (
        each.detail not in missing, check_of(each).mend is not Mend.SORT, each.grade is not Grade.MUST))
    return ranked[0].key if ranked else ""


def _status(fact: _Facts, cells: tuple[Cell, ...], size: int, notice: Notice,
            open_ones: Tally, *, is_seen: bool) -> tuple[str, str]:
    """What most keeps this enterprise from being sent, in a few words."""
    missing = sum(cell.state is CellState.MISSING for cell in cells)
    unsure = sum(cell.state is CellState.UNSURE for cell in cells)
    if fact.trouble:
        return fact.trouble, "red"
    if missing:
        return f"缺 {missing} 项", "red"
    if size > notice.size.refuse:
        return "超过 500 MB", "red"
    if fact.waiting:
        is_pending = all(each.filing.is_pending for each in fact.waiting)
        return f"{len(fact.waiting)} 个文件{PENDING if is_pending else '待归类'}", "amber"
    if open_ones.to_mend:
        return f"{open_ones.to_mend} 处必改", "red"
    if open_ones.look:
        return f"{open_ones.look} 处待核对", "amber"
    if unsure:
        return f"{unsure} 项待确认", "amber"
    if size > notice.size.warn:
        return "接近 500 MB", "amber"
    return "齐全" if is_seen else "还在看", "muted"
