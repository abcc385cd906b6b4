"""What may be done to a ledger: each change is one transaction with the event that tells of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from sqlalchemy import select

from app import clock
from app.errors import ChangedMeanwhile, LedgerMoved
from app.ledger import rows
from app.ledger.engines.database import Writer
from app.ledger.engines.tables import (
    ACTIVITIES,
    ATTACHMENTS,
    AWARDED,
    DECISIONS,
    DISCS,
    ENTRIES,
    EVENTS,
    REVIEW,
    SUBMISSIONS,
)
from app.ledger.event import Event, EventKind, Facts
from app.ledger.questions import Questions
from app.ledger.registration import HeldDisc, Registration, open_counts, standing_of
from app.ledger.twins import COUNTING, by_reader, readers_of, seen_by
from app.model.after.attachment import Attachment
from app.model.after.exchange import Activity, ActivityVersion
from app.model.batch import Decision
from app.model.finding import Finding
from app.model.submission import Standing

_STANDING_EVENTS = {
    Standing.ACCEPTED: EventKind.ACCEPTED, Standing.RETURNED: EventKind.RETURNED,
    Standing.VOIDED: EventKind.VOIDED,
}  # fmt: skip
_SEEN: ContextVar[dict[str, int] | None] = ContextVar("seen", default=None)


class Changes(Questions):
    """Others may change a shared ledger at the same time: what a change is made on is compared in it."""

    @contextmanager
    def as_seen(self, seen: dict[str, int]) -> Iterator[None]:
        """Changes within are made on the submissions as they were seen: submission → its `last_change` then.
        One that is made on an older one raises ChangedMeanwhile, and nothing is changed; one that is made
        counts as seen.
        """
        token = _SEEN.set(seen)
        try:
            yield
        finally:
            _SEEN.reset(token)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is changed within is one change, or none."""
        with self._database.change():
            yield

    # -- changing ----------------------------------------------------------------------------------
    def register(self, new: Registration) -> None:
        """After its files are in place. One transaction: its row, its enterprises, its discs, the event,
        the end of what it supersedes, and what others make of it that handed in the same enterprises.
        A submission registered before is brought up to date.
        """
        one = new.submission
        row, who = rows.submission_row(one, new.batch, new.report), new.who or one.clerk
        before = {one.supersedes, *new.before} - {""}
        with self._change(one.id, seen=new.seen) as write, self._refresh_duplicates(
            write, who, one.id, *before
        ):
            write.put(SUBMISSIONS, row, "id")
            write.delete(ENTRIES, ENTRIES.c.submission == one.id)
            write.delete(DISCS, DISCS.c.submission == one.id)
            for entry in new.entries:
                write.put(ENTRIES, rows.entry_row(entry))
            for disc in new.discs:
                write.put(DISCS, rows.disc_row(one.id, disc))
            for finding in new.outdated:
                write.delete(DECISIONS, DECISIONS.c.submission == one.id, DECISIONS.c.finding == finding)
            if one.standing.counts:
                self._end(write, before, one.id)
            if self.awarded() and not one.standing.is_past:
                self._recount(write, one.id)
            _note(write, who, one.id, new.kind, new.facts)

    def set_standing(self, key: str, standing: Standing, reason: str, who: str) -> None:
        """Others that handed in the same enterprises are counted anew. Raises NothingFound."""
        self.submission(key)
        with self._change(key) as write, self._refresh_duplicates(write, who, key):
            self._stand(write, key, standing, reason)
            kind = _STANDING_EVENTS.get(standing, EventKind.STANDING_CHANGED)
            said = {"reason": reason} if reason else {}
            _note(write, who, key, kind, {"standing": standing.value, **said})

    def replace(self, key: str, before: Sequence[str], reason: str, who: str) -> None:
        """The submission `key`, which waited, counts from now on, in the place of `before`, the weightiest
        last. Raises NothingFound.
        """
        self.submission(key)
        with self._change(key) as write, self._refresh_duplicates(write, who, key, *before):
            write.update(SUBMISSIONS, {"supersedes": (*before[-1:], "")[0]}, SUBMISSIONS.c.id == key)
            self._stand(write, key, Standing.RECEIVED, "")
            self._end(write, before, key)
            _note(write, who, key, EventKind.REPLACED, {"before": "、".join(before), "reason": reason})
            self._recount(write, key)

    def reinstate(self, key: str, reason: str, who: str) -> None:
        """It counts again, or at last, as far as the checks make of it. Raises NothingFound."""
        self.submission(key)
        with self._change(key) as write, self._refresh_duplicates(write, who, key):
            self._stand(write, key, Standing.RECEIVED, "")
            _note(write, who, key, EventKind.REINSTATED, {"reason": reason})
            self._recount(write, key)

    def part(self, key: str, before: str) -> None:
        """Whoever took the place of `key`, which is no longer of that sender, took that of `before`. Within
        the change that tells of it.
        """
        with self._change() as write:
            write.update(SUBMISSIONS, {"supersedes": before}, SUBMISSIONS.c.supersedes == key)

    def decide(self, key: str, finding: Finding, decision: Decision) -> None:
        """Keeps it and counts anew what is open; a later one replaces it. Raises NothingFound."""
        self.submission(key)
        with self._change(key) as write:
            row = rows.decision_row(key, replace(decision, finding=finding.key))
            write.put(DECISIONS, row, "submission", "finding")
            said = {"verdict": decision.verdict.value, "reason": decision.reason}
            said = {"finding": finding.what, "key": finding.key, **said}
            _note(write, decision.who, key, EventKind.JUDGED, said)
            self._recount(write, key)

    def withdraw(self, key: str, finding: Finding, who: str) -> None:
        """The finding is open again. Raises NothingFound."""
        self.submission(key)
        with self._change(key) as write:
            write.delete(DECISIONS, DECISIONS.c.submission == key, DECISIONS.c.finding == finding.key)
            said = {"finding": finding.what, "key": finding.key}
            _note(write, who, key, EventKind.JUDGEMENT_WITHDRAWN, said)
            self._recount(write, key)

    def compare(self, key: str, discs: Iterable[HeldDisc], who: str) -> None:
        """What was typed of their papers since is kept. Raises NothingFound."""
        self.submission(key)
        with self._change(key) as write:
            for disc in discs:
                write.put(DISCS, rows.disc_row(key, disc), "digest")
                facts = {"discs": disc.disc_id, "code": disc.compared.value}
                _note(write, who, key, EventKind.CODE_COMPARED, facts)
            self._recount(write, key)

    def note(self, key: str, kind: EventKind, who: str, **facts: str) -> None:
        """One event, such as a receipt that was printed."""
        with self._change() as write:
            _note(write, who, key, kind, facts)

    def hold(self, key: str, disc: HeldDisc) -> None:
        """A disc's row as it is by now, found by its digest."""
        with self._change() as write:
            write.put(DISCS, rows.disc_row(key, disc), "digest")

    def recount(self, keys: Iterable[str]) -> None:
        """What is open in each of these, but what was superseded."""
        with self._change() as write:
            for key in keys:
                if not self.submission(key).standing.is_past:
                    self._recount(write, key)

    def set_review(self, content: bytes, what: str, who: str) -> None:
        """The scores and marks of the review, all of them, and the event that changed them."""
        with self._change() as write:
            write.put(REVIEW, {"only": 1, "content": content}, "only")
            _note(write, who, "", EventKind.REVIEWED, {"words": what})

    def change_review(self, change: Callable[[bytes], bytes], what: str, who: str) -> None:
        """`change` is given what is kept at that moment and makes what is kept then; what it raises changes
        nothing.
        """
        with self._change() as write:
            write.put(REVIEW, {"only": 1, "content": change(self.review())}, "only")
            _note(write, who, "", EventKind.REVIEWED, {"words": what})

    def set_awarded(self, lists: rows.AwardLists, what: str, who: str) -> None:
        """Those awarded before, all lists of them; what is open of each submission is counted anew."""
        with self._change() as write:
            write.put(AWARDED, {"only": 1, "content": rows.awarded_row(lists)}, "only")
            _note(write, who, "", EventKind.NOTED, {"words": what})
            self.recount(one.id for one in self.submissions())

    def keep_activity(
        self, now: Activity, kind: EventKind, who: str, facts: Facts, *,
        number: int = 0, seen: int = 0, base: int = 0,
    ) -> ActivityVersion:  # fmt: skip
        """A version more of activity `number`, made on version `seen`; 0: a new one. Raises ChangedMeanwhile
        where there is a later one than `seen`.
        """
        with self._change() as write:
            known = self.activities(number)
            last = known[-1] if known else None
            if number and (last is None or last.version != seen):
                raise ChangedMeanwhile(f"第 {number} 项交流活动")
            key = number or (last.number + 1 if last else 1)
            made = ActivityVersion(key, seen + 1, base, clock.now().isoformat(), who, now)
            write.put(ACTIVITIES, rows.activity_row(made))
            _note(write, who, "", kind, {"activity": str(key), "title": now.title, **facts})
        return made

    def keep_attachments(self, files: Iterable[Attachment], kind: EventKind, who: str, whose: str) -> None:
        """Rows as they are by now, and the event that tells of them, of the owner that `whose` names."""
        with self._change() as write:
            given = tuple(files)
            for each in given:
                write.put(ATTACHMENTS, rows.attachment_row(each), "owner", "stored")
            names = "、".join(each.name for each in given)
            _note(write, who, "", kind, {"whose": whose, "files": names})

    def refuse_moved(self) -> None:
        """Raises LedgerMoved once it was: what is changed here would be lost."""
        last = self._ask(select(EVENTS).order_by(EVENTS.c.number.desc()).limit(1))
        if last and last[0]["kind"] == EventKind.MOVED:
            raise LedgerMoved(rows.event_of(last[0]).facts["to"])

    # -- inside ------------------------------------------------------------------------------------
    @contextmanager
    def _change(self, key: str = "", *, seen: int | None = None) -> Iterator[Writer]:
        """Of the submission `key`, as it was `seen` or, without that, within `as_seen`."""
        shown = _SEEN.get()
        with self._database.change() as write:
            if self.is_shared:
                self.refuse_moved()
            if seen is None and shown is not None:
                seen = shown.get(key)
            if key and seen is not None and self.last_change(key) != seen:
                raise ChangedMeanwhile(key)
            yield write
            now = self.last_change(key) if key and shown is not None else 0
        if key and shown is not None:
            shown[key] = now

    def _stand(self, write: Writer, key: str, standing: Standing, reason: str) -> None:
        changes = {"standing": standing, "reason": reason}
        write.update(SUBMISSIONS, changes, SUBMISSIONS.c.id == key)

    def _end(self, write: Writer, keys: Iterable[str], by: str) -> None:
        """Of those that count."""
        where = SUBMISSIONS.c.id.in_(list(keys)), SUBMISSIONS.c.standing.in_(COUNTING)
        for row in self._ask(select(SUBMISSIONS.c.id).where(*where)):
            self._stand(write, row["id"], Standing.SUPERSEDED, f"由 {by} 代替")

    def _recount(self, write: Writer, key: str) -> None:
        """Open findings of each enterprise, and what the checks make of the whole. What a person decided of
        the submission stands.
        """
        one, batch, report = self.submission(key), self.batch_of(key), self.report_of(key)
        for enterprise in batch.enterprises:
            must, look = open_counts(report, batch.decisions, enterprise)
            where = ENTRIES.c.submission == key, ENTRIES.c.id == enterprise
            write.update(ENTRIES, {"must": must, "look": look}, *where)
        self._stand(write, key, standing_of(report, batch.decisions, one.standing), one.reason)

    @contextmanager
    def _refresh_duplicates(self, write: Writer, who: str, *keys: str) -> Iterator[None]:
        """Whoever sees one of the submissions `keys` as a twin more, or less, is counted anew and told."""
        before = by_reader(twin for key in keys for twin in readers_of(self._ask, key))
        own_before = {key: bool(seen_by(self._ask, key)) for key in keys}
        yield
        after = by_reader(twin for key in keys for twin in readers_of(self._ask, key))
        changed = {each: (after if each in after else before)[each] for each in before.keys() ^ after.keys()}
        for each, twin in changed.items():
            if twin.reader not in keys:
                kind = EventKind.DUPLICATE_FOUND if each in after else EventKind.DUPLICATE_GONE
                said = {"enterprise": twin.mine, "sender": twin.sender, "submission": twin.submission}
                _note(write, who, twin.reader, kind, said)
        own = {key for key in keys if own_before[key] or seen_by(self._ask, key)}
        for key in sorted({twin.reader for twin in changed.values()} | own):
            if not self.submission(key).standing.is_past:
                self._recount(write, key)


def _note(write: Writer, who: str, key: str, kind: EventKind, facts: Facts) -> None:
    write.put(EVENTS, rows.event_row(Event(clock.now().isoformat(), who, key, kind, facts)))
