"""The open ledger: facts read off the window's thread, decisions at once, long work with a strip."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app import clock
from app.errors import AppError, ChangedMeanwhile
from app.job import Job
from app.ledger import Ledger
from app.ledger.engines.claims import Claim
from app.ledger.event import Event, EventKind
from app.ledger.registration import said_by_sender
from app.model.batch import Batch, Decision
from app.model.finding import Report
from app.model.submission import Standing, Submission
from app.notices.notice import Notice
from app.receive.reissues import marked
from app.store.clerk import at_work, keep, kept, plain
from ui.receive.facts import READING, Facts, facts_of
from ui.receive.watch import Watch
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.shell.session_base import SessionBase
from ui.shell.settings import when

T = TypeVar("T")
_BOTH = "最好先问一声：两边都下结论，先做完的算数，另一边会被要求看过再决定。"


@dataclass(frozen=True, slots=True)
class Opened:
    """One submission with all that was found in it; `said`: what its sender had decided; `seen`: its last
    change when it was read.
    """

    submission: Submission
    batch: Batch
    report: Report
    folder: Path
    said: Mapping[str, Decision]
    seen: int = 0


class LedgerSession(SessionBase):
    """Pages read `facts` and re-read them on `changed`; they keep no truth of their own."""

    changed = Signal(object)  # Facts
    looks = Signal()  # another submission is being looked at
    who_changed = Signal(str)  # another person is at work
    others = Signal()  # who else works on what is another, or the database answers no more, or again
    opened = Signal(object)  # Opened, the submission that 核验 shows; None when there is none
    closing = Signal()  # who works on it behind the window ends that

    def __init__(self, ledger: Ledger, ask: Ask, *, recognises: bool = False,
                 executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(ask, recognises=recognises, executor=executor, parent=parent)
        self.ledger = ledger
        self.facts = Facts()
        self.is_read = False
        self.one: Opened | None = None
        self.saved_at: datetime = clock.now()
        self._expected = ""
        self._seen: dict[str, int] = {}  # submission → its last change that was shown, or made here
        self._reading = Latest(self.thinking, self)
        self._reading.ready.connect(self._read)
        self._reading.failed.connect(ask.show_error)
        self._opening = Latest(self.thinking, self)
        self._opening.ready.connect(self._opened)
        self._opening.failed.connect(ask.show_error)
        self._looking = Latest(executor, self)
        self._looking.ready.connect(self._looked)
        self._looking.failed.connect(self._could_not_look)
        self._agreed: set[Claim] = set()  # beside whom this person goes on
        self._looked_at = ""  # the submission whose seals and forms are being looked at
        self._tried: set[str] = set()  # those that were begun since the last work, also in vain
        self.busy_changed.connect(self._make_way)
        self.watch = Watch(ledger, self)
        self.watch.changed.connect(self._changed_elsewhere)
        self.watch.told.connect(lambda: self.others.emit())

    @property
    def looking_at(self) -> Submission | None:
        """The one whose seals, pages and forms are looked at behind the clerk's work."""
        return self.facts.submission(self._looked_at) if self.is_looking else None

    @property
    def is_looking(self) -> bool:
        return self._looking.busy

    @property
    def is_reading(self) -> bool:
        """Whether the ledger's facts are still being read."""
        return self._reading.busy

    @property
    def words(self) -> str:
        """How far it is, for the home page."""
        if not self.is_read:
            return ""
        here = len(self.facts.board.cities) - len(self.facts.board.missing)
        told = f"{here} 市已报送 · {len(self.facts.entries)} 家"
        return told if self.facts.submissions else "还没有收到光盘"

    @property
    def notice(self) -> Notice:
        return self.ledger.notice

    @property
    def folder(self) -> Path:
        return self.ledger.folder

    def start(self) -> None:
        """Show what is there: once the pages are connected."""
        self.refresh()

    def refresh(self) -> None:
        """Ask for the facts as they are now; `changed` brings them."""
        ledger = self.ledger

        def read(job: Job) -> Facts:
            self.watch.seen(ledger.last_change())
            all_of_them, all_discs = ledger.submissions(), ledger.all_discs()
            discs = {each.id: all_discs.get(each.id, ()) for each in all_of_them}
            events = marked(ledger.events())
            entries = ledger.entries()
            waiting = {each.id for each in all_of_them if each.standing is Standing.WAITING}
            others = ledger.entries(current_only=False) if waiting else ()
            beside = tuple(each for each in others if each.submission in waiting)
            return facts_of(all_of_them, entries, ledger.notice, backed_up(events), discs, events, beside)

        self._reading.ask(read)

    def open_submission(self, key: str) -> None:
        """Read what was found in it; `opened` brings it."""
        self._expected = key
        ledger = self.ledger
        self.watch.claim(key)

        def read(job: Job) -> Opened:
            seen = ledger.last_change(key)
            return Opened(
                ledger.submission(key), ledger.batch_of(key), ledger.report_of(key), ledger.folder_of(key),
                said_by_sender(ledger.stored_batch(key)), seen,
            )  # fmt: skip

        self._opening.ask(read)

    # -- who -------------------------------------------------------------------------------------------
    def who(self) -> str:
        """The person at work: asked for once a day, told to every event and paper; who only reads is not."""
        is_told = self.ledger.is_read_only or kept().is_of(clock.today())
        return at_work() if is_told else self.ask_who("今天由谁经办？")

    def ask_who(self, title: str = "换人经办") -> str:
        """Whoever goes back stays who he was."""
        before = at_work()
        told = self.ask.text(title, "姓名会记在台账的经过里，也印在接收回执和补正通知上。", before)
        name = keep(plain(told or "") or before).name
        self.who_changed.emit(name)
        return name

    def claim_on(self, key: str) -> Claim | None:
        """Who works on this submission at another computer, or in another window."""
        return self.watch.claims.get(key)

    def is_free(self) -> bool:
        """Whether what is open may be decided on here: where another works on it a person is asked, once for
        each time that other took it up.
        """
        claim = self.claim_on(self.one.submission.id) if self.one is not None else None
        if claim is None or claim in self._agreed:
            return True
        title, text = f"{claim.name}正在处理这一份", f"{claim.words}。{_BOTH}"
        if self.ask.confirm(title, text, "仍要继续", "先不动", loses=True):
            self._agreed.add(claim)
        return claim in self._agreed

    def decide(self, change: Callable[[Ledger], object]) -> bool:
        """A person's decision: quick, saved at once; False if it could not be (and was told)."""
        try:
            with self.ledger.as_seen(self._seen):
                change(self.ledger)
        except AppError as error:
            if isinstance(error, ChangedMeanwhile):
                self.announce()
            self.ask.show_error(error)
            return False
        self.announce()
        return True

    def run(self, what: str, work: Callable[[Job], T], then: Callable[[T], object] | None = None) -> None:
        """On the submission as it is shown now."""
        def as_seen(job: Job) -> T:
            with self.ledger.as_seen(self._seen):
                return work(job)

        super().run(what, as_seen, then)

    def _changed_elsewhere(self) -> None:
        self.refresh()
        if self._expected:
            self.open_submission(self._expected)

    def announce(self) -> None:
        self.saved_at = clock.now()
        self.refresh()
        if self._expected:
            self.open_submission(self._expected)

    def close(self) -> None:
        self.closing.emit()
        self.watch.close()
        self.end_work()
        self._looking.shutdown()
        self._reading.shutdown()
        self._opening.shutdown()
        self.end_reading()
        self.ledger.close()

    def _read(self, facts: Facts) -> None:
        self.facts, self.is_read = facts, True
        self.changed.emit(facts)
        self._look_on()

    # -- looking -----------------------------------------------------------------------------------
    def _make_way(self, busy: bool) -> None:
        """The children that read are wanted for what the clerk does now; what was seen is kept. The next disc
        only waits for its drive: what came with the last one is looked at meanwhile.
        """
        if busy and self.doing != READING[1]:
            self._looking.forget()
            self._looked_at = ""
        elif not busy:
            self._tried.clear()

    def _look_on(self) -> None:
        """What was received and not looked at yet, one submission after the other; none twice in vain."""
        if self.busy or self.ledger.is_read_only or (self._looked_at and self.is_looking):
            return
        waiting = (*self.facts.waiting, *(self.facts.unrecognised if self.recognises else ()))
        key = next((one.id for one in waiting if one.id not in self._tried), "")
        if not key:
            return
        ledger = self.ledger
        self._looked_at = key
        self._tried.add(key)

        def look(job: Job) -> None:
            from app.receive.examine import examine_received, has_more

            with ledger.alone(f"looking at {key}", job):
                if not has_more(ledger.submission(key), recognises=self.recognises):
                    return  # another computer has looked meanwhile
                examine_received(
                    ledger, key, self.sandbox, job, recognises=self.recognises, told=self.recognising.emit
                )

        self._looking.ask(look)
        self.looks.emit()

    def _looked(self, _: object) -> None:
        self.recognising.emit(0, 0)
        self.announce()

    def recognition_changed(self) -> None:
        """The one that is looked at is begun anew: what was seen of it is kept; then what had been left."""
        if self.is_looking:
            self._looking.forget()
            self._looked_at = ""
        self._tried.clear()
        self.recognising.emit(0, 0)
        self.announce()

    def _could_not_look(self, error: AppError) -> None:
        self.ask.show_error(error)
        self._look_on()

    def _opened(self, one: Opened) -> None:
        self.one = one
        self._seen = {one.submission.id: one.seen}
        self.opened.emit(one)


def backed_up(events: tuple[Event, ...]) -> str:
    """今天 08:30; empty when it never was."""
    last = next((each.at for each in reversed(events) if each.kind is EventKind.BACKED_UP), "")
    return when(last, clock.now()) if last else ""
