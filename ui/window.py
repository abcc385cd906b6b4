"""The window: home page, a new batch, an open batch, an open ledger. Composition only."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.errors import AppError, BatchDamaged, NotABatch, NotALedger
from app.job import Job, Progress
from ui.home import HomePage
from ui.shell.ask import Ask, Dialogs
from ui.shell.foot import FootStrip
from ui.shell.opening import open_path
from ui.shell.runner import Runner
from ui.shell.session_base import SessionBase
from ui.shell.settings import Settings

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.store.store import BatchStore
    from ui.receive.view import LedgerView
    from ui.send.session import Session
    from ui.send.view import BatchView


class MainWindow(QMainWindow):
    """Opens batches one at a time; `executor`: tests hand in runner.Inline()."""

    def __init__(self, settings: Settings, ask: Ask | None = None, *,
                 executor: Executor | None = None) -> None:
        super().__init__()
        self._settings, self._executor = settings, executor
        self._ask: Ask = ask or Dialogs(self, settings)
        self.view: BatchView | None = None
        self.ledger: LedgerView | None = None
        self._opening = Runner(executor, self)
        self._opened: Callable[[Any], object] = self._show
        self._opening.done.connect(lambda opened: self._opened(opened))
        self._opening.failed.connect(self._not_opened)
        self._wanted = Path()
        self._opening.cancelled.connect(self._ready)
        self._stack = QStackedWidget()
        self.foot = FootStrip()
        self.foot.hide()
        self.foot.cancel.connect(self._opening.cancel)
        self._opening.progressed.connect(self.foot.show_progress)
        self.setCentralWidget(_above(self._stack, self.foot))
        self.home = HomePage(settings)
        self._stack.addWidget(self.home)
        self.home.new_batch.connect(self.new_batch)
        self.home.open_batch.connect(self.open_folder)
        self.home.open_ledger.connect(self._choose_ledger)
        self.home.open_other.connect(self._open_other)
        self.home.load_notice.connect(self._load_notice)
        self.home.try_sample.connect(self.practise)
        self.setWindowTitle("标杆报盘")
        self.setMinimumSize(900, 500)  # 1366 × 768 at 150 %
        self.resize(1366, 768)
        if settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode("ascii")))

    @property
    def session(self) -> Session | None:
        return self.view.session if self.view is not None else None

    # -- ways in -----------------------------------------------------------------------------------
    def new_batch(self) -> None:
        from ui.send.new_batch import NewBatchPage

        page = NewBatchPage(self._ask)
        page.made.connect(self._show)
        page.back.connect(self.go_home)
        self._put(page)

    def open_folder(self, folder: Path) -> None:
        """A batch or a ledger, as it may be."""
        if is_ledger(folder):
            self.open_ledger(folder)
        else:
            self.open_batch(folder)

    def open_ledger(self, folder: Path) -> None:
        if self._opening.busy:
            return
        self._wanted, self._opened = folder, self._show_ledger
        self._wait("正在打开台账…")

        def work(job: Job) -> Ledger:
            from app.ledger import Ledger

            _warm_up_ledger()
            return Ledger.open(folder)

        self._opening.start(work)

    def open_batch(self, folder: Path, *, recover: bool = False) -> None:
        if self._opening.busy:
            return
        self._wanted, self._opened = folder, self._show
        self._wait("正在打开…")

        def work(job: Job) -> BatchStore:
            from app.store.store import BatchStore

            _warm_up()
            return BatchStore.open(folder, recover=recover)

        self._opening.start(work)

    def practise(self) -> None:
        """The sample campaign, collected into a batch that says it is for practice."""
        if self._opening.busy:
            return
        self._wait("正在准备样例，约半分钟…")
        self._opened = self._show
        self._wanted = Path()
        from ui.shell.practice import make_practice

        self._opening.start(make_practice)

    def go_home(self) -> None:
        if not self._may_leave():
            return
        self._leave()
        self.home.refresh()
        self.setWindowTitle("标杆报盘")
        self._put(self.home)

    # -- inside ------------------------------------------------------------------------------------
    def _show(self, store: BatchStore) -> None:
        from ui.send.session import Session
        from ui.send.view import BatchView

        self._leave()
        session = Session(store, self._ask, executor=self._executor, parent=self)
        self.view = BatchView(session, self._ask)
        self.view.home.connect(self.go_home)
        self.view.backup.connect(self._backup)
        self.view.help.connect(self._help)
        self.setWindowTitle(f"标杆报盘 — {self._title(session)}")
        self._remember()
        self._put(self.view)

    def _show_ledger(self, ledger: Ledger) -> None:
        from ui.receive.session import LedgerSession
        from ui.receive.view import LedgerView

        self._leave()
        session = LedgerSession(ledger, self._ask, executor=self._executor, parent=self)
        self.ledger = LedgerView(session, self._ask)
        self.ledger.home.connect(self.go_home)
        self.ledger.help.connect(self._help_ledger)
        self.setWindowTitle("标杆报盘 — 省厅接收")
        self._remember()
        self._put(self.ledger)

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

    def _wait(self, words: str) -> None:
        self._stack.setEnabled(False)
        self.foot.show_busy(True)
        self.foot.show_progress(Progress(0.0, words))
        self.foot.show()

    def _ready(self) -> None:
        self.foot.hide()
        self._stack.setEnabled(True)

    def _not_opened(self, error: AppError) -> None:
        self._ready()
        if isinstance(error, BatchDamaged) and self._wanted != Path():
            again = self._ask.confirm(error.title, f"{error.detail}\n{error.advice}", "恢复并打开")
            if again:
                self.open_batch(self._wanted, recover=True)
            return
        self._ask.show_error(error)
        if isinstance(error, NotABatch | NotALedger):  # moved or deleted: no use offering it again
            self._settings.forget_batch(str(self._wanted))
            self.home.refresh()

    def _open_other(self) -> None:
        folder = self._ask.choose_folder("选择批次文件夹")
        if folder is not None:
            self.open_folder(folder)

    def _choose_ledger(self) -> None:
        """The one there is already, or a new one."""
        from ui.receive.new_ledger import choose_ledger

        folder = choose_ledger(self._ask, self._settings)
        if folder is not None:
            self.open_ledger(folder)

    def _load_notice(self) -> None:
        files = self._ask.choose_files("选择通知规则文件", "通知规则 (*.toml)")
        if not files:
            return
        from ui.send.new_batch import install_notice

        try:
            key = install_notice(files[0])
        except AppError as error:
            self._ask.show_error(error)
            return
        self._ask.tell("通知规则已载入", f"新建批次时可以选用“{key}”。已有批次仍按各自建立时的规则。")

    def _backup(self) -> None:
        if self.view is None:
            return
        session = self.view.session
        text = ("一个批次就是一个文件夹，收到的材料、填写的内容和全部历史都在里面。\n"
                "备份：复制一份到 U 盘或别的磁盘，复制时可以照常工作。\n"
                "恢复：在首页点“打开已有批次”，选备份的文件夹；也可以先复制回来。\n"
                f"位置：{session.folder}")
        chosen = self._ask.choose("备份与恢复", text, ["备份到…", "打开所在文件夹"])
        if chosen == 1:
            open_path(session.folder.parent, self._ask)
        folder = self._ask.choose_folder("备份到哪里") if chosen == 0 else None
        if folder is None:
            return

        def work(job: Job) -> Path:
            from app.batch.backup import back_up

            return back_up(session.store, folder, job)

        session.run("备份", work, lambda made: self._ask.tell("已备份", f"整个批次已复制到：\n{made}"))

    def _help(self, step: int) -> None:
        from ui.send.progress import TITLES
        from ui.shell.practice import HINTS

        words = HINTS[step].partition("· ")[2]
        if self._ask.confirm(f"第 {step + 1} 步 {TITLES[step]}", words, "用样例练习", "知道了"):
            self.go_home()
            self.practise()

    def _help_ledger(self, step: int) -> None:
        from ui.receive.facts import TITLES
        from ui.receive.help import HELP

        if self._ask.confirm(f"第 {step + 1} 步 {TITLES[step]}", HELP[step], "用样例练习", "知道了"):
            self.go_home()
            self.practise_ledger()

    def practise_ledger(self) -> None:
        """Sample discs of the whole province beside an empty ledger."""
        if self._opening.busy or self.ledger is not None:
            return
        self._wait("正在准备样例光盘，约半分钟…")
        self._opened, self._wanted = self._show_practice, Path()
        from ui.shell.practice import make_ledger_practice

        self._opening.start(make_ledger_practice)

    def _show_practice(self, made: tuple[Ledger, Path]) -> None:
        ledger, discs = made
        self._show_ledger(ledger)
        words = f"在文件夹：\n{discs}\n先看“先读我.txt”，再把里面的光盘一张张拖进“读盘”。"
        self._ask.tell("样例光盘已备好", words)

    def _title(self, session: Session) -> str:
        return f"{session.batch.sender.name} {session.notice.year} 年质量标杆"

    def _remember(self) -> None:
        if self.ledger is not None:
            ledger, year = self.ledger.session, self.ledger.session.notice.year
            self._settings.remember_batch(ledger.ledger.folder, f"{year} 年质量标杆 接收台账", ledger.words)
        if self.view is None:
            return
        session, states = self.view.session, self.view.states
        count = len(session.batch.enterprises)
        state = states[1].words if states and not states[4].done else "已制盘"
        words = " · ".join(filter(None, (f"{count} 家" if count else "未开始", state)))
        self._settings.remember_batch(session.folder, self._title(session), words)

    def _leave(self) -> None:
        self._ready()
        self._remember()
        if self.view is not None:
            view, self.view = self.view, None
            view.session.close()
        if self.ledger is not None:
            ledger, self.ledger = self.ledger, None
            ledger.session.close()

    def _may_leave(self) -> bool:
        """Unless something is under way that the person would rather see done."""
        session: SessionBase | None = self.ledger.session if self.ledger is not None else self.session
        if session is None or not session.busy:
            return True
        text = f"“{session.doing}”正在进行。已完成的部分会保留。"
        return self._ask.confirm("还有工作没有做完", text, "停下并离开", "继续做")

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_leave():
            event.ignore()
            return
        self._leave()
        self._opening.shutdown()
        self._settings.geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self._settings.save()
        event.accept()


def _above(upper: QWidget, lower: QWidget) -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(upper, 1)
    column.addWidget(lower)
    return both


def _warm_up() -> None:
    """Read the pages' code off the window's thread, so that turning to one does not stall it."""
    import app.checks
    import app.send.collect  # noqa: F401


def is_ledger(folder: Path) -> bool:
    return (folder / "台账.sqlite").is_file()


def _warm_up_ledger() -> None:
    """The pages' code, as `_warm_up`."""
    import ui.receive.insert.page
    import ui.receive.merge.page
    import ui.receive.register.page
    import ui.receive.review.page
    import ui.receive.verify.page
    import ui.receive.view  # noqa: F401
