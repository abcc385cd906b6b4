"""A link that leads to the completeness matrix finds its cell there."""

from __future__ import annotations

from collections.abc import Sequence

from ui.send.collect.census import CellState, Row
from ui.send.collect.matrix_model import FIRST, NAME
from ui.shell.page import Target


def cell_of(rows: Sequence[Row], target: Target) -> tuple[int, int] | None:
    """Row and column: where the file lies that is meant, else where the material is missing, else the name.

    None where the enterprise is none of these.
    """
    for number, row in enumerate(rows):
        if row.id == target.subject:
            about = [n for n, cell in enumerate(row.cells) if target.detail in (cell.material, *cell.keys)]
            empty = [n for n, cell in enumerate(row.cells) if cell.state is CellState.MISSING]
            places = about or (empty if not target.detail else [])
            return number, FIRST + places[0] if places else NAME
    return None
