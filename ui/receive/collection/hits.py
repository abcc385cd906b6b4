"""The list of experiences: title, whose it is, the stretch that was found; ticked to choose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import (
    QCheckBox,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QWidget,
)

from app import wording
from app.model.after.asked import Hit, Marked
from app.receive.collection.spelling import marked
from ui import theme

_LEFT, _TOP, _BOX, _LINES = 44, 10, 16, 2  # pixels; lines of a snippet
_NO_WORDS = (Marked("没有读到正文的文字"),)
_HitRole = int(Qt.ItemDataRole.UserRole)
_TermsRole = _HitRole + 1
Index = QModelIndex | QPersistentModelIndex


class Hits(QAbstractListModel):
    """`ticked`: keys of those chosen, whether they are listed now or not."""

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()
        self.ticked: set[str] = set()
        self._terms: tuple[str, ...] = ()

    def show_hits(self, hits: Sequence[Hit], terms: Sequence[str]) -> None:
        self.beginResetModel()
        self.hits, self._terms = tuple(hits), tuple(terms)
        self.endResetModel()

    def tick(self, keys: Iterable[str], is_ticked: bool) -> None:
        wanted = set(keys)
        self.ticked = self.ticked | wanted if is_ticked else self.ticked - wanted
        if self.hits:
            self.dataChanged.emit(self.index(0), self.index(len(self.hits) - 1))
        self.ticks_changed.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.visible(f"{_title(hit)}，{under(hit)}，{hit.shown}")
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if hit.one.key in self.ticked else Qt.CheckState.Unchecked
        return {_HitRole: hit, _TermsRole: self._terms}.get(role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.tick([self.hits[index.row()].one.key], Qt.CheckState(value) is Qt.CheckState.Checked)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable


class HitList(QListView):
    """`chosen(Hit | None)`: the one now read. A click on the box, or the space bar, ticks."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.hits = Hits(self)
        self.setModel(self.hits)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName("经验")
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.selectionModel().currentChanged.connect(lambda now, _: self.chosen.emit(self.hit(now)))

    def hit(self, index: QModelIndex) -> Hit | None:
        return self.hits.hits[index.row()] if index.isValid() else None

    def chosen_hit(self) -> Hit | None:
        return self.hit(self.currentIndex())

    def show_hits(self, hits: Sequence[Hit], terms: Sequence[str], *, keeps: bool = True) -> None:
        """The one chosen stays so, if it `keeps` and is still listed, else the first is."""
        before = self.chosen_hit() if keeps else None
        self.hits.show_hits(hits, terms)
        keys = [hit.one.key for hit in hits]
        row = keys.index(before.one.key) if before is not None and before.one.key in keys else 0
        if keys:
            self.setCurrentIndex(self.hits.index(row))
        else:
            self.chosen.emit(None)


def under(hit: Hit) -> str:
    return "　".join(filter(None, (hit.one.name, hit.one.city, hit.one.area)))


def _whose(hit: Hit, terms: Sequence[str]) -> tuple[Marked, ...]:
    """What is searched of it is marked."""
    return (*marked(hit.one.name, terms), Marked(under(hit).removeprefix(hit.one.name)))


def _title(hit: Hit) -> str:
    return hit.one.title or hit.one.name


class _Delegate(QStyledItemDelegate):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._like = QCheckBox(parent)
        self._like.hide()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        bold, body, small = (QFontMetrics(font) for font in _fonts())
        return QSize(200, 2 * _TOP + bold.height() + 4 + small.height() + 4 + _LINES * body.height())

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            if event.position().x() > option.rect.left() + _LEFT - 4:  # type: ignore[attr-defined]
                return False
        elif event.type() != QEvent.Type.KeyPress or event.key() != Qt.Key.Key_Space:  # type: ignore[attr-defined]
            return False
        now = index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
        told = Qt.CheckState.Unchecked if now else Qt.CheckState.Checked
        return model.setData(index, told, Qt.ItemDataRole.CheckStateRole)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(_HitRole)
        terms: tuple[str, ...] = index.data(_TermsRole)
        box: QRect = option.rect  # type: ignore[attr-defined]
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)  # type: ignore[attr-defined]
        painter.save()
        painter.fillRect(box, theme.colour(theme.SELECTED if is_chosen else theme.PAPER))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, theme.colour(theme.ROW_LINE))
        if is_chosen:
            painter.fillRect(box.left(), box.top(), 3, box.height() - 1, theme.colour(theme.ACCENT))
        is_ticked = index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
        place = QRect(box.left() + 16, box.top() + _TOP + 1, _BOX, _BOX)
        _paint_box(painter, place, is_ticked, self._like)
        bold, body, small = _fonts()
        left, width, top = box.left() + _LEFT, box.width() - _LEFT - 14, box.top() + _TOP
        for pieces, font, tone, lines in (
            (marked(_title(hit), terms), bold, theme.INK, 1),
            (_whose(hit, terms), small, theme.MUTED, 1),
            (hit.snippet or _NO_WORDS, body, theme.INK if hit.snippet else theme.MUTED, _LINES),
        ):
            painter.setFont(font)
            _paint_pieces(painter, QRectF(left, top, width, 0), pieces, QColor(tone), lines)
            top += lines * QFontMetrics(font).height() + 4
        painter.restore()


def _fonts() -> tuple[Any, Any, Any]:
    return theme.font(bold=True), theme.font(), theme.font(theme.SMALL)


def _paint_box(painter: QPainter, place: QRect, is_ticked: bool, like: QCheckBox) -> None:
    """As the window's other boxes look."""
    told = QStyleOptionButton()
    told.initFrom(like)
    told.rect = place  # type: ignore[attr-defined]
    state = QStyle.StateFlag.State_On if is_ticked else QStyle.StateFlag.State_Off
    told.state = QStyle.StateFlag.State_Enabled | state  # type: ignore[attr-defined]
    like.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorCheckBox, told, painter, like)


def _paint_pieces(
    painter: QPainter, room: QRectF, pieces: Sequence[Marked], colour: QColor, most: int
) -> None:
    """As many lines as there is room for, the last one cut; what was found stands on yellow."""
    shown = [(wording.visible(piece.text).replace("\n", " "), piece.is_hit) for piece in pieces]
    text = "".join(words for words, _ in shown)
    ranges, at = [], 0
    for words, is_hit in shown:
        if is_hit:
            ranges.append(_on_yellow(at, units(words)))
        at += units(words)
    layout = QTextLayout(text, painter.font())
    layout.setFormats(ranges)
    end = _break(layout, room.width(), most)
    if end < at:
        layout.setText(f"{text.encode('utf-16-le')[: 2 * (end - 1)].decode('utf-16-le', 'ignore')}…")
        _break(layout, room.width(), most)
    painter.setPen(colour)
    layout.draw(painter, room.topLeft())


def _break(layout: QTextLayout, width: float, most: int) -> int:
    """Into lines, as many as there may be; where the last one ends."""
    layout.beginLayout()
    top, end = 0.0, 0
    for _ in range(most):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += line.height()
        end = line.textStart() + line.textLength()
    layout.endLayout()
    return end


def _on_yellow(start: int, length: int) -> QTextLayout.FormatRange:
    made, kind = QTextLayout.FormatRange(), QTextCharFormat()
    kind.setBackground(theme.colour(theme.AMBER_SOFT))
    made.start, made.length, made.format = start, length, kind  # type: ignore[attr-defined]
    return made


def units(text: str) -> int:
    """Qt counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
