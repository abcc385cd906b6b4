"""What the pieces of a disc are taken for, as a file that a person may correct between two commands."""

from __future__ import annotations

from pathlib import Path

import msgspec

from app.errors import WrongUse, os_errors
from app.model.submission import Layout
from app.writing import atomic

_MOST = 20_000_000  # bytes


def write_layout(path: Path, layout: Layout) -> None:
    """Raises AppError."""
    atomic.write_bytes(path, msgspec.json.format(msgspec.json.encode(layout), indent=2))


def read_layout(path: Path) -> Layout:
    """Raises WrongUse when it is none, AppError."""
    with os_errors(path), path.open("rb") as file:
        content = file.read(_MOST + 1)
    try:
        return msgspec.json.decode(content, type=Layout)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WrongUse(f"{path.name} 不是 look --layout 写出的文件，或改坏了") from error
