"""Lines of pages that were recognised whole, kept in memory for who asks for the same page next."""

from __future__ import annotations

import threading
from collections.abc import Mapping

from app.reading.ocr.engine import Line

_MOST = 60_000  # lines, some 20 MB; of what is beyond, who asks next recognises it again


class PageLines:
    """By a document's SHA-256 and the page, from 1. Used by several threads."""

    def __init__(self) -> None:
        self._pages: dict[str, dict[int, tuple[Line, ...]]] = {}
        self._left = _MOST
        self._lock = threading.Lock()

    def keep(self, sha256: str, pages: Mapping[int, tuple[Line, ...]]) -> None:
        with self._lock:
            for number, lines in pages.items():
                if len(lines) <= self._left:
                    self._pages.setdefault(sha256, {})[number] = lines
                    self._left -= len(lines)

    def of(self, sha256: str) -> Mapping[int, tuple[Line, ...]]:
        with self._lock:
            return dict(self._pages.get(sha256, {}))
