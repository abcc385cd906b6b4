"""The same enterprise in both tracks."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import BatchCase, identity
from app.checks.check import check
from app.checks.substance.awarded import not_awarded
from app.model.batch import Enterprise
from app.model.finding import Finding, Grade, Trait, Who


@check(
    not_awarded.id, "没有同时申报两个类别", Grade.LOOK, Trait.AUTHENTIC, who=Who.BUREAU, widens=not_awarded,
    answers=not_awarded.answers, asks="确定报哪一类，另一类不再推荐",
)
def one_track(case: BatchCase) -> Iterator[Finding]:
    """同一家企业申报几个类别的，请核对是否允许、材料是否分别准备。"""
    before: dict[str, Enterprise] = {}
    for track in case.tracks:
        for enterprise in track.enterprises:
            code, name = identity(enterprise)
            other = before.get(code) or before.get(name)
            if other is not None:
                yield Finding(
                    f"“{enterprise.name}”同时申报了{case.notice.track(other.track).title}和{track.rules.title}",
                    "请核对是否几类都报；都报的写明理由",
                    detail=f"{other.name} {enterprise.name}",
                )
        for enterprise in track.enterprises:
            for key in filter(None, identity(enterprise)):
                before.setdefault(key, enterprise)
