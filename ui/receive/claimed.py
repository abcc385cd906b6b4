"""Who works on the submission that is open, at another computer: seen beside what is decided of it."""

from __future__ import annotations

from ui.receive.session import LedgerSession
from ui.widgets.pill import Pill


class ClaimPill(Pill):
    """Hidden while nobody else does."""

    def __init__(self, session: LedgerSession) -> None:
        super().__init__("", "amber")
        self._session = session
        session.opened.connect(lambda _: self._show())
        session.others.connect(self._show)
        self._show()

    def _show(self) -> None:
        one = self._session.one
        claim = self._session.claim_on(one.submission.id) if one is not None else None
        self.setVisible(claim is not None)
        if claim is not None:
            self.show_text(claim.words, "amber")
