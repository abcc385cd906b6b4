"""One track's 汇总表 as an editable table: a row per enterprise, dragged by its handle to re-order."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.batch.offers import Offer
from app.model.batch import Batch, Enterprise
from app.notices.notice import Column, Notice
from ui.send.summary.row_cells import Cell, alignment
from ui.send.summary.row_counting import RowCounting
from ui.send.summary.row_offers import RowOffers
from ui.widgets.labels import plain_tip
from ui.widgets.table import Index

HANDLE = 0  # the first column holds no value, only the grip
NARROW = {"order": 52, "code": 172, "area": 128, "division": 148, "phone": 124, "number": 100, "date": 100}
MissingRole = Qt.ItemDataRole.UserRole + 1
AmissRole = Qt.ItemDataRole.UserRole + 4
ColumnRole = Qt.ItemDataRole.UserRole + 2
ValueRole = Qt.ItemDataRole.UserRole + 3
OfferRole = Qt.ItemDataRole.UserRole + 5
OddRole = Qt.ItemDataRole.UserRole + 6

_ANSWERS: Mapping[int, Callable[[Cell], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda cell: cell.shown,
    Qt.ItemDataRole.EditRole: lambda cell: cell.value,
    ValueRole: lambda cell: cell.value,
    Qt.ItemDataRole.TextAlignmentRole: lambda cell: int(cell.alignment),
    Qt.ItemDataRole.AccessibleTextRole: lambda cell: cell.spoken,
    Qt.ItemDataRole.ToolTipRole: lambda cell: plain_tip(cell.spoken),
    ColumnRole: lambda cell: cell.column,
    MissingRole: lambda cell: cell.is_missing,
    AmissRole: lambda cell: cell.amiss,
    OddRole: lambda cell: cell.odd,
    OfferRole: lambda cell: cell.offer,
}


def shown_columns(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Those that must be filled first, so that they are all seen at once; the written table keeps its order.

    推荐单位 and 所属市 are the same in every row: the program writes them, the screen saves the room.
    """
    seen = [column for column in columns if column.filled not in ("sender", "city")]
    return tuple(sorted(seen, key=lambda column: not (column.required or column.filled)))


def is_typed(column: Column) -> bool:
    """Whether a person writes it; the name may be written as the table of another wrote it."""
    return column.filled in ("", "name")


class RowModel(QAbstractTableModel):
    """Reads the batch; what is typed or dragged goes out as a signal and comes back as a new batch."""

    edited = Signal(object)  # enterprise id → column id → text
    taken = Signal(object)  # the same, for offers a person took, of one row or many
    reordered = Signal(object)  # tuple of enterprise ids
    offered = Signal()  # forms were read, or all rows are counted: columns may want more room

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notice = notice
        self.rows_type = f"application/x-baopan-rows-{os.getpid()}-{id(self)}"  # of this table alone
        self.track = ""
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[Enterprise, ...] = ()
        self.places: tuple[int, ...] = ()  # of the rows, in recommended order, from 1
        self.offers = RowOffers(notice)
        self._counting = RowCounting(self.offers, self)
        self._counting.counted.connect(self._told)

    def is_other(self, batch: Batch, track: str, only: Collection[str] | None = None) -> bool:
        """Whether `show` would bring other rows than there are."""
        listed = [one.id for one in batch.in_track(track) if only is None or one.id in only]
        return track != self.track or listed != [one.id for one in self.rows]

    def show(self, batch: Batch, track: str, only: Collection[str] | None = None) -> None:
        """Take the batch in; the selection and an open editor survive unless rows came or went.

        `only` the enterprises of these ids, still in recommended order.
        """
        listed = [each for each in enumerate(batch.in_track(track), 1) if only is None or each[1].id in only]
        rows, places = tuple(one for _, one in listed), tuple(place for place, _ in listed)
        were, self.places = (self.rows, self.places), places
        is_news = self.offers.count(batch, rows)
        self._counting.go_on()
        is_same = track == self.track and self.columns and [e.id for e in rows] == [e.id for e in self.rows]
        if is_same:
            self.rows = rows
            told = enumerate(zip(*were, rows, places, strict=True))
            changed = [
                n for n, (one, at, now, there) in told
                if is_news or at != there or (one is not now and one != now)
            ]
            if changed:
                last = self.index(changed[-1], len(self.columns))
                self.dataChanged.emit(self.index(changed[0], 0), last)
            if is_news:
                self.offered.emit()
            return
        self.beginResetModel()
        self.track, self.rows = track, rows
        self.columns = shown_columns(self._notice.track(track).columns)
        self.endResetModel()

    # -- offers ----------------------------------------------------------------------------------
    def _told(self, counted: frozenset[str]) -> None:
        """Of these rows it is known by now what is offered."""
        at = [number for number, one in enumerate(self.rows) if one.id in counted]
        self.dataChanged.emit(self.index(at[0], 0), self.index(at[-1], len(self.columns)))
        if not self.offers.is_counting:
            self.offered.emit()

    def offer(self, index: Index) -> Offer | None:
        """What a form says of this cell, if it holds something else."""
        if not index.isValid() or index.column() == HANDLE or index.row() >= len(self.rows):
            return None
        return self.cell(index.row(), index.column()).offer

    def take_offer(self, index: Index) -> None:
        """A person's word: what the form says goes into this cell."""
        if offer := self.offer(index):
            column = self.columns[index.column() - 1]
            self.taken.emit({self.rows[index.row()].id: {column.id: offer.text}})

    def open_offers(self, row: int | None = None, column: int | None = None) -> dict[str, dict[str, str]]:
        """What is offered in the empty cells of a row, of a column, or of all."""
        only = self.columns[column - 1].id if column else ""
        found = {
            one.id: {
                key: offer.text for key, offer in self.offers.of(one.id).items()
                if not offer.present and key in (only or key,)
            }
            for number, one in enumerate(self.rows) if row in (None, number)
        }
        return {key: cells for key, cells in found.items() if cells}

    def take_open(self, row: int | None = None, column: int | None = None) -> None:
        """A person's word for all of these."""
        if wanted := self.open_offers(row, column):
            self.taken.emit(wanted)

    # -- what Qt asks ----------------------------------------------------------------------------
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is not Qt.Orientation.Horizontal or section == HANDLE or section > len(self.columns):
            return None
        column = self.columns[section - 1]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(alignment(column))
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.title}（必填）" if column.required else column.title
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        if index.column() == HANDLE:
            return "拖动这里调整推荐次序，也可按 Alt+上下键" if role == Qt.ItemDataRole.ToolTipRole else None
        answer = _ANSWERS.get(role)
        return answer(self.cell(index.row(), index.column())) if answer else None

    def cell(self, row: int, column: int) -> Cell:
        """Of a row and a column that are there, the handle's not among them."""
        one, shown = self.rows[row], self.columns[column - 1]
        return Cell(one, self.places[row], shown, self.offers.of(one.id).get(shown.id), self._notice)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        cell, text = self.cell(index.row(), index.column()), " ".join(str(value).split())
        if text != cell.value:
            self.edited.emit({cell.one.id: {cell.column.id: text}})
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        if index.column() == HANDLE:
            return usual | Qt.ItemFlag.ItemIsDragEnabled
        return usual | Qt.ItemFlag.ItemIsEditable if is_typed(self.columns[index.column() - 1]) else usual

    # -- dragging rows ---------------------------------------------------------------------------
    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [self.rows_type]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        mime = QMimeData()
        rows = sorted({index.row() for index in indexes})
        mime.setData(self.rows_type, ",".join(str(row) for row in rows).encode())
        return mime

    def dropped(self, mime: QMimeData, target: int) -> None:
        """The rows of a drop come to lie before the row that now is `target`."""
        if mime.hasFormat(self.rows_type):
            text = bytes(mime.data(self.rows_type).data()).decode()
            self.move([int(row) for row in text.split(",")], target)

    def move(self, moved: Sequence[int], target: int) -> None:
        """Put the rows `moved` before the row that now is `target`; asks for it by `reordered`."""
        ids = [enterprise.id for enterprise in self.rows]
        taken = [ids[row] for row in moved]
        head = [key for key in ids[:target] if key not in taken]
        tail = [key for key in ids[target:] if key not in taken]
        wanted = (*head, *taken, *tail)
        if wanted != tuple(ids):
            self.reordered.emit(wanted)

    def clear(self, indexes: Sequence[QModelIndex]) -> None:
        """Empty the cells a person writes, as one change."""
        wanted: dict[str, dict[str, str]] = {}
        for index in indexes:
            if self.flags(index) & Qt.ItemFlag.ItemIsEditable and index.data(ValueRole):
                row = wanted.setdefault(self.rows[index.row()].id, {})
                row[self.columns[index.column() - 1].id] = ""
        if wanted:
            self.edited.emit(wanted)

    def under(self, row: int, column: int, texts: Sequence[Sequence[str]]) -> dict[str, dict[str, str]]:
        """Which cells a block of texts falls on from this cell on; what falls beside the table is dropped."""
        columns = self.columns[max(column - 1, 0) :]
        return {
            one.id: {each.id: text for each, text in zip(columns, line, strict=False) if is_typed(each)}
            for one, line in zip(self.rows[max(row, 0) :], texts, strict=False)
        }

    def is_misnamed(self, index: Index) -> bool:
        """Whether the cell holds a name other than the package's."""
        return self._is_name(index) and bool(index.data(AmissRole))

    def settle_name(self, index: Index, *, as_written: bool) -> None:
        """One name for both: the one written here, or the package's."""
        cell = self.cell(index.row(), index.column())
        self.edited.emit({cell.one.id: {cell.column.id: cell.value if as_written else cell.one.name}})

    def _is_name(self, index: Index) -> bool:
        return index.column() > HANDLE and self.columns[index.column() - 1].filled == "name"
