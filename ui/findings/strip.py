"""The name in a seal's ring, unrolled into a line, above the page it was read on."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.documents.pages import SealText
from ui import theme
from ui.findings.rendition import Target, draw_seal
from ui.shell.runner import Latest
from ui.widgets.boxes import across
from ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

ROWS = 56  # pixels a strip is drawn high
_HIGH = 40  # shown


class _Picture(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.image is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        top = (self.height() - size.height()) // 2
        painter.drawImage(QRect(0, top, size.width(), size.height()), self.image)


class SealStrip(QWidget):
    """Hidden while there is nothing to show; drawn in the sandbox's child."""

    def __init__(self, executor: Executor | None) -> None:
        super().__init__()
        self.picture = _Picture()
        self._drawing = Latest(executor, self)
        self._drawing.ready.connect(self._show)
        self._drawing.failed.connect(lambda _: self.clear())
        self.setObjectName("strip")
        theme.style(self, "QWidget#strip { border-bottom: 1px solid ${LINE}; }")
        across(PlainLabel("章上的字", "muted", pixels=theme.SMALL), (self.picture, 1), on=self,
               margins=(14, 6, 14, 6), gap=12)
        self.hide()

    def show_seal(self, target: Target, page: int, read: SealText, scratch: Path, sandbox: Sandbox) -> None:
        """What `read` tells of, on that page."""
        self.picture.setAccessibleName(f"章上识别的字：{read.text}")
        self._drawing.ask(lambda job: draw_seal(target, page, read, ROWS, scratch, sandbox, job))

    def clear(self) -> None:
        self._drawing.forget()
        self.picture.image = None
        self.hide()

    def _show(self, image: QImage | None) -> None:
        self.picture.image = image
        self.setVisible(image is not None)
        self.picture.update()
