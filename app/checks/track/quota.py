"""How many a sender may recommend."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import TrackCase
from app.checks.check import check
from app.model.finding import Finding, Grade, Trait, Who


@check(
    "QUOTA-01", "推荐项数符合通知", Grade.MUST, Trait.AUTHENTIC, who=Who.BUREAU, clause="quota",
    asks="按通知的项数择优推荐，调整汇总表，重新出具推荐文件",
)
def within_quota(case: TrackCase) -> Iterator[Finding]:
    """通知限定各报送单位每一类别的推荐项数（通知没有另外规定的，直报企业不受限）；附了推荐文件的类别至少要有一家。"""
    count, most = len(case.enterprises), case.rules.quota_of(case.whole.batch.sender).most
    if count == 0:
        yield Finding(
            f"{case.rules.title}附了推荐文件，却没有一家企业",
            "请把企业加进来；不报这一类的，请移除推荐文件",
        )
    elif most and count > most:
        yield Finding(
            f"{case.rules.title}最多推荐 {most} 项，现有 {count} 项，多出 {count - most} 项",
            "请在“收集材料”里移出多出的企业，或改报另一类",
        )
