"""Score sheets read back: which expert, which row, how many points."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import Unreadable
from app.model.names import normalise_name
from app.model.review import FULL_MARKS, Score
from app.model.source import LeftOut
from app.notices.clauses import Criterion
from app.reading.tables.workbook import worksheets

KEY, NAME, POINTS, REMARK = "评审编号", "企业名称", "分数（0—100）", "评语"
EXPERT = "专家："
_NUMBER = re.compile(r"\d{1,3}(\.\d+)?")
_FILE = re.compile(r"评分表_(.+)\.[^.]+$")


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """`scores` by row key; `unscored`: names of rows left blank."""

    expert: str
    scores: Mapping[str, Score]
    left_out: tuple[LeftOut, ...]
    unscored: tuple[str, ...]


def read_score_sheet(
    path: Path, names: Mapping[str, str], criteria: Mapping[str, Sequence[Criterion]],
    report: Callable[[int, str], None],
) -> ReadSheet:  # fmt: skip
    """`names`: row key → enterprise, as the ledger has them; `criteria`: row key → what it is scored by, of
    those that have some. Foreign input: to be called in a child.

    Raises Unreadable when it is no spreadsheet, or none with our heading.
    """
    scores: dict[str, Score] = {}
    left_out: list[LeftOut] = []
    unscored: list[str] = []
    expert, is_ours = "", False
    for page in worksheets(path, report):
        at = next((n for n, row in enumerate(page.grid) if KEY in row and POINTS in row), None)
        if at is None:
            continue
        is_ours = True
        expert = expert or _expert(page.grid[:at])
        places = {title: place for place, title in reversed([*enumerate(page.grid[at])]) if title}
        for number, row in enumerate(page.grid[at + 1:], at + 2):
            cells = {title: row[place] if place < len(row) else "" for title, place in places.items()}
            if cells[KEY]:
                _take(cells, f"{page.name} 第 {number} 行", names, criteria, scores, left_out, unscored)
    expert = expert or _expert_in_name(path)
    if not is_ours or not expert:
        raise Unreadable(f"{path.name}（不是本程序导出的评分表）")
    return ReadSheet(expert, scores, tuple(left_out), tuple(unscored))


def _take(
    cells: Mapping[str, str], place: str, names: Mapping[str, str],
    criteria: Mapping[str, Sequence[Criterion]], scores: dict[str, Score],
    left_out: list[LeftOut], unscored: list[str],
) -> None:  # fmt: skip
    key, name = cells[KEY], cells.get(NAME, "")
    parts = tuple(_part(cells, each.heading, each.most) for each in criteria.get(key, ()))
    parts = parts or (_part(cells, POINTS, FULL_MARKS // 100),)
    wrong = [part for part in parts if part.text and part.value is None]
    blank = [part for part in parts if not part.text]
    if key not in names:
        left_out.append(LeftOut(place, f"汇总表里没有编号“{key}”（可能已由补正光盘代替）"))
    elif normalise_name(name) != normalise_name(names[key]):
        left_out.append(LeftOut(place, f"编号“{key}”是“{names[key]}”，表上写的是“{name}”"))
    elif wrong:
        told = "；".join(f"“{part.text[:20]}”不是 0 到 {part.most} 的数" for part in wrong)
        where = "" if key not in criteria else f"“{'”“'.join(part.title for part in wrong)}”"
        left_out.append(LeftOut(place, f"“{name}”{where}的分数{told}"))
    elif len(blank) == len(parts):
        unscored.append(name)
    elif blank:
        lacking = "”“".join(part.title for part in blank)
        left_out.append(LeftOut(place, f"“{name}”还有“{lacking}”没有打分，没有算总分"))
    elif key in scores:
        left_out.append(LeftOut(place, f"“{name}”出现两次，只取了前一个分数"))
    else:
        values = tuple(part.value or 0 for part in parts)
        own = values if key in criteria else ()
        scores[key] = Score(name, sum(values), cells.get(REMARK, ""), own)


@dataclass(frozen=True, slots=True)
class _Part:
    """One cell of points: under which heading, what stands there, and its hundredths, None if it is none."""

    title: str
    most: int
    text: str
    value: int | None


def _part(cells: Mapping[str, str], heading: str, most: int) -> _Part:
    text = unicodedata.normalize("NFKC", cells.get(heading, "")).strip()
    value = hundredths(text)
    is_within = value is not None and value <= most * 100
    return _Part(heading.rpartition("（")[0], most, text, value if is_within else None)


def hundredths(text: str) -> int | None:
    """"85", "85.5", "85分" in hundredths of a point, half up; None when it is no number from 0 to 100."""
    plain = text.removesuffix("分").strip()
    if not _NUMBER.fullmatch(plain):
        return None
    whole, _, part = plain.partition(".")
    digits = (part + "000")[:3]
    value = int(whole) * 100 + (int(digits) + 5) // 10
    return value if value <= FULL_MARKS else None


def _expert(grid: Sequence[Sequence[str]]) -> str:
    found = (cell for row in grid for cell in row if cell.startswith(EXPERT))
    return next((cell.removeprefix(EXPERT).strip() for cell in found), "")


def _expert_in_name(path: Path) -> str:
    match = _FILE.search(path.name)
    return match.group(1).strip() if match else ""
