"""Two histories of one batch, here and at a colleague's: where they part, how one is gone on with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import takewhile
from pathlib import Path

import msgspec

from app import clock
from app.errors import BatchDamaged, BatchFromNewerVersion
from app.model.batch import Batch
from app.store import head, journal, loading, records
from app.store.journal import Entry, Line, Log, Mark
from app.store.loading import HISTORY
from app.store.lock import user_name
from app.store.touched import read_all
from app.writing import atomic


class Relation(Enum):
    """How another history stands to the one that is here."""

    OTHER = "another batch"
    BEHIND = "nothing that is not here too"
    AHEAD = "goes on from where this one ends"
    PARTED = "both went on by themselves"


@dataclass(frozen=True, slots=True)
class Step:
    """One line: where it ends, and whether it is a person's act."""

    mark: Mark
    is_deed: bool


def steps_of(log: Log) -> tuple[Step, ...]:
    """Of the lines that prove to follow each other."""
    walked = journal.follow(log.lines)
    return tuple(Step(mark, entry.can_undo or bool(entry.undoes)) for entry, mark in walked)


def steps_in(folder: Path) -> tuple[Step, ...]:
    """Of the batch that lies there. Raises AppError."""
    return steps_of(journal.read(folder / HISTORY))


def batch_in(folder: Path) -> Batch:
    """As its history has it; nothing is mended, it may be open. Raises BatchDamaged, AppError."""
    walked = journal.follow(journal.read(folder / HISTORY).lines)
    try:
        return records.from_records(journal.replay([entry for entry, _ in walked]))
    except (KeyError, ValueError, TypeError, msgspec.MsgspecError) as error:
        raise BatchDamaged(folder.name) from error


def beginning_of(folder: Path) -> Mark | None:
    """By which a batch is known again, wherever it goes; None where none lies."""
    try:
        with (folder / HISTORY).open("rb") as lines:
            raw = lines.readline().rstrip(b"\n")
    except OSError:
        return None
    entry = journal.decode(raw)
    return Line(entry, raw).mark("") if entry is not None and entry.begins else None


def relation(ours: Sequence[Step], theirs: Sequence[Step]) -> Relation:
    common = parting(ours, theirs)
    if not common:
        return Relation.OTHER
    if common == len(theirs):
        return Relation.BEHIND
    return Relation.AHEAD if common == len(ours) else Relation.PARTED


def parting(ours: Sequence[Step], theirs: Sequence[Step]) -> int:
    """How many steps both have, from the beginning."""
    both = zip(ours, theirs, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].mark == pair[1].mark, both))


# -- a history that came from elsewhere ------------------------------------------------------------
def whole(content: bytes) -> tuple[Log, Batch]:
    """What a history tells that was handed over. Raises BatchFromNewerVersion; ValueError where it is not
    whole, or no batch's that is away; KeyError, TypeError, RecursionError, msgspec's errors where it is
    something else altogether.
    """
    log = journal.parse(content)
    if log.schema > journal.SCHEMA:
        raise BatchFromNewerVersion
    walked = journal.follow(log.lines)
    is_in_order = [entry for entry, _ in walked] == [line.entry for line in log.lines]
    if log.damaged or log.tail or not walked or not is_in_order:
        raise ValueError("the history is not whole")
    read_all(entry.set for entry, _ in walked)
    batch = records.from_records(journal.replay([entry for entry, _ in walked]))
    if batch.handed is None:
        raise ValueError("it was not handed over")
    return log, batch


def take_up(folder: Path, content: bytes, who: str) -> None:
    """Put a whole history in place with one line more: it is worked on here from now on.

    The line and all before it are there at once or not at all; the witnesses follow. Raises AppError.
    """
    log, batch = whole(content)
    handed, (_, mark) = batch.handed, journal.follow(log.lines)[-1]
    assert handed is not None
    touched = {"handed": (records.plain(handed), None)}
    what = f"{handed.by or '同事'}交来，{who}接着做"
    entry = Entry(
        mark.seq + 1, clock.now().isoformat(), user_name(), what, touched, can_undo=False,
        schema=journal.schema_for(touched), chain=mark.digest,
    )  # fmt: skip
    line = journal.encode(entry)
    atomic.write_bytes(folder / HISTORY, content + line)
    end = Line(entry, line[:-1]).mark(mark.digest)
    head.set_to(folder, end)
    loading.write_snapshot(folder, replace(batch, handed=None), end, entry.at)
