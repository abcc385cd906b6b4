"""The sheets of a volume typeset. Runs in a sandbox child: a thick one takes its time, and can be stopped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from app.errors import os_errors
from app.reading.containers import Report
from app.writing.papers.typesetting import typeset_sheets


def set_sheets(data: Mapping[str, Any], made: date, out: Path, report: Report) -> list[dict[str, int]]:
    """The PDF `out`; of each empty sheet which page it is (`page`, from 1) and whose (`at`).

    Raises AppError.
    """
    report(0, out.name)
    pdf, told = typeset_sheets("collection.typ", data, made, "sheet")
    with os_errors(out):
        out.write_bytes(pdf)
    return told
