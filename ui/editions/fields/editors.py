"""One value: a line, a date, a tick, a choice, lines of text, ticks for several."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
    QWidgetAction,
)

from app.editions.fields import Field, Kind
from app.editions.typed import shown, typed
from ui.widgets.boxes import across, restyle
from ui.widgets.buttons import quiet_button

_SHORT, _CHOICE = 150, 260  # pixels
_LEAST, _MOST, _AROUND = 1, 9, 24  # lines that are seen; pixels above and below them
_ACROSS = 3  # ticks side by side
_NONE = "（不选）"


class Editor(QWidget):
    """`edited(value)` as it is typed, `settled` when another field is gone to."""

    edited = Signal(object)
    settled = Signal()

    def __init__(self, field: Field, inner: QWidget) -> None:
        super().__init__()
        self.field, self.inner = field, inner
        inner.setAccessibleName(field.title)
        inner.setAccessibleDescription(field.hint)
        inner.installEventFilter(self)
        self.setFocusProxy(inner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.settled.emit()
        return super().eventFilter(watched, event)

    def show_value(self, value: Any) -> None:
        raise NotImplementedError

    def show_choices(self, choices: Mapping[str, str]) -> None:
        """Where they depend on what else the notice says."""

    def mark(self, wrong: bool) -> None:
        restyle(self.inner, "fault", wrong)


class LineEditor(Editor):
    def __init__(self, field: Field) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line)
        if field.kind in (Kind.NUMBER, Kind.BYTES, Kind.KEY):
            self.line.setFixedWidth(_SHORT if field.kind is not Kind.KEY else _CHOICE)
            unit = quiet_button("MB") if field.kind is Kind.BYTES else None
            if unit is not None:
                unit.setEnabled(False)
            across(self.line, *([unit] if unit else []), None, on=self, gap=8)
        else:
            across((self.line, 1), on=self)
        self.line.textChanged.connect(self._typed)

    def show_value(self, value: Any) -> None:
        if typed(self.field.kind, self.line.text()) != value or not self.line.text():
            with QSignalBlocker(self.line):
                self.line.setText(shown(self.field.kind, value))
                self.line.setCursorPosition(0)

    def _typed(self, text: str) -> None:
        self.edited.emit(typed(self.field.kind, text))


class DayEditor(Editor):
    """Typed as people write dates, or picked."""

    def __init__(self, field: Field) -> None:
        self.line = QLineEdit()
        super().__init__(field, self.line)
        self.line.setFixedWidth(_SHORT)
        self.line.setPlaceholderText("年-月-日")
        self.pick = quiet_button("选日期", self._pick)
        self.pick.setAccessibleName(f"选{field.title}")
        across(self.line, self.pick, None, on=self, gap=10)
        self.line.textChanged.connect(lambda text: self.edited.emit(typed(Kind.DAY, text)))

    def show_value(self, value: Any) -> None:
        if typed(Kind.DAY, self.line.text()) != value:
            with QSignalBlocker(self.line):
                self.line.setText(shown(Kind.DAY, value))

    def _pick(self) -> None:
        menu, calendar = QMenu(self), QCalendarWidget()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = typed(Kind.DAY, self.line.text())
        if isinstance(now, date):
            calendar.setSelectedDate(QDate(now.year, now.month, now.day))
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        calendar.clicked.connect(lambda day: self.line.setText(day.toString("yyyy-MM-dd")))
        calendar.clicked.connect(menu.close)
        menu.popup(self.line.mapToGlobal(self.line.rect().bottomLeft()))


class YesEditor(Editor):
    """A tick with its own words."""

    def __init__(self, field: Field) -> None:
        self.box = QCheckBox(field.title)
        super().__init__(field, self.box)
        across(self.box, None, on=self)
        self.box.clicked.connect(lambda on: self.edited.emit(bool(on)))

    def show_value(self, value: Any) -> None:
        self.box.setChecked(value is True)


class Combo(QComboBox):
    """The wheel scrolls the page, and changes nothing by the way."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ChoiceEditor(Editor):
    def __init__(self, field: Field) -> None:
        self.combo = Combo()
        super().__init__(field, self.combo)
        self.combo.setMinimumWidth(_CHOICE)
        across(self.combo, None, on=self)
        self._choices: Mapping[str, str] = {}
        self.show_choices(field.choices)
        self._left = None if field.choices and "" not in field.choices else ""  # as if nothing were said
        self.combo.activated.connect(lambda _: self.edited.emit(self.combo.currentData() or self._left))

    def show_choices(self, choices: Mapping[str, str]) -> None:
        if dict(choices) == dict(self._choices) and self.combo.count():
            return
        self._choices = choices
        with QSignalBlocker(self.combo):
            self.combo.clear()
            if "" not in choices:
                self.combo.addItem(_NONE, "")
            for key, words in choices.items():
                self.combo.addItem(words, key)

    def show_value(self, value: Any) -> None:
        at = self.combo.findData(value or "")
        if at < 0:  # what the notice says is none of them: it is told as wrong, and not changed by looking
            self.combo.addItem(str(value), value)
            at = self.combo.count() - 1
        self.combo.setCurrentIndex(at)


class LinesEditor(Editor):
    """Text of several lines, or a list with one a line; as high as what stands in it."""

    def __init__(self, field: Field) -> None:
        self.box = QPlainTextEdit()
        super().__init__(field, self.box)
        self.box.setTabChangesFocus(True)
        self._is_list = field.kind is not Kind.LONG
        if self._is_list:
            is_grouped = field.kind is Kind.GROUPS
            self.box.setPlaceholderText("一行一组，用顿号隔开" if is_grouped else "一行一个")
        across((self.box, 1), on=self)
        self.box.textChanged.connect(self._typed)
        self.box.document().documentLayout().documentSizeChanged.connect(lambda _: self._fit())
        self._fit()

    def show_value(self, value: Any) -> None:
        if self._now() != (value if value is not None else ([] if self._is_list else "")):
            with QSignalBlocker(self.box):
                self.box.setPlainText(shown(self.field.kind, value))

    def _now(self) -> Any:
        return typed(self.field.kind, self.box.toPlainText())

    def _typed(self) -> None:
        self.edited.emit(self._now())

    def _fit(self) -> None:
        whole = int(self.box.document().size().height())
        bar = Qt.ScrollBarPolicy
        is_cut = whole > _MOST
        self.box.setVerticalScrollBarPolicy(bar.ScrollBarAsNeeded if is_cut else bar.ScrollBarAlwaysOff)
        high = min(max(whole, _LEAST), _MOST) * self.box.fontMetrics().lineSpacing() + _AROUND
        if high != self.box.height():
            self.box.setFixedHeight(high)


class SomeEditor(Editor):
    """A tick for each that may be chosen."""

    def __init__(self, field: Field) -> None:
        self._holder = QWidget()
        super().__init__(field, self._holder)
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 5, 0, 5)
        self._grid.setVerticalSpacing(6)
        self._grid.setHorizontalSpacing(14)
        for column in range(_ACROSS):
            self._grid.setColumnStretch(column, 1)
        across((self._holder, 1), on=self)
        self.boxes: dict[str, QCheckBox] = {}
        self._value: list[str] = []
        self.show_choices(field.choices)

    def show_choices(self, choices: Mapping[str, str]) -> None:
        now = {key: box.text() for key, box in self.boxes.items()}
        if now == dict(choices):
            return
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        for number, (key, words) in enumerate(choices.items()):
            box = self.boxes[key] = QCheckBox(words.replace("&", "&&"))
            box.setAccessibleName(f"{self.field.title}：{words}")
            box.clicked.connect(self._ticked)
            row, column = divmod(number, _ACROSS)
            self._grid.addWidget(box, row, column, Qt.AlignmentFlag.AlignLeft)

    def show_value(self, value: Any) -> None:
        self._value = [str(each) for each in value] if isinstance(value, list) else []
        for key, box in self.boxes.items():
            box.setChecked(key in self._value)

    def _ticked(self) -> None:
        """In the order of the ticks; what is chosen but is no choice any more goes."""
        self.edited.emit([key for key, box in self.boxes.items() if box.isChecked()])


_BY_KIND: Mapping[Kind, type[Editor]] = {
    Kind.TEXT: LineEditor, Kind.KEY: LineEditor, Kind.NUMBER: LineEditor, Kind.BYTES: LineEditor,
    Kind.LONG: LinesEditor, Kind.WORDS: LinesEditor, Kind.PATTERNS: LinesEditor, Kind.GROUPS: LinesEditor,
    Kind.YES: YesEditor, Kind.DAY: DayEditor, Kind.CHOICE: ChoiceEditor, Kind.SOME: SomeEditor,
}  # fmt: skip


def editor_of(field: Field) -> Editor:
    return _BY_KIND[field.kind](field)  # type: ignore[call-arg]
