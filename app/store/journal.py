"""history.jsonl: one line a change, appended and fsynced; the batch is the sum of its lines."""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from app.errors import os_errors

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: `set` maps a record key to (before, after). `undoes` is the seq it takes back.

    `at` is ISO 8601 with zone. `can_undo` is False for facts such as a finished staging.
    """

    seq: int
    at: str
    who: str
    what: str
    set: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    undoes: int = 0
    can_undo: bool = True
    schema: int = SCHEMA


@dataclass(frozen=True, slots=True)
class Log:
    """What was read: entries in order, the 1-based numbers of damaged lines, and the good length in bytes."""

    entries: tuple[Entry, ...]
    damaged: tuple[int, ...]
    good_bytes: int


def encode(entry: Entry) -> bytes:
    """The entry's line: CRC-32 of the JSON as 8 hex digits, a space, the JSON (UTF-8), LF."""
    body = msgspec.json.encode(entry)
    return b"%08x %s\n" % (zlib.crc32(body), body)


def decode(line: bytes) -> Entry | None:
    """None when the line is torn or altered."""
    if len(line) < 10 or line[8:9] != b" ":
        return None
    body = line[9:]
    try:
        if int(line[:8], 16) != zlib.crc32(body):
            return None
        return msgspec.json.decode(body, type=Entry)
    except (ValueError, msgspec.MsgspecError):
        return None


def read(path: Path) -> Log:
    """A last line without its LF was cut by a kill and never acknowledged: it is passed over."""
    with os_errors(path):
        content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    entries: list[Entry] = []
    damaged: list[int] = []
    for number, line in enumerate(content[:whole].splitlines(), 1):
        entry = decode(line)
        if entry is None:
            damaged.append(number)
        else:
            entries.append(entry)
    return Log(tuple(entries), tuple(damaged), whole)


def append(path: Path, entry: Entry) -> None:
    """Add one line for good; a failed write leaves the file as it was. Raises AppError."""
    with os_errors(path), path.open("r+b" if path.exists() else "w+b") as file:
        start = file.seek(0, os.SEEK_END)
        try:
            file.write(encode(entry))
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(start)
            raise


def cut(path: Path, length: int) -> None:
    """Drop a torn last line."""
    with os_errors(path), path.open("r+b") as file:
        file.truncate(length)
        os.fsync(file.fileno())


def replay(entries: Sequence[Entry], start: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The records after all entries."""
    records = dict(start or {})
    for entry in entries:
        for key, (_, after) in entry.set.items():
            if after is None:
                records.pop(key, None)
            else:
                records[key] = after
    return records


def newest_schema(path: Path) -> int:
    """The highest schema any line names, read even where lines are damaged or of an unknown shape."""
    highest = 0
    with os_errors(path), path.open("rb") as file:
        for line in file:
            try:
                highest = max(highest, int(json.loads(line[9:]).get("schema", 0)))
            except (ValueError, AttributeError):
                continue
    return highest
