"""Where the links of the sender's pages lead: to the very finding, cell or file. Pure."""

from __future__ import annotations

from app.model.finding import Finding
from app.model.step import Step
from ui.send.progress import CHECK, step_of
from ui.shell.page import Target


def way_to(finding: Finding) -> Target:
    """Where a person sees it: in 核对问题 the finding itself, else the cell or the letter."""
    step = step_of(finding)
    if step != CHECK:
        return way_to_mend(finding, step)
    return Target(step, finding.subject, finding=finding.key)


def way_to_mend(finding: Finding, step: Step) -> Target:
    """What is to be put right at a step: a cell of the table, a file or the place where one is missing."""
    if step is Step.TABLE:
        return Target(step, finding.subject, finding.column)
    if step is Step.COLLECT:
        return Target(step, finding.subject, finding.member or finding.detail)
    return Target(step, finding.subject, finding=finding.key)
