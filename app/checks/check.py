"""What a check is, and the decorator that makes a function into one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from app.model.finding import Finding, Grade, Trait, Who

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class NotLooked:
    """What a check yields that had nothing to judge by: it is told as not looked at, never as passed.

    `is_pending`: the program itself has yet to look and will; until then no disc is made. What it can never
    see (a scan without words, a package of an unknown kind) holds nothing up.
    """

    reason: str
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class Check(Generic[C]):
    """One rule: `look` yields a finding per fault of the case it is given, or NotLooked.

    `grade` is that of findings which name none, `also` another they may name. `who` mends findings
    that do not name another. A must finding, a skip or a break holds up the checks that name this one
    in `after`. `explanation` is for the clerk. `regraded`: a notice's grade wins over the findings' own.
    """

    id: str
    title: str
    grade: Grade
    trait: Trait
    explanation: str
    look: Callable[[C], Iterator[Finding | NotLooked]]
    who: Who = Who.ENTERPRISE
    also: Grade | None = None
    after: tuple[Check[C], ...] = ()
    regraded: bool = False

    @property
    def grades(self) -> tuple[Grade, ...]:
        return (self.grade,) if self.also is None else (self.grade, self.also)


def check(
    id: str,
    title: str,
    *,
    grade: Grade,
    trait: Trait,
    who: Who = Who.ENTERPRISE,
    also: Grade | None = None,
    after: tuple[Check[Any], ...] = (),
) -> Callable[[Callable[[C], Iterator[Finding | NotLooked]]], Check[C]]:
    """Turn a generator of findings into the check itself; its docstring is what the clerk reads."""

    def made(look: Callable[[C], Iterator[Finding | NotLooked]]) -> Check[C]:
        explanation = " ".join((inspect.getdoc(look) or "").split())
        return Check(id, title, grade, trait, explanation, look, who, also, after)

    return made


def graded(
    checks: Sequence[Check[Any]], severities: Mapping[str, str], switched_off: Sequence[str]
) -> tuple[Check[Any], ...]:
    """As a notice wants them: without those it switches off, with the grades it sets."""
    return tuple(
        replace(rule, grade=Grade(severities[rule.id]), also=None, regraded=True)
        if rule.id in severities
        else rule
        for rule in checks
        if rule.id not in switched_off
    )
