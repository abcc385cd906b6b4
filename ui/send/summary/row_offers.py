"""What the 申报书 say of the cells of a table's rows, and the sender of its own. No widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.batch.offers import Offer, contacts, offers
from app.model.batch import Batch, Enterprise
from app.model.documents.form import FormFacts
from app.notices.notice import Notice

_AT_ONCE = 8  # rows: some 10 ms; each asks what every file of an enterprise is


class RowOffers:
    """Kept by row: only rows that changed, or all when forms were read, are counted anew.

    Of many rows some are counted at once, as are some that changed; the others whenever `go_on` is called.
    """

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._forms: Mapping[str, FormFacts] = {}
        self._own: tuple[object, ...] = ()  # whom the sender names
        self._offers: dict[str, tuple[Enterprise, Mapping[str, Offer]]] = {}
        self._batch: Batch | None = None
        self._waiting: list[Enterprise] = []

    def count(self, batch: Batch, rows: Sequence[Enterprise]) -> bool:
        """Of these rows, or of the first of them; whether forms were read since the last time."""
        own = (batch.sender, *(batch.letter(one.track).fields for one in rows[:1]))
        is_news = batch.forms is not self._forms or own != self._own
        known = {} if is_news else self._offers
        self._forms, self._own = batch.forms, own
        self._batch = batch
        self._offers = {one.id: known[one.id] for one in rows if one.id in known and known[one.id][0] is one}
        others = [one for one in rows if one.id not in self._offers]
        self._waiting = sorted(others, key=lambda one: one.id not in known)  # first what changed
        self.go_on(sum(one.id in known for one in others) if self._offers else _AT_ONCE)
        return is_news

    def go_on(self, most: int = _AT_ONCE) -> tuple[str, ...]:
        """Counts some more of the rows; their ids."""
        most = min(most, _AT_ONCE)
        now, self._waiting = self._waiting[:most], self._waiting[most:]
        self._offers |= {one.id: (one, self._made(self._batch, one)) for one in now if self._batch}
        return tuple(one.id for one in now)

    @property
    def is_counting(self) -> bool:
        return bool(self._waiting)

    def _made(self, batch: Batch, one: Enterprise) -> Mapping[str, Offer]:
        """A paper's word goes before the sender's."""
        return {**contacts(batch, one, self._notice), **offers(batch, one, self._notice)}

    def of(self, key: str) -> Mapping[str, Offer]:
        """Column id → what the form of the enterprise `key` says, where that is not what the cell holds."""
        return self._offers[key][1] if key in self._offers else {}

    @property
    def open(self) -> int:
        """How many empty cells a form could fill; 0 while rows are still counted."""
        if self._waiting:
            return 0
        return sum(not offer.present for _, told in self._offers.values() for offer in told.values())
