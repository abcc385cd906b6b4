"""A draft while somebody works on it: every change kept, undone and redone, judged behind the window."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from app import clock
from app.editions import own
from app.editions.draft import Draft, Kept
from app.editions.rows import new_row
from app.errors import AppError
from app.job import Job
from app.notices.faults import Fault
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.shell.session_base import SessionBase

_SOON = 400  # milliseconds from a change until it is on the disk


class NoticesSession(SessionBase):
    """Long work on notices: packing, opening, trying. Ends with `close`."""

    def close(self) -> None:
        self.end_work()
        self.end_reading()


@dataclass(frozen=True)
class Judged:
    """What of a draft is wrong, and what is still last year's: worked out off the window's thread."""

    draft: Draft
    faults: tuple[Fault, ...] = ()
    kept: tuple[Kept, ...] = ()

    def faults_of(self, part: str) -> tuple[Fault, ...]:
        return tuple(each for each in self.faults if each.part == part)

    def kept_of(self, part: str) -> tuple[Kept, ...]:
        return tuple(each for each in self.kept if each.part == part)

    @cached_property
    def kept_at(self) -> Mapping[str, Kept]:
        return {each.place: each for each in self.kept}

    def below(self, place: str) -> tuple[str, ...]:
        """Places at or below this one where something is wrong."""
        return tuple(each.place for each in self.faults if is_at(each.place, place))


def is_at(place: str, top: str) -> bool:
    return place == top or place.startswith((f"{top}.", f"{top}["))


@dataclass(frozen=True, slots=True)
class _Step:
    before: Draft
    what: str
    place: str  # changes in a row of one field are one step


class DraftSession(NoticesSession):
    """`changed` at every change, `judged` soon after it, `saved` once it is on the disk."""

    changed = Signal()
    judged = Signal()
    saved = Signal()

    def __init__(self, draft: Draft, ask: Ask, *, executor: Executor | None = None,
                 parent: QObject | None = None) -> None:
        super().__init__(ask, executor=executor, parent=parent)
        self.draft = self._kept_as = draft
        self.judgement = Judged(draft)
        self.saved_at: datetime = clock.now()
        self._undone: list[_Step] = []
        self._steps: list[_Step] = []
        self._judging = Latest(self.thinking, self)
        self._judging.ready.connect(self._show_judged)
        self._keeping = Latest(executor or ThreadPoolExecutor(1, thread_name_prefix="keeping"), self)
        self._keeping.ready.connect(self._show_kept)
        self._keeping.failed.connect(ask.show_error)
        self._soon = QTimer(self, interval=_SOON, singleShot=True)
        self._soon.timeout.connect(self._keep)

    @property
    def next_undo(self) -> str | None:
        return self._steps[-1].what if self._steps else None

    @property
    def next_redo(self) -> str | None:
        return self._undone[-1].what if self._undone else None

    def start(self) -> None:
        """Say how it is."""
        self._judge()
        self.changed.emit()

    # -- changes -----------------------------------------------------------------------------------
    def put(self, place: str, value: Any) -> None:
        """What is typed on in one field is one step."""
        if self.draft.value(place) == value:
            return
        self._take(self.draft.put(place, value), f"改“{self.draft.words(place)}”", place)

    def put_all(self, values: Mapping[str, Any], what: str) -> None:
        """Several places in one step, called `what`."""
        draft = self.draft
        for place, value in values.items():
            draft = draft.put(place, value)
        if draft.data != self.draft.data:
            self._take(draft, what)

    def add(self, place: str, row: Mapping[str, Any] | None = None) -> int:
        """A new row at the end of the list at `place`; its number."""
        at = len(self.draft.value(place) or [])
        made = dict(row) if row is not None else new_row(self.draft.data, place)
        self._take(self.draft.insert(place, at, made), f"添加“{self.draft.words(place)}”")
        return at

    def remove(self, place: str, at: int) -> None:
        what = f"删去{self.draft.words(f'{place}[{at}]')}"
        self._take(self.draft.put(f"{place}[{at}]", None), what)

    def move(self, place: str, at: int, to: int) -> None:
        self._take(self.draft.move(place, at, to), f"移动{self.draft.words(f'{place}[{at}]')}")

    def confirm(self, place: str) -> None:
        """As it was last year is right."""
        self._take(self.draft.confirm(place), f"“{self.draft.words(place)}”仍照去年")

    def settle(self) -> None:
        """What is typed next is another step."""
        if self._steps:
            last = self._steps[-1]
            self._steps[-1] = _Step(last.before, last.what, "")

    def undo(self) -> str | None:
        return self._go(self._steps, self._undone)

    def redo(self) -> str | None:
        return self._go(self._undone, self._steps)

    def close(self) -> None:
        """What was changed is kept first."""
        self._soon.stop()
        self._keeping.shutdown()
        self._judging.shutdown()
        if self.draft is not self._kept_as:
            try:
                own.keep(self.draft)
            except AppError as error:
                self.ask.show_error(error)
        super().close()

    def done_with(self) -> None:
        """There is no draft any more to be kept."""
        self._soon.stop()
        self._kept_as = self.draft

    def keep_now(self) -> bool:
        """Before something is done with what lies on the disk; False, and told, where it cannot be kept."""
        self._soon.stop()
        try:
            self._show_kept(own.keep(self.draft))
        except AppError as error:
            self.ask.show_error(error)
            return False
        return True

    # -- inside ------------------------------------------------------------------------------------
    def _take(self, draft: Draft, what: str, place: str = "") -> None:
        last = self._steps[-1] if self._steps else None
        if not (place and last and last.place == place and not self._undone):
            self._steps.append(_Step(self.draft, what, place))
        self._undone.clear()
        self._show(draft)

    def _go(self, back: list[_Step], forth: list[_Step]) -> str | None:
        if not back:
            return None
        step = back.pop()
        forth.append(_Step(self.draft, step.what, ""))
        self._show(step.before)
        return step.what

    def _show(self, draft: Draft) -> None:
        self.draft = draft
        self._judge()
        self.changed.emit()
        self._soon.start()

    def _judge(self) -> None:
        draft = self.draft
        self._judging.ask(lambda job: Judged(draft, draft.faults, draft.kept))

    def _show_judged(self, judgement: Judged) -> None:
        self.judgement = judgement
        self.judged.emit()

    def _keep(self) -> None:
        draft = self.draft
        self._keeping.ask(lambda job: _kept(draft, job))

    def _show_kept(self, draft: Draft) -> None:
        self._kept_as, self.saved_at = draft, clock.now()
        self.saved.emit()


def _kept(draft: Draft, job: Job) -> Draft:
    """Never half: it is written beside, then takes the other's place."""
    job.check()
    return own.keep(draft)
