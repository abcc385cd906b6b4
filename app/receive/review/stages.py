"""How far each enterprise is: one answer, made from the marks, the visits and the publicity."""

from __future__ import annotations

from app.model.merged import MergedRow
from app.model.review import Review, Stage
from app.notices.notice import Track
from app.receive.review.gate import takes_part


def stage_of(row: MergedRow, review: Review) -> Stage:
    shown, visit = review.publicity.get(row.track), review.visits.get(row.key)
    is_listed = shown is not None and row.key in shown.keys
    if not takes_part(row, review):
        return Stage.OUT
    if shown is not None and is_listed:
        return Stage.CHOSEN if shown.is_final else Stage.PUBLIC
    if shown is not None and shown.is_final:
        return Stage.PASSED_OVER
    if visit is not None and visit.passed is None:
        return Stage.VISIT
    return Stage.PROPOSED if row.key in review.recommended else Stage.REVIEW


def called(stage: Stage, track: Track) -> str:
    """As this track calls it: 拟认定, 已认定."""
    if stage is Stage.PROPOSED:
        return track.proposed
    return track.settled if stage is Stage.CHOSEN else stage.title
