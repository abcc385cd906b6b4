"""Opening a batch's files: they agree, or what is wrong is said and the best state they prove is offered.

Three tell of the same batch: `history.jsonl`, its end in `history.head`, and `batch.json`, which sums it up.
A history that is altered, or shorter than one of the others says, is damaged, never an older state. Only all
three put back together, an older copy of the whole folder, cannot be told from the batch as it was then.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from app import clock
from app.errors import BatchDamaged, BatchFromNewerVersion, os_errors
from app.garbage import uncollected
from app.model.batch import Batch
from app.store import head, journal, records
from app.store.journal import Entry, Line, Log, Mark
from app.store.lock import user_name
from app.store.touched import tie
from app.writing import atomic

HISTORY, SNAPSHOT, NOTICE = "history.jsonl", "batch.json", "notice.toml"
_Walked = Sequence[tuple[Entry, Mark]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A batch that was opened; `mark`: the end of its history. `recovered`: what was made good, in words.

    `is_summed`: the second copy is of this very end.
    """

    batch: Batch
    history: list[Entry]
    mark: Mark
    recovered: str = ""
    is_summed: bool = False


@dataclass(frozen=True, slots=True)
class _State:
    """A batch as it once was: after the line `seq`, at the time `at` (ISO 8601, "" where nobody told)."""

    batch: Batch
    seq: int
    at: str

    @property
    def words(self) -> str:
        return f"{self.at[:16].replace('T', ' ') or '最近一次关闭时'} 的状态（第 {self.seq} 步）"


@dataclass(frozen=True, slots=True)
class _Snapshot:
    mark: Mark
    at: str
    told: msgspec.Raw

    @property
    def records(self) -> Mapping[str, Any]:
        """Raises msgspec.MsgspecError."""
        return msgspec.json.decode(self.told, type=dict[str, msgspec.Raw])


class _Summed(msgspec.Struct):
    """A snapshot as its file has it; its records are read when a batch has to be made of them."""

    seq: int
    records: msgspec.Raw
    digest: str = journal.UNTOLD
    at: str = ""


def load(folder: Path, recover: bool) -> Loaded:
    """Raises BatchFromNewerVersion, AppError, and BatchDamaged, unless `recover` and something can be."""
    with uncollected():
        return _load(folder, recover)


def _load(folder: Path, recover: bool) -> Loaded:
    path = folder / HISTORY
    log = journal.read(path) if path.is_file() else Log((), (), b"", 0)
    if log.schema > journal.SCHEMA:
        raise BatchFromNewerVersion(folder.name)
    files = _Files(log, head.read(folder), _read_snapshot(folder))
    walked = journal.follow(log.lines)
    fault, state = files.fault(walked), _state(walked)
    if state and not fault:
        if log.tail:
            journal.drop(path, log.tail)
        history, mark = [entry for entry, _ in walked], walked[-1][1]
        tie([entry.set for entry in history])
        is_summed = files.snapshot is not None and files.snapshot.mark == mark == files.end
        return Loaded(state.batch, history, mark, is_summed=is_summed)
    best, words = _offered(files)
    told = f"{folder.name}：{fault or '历史记录读不懂'}；{words}"
    if best is None or not recover:
        raise BatchDamaged(told)
    return _recovered(folder, best, files.seen, told)


@dataclass(frozen=True, slots=True)
class _Files:
    """What is there of a batch; `end` is that of the history, as told beside it."""

    log: Log
    end: Mark | None
    snapshot: _Snapshot | None

    @property
    def witnesses(self) -> list[Mark]:
        return [mark for mark in (self.end, self.snapshot and self.snapshot.mark) if mark]

    @property
    def seen(self) -> int:
        """The last change that anything tells of."""
        numbers = [line.entry.seq for line in self.log.lines] + [mark.seq for mark in self.witnesses]
        return max([len(self.log.lines) + len(self.log.damaged), *numbers])

    @property
    def lines(self) -> tuple[Line, ...]:
        """Good ones; a last line of which only the LF is gone is good."""
        entry = journal.decode(self.log.tail)
        return (*self.log.lines, Line(entry, self.log.tail)) if entry else self.log.lines

    def fault(self, walked: _Walked) -> str:
        """What is wrong with the history, in words; "" when it is whole and as long as the others say."""
        log = self.log
        if log.damaged:
            return f"历史记录第 {'、'.join(str(number) for number in log.damaged[:5])} 行损坏"
        if not walked or [entry for entry, _ in walked] != [line.entry for line in log.lines]:
            return "历史记录缺了几步，或次序不对" if log.lines else "历史记录没有了"
        if not log.is_torn:
            return "历史记录末尾损坏"
        if self.end is None and log.schema > 1:
            return "历史记录的结尾标记没有了，不能证实它完整"
        marks = {mark.seq: mark.digest for _, mark in walked}
        for mark in self.witnesses:
            if mark.seq > walked[-1][1].seq:
                return f"历史记录少了最后 {mark.seq - walked[-1][1].seq} 步"
            if mark.seq in marks and mark.digest not in (marks[mark.seq], journal.UNTOLD):
                return "历史记录与另存的一份对不上"
        return ""


def _state(walked: _Walked, since: _Snapshot | None = None) -> _State | None:
    """After all that was walked; None where that is no batch."""
    entries = [entry for entry, _ in walked]
    if not entries and since is None:
        return None
    try:
        batch = records.from_records(journal.replay(entries, since.records if since else None))
    except (KeyError, ValueError, TypeError, msgspec.MsgspecError):
        return None
    if entries:
        return _State(batch, entries[-1].seq, entries[-1].at)
    return _State(batch, since.mark.seq, since.at) if since else None


def _offered(files: _Files) -> tuple[_State | None, str]:
    """The newest state, and in words what each source still proves and what is lost."""
    since = files.snapshot
    states = {
        "历史记录": _state(journal.follow(files.lines)),
        f"另存的 {SNAPSHOT}": _state(journal.follow(files.lines, since.mark), since) if since else None,
    }
    known = {name: state for name, state in states.items() if state}
    if not known:
        return None, "没有可恢复的内容；收到的材料仍在 materials 文件夹里"
    best = max(known.values(), key=lambda state: state.seq)
    each = "，".join(f"{name} 可证实到 {state.words}" for name, state in known.items())
    lost = "一步也不少" if files.end else "之后还有没有改动，已无从查证"
    if files.seen > best.seq:
        lost = f"之后的 {files.seen - best.seq} 步找不回来"
    return best, f"{each}。可恢复到 {best.words}，{lost}"


def _recovered(folder: Path, best: _State, seen: int, told: str) -> Loaded:
    """A new history whose first line holds all, put in place at once; it counts on from all that was seen, so
    that what else tells of the damaged one is older than it. The files as they were stay beside."""
    numbers = [int(m[1]) for path in folder.iterdir() if (m := re.search(r"\.damaged-(\d+)\.", path.name))]
    for name in (HISTORY, head.FILE, SNAPSHOT):
        if (folder / name).is_file():
            stem, ending = name.split(".")
            with os_errors(folder / name):
                content = (folder / name).read_bytes()
            atomic.write_bytes(folder / f"{stem}.damaged-{max(numbers, default=0) + 1}.{ending}", content)
    return replace(begun(folder, best.batch, "恢复损坏的批次", seen + 1), recovered=told)


def begun(folder: Path, batch: Batch, what: str, seq: int = 1) -> Loaded:
    """A history is put in place whose only line holds all of the batch; it never stands without its end."""
    touched = {key: (None, value) for key, value in records.to_records(batch).items()}
    schema = journal.schema_for(touched)
    first = Entry(seq, clock.now().isoformat(), user_name(), what, touched, can_undo=False, schema=schema)
    line = journal.encode(first)
    mark = Line(first, line[:-1]).mark("")
    head.set_to(folder, mark)
    atomic.write_bytes(folder / HISTORY, line)
    return Loaded(batch, [first], mark)


# -- batch.json ------------------------------------------------------------------------------------
def write_snapshot(folder: Path, batch: Batch, mark: Mark, at: str) -> None:
    """Raises AppError."""
    told = {"seq": mark.seq, "digest": mark.digest, "at": at, "records": records.to_records(batch)}
    body = msgspec.json.encode(told)
    atomic.write_bytes(folder / SNAPSHOT, b"%08x %s\n" % (zlib.crc32(body), body))


def _read_snapshot(folder: Path) -> _Snapshot | None:
    """None where there is none that is whole: the history stands without it."""
    try:
        content = (folder / SNAPSHOT).read_bytes()
        body = memoryview(content)[9 : -1 if content.endswith(b"\n") else None]
        if int(content[:8], 16) != zlib.crc32(body):
            return None
        told = msgspec.json.decode(body, type=_Summed)
        return _Snapshot(Mark(told.seq, told.digest), told.at, told.records)
    except (OSError, ValueError, msgspec.MsgspecError):
        return None
