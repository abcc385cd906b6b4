"""A link that leads to the 汇总表 finds its cell there."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex

from ui.send.summary.row_table import MissingRole, RowModel


def place_of(rows: RowModel, enterprise: str, column: str) -> QModelIndex:
    """The cell of this row and column; with "" for either, the first required one that is empty.

    Not valid where there is none.
    """
    for row, one in enumerate(rows.rows):
        if enterprise not in ("", one.id):
            continue
        for number, each in enumerate(rows.columns, 1):
            at = rows.index(row, number)
            if each.id == column or (not column and at.data(MissingRole)):
                return at
    return QModelIndex()
