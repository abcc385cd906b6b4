"""The beginning of a table as it stands there, for a person to say which column is which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Unreadable
from app.reading.tables.headings import WITHIN
from app.reading.tables.workbook import worksheets

if TYPE_CHECKING:
    from app.job import Job
    from app.reading.sandbox import Sandbox

_PAGES, _ROWS, _COLUMNS, _CELL = 6, 40, 40, 120  # worksheets, rows, columns, characters


@dataclass(frozen=True, slots=True)
class Grid:
    """One worksheet from its first row on, as wide as its widest row; `heading`: the row (from 0) that most
    likely is its heading.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    heading: int = 0


def read_grids(path: Path, sandbox: Sandbox, job: Job) -> tuple[Grid, ...]:
    """Of the worksheets that can be seen. Raises Unreadable, Cancelled."""
    from app.reading.limits import Limits
    from app.reading.sandbox import SandboxError

    try:
        return sandbox.call(read_grids_in, path, job=job, limits=Limits())
    except SandboxError as error:
        raise Unreadable(f"{path.name}（表格异常庞大或已损坏，读取被中止）") from error


def read_grids_in(path: Path, report: Callable[[int, str], None]) -> tuple[Grid, ...]:
    """What the child does for `read_grids`."""
    found: list[Grid] = []
    for page in worksheets(path, report):
        rows = [tuple(text[:_CELL] for text in cells[:_COLUMNS]) for cells in page.grid[:_ROWS]]
        width = max((at + 1 for cells in rows for at, text in enumerate(cells) if text), default=0)
        if not page.hidden and width and len(found) < _PAGES:
            even = tuple((*cells[:width], *[""] * (width - len(cells))) for cells in rows)
            found.append(Grid(page.name, even, _heading_of(even)))
    return tuple(found)


def _heading_of(rows: tuple[tuple[str, ...], ...]) -> int:
    """The first of those with most different words that are no numbers, and something below."""
    counts = [len({t for t in cells if t and not t.replace(".", "").isdigit()}) for cells in rows[:WITHIN]]
    return counts.index(max(counts)) if counts else 0
