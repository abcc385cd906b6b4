"""Rows of one table that stands for several tracks and does not tell which row is of which."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from app.model.names import normalise_name
from app.notices.notice import Notice
from app.reading.tables.headings import name_column
from app.reading.tables.sheet import Sheet

_Row = tuple[int, str]  # its number, the name in it


def rows_apart(
    tables: Mapping[str, tuple[str, Sheet]], packaged: Mapping[str, Collection[str]], notice: Notice
) -> dict[str, Sheet]:
    """Track → its rows, of (path of the table, rows as read for that track). A row that was read for several
    tracks is of those that have a package of that name; one without any package is told once, where there
    are most.
    """
    names = {track: {_key(name) for name in own} for track, own in packaged.items()}
    found: dict[str, Sheet] = {}
    for track, (path, sheet) in tables.items():
        group = [other for other, (same, _) in tables.items() if same == path]
        home = max(group, key=lambda each: len(names.get(each, ())))
        rows = {other: set(_rows(other, tables[other][1], notice)) for other in group}
        kept = []
        for at, row in enumerate(_rows(track, sheet, notice)):
            read_for = [other for other in group if row in rows[other]]
            owners = [other for other in read_for if row[1] in names.get(other, ())]
            is_own = track in owners if owners else track == (home if home in read_for else read_for[0])
            if len(read_for) == 1 or is_own:
                kept.append(at)
        found[track] = sheet if len(kept) == len(sheet.rows) else _only(sheet, kept)
    return found


def _rows(track: str, sheet: Sheet, notice: Notice) -> list[_Row]:
    column = name_column(notice.track(track))
    numbers = sheet.numbers or tuple(range(1, len(sheet.rows) + 1))
    return [(number, _key(row.get(column, ""))) for number, row in zip(numbers, sheet.rows, strict=False)]


def _only(sheet: Sheet, kept: list[int]) -> Sheet:
    numbers = tuple(sheet.numbers[at] for at in kept) if sheet.numbers else ()
    return replace(sheet, rows=tuple(sheet.rows[at] for at in kept), numbers=numbers)


def _key(name: str) -> str:
    return normalise_name(name).replace("有限责任公司", "有限公司")
