"""重点领域 is one of the notice's."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import EnterpriseCase
from app.checks.check import Mend, row_check
from app.model.finding import Finding, Grade, Trait


@row_check(
    "AREA-01", "重点领域填写正确", Grade.MUST, Trait.AUTHENTIC, mend=Mend.FILL, clause="area",
    asks="在汇总表里填写通知列出的一个重点领域",
)
def known_area(case: EnterpriseCase) -> Iterator[Finding]:
    """申报的典型经验必须属于通知列出的重点领域之一。"""
    titles = "、".join(f"{area.number} {area.title}" for area in case.notice.areas)
    for column in case.rules.columns:
        text = case.cell(column.id)
        if column.kind != "area" or (text and case.notice.area(text)):
            continue
        if text:
            what = f"{column.title}“{text}”对不上通知的任何一个领域，或同时像几个领域"
            yield Finding(what, f"请改为其中一个：{titles}", column=column.id, detail=text)
        elif column.required:
            yield Finding(f"没有填写{column.title}", f"请选其中一个：{titles}", column=column.id)
