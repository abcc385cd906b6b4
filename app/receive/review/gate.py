"""The gate: only what was accepted, is whole and within its quota takes part, or what a person lets in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.model.merged import Mark, MergedRow
from app.model.review import Admission, Bar, Review
from app.model.submission import Standing


def bars_of(row: MergedRow, review: Review) -> Mapping[Bar, str]:
    """Why it has no part, in words; none: it has."""
    told = {}
    standing = row.submission.standing
    if standing is not Standing.ACCEPTED:
        told[Bar.NOT_ACCEPTED] = f"{standing.words}，还没有受理"
    parts = [f"还有 {row.entry.must} 处必须补正"] if row.entry.must else []
    parts += [f"{row.unread} 个文件没有从光盘上读完整"] if row.unread else []
    if parts:
        told[Bar.NOT_WHOLE] = "、".join(parts)
    if Mark.OVER_QUOTA in row.marks:
        told[Bar.OVER_QUOTA] = f"超出名额（{row.marks[Mark.OVER_QUOTA]}）"
    visit = review.visits.get(row.key)
    if visit is not None and visit.passed is False:
        told[Bar.NOT_CONFIRMED] = f"现场核查没有通过（{visit.words}）"
    if upheld := [each for each in review.objections if each.key == row.key and each.is_upheld]:
        told[Bar.OBJECTED] = f"公示的异议成立（{upheld[-1].answer}）"
    return told


def admission_of(row: MergedRow, review: Review) -> Admission | None:
    """What lets it in. A bar that came since was not what the person knew of: it bars again."""
    bars, found = bars_of(row, review), review.admitted.get(row.key)
    return found if bars and found is not None and set(bars) <= set(found.bars) else None


def takes_part(row: MergedRow, review: Review) -> bool:
    return not bars_of(row, review) or admission_of(row, review) is not None


def taking_part(rows: Iterable[MergedRow], review: Review) -> tuple[MergedRow, ...]:
    return tuple(row for row in rows if takes_part(row, review))
