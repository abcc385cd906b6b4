"""Finds the checks, puts them in order and runs them over a batch, a disc, a ledger."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from graphlib import TopologicalSorter
from inspect import signature
from itertools import pairwise
from types import ModuleType
from typing import Any

from app.checks.cases import BatchCase, Case, EnterpriseCase, TrackCase
from app.checks.check import Check, Claim, NotLooked, graded
from app.checks.words import mark
from app.garbage import uncollected
from app.model.batch import Batch, Decision
from app.model.finding import Finding, Grade, Outcome, Report, State, Trait, Who
from app.notices.notice import Notice

_MOST_TOLD = 300  # findings of one check on one case
SCOPES = ("enterprise", "substance", "track", "batch", "disc", "ledger")

_REASONS = 20  # told of one check
_log = logging.getLogger(__name__)


def checks_of(package: ModuleType) -> tuple[Check[Any], ...]:
    """All checks of the package's modules, each after those it waits for, else by id.

    Raises ValueError for two checks with one id or an `after` outside the package.
    """
    found: dict[str, Check[Any]] = {}
    for info in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        for thing in vars(importlib.import_module(info.name)).values():
            if not isinstance(thing, Check) or thing.find.__module__ != info.name:
                continue  # one that is imported belongs where it was written
            if found.setdefault(thing.id, thing) is not thing:
                raise ValueError(f"two checks are called {thing.id}")
    strays = {wanted.id for rule in found.values() for wanted in rule.after} - found.keys()
    if strays:
        raise ValueError(f"waited for, but not in {package.__name__}: {sorted(strays)}")
    graph = {key: sorted(wanted.id for wanted in found[key].after) for key in sorted(found)}
    return tuple(found[key] for key in TopologicalSorter(graph).static_order())


@cache
def catalogue() -> Mapping[type, tuple[Check[Any], ...]]:
    """Kind of case → its checks. Which kind a check judges is what its function is written for."""
    found: dict[type, list[Check[Any]]] = {}
    for scope in SCOPES:
        for rule in checks_of(importlib.import_module(f"app.checks.{scope}")):
            (case,) = signature(rule.find, eval_str=True).parameters.values()
            found.setdefault(case.annotation, []).append(rule)
    return {kind: tuple(rules) for kind, rules in found.items()}


def checks_in() -> tuple[Check[Any], ...]:
    """Every check the program knows, by id; ValueError when two share one and neither widens the other."""
    checks = sorted((rule for rules in catalogue().values() for rule in rules), key=lambda rule: rule.id)
    for left, right in pairwise(checks):
        if left.id == right.id and left is not right.widens:
            raise ValueError(f"two checks are called {left.id}")
    return tuple(checks)


def check_ids() -> frozenset[str]:
    """The ids a notice may re-grade or switch off."""
    return frozenset(rule.id for rule in checks_in())


def check_of(finding: Finding | Outcome | Decision) -> Check[Any]:
    """The check that said it, or was decided on; one that declares nothing for an id of another program's."""
    return _by_id().get(finding.check, _UNKNOWN)


@cache
def _by_id() -> Mapping[str, Check[Any]]:
    return {rule.id: rule for rule in checks_in()}


_UNKNOWN: Check[Any] = Check("", "", Grade.LOOK, Trait.COMPLETE)


def claims(notice: Notice, report: Report = Report()) -> dict[Trait, tuple[str, ...]]:  # noqa: B008 - frozen
    """What the 交接登记表 may claim, by 四性: a check that is switched off or lets pass was not held to, and
    what by `report` only a person could tell is said to be his word.
    """
    found: dict[tuple[Trait, Claim], bool] = {}
    for rule in checks_in():
        if rule.claim is not None:
            is_held = rule.id not in notice.switched_off and notice.severities.get(rule.id) != Grade.SHOULD
            key = (rule.trait, rule.claim)
            found[key] = found.get(key, True) and is_held
    open_to = {check_of(outcome).claim for outcome in report.outcomes if outcome.state is not State.PASSED}
    by_hand = {claim for claim in open_to if claim is not None and claim.by_hand}
    return {
        trait: tuple(
            claim.by_hand if claim in by_hand else claim.words
            for own, claim in sorted(found)
            if own is trait and found[own, claim]
        )
        for trait in Trait
    }


def judged(case: Case, notice: Notice | None = None) -> tuple[Outcome, ...]:
    """Every check of this kind of case, as the notice wants them; reads no file."""
    severities, switched_off = (notice.severities, notice.switched_off) if notice else ({}, ())
    return tuple(run(_as_wanted(type(case), tuple(severities.items()), tuple(switched_off)), case))


@cache
def _as_wanted(
    kind: type, severities: tuple[tuple[str, str], ...], switched_off: tuple[str, ...]
) -> tuple[Check[Any], ...]:
    return graded(catalogue()[kind], dict(severities), switched_off)


def regraded(outcomes: Iterable[Outcome], notice: Notice) -> Iterator[Outcome]:
    """What was judged by no notice, as this one wants it."""
    for outcome in outcomes:
        for rule in graded((check_of(outcome),), notice.severities, notice.switched_off):
            findings = (replace(each, grade=rule.grade) for each in outcome.findings)
            yield replace(outcome, findings=tuple(findings)) if rule.regraded else outcome


def run(checks: Sequence[Check[Any]], case: Case) -> Iterator[Outcome]:
    """Each check on one case, in the given order: passed, found, skipped or broken."""
    held: set[str] = set()
    for rule in checks:
        outcome = _outcome(rule, case, [wanted.title for wanted in rule.after if wanted.id in held])
        if outcome.state in (State.SKIPPED, State.BROKEN) or any(
            finding.grade is Grade.MUST for finding in outcome.findings
        ):
            held.add(rule.id)
        yield outcome


def _outcome(rule: Check[Any], case: Case, awaited: Sequence[str]) -> Outcome:
    def ended(
        state: State, findings: tuple[Finding, ...] = (), reason: str = "", *, is_pending: bool = False
    ) -> Outcome:
        return Outcome(
            rule.id, rule.title, case.subject, case.subject_name, state, findings, reason, is_pending
        )

    if awaited:
        first = "、".join(f"“{title}”" for title in awaited)
        return ended(State.SKIPPED, reason=f"须先通过{first}，才能检查这一项")
    try:
        said = tuple(rule.find(case))
        if not said:  # most say nothing
            return ended(State.PASSED)
        found = [_completed(each, rule, case) for each in said if isinstance(each, Finding)]
        findings = _bounded(found, case)
    except Exception:  # one broken check must not hide what the others say
        _log.exception("check %s failed on %s", rule.id, case.subject)
        return ended(State.BROKEN, reason="此项未能检查，请人工核对这一项，并把日志发给维护人员")
    unseen = [each for each in said if isinstance(each, NotLooked)]
    is_pending = any(each.is_pending for each in unseen) and rule.grade is not Grade.SHOULD
    reason = "；".join(list(dict.fromkeys(each.reason for each in unseen))[:_REASONS])
    if unseen and not findings:
        return ended(State.SKIPPED, reason=reason, is_pending=is_pending)
    return ended(State.FOUND if findings else State.PASSED, findings, reason, is_pending=is_pending)


def _bounded(findings: Sequence[Finding], case: Case) -> tuple[Finding, ...]:
    """The first of them, and for each grade one that counts the rest: nobody reads thousands."""
    told, rest = findings[:_MOST_TOLD], findings[_MOST_TOLD:]
    more = []
    for grade in dict.fromkeys(each.actual_grade for each in rest):
        own = [each for each in rest if each.actual_grade is grade]
        more.append(replace(
            own[0],
            what=f"另有 {len(own)} 处同样的问题，没有一一列出",
            fix="请先处理列出的，再检查一次。",
            detail=mark([each.key for each in own]),  # who decided of these did not decide of others
            times=len(own),
            subject=case.subject,
            subject_name=case.subject_name,
        ))  # fmt: skip
    return (*told, *more)


def _completed(finding: Finding, rule: Check[Any], case: Case) -> Finding:
    own = None if rule.regraded else finding.grade
    return replace(
        finding,
        where=finding.where or _cell(finding.column, case),
        check=rule.id,
        title=rule.title,
        subject=finding.subject or case.subject,
        subject_name=finding.subject_name or case.subject_name,
        grade=own or rule.grade,
        why=finding.why or (rule.explanation.removesuffix("。") if rule.tells_why else ""),
        who=rule.who if finding.who is Who.ENTERPRISE else finding.who,
    )


def _cell(column: str, case: Case) -> str:
    """The place of a fault in the table, as the clerk finds it."""
    if not column or not isinstance(case, EnterpriseCase | TrackCase):
        return ""
    return f"汇总表“{case.rules.column(column).title}”一栏"


@uncollected()
def check_batch(batch: Batch, notice: Notice, today: date) -> Report:
    """Every check on every enterprise, then on every track, then on the batch; reads no file."""
    whole = BatchCase(batch, notice, today)
    cases: tuple[Case, ...] = (*whole.enterprises, *whole.tracks, whole)
    return Report(tuple(outcome for case in cases for outcome in judged(case, notice)))


def rules_table(changed: Callable[[str], str] | None = None) -> str:
    """All checks as a Markdown table, made from the checks themselves. `changed`: what a notice makes of the
    one of this id, and why, in a column of its own.
    """
    heads = ["编号", "名称", "四性", "分级", "谁处理", "说明", *(["这份通知"] if changed else [])]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for rule in checks_in():
        grades = " / ".join(grade.title for grade in rule.grades)
        cells = [rule.id, rule.title, rule.trait.value, grades, rule.who.title, rule.explanation]
        cells += [changed(rule.id)] if changed else []
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
