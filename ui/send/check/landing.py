"""A link that leads to 核对问题 finds its finding there."""

from __future__ import annotations

from collections.abc import Sequence

from ui.findings.lines import Line
from ui.findings.list import FindingList
from ui.shell.page import Target


def wanted_line(lines: Sequence[Line], target: Target) -> Line | None:
    """The line that is meant; of an enterprise the most urgent one that nobody decided. None: it is gone."""
    for line in lines:
        if target.finding and line.finding.key == target.finding:
            return line
    own = [line for line in lines if target.subject and line.finding.subject == target.subject]
    return next((line for line in own if not line.decision), None)


def choose_line(found: FindingList, key: str) -> None:
    """Also where it is one of many that share a row: that row is opened."""
    for row in range(found.findings.rowCount()):
        line = found.findings.line(row)
        if line is not None and key in {finding.key for finding in line.findings}:
            found.choose(row)
            if line.group and line.finding.key != key:
                found.open_row(is_open=True)
                found.choose(found.findings.row_of(key, is_inner=True))
            return
