"""The same enterprise in both tracks."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import BatchCase, identity
from app.checks.check import check
from app.model.batch import Enterprise, Track
from app.model.finding import Finding, Grade, Trait, Who


@check("DUP-03", "没有同时申报两个类别", grade=Grade.LOOK, trait=Trait.AUTHENTIC, who=Who.BUREAU)
def one_track(case: BatchCase) -> Iterator[Finding]:
    """同一家企业同时申报全国和全省的，请核对是否允许、材料是否分别准备。近年已入选的名单不在通知里，要由人核对。"""
    national: dict[str, Enterprise] = {}
    for enterprise in case.batch.in_track(Track.NATIONAL):
        for key in filter(None, identity(enterprise)):
            national.setdefault(key, enterprise)
    for enterprise in case.batch.in_track(Track.PROVINCIAL):
        code, name = identity(enterprise)
        other = national.get(code) or national.get(name)
        if other is None:
            continue
        yield Finding(
            f"“{enterprise.name}”同时申报了全国和全省质量标杆",
            "请核对是否两类都报；都报的写明理由",
            detail=f"{other.name} {enterprise.name}",
        )
