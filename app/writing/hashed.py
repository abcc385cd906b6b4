"""A file read to its end, once, for its SHA-256 and whatever else is wanted of its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from app.errors import os_errors

_BLOCK = 1 << 20  # bytes


def read_hashed(
    path: Path,
    advance: Callable[[int, str], object],
    then: Callable[[bytes], object] = lambda _: None,
    item: str = "",
) -> str:
    """SHA-256, lower-case hex; each block goes to `then`, its length to `advance` with `item`, else the name.

    Raises AppError.
    """
    digest = hashlib.sha256()
    with os_errors(path), path.open("rb", buffering=0) as content:
        while block := content.read(_BLOCK):
            digest.update(block)
            then(block)
            advance(len(block), item or path.name)
    return digest.hexdigest()
