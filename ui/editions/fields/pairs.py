"""A table of two columns: what stands for what."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.editions.fields import Field
from ui import theme
from ui.editions.fields.block import Block, Notes
from ui.editions.session import DraftSession, is_at
from ui.widgets.boxes import down
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.rows_editor import Field as Cell
from ui.widgets.rows_editor import RowsEditor


class PairsBlock(Block):
    def __init__(self, session: DraftSession, field: Field, place: str) -> None:
        super().__init__(session, place)
        left, _, right = field.hint.partition("→")
        self.notes = Notes(session)
        self.editor = RowsEditor([Cell(left.strip() or "名称"), Cell(right.strip() or "内容")],
                                 field.title, "删去")  # fmt: skip
        self._is_showing = False
        card = Card(margins=(18, 14, 18, 16), spacing=8)
        card.body.addWidget(PlainLabel(field.title, bold=True))
        card.body.addWidget(PlainLabel(field.hint, "muted", pixels=theme.SMALL, wrap=True))
        card.body.addWidget(self.notes)
        card.body.addWidget(self.editor)
        down(card, on=self)
        self.editor.changed.connect(self._changed)

    def refresh(self) -> None:
        value = self.session.draft.value(self.place)
        told = {str(key): str(each) for key, each in value.items()} if isinstance(value, dict) else {}
        if told != self._now():
            self._is_showing = True
            self.editor.show_rows(list(told.items()))
            self._is_showing = False
        judged = self.session.judgement
        lead = {each.place: f"{each.place.removeprefix(self.place).lstrip('.')}：" for each in judged.faults}
        self.notes.show_notes(
            [(each, lead[each.place]) for each in judged.faults if is_at(each.place, self.place)],
            [(each, "") for each in judged.kept if is_at(each.place, self.place)],
        )

    def reveal(self, place: str) -> QWidget | None:
        self.editor.lines[0].cells[0].setFocus()
        return self

    def _now(self) -> dict[str, str]:
        return {row[0]: row[1] for row in self.editor.rows()}

    def _changed(self) -> None:
        if not self._is_showing:
            self.session.put(self.place, self._now())
