"""One page laid on the grey desk."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui import theme

EDGE = 24  # desk left around a sheet


class Sheet(QWidget):
    """One page on the desk, with a dashed frame around what is asked about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._scaled: QImage | None = None
        self._frame: QRectF | None = None
        self.wide = False  # as wide as the desk, rather than whole

    def show_image(self, image: QImage | None) -> None:
        self._image, self._scaled = image, None
        self.fit()

    def set_frame(self, frame: QRectF | None) -> None:
        """In shares of the page: 0..1 from its top left."""
        self._frame = frame
        self.update()

    def fit(self) -> None:
        """Take the size that the zoom wants of the desk."""
        scroll = self.parentWidget()
        room = scroll.size() if scroll is not None else self.size()
        height = round(self._sheet_size(QSizeF(room)).height()) + 2 * EDGE if self.wide else room.height()
        self.resize(room.width(), max(height, room.height()))
        self.update()

    def _sheet_size(self, room: QSizeF) -> QSizeF:
        if self._image is None or self._image.width() == 0:
            return QSizeF()
        inside = QSizeF(max(room.width() - 2 * EDGE, 16), max(room.height() - 2 * EDGE, 16))
        if self.wide:
            return QSizeF(inside.width(), inside.width() * self._image.height() / self._image.width())
        return QSizeF(self._image.size()).scaled(inside, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        size = self._sheet_size(QSizeF(self.size()))
        box = QRectF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2,
                     size.width(), size.height())
        for spread, alpha in ((3, 8), (2, 12), (1, 24)):
            shade = QColor(31, 41, 51, alpha)
            painter.fillRect(box.adjusted(-spread, -spread + 1, spread, spread + 1), shade)
        ratio = self.devicePixelRatioF()
        wanted = QSize(round(size.width() * ratio), round(size.height() * ratio))
        if self._scaled is None or self._scaled.size() != wanted:
            self._scaled = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio,
                                              Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(box, self._scaled)
        if self._frame is not None:
            pen = QPen(QColor(theme.ACCENT), 2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            f = self._frame
            painter.drawRect(QRectF(box.x() + f.x() * box.width(), box.y() + f.y() * box.height(),
                                    f.width() * box.width(), f.height() * box.height()))


class Desk(QScrollArea):
    """Keeps the sheet fitted to itself."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self.setWidget(sheet)
        sheet.setAutoFillBackground(False)  # setWidget turns it on, over the desk's grey
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预览")
        self.viewport().setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sheet.fit()
