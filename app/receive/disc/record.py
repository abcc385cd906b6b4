"""What is kept of one disc beside its files."""

from __future__ import annotations

from pathlib import Path

import msgspec

from app.receive.compose import DiscRecord
from app.writing import atomic

CONTENT = "内容"
RECORD = "记录.json"


def read_record(folder: Path) -> DiscRecord | None:
    """None when there is none that is whole."""
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=DiscRecord)
    except (OSError, msgspec.MsgspecError):
        return None


def write_record(folder: Path, record: DiscRecord) -> None:
    """Raises AppError."""
    atomic.write_bytes(folder / RECORD, msgspec.json.encode(record))
