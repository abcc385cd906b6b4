"""What came of a trial: the good batch's road, and each rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Shown(StrEnum):
    """Whether a rule found what was made wrong."""

    YES = "shown"
    NO = "not shown"
    OFF = "switched off"
    NOT_ASKED = "not asked"  # the notice has nothing that it could find wanting
    NOT_TRIED = "not tried"  # nothing here can make it wrong


@dataclass(frozen=True, slots=True)
class Tried:
    """One rule. `what`: what was made wrong, each after the other; those that were not found in `missed`.
    `why` it was not tried, or is switched off.
    """

    check: str
    title: str
    shown: Shown
    what: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    why: str = ""

    @property
    def words(self) -> str:
        """What a person is told of it beside whether it was found."""
        return self.why or "、".join(self.missed or self.what)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the good batch's road; `why` it ended there, "" where it did not."""

    words: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """`unknown`: titles of materials which no file name that was thought of tells."""

    steps: tuple[Step, ...]
    rules: tuple[Tried, ...]
    unknown: tuple[str, ...] = ()

    @property
    def is_passed(self) -> bool:
        return not (
            any(step.why for step in self.steps)
            or any(rule.shown is Shown.NO for rule in self.rules)
            or self.unknown
        )
