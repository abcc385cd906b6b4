"""A whole archive into a folder of ours, such as a zip of a disc. Runs in a sandbox child."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from app.errors import Unreadable, os_errors
from app.model.source import Container, Trouble
from app.reading.containers import stream
from app.reading.limits import Limits


def unpack(
    stored: Path, container: Container, out: Path, limits: Limits, report: Callable[[int, str], None]
) -> None:
    """Every sound member below `out`. Raises Unreadable when none can be had, AppError."""
    troubles: list[Trouble] = []
    count = 0
    for item in stream(stored, container, limits, troubles, report):
        target = out / item.path
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                for chunk in item.chunks:
                    file.write(chunk)
            if not item.is_sound:
                target.unlink()
                continue
        count += 1
    if not count:
        raise Unreadable(f"{stored.name}（{troubles[0].detail if troubles else '空的压缩包'}）")
