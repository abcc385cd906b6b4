"""How wide the columns of the 汇总表 are: its values first, then where an offer was read."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QTableView

from app.batch.offers import Offer
from app.notices.notice import Column
from ui import theme
from ui.send.summary.offer_cell import PAD, offer_width
from ui.send.summary.row_table import RowModel

_WIDEST = {"name": 204, "experience": 214, "division": 118, "industry": 118}  # pixels, while room is short
_WIDEST_OTHER = 160
_WHOLE = {"code": 300, "phone": 260}  # by kind: these are never cut, within reason
_LONG = ("experience", "name")  # columns that take what room is left


def fit_columns(table: QTableView, rows: RowModel) -> None:
    """Each column as wide as its widest cell, within reason; the rest of the room to the longest texts.

    Where not all columns can be seen, offers (`读自申报书 …　采用`) get only what is left beside the last
    column that is seen whole; short of that they do without the words of where they were read.
    """
    for number, column in enumerate(rows.columns, 1):
        title = QFontMetrics(theme.font(13)).horizontalAdvance(column.title) + 2 * PAD + 4
        table.setColumnWidth(number, max(title, _wanted(table, number, column)))
    header, room = table.horizontalHeader(), table.viewport().width()
    ends = [header.sectionPosition(n) + header.sectionSize(n) for n in range(rows.columnCount())]
    spare = room - max((end for end in ends if end <= room), default=room)
    for number in (n for n, end in enumerate(ends) if n and end <= room):
        wanted = max(map(offer_width, _offered(rows, number)), default=0) + 2 * PAD + 2
        more = min(spare, max(0, wanted - table.columnWidth(number)))
        table.setColumnWidth(number, table.columnWidth(number) + more)
        spare -= more
    left = room - header.length()
    long = [n for n, column in enumerate(rows.columns, 1) if column.id in _LONG]
    for number in long if left > 0 else ():
        table.setColumnWidth(number, table.columnWidth(number) + left // len(long))


def grow_columns(table: QTableView, rows: RowModel, changed: range) -> None:
    """What was typed into these rows is seen whole: columns become wider where they must, never narrower."""
    for number, column in enumerate(rows.columns, 1):
        if column.kind in _WHOLE:
            widths = (table.sizeHintForIndex(rows.index(row, number)).width() for row in changed)
            wanted = min(max(widths, default=0), _most(column))
            if wanted > table.columnWidth(number):
                table.setColumnWidth(number, wanted)


def _wanted(table: QTableView, number: int, column: Column) -> int:
    return min(table.sizeHintForColumn(number), _most(column))


def _most(column: Column) -> int:
    return _WIDEST.get(column.id, _WHOLE.get(column.kind, _WIDEST_OTHER))


def _offered(rows: RowModel, number: int) -> list[Offer]:
    """What is offered in the empty cells of a column."""
    key = rows.columns[number - 1].id
    told = (rows.offers.of(one.id).get(key) for one in rows.rows)
    return [offer for offer in told if offer is not None and not offer.present]
