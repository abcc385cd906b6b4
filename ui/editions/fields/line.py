"""One field on a line: what it is, its editor, what to write, what is wrong with it."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.editions.fields import Field, Kind
from app.editions.rows import choices_at
from ui import theme
from ui.editions.fields.block import Block, Notes
from ui.editions.fields.editors import editor_of
from ui.editions.session import DraftSession, is_at
from ui.widgets.boxes import across, down
from ui.widgets.labels import PlainLabel

LABEL = 128  # pixels


class Line(Block):
    def __init__(self, session: DraftSession, field: Field, place: str) -> None:
        super().__init__(session, place)
        self.field = field
        self.editor = editor_of(field)
        self.notes = Notes(session)
        title = PlainLabel("" if field.kind is Kind.YES else field.title, "muted", wrap=True)
        title.setFixedWidth(LABEL)
        title.setContentsMargins(0, 7, 0, 0)
        hint = PlainLabel(field.hint, "muted", pixels=theme.SMALL, wrap=True)
        hint.setVisible(bool(field.hint))
        right = down(self.editor, hint, self.notes, gap=3)
        across((title, Qt.AlignmentFlag.AlignTop), (right, 1), on=self, gap=12)
        self.editor.edited.connect(lambda value: self.session.put(self.place, value))
        self.editor.settled.connect(self.session.settle)

    def refresh(self) -> None:
        draft, judged = self.session.draft, self.session.judgement
        if self.field.among:
            self.editor.show_choices(choices_at(draft.data, self.place))
        self.editor.show_value(draft.value(self.place))
        faults = [(each, _item(each.place)) for each in judged.faults if is_at(each.place, self.place)]
        kept = [(each, _item(each.place)) for each in judged.kept if is_at(each.place, self.place)]
        self.editor.mark(bool(faults))
        self.notes.show_notes(faults, kept)

    def reveal(self, place: str) -> QWidget | None:
        self.editor.inner.setFocus(Qt.FocusReason.OtherFocusReason)
        return self


def _item(place: str) -> str:
    """Of a list with one a line, which line."""
    found = re.search(r"\[(\d+)\]$", place)
    return f"第 {int(found[1]) + 1} 行：" if found else ""
