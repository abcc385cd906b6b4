"""What a check is, and the decorator that makes a function into one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from enum import Enum, Flag, auto
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from app.model.finding import Finding, Grade, Trait, Who
from app.model.step import Step

C = TypeVar("C")
D = TypeVar("D")


class Need(Flag):
    """What a check judges by; where it is not there, the check has not looked."""

    NOTHING = 0
    FILES = auto()  # what lies in the packages
    ROW = auto()  # the enterprise's row of the 汇总表
    DAY = auto()  # the day it is handed in
    DISC = auto()  # the disc itself, its lists and tables as they came
    PAPER = auto()  # what was typed from the paper that came with it
    LEDGER = auto()  # what others handed in


class Mend(Enum):
    """How a fault is mended, where going to the step is not all that can be offered."""

    FILL = auto()  # an empty cell is filled in, at the table (what stands in it wrongly is in `detail`)
    NAME = auto()  # of the two names compared, the right one is chosen
    CELL = auto()  # a cell of the table takes what a paper says, or stays as it is
    SORT = auto()  # a file is told what it is
    WEIGH = auto()  # what takes up room is looked at
    TYPE = auto()  # what stands on the paper is typed
    UNLOCK = auto()  # its password is typed


class Sides(NamedTuple):
    """What two texts that differ are told to be, and where each of them stands."""

    lead: str
    left: str
    right: str


class Answers(NamedTuple):
    """What a person may answer to its findings where the usual words (可以报送, 退回补正) would not say it.

    `yes` lets it stand, for one of `reasons`; `no` sends it back, for one of `returns`; "" and () are the
    usual ones. What fits best comes first, and no reason tells of an act of which the program knows nothing.
    """

    yes: str
    reasons: tuple[str, ...]
    no: str = ""
    returns: tuple[str, ...] = ()


class Claim(NamedTuple):
    """A line of the 交接登记表, under the check's 四性: what is claimed while every check that says so holds
    the disc up. `place` orders the lines. `by_hand`: what is claimed instead where the check could not tell
    by itself and a person decided; "" where that makes no difference.
    """

    place: int
    words: str
    by_hand: str = ""


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
    """One rule: `find` yields a finding per fault of the case it is given, or NotLooked.

    `grade` is that of findings which name none, `also` another they may name. `who` mends findings
    that do not name another. A must finding, a skip or a break holds up the checks that name this one
    in `after`. `explanation` is for the clerk. `regraded`: a notice's grade wins over the findings' own.

    The rest is what others would else ask its id for. `needs`: what it judges by. `mend_at`: the sender's
    step where its faults are mended (None: nowhere), `mend`: how. `claim`: its line of the 交接登记表.
    `question`: asked where the finding frames a seal, and then answered by `answers`. `sides`: of what its
    findings compare. `tells_why`: the explanation is the reason of its findings. `widens`: the check whose
    rule (and id) it asks of more. `province_decides`: who receives a disc looks for himself, whatever its
    sender said of it. `clause`: what of the notice it holds its senders to, one of `TOPICS`; "": nothing.
    `asks`: what whoever mends it is asked on paper, in his own world, to follow 请; "": to mend it, None:
    nothing, it is the receiver's own business.
    """

    id: str
    title: str
    grade: Grade
    trait: Trait
    _: KW_ONLY
    find: Callable[[C], Iterator[Finding | NotLooked]] = lambda case: iter(())
    explanation: str = ""
    who: Who = Who.ENTERPRISE
    also: Grade | None = None
    after: tuple[Check[Any], ...] = ()
    regraded: bool = False
    needs: Need = Need.NOTHING
    mend_at: Step | None = Step.COLLECT
    mend: Mend | None = None
    claim: Claim | None = None
    question: str = ""
    answers: Answers | None = None
    sides: Sides | None = None
    tells_why: bool = False
    widens: Check[Any] | None = None
    province_decides: bool = False
    clause: str = ""
    asks: str | None = ""

    def __call__(self: Check[Any], find: Callable[[D], Iterator[Finding | NotLooked]]) -> Check[D]:
        """Declared over a generator of findings: the check itself; its docstring is what the clerk reads."""
        return replace(self, find=find, explanation=" ".join((inspect.getdoc(find) or "").split()))

    @property
    def grades(self) -> tuple[Grade, ...]:
        return (self.grade,) if self.also is None else (self.grade, self.also)

    @property
    def sender_settles(self) -> bool:
        """Whether a look was settled when its sender had looked: never what only a receiver can find."""
        return not (self.province_decides or self.needs & (Need.DISC | Need.PAPER | Need.LEDGER))


check = Check  # as it stands over a function
# Of a row of the 汇总表, whose faults the bureau mends there.
row_check = partial(check, who=Who.BUREAU, needs=Need.ROW, mend_at=Step.TABLE)


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
