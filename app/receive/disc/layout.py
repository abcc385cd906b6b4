"""What a disc is taken to be: its tables and readmes opened for the words that tell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from app.disc.source import read_small
from app.errors import TableUnknown, Unreadable, os_errors
from app.job import Job
from app.model.submission import Layout, Maker
from app.notices.notice import Notice
from app.paths import inside
from app.reading.sandbox import Sandbox
from app.reading.survey import is_leftover
from app.reading.tables.sheet import read_sheet
from app.receive.disc.opening import Opened
from app.receive.recognise import Clues, TableHead, recognise_paths, table_candidates

_MOST_TABLES = 20  # spreadsheets opened to find the table
_MOST_TABLE = 20_000_000  # bytes of one
_MOST_READMES, _MOST_README = 20, 100_000  # texts, bytes of one
SmallFiles = Callable[[str], Path]  # a local copy of a small file of the disc, by its path there


@dataclass(frozen=True, slots=True)
class AtHand:
    """Small files of a disc, copied to `folder` when they are asked for."""

    opened: Opened
    folder: Path

    def __call__(self, path: str) -> Path:
        """Raises AppError; a file that cannot be read comes out empty."""
        name = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        copy = inside(self.folder, f"{name}{Path(path).suffix[:16]}")
        if not copy.exists():
            with os_errors(copy):
                self.folder.mkdir(parents=True, exist_ok=True)
                disc = self.opened.disc
                copy.write_bytes(read_small(disc.source, path, disc.files.get(path, 0), _MOST_TABLE))
        return copy


def layout_of(opened: Opened, small: SmallFiles, notice: Notice, sandbox: Sandbox, job: Job) -> Layout:
    """As the disc tells, else by recognition."""
    if opened.layout is not None:
        return opened.layout
    files = without_leftovers(opened.disc.files, notice)
    heads: dict[str, TableHead] = {}
    candidates = [path for path in table_candidates(files, notice) if files[path] <= _MOST_TABLE]
    for path in candidates[:_MOST_TABLES]:
        head = table_head(small(path), path, notice, sandbox, job)
        if head is not None:
            heads[path] = head
    words = [opened.source.label, opened.source.place.name, opened.disc.id, *_readmes(opened)]
    made_by = Maker.BAG if opened.disc.is_listed else Maker.HAND
    layout = recognise_paths(files, Clues(heads, tuple(words)), notice, made_by)
    said = opened.disc.membership
    return replace(
        layout, disc_id=opened.disc.id, number=said.number or 1, of=said.of or 1, correction=layout.correction
    )


def without_leftovers(files: Mapping[str, int], notice: Notice) -> dict[str, int]:
    patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in notice.leftovers)
    return {path: size for path, size in files.items() if not is_leftover(path, patterns)}


def table_head(table: Path, path: str, notice: Notice, sandbox: Sandbox, job: Job) -> TableHead | None:
    """None when no track's heading row is known in it, or it is no spreadsheet."""
    tracks: set[str] = set()
    names: dict[str, None] = {}
    words: dict[str, None] = {path: None}
    for rules in notice.tracks:
        try:
            sheet = read_sheet(table, notice, rules.id, sandbox, job)
        except (TableUnknown, Unreadable):
            continue
        tracks.add(rules.id)
        column = next(c.id for c in rules.columns if c.filled == "name")
        sender = [c.id for c in rules.columns if c.filled == "sender"]
        names.update(dict.fromkeys(row[column] for row in sheet.rows if row.get(column)))
        words.update(dict.fromkeys(row.get(key, "") for row in sheet.rows for key in sender))
        words.update(dict.fromkeys(item.reason for item in sheet.left_out))
    return TableHead(frozenset(tracks), tuple(names), tuple(words)) if tracks else None


def _readmes(opened: Opened) -> list[str]:
    """The texts at the top of the disc, such as 说明文件.txt."""
    at_top = ((path, size) for path, size in opened.disc.files.items() if path.count("/") <= 1)
    texts = (each for each in at_top if each[0].lower().endswith(".txt") and each[1] < _MOST_README)
    found = []
    for path, size in islice(texts, _MOST_READMES):
        content = read_small(opened.source, path, size)
        try:
            found.append(content.decode("utf-8-sig"))
        except UnicodeDecodeError:
            found.append(content.decode("gb18030", "replace"))
    return found
