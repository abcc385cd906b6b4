"""What comes into the window from outside: a bundle dropped on it, chosen, or given when it is started."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from app.editions.ending import ENDING as PACKED
from app.job import Job
from app.model.handing.handed import ENDING
from app.store.clerk import at_work
from ui.shell.ask import Ask
from ui.shell.settings import Settings
from ui.widgets.drop_area import for_window, keep_for_window

if TYPE_CHECKING:
    from app.batch.handing.arrive import Arrival, Arrived
    from app.store.store import BatchStore
    from ui.opening import Opening
    from ui.send.session import Session

PATTERNS = f"批次包 (*{ENDING})"
_PAGES = "ui.send.pages"
_LOOKING, _OPENING = "正在看交来的批次…", "正在打开交来的批次…"
_PLACES = "补正通知：打开那个批次，在“核对问题”点“打开补正通知…”。通知规则文件（.toml）：在首页点“通知规则”。"
_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
_Open = Callable[[Job], "Arrived"]


class Host(Protocol):
    """What the window lends."""

    opening: Opening

    @property
    def session(self) -> Session | None: ...
    def open_by(self, words: str, work: Callable[[Job], object], show: Callable[[Any], object],
                pages: str) -> None: ...
    def open_batch(self, folder: Path) -> None: ...
    def open_folder(self, folder: Path) -> None: ...
    def show_batch(self, store: BatchStore) -> None: ...
    def show_notices(self, file: Path | None = None) -> None: ...
    def go_home(self) -> None: ...


class Arrivals(QObject):
    """Bundles are looked at and opened off the window's thread; where there is a choice a person is asked."""

    def __init__(self, window: QWidget, host: Host, settings: Settings, ask: Ask) -> None:
        super().__init__(window)
        self._host, self._settings, self._ask = host, settings, ask
        for ending in (ENDING, PACKED):
            keep_for_window(ending)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of the window's own: its pages let go of what is not for them."""
        if not isinstance(event, QDropEvent):  # dragging is one too
            return False
        path = for_window(event.mimeData())
        if path is None:
            return False
        event.acceptProposedAction()
        if event.type() not in _DRAGS:
            self.open(path)
        return True

    def choose(self) -> None:
        for path in self._ask.choose_files("打开同事交来的批次", PATTERNS)[:1]:
            self.open(path)

    def open(self, path: Path) -> None:
        """A bundle, a notice that was handed out, the folder of a batch or a ledger; of what has a place of
        its own it is told which.
        """
        if path.is_dir():
            self._host.open_folder(path)
            return
        if path.name.endswith(PACKED):
            self._host.show_notices(path)
            return
        if not path.name.endswith(ENDING):
            self._ask.tell("这个文件请在它的那一步里打开", f"{path.name}\n{_PLACES}")
            return
        places = [Path(each.folder) for each in self._settings.recent] + [self._settings.base]

        def look(job: Job) -> Arrival:
            from app.batch.handing.arrive import weigh

            return weigh(path, places, job)

        self._host.open_by(_LOOKING, look, self._weighed, _PAGES)

    def _weighed(self, arrival: Arrival) -> None:
        from app.batch.handing.arrive import as_new, gone_on, instead
        from app.store.course import Relation

        self._host.opening.end()
        who, here = at_work(), arrival.here
        new = partial(as_new, arrival, here.parent if here else self._settings.base, who)
        if here is None:
            self._open(new, arrival)
        elif arrival.relation is Relation.BEHIND:
            self._known(here)
        elif arrival.relation is Relation.AHEAD:
            self._open(partial(gone_on, arrival, who), arrival)
        else:
            options = ("另存为一个批次，两边都留着", "改用交来的，这里的留作存档")
            words = f"{arrival.parted}\n选定以前没有改动任何内容。"
            chosen = self._ask.choose("两边都做过，请选用哪一边", words, options)
            if chosen is not None:
                self._open((new, partial(instead, arrival, who))[chosen], arrival)

    def _lets_go_of(self, folder: Path) -> bool:
        """Close it if it is what is open; False where the person would rather stay."""
        if self._has_open(folder):
            self._host.go_home()
        return not self._has_open(folder)

    def _has_open(self, folder: Path) -> bool:
        session = self._host.session
        return session is not None and session.folder == folder

    def _known(self, here: Path) -> None:
        words = "这里的批次已经有它的全部内容，没有改动。"
        self._ask.tell("这个文件没有新的内容", f"{words}\n批次在：{here}")
        if self._lets_go_of(here):
            self._host.open_batch(here)

    def _open(self, way: _Open, arrival: Arrival) -> None:
        if arrival.here is not None and not self._lets_go_of(arrival.here):
            return

        def work(job: Job) -> tuple[BatchStore, Arrived]:
            from app.store.store import BatchStore

            done = way(job)
            return BatchStore.open(done.folder), done

        self._host.open_by(_OPENING, work, partial(self._opened, arrival), _PAGES)

    def _opened(self, arrival: Arrival, made: tuple[BatchStore, Arrived]) -> None:
        store, done = made
        self._host.show_batch(store)
        by = arrival.bundle.handed.by or "同事"
        told = f"{by}交来的批次可以接着做了，{done.files} 个文件已逐个核对。\n批次在：{done.folder}"
        aside = f"\n这里原来的放在：{done.aside}" if done.aside is not None else ""
        self._ask.tell("已打开交来的批次", told + aside)
