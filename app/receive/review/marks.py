"""What a person decides of single rows: 拟推荐 and 拟认定, and who takes part in spite of the gate."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app import clock
from app.errors import WrongUse
from app.ledger import Ledger
from app.model.merged import MergedRow
from app.model.review import Admission, Review
from app.receive.merge import rows_of
from app.receive.review.gate import bars_of, takes_part
from app.receive.review.kept import changed


def recommend(ledger: Ledger, keys: Iterable[str], who: str, track: str | None = None) -> Review:
    """Marks those chosen (拟推荐, 拟认定): these rows and no others; with `track`, the other's marks stay.

    A mark of a submission that was replaced since is dropped: the mended one is judged anew. Raises WrongUse
    for a key there is none of, or that is marked now and has no part in the review, AppError.
    """
    rows, given = {row.key: row for row in rows_of(ledger)}, tuple(dict.fromkeys(keys))
    which = ledger.notice.track(track).short if track else ""

    def marked(review: Review) -> Review:
        lost = set(review.recommended) - set(rows)
        wanted = tuple(key for key in given if key not in lost)
        if unknown := [key for key in wanted if key not in rows or track not in (None, rows[key].track)]:
            raise WrongUse(f"汇总表里没有：{'、'.join(unknown)}")
        fresh = [rows[key] for key in wanted if key not in review.recommended]
        if barred := [row for row in fresh if not takes_part(row, review)]:
            raise WrongUse(f"{_told(barred, review)}；确要列入，请先写明理由")
        stay = [key for key in review.recommended if track and key in rows and rows[key].track != track]
        return replace(review, recommended=(*stay, *wanted))

    return changed(ledger, marked, f"标记{which}拟推荐 {len(given)} 家", who)


def _told(barred: Iterable[MergedRow], review: Review) -> str:
    return "；".join(f"“{row.entry.name}”{'，'.join(bars_of(row, review).values())}" for row in barred)


def admit(ledger: Ledger, rows: Iterable[MergedRow], reason: str, who: str) -> Review:
    """These take part in spite of what bars them; the reason is printed on the lists. Those that nothing bars
    are passed over. Raises WrongUse without a reason, or when nothing bars any of them, AppError.
    """
    said, at, given = reason.strip(), clock.now().isoformat(), tuple(rows)
    if not said:
        raise WrongUse("请写明为什么列入评审，理由会印在名单的说明里")

    def let_in(review: Review) -> Review:
        bars = {row.key: tuple(bars_of(row, review)) for row in given}
        fresh = {key: Admission(own, said, who, at) for key, own in bars.items() if own}
        if not fresh:
            raise WrongUse("已受理、材料完整、在名额以内的，本来就参加评审，不用写理由")
        return replace(review, admitted={**review.admitted, **fresh})

    names = "、".join(row.entry.name for row in given)
    return changed(ledger, let_in, f"同意列入评审：{names}（{said}）", who)


def shut_out(ledger: Ledger, rows: Iterable[MergedRow], who: str) -> Review:
    """Takes back that these were admitted. Raises WrongUse when none of them was, AppError."""
    gone = tuple(rows)

    def without(review: Review) -> Review:
        keys = {row.key for row in gone}
        if not keys & set(review.admitted):
            raise WrongUse("没有写过列入评审的理由，不用撤回")
        return replace(review, admitted={k: v for k, v in review.admitted.items() if k not in keys})

    return changed(ledger, without, f"撤回列入评审：{'、'.join(row.entry.name for row in gone)}", who)
