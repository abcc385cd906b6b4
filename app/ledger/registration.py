"""What one submission puts into the ledger, and what the checks make of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.checks import Need, check_of, judged
from app.checks.cases import BatchCase
from app.checks.check import graded
from app.checks.disc_cases import TypedCode, of_paper
from app.checks.run import run
from app.checks.substance.awarded import not_awarded
from app.ledger.event import EventKind, Facts
from app.model.awarded import AwardLists
from app.model.batch import Batch, Decision
from app.model.disc import Compared, paper_code
from app.model.finding import Outcome, Report, State
from app.model.submission import Entry, Standing, Submission
from app.model.tally import tally
from app.notices.notice import Notice, tracks_of

_JUDGED = (Standing.RECEIVED, Standing.PASSED, Standing.FAULTY)  # what the checks alone decide


@dataclass(frozen=True, slots=True)
class HeldDisc:
    """One disc of a submission. `folder` is relative to the submission's, `holes` are paths that are not
    whole there. `edition` is the same for all discs that were made together; "" when they do not say.
    `record`: SHA-256 of the record beside its files; "" in rows of programs that did not keep it.

    `typed`: what was typed or scanned of its paper, last; `unlike`: where it was not what that vouches for.
    """

    digest: str
    disc_id: str
    check_code: str
    number: int
    of: int
    edition: str
    folder: str
    holes: tuple[str, ...] = ()
    at: str = ""
    record: str = ""
    typed: str = ""
    unlike: tuple[str, ...] = ()

    @property
    def paper(self) -> TypedCode:
        return TypedCode(self.disc_id, self.check_code, paper_code(self.typed), self.digest, self.unlike)

    @property
    def compared(self) -> Compared:
        return self.paper.compared


@dataclass(frozen=True, slots=True)
class Registration:
    """All that one submission puts into the ledger, in one transaction. `before`: what it takes the place of
    beside what its row says. `seen`: its last change when this was worked out, where it was there before.
    `who` did it, else the clerk who took it in; `outdated`: findings whose decision is of something else by
    now.
    """

    submission: Submission
    batch: Batch
    report: Report
    entries: tuple[Entry, ...]
    discs: tuple[HeldDisc, ...]
    kind: EventKind = EventKind.REGISTERED
    facts: Facts = field(default_factory=dict)
    before: tuple[str, ...] = ()
    seen: int | None = None
    who: str = ""
    outdated: tuple[str, ...] = ()


def entries_of(key: str, batch: Batch, report: Report, notice: Notice) -> tuple[Entry, ...]:
    """One an enterprise, in recommended order."""
    entries = []
    for track in tracks_of(batch, notice):
        for order, one in enumerate(batch.in_track(track), 1):
            sources = batch.sources_of(one)
            must, look = open_counts(report, batch.decisions, one.id)
            entries.append(Entry(
                submission=key, track=track, order=order, name=one.name, code=one.fields.get("code", ""),
                fields=one.fields, stored=sources[0].stored if sources else "",
                size=sum(source.size for source in sources), sha256=sources[0].sha256 if sources else "",
                must=must, look=look, id=one.id,
            ))  # fmt: skip
    return tuple(entries)


def holes_of(entry: Entry, discs: Iterable[HeldDisc]) -> tuple[str, ...]:
    """The files of this enterprise that could not be read whole from the discs of its submission."""
    holes = (path for disc in discs for path in disc.holes)
    return tuple(path for path in holes if path.startswith(entry.stored or "\n") or entry.name in path)


def with_papers(report: Report, discs: Iterable[HeldDisc], notice: Notice) -> Report:
    """What is known of the discs' papers by now stands in place of what was known before."""
    cases = (case for disc in discs for case in of_paper(disc.paper, is_taken_in=True))
    said = (outcome for case in cases for outcome in judged(case, notice))
    rest = (outcome for outcome in report.outcomes if Need.PAPER not in check_of(outcome).needs)
    return Report((*rest, *said))


def with_awarded(
    report: Report, batch: Batch, lists: AwardLists, notice: Notice
) -> Report:
    """Who was awarded before, by the ledger's lists as they are by now. That there is none is told once."""

    def is_asked(outcome: Outcome) -> bool:
        return outcome.check == not_awarded.id and outcome.subject in batch.enterprises

    if not (lists or notice.awarded):
        rest = [o for o in report.outcomes if not (is_asked(o) and o.state is State.SKIPPED)]
        if len(rest) == len(report.outcomes):
            return report
        reason = "台账里没有载入历年获评名单，没有比对；请在“登记”里载入"
        none = Outcome(not_awarded.id, not_awarded.title, "batch", "台账", State.SKIPPED, reason=reason)
        return Report((*rest, none))
    whole = BatchCase(replace(batch, awarded=lists), notice, notice.deadline)
    rules = graded((not_awarded,), notice.severities, notice.switched_off)
    listed = [case for case in whole.enterprises if case.enterprise.fields]  # of others nobody knows a code
    fresh = {case.subject: outcome for case in listed for outcome in run(rules, case)}
    rest = [o for o in report.outcomes if not (is_asked(o) and o.subject in fresh)]
    return Report((*rest, *fresh.values()))


def compared_of(discs: Iterable[HeldDisc]) -> Compared:
    """Of a whole submission: the gravest of its discs."""
    return min((disc.compared for disc in discs), key=list(Compared).index, default=Compared.NONE)


def typed_before(report: Report) -> dict[str, str]:
    """Disc → what was typed of its paper, "" for its own 校验码: older programs kept it in words alone."""
    said = [outcome for outcome in report.outcomes if Need.PAPER in check_of(outcome).needs]
    words = {o.subject: re.match(r"输入的是 (\S+?)，", f.detail) for o in said for f in o.findings}
    return {o.subject: "" for o in said if o.state is State.PASSED} | {
        disc: found[1] for disc, found in words.items() if found
    }


def said_by_sender(batch: Batch) -> dict[str, Decision]:
    """Finding's key → what the sender had decided of it, marked as the sender's; `batch` as it came."""
    whose = "市局" if batch.sender.is_bureau else "报送单位"
    return {key: replace(said, by_sender=whose) for key, said in batch.decisions.items()}


def settled(batch: Batch, here: Mapping[str, Decision]) -> Batch:
    """With the decisions that count: those of the sender that settle something, then those made `here`."""
    said = said_by_sender(batch).items()
    counting = {key: decision for key, decision in said if check_of(decision).sender_settles}
    return replace(batch, decisions={**counting, **here})


def open_counts(report: Report, decisions: Mapping[str, Decision], subject: str) -> tuple[int, int]:
    """(to be mended, to be looked at) of one subject."""
    own = tally(report.of(subject), decisions)
    return own.to_mend, own.look


def standing_of(
    report: Report, decisions: Mapping[str, Decision], before: Standing = Standing.RECEIVED
) -> Standing:
    """What the checks alone make of it: open looks are for people, they are no fault.

    Without a fault it is received and no more while the program itself has yet to look at seals and forms.
    What a person made of it (`before`) stands.
    """
    if before not in _JUDGED:
        return before
    if report.verdict(decisions) == "must":
        return Standing.FAULTY
    return Standing.RECEIVED if report.pending else Standing.PASSED
