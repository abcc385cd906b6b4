"""Files and folders dropped: on a dashed frame, or anywhere on a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

_FOR_WINDOW: set[str] = set()
SLIM, QWIDGETSIZE_MAX = 40, (1 << 24) - 1  # pixels; Qt does not tell the second to Python


def local_paths(mime: QMimeData) -> tuple[Path, ...]:
    """The files and folders of a drop, in its order; what is not on this computer is left out.

    None of what is for the window as a whole: it goes up to it, whatever it was let go over.
    """
    return () if for_window(mime) is not None else _local(mime)


def for_window(mime: QMimeData) -> Path | None:
    """The one file of a drop that is opened rather than taken in."""
    paths = _local(mime)
    return paths[0] if len(paths) == 1 and paths[0].name.endswith(tuple(_FOR_WINDOW)) else None


def keep_for_window(ending: str) -> None:
    """From here on one file of this ending is no part's, but the window's."""
    _FOR_WINDOW.add(ending)


def _local(mime: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


class FileDrops(QObject):
    """Files dropped anywhere on a page, while `is_wanted()`; what in it takes other drags is left alone."""

    dropped = Signal(object)  # tuple[Path, ...]

    def __init__(self, page: QWidget, is_wanted: Callable[[], bool]) -> None:
        super().__init__(page)
        self._is_wanted = is_wanted
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def eventFilter(self, page: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent):
            if local_paths(event.mimeData()) and self._is_wanted():
                event.acceptProposedAction()
            return True
        if isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            event.acceptProposedAction()
            self.dropped.emit(local_paths(event.mimeData()))
            return True
        return False


class DropArea(QWidget):
    """`dropped(tuple[Path, ...])`; `clicked` for those who would rather choose."""

    dropped = Signal(object)
    clicked = Signal()

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text, self._over = text, False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.set_slim(False)
        self.setAccessibleName(text)

    def set_text(self, text: str) -> None:
        """Of several lines the first stands out."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def set_slim(self, is_slim: bool) -> None:
        """One line high, below what came in already; else as high as there is room."""
        self.setMinimumHeight(SLIM if is_slim else 72)
        self.setMaximumHeight(SLIM if is_slim else QWIDGETSIZE_MAX)

    def sizeHint(self) -> QSize:
        return QSize(320, 140)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        event.acceptProposedAction()
        self.dropped.emit(local_paths(event.mimeData()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self._over or self.hasFocus()
        pen = QPen(QColor(theme.ACCENT if lively else theme.EDGE), 1)
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(QColor(theme.ACCENT_FAINT if self._over else theme.PAPER))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        first, _, rest = self._text.partition("\n")
        inside = self.rect().adjusted(12, 0, -12, -30 if rest else 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        if rest:
            painter.setFont(theme.font(15))
            painter.setPen(QColor(theme.ACCENT if self._over else theme.INK))
            painter.drawText(inside, flags, first)
            painter.setFont(theme.font())
            inside = self.rect().adjusted(12, 36, -12, 0)
        painter.setPen(QColor(theme.ACCENT if self._over else theme.MUTED))
        painter.drawText(inside, flags, rest or first)
