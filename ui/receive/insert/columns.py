"""哪一列是哪一栏: a table nobody knows the headings of, each of its columns a choice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QDialog, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.notices.notice import Notice, Track
from app.reading.tables.grid import Grid
from app.reading.tables.headings import column_meant, name_column
from app.receive.hand.columns import Said, with_columns
from app.receive.hand.guess import guessed_columns
from ui import theme
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.labels import PlainLabel, plain_tip

_NONE = "不用这一列"
_WIDTH = 164  # pixels of a column, wide enough for the longest title


class ColumnsDialog(QDialog):
    """`said(mapping)`: heading as it stands there → id of a column, "" for a known one not to be used.

    `before`: what was said of this table's headings so far.
    """

    said = Signal(object)

    def __init__(self, notice: Notice, track: Track, grids: Sequence[Grid], name: str, before: Said,
                 parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("哪一列是哪一栏")
        self.resize(1240, 600)
        self._notice, self._track, self._grids, self._before = notice, track, tuple(grids), before
        self._read_by = with_columns(notice, before).track(track.id)
        self._row = 0
        self.sheets = QComboBox()
        self.sheets.setAccessibleName("工作表")
        self.sheets.addItems([grid.name for grid in grids])
        self.sheets.setVisible(len(grids) > 1)
        told = PlainLabel(f"“{name}”：请在每一列上面选它是汇总表的哪一栏；表头不在标出的那一行的，"
                          "点一下表头所在的行。", wrap=True)
        self.table = QTableWidget()
        self.table.setAccessibleName("表格的内容")
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.table.horizontalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.cellClicked.connect(lambda row, _: self._choose_heading(row - 1))
        self.note = PlainLabel("", "muted", pixels=theme.SMALL)
        self.take = primary_button("照此读这张表", self._say)
        buttons = across((self.note, 1), plain_button("取消", self.reject), self.take, gap=10)
        head = laid(across((told, 1), self.sheets, gap=12))
        self.setLayout(down(head, (self.table, 1), buttons, margins=(20, 18, 20, 16), gap=12))
        self.choices: list[QComboBox] = []
        self.sheets.currentIndexChanged.connect(self._show_sheet)
        self._show_sheet(0)

    @property
    def grid(self) -> Grid:
        return self._grids[max(self.sheets.currentIndex(), 0)]

    def columns(self) -> dict[str, str]:
        """What is chosen now."""
        headings = self.grid.rows[self._row]
        chosen = {headings[at]: str(box.currentData() or "") for at, box in enumerate(self.choices)}
        return {text: key for text, key in chosen.items() if text and (key or self._is_known(text))}

    def _is_known(self, heading: str) -> bool:
        return heading in self._before or column_meant(heading, self._track) is not None

    def _show_sheet(self, _: int) -> None:
        grid = self.grid
        self.table.clear()
        self.table.setColumnCount(len(grid.rows[0]))
        self.table.setRowCount(len(grid.rows) + 1)
        labels = ["", *(str(number) for number in range(1, len(grid.rows) + 1))]
        self.table.setVerticalHeaderLabels(labels)
        for row, cells in enumerate(grid.rows, 1):
            for at, text in enumerate(cells):
                item = QTableWidgetItem(text.replace("\n", " "))
                item.setToolTip(plain_tip(text))
                self.table.setItem(row, at, item)
        self.choices = [self._choice(at) for at in range(len(grid.rows[0]))]
        for at in range(len(grid.rows[0])):
            self.table.setColumnWidth(at, _WIDTH)
        self.table.setRowHeight(0, theme.ROW + 4)
        self._choose_heading(grid.heading)

    def _choice(self, at: int) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(f"第 {at + 1} 列")
        box.addItem(_NONE, "")
        for column in self._track.columns:
            box.addItem(column.title, column.id)
        box.currentIndexChanged.connect(partial(self._chosen, at))
        self.table.setCellWidget(0, at, box)
        return box

    def _choose_heading(self, row: int) -> None:
        """Its columns as far as they can be guessed; the person says the rest."""
        if not 0 <= row < len(self.grid.rows):
            return
        self._row = row
        guessed = guessed_columns(self.grid, row, self._read_by, self._notice)
        for at, box in enumerate(self.choices):
            box.blockSignals(True)
            box.setCurrentIndex(max(box.findData(guessed.get(at, "")), 0))
            box.blockSignals(False)
        for line in range(1, self.table.rowCount()):
            for at in range(self.table.columnCount()):
                if (item := self.table.item(line, at)) is not None:
                    is_heading = line == row + 1
                    item.setBackground(QColor(theme.ACCENT_SOFT) if is_heading else QColor(theme.PAPER))
                    item.setForeground(theme.colour(theme.MUTED if line <= row else theme.INK))
        self._judge()

    def _chosen(self, at: int, _: int) -> None:
        """No column of the notice twice: the one chosen last holds."""
        key = self.choices[at].currentData()
        for other, box in enumerate(self.choices):
            if key and other != at and box.currentData() == key:
                box.blockSignals(True)
                box.setCurrentIndex(0)
                box.blockSignals(False)
        self._judge()

    def _judge(self) -> None:
        keys = {box.currentData() for box in self.choices}
        name = self._track.column(name_column(self._track))
        required = (column for column in self._track.columns if column.required)
        missing = [column.title for column in required if column.id not in keys]
        self.take.setEnabled(name.id in keys)
        self.note.set_tone("red" if name.id not in keys else "amber" if missing else "muted")
        self.note.setText(f"请先指出哪一列是“{name.title}”" if name.id not in keys
                          else f"还没有指出：{'、'.join(missing)}" if missing else "必填的各栏都有了")

    def _say(self) -> None:
        self.said.emit(self.columns())
        self.accept()

