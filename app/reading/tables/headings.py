"""Which row of a table is its heading, and which column of the notice each cell of it means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.notices.notice import Column, Track

Grid = Sequence[Sequence[str]]
Merge = tuple[int, int, int, int]  # first row, first column, last row, last column, from 0, both included

WITHIN = 15  # rows from the top of the used area in which a heading may stand
_MARKS = re.compile(r"[(\[【]?(必填项?|选填项?|必须填写)[)\]】]?|[*★☆※:：#√]|\s")
_BRACKETED = re.compile(r"[(\[【][^)\]】]*[)\]】]")
_BRACKETS = re.compile(r"[()\[\]【】]")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading stands: rows `first`..`last` (from 0), `columns` column id → index (from 0).

    `unknown` are the texts of the cells that mean nothing to the notice, `doubled` those that stand
    there twice over (the left one is taken).
    """

    first: int
    last: int
    columns: Mapping[str, int]
    unknown: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()


def heading_key(text: str) -> str:
    """A heading as it is compared: NFKC, no spaces, line breaks, brackets, stars or “必填” marks."""
    return _BRACKETS.sub("", _folded(text))


def name_column(rules: Track) -> str:
    """Id of the column that holds the full name."""
    return next(column.id for column in rules.columns if column.filled == "name")


def find_heading(grid: Grid, merges: Sequence[Merge], rules: Track, within: int = WITHIN) -> Heading | None:
    """The row, or pair of rows, that knows most columns and has the name; None if there is none."""
    best: Heading | None = None
    top = min(within, len(grid))
    single = [(row, row) for row in range(top)]
    pairs = [(row, row + 1) for row in range(top - 1)]  # only where two rows know more than one does
    for first, last in single + pairs:
        found = _read_heading(grid, merges, rules, first, last)
        if found is not None and (best is None or len(found.columns) > len(best.columns)):
            best = found
    return best


def read_labels(labels: Sequence[tuple[str, str]], rules: Track) -> Heading:
    """What (upper, lower) cells mean, column by column; the strongest claim to a column takes it."""
    claims = [(*_claim(upper, lower, rules), index) for index, (upper, lower) in enumerate(labels)]
    columns: dict[str, int] = {}
    doubled: list[str] = []
    for _, column, index in sorted(claims, key=lambda claim: (-claim[0], claim[2])):
        if not column:
            continue
        if column not in columns:
            columns[column] = index
        elif heading_key(_shown(labels[index])) == heading_key(_shown(labels[columns[column]])):
            doubled.append(_shown(labels[index]))
    columns = dict(sorted(columns.items(), key=lambda item: item[1]))
    taken = set(columns.values())
    unknown = tuple(_shown(label) for index, label in enumerate(labels) if index not in taken and any(label))
    return Heading(0, 0, columns, unknown, tuple(doubled))


def _read_heading(grid: Grid, merges: Sequence[Merge], rules: Track, row: int, last: int) -> Heading | None:
    lower = list(grid[last])
    labels = [("", text) for text in lower] if row == last else _two_rows(list(grid[row]), lower, merges, row)
    found = read_labels(labels, rules)
    name = found.columns.get(name_column(rules))
    if name is None:
        return None
    if row != last and labels[name][1] and column_meant(labels[name][1], rules) is None:
        return None  # the second row holds an enterprise's name: it is no heading
    return Heading(row, last, found.columns, found.unknown, found.doubled)


def _two_rows(upper: list[str], lower: list[str], merges: Sequence[Merge], row: int) -> list[tuple[str, str]]:
    """(upper, lower) by column; a sideways merged upper cell stands over each lower one that has text."""
    width = max(len(upper), len(lower))
    upper, lower = (cells + [""] * (width - len(cells)) for cells in (upper, lower))
    for top, left, _, right in merges:
        if top == row:
            for column in range(left + 1, min(right + 1, width)):
                upper[column] = upper[column] or (upper[left] if lower[column] else "")
    return list(zip(upper, lower, strict=True))


def _claim(upper: str, lower: str, rules: Track) -> tuple[int, str]:
    """(strength, column id): 联系人 over 姓名 beats 法定代表人 over 姓名; a title beats a synonym."""
    if not lower:
        return _strength(upper, rules), column_meant(upper, rules) or ""
    together, alone = column_meant(upper + lower, rules), column_meant(lower, rules)
    if upper and together is not None:
        return 4, together
    if alone is None:
        return 0, ""
    if not upper:
        return _strength(lower, rules), alone
    above = column_meant(upper, rules)
    return (3 if above == alone else 2 if above else 1), alone


def _strength(text: str, rules: Track) -> int:
    return 3 if any(heading_key(column.title) == heading_key(text) for column in rules.columns) else 2


def column_meant(text: str, rules: Track) -> str | None:
    """Id of the column a heading cell means, by title first and synonym then."""
    known = _known(rules.columns)
    key = heading_key(text)
    if key in known:
        return known[key].id
    bare = _BRACKETS.sub("", _BRACKETED.sub("", _folded(text)))
    column = known.get(bare)
    # a unit in brackets is part of what a number column means: 亿元 is not 万元
    return column.id if column is not None and column.kind != "number" else None


@lru_cache(maxsize=8)
def _known(columns: tuple[Column, ...]) -> Mapping[str, Column]:
    known: dict[str, Column] = {}
    for column in columns:
        known.setdefault(heading_key(column.title), column)
    for column in columns:
        for synonym in column.synonyms:
            known.setdefault(heading_key(synonym), column)
    return known


def _folded(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def _shown(label: tuple[str, str]) -> str:
    return "·".join(dict.fromkeys(re.sub(r"\s+", "", part) for part in label if part))
