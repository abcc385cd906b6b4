"""网上申报: who of the chosen has filed on the web, and on what day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app.errors import WrongUse
from app.ledger import Ledger
from app.model.merged import MergedRow
from app.model.review import Review
from app.receive.merge import rows_of
from app.receive.review.kept import changed
from app.receive.review.ranking import must_file_online


def tick(ledger: Ledger, rows: Iterable[MergedRow], day: date | None, who: str) -> Review:
    """They filed on `day`; None takes it back. Raises WrongUse for one that has not to file, AppError."""
    given, all_rows = tuple(rows), rows_of(ledger)

    def ticked(review: Review) -> Review:
        asked = {row.key for row in must_file_online(all_rows, review, ledger.notice)}
        if others := [row.entry.name for row in given if row.key not in asked]:
            raise WrongUse(f"不用网上申报：{'、'.join(others)}")
        keys = {row.key for row in given}
        rest = {key: on for key, on in review.filed.items() if key not in keys}
        return replace(review, filed=rest | ({key: day.isoformat() for key in keys} if day else {}))

    names = "、".join(row.entry.name for row in given)
    what = f"网上申报已填报：{names}（{day}）" if day else f"网上申报改为未填报：{names}"
    return changed(ledger, ticked, what, who)
