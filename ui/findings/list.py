"""The list of findings: a coloured bar for the grade, what is wrong and where, and who mends it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.checks import Sides, check_of
from app.checks.grouping import alike, cause, told_as_one
from app.model.batch import Decision, Verdict
from app.model.finding import Finding, Grade
from app.model.names import differing
from ui import theme

Index = QModelIndex | QPersistentModelIndex

_TONES = {Grade.MUST: "red", Grade.LOOK: "accent", Grade.SHOULD: "amber"}
DIFFERENT = Sides("两处不一致", "一处", "另一处")  # where the check does not say
_NAMED, _INDENT = 3, 22  # files named in a row that stands for many; pixels
FindingRole = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list: a finding, and what a person said of it, if anything.

    `said`: what the sender of a disc had said; it is `decision` too where it counts and nobody else decided.
    `group`: the lines of one cause that this row stands for, `finding` being the first of them; `is_inner`:
    it is shown below such a row, which is open.
    """

    finding: Finding
    decision: Decision | None = None
    said: Decision | None = None
    group: tuple[Line, ...] = ()
    is_inner: bool = False

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is decided when this row is decided on."""
        return tuple(each.finding for each in self.group) or (self.finding,)

    @property
    def what(self) -> str:
        return told_as_one(self.findings) if self.group else self.finding.what


def rows_of(lines: Sequence[Line], opened: Collection[str]) -> tuple[Line, ...]:
    """Those of one cause as one row, with its own below it where it is one of `opened`."""
    rows: list[Line] = []
    for group in alike(lines, lambda each: each.finding, _said_of):
        if len(group) == 1:
            rows.append(group[0])
            continue
        rows.append(replace(group[0], group=tuple(group)))
        if opening(rows[-1]) in opened:
            rows.extend(replace(each, is_inner=True) for each in group)
    return tuple(rows)


def _said_of(line: Line) -> tuple[object, ...]:
    return (line.decision.verdict, line.decision.by_sender) if line.decision else ()


def opening(line: Line) -> str:
    """By what an open row is known again when one of its own is gone."""
    return repr((cause(line.finding), _said_of(line)))


def marked(left: str, right: str) -> tuple[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]]:
    """Both texts cut into runs; a run that the other text does not have is marked."""
    ours: list[tuple[str, bool]] = []
    theirs: list[tuple[str, bool]] = []
    for kind, own, other in differing(left, right):
        if own:
            ours.append((own, kind != "equal"))
        if other:
            theirs.append((other, kind != "equal"))
    return tuple(ours), tuple(theirs)


def place(finding: Finding) -> str:
    """The second line: 企业 · 文件 第 n 页; the path inside an archive is left to the card beside."""
    path, _, page = finding.where.partition("#page=")
    number = finding.page or (int(page) if page.isdecimal() and len(page) < 6 else 0)
    name = path.rsplit("!", 1)[-1].rsplit("/", 1)[-1] if "." in path else ""
    if finding.column and not finding.member:
        name = finding.where
    elif name and number:
        name = f"{name} 第 {number} 页"
    return " · ".join(part for part in (finding.subject_name, name) if part)


def place_of(line: Line) -> str:
    """Of a row that stands for many: 企业 · the first files, and how many."""
    if not line.group:
        return place(line.finding)
    named = [place(replace(each, subject_name="")) for each in line.findings[:_NAMED]]
    more = f" 等 {len(line.group)} 处" if len(line.group) > _NAMED else ""
    names = "、".join(filter(None, named)) + more
    return " · ".join(part for part in (line.finding.subject_name, names) if part)


class FindingModel(QAbstractListModel):
    """Lines as Qt wants them; keeps no truth of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        if tuple(lines) == self._lines:
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: str, is_inner: bool = False) -> int:
        """The row of the finding with this key, or -1; `is_inner`: rather the one below another."""
        found = [n for n, line in enumerate(self._lines) if line.finding.key == key]
        return next((n for n in found if self._lines[n].is_inner == is_inner), found[0] if found else -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row())
        if line is None:
            return None
        finding = line.finding
        if role == Qt.ItemDataRole.DisplayRole:
            return line.what
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{finding.actual_grade.title}：{line.what}，{place_of(line)}，由{finding.who.title}处理"
        return line if role == FindingRole else None


class FindingDelegate(QStyledItemDelegate):
    """Paints one line 59 px high; names are painted as plain text, differing characters in red."""

    HEIGHT = 59

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(FindingRole)
        if not isinstance(line, Line):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(area, QColor(theme.ACCENT_FAINT))
        elif option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
            painter.fillRect(area, QColor(theme.RAIL))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(theme.ROW_LINE))
        if line.is_inner:
            area = area.adjusted(_INDENT, 0, 0, 0)
        self._bar(painter, area, line)
        side = self._side(painter, area, line)
        text = area.adjusted(28, 9, -28 - side, -9)
        if line.group:
            below_it = index.sibling(index.row() + 1, 0).data(FindingRole)
            is_open = isinstance(below_it, Line) and below_it.is_inner
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(text.left(), text.top() + 16, "▾" if is_open else "▸")
            text.setLeft(text.left() + 16)
        self._title(painter, QRect(text.left(), text.top(), text.width(), 21), line)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED))
        below = QRect(text.left(), text.top() + 21, area.width() - 42, 20)
        _elided(painter, below, place_of(line))
        painter.restore()

    @staticmethod
    def _bar(painter: QPainter, area: QRect, line: Line) -> None:
        colour = theme.FAINT if line.decision else theme.TONES[_TONES[line.finding.actual_grade]][0]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(area.left() + 14, area.top() + 10, 4, area.height() - 21, 2, 2)

    @staticmethod
    def _side(painter: QPainter, area: QRect, line: Line) -> int:
        """Who mends it, or what was decided; gives back the width it took."""
        words, colour = line.finding.who.title, theme.TONES[_TONES[line.finding.actual_grade]][0]
        if line.decision:
            is_returned = line.decision.verdict is Verdict.RETURN
            whose = f"{line.decision.by_sender}判定" if line.decision.by_sender else line.decision.title
            words, colour = ("已退回", theme.AMBER) if is_returned else (whose, theme.GREEN)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(colour))
        right = area.adjusted(0, 9, -14, -9)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, words)
        return painter.fontMetrics().horizontalAdvance(words)

    @staticmethod
    def _title(painter: QPainter, area: QRect, line: Line) -> None:
        painter.setFont(theme.font(13, bold=bool(line.group)))
        finding = line.finding
        if not finding.compare:
            painter.setPen(QColor(theme.INK))
            _elided(painter, area, line.what)
            return
        ours, theirs = marked(*finding.compare)
        sides = check_of(finding).sides or DIFFERENT
        runs = [(f"{finding.lead or sides.lead}：", False), *ours, ("  ≠  ", False), *theirs]
        draw_runs(painter, area, runs)


def draw_runs(painter: QPainter, area: QRect, runs: Sequence[tuple[str, bool]]) -> None:
    """Runs one after another on one line; marked ones red and bold, cut with … where it gets narrow."""
    plain, bold = theme.font(13), theme.font(13, bold=True)
    left = area.left()
    for text, is_marked in runs:
        font = bold if is_marked else plain
        metrics = QFontMetrics(font)
        room = area.right() - left
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(theme.RED if is_marked else theme.INK))
        painter.drawText(QRect(left, area.top(), room, area.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if shown != text:
            return
        left += metrics.horizontalAdvance(text)


def _elided(painter: QPainter, area: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)


class FindingList(QListView):
    """The list itself; Up and Down walk it, the row chosen is what the card beside shows.

    A row that stands for many is opened by Right, Enter or a double click, and closed by Left.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("问题列表")
        self.findings = FindingModel(self)
        self._lines: tuple[Line, ...] = ()
        self._opened: set[str] = set()
        self.setModel(self.findings)
        self.setItemDelegate(FindingDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def chosen(self) -> Line | None:
        return self.findings.line(self.currentIndex().row())

    def show_lines(self, lines: Sequence[Line]) -> None:
        self._lines = tuple(lines)
        self.findings.show(rows_of(lines, self._opened))

    def open_row(self, *, is_open: bool) -> None:
        """Shows what the chosen row stands for, one by one; or, from one of those too, puts it away."""
        chosen = self.chosen()
        if chosen is None or not (chosen.group or chosen.is_inner):
            return
        key = opening(chosen)
        self._opened = self._opened | {key} if is_open else self._opened - {key}
        self.show_lines(self._lines)
        wanted = next(each for each in rows_of(self._lines, ()) if each.group and opening(each) == key)
        self.choose(self.findings.row_of(wanted.finding.key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.open_row(is_open=event.key() == Qt.Key.Key_Right)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._turn_row()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._turn_row()

    def _turn_row(self) -> None:
        chosen = self.chosen()
        if chosen is not None and chosen.group:
            self.open_row(is_open=opening(chosen) not in self._opened)

    def choose(self, row: int) -> None:
        if self.findings.rowCount():
            wanted = min(max(row, 0), self.findings.rowCount() - 1)
            self.setCurrentIndex(self.findings.index(wanted))
