"""现场核查: whom somebody goes to see, when, and what was found. Who fails has no part any more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from app import wording
from app.errors import WrongUse
from app.ledger import Ledger
from app.model.after.attachment import Owner
from app.model.merged import MergedRow
from app.model.review import Review, Visit
from app.receive.exchange.files import of_visit
from app.receive.review.gate import bars_of, takes_part
from app.receive.review.kept import changed, review_of


def send_to(
    ledger: Ledger, rows: Iterable[MergedRow], day: date, members: Iterable[str], who: str
) -> Review:
    """These are visited on `day` by `members`; a visit that was planned is replaced, with what was found.
    Raises WrongUse without members, or for one that has no part in the review or is publicised; AppError.
    """
    given, people = tuple(rows), tuple(filter(None, map(str.strip, members)))
    if not people:
        raise WrongUse("请写明去核查的人")

    def planned(review: Review) -> Review:
        for row in given:
            _refuse_public(row, review)
            if not takes_part(row, review):
                raise WrongUse(f"“{row.entry.name}”{'，'.join(bars_of(row, review).values())}，不参加评审")
        fresh = {row.key: Visit(day.isoformat(), people, who) for row in given}
        return replace(review, visits={**review.visits, **fresh})

    names = "、".join(row.entry.name for row in given)
    return changed(ledger, planned, f"{wording.day(day)}现场核查 {names}（{'、'.join(people)}）", who)


def found(ledger: Ledger, row: MergedRow, passed: bool, words: str, who: str) -> Review:
    """What the visit found. Raises WrongUse when none was planned, it failed without words, or the list is
    publicised; AppError.
    """
    said = words.strip()
    if not passed and not said:
        raise WrongUse("没有通过的，请写明核查的情况")

    def told(review: Review) -> Review:
        _refuse_public(row, review)
        visit = _planned(row, review)
        return replace(review, visits={**review.visits, row.key: replace(visit, passed=passed, words=said)})

    how = "通过" if passed else "没有通过"
    return changed(ledger, told, f"现场核查“{row.entry.name}”：{how}" + (f"（{said}）" if said else ""), who)


def call_off(ledger: Ledger, row: MergedRow, who: str) -> Review:
    """The visit, and what it found, is taken back. Raises WrongUse when none was planned, AppError."""

    def without(review: Review) -> Review:
        _refuse_public(row, review)
        _planned(row, review)
        return replace(review, visits={k: v for k, v in review.visits.items() if k != row.key})

    return changed(ledger, without, f"撤回“{row.entry.name}”的现场核查", who)


def visited(ledger: Ledger, row: MergedRow) -> Owner:
    """What photographs and minutes of its visit are kept with. Raises WrongUse when none was planned."""
    _planned(row, review_of(ledger))
    return of_visit(row)


def _planned(row: MergedRow, review: Review) -> Visit:
    visit = review.visits.get(row.key)
    if visit is None:
        raise WrongUse(f"“{row.entry.name}”没有安排现场核查")
    return visit


def _refuse_public(row: MergedRow, review: Review) -> None:
    shown = review.publicity.get(row.track)
    if shown is not None and row.key in shown.keys:
        raise WrongUse(f"“{row.entry.name}”已经在公示的名单里")
