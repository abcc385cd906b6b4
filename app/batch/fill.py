"""Rows of a table to the enterprises of a track, by name: pure, nothing is guessed silently."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.model.batch import Batch, Enterprise
from app.model.names import normalise_name
from app.model.source import LeftOut
from app.notices.notice import Notice, Track
from app.reading.tables.headings import name_column
from app.reading.tables.sheet import Sheet

_NEAR_LEAST, _NEAR_MOST = 6, 100  # characters: in a shorter name one other makes another; no name is longer
_PAIRS = 250_000  # of rows and enterprises compared; beyond, only what is the same is found
_DIGITS = 9  # of a 序号
_SHOWN = 10  # names in one line


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that held something else before: the table's value was taken."""

    enterprise: str  # id
    column: str  # id
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What became of each row: rows = matched + unmatched. Row numbers as the spreadsheet counts them."""

    matched: tuple[tuple[int, str], ...] = ()  # row number, enterprise id
    unmatched: tuple[LeftOut, ...] = ()
    changed: int = 0  # cells
    conflicts: tuple[Conflict, ...] = ()


def fill(batch: Batch, track: str, sheet: Sheet, notice: Notice) -> tuple[Batch, Filled]:
    """Take the rows into the track's enterprises and put these in the table's order.

    A row goes to the enterprise of the same full name (which confirms that name: two independent sources
    agree), else of the same name but for spelling, of the same credit code, or of nearly the same name.
    The table's name is kept in `fields`, so that a check can tell a difference. Blank cells change
    nothing. Enterprises without a row keep their order, after those that have one.
    """
    rules = notice.track(track)
    matched, unmatched = _match(sheet, batch.in_track(track), name_column(rules))
    changed = 0
    conflicts: list[Conflict] = []
    enterprises = dict(batch.enterprises)
    for index, key in matched.items():
        before = batch.enterprises[key]
        after = _taken(before, sheet.rows[index], rules, batch.sender.is_bureau)
        touched = [c for c, text in after.fields.items() if before.fields.get(c, "") != text]
        changed += len(touched)
        conflicts += [
            Conflict(key, column, before.fields[column], after.fields[column])
            for column in touched
            if before.fields.get(column) and rules.column(column).filled != "order"
        ]
        enterprises[key] = after
    batch = replace(batch, enterprises=enterprises)
    if matched:
        batch = batch.with_order(track, _order(batch, track, sheet, matched, rules))
    pairs = tuple((_number(sheet, index), key) for index, key in sorted(matched.items()))
    return batch, Filled(pairs, unmatched, changed, tuple(conflicts))


def _taken(enterprise: Enterprise, row: Mapping[str, str], rules: Track, is_bureau: bool) -> Enterprise:
    """With the row's cells; 推荐单位 (and a bureau's own city) are written by the program."""
    written = {"sender", "city"} if is_bureau else {"sender"}
    kept = {c.id for c in rules.columns if c.filled not in written}
    cells = {column: text for column, text in row.items() if text and column in kept}
    is_same = row.get(name_column(rules), "") == enterprise.name
    return replace(
        enterprise,
        fields={**enterprise.fields, **cells},
        is_confirmed=enterprise.is_confirmed or is_same,
    )


def _order(
    batch: Batch, track: str, sheet: Sheet, matched: Mapping[int, str], rules: Track
) -> tuple[str, ...]:
    """By 序号 where every row has its own, else as the rows stand; those without a row come after."""
    column = next((c.id for c in rules.columns if c.filled == "order"), "")
    ranks = {index: sheet.rows[index].get(column, "") for index in matched}
    rows = sorted(matched)
    if all(rank.isdecimal() and len(rank) <= _DIGITS for rank in ranks.values()):
        numbers = {index: int(rank) for index, rank in ranks.items()}
        if len(set(numbers.values())) == len(numbers):
            rows.sort(key=numbers.__getitem__)
    first = {matched[index]: None for index in rows}
    return (*first, *(key for key in batch.order[track] if key not in first))


# -- which row is whose ----------------------------------------------------------------------------
def _match(
    sheet: Sheet, enterprises: tuple[Enterprise, ...], name: str
) -> tuple[dict[int, str], tuple[LeftOut, ...]]:
    """Row index → enterprise id. The surest ways go first; each takes only what is single."""
    matched: dict[int, str] = {}
    for of_row, of_enterprise in _ways(name):
        rows, free = _unmatched(sheet, enterprises, matched)
        owners: dict[str, list[str]] = {}
        for enterprise in free:
            owners.setdefault(of_enterprise(enterprise), []).append(enterprise.id)
        for index, row in rows:
            keys = owners.pop(of_row(row), []) if of_row(row) else []
            if len(keys) == 1:
                matched[index] = keys[0]
    _match_near(sheet, enterprises, name, matched)
    rows = _unmatched(sheet, enterprises, matched)[0]
    keyed = [(e.name, _near_key(e.name)) for e in enterprises if len(rows) * len(enterprises) <= _PAIRS]
    left = tuple(
        LeftOut(f"第 {_number(sheet, index)} 行", _why_unmatched(row.get(name, ""), keyed))
        for index, row in rows
    )
    return matched, left


def _match_near(
    sheet: Sheet, enterprises: tuple[Enterprise, ...], name: str, matched: dict[int, str]
) -> None:
    rows, free = _unmatched(sheet, enterprises, matched)
    if len(rows) * len(free) > _PAIRS:
        return
    keyed = [(e.id, _near_key(e.name)) for e in free]
    taken: set[str] = set()
    for index, row in rows:
        key = _near_key(row.get(name, ""))
        near = [own for own, other in keyed if _are_near(key, other)]
        if len(near) == 1 and near[0] not in taken:
            matched[index] = near[0]
            taken.add(near[0])


def _unmatched(
    sheet: Sheet, enterprises: tuple[Enterprise, ...], matched: Mapping[int, str]
) -> tuple[list[tuple[int, Mapping[str, str]]], list[Enterprise]]:
    taken = set(matched.values())
    rows = [(index, row) for index, row in enumerate(sheet.rows) if index not in matched]
    return rows, [enterprise for enterprise in enterprises if enterprise.id not in taken]


def _ways(name: str) -> Iterator[tuple[Callable[[Mapping[str, str]], str], Callable[[Enterprise], str]]]:
    yield (lambda row: row.get(name, "")), (lambda e: e.name)
    yield (lambda row: row.get(name, "")), (lambda e: e.fields.get(name, ""))
    yield (lambda row: normalise_name(row.get(name, ""))), (lambda e: normalise_name(e.name))
    yield (lambda row: row.get("code", "").upper()), (lambda e: e.fields.get("code", "").upper())


def is_near(left: str, right: str) -> bool:
    """有限公司 for 有限责任公司, or one character other, missing or too many."""
    return _are_near(_near_key(left), _near_key(right))


def _are_near(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1 or not _NEAR_LEAST <= min(len(a), len(b)) < _NEAR_MOST:
        return a == b != ""  # the same but for spelling
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) == len(b):
        return a[start + 1:] == b[start + 1:]
    short, long = sorted((a, b), key=len)
    return short[start:] == long[start + 1:]


@lru_cache(maxsize=8192)
def _near_key(name: str) -> str:
    return normalise_name(name).replace("有限责任公司", "有限公司")


def _why_unmatched(text: str, keyed: Sequence[tuple[str, str]]) -> str:
    if not text:
        return "这一行没有企业名称"
    key = _near_key(text)
    near = [name for name, other in keyed if _are_near(key, other)]
    if not near:
        return f"没有收到“{text}”的申报材料"
    if len(near) == 1:
        return f"“{text}”：“{near[0]}”已有另外一行"
    more = "" if len(near) <= _SHOWN else f"等 {len(near)} 家"
    return f"“{text}”与几家企业的名称都相近：{'、'.join(near[:_SHOWN])}{more}，请手工填写"


def _number(sheet: Sheet, index: int) -> int:
    return sheet.numbers[index] if index < len(sheet.numbers) else index + 1
