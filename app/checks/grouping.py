"""Findings of one cause over many files are one: told once with a list, decided together or singly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from app.checks.cases import EnterpriseCase
from app.checks.run import catalogue, check_of
from app.model.finding import Finding, Grade

T = TypeVar("T")

LEAST = 3  # of a kind that are told as one
_NAMED = re.compile(r"“[^”]*”")
_PAGES = re.compile(r"第 [\d、 –-]+(?:等[ \d]*)? ?页")
_NUMBER = re.compile(r"\d+")


def cause(finding: Finding) -> tuple[str, Grade, str, str, str] | None:
    """What is the same of findings that differ in the file alone; None for one to be looked at by itself.

    Only what is found in files of one enterprise; two texts laid side by side, and a seal that is framed, are
    each their own question.
    """
    rule = check_of(finding)
    is_own_question = finding.compare is not None or finding.frame is not None or rule.question
    is_of_file = not finding.column and any(rule is each for each in catalogue()[EnterpriseCase])
    if is_own_question or not is_of_file or not (finding.member or finding.where):
        return None
    return finding.check, finding.actual_grade, finding.subject, in_general(finding.what), finding.fix


def in_general(what: str) -> str:
    """The words without the names, pages and numbers of the one file."""
    return _NUMBER.sub("…", _PAGES.sub("某些页", _NAMED.sub("“…”", what)))


def alike(
    things: Iterable[T], finding_of: Callable[[T], Finding], besides: Callable[[T], object]
) -> list[list[T]]:
    """In order of their first; what differs by `besides` (a decision, say) is not alike."""
    groups: dict[object, list[T]] = {}
    for number, thing in enumerate(things):
        reason = cause(finding_of(thing))
        key: object = number if reason is None else (reason, besides(thing))
        groups.setdefault(key, []).append(thing)
    found: list[list[T]] = []
    for group in groups.values():
        found.extend([group] if len(group) >= LEAST else ([one] for one in group))
    return found


def of_one_cause(findings: Sequence[Finding], one: Finding) -> tuple[Finding, ...]:
    """The finding with those that have its cause, however few."""
    reason = cause(one)
    return (one,) if reason is None else tuple(each for each in findings if cause(each) == reason)


def told_as_one(findings: Sequence[Finding]) -> str:
    """12 处：…，with the names left out."""
    return f"{len(findings)} 处：{in_general(findings[0].what)}"
