"""A chart of 年度统计 as a picture: for each line of a table a bar for each measure, and its figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from app.model.after.figures import FigureTable
from app.writing.atomic import write_bytes
from app.writing.papers.typesetting import picture

COLOURS = ("#9dbfee", "#3a78d0", "#f0a93b", "#2e7d4f")  # of the measures, told apart in grey too
_MOST_LINES = 24  # the rest are told as one


def write_chart(table: FigureTable, measures: Sequence[str], title: str, out: Path) -> None:
    """A PNG, about 1600 pixels wide. AppError."""
    write_bytes(out, picture("chart.typ", chart_data(table, measures, title)))


def chart_data(table: FigureTable, measures: Sequence[str], title: str) -> dict[str, Any]:
    """What the template is given; measures that are nought everywhere are left out, and a line of noughts
    has but one.
    """
    totals = table.total
    shown = [at for at, total in enumerate(totals) if total]
    nought = (0,) * len(measures)
    lines: list[tuple[str, list[int | None]]] = [
        (line.title, [(line.total or nought)[at] for at in shown]) for line in table.lines
    ]
    if len(lines) > _MOST_LINES:
        rest = lines[_MOST_LINES - 1:]
        sums: list[int | None] = [sum(values[at] or 0 for _, values in rest) for at in range(len(shown))]
        lines = [*lines[:_MOST_LINES - 1], (f"其余 {len(rest)} 个", sums)]
    most = max((value or 0 for _, values in lines for value in values), default=0)
    told = "　".join(f"{measures[at]} {totals[at]}" for at in shown)
    return {
        "title": f"{title}：{table.title}统计", "total": f"合计：{told}" if told else "还没有数",
        "legend": [{"name": measures[at], "colour": COLOURS[at]} for at in shown],
        "lines": [{"title": name, "values": values if any(values) else [0]} for name, values in lines],
        "most": most or 1,
        "note": table.note,
    }  # fmt: skip
