"""BatchStore: the open batch and the only way to change it."""

from __future__ import annotations

import logging
import threading
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from app import clock
from app.checks.notices import parse_notice
from app.errors import AppError, BatchDamaged, BatchFromNewerVersion, NotABatch, WrongUse, os_errors
from app.model.batch import Batch
from app.store import journal, records
from app.store.journal import Entry
from app.store.lock import WriterLock, user_name
from app.writing import atomic

_log = logging.getLogger(__name__)
_SNAPSHOT_EVERY = 256 * 1024  # bytes of history after which batch.json is written anew


class BatchStore:
    """A batch folder, open for writing by this process alone; its threads may change it in turn.

    `history.jsonl` is the truth; `batch.json` is a second copy of its sum, written on opening and
    closing, from which a damaged history is made good. `materials/` holds what was handed in.
    """

    def __init__(self, folder: Path, lock: WriterLock, batch: Batch, history: list[Entry]) -> None:
        self.folder = folder
        self.batch = batch
        self.history = history
        with os_errors(folder / "notice.toml"):
            self.notice = parse_notice((folder / "notice.toml").read_bytes())
        self._lock = lock
        self._since_snapshot = 0
        self._changing = threading.RLock()  # long work keeps its results while the clerk goes on

    # -- opening -----------------------------------------------------------------------------------
    @classmethod
    def create(cls, folder: Path, batch: Batch, notice_toml: bytes) -> BatchStore:
        """A new batch in `folder`, which must not exist or be empty. Raises WrongUse, AppError."""
        with os_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            if any(folder.iterdir()):
                raise WrongUse(f"文件夹“{folder.name}”里已有别的内容，请换一个名称")
            (folder / "materials").mkdir()
        lock = WriterLock(folder)
        atomic.write_bytes(folder / "notice.toml", notice_toml)
        first = _entry(1, "新建批次", _from_nothing(batch), can_undo=False)
        atomic.write_bytes(folder / "history.jsonl", journal.encode(first))
        return cls(folder, lock, batch, [first])

    @classmethod
    def open(cls, folder: Path, *, recover: bool = False) -> BatchStore:
        """Raises NotABatch, BatchFromNewerVersion, BatchInUse, and BatchDamaged unless `recover`."""
        path = folder / "history.jsonl"
        if not path.is_file() and not (folder / "batch.json").is_file():
            raise NotABatch(str(folder))
        lock = WriterLock(folder)
        try:
            batch, history = _load(folder, recover)
            store = cls(folder, lock, batch, history)
        except BaseException:
            lock.release()
            raise
        store.save_snapshot()
        return store

    def close(self) -> None:
        self.save_snapshot()
        self._lock.release()

    def __enter__(self) -> BatchStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- changing ----------------------------------------------------------------------------------
    def apply(self, what: str, change: Callable[[Batch], Batch], *, can_undo: bool = True) -> Batch:
        """Make one change and keep it before returning. `what` is shown in the history and at undo.

        A change that changes nothing leaves no trace. Raises AppError; the batch is then as before.
        """
        with self._changing:
            new = change(self.batch)
            touched = records.changes(self.batch, new)
            if touched:
                self._keep(_entry(len(self.history) + 1, what, touched, can_undo=can_undo), new)
            return self.batch

    def undo(self) -> str | None:
        """Take back the newest change that can be; says which it was, None when there is none."""
        with self._changing:
            entry = self.next_undo
            if entry is None:
                return None
            back = {key: (after, before) for key, (before, after) in entry.set.items()}
            number = len(self.history) + 1
            undoing = _entry(number, f"撤销：{entry.what}", back, undoes=entry.seq, can_undo=False)
            before = journal.replay([undoing], records.to_records(self.batch))
            self._keep(undoing, records.from_records(before))
            return entry.what

    @property
    def next_undo(self) -> Entry | None:
        """What `undo` would take back."""
        undone = {entry.undoes for entry in self.history}
        return next((e for e in reversed(self.history) if e.can_undo and e.seq not in undone), None)

    def _keep(self, entry: Entry, batch: Batch) -> None:
        journal.append(self.folder / "history.jsonl", entry)
        self.history.append(entry)
        self.batch = batch
        self._since_snapshot += len(journal.encode(entry))
        if self._since_snapshot > max(_SNAPSHOT_EVERY, self._snapshot_size()):
            self.save_snapshot()

    # -- the second copy ---------------------------------------------------------------------------
    def save_snapshot(self) -> None:
        """Never in the way: on a full disk or a read-only one the history stands alone."""
        body = msgspec.json.encode({"seq": len(self.history), "records": records.to_records(self.batch)})
        try:
            atomic.write_bytes(self.folder / "batch.json", b"%08x %s\n" % (zlib.crc32(body), body))
        except AppError as error:
            _log.info("no second copy of the batch: %s", error.line())
        self._since_snapshot = 0

    def _snapshot_size(self) -> int:
        path = self.folder / "batch.json"
        return path.stat().st_size if path.is_file() else 0


def _entry(
    seq: int, what: str, touched: Mapping[str, tuple[Any, Any]], *, undoes: int = 0, can_undo: bool = True
) -> Entry:
    return Entry(seq, clock.now().isoformat(), user_name(), what, touched, undoes, can_undo)


def _from_nothing(batch: Batch) -> dict[str, tuple[Any, Any]]:
    return {key: (None, value) for key, value in records.to_records(batch).items()}


def _load(folder: Path, recover: bool) -> tuple[Batch, list[Entry]]:
    path = folder / "history.jsonl"
    if path.is_file() and journal.newest_schema(path) > journal.SCHEMA:
        raise BatchFromNewerVersion(folder.name)
    log = journal.read(path) if path.is_file() else journal.Log((), (1,), 0)
    if not log.damaged and log.entries:
        try:
            batch = records.from_records(journal.replay(log.entries))
        except (KeyError, ValueError, msgspec.MsgspecError):
            pass
        else:
            if log.good_bytes < path.stat().st_size:
                journal.cut(path, log.good_bytes)
            return batch, list(log.entries)
    if not recover:
        raise BatchDamaged(f"{folder.name}，可恢复到 {_good_until(log)}")
    return _recover(folder, log)


def _good_until(log: journal.Log) -> str:
    return f"{log.entries[-1].at[:16].replace('T', ' ')} 的状态" if log.entries else "最近一次关闭时的状态"


def _recover(folder: Path, log: journal.Log) -> tuple[Batch, list[Entry]]:
    """The newest state that can be proven: the snapshot and the good lines after it, or the good lines."""
    seq, start = _snapshot(folder)
    later = [entry for entry in log.entries if entry.seq > seq]
    try:
        batch = records.from_records(journal.replay(later, start))
    except (KeyError, ValueError, msgspec.MsgspecError) as error:
        raise BatchDamaged(f"{folder.name}，没有可恢复的内容；收到的材料仍在 materials 文件夹里") from error
    path = folder / "history.jsonl"
    if path.is_file():
        number = len(list(folder.glob("history.damaged-*.jsonl"))) + 1
        with os_errors(path):
            atomic.write_bytes(folder / f"history.damaged-{number}.jsonl", path.read_bytes())
    first = _entry(1, "恢复损坏的批次", _from_nothing(batch), can_undo=False)
    atomic.write_bytes(path, journal.encode(first))
    return batch, [first]


def _snapshot(folder: Path) -> tuple[int, dict[str, Any]]:
    try:
        content = (folder / "batch.json").read_bytes().rstrip(b"\n")
        if int(content[:8], 16) != zlib.crc32(content[9:]):
            return 0, {}
        told = msgspec.json.decode(content[9:])
        return int(told["seq"]), dict(told["records"])
    except (OSError, ValueError, KeyError, msgspec.MsgspecError):
        return 0, {}
