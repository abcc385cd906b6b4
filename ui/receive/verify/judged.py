"""A submission's findings, gathered by enterprise or by 四性; its names laid side by side. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.batch.form_facts import papers_of
from app.checks import check_of
from app.model.batch import Batch, Decision
from app.model.finding import Report, State, Trait
from app.model.submission import Standing, Submission
from app.model.tally import Tally, tally
from app.notices.notice import Notice, tracks_of
from ui.findings.beside import lines_of, tally_of
from ui.findings.lines import Line

TRAITS = {
    Trait.AUTHENTIC: "真实性", Trait.COMPLETE: "完整性", Trait.USABLE: "可用性", Trait.SAFE: "安全性",
}
EVERYTHING, WHOLE = "", "whole"


@dataclass(frozen=True, slots=True)
class Group:
    """One line at the left: `open` findings still hold it up, `all` has those that are only advised too.
    `is_unseen`: the program has yet to look at something of it.
    """

    key: str
    title: str
    tally: Tally
    is_unseen: bool = False

    @property
    def open(self) -> int:
        return self.tally.held

    @property
    def all(self) -> int:
        return self.tally.held + self.tally.advised

    @property
    def words(self) -> str:
        """What was not looked at is never called passed."""
        if self.open:
            return f"{self.open} 处"
        return "还在看" if self.is_unseen else f"{self.all} 处建议" if self.all else "通过"

    @property
    def tone(self) -> str:
        return "red" if self.open else "muted" if self.all or self.is_unseen else "green"


_URGENCY = (Standing.FAULTY, Standing.RECEIVED, Standing.PASSED, Standing.RETURNED, Standing.ACCEPTED)


def most_urgent(submissions: Sequence[Submission]) -> Submission:
    """What needs a look before all; of several the first."""
    return min(submissions, key=lambda each: _URGENCY.index(each.standing))


def describe(report: Report, batch: Batch) -> str:
    """12 家企业，3 处必须补正、2 处等您核对；还没有看完"""
    none = "目前没有发现问题" if report.pending else "没有要处理的问题"
    words = tally(report.findings, batch.decisions).words or none
    return f"{len(batch.enterprises)} 家企业，{words}{'；还没有看完' if report.pending else ''}"


def open_first(
    report: Report, decided: Mapping[str, Decision], said: Mapping[str, Decision]
) -> tuple[Line, ...]:
    """What is open first, by urgency."""
    return tuple(sorted(lines_of(report.findings, decided, said), key=lambda line: line.decision is not None))


def by_enterprise(lines: Sequence[Line], batch: Batch, notice: Notice, report: Report) -> tuple[Group, ...]:
    """全部, what is about the disc and the papers, then every enterprise in recommended order."""
    own = [line for line in lines if line.finding.subject not in batch.enterprises]
    unseen = {outcome.subject for outcome in report.pending}
    groups = [
        _group(EVERYTHING, "全部", lines, is_unseen=bool(unseen)),
        _group(WHOLE, "光盘和报送文件", own, is_unseen=bool(unseen - batch.enterprises.keys())),
    ]
    for track in tracks_of(batch, notice):
        for one in batch.in_track(track):
            mine = [line for line in lines if line.finding.subject == one.id]
            groups.append(_group(one.id, one.name, mine, is_unseen=one.id in unseen))
    return tuple(groups)


def by_trait(lines: Sequence[Line], report: Report) -> tuple[Group, ...]:
    """参照 DA/T 70-2018: four groups, each with what was checked for it."""
    passed = dict.fromkeys(Trait, 0)
    for outcome in report.in_state(State.PASSED):
        passed[check_of(outcome).trait] += 1
    unseen = {check_of(outcome).trait for outcome in report.pending}
    return (_group(EVERYTHING, "全部", lines, is_unseen=bool(unseen)), *(
        _group(trait.value, f"{title}（{passed[trait]} 项通过）",
               [line for line in lines if check_of(line.finding).trait is trait], is_unseen=trait in unseen)
        for trait, title in TRAITS.items()
    ))


def in_group(lines: Sequence[Line], key: str, batch: Batch) -> tuple[Line, ...]:
    if key == EVERYTHING:
        return tuple(lines)
    if key == WHOLE:
        return tuple(line for line in lines if line.finding.subject not in batch.enterprises)
    if key in set(Trait):
        return tuple(line for line in lines if check_of(line.finding).trait is Trait(key))
    return tuple(line for line in lines if line.finding.subject == key)


def _group(key: str, title: str, lines: Sequence[Line], *, is_unseen: bool = False) -> Group:
    return Group(key, title, tally_of(lines), is_unseen)


@dataclass(frozen=True, slots=True)
class Names:
    """One enterprise as the three papers call it; empty where one does not name it, or cannot be read."""

    track: str
    track_short: str
    order: int
    table: str
    package: str
    form: str

    @property
    def differs(self) -> bool:
        told = {name for name in (self.table, self.package, self.form) if name}
        return len(told) > 1 or not self.table or not self.package


def names_of(batch: Batch, notice: Notice) -> tuple[Names, ...]:
    """Of every enterprise, in recommended order: the table's row, the package, the 申报书."""
    made = []
    for track in tracks_of(batch, notice):
        for order, one in enumerate(batch.in_track(track), 1):
            forms = (batch.forms.get(paper.facts) for paper in papers_of(batch, one, notice))
            told = next((f.fields["name"].text for f in forms if f is not None and "name" in f.fields), "")
            package = one.name if one.sources else ""
            listed = one.fields.get("name", "") or (one.name if one.fields else "")
            made.append(Names(track, notice.short(track), order, listed, package, told))
    return tuple(made)
