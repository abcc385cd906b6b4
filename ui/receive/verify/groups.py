"""The groups at the left of 核验: enterprises, or 四性, each with what is open in it."""

from __future__ import annotations

from collections.abc import Sequence

from ui.receive.lists import RecordView
from ui.receive.verify.judged import Group
from ui.widgets.table import Column

_WIDE, _WIDTHS = 900, (128, 208)  # pixels: of the page, and of its groups when it is narrower or wider


class GroupList(RecordView[Group]):
    def __init__(self) -> None:
        columns: list[Column[Group]] = [
            Column("", lambda g: g.title, tip=lambda g: g.title),
            Column("", lambda g: g.words, tone=lambda g: g.tone, right=True),
        ]
        super().__init__(columns, (120, 66), "分组", stretch=0)
        self.horizontalHeader().hide()

    def show_groups(self, groups: Sequence[Group], key: str) -> None:
        """The group of this key is the one chosen; nobody is told."""
        self.blockSignals(True)
        self.show_rows(groups)
        self.choose([group.key for group in groups].index(key))
        self.blockSignals(False)

    def fit(self, page: int) -> None:
        """As wide as a page of that many pixels has room for."""
        self.setFixedWidth(_WIDTHS[page > _WIDE])
