"""The window: home page, a new batch, an open batch, an open ledger. Composition only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.frame import Frame

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from app.errors import AppError
    from app.job import Job
    from app.ledger import Ledger
    from app.store.store import BatchStore
    from ui.editions.ways import Shown
    from ui.home import HomePage
    from ui.receive.view import LedgerView
    from ui.send.new_batch import NewBatchPage
    from ui.send.session import Session
    from ui.send.view import BatchView
    from ui.shell.ask import Ask
    from ui.shell.foot import FootStrip
    from ui.shell.settings import Settings

BATCH_PAGES, LEDGER_PAGES = "ui.send.pages", "ui.receive.pages"  # read when something is first opened


class MainWindow(Frame):
    """Opens one thing at a time; `executor`: tests hand in runner.Inline(). Not furnished it is a frame: what
    furnishes it is read after the first paint, where it is needed.
    """

    settings_changed = Signal()
    home: HomePage
    foot: FootStrip

    def __init__(self, settings: Settings, ask: Ask | None = None, *,
                 executor: Executor | None = None, is_furnished: bool = True) -> None:
        super().__init__(settings)
        self._settings, self._executor, self._own_ask = settings, executor, ask
        self.view: BatchView | None = None
        self.ledger: LedgerView | None = None
        self.notices: Shown | None = None
        self.starting: NewBatchPage | None = None
        self._opened: Callable[[Any], object] = self.show_batch
        self._expected = Path()  # the folder being opened
        self._stack = QStackedWidget()
        if is_furnished:
            self.furnish()

    def furnish(self) -> None:
        """With the home page and the ways from it."""
        from ui.arriving import Arrivals
        from ui.home import HomePage
        from ui.opening import Opening
        from ui.program.doors import Doors
        from ui.shell.ask import Dialogs
        from ui.widgets.boxes import down, laid

        self._ask: Ask = self._own_ask or Dialogs(self, self._settings)
        self.opening = Opening(self._stack, self._executor, self)
        self.opening.opened.connect(lambda opened: self._opened(opened))
        self.opening.failed.connect(self._not_opened)
        self.foot = self.opening.foot
        self.home = HomePage(self._settings, self._ask, self._executor)
        self._stack.addWidget(self.home)
        self.setCentralWidget(laid(down((self._stack, 1), self.foot, gap=0)))
        self.doors = Doors(self, self._settings, self._ask, self._page_shown, self._executor)
        self.arrivals = Arrivals(self, self, self._settings, self._ask)
        self.doors.changed.connect(self._preferred)
        self.doors.practise.connect(self._practise)
        home = self.home
        for wanted, then in (
            (home.new_batch, self.new_batch), (home.open_batch, self.open_folder),
            (home.open_ledger, self._choose_ledger), (home.open_other, self._open_other),
            (home.open_handed, self.arrivals.choose), (home.notices, self.show_notices),
            (home.try_sample, self.practise), (home.preferences, self.doors.preferences),
            (home.manual, self.doors.manual), (home.about, self.doors.about),
        ):  # fmt: skip
            wanted.connect(then)

    @property
    def session(self) -> Session | None:
        return self.view.session if self.view is not None else None

    @property
    def _workspace(self) -> BatchView | LedgerView | Shown | NewBatchPage | None:
        return self.view or self.ledger or self.notices or self.starting

    # -- ways in ---------------------------------------------------------------------------------
    def new_batch(self) -> None:
        from ui.send.new_batch import NewBatchPage

        self._leave()
        page = self.starting = NewBatchPage(self._ask, self._settings.base, self._executor)
        page.made.connect(lambda store: self.open_by(
            "正在打开…", lambda job: store, self.show_batch, BATCH_PAGES, store.folder))
        page.back.connect(self.go_home)
        self._put(page)

    def show_notices(self, file: Path | None = None) -> None:
        """The list of notices; `file`: one that was handed in, to be opened."""
        from ui.editions.ways import NoticeWays
        if self._may_leave():
            NoticeWays(self, self, self._ask, self._executor).begin(file)

    def put_notices(self, shown: Shown) -> None:
        self._leave()
        self.notices = shown
        shown.help.connect(self.doors.manual)
        self.setWindowTitle(f"标杆报盘 — {shown.title}")
        self._put(shown)

    def open_folder(self, folder: Path) -> None:
        """A batch or a ledger, as it may be."""
        from ui.receive.places import is_ledger
        (self.open_ledger if is_ledger(folder) else self.open_batch)(folder)

    def open_ledger(self, folder: Path, *, reads_only: bool = False) -> None:
        def work(job: Job) -> Ledger:
            from app.ledger import Ledger

            return Ledger.open(folder, reads_only=reads_only)

        self.open_by("正在打开台账…", work, self._show_ledger, LEDGER_PAGES, folder)

    def open_batch(self, folder: Path, *, recover: bool = False) -> None:
        def work(job: Job) -> BatchStore:
            from app.store.store import BatchStore

            return BatchStore.open(folder, recover=recover)

        self.open_by("正在打开…", work, self.show_batch, BATCH_PAGES, folder)

    def practise(self) -> None:
        """The sample campaign, collected into a batch that says it is for practice."""
        from ui.send.practice import make_practice
        self.open_by("正在准备样例，约半分钟…", make_practice, self.show_batch, BATCH_PAGES)

    def practise_ledger(self) -> None:
        """Sample discs of the whole province beside an empty ledger."""
        from ui.receive.practice import make_ledger_practice
        self.open_by("正在准备样例光盘，约半分钟…", make_ledger_practice, self._show_practice, LEDGER_PAGES)

    def open_by(self, words: str, work: Callable[[Job], object], show: Callable[[Any], object],
                pages: str, folder: Path = Path()) -> None:
        if not self.opening.busy:
            self._expected, self._opened = folder, show
            self.opening.start(words, pages, work)

    def go_home(self) -> None:
        if not self._may_leave():
            return
        self._leave()
        self.home.refresh()
        self.setWindowTitle("标杆报盘")
        self._put(self.home)

    # -- inside ------------------------------------------------------------------------------------
    def show_batch(self, store: BatchStore) -> None:
        from ui.send.session import Session
        from ui.send.view import BatchView
        self._leave()
        session = Session(store, self._ask, recognises=self._settings.recognises,
                          executor=self._executor, parent=self)
        self.view = BatchView(session, self._ask)
        self.view.open_handed.connect(self.arrivals.choose)
        self.view.reopen.connect(self._reopen)
        self._show_workspace(self.view)

    def _show_ledger(self, ledger: Ledger) -> None:
        from ui.receive.session import LedgerSession
        from ui.receive.view import LedgerView
        self._leave()
        session = LedgerSession(ledger, self._ask, recognises=self._settings.recognises,
                                executor=self._executor, parent=self)
        self.ledger = LedgerView(session, self._ask)
        self.ledger.reopen.connect(self._reopen)
        self._show_workspace(self.ledger)
        QTimer.singleShot(0, session, session.who)

    def _show_practice(self, made: tuple[Ledger, Path]) -> None:
        ledger, discs = made
        self._show_ledger(ledger)
        words = f"在文件夹：\n{discs}\n先看“先读我.txt”，再把里面的光盘一张张拖进“读盘”。"
        self._ask.tell("样例光盘已备好", words)

    def _show_workspace(self, shown: BatchView | LedgerView) -> None:
        shown.home.connect(self.go_home)
        shown.help.connect(self.doors.manual)
        shown.session.recognition_switched.connect(self._keep_recognition)
        self.setWindowTitle(f"标杆报盘 — {shown.title}")
        self._remember()
        self._put(shown)

    def _preferred(self) -> None:
        """The settings are others now: whatever is open goes by them from here on."""
        if self._workspace is not None:
            self._workspace.session.switch_recognition(self._settings.recognises)
        if self.ledger is not None:
            from app.store.clerk import at_work
            self.ledger.session.who_changed.emit(at_work())
        self.settings_changed.emit()

    def _keep_recognition(self, on: bool) -> None:
        self._settings.recognises = on
        self._settings.save()

    def _put(self, page: QWidget) -> None:
        """Show it; whatever was there, but the home page, is done with."""
        old = self._stack.currentWidget()
        if old is not page:
            self._stack.addWidget(page)
            self._stack.setCurrentWidget(page)
            if old is not self.home and old is not None:
                self._stack.removeWidget(old)
                old.deleteLater()
        self._stack.setEnabled(True)

    def _not_opened(self, error: AppError) -> None:
        from app.errors import NotABatch, NotALedger
        from ui.not_opened import offer_another_way

        self.opening.end()
        if self._expected != Path() and offer_another_way(self, self._ask, self._expected, error):
            return
        self._ask.show_error(error)
        if isinstance(error, NotABatch | NotALedger):  # moved or deleted: no use offering it again
            self._settings.forget_batch(str(self._expected))
            self.home.refresh()

    def restore_ledger(self, folder: Path, work: Callable[[Job], Any]) -> None:
        self.open_by("正在恢复台账…", work, self._show_restored, LEDGER_PAGES, folder)

    def _show_restored(self, made: tuple[Ledger, str], title: str = "台账已恢复") -> None:
        self._show_ledger(made[0])
        self._ask.tell(title, made[1])

    def _reopen(self, doing: str, work: Callable[[Job], object], done: str = "") -> None:
        """Closed for what is done with it as a whole; where that fails it is as it was, on the home page."""
        folder = shown.session.folder if (shown := self.view or self.ledger) else Path()
        show, pages = (self.show_batch, BATCH_PAGES) if self.view else (
            lambda made: self._show_restored(made, done), LEDGER_PAGES)
        self.go_home()
        if self._workspace is None:  # else the person would rather stay
            self.open_by(doing, work, show, pages, folder)

    def _open_other(self) -> None:
        if (folder := self._ask.choose_folder("选择批次文件夹")) is not None:
            self.open_folder(folder)

    def _choose_ledger(self) -> None:
        from ui.receive.new_ledger import choose_ledger
        if (folder := choose_ledger(self._ask, self._settings)) is not None:
            self.open_ledger(folder)

    def _page_shown(self) -> str:
        """The id of the page one is on; the home page's where nothing is open."""
        from ui.home import HOME
        return self._workspace.topic if self._workspace is not None else HOME

    def _practise(self) -> None:
        practise = self.practise if self.ledger is None else self.practise_ledger
        self.go_home()
        if self._workspace is None:  # else the person would rather stay
            practise()

    def _remember(self) -> None:
        if (shown := self.view or self.ledger) is not None:
            self._settings.remember_batch(shown.session.folder, *shown.remembered())

    def _leave(self) -> None:
        self.opening.end()
        self._remember()
        shown = self._workspace
        self.view = self.ledger = self.notices = self.starting = None
        if shown is not None:
            shown.session.close()

    def _may_leave(self) -> bool:
        return (shown := self._workspace) is None or shown.session.may_be_left()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.centralWidget() is None:  # closed at once: nothing is there yet to be asked or kept
            return
        if not self._may_leave():
            event.ignore()
            return
        self._leave()
        self.opening.shutdown()
        self.home.recent.stop()
        self._settings.keep_geometry(bytes(self.saveGeometry().toBase64().data()))
        event.accept()
