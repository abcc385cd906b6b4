"""history.jsonl: one line a change, appended and fsynced; the batch is the sum of its lines.

The lines are a chain: each says its number and the digest of all lines before it, so that a line that is
altered, gone, doubled or moved shows. Lines of schema 1 told only their number; the first line that follows
them vouches for them all. Since schema 4 a line tells of a list only what differs. Where the chain ends is
told beside it (app/store/head.py).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from app.errors import os_errors
from app.store import touched
from app.store.touched import Pair, Splice, Touched

SCHEMA = 4  # the highest that is understood
_PLAIN, _SPLICED = 2, 4  # an older program would lose the order of a track …
_AWAY = 3  # … or go on with a batch that somebody else has now
UNTOLD = "?"  # the digest of a place of which an older program told only the number
_TORN = re.compile(rb"[0-9a-f]{0,8}|[0-9a-f]{8} (\{[^\0\n]*)?")  # what a kill may leave of a line


def schema_for(changed: Mapping[str, Pair]) -> int:
    """What a program has to know to read a line that changes these records."""
    if any(touched.are_lists(pair) for pair in changed.values()):
        return _SPLICED
    return _AWAY if "handed" in changed else _PLAIN


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: `set` maps a record key to (before, after). `undoes` is the seq it takes back.

    `at` is ISO 8601 with zone. `can_undo` is False for facts such as a finished staging. `chain`: the Mark
    of the line before, its digest alone; empty at the beginning of a history, and in lines of schema 1.
    `act`: the seq of the first change of the deed that this one is part of; 0: it is a deed by itself.
    """

    seq: int
    at: str
    who: str
    what: str
    set: Mapping[str, Pair] = field(default_factory=dict)
    undoes: int = 0
    can_undo: bool = True
    schema: int = _PLAIN
    chain: str = ""
    act: int = 0

    @property
    def begins(self) -> bool:
        """Whether nothing comes before it; a recovered history counts on from the damaged one."""
        return self.seq == 1 if self.schema == 1 else not self.chain


class _Told(msgspec.Struct):
    """An Entry as its line has it; `lists` are spliced, the other records whole, both JSON still."""

    seq: int
    at: str
    who: str
    what: str
    set: dict[str, tuple[msgspec.Raw, msgspec.Raw]] = {}
    undoes: int = 0
    can_undo: bool = True
    schema: int = _PLAIN
    chain: str = ""
    act: int = 0
    lists: dict[str, Splice] = {}


_TOLD = msgspec.json.Decoder(_Told)


class Mark(NamedTuple):
    """A place in a history: after the line `seq`, with the digest of all lines up to it."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Line:
    entry: Entry
    raw: bytes  # without its LF

    def mark(self, before: str) -> Mark:
        """`before`: digest of all lines before it."""
        if before == UNTOLD:
            return Mark(self.entry.seq, UNTOLD)
        return Mark(self.entry.seq, hashlib.sha256(before.encode() + self.raw).hexdigest()[:16])


@dataclass(frozen=True, slots=True)
class Log:
    """What was read: good lines as they stand, the 1-based numbers of damaged ones, and what follows the last
    LF. `schema`: the highest that any line names, however damaged or strange that line is."""

    lines: tuple[Line, ...]
    damaged: tuple[int, ...]
    tail: bytes
    schema: int

    @property
    def is_torn(self) -> bool:
        """Whether the tail is what a kill leaves of a line that was never acknowledged."""
        return _TORN.fullmatch(self.tail) is not None


def encode(entry: Entry) -> bytes:
    """The entry's line: CRC-32 of the JSON as 8 hex digits, a space, the JSON (UTF-8), LF."""
    told: dict[str, Any] = {name: getattr(entry, name) for name in Entry.__slots__}
    change = entry.set
    if isinstance(change, Touched):
        told["set"], lists = change.raws, dict(change.splices)
    elif entry.schema >= _SPLICED:
        lists = {key: Splice.between(*pair) for key, pair in change.items() if touched.are_lists(pair)}
        told["set"] = {key: pair for key, pair in change.items() if key not in lists}
    else:
        lists = {}
    if lists:
        told["lists"] = lists
    body = msgspec.json.encode(told)
    return b"%08x %s\n" % (zlib.crc32(body), body)


def decode(line: bytes) -> Entry | None:
    """None when the line is torn or altered."""
    if len(line) < 10 or line[8:9] != b" ":
        return None
    body = memoryview(line)[9:]
    try:
        if int(line[:8], 16) != zlib.crc32(body):
            return None
        told = _TOLD.decode(body)
    except (ValueError, msgspec.MsgspecError):
        return None
    return Entry(
        told.seq, told.at, told.who, told.what, Touched(told.set, told.lists), told.undoes, told.can_undo,
        told.schema, told.chain, told.act,
    )  # fmt: skip


def read(path: Path) -> Log:
    """Raises AppError."""
    with os_errors(path):
        return parse(path.read_bytes())


def parse(content: bytes) -> Log:
    """What a history of these bytes tells."""
    *whole, tail = content.split(b"\n")
    lines: list[Line] = []
    damaged: list[int] = []
    schema = 0
    for number, raw in enumerate(whole, 1):
        entry = decode(raw)
        schema = max(schema, entry.schema if entry else _schema_of(raw))
        if entry is None:
            damaged.append(number)
        else:
            lines.append(Line(entry, raw))
    return Log(tuple(lines), tuple(damaged), tail, schema)


def _schema_of(raw: bytes) -> int:
    """Of a line that is damaged or of an unknown shape."""
    try:
        return int(json.loads(raw[9:]).get("schema", 0))
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return 0


def append(path: Path, line: bytes) -> None:
    """Add one line for good; a failed write leaves the file as it was. Raises AppError."""
    with os_errors(path), path.open("r+b" if path.exists() else "w+b") as file:
        start = file.seek(0, os.SEEK_END)
        try:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            file.truncate(start)
            raise


def drop(path: Path, tail: bytes) -> None:
    """A torn last line goes."""
    with os_errors(path), path.open("r+b") as file:
        file.truncate(path.stat().st_size - len(tail))
        os.fsync(file.fileno())


def follow(lines: Sequence[Line], start: Mark | None = None) -> list[tuple[Entry, Mark]]:
    """The lines that prove to follow each other, each with where it ends, in whatever order they stand.

    From `start` on; by default from where the history begins.
    """
    by_seq: dict[int, list[Line]] = {}
    for line in lines:
        by_seq.setdefault(line.entry.seq, []).append(line)
    first = next((line.entry.seq for line in lines if line.entry.begins), 1)
    seq, digest = start or Mark(first - 1, "")
    walked: list[tuple[Entry, Mark]] = []
    is_chained = False
    while True:
        next_one = [line for line in by_seq.get(seq + 1, ()) if _fits(line.entry, digest, is_chained)]
        if not next_one:
            return walked
        line = next_one[0]
        is_chained = line.entry.schema > 1
        seq, digest = line.mark(line.entry.chain or digest)
        walked.append((line.entry, Mark(seq, digest)))


def _fits(entry: Entry, digest: str, is_chained: bool) -> bool:
    return not is_chained if entry.schema == 1 else digest in (entry.chain, UNTOLD)


def replay(entries: Sequence[Entry], start: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The records after all entries, as `records.from_records` reads them. Raises ValueError, KeyError where
    lines do not follow each other.
    """
    return touched.replay((entry.set for entry in entries), start or {})
