"""What an image is made of, piece by piece: its bytes in order, and the digest of each piece."""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import os_errors


@dataclass(frozen=True, slots=True)
class Piece:
    """`size` bytes of the image from byte `start`: those of `source`, a file or the bytes themselves."""

    start: int
    size: int
    source: Path | bytes

    @property
    def end(self) -> int:
        return self.start + self.size


@dataclass(slots=True)
class Filling:
    """The image's bytes in order. A file that became shorter is filled up with zeros: its digest tells."""

    left: deque[Piece]
    at: int = 0
    file: BinaryIO | None = None

    def fill(self, block: memoryview) -> None:
        done = 0
        while done < len(block):
            piece = self.left[0] if self.left else None
            if piece is None or piece.start > self.at:
                count = len(block) - done
                count = min(count, piece.start - self.at) if piece else count
                block[done : done + count] = bytes(count)
            else:
                count = self._some(piece, block[done : done + piece.end - self.at])
            done, self.at = done + count, self.at + count
            while self.left and self.left[0].end <= self.at:
                self.close()
                self.left.popleft()

    def _some(self, piece: Piece, into: memoryview) -> int:
        if isinstance(piece.source, bytes):
            at = self.at - piece.start
            into[:] = piece.source[at : at + len(into)]
            return len(into)
        with os_errors(piece.source):
            self.file = self.file or piece.source.open("rb", buffering=0)
            got: int = self.file.readinto(into) if len(into) else 0  # type: ignore[attr-defined]
        if not got:
            into[:] = bytes(len(into))
        return got or len(into)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
        self.file = None


@dataclass(slots=True)
class Proof:
    """Hashes each piece once, from blocks in order."""

    left: deque[Piece]
    digest: Any = None
    found: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, at: int, block: memoryview) -> None:
        """`block` lies at byte `at`."""
        while self.left and self.left[0].start < at + len(block):
            piece = self.left[0]
            self.digest = self.digest or hashlib.sha256()
            self.digest.update(block[max(piece.start - at, 0) : piece.end - at])
            if piece.end > at + len(block):
                return
            self.found[piece.start, piece.size] = self.digest.hexdigest()
            self.digest = None
            self.left.popleft()
