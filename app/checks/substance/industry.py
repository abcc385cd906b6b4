"""Whether the industry, its code and what the form says of them agree."""

from __future__ import annotations

from collections.abc import Iterator

from app.checks.cases import EnterpriseCase
from app.checks.check import Answers, row_check
from app.model.documents.form import FORM
from app.model.finding import Finding, Grade, Trait
from app.notices.industries import division_name, division_of_name, normalise_division


@row_check(
    "CODE-03", "行业名称与行业代码一致", Grade.LOOK, Trait.AUTHENTIC, clause="scope",
    asks="按企业的主营业务核对，把写错的一处改正",
    answers=Answers("没有写错", ("按主营业务归类，没有写错",)),
)
def agreeing(case: EnterpriseCase) -> Iterator[Finding]:
    """行业名称正好是国民经济行业分类里某一大类的名称时，行业代码应是这一大类；申报书里写明的代码也应一致。"""
    columns = case.rules.columns
    for column in (column for column in columns if column.kind == "division"):
        division = normalise_division(case.cell(column.id))
        if not division:
            continue  # SCOPE-01 tells that
        shown = f"{column.title}是“{division} {division_name(division)}”"
        for title, text in _named(case, column.id):
            meant = normalise_division(text) or division_of_name(text)
            if meant and meant != division:
                yield Finding(
                    f"{title}是“{text}”，属于“{meant} {division_name(meant)}”；{shown}",
                    "请按企业的主营业务核对，把写错的一处改正；确实如此的，写明理由",
                    column=column.id,
                    compare=(text, case.cell(column.id)),
                    detail=f"{text} {division}",
                )
                break  # the same slip, seen from another side


def _named(case: EnterpriseCase, division: str) -> Iterator[tuple[str, str]]:
    """(whose word, what it says of the industry): the table's own, then the form's."""
    for column in case.rules.columns:
        if column.kind == "industry" and (text := case.cell(column.id)):
            yield column.title, text
    if named := division_of_name(case.cell(division)):
        yield f"{case.rules.column(division).title}一格里的名称", division_name(named)
    industries = [column.id for column in case.rules.columns if column.kind == "industry"]
    for filed in case.having(FORM):
        facts = case.read_as(filed, FORM)
        for key in (*industries, division) if facts else ():
            found = facts.fields.get(key) if facts else None
            if found is not None and not (found.is_recognised and key == division):  # digits are misread
                yield f"申报书里的{case.rules.column(key).title}", found.text
