"""Whether the enterprise was awarded within the years the notice bars."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import EnterpriseCase, plain_identity
from app.checks.check import Answers, Need, NotLooked, check
from app.model.finding import Finding, Grade, Trait, Who


@check(
    "DUP-03", "近年没有获评", Grade.LOOK, Trait.AUTHENTIC, who=Who.BUREAU, needs=Need.ROW,
    clause="award", asks="核实近年获评情况：不能申报的不再推荐，不受限制的书面说明",
    answers=Answers(
        "可以申报", ("通知允许，不受限制", "与名单上的不是同一家"), "不能申报", ("通知不允许，不再推荐",),
    ),
)
def not_awarded(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """近几年（通知规定的年数内）已获评的企业不再申报；按载入的历年名单比对，先比统一社会信用代码，再比名称。"""
    years = case.notice.barred_years
    if not years:
        return
    if not case.whole.awarded:
        yield NotLooked("没有载入历年获评名单，没有比对")
        return
    fields = case.enterprise.fields
    code, name = plain_identity(fields.get("code", ""), case.enterprise.name)
    told = dict.fromkeys((*case.whole.awarded.get(code, ()), *case.whole.awarded.get(name, ())))
    for award in sorted(told, key=lambda one: -one.year):
        if case.notice.year - years <= award.year < case.notice.year:
            is_named = plain_identity("", award.name)[1] == name
            same = "" if is_named else f"（名单上叫“{award.name}”，代码相同）"
            yield Finding(
                f"名单“{award.listed}”里，这家企业已在 {award.year} 年获评{award.track}{same}",
                f"通知规定 {years} 年内已获评的不再申报：请核对是不是同一家；不是的、不受限制的，写明理由",
                detail=f"{award.year} {award.listed}",
            )
