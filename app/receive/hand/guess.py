"""What the columns of a table with unknown headings most likely are: a proposal, never taken alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.model.names import is_full_name
from app.notices.notice import Column, Notice, Track
from app.reading.tables.grid import Grid
from app.reading.tables.headings import column_meant

_LONGEST_AREA = 14  # characters; a title that speaks of one is longer
_ENOUGH = 0.6  # of the cells of a column
_CODE = re.compile(r"[0-9A-Z]{18}")
_PHONE = re.compile(r"(?:1\d{10}|0\d{2,3}-?\d{7,8})(?:\D.*)?")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.\w+")


def guessed_columns(grid: Grid, row: int, rules: Track, notice: Notice) -> dict[int, str]:
    """Place of a column (from 0) → id: by its heading in `row` (from 0) where that is known, else by what
    its cells hold. No column twice.
    """
    headings = grid.rows[row] if row < len(grid.rows) else ()
    found: dict[int, str] = {}
    for at, text in enumerate(headings):
        meant = column_meant(text, rules) if text else None
        if meant is not None and meant not in found.values():
            found[at] = meant
    for column in rules.columns:
        holds = _test_of(column, notice)
        if column.id in found.values() or holds is None:
            continue
        free = [at for at in range(len(headings)) if at not in found]
        fitting = [at for at in free if _most(holds, grid.rows[row + 1:], at)]
        if fitting:
            found[fitting[0]] = column.id
    return dict(sorted(found.items()))


def _test_of(column: Column, notice: Notice) -> Callable[[str], bool] | None:
    """Whether a cell is clearly of this column; None where no cell is clear."""
    if column.filled == "name":
        return is_full_name
    tests: dict[str, Callable[[str], bool]] = {
        "code": lambda text: _CODE.fullmatch(text.upper()) is not None,
        "phone": lambda text: _PHONE.fullmatch(text) is not None,
        "email": lambda text: _MAIL.fullmatch(text) is not None,
        "area": lambda text: notice.area(text) is not None and 2 < len(text) <= _LONGEST_AREA,
    }
    return tests.get(column.kind)


def _most(holds: Callable[[str], bool], rows: Sequence[Sequence[str]], at: int) -> bool:
    cells = [cells[at].strip() for cells in rows if at < len(cells) and cells[at].strip()]
    return bool(cells) and sum(map(holds, cells)) >= _ENOUGH * len(cells)
