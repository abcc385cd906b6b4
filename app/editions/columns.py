"""The columns of a 汇总表 as an official table has them: what the notice knows of them is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.editions.data import Data, value_at
from app.editions.rows import new_row
from app.errors import TableUnknown
from app.job import Job
from app.reading.sandbox import Sandbox
from app.reading.tables.grid import read_grids
from app.reading.tables.headings import heading_key

_LEAST = 2  # headings that make a table


def read_headings(path: Path, sandbox: Sandbox, job: Job) -> tuple[str, ...]:
    """What stands in the heading row of the worksheet that has most of them. Raises TableUnknown,
    Unreadable, Cancelled.
    """
    rows = [grid.rows[grid.heading] for grid in read_grids(path, sandbox, job) if grid.rows]
    best = max((_told(row) for row in rows), key=len, default=())
    if len(best) < _LEAST:
        raise TableUnknown(f"“{path.name}”里没有找到列名那一行")
    return best


def columns_of(data: Data, place: str, headings: Sequence[str]) -> list[dict[str, Any]]:
    """A column for each heading, in their order. What the list at `place`, or another track's, already says
    of a column of this title or synonym is kept; others begin empty. Who stands for the enterprise stays.
    """
    own = _rows(value_at(data, place, []))
    others = [row for track in _rows(value_at(data, "tracks", [])) for row in _rows(track.get("columns"))]
    made: list[dict[str, Any]] = []
    for heading in headings:
        known = _meant(heading, own) or _meant(heading, others)
        ids = {row["id"] for row in made}
        if known is not None and known.get("id") not in ids:
            made.append({**known, "title": heading, **_synonyms(known, heading)})
        else:
            blank = new_row({**data, "tracks": [{"columns": [*own, *made]}]}, "tracks[0].columns")
            made.append({**blank, "title": heading})
    return made


def _told(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(cell.split()) for cell in row if cell.strip()))


def _rows(value: object) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _meant(heading: str, rows: Iterable[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    key = heading_key(heading)
    for row in rows:
        said = [row.get("title", ""), *(row.get("synonyms") or [])]
        if key in {heading_key(str(each)) for each in said}:
            return row
    return None


def _synonyms(known: Mapping[str, Any], heading: str) -> dict[str, Any]:
    """The name that it had is still understood."""
    title, told = str(known.get("title", "")), list(known.get("synonyms") or [])
    if title == heading or not title:
        return {"synonyms": [each for each in told if each != heading]}
    return {"synonyms": [title, *(each for each in told if each not in (heading, title))]}
