"""What the checks say: findings and outcomes, and whether a disc may be made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.model.batch import Decision, Verdict
from app.model.documents.pages import SealText
from app.wording import Titled


class Grade(Titled):
    MUST = "must", "必须补正"
    SHOULD = "should", "建议修改"
    LOOK = "look", "请人工核对"


class Who(Titled):
    """Who mends it."""

    ENTERPRISE = "enterprise", "企业"
    BUREAU = "bureau", "市局"
    PROGRAM = "program", "本程序自动处理"


class State(Titled):
    PASSED = "passed", "通过"
    FOUND = "found", "有问题"
    SKIPPED = "skipped", "暂未检查"  # names what must pass first
    BROKEN = "broken", "此项未能检查"  # the check itself failed


class Trait(StrEnum):
    """四性，参照 DA/T 70-2018."""

    AUTHENTIC = "真"
    COMPLETE = "整"
    USABLE = "用"
    SAFE = "安"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. A check yields it without `check`, `subject`, `subject_name`; the run fills them in.

    `where` names the place: `archive!/inner/path#page=3`. `member` is the member key to show beside it.
    `column` is the id of the table's column it is about; the run then words `where`. `compare` are two
    texts whose difference is the fault, `lead` says what of it differs where the check does not.
    `acceptable`: a must that a person may accept (the program then mends it, as NAME-04 does). `strip`: what
    was read in the seal that is framed, to be drawn beside it. `ask`: what is asked on paper of whoever mends
    it, where the check's own words would not tell, to follow 请; None: nothing, the program could not look.
    """

    what: str
    fix: str
    where: str = ""
    why: str = ""
    who: Who = Who.ENTERPRISE
    grade: Grade | None = None  # None: the check's own
    member: str = ""
    page: int = 0
    compare: tuple[str, str] | None = None
    acceptable: bool = False
    column: str = ""
    frame: tuple[float, float, float, float] | None = None  # x, y, width, height as shares of the page
    strip: SealText | None = None
    detail: str = ""  # tells two findings of one check at one place apart
    times: int = 1  # how many it stands for
    lead: str = ""
    check: str = ""
    title: str = ""
    subject: str = ""  # enterprise id, track, or "batch"
    subject_name: str = ""
    ask: str | None = ""

    @property
    def key(self) -> str:
        """Stable through re-checks: what a decision and the command line refer to."""
        place = "\x1f".join((self.subject, self.where, self.detail)).encode("utf-8", "surrogatepass")
        return f"{self.check}-{hashlib.sha256(place).hexdigest()[:8]}"

    @property
    def actual_grade(self) -> Grade:
        assert self.grade is not None
        return self.grade


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check on one subject. `reason` says why it was skipped or broke.

    `is_pending`: the program has yet to look at something that may hold the disc up.
    """

    check: str
    title: str
    subject: str
    subject_name: str
    state: State
    findings: tuple[Finding, ...] = ()
    reason: str = ""
    is_pending: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """All outcomes, passed and skipped ones too."""

    outcomes: tuple[Outcome, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(finding for outcome in self.outcomes for finding in outcome.findings)

    def of(self, subject: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.subject == subject)

    def in_state(self, state: State) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.state is state)

    @property
    def pending(self) -> tuple[Outcome, ...]:
        """What was not looked at yet and keeps a disc from being made until it was."""
        return tuple(outcome for outcome in self.outcomes if outcome.is_pending)

    def holding(self, decisions: Mapping[str, Decision]) -> tuple[Finding, ...]:
        """The findings that keep a disc from being made."""
        return tuple(f for f in self.findings if is_holding(f, decisions.get(f.key)))

    def verdict(self, decisions: Mapping[str, Decision]) -> str:
        """ok | must | look, as docs of `--json` define it."""
        held = self.holding(decisions)
        if any(f.grade is Grade.MUST or decisions.get(f.key) for f in held):
            return "must"
        if self.in_state(State.BROKEN):
            return "must"
        return "look" if held or self.pending else "ok"


def counting(finding: Finding, decision: Decision | None) -> Decision | None:
    """None where nothing was decided that counts: what a sender said of its own disc does for looks alone."""
    said_by_sender = decision is not None and bool(decision.by_sender)
    return None if said_by_sender and finding.grade is not Grade.LOOK else decision


def is_asked(finding: Finding, decision: Decision | None) -> bool:
    """Whether a person is to say something to it and did not; what a sender said may be overruled."""
    said_by_us = decision is not None and not decision.by_sender
    return not said_by_us and (finding.grade is Grade.LOOK or finding.acceptable)


def may_take(finding: Finding, verdict: Verdict) -> bool:
    """Whether one that is asked about can be answered so: a must that may be accepted is not sent back."""
    return verdict is Verdict.ACCEPT or finding.grade is Grade.LOOK


def is_holding(finding: Finding, decision: Decision | None) -> bool:
    """A must stays open until mended (or accepted, where it may be); a look until it is accepted.

    A look that was returned for mending holds the disc up until the mended package arrives.
    """
    if finding.grade is Grade.SHOULD:
        return False
    decision = counting(finding, decision)
    accepted = decision is not None and decision.verdict is Verdict.ACCEPT
    if finding.grade is Grade.MUST:
        return not (accepted and finding.acceptable)
    return not accepted


def count(findings: Iterable[Finding]) -> int:
    """With those that one stands for."""
    return sum(finding.times for finding in findings)
