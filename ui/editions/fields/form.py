"""The fields of one thing, one below another: lines together, groups and lists each on a card of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.editions.fields import Field, Kind, below
from ui import theme
from ui.editions.fields.block import Block, Notes
from ui.editions.fields.columns import ColumnsBlock
from ui.editions.fields.grid import GridBlock
from ui.editions.fields.line import Line
from ui.editions.fields.pairs import PairsBlock
from ui.editions.fields.rows import RowsBlock, is_flat
from ui.editions.session import DraftSession
from ui.widgets.boxes import down
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card

_COLUMNS = "tracks[].columns"  # which an official table tells
_GAP, _LINES = 14, 12  # pixels between cards, between lines


class Form(Block):
    """`place`: of the thing whose fields these are; "" for the notice itself. `is_bare`: it lies on a card
    already.
    """

    def __init__(self, session: DraftSession, fields: Sequence[Field], place: str, *,
                 is_bare: bool = False) -> None:
        super().__init__(session, place)
        self._is_bare = is_bare
        self._parts: list[tuple[Field, Block]] = []
        shelves: list[QWidget] = []
        lines: list[Line] = []
        for field in fields:
            block = self._block(field)
            self._parts.append((field, block))
            if isinstance(block, Line):
                lines.append(block)
                continue
            if lines:
                shelves.append(self._shelf(lines))
                lines = []
            shelves.append(block)
        if lines:
            shelves.append(self._shelf(lines))
        down(*shelves, on=self, gap=_GAP)

    def aim(self, place: str) -> None:
        super().aim(place)
        for field, block in self._parts:
            block.aim(_at(place, field))

    def refresh(self) -> None:
        for _, block in self._parts:
            block.refresh()

    def holds(self, place: str) -> bool:
        """The notice's own form has no place that its fields begin with."""
        return any(block.holds(place) for _, block in self._parts)

    def reveal(self, place: str) -> QWidget | None:
        found = next((block for _, block in self._parts if block.holds(place)), None)
        return found.reveal(place) if found is not None else None

    # -- inside ------------------------------------------------------------------------------------
    def _block(self, field: Field) -> Block:
        place = _at(self.place, field)
        if field.kind is Kind.TABLE:
            return Group(self.session, field, place)
        if field.kind is Kind.ROWS:
            if is_flat(field):
                return GridBlock(self.session, field, place)
            kind = ColumnsBlock if field.path == _COLUMNS else RowsBlock
            return kind(self.session, field, place, bare_form)
        if field.kind is Kind.MAP:
            return PairsBlock(self.session, field, place)
        return Line(self.session, field, place)

    def _shelf(self, lines: Sequence[Line]) -> QWidget:
        if self._is_bare:
            made = QWidget()
            down(*lines, on=made, gap=_LINES)
            return made
        card = Card(margins=(18, 16, 18, 16), spacing=_LINES)
        for line in lines:
            card.body.addWidget(line)
        return card


def bare_form(session: DraftSession, fields: Sequence[Field], place: str) -> Form:
    return Form(session, fields, place, is_bare=True)


class Group(Block):
    """A few fields under a title of their own."""

    def __init__(self, session: DraftSession, field: Field, place: str) -> None:
        super().__init__(session, place)
        self.notes = Notes(session)
        own = tuple(each for each in below(field.path) if each.part == field.part)
        self.form = Form(session, own, place, is_bare=True)
        card = Card(margins=(18, 14, 18, 16), spacing=6)
        if field.title != field.part:  # which stands over the page
            card.body.addWidget(PlainLabel(field.title, bold=True))
        if field.hint:
            card.body.addWidget(PlainLabel(field.hint, "muted", pixels=theme.SMALL, wrap=True))
        card.body.addWidget(self.notes)
        card.body.addSpacing(2)
        card.body.addWidget(self.form)
        down(card, on=self)

    def aim(self, place: str) -> None:
        super().aim(place)
        self.form.aim(place)

    def refresh(self) -> None:
        judged = self.session.judgement
        faults = [(each, "") for each in judged.faults if each.place == self.place]
        kept = [judged.kept_at[self.place]] if self.place in judged.kept_at else []
        self.notes.show_notes(faults, [(each, "") for each in kept])
        self.form.refresh()

    def reveal(self, place: str) -> QWidget | None:
        return self.form.reveal(place) or self


def _at(place: str, field: Field) -> str:
    return f"{place}.{field.name}" if place else field.name
