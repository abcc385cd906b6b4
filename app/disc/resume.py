"""What an interrupted reading had read, so that the next one goes on: lines of JSON, added file by file."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path

from app.errors import os_errors


class Remembered:
    """Digests by path, in a file of the caller's; without one nothing is remembered.

    `disc` tells one disc from another; what was remembered of another is dropped.
    """

    def __init__(self, path: Path | None, disc: str) -> None:
        """Raises AppError when the file cannot be written."""
        self._path = path
        self._lock = threading.Lock()
        self._known: dict[str, dict[str, object]] = {}
        if path is None:
            return
        lines = _lines(path)
        if lines and lines[0].get("disc") == disc:
            self._known = {str(line["path"]): line for line in lines[1:] if "path" in line}
            self._add({})  # ends a line that was cut off
        else:
            with os_errors(path):
                path.write_text(json.dumps({"disc": disc}) + "\n", encoding="utf-8")

    def digests(self, path: str, size: int, mark: int, algorithms: frozenset[str]) -> dict[str, str] | None:
        """Those taken of the same file before; None when it has to be read."""
        line = self._known.get(path)
        if line is None or (line.get("size"), line.get("mark")) != (size, mark):
            return None
        found = line.get("digests")
        if not isinstance(found, dict) or not algorithms <= found.keys():
            return None
        return {algorithm: str(found[algorithm]) for algorithm in algorithms}

    def add(self, path: str, size: int, mark: int, digests: Mapping[str, str]) -> None:
        """Raises AppError."""
        self._add({"path": path, "size": size, "mark": mark, "digests": dict(digests)})

    def forget(self) -> None:
        """All was read: the next reading is a new one."""
        if self._path is not None:
            with os_errors(self._path):
                self._path.unlink(missing_ok=True)

    def _add(self, line: Mapping[str, object]) -> None:
        if self._path is None:
            return
        with self._lock, os_errors(self._path), self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n" if line else "\n")


def _lines(path: Path) -> list[dict[str, object]]:
    """Those that are whole."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return []
    found = []
    for line in text.splitlines():
        try:
            told = json.loads(line or "{}")
        except (ValueError, RecursionError):
            continue
        if isinstance(told, dict) and told:
            found.append(told)
    return found
