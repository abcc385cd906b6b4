"""序号 of the table that was brought along."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from app.checks.cases import TrackCase
from app.checks.check import check
from app.checks.words import few, some
from app.model.finding import Finding, Grade, Trait, Who
from app.model.step import Step


@check(
    "ORDER-01", "序号连续且与推荐次序一致", Grade.SHOULD, Trait.COMPLETE, who=Who.BUREAU, mend_at=Step.TABLE,
    clause="table", asks="在汇总表里按推荐次序从 1 起重新编号",
)
def consecutive(case: TrackCase) -> Iterator[Finding]:
    """序号就是推荐次序，应从 1 起不重不漏。程序写汇总表时按推荐次序重新编号。"""
    columns = [column.id for column in case.rules.columns if column.filled == "order"]
    texts = [e.fields.get(columns[0], "") for e in case.enterprises] if columns else []
    if not any(texts):
        return
    numbers = [_number(text) for text in texts]
    given = [number for number in numbers if number is not None]
    absent = [e.name for e, number in zip(case.enterprises, numbers, strict=True) if number is None]
    doubles = sorted(number for number, count in Counter(given).items() if count > 1)
    gaps = sorted(set(range(1, len(numbers) + 1)) - set(given)) if not absent else []
    said = []
    if doubles:
        said.append(f"重复：{'、'.join(map(str, doubles))}")
    if gaps:
        said.append(f"缺少：{few(gaps)}")
    if absent:
        said.append(f"没有填的：{some(absent)}")
    if not said and given != sorted(given):
        said.append("与现在的推荐次序不同")
    if said:
        yield Finding(
            f"带来的表格里，序号{'；'.join(said)}",
            "请在“汇总表”里把企业拖到正确的次序；写出的汇总表会重新编号",
            column=columns[0],
        )


def _number(text: str) -> int | None:
    """1, １, 1.0, 第1 → 1; None without a number."""  # noqa: RUF002
    found = re.search(r"\d+", unicodedata.normalize("NFKC", text))
    return int(found.group()) if found and len(found.group()) < 9 else None
