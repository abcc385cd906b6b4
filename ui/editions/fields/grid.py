"""A list of things of a few fields: a row for each, written in place, pasted from Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.editions.fields import Field, Kind, below
from app.editions.rows import choices_at, new_row
from app.editions.typed import shown, typed, words_typed
from app.editions.words import place_words
from ui import theme
from ui.editions.fields.block import Block, Notes
from ui.editions.fields.editors import Combo
from ui.editions.session import DraftSession, is_at
from ui.widgets.boxes import across, down
from ui.widgets.buttons import plain_button, quiet_button
from ui.widgets.labels import PlainLabel, plain_tip
from ui.widgets.panels import Card
from ui.widgets.table import Index, as_rows

_MOST = 12  # rows that are seen at once
_WIDTHS = {Kind.NUMBER: 70, Kind.CHOICE: 130, Kind.KEY: 110, Kind.DAY: 100}
_STRETCH = (Kind.LONG, Kind.WORDS)


class GridModel(QAbstractTableModel):
    def __init__(self, session: DraftSession, fields: Sequence[Field], place: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.fields, self.place = session, tuple(fields), place
        self.rows: list[Any] = []

    def show(self, place: str) -> None:
        rows = self.session.draft.value(place) or []
        if len(rows) != len(self.rows) or place != self.place:
            self.beginResetModel()
            self.place, self.rows = place, rows
            self.endResetModel()
        else:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.fields) - 1))

    def at(self, index: Index) -> str:
        return f"{self.place}[{index.row()}].{self.fields[index.column()].name}"

    def value(self, index: Index) -> Any:
        row = self.rows[index.row()]
        return row.get(self.fields[index.column()].name) if isinstance(row, dict) else None

    def choices(self, index: Index) -> dict[str, str]:
        return dict(choices_at(self.session.draft.data, self.at(index)))

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        field = self.fields[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            choices = self.choices(index) if field.kind is Kind.CHOICE else {}
            return _cell_words(field, self.value(index), choices)
        faults = [each for each in self.session.judgement.faults if is_at(each.place, self.at(index))]
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(theme.RED) if faults else None
        if role == Qt.ItemDataRole.ToolTipRole:
            words = [each.says for each in faults] or [_cell_words(field, self.value(index), {})]
            return plain_tip("\n".join(words))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        self.session.put(self.at(index), value)
        self.session.settle()
        return True


def _cell_words(field: Field, value: Any, choices: dict[str, str]) -> str:
    if isinstance(value, list):
        return "、".join(map(str, value))
    text = shown(field.kind, value)
    return choices.get(text, text)


def cell_typed(field: Field, text: str, choices: dict[str, str]) -> Any:
    if field.kind is Kind.WORDS:
        return words_typed(text)
    if field.kind is Kind.CHOICE:
        return next((key for key, words in choices.items() if text.strip() in (key, words)), text.strip())
    value = typed(field.kind, text)
    return " ".join(value.split()) if isinstance(value, str) else value


class _Delegate(QStyledItemDelegate):
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, GridModel)
        field = model.fields[index.column()]
        if field.kind is not Kind.CHOICE:
            line = QLineEdit(parent)
            line.setAccessibleName(field.title)
            return line
        combo = Combo(parent)
        combo.setAccessibleName(field.title)
        choices = model.choices(index)
        for key, words in ({"": "（不选）"} | choices).items():
            combo.addItem(words, key)
        combo.activated.connect(lambda _: self.commitData.emit(combo))
        combo.activated.connect(lambda _: self.closeEditor.emit(combo))
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        assert isinstance(model, GridModel)
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()
        elif isinstance(editor, Combo):
            editor.setCurrentIndex(max(editor.findData(model.value(index) or ""), 0))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(model, GridModel)
        field = model.fields[index.column()]
        if isinstance(editor, QLineEdit):
            model.setData(index, cell_typed(field, editor.text(), {}))
        elif isinstance(editor, Combo):
            model.setData(index, editor.currentData())


class GridView(QTableView):
    """`pasted(text)`: from Excel, at the chosen cell."""

    pasted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        trigger = QTableView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.AnyKeyPressed | trigger.EditKeyPressed
                             | trigger.SelectedClicked)  # fmt: skip
        self.setItemDelegate(_Delegate(self))
        self.setTabKeyNavigation(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class GridBlock(Block):
    def __init__(self, session: DraftSession, field: Field, place: str) -> None:
        super().__init__(session, place)
        self.field, self.fields = field, below(field.path)
        self.notes, self.view = Notes(session), GridView()
        self.model = GridModel(session, self.fields, place, self)
        self.view.setModel(self.model)
        as_rows(self.view, field.title)
        self.view.setSelectionBehavior(QTableView.SelectionBehavior.SelectItems)
        self.add_button = plain_button("添加", self._add, small=True)
        self.remove_button = quiet_button("删去选中的", self._remove)
        self.up_button = quiet_button("上移", lambda: self._move(-1))
        self.down_button = quiet_button("下移", lambda: self._move(1))
        for button in (self.add_button, self.remove_button, self.up_button, self.down_button):
            button.setAccessibleName(f"{button.text()}{field.title}")
        self._lay_out()
        self.view.pasted.connect(self._paste)

    def refresh(self) -> None:
        self.model.show(self.place)
        rows = len(self.model.rows)
        self.view.setFixedHeight(36 + min(max(rows, 1), _MOST) * theme.ROW)
        draft, judged = self.session.draft, self.session.judgement
        faults = [each for each in judged.faults if is_at(each.place, self.place)]
        kept = [each for each in judged.kept if is_at(each.place, self.place)]
        self.notes.show_notes(
            [(each, self._lead(each.place, draft.data)) for each in faults],
            [(each, self._lead(each.place, draft.data)) for each in kept],
        )

    def _lead(self, place: str, data: Any) -> str:
        """Which row, which column."""
        whole, own = place_words(place, data), place_words(self.place, data)
        inside = whole.removeprefix(own)
        return f"{inside}：" if inside else ""

    def reveal(self, place: str) -> QWidget | None:
        inside = place.removeprefix(self.place)
        if inside.startswith("["):
            row, _, name = inside[1:].partition("]")
            names = [each.name for each in self.fields]
            own = name.lstrip(".").partition("[")[0]
            index = self.model.index(int(row), names.index(own) if own in names else 0)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        return self

    # -- inside ------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        header = self.view.horizontalHeader()
        wide = [n for n, each in enumerate(self.fields) if each.kind in _STRETCH]
        wide = wide or [n for n, each in enumerate(self.fields) if each.kind is Kind.TEXT]
        for n, each in enumerate(self.fields):
            if n in wide:
                header.setSectionResizeMode(n, QHeaderView.ResizeMode.Stretch)
            else:
                self.view.setColumnWidth(n, _WIDTHS.get(each.kind, 150))
        card = Card(margins=(18, 14, 18, 14), spacing=8)
        card.body.addWidget(PlainLabel(self.field.title, bold=True))
        if self.field.hint:
            card.body.addWidget(PlainLabel(self.field.hint, "muted", pixels=theme.SMALL, wrap=True))
        card.body.addWidget(self.view)
        card.body.addWidget(self.notes)
        pasted = PlainLabel("可以从 Excel 粘贴", "muted", pixels=theme.SMALL)
        buttons = (self.add_button, self.remove_button, self.up_button, self.down_button)
        card.body.addLayout(across(*buttons, None, pasted, gap=12))
        down(card, on=self)

    def _add(self) -> None:
        at = self.session.add(self.place)
        self.refresh()
        index = self.model.index(at, 0)
        self.view.setCurrentIndex(index)
        self.view.setFocus()
        self.view.edit(index)

    def _remove(self) -> None:
        chosen = sorted({index.row() for index in self.view.selectedIndexes()})
        rows = [row for n, row in enumerate(self.model.rows) if n not in chosen]
        if len(chosen) == 1:
            self.session.remove(self.place, chosen[0])
        elif chosen:
            self.session.put(self.place, rows)
            self.session.settle()
        if chosen and rows:
            self.view.setCurrentIndex(self.model.index(min(chosen[0], len(rows) - 1), 0))

    def _move(self, by: int) -> None:
        index = self.view.currentIndex()
        to = index.row() + by
        if index.isValid() and 0 <= to < len(self.model.rows):
            self.session.move(self.place, index.row(), to)
            self.view.setCurrentIndex(self.model.index(to, index.column()))

    def _paste(self, text: str) -> None:
        """Into this row and those below, from this column on; rows are added as they are needed."""
        index = self.view.currentIndex()
        row, column = (index.row(), index.column()) if index.isValid() else (len(self.model.rows), 0)
        rows = [dict(each) for each in self.model.rows]
        data = self.session.draft.data
        for n, line in enumerate(text.strip("\r\n").splitlines()):
            if row + n >= len(rows):
                rows.append(new_row(data, self.place))
            for field, cell in zip(self.fields[column:], line.split("\t"), strict=False):
                choices = dict(choices_at(data, f"{self.place}[{row + n}].{field.name}"))
                value = cell_typed(field, cell, choices)
                rows[row + n] |= {} if value is None else {field.name: value}
        self.session.put(self.place, rows)
        self.session.settle()
