"""One page laid on the grey desk."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollArea, QWidget

from ui import theme

EDGE = 24  # desk left around a sheet, in pixels
_LEAST = 6  # the same above and below one that is shown whole on a low desk
WHOLE, WIDE, SMALLEST, LARGEST, STEP = 0.0, 1.0, 0.2, 6.0, 1.2  # shares of the desk's width; a step of zoom


class Sheet(QWidget):
    """One page on the desk, with a dashed frame around what is asked about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._laid: QImage | None = None  # as it lies in its file
        self._image: QImage | None = None  # as it is shown
        self._scaled: QImage | None = None
        self._frame: QRectF | None = None
        self.scale = WHOLE  # of the desk's width
        self.turned = 0  # quarters, clockwise

    def show_image(self, image: QImage | None) -> None:
        """Turned as the page before was: pages of one file lie alike."""
        self._laid = image
        self._turn()

    def turn(self, quarters: int) -> None:
        """Clockwise, on the screen alone."""
        self.turned = (self.turned + quarters) % 4
        self._turn()

    def _turn(self) -> None:
        image = self._laid
        if image is not None and self.turned:
            image = image.transformed(QTransform().rotate(90 * self.turned))
        self._image, self._scaled = image, None
        self.fit()

    def zoom(self, scale: float) -> None:
        """To that share of the desk's width, WHOLE for all of the page."""
        self.scale = scale if scale == WHOLE else min(max(scale, SMALLEST), LARGEST)
        self.fit()

    @property
    def shown_scale(self) -> float:
        """What it is shown at, where all of it is shown too."""
        room = max(self._room().width() - 2 * EDGE, 16)
        return self.scale or self._sheet_size(QSizeF(self._room())).width() / room

    def set_frame(self, frame: QRectF | None) -> None:
        """In shares of the page: 0..1 from its top left."""
        self._frame = frame
        self.update()

    def fit(self) -> None:
        """Take the size that the zoom wants of the desk."""
        room = self._room()
        size = self._sheet_size(QSizeF(room)) if self.scale else QSizeF()
        wide, high = round(size.width()) + 2 * EDGE, round(size.height()) + 2 * EDGE
        self.resize(QSize(wide, high).expandedTo(room) if self.scale else room)
        self.update()

    def _room(self) -> QSize:
        scroll = self.parentWidget()
        return scroll.size() if scroll is not None else self.size()

    def _sheet_size(self, room: QSizeF) -> QSizeF:
        if self._image is None or self._image.width() == 0:
            return QSizeF()
        wide = max(room.width() - 2 * EDGE, 16)
        if self.scale:
            wide *= self.scale
            return QSizeF(wide, wide * self._image.height() / self._image.width())
        inside = QSizeF(wide, max(room.height() - 2 * min(EDGE, max(room.height() / 10, _LEAST)), 16))
        return QSizeF(self._image.size()).scaled(inside, Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        size = self._sheet_size(QSizeF(self._room()))
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
            f = _turned(self._frame, self.turned)
            painter.drawRect(QRectF(box.x() + f.x() * box.width(), box.y() + f.y() * box.height(),
                                    f.width() * box.width(), f.height() * box.height()))


def _turned(frame: QRectF, quarters: int) -> QRectF:
    """In shares of the page that was turned clockwise."""
    for _ in range(quarters):
        frame = QRectF(1 - frame.y() - frame.height(), frame.x(), frame.height(), frame.width())
    return frame


class Desk(QScrollArea):
    """Keeps the sheet fitted to itself."""

    zoomed = Signal()

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._sheet = sheet
        self.setWidget(sheet)
        sheet.setAutoFillBackground(False)  # setWidget turns it on, over the desk's grey
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("预览")
        self.viewport().setAutoFillBackground(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms; what is under the pointer stays there."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP, event.position())
        event.accept()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Larger or smaller around a place of the desk, else around its middle."""
        sheet, place = self._sheet, at or QPointF(self.viewport().rect().center())
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        wide, high = max(sheet.width(), 1), max(sheet.height(), 1)
        under = ((bars[0].value() + place.x()) / wide, (bars[1].value() + place.y()) / high)
        sheet.zoom(sheet.shown_scale * factor)
        bars[0].setValue(round(under[0] * sheet.width() - place.x()))
        bars[1].setValue(round(under[1] * sheet.height() - place.y()))
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sheet.fit()
