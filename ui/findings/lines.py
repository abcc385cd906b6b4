"""A line of the list of findings: one, or many that are told as one; in words. No widgets."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.checks import Sides
from app.checks.grouping import alike, cause, told_as_one
from app.model import finding as findings
from app.model.batch import Decision, Verdict
from app.model.finding import Finding
from app.model.names import differing
from app.model.tally import tally

DIFFERENT = Sides("两处不一致", "一处", "另一处")  # where the check does not say
_NAMED = 3  # files named in a row that stands for many


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: a finding, and what a person said of it, if anything.

    `said`: what the sender of a disc had said; it is `decision` too where it counts and nobody else decided.
    `group`: the lines that this row stands for, `finding` being the first of them; `is_inner`: it is shown
    below such a row, which is open. `heading`: what those of a group have in common where that is no cause;
    `known`: by what such a row, and its own, are known again.
    """

    finding: Finding
    decision: Decision | None = None
    said: Decision | None = None
    group: tuple[Line, ...] = ()
    is_inner: bool = False
    heading: str = ""
    known: str = ""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is decided when this row is decided on."""
        return tuple(each.finding for each in self.group) or (self.finding,)

    @property
    def what(self) -> str:
        if self.heading:
            return f"{self.heading}：{len(self.group)} 处"
        return told_as_one(self.findings) if self.group else self.finding.what

    @property
    def each(self) -> tuple[Line, ...]:
        """Itself, or all that it stands for."""
        return self.group or (self,)


class Gathered(StrEnum):
    """How a list is gathered into rows."""

    CAUSE = "cause"  # what differs in the file alone
    ENTERPRISE = "enterprise"
    CHECK = "check"


def is_asked(line: Line) -> bool:
    """Whether a person is to say something to it, and did not."""
    return findings.is_asked(line.finding, line.decision)


def open_to(line: Line, verdict: Verdict) -> tuple[Finding, ...]:
    """Of a row, what may be answered so now; the rest of it is left as it is."""
    asked = (each.finding for each in line.each if is_asked(each))
    return tuple(one for one in asked if findings.may_take(one, verdict))


def decided(line: Line) -> tuple[Finding, ...]:
    """Of a row, what we said something to; it may be taken back."""
    return tuple(each.finding for each in line.each if each.decision and not each.decision.by_sender)


def as_one(lines: Sequence[Line]) -> Line:
    """Several rows that were chosen, as one to be decided on together."""
    every = {each.finding.key: each for line in lines for each in line.each}
    if len(every) == 1:
        return next(iter(every.values()))
    group = tuple(replace(each, is_inner=False) for each in every.values())
    return replace(group[0], group=group, heading="选中的问题")


def sought(line: Line) -> tuple[str, ...]:
    """What a line is found by when a list is searched."""
    finding = line.finding
    return (finding.what, finding.subject_name, finding.where, finding.check, *(finding.compare or ()))


def rows_of(
    lines: Sequence[Line], opened: Collection[str], by: Gathered = Gathered.CAUSE
) -> tuple[Line, ...]:
    """Those of one kind as one row, with its own below it where it is one of `opened`."""
    rows: list[Line] = []
    if by is not Gathered.CAUSE:
        for known, heading, own in _gathered(lines, by):
            rows.append(replace(own[0], group=own, heading=heading, known=known, decision=_common(own)))
            if known in opened:
                rows.extend(replace(each, is_inner=True, known=known) for each in own)
        return tuple(rows)
    for group in alike(lines, lambda each: each.finding, _said_of):
        if len(group) == 1:
            rows.append(group[0])
            continue
        rows.append(replace(group[0], group=tuple(group)))
        if opening(rows[-1]) in opened:
            rows.extend(replace(each, is_inner=True) for each in group)
    return tuple(rows)


def _gathered(lines: Sequence[Line], by: Gathered) -> Iterator[tuple[str, str, tuple[Line, ...]]]:
    """By what they are known, what they are called, and they: in order of their first."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        is_whose = by is Gathered.ENTERPRISE
        groups.setdefault(line.finding.subject if is_whose else line.finding.check, []).append(line)
    for key, group in groups.items():
        first = group[0].finding
        heading = first.subject_name if by is Gathered.ENTERPRISE else first.title
        yield f"{by}\n{key}", heading or first.subject_name or key, tuple(group)


def _common(group: Sequence[Line]) -> Decision | None:
    """What was said of all of them, if it is the same."""
    said = {each.decision.verdict if each.decision else None for each in group}
    return group[0].decision if len(said) == 1 else None


def _said_of(line: Line) -> tuple[object, ...]:
    return (line.decision.verdict, line.decision.by_sender) if line.decision else ()


def opening(line: Line) -> str:
    """By what an open row is known again when one of its own is gone."""
    return line.known or repr((cause(line.finding), _said_of(line)))


def marked(left: str, right: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Both texts cut into runs; a run that the other text does not have is marked."""
    ours: list[tuple[str, bool]] = []
    theirs: list[tuple[str, bool]] = []
    for kind, own, other in differing(left, right):
        if own:
            ours.append((own, kind != "equal"))
        if other:
            theirs.append((other, kind != "equal"))
    return tuple(ours), tuple(theirs)


def place(finding: Finding) -> str:
    """The second line: 企业 · 文件 第 n 页; the path inside an archive is left to the card beside."""
    path, _, page = finding.where.partition("#page=")
    number = finding.page or (int(page) if page.isdecimal() and len(page) < 6 else 0)
    name = path.rsplit("!", 1)[-1].rsplit("/", 1)[-1] if "." in path else ""
    if finding.column and not finding.member:
        name = finding.where
    elif name and number:
        name = f"{name} 第 {number} 页"
    return " · ".join(part for part in (finding.subject_name, name) if part)


def in_words(finding: Finding) -> str:
    """For a message to whoever mends it: whose, where and what."""
    return f"{place(finding)}：{finding.what}"


def place_of(line: Line) -> str:
    """Of a row that stands for many: 企业 · the first files, and how many."""
    if not line.group:
        return place(line.finding)
    if line.heading:
        whose = list(dict.fromkeys(each.subject_name for each in line.findings if each.subject_name))
        if len(whose) > 1:
            return "、".join(whose[:_NAMED]) + (f" 等 {len(whose)} 家" if len(whose) > _NAMED else "")
        said = {each.finding.key: each.decision for each in line.group if each.decision}
        return tally(line.findings, said).words or "都已处理"
    named = [place(replace(each, subject_name="")) for each in line.findings[:_NAMED]]
    more = f" 等 {len(line.group)} 处" if len(line.group) > _NAMED else ""
    names = "、".join(filter(None, named)) + more
    return " · ".join(part for part in (line.finding.subject_name, names) if part)
