"""A disc of a set that another program made: the set it belongs to, and what the others tell of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app.job import Job
from app.ledger import HeldDisc
from app.model.batch import Sender
from app.model.submission import Layout, Maker
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.reading.survey import is_leftover
from app.receive.compose import DiscRecord
from app.receive.one_disc import table_head
from app.receive.recognise import Clues, TableHead, recognise_paths
from app.receive.record import CONTENT


def completes(record: DiscRecord, held: Sequence[HeldDisc], sender: Sender) -> bool:
    """Of the same set, made together, and not there yet.

    Sets of other programs do not say what was made together: two bureaus that number alike are told apart.
    """
    if record.of <= 1 or _is_another_bureau(record.layout.sender, sender):
        return False
    same = [disc for disc in held if disc.edition == record.edition and disc.of == record.of]
    return bool(same) and record.number not in {disc.number for disc in same}


def _is_another_bureau(left: Sender, right: Sender) -> bool:
    return bool(left.code and right.code) and left.code != right.code


def needs_others(layout: Layout, of: int) -> bool:
    """Packages alone: which track they are of, and from whom, stands on another disc of the set."""
    has_table = any(own.table for own in layout.tracks.values())
    return of > 1 and layout.made_by is Maker.BAG and not has_table


def not_one_sender(layouts: Sequence[Layout]) -> str:
    """The names of the senders when the discs tell more than one; a guess at an enterprise tells nothing."""
    sure = [each.sender for each in layouts if each.sender.code or each.made_by is Maker.BAOPAN]
    names = {sender.code or sender.name: sender.name for sender in sure}
    return "、".join(names.values()) if len(names) > 1 else ""


def relaid(
    record: DiscRecord, siblings: Sequence[tuple[DiscRecord, Path]], notice: Notice, sandbox: Sandbox,
    job: Job,
) -> DiscRecord | None:
    """Recognised once more, by the tables of `siblings` (record, its home); None when they have none."""
    tables = {
        track: home / CONTENT / other.files[own.table]
        for other, home in siblings
        for track, own in other.layout.tracks.items()
        if own.table in other.files
    }
    heads = _heads(tables, notice, sandbox, job)
    if not heads:
        return None
    patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in notice.leftovers)
    files = {path: size for path, size in record.sizes.items() if not is_leftover(path, patterns)}
    found = recognise_paths(files, Clues({}, (record.disc_id,), heads), notice, Maker.BAG)
    old = record.layout
    layout = replace(found, disc_id=old.disc_id, number=old.number, of=old.of, correction=old.correction)
    return replace(record, layout=layout)


def _heads(
    tables: Mapping[str, Path], notice: Notice, sandbox: Sandbox, job: Job
) -> dict[str, TableHead]:
    found = {track: table_head(path, path.name, notice, sandbox, job) for track, path in tables.items()}
    return {track: head for track, head in found.items() if head is not None}
