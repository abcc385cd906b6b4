"""A list of things of many fields: those there are at the left, the chosen one's fields at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app.editions.fields import Field, Kind, below
from app.editions.words import row_words
from ui import theme
from ui.editions.fields.block import Block, Notes
from ui.editions.session import DraftSession, is_at
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import plain_button, quiet_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, upright

_WIDE, _ROW, _MOST = 188, 30, 14  # pixels; rows that are seen at once
_ITEMS = (
    "QListWidget::item { padding: 0 8px; height: 30px; border-radius: 6px; }"
    "QListWidget::item:selected { background: ${SELECTED}; }"
)
_IN_A_CELL = {Kind.TEXT, Kind.LONG, Kind.NUMBER, Kind.CHOICE, Kind.DAY, Kind.WORDS, Kind.KEY}


def is_flat(field: Field) -> bool:
    """Whether a row of it is seen whole on one line of a grid."""
    kinds = [each.kind for each in below(field.path)]
    long = [kind for kind in kinds if kind in (Kind.LONG, Kind.WORDS)]
    return len(kinds) <= 5 and len(long) <= 1 and set(kinds) <= _IN_A_CELL


Makes = Callable[[DraftSession, Sequence[Field], str], Block]  # the form of one row


class RowsBlock(Block):
    def __init__(self, session: DraftSession, field: Field, place: str,
                 make: Makes) -> None:
        super().__init__(session, place)
        self.field = field
        self.notes = Notes(session)
        self.list = QListWidget()
        self.list.setAccessibleName(field.title)
        self.list.setFixedWidth(_WIDE)
        theme.style(self.list, _ITEMS)
        own = tuple(each for each in below(field.path) if each.part == field.part)
        self.form = make(session, own, f"{place}[0]")
        self._none = PlainLabel("还没有，点“添加”。", "muted")
        self.add_button = plain_button("添加", self._add, small=True)
        self.remove_button = quiet_button("删去", self._remove)
        self.up_button = quiet_button("上移", lambda: self._move(-1))
        self.down_button = quiet_button("下移", lambda: self._move(1))
        for button in (self.add_button, self.remove_button, self.up_button, self.down_button):
            button.setAccessibleName(f"{button.text()}{field.title}")
        self._lay_out()
        self.list.currentRowChanged.connect(self._chosen)

    def aim(self, place: str) -> None:
        if place != self.place:  # another list: from its beginning
            super().aim(place)
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(0)
            self.form.aim(f"{place}[0]")

    def refresh(self) -> None:
        rows = self.session.draft.value(self.place) or []
        self._show_rows([row_words(f"{self.place}[{n}]", row) for n, row in enumerate(rows)])
        judged = self.session.judgement
        self.notes.show_notes(
            [(each, "") for each in judged.faults if each.place == self.place],
            [(each, "") for each in judged.kept if each.place == self.place],
        )
        at = self.list.currentRow()
        for button, is_possible in ((self.remove_button, at >= 0), (self.up_button, at > 0),
                                    (self.down_button, 0 <= at < len(rows) - 1)):  # fmt: skip
            button.setEnabled(is_possible)
        self.form.setVisible(at >= 0)
        self._none.setVisible(at < 0)
        if at >= 0:
            self.form.aim(f"{self.place}[{at}]")
            self.form.refresh()

    def reveal(self, place: str) -> QWidget | None:
        inside = place.removeprefix(self.place)
        if inside.startswith("["):
            self.list.setCurrentRow(int(inside[1 : inside.index("]")]))
        return self.form.reveal(place) or self

    # -- inside ------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        buttons = across(self.remove_button, self.up_button, self.down_button, None, gap=10)
        left = laid(down(self.list, across(self.add_button, None), buttons, None, gap=8))
        left.setFixedWidth(_WIDE)
        right = laid(down(self._none, self.form, None, gap=0))
        card = Card(margins=(18, 14, 18, 16), spacing=8)
        self.beside_title = across(PlainLabel(self.field.title, bold=True), None)
        card.body.addLayout(self.beside_title)
        if self.field.hint:
            card.body.addWidget(PlainLabel(self.field.hint, "muted", pixels=theme.SMALL, wrap=True))
        card.body.addWidget(self.notes)
        card.body.addLayout(across(left, upright(), (right, 1), gap=14))
        down(card, on=self)

    def _show_rows(self, titles: Sequence[str]) -> None:
        judged = self.session.judgement
        with QSignalBlocker(self.list):
            while self.list.count() > len(titles):
                self.list.takeItem(self.list.count() - 1)
            while self.list.count() < len(titles):
                self.list.addItem(QListWidgetItem())
            for n, title in enumerate(titles):
                place = f"{self.place}[{n}]"
                part = self.field.part
                is_wrong = any(is_at(each.place, place) for each in judged.faults_of(part))
                is_old = any(is_at(each.place, place) for each in judged.kept_of(part))
                item = self.list.item(n)
                item.setText(f"{title}{'　要改' if is_wrong else '　去年的' if is_old else ''}")
                tone = "RED" if is_wrong else "AMBER" if is_old else "INK"
                item.setForeground(theme.colour(getattr(theme, tone)))
            if self.list.currentRow() < 0 and titles:
                self.list.setCurrentRow(0)
        self.list.setFixedHeight(min(max(len(titles), 1), _MOST) * _ROW + 6)

    def _chosen(self, at: int) -> None:
        self.session.settle()
        self.refresh()

    def _add(self) -> None:
        at = self.session.add(self.place)
        self.refresh()
        self.list.setCurrentRow(at)
        self.form.reveal(f"{self.place}[{at}].{self._first}")

    @property
    def _first(self) -> str:
        """The field that is filled in first: not the id, which is there already."""
        return next(each.name for each in below(self.field.path) if each.kind is not Kind.KEY)

    def _remove(self) -> None:
        at = self.list.currentRow()
        self.session.remove(self.place, at)
        self.list.setCurrentRow(min(at, self.list.count() - 1))

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        self.session.move(self.place, at, at + by)
        self.list.setCurrentRow(at + by)


