"""The strip at the foot: what was saved and can be undone, or how long work goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStackedLayout, QWidget

from app import wording
from app.job import Pace, Progress
from ui import theme
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, quiet_button
from ui.widgets.labels import PlainLabel, menu_text

ITEM = 190  # pixels for the file in hand
_MOST_SHOWN = 26  # characters of what would be taken back
_SWITCH = "识别扫描件"
_MARGINS = (theme.MARGIN, 1, theme.MARGIN, 0)


class WorkLine(QWidget):
    """Message, bar, bytes, speed, time left, file in hand; painted, since labels that change their
    words twenty times a second would have the whole window laid out as often."""

    def __init__(self) -> None:
        super().__init__()
        self.begin()

    def begin(self) -> None:
        self._pace = Pace()
        self.progress = Progress(0.0, "")
        self.amount = self.speed = self.left = ""
        self.update()

    def say(self, message: str) -> None:
        self.progress = replace(self.progress, message=message)
        self.update()

    def show_progress(self, progress: Progress) -> None:
        self.progress = progress
        rate = self._pace.add(progress.done_bytes) if progress.total_bytes else 0.0
        self.amount = _amount(progress)
        self.speed = f"{rate / wording.MB:.0f} MB/s" if rate >= wording.MB else ""
        remaining = progress.total_bytes - progress.done_bytes
        self.left = f"还需{wording.duration(remaining / rate)}" if rate and remaining > 0 else ""
        self.setAccessibleName(f"{progress.message} {progress.fraction:.0%}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, middle = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        left, right = 0, self.width()
        painter.setPen(QColor(theme.INK))
        painter.drawText(QRectF(left, 0, right, self.height()), middle, self.progress.message)
        left += metrics.horizontalAdvance(self.progress.message) + 14
        right = self._paint_item(painter, right)
        for text in (self.left, self.speed, self.amount):
            if text:
                right -= metrics.horizontalAdvance(text)
                painter.drawText(QRectF(right, 0, self.width(), self.height()), middle, text)
                right -= 14
        self._paint_bar(painter, QRectF(left, self.height() / 2 - 3, max(right - left, 40), 6))

    def _paint_item(self, painter: QPainter, right: int) -> int:
        if not self.progress.item:
            return right
        text = painter.fontMetrics().elidedText(self.progress.item, Qt.TextElideMode.ElideMiddle, ITEM)
        right -= ITEM
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(QRectF(right, 0, ITEM, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
        painter.setPen(QColor(theme.INK))
        return right - 14

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.GREY_SOFT))
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(QColor(theme.ACCENT))
        done = box.width() * min(max(self.progress.fraction, 0.0), 1.0)
        if done >= 1:
            painter.drawRoundedRect(QRectF(box.x(), box.y(), max(done, 6), box.height()), 3, 3)


class FootStrip(QWidget):
    """`undo`, `redo`, `deeds` (what was done, to see) and `cancel` when a person asks for them."""

    undo = Signal()
    redo = Signal()
    deeds = Signal()
    cancel = Signal()
    recognise = Signal(bool)  # whether scanned pages are to be recognised

    def __init__(self) -> None:
        super().__init__()
        self._stands: tuple[str | None, str | None] = (None, None)  # what can be undone and redone
        self._noted_at: tuple[str | None, str | None] | None = None  # when the note was shown
        self.setFixedHeight(theme.FOOT_HEIGHT)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._rest())
        self._stack.addWidget(self._work())

    @property
    def says(self) -> str:
        return self._saved.text()

    def show_saved(self, when: datetime, undo: str | None, redo: str | None = None) -> None:
        """`undo`, `redo`: what would be taken back, or done again.

        What is seen behind the clerk's work is kept without a word: a note stays.
        """
        if (undo, redo) != self._noted_at:
            self._saved.setText(f"全部更改已保存 · {when:%H:%M}")
            self._noted_at = None
        self._stands = (undo, redo)
        self.undo_button.setVisible(bool(undo))
        self.undo_button.setText(f"撤销：{menu_text(_short(undo))}    Ctrl+Z")
        self.redo_button.setVisible(bool(redo))
        self.redo_button.setText(f"重做：{menu_text(_short(redo))}    Ctrl+Y")
        self.deeds_button.setVisible(bool(undo or redo))

    def show_note(self, text: str) -> None:
        """Instead of the saved line, until the next change."""
        self._saved.setText(text)
        self._noted_at = self._stands

    def show_recognition(self, on: bool) -> None:
        """Offer the switch, as it stands."""
        self.switch.setChecked(on)
        self.switch.show()

    def show_recognising(self, number: int, count: int) -> None:
        """Document `number` of `count`; 0 of 0: none."""
        self.switch.setText(f"识别扫描件 第 {number} 份 共 {count} 份" if count else _SWITCH)

    def show_busy(self, busy: bool) -> None:
        self._stack.setCurrentIndex(1 if busy else 0)
        self.cancel_button.setEnabled(True)
        self.work.begin()

    def show_progress(self, progress: Progress) -> None:
        if self.cancel_button.isEnabled():
            self.work.show_progress(progress)

    def _rest(self) -> QWidget:
        rest = QWidget(self)
        self._saved = PlainLabel("", "muted", elide=Qt.TextElideMode.ElideRight)
        self.undo_button = quiet_button("", self.undo.emit)
        self.redo_button = quiet_button("", self.redo.emit)
        self.deeds_button = quiet_button("做过的事…", self.deeds.emit)
        for button in (self.undo_button, self.redo_button, self.deeds_button):
            button.hide()
        self.switch = QCheckBox(_SWITCH)
        self.switch.setToolTip("识别扫描件上的文字，用来认出材料、核对内容；不勾选就不再识别，已识别的保留")
        self.switch.clicked.connect(self.recognise)
        self.switch.hide()
        buttons = (self.undo_button, self.redo_button, self.deeds_button)
        across((self._saved, 1), *buttons, self.switch, on=rest, margins=_MARGINS, gap=14)
        return rest

    def _work(self) -> QWidget:
        work = QWidget(self)
        self.work = WorkLine()
        self.cancel_button = plain_button("取消", self._asked_to_stop, small=True)
        across((self.work, 1), self.cancel_button, on=work, margins=_MARGINS, gap=14)
        return work

    def _asked_to_stop(self) -> None:
        self.cancel_button.setEnabled(False)
        self.work.say("正在停下…")
        self.cancel.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.STRIP))
        painter.fillRect(0, 0, self.width(), 1, QColor(theme.LINE))


def _short(what: str | None) -> str:
    """As much as a button has room for; the list of what was done has all of it."""
    return what if what and len(what) <= _MOST_SHOWN else f"{what[:_MOST_SHOWN - 1]}…" if what else ""


def _amount(progress: Progress) -> str:
    """1.42 / 2.29 GB"""
    if not progress.total_bytes:
        return ""
    total = wording.size(progress.total_bytes)
    done = wording.size(progress.done_bytes)
    number, _, unit = done.partition(" ")
    return f"{number} / {total}" if total.endswith(unit) else f"{done} / {total}"
