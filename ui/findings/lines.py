"""A line of the list of findings: one, or many that are told as one; in words. No widgets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.checks import Sides
from app.checks.grouping import alike, cause, told_as_one
from app.model.batch import Decision
from app.model.finding import Finding
from app.model.names import differing

DIFFERENT = Sides("两处不一致", "一处", "另一处")  # where the check does not say
_NAMED = 3  # files named in a row that stands for many


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: a finding, and what a person said of it, if anything.

    `said`: what the sender of a disc had said; it is `decision` too where it counts and nobody else decided.
    `group`: the lines of one cause that this row stands for, `finding` being the first of them; `is_inner`:
    it is shown below such a row, which is open.
    """

    finding: Finding
    decision: Decision | None = None
    said: Decision | None = None
    group: tuple[Line, ...] = ()
    is_inner: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is decided when this row is decided on."""
        return tuple(each.finding for each in self.group) or (self.finding,)

    @property
    def what(self) -> str:
        return told_as_one(self.findings) if self.group else self.finding.what


def sought(line: Line) -> tuple[str, ...]:
    """What a line is found by when a list is searched."""
    finding = line.finding
    return (finding.what, finding.subject_name, finding.where, finding.check, *(finding.compare or ()))


def rows_of(lines: Sequence[Line], opened: Collection[str]) -> tuple[Line, ...]:
    """Those of one cause as one row, with its own below it where it is one of `opened`."""
    rows: list[Line] = []
    for group in alike(lines, lambda each: each.finding, _said_of):
        if len(group) == 1:
            rows.append(group[0])
            continue
        rows.append(replace(group[0], group=tuple(group)))
        if opening(rows[-1]) in opened:
            rows.extend(replace(each, is_inner=True) for each in group)
    return tuple(rows)


def _said_of(line: Line) -> tuple[object, ...]:
    return (line.decision.verdict, line.decision.by_sender) if line.decision else ()


def opening(line: Line) -> str:
    """By what an open row is known again when one of its own is gone."""
    return repr((cause(line.finding), _said_of(line)))


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


def place_of(line: Line) -> str:
    """Of a row that stands for many: 企业 · the first files, and how many."""
    if not line.group:
        return place(line.finding)
    named = [place(replace(each, subject_name="")) for each in line.findings[:_NAMED]]
    more = f" 等 {len(line.group)} 处" if len(line.group) > _NAMED else ""
    names = "、".join(filter(None, named)) + more
    return " · ".join(part for part in (line.finding.subject_name, names) if part)
