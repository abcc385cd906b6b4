"""Small pictures of a document's pages, drawn in the child one by one as they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage

from app.errors import AppError
from app.job import Job
from ui.findings.rendition import Target, thumbnail
from ui.findings.source import Spooled
from ui.send.parts.grid import HIGH, SHEET
from ui.shell.runner import Latest

WIDTH = 2 * SHEET  # pixels a page is drawn in; then made as small as it is shown
KEPT = 400  # pictures; of 36 KB each, four times as much on a scaled screen


class Thumbnails(QObject):
    """`want` the pages in sight; `drawn(page)` when one more is there."""

    drawn = Signal(int)

    def __init__(self, session: Spooled, target: Target, ratio: float,
                 parent: QObject | None = None) -> None:
        """`ratio`: the screen's pixels to one of the window's."""
        super().__init__(parent)
        self._size = QSize(round(SHEET * ratio), round(HIGH * ratio))
        self._session, self._target = session, target
        self._kept: OrderedDict[int, QImage | None] = OrderedDict()
        self._wanted: tuple[int, ...] = ()
        self._drawing = Latest(session.executor, self)
        self._drawing.ready.connect(self._one_more)
        self._drawing.failed.connect(self._failed)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._draw)

    def image(self, page: int) -> QImage | None:
        """None while it is not there, or where the page cannot be drawn."""
        return self._kept.get(page)

    def want(self, pages: Sequence[int]) -> None:
        """These are in sight, the most wanted first; what was wanted before and is not there is dropped."""
        self._wanted = tuple(pages)
        for page in pages:
            if page in self._kept:
                self._kept.move_to_end(page)
        self._next.start()

    def close(self) -> None:
        self._wanted = ()
        self._drawing.forget()

    def _draw(self) -> None:
        page = next((each for each in self._wanted if each not in self._kept), None)
        if page is None or self._drawing.busy:
            return
        target, session = self._target, self._session
        scratch, size = session.scratch, self._size

        def work(job: Job) -> tuple[int, QImage | None]:
            image = thumbnail(target, page, WIDTH, scratch, session.sandbox, job)
            return page, _small(image, size) if image is not None else None

        self._drawing.ask(work)

    def _one_more(self, answer: tuple[int, QImage | None]) -> None:
        page, image = answer
        self._kept[page] = image
        while len(self._kept) > max(KEPT, len(self._wanted)):
            self._kept.popitem(last=False)
        self.drawn.emit(page)
        self._next.start()

    def _failed(self, error: AppError) -> None:
        """The pages stay white, with their numbers: they can be divided all the same."""
        self._wanted = ()


def _small(image: QImage, size: QSize) -> QImage:
    """As it is painted: nothing is left to be scaled or converted then."""
    how = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(size, *how).convertToFormat(QImage.Format.Format_RGB32)
