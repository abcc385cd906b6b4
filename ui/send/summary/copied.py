"""Cells of a table as the clipboard takes them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt

from app.reading.tables.guard import as_cell


def as_tsv(model: QAbstractItemModel, indexes: Sequence[QModelIndex]) -> str:
    """The smallest rectangle around the cells, as Excel takes it: tabs, CRLF; codes stay text there, and no
    cell begins a formula.
    """
    rows = range(min(i.row() for i in indexes), max(i.row() for i in indexes) + 1)
    columns = range(min(i.column() for i in indexes), max(i.column() for i in indexes) + 1)
    taken = {(i.row(), i.column()) for i in indexes}
    return "\r\n".join(
        "\t".join(
            as_cell(str(model.index(row, column).data(Qt.ItemDataRole.EditRole) or ""))
            if (row, column) in taken
            else ""
            for column in columns
        )
        for row in rows
    )
