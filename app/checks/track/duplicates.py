"""The same enterprise twice in one track."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import TrackCase, identity
from app.checks.check import Answers, Claim, check
from app.checks.words import some
from app.model.batch import Enterprise
from app.model.finding import Finding, Grade, Trait, Who


@check(
    "DUP-01", "同一类别里没有重复的企业", Grade.MUST, Trait.AUTHENTIC, who=Who.BUREAU,
    answers=Answers("由这一家推荐", ("由这一家报送单位推荐", "另一家不再报送")),
    claim=Claim(3, "同一类别没有重复的企业"), clause="table",
    asks="去掉重复的一项；不是同一家的，改正代码或名称",
)
def once(case: TrackCase) -> Iterator[Finding]:
    """一家企业在同一类别只能申报一项；先比统一社会信用代码，再比名称（不计括号、空格和全角半角）。"""
    by_code: dict[str, list[Enterprise]] = {}
    by_name: dict[str, list[Enterprise]] = {}
    for enterprise in case.enterprises:
        code, name = identity(enterprise)
        if code:
            by_code.setdefault(code, []).append(enterprise)
        by_name.setdefault(name, []).append(enterprise)
    told: set[frozenset[str]] = set()
    for why, groups in (("统一社会信用代码相同", by_code), ("名称相同", by_name)):
        for key, group in groups.items():
            together = frozenset(enterprise.id for enterprise in group)
            if len(group) < 2 or together in told:
                continue
            told.add(together)
            yield Finding(
                f"{some([enterprise.name for enterprise in group])}是同一家企业：{why}",
                "请移出多余的一项；不是同一家的，请改正代码或名称",
                why=f"{case.rules.title}里重复",
                detail=f"{why} {key}",
            )
