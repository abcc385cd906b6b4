"""Two forms in one package that say different things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import combinations

from app.checks.cases import EnterpriseCase, Filed
from app.checks.check import Answers, Need, NotLooked, Sides, check
from app.checks.enterprise.code import code_fault, plain_code
from app.model.documents.form import FORM, FieldFound
from app.model.finding import Finding, Grade, Trait
from app.model.names import normalise_name

_COMPARED = ("name", "code", "experience")  # column ids: whose it is, and for what
_ALIKE = 0.85  # of two texts of which one was recognised
_MOST_FORMS = 6


@check(
    "FORM-03", "几份申报书内容一致", Grade.LOOK, Trait.AUTHENTIC, needs=Need.FILES,
    clause="seal", asks="确定以哪一份申报书为准，另一份去掉或改成一致",
    sides=Sides("两份申报书不一致", "前一份", "后一份"),
    answers=Answers("不用改", ("以盖章的一份为准", "写法不同，说的是一回事")),
)
def agreeing(case: EnterpriseCase) -> Iterator[Finding | NotLooked]:
    """有两份申报书（如 Word 稿和盖章扫描件）的，名称、代码、典型经验名称应一样，不然要由人确定用哪一份。"""
    forms = [filed for filed in case.having(FORM) if filed.member.sha256][:_MOST_FORMS]
    columns = {column.id: column.title for column in case.rules.columns}
    for one, other in combinations(forms, 2):
        for key in _COMPARED:
            left, right = _said(case, one, key), _said(case, other, key)
            if key in columns and left and right and _differ(key, left, right):
                yield replace(
                    other.finding(
                        f"“{one.shown}”和“{other.shown}”的{columns[key]}不一样："
                        f"“{left.text}”，“{right.text}”",
                        "请打开两份核对，确定用哪一份，另一份改为不装入；盖章的一份写错的，请企业改正后重新盖章",
                        page=right.page if other.member.pdf else 0,
                    ),
                    compare=(left.text, right.text),
                )
                break  # one question for one pair


def _said(case: EnterpriseCase, filed: Filed, key: str) -> FieldFound | None:
    facts = case.read_as(filed, FORM)
    return facts.fields.get(key) if facts else None


def _differ(key: str, left: FieldFound, right: FieldFound) -> bool:
    if key == "code":
        codes = [plain_code(one.text) for one in (left, right)]
        return codes[0] != codes[1] and not any(map(code_fault, codes))
    texts = [re.sub(r"[^\w]", "", normalise_name(one.text)) for one in (left, right)]
    if texts[0] == texts[1]:
        return False
    if not (left.is_recognised or right.is_recognised):
        return True
    return SequenceMatcher(None, texts[0][:120], texts[1][:120], autojunk=False).ratio() < _ALIKE
