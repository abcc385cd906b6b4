"""In time."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import BatchCase
from app.checks.check import Need, check
from app.model.finding import Finding, Grade, Trait, Who
from app.wording import day


@check(
    "DATE-01", "在截止日期以前", Grade.SHOULD, Trait.AUTHENTIC, who=Who.BUREAU, needs=Need.DAY, mend_at=None,
    clause="deadline", asks=None,
)
def in_time(case: BatchCase) -> Iterator[Finding]:
    """通知规定了报送的截止日期，逾期可能不予受理。"""
    deadline = case.notice.deadline
    if case.today > deadline:
        yield Finding(
            f"已过截止日期（{day(deadline)}），晚了 {(case.today - deadline).days} 天",
            f"请尽快报送，并与省厅{case.notice.department}联系说明",
        )
