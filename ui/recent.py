"""最近: what was worked on, where it lies and how large it is; taken off the list, or off the disk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from app import clock, wording
from app.errors import AppError
from app.job import Job
from app.store.away import BatchAway
from ui import theme
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.runner import Latest, Runner
from ui.shell.settings import Recent, Settings, when
from ui.widgets.boxes import down, refill
from ui.widgets.buttons import pressed_by_enter, quiet_button
from ui.widgets.panels import Card, add_rows

SHOWN, HEIGHT, _MORE = 5, 54, 30  # rows; pixels
_GONE = "已不在原处"
_LATER = 300  # milliseconds: the window is shown first


@dataclass(frozen=True, slots=True)
class Found:
    """What lies where a row says; `size` in bytes. A ledger is nobody's to delete from here."""

    is_there: bool = True
    is_batch: bool = False
    size: int | None = None

    @property
    def words(self) -> str:
        return _GONE if not self.is_there else "" if self.size is None else wording.size(self.size)


class RecentRow(QAbstractButton):
    """One batch or ledger: title and when; how far, where and how large. `menu_wanted`: its ⋯."""

    menu_wanted = Signal()

    def __init__(self, recent: Recent, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent, self.found = recent, Found()
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(320)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more = quiet_button("⋯", self.menu_wanted.emit)
        self.more.setParent(self)
        self.more.setAccessibleName(f"{recent.title} 能做的事")
        self.more.setToolTip("能做的事")
        self._name()

    def show_found(self, found: Found) -> None:
        self.found = found
        self._name()
        self.update()

    def _name(self) -> None:
        told = (self.recent.title, self.recent.state, self.recent.folder, self.found.words)
        self.setAccessibleName(" ".join(filter(None, told)))
        self.setText(self.recent.title)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(778, HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.more.setGeometry(self.width() - _MORE - 6, (HEIGHT - 26) // 2, _MORE, 26)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        inside = QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT if self.hasFocus() else theme.SELECTED), 1))
            painter.setBrush(QColor(theme.SELECTED))
            painter.drawRoundedRect(inside, 6, 6)
        row = QRectF(self.rect()).adjusted(12, 7, -_MORE - 14, -7)
        first, second = QRectF(row), QRectF(row)
        first.setHeight(row.height() / 2)
        second.setTop(first.bottom())
        told = when(self.recent.when, clock.now())
        self._line(painter, first, self.recent.title, told, theme.font(), theme.INK)
        below = " · ".join(filter(None, (self.recent.state, self.recent.folder)))
        colour = theme.MUTED if self.found.is_there else theme.AMBER
        self._line(painter, second, below, self.found.words, theme.font(theme.SMALL), colour)

    @staticmethod
    def _line(painter: QPainter, box: QRectF, left: str, right: str, font: object, colour: str) -> None:
        """Words at both ends; those at the left give way in their middle."""
        painter.setFont(font)  # type: ignore[arg-type]
        metrics, middle = painter.fontMetrics(), int(Qt.AlignmentFlag.AlignVCenter)
        room = box.width() - metrics.horizontalAdvance(right) - 16
        painter.setPen(QColor(colour))
        painter.drawText(box, middle, metrics.elidedText(left, Qt.TextElideMode.ElideMiddle, int(room)))
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED if colour == theme.INK else colour))
        painter.drawText(box, middle | int(Qt.AlignmentFlag.AlignRight), right)


class RecentList(QWidget):
    """`opened(Path)` when one is wanted; `changed` when one is gone from the list."""

    opened = Signal(object)
    changed = Signal()

    def __init__(self, settings: Settings, ask: Ask, executor: Executor | None = None) -> None:
        super().__init__()
        self._settings, self._ask = settings, ask
        self._card = Card()
        self.rows: tuple[RecentRow, ...] = ()
        down(self._card, on=self)
        self._looking = Latest(executor, self)
        self._looking.ready.connect(self._show_found)
        self._erasing = Runner(executor, self)
        self._erasing.done.connect(self._erased)
        self._erasing.failed.connect(self._not_erased)
        self._erasing.cancelled.connect(lambda: self.setEnabled(True))
        self._folder, self._named = Path(), ""  # the one that is being erased, and how a person called it

    def refresh(self) -> None:
        """As the settings have it now; what lies there is looked at behind the window."""
        recent = self._settings.recent[:SHOWN]
        refill(self._card.body)
        rows = self.rows = tuple(RecentRow(each) for each in recent)
        for row in rows:
            row.clicked.connect(lambda _=False, r=row.recent: self.opened.emit(Path(r.folder)))
            row.menu_wanted.connect(lambda r=row: self._pop_up(r))
        add_rows(self._card, rows)
        self.setVisible(bool(recent))
        if self.isVisible():
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(_LATER, self, self._look)

    def _look(self) -> None:
        self._looking.ask(_looks([row.recent.folder for row in self.rows]))

    def stop(self) -> None:
        """The window closes."""
        self._looking.shutdown()
        self._erasing.shutdown()

    def _pop_up(self, row: RecentRow) -> None:
        self.menu(row).popup(row.more.mapToGlobal(row.more.rect().bottomLeft()))

    def menu(self, row: RecentRow) -> QMenu:
        menu, folder = QMenu(self), Path(row.recent.folder)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        show = menu.addAction("打开所在文件夹", lambda: open_path(folder, self._ask))
        menu.addSeparator()
        menu.addAction("从列表去掉", lambda: self._forget(folder))
        erase = menu.addAction("从磁盘删除…", lambda: self._erase(row))
        show.setEnabled(row.found.is_there)
        erase.setEnabled(row.found.is_batch)
        return menu

    def _show_found(self, found: dict[str, Found]) -> None:
        for row in self.rows:
            if row.recent.folder in found:
                row.show_found(found[row.recent.folder])

    def _forget(self, folder: Path) -> None:
        """Its files stay; it can be opened again by its folder."""
        self._settings.forget_batch(str(folder))
        self.changed.emit()

    def _erase(self, row: RecentRow) -> None:
        folder = Path(row.recent.folder)
        size = f"（{row.found.words}）" if row.found.words else ""
        words = (
            f"{folder}\n这个文件夹里的一切{size}都会删除，收到的材料、填写的内容、做好的光盘目录都不能找回。"
            f"\n确定要删除，请照写文件夹的名称：{folder.name}"
        )
        named = self._ask.text("从磁盘删除批次", words)
        if named is None:
            return
        self._folder, self._named = folder, named
        self._begin()

    def _begin(self, *, even_away: bool = False) -> None:
        self.setEnabled(False)
        self._erasing.start(_erases(self._folder, self._named, even_away))

    def _erased(self, freed: int) -> None:
        self.setEnabled(True)
        self._forget(self._folder)
        self._ask.tell("批次已删除", f"{self._folder.name}，腾出 {wording.size(freed)}。")

    def _not_erased(self, error: AppError) -> None:
        """What a colleague goes on with is told of, and deleted only when a person says so once more."""
        self.setEnabled(True)
        if isinstance(error, BatchAway):
            words = f"这个批次{error.detail}，还没有交回。删除以后，对方交回来的只能另存为一个新批次。"
            if self._ask.confirm("批次在同事手里，仍要删除？", words, "仍要删除", loses=True):
                self._begin(even_away=True)
            return
        self._ask.show_error(error)
        self.refresh()


def _looks(folders: Sequence[str]) -> Callable[[Job], dict[str, Found]]:
    def work(job: Job) -> dict[str, Found]:
        from app.store.erase import is_batch, size_of

        found = {}
        for folder in map(Path, folders):
            there = folder.is_dir()
            found[str(folder)] = Found(there, is_batch(folder), size_of(folder, job) if there else None)
        return found

    return work


def _erases(folder: Path, named: str, even_away: bool) -> Callable[[Job], int]:
    def work(job: Job) -> int:
        from app.store.erase import erase

        return erase(folder, named, job, even_away=even_away)

    return work
