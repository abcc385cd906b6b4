"""BatchStore: the open batch and the only way to change it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from app import clock
from app.checks.notices import parse_notice
from app.errors import AppError, NotABatch, WrongUse, os_errors
from app.model.batch import Batch
from app.reading.names import clean_text
from app.store import acts, head, journal, loading, records
from app.store.acts import Act, Done, Undone
from app.store.away import BatchAway
from app.store.journal import Entry, Line
from app.store.loading import HISTORY, NOTICE, SNAPSHOT, Loaded
from app.store.lock import WriterLock, user_name
from app.writing import atomic

_log = logging.getLogger(__name__)
_SNAPSHOT_EVERY = 256 * 1024  # bytes of history after which batch.json is written anew


class BatchStore:
    """A batch folder, open for writing by this process alone; its threads may change it in turn.

    `history.jsonl` is the truth and `history.head` tells where it ends; `batch.json` is a second copy of its
    sum, written on opening and closing, from which a damaged history is made good. `materials/` holds what
    was handed in. `recovered` says in words what was made good on opening.
    """

    def __init__(self, folder: Path, lock: WriterLock, loaded: Loaded) -> None:
        self.folder = folder
        self.batch = loaded.batch
        self.history = loaded.history
        self.recovered = loaded.recovered
        with os_errors(folder / NOTICE):
            self.notice = parse_notice((folder / NOTICE).read_bytes())
        self._lock = lock
        self._mark = loaded.mark
        self._since_snapshot = 0
        self._is_summed = loaded.is_summed  # batch.json is of this very state
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
        if not records.can_be_kept(batch):
            batch = records.with_whole_text(batch)
        lock = WriterLock(folder)
        atomic.write_bytes(folder / NOTICE, notice_toml)
        return cls(folder, lock, loading.begun(folder, batch, "新建批次"))

    @classmethod
    def open(cls, folder: Path, *, recover: bool = False) -> BatchStore:
        """Raises NotABatch, BatchFromNewerVersion, BatchInUse, and BatchDamaged unless `recover`."""
        if not (folder / HISTORY).is_file() and not (folder / SNAPSHOT).is_file():
            raise NotABatch(str(folder))
        lock = WriterLock(folder)
        try:
            store = cls(folder, lock, loading.load(folder, recover))
        except BaseException:
            lock.release()
            raise
        store.save_snapshot()
        return store

    def close(self) -> None:
        self.save_snapshot()
        self._lock.release()

    def state(self) -> dict[str, bytes]:
        """Its own files as they are at one moment, name → content: with the materials they are the batch."""
        with self._changing, os_errors(self.folder):
            self.save_snapshot()
            paths = (self.folder / name for name in (HISTORY, head.FILE, SNAPSHOT, NOTICE))
            return {path.name: path.read_bytes() for path in paths if path.is_file()}

    def __enter__(self) -> BatchStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- changing ----------------------------------------------------------------------------------
    def refuse_if_away(self) -> None:
        """To be asked before long work whose result is to be kept. Raises BatchAway."""
        if self.batch.handed is not None:
            raise BatchAway(self.batch.handed.words)

    def apply(
        self, what: str, change: Callable[[Batch], Batch], *, can_undo: bool = True, act: Act | None = None
    ) -> Batch:
        """Make one change and keep it before returning. `what` is shown in the history and at undo; changes
        of one `act` are taken back together.

        A change that changes nothing leaves no trace. Raises BatchAway while a colleague has it, AppError;
        the batch is then as before.
        """
        with self._changing:
            new = change(self.batch)
            if touched := records.changes(self.batch, new):
                if not records.can_be_kept((what, touched)):
                    what, new = clean_text(what)[0], records.with_whole_text(new)
                    touched = records.changes(self.batch, new)
                entry = self._entry(what, touched, can_undo=can_undo, act=act.seq if act else 0)
                self._keep(entry, new)
                if act is not None:
                    act.seq = act.seq or entry.seq
            return self.batch

    def take_rules(self, content: bytes, what: str) -> None:
        """Go on by other rules; those of before stay beside, and no undo brings them back. `what` as for
        `apply`. Raises NoticeInvalid, AppError; the batch is then as before.
        """
        with self._changing, os_errors(self.folder):
            notice, former = parse_notice(content), (self.folder / NOTICE).read_bytes()
            atomic.write_bytes(self.folder / f"notice-{sha256(former).hexdigest()[:8]}.toml", former)
            atomic.write_bytes(self.folder / NOTICE, content)
            self.notice = notice
            digest = sha256(content).hexdigest()
            self.apply(what, lambda batch: replace(batch, rules=digest), can_undo=False)

    def undo(self) -> str | None:
        """Take back the newest act that can be; says which it was, None when there is none."""
        with self._changing:
            act = self.next_undo
            if act is not None:
                self._put(f"撤销：{act.what}", act.back, act.seq)
            return act.what if act else None

    def redo(self) -> str | None:
        """Do again what was taken back last; says which it was, None when there is none or it cannot be."""
        with self._changing:
            found = self.next_redo
            if found is not None:
                self._put(f"重做：{found.act.what}", found.act.again, found.by)
            return found.act.what if found else None

    def back_to(self, seq: int) -> int:
        """Take back all acts after the one of this `seq`, the newest first; how many they were."""
        count = 0
        with self._changing:
            while (act := self.next_undo) is not None and act.seq > seq:
                self.undo()
                count += 1
        return count

    @property
    def next_undo(self) -> Done | None:
        """What `undo` would take back."""
        return next(reversed(acts.done(self.history)), None)

    @property
    def next_redo(self) -> Undone | None:
        """What `redo` would do again."""
        return acts.undone(self.history)

    def _put(self, what: str, touched: Mapping[str, tuple[Any, Any]], undoes: int) -> None:
        entry = self._entry(what, touched, undoes=undoes, can_undo=False)
        after = journal.replay([entry], records.to_records(self.batch))
        self._keep(entry, records.from_records(after))

    def _entry(
        self, what: str, touched: Mapping[str, tuple[Any, Any]], *, undoes: int = 0, can_undo: bool = True,
        act: int = 0,
    ) -> Entry:  # fmt: skip
        seq, chain = self._mark.seq + 1, self._mark.digest
        at, schema = clock.now().isoformat(), journal.schema_for(touched)
        return Entry(seq, at, user_name(), what, touched, undoes, can_undo, schema, chain, act)

    def _keep(self, entry: Entry, batch: Batch) -> None:
        """Once the line is on the disk the change is made, whatever becomes of its witnesses.

        Every change goes through here: of a batch that is away none but the one that ends this.
        """
        if batch.handed == self.batch.handed:
            self.refuse_if_away()
        if not (self.folder / head.FILE).is_file():  # an older program's batch has none
            head.set_to(self.folder, self._mark)
        line = journal.encode(entry)
        journal.append(self.folder / HISTORY, line)
        self.history.append(entry)
        self.batch = batch
        self._mark = Line(entry, line[:-1]).mark(entry.chain)
        self._is_summed = False
        try:
            head.move_to(self.folder, self._mark)
        except AppError as error:
            _log.warning("the end of the history is not told: %s", error.line())
        self._since_snapshot += len(line)
        if self._since_snapshot > max(_SNAPSHOT_EVERY, self._snapshot_size()):
            self.save_snapshot()

    # -- the second copy ---------------------------------------------------------------------------
    def save_snapshot(self) -> None:
        """Never in the way: on a full disk or a read-only one the history stands alone."""
        with self._changing:
            if self._is_summed:
                return
            try:
                head.set_to(self.folder, self._mark)
                loading.write_snapshot(self.folder, self.batch, self._mark, self.history[-1].at)
                self._is_summed = True
            except AppError as error:
                _log.info("no second copy of the batch: %s", error.line())
            self._since_snapshot = 0

    def _snapshot_size(self) -> int:
        path = self.folder / SNAPSHOT
        return path.stat().st_size if path.is_file() else 0
