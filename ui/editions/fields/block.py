"""What stands on a draft's page, and the notes beside it: what is wrong, what is still last year's."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.editions.draft import Kept
from app.notices.faults import Fault
from ui import theme
from ui.editions.session import DraftSession, is_at
from ui.widgets.boxes import across, down, laid, refill
from ui.widgets.buttons import link_button
from ui.widgets.labels import PlainLabel

_MOST = 6  # notes in one place


class Block(QWidget):
    """Shows what the draft says at `place`, and changes it. `titles` are said before what is wrong below."""

    def __init__(self, session: DraftSession, place: str) -> None:
        super().__init__()
        self.session, self.place = session, place

    def aim(self, place: str) -> None:
        """At another place of the same kind: another row is shown."""
        self.place = place

    def refresh(self) -> None:
        """As the draft and what is known of it are now."""

    def holds(self, place: str) -> bool:
        return is_at(place, self.place)

    def reveal(self, place: str) -> QWidget | None:
        """Bring what stands at a place at or below this one into sight; what is to be looked at."""
        return self


class Notes(QWidget):
    """Nothing, where there is nothing to say."""

    def __init__(self, session: DraftSession) -> None:
        super().__init__()
        self._session = session
        self._body = down(on=self, gap=2)
        self._said: tuple[object, ...] = ()
        self.hide()

    def show_notes(self, faults: Sequence[tuple[Fault, str]], kept: Sequence[tuple[Kept, str]]) -> None:
        """Each with the words before it."""
        said = (*((fault.says, lead) for fault, lead in faults), *((each, lead) for each, lead in kept))
        if said == self._said:
            return
        self._said = said
        rows: list[QWidget] = []
        for fault, lead in faults[:_MOST]:
            rows.append(PlainLabel(f"{lead}{fault.says}", "red", pixels=theme.SMALL, wrap=True))
        for each, lead in kept[:_MOST]:
            words = PlainLabel(f"{lead}还是去年的（{each.why}）", "amber", pixels=theme.SMALL)
            same = link_button("仍照去年", partial(self._session.confirm, each.place))
            same.setAccessibleName(f"{each.words} 仍照去年")
            same.setFont(theme.font(theme.SMALL))
            rows.append(laid(across(words, same, None, gap=8)))
        if (more := len(faults) + len(kept) - len(rows)) > 0:
            rows.append(PlainLabel(f"还有 {more} 处", "muted", pixels=theme.SMALL))
        refill(self._body, *rows)
        self.setVisible(bool(rows))
