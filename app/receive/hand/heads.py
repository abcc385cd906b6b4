"""The spreadsheets and scans of a hand-made disc, opened for the words that tell what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import TableUnknown, Unreadable
from app.job import Job
from app.notices.notice import Notice
from app.reading.containers import Report
from app.reading.limits import Limits
from app.reading.ocr import engine
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.tables.grid import read_grids
from app.reading.tables.headings import name_column
from app.reading.tables.sheet import read_sheet
from app.reading.words.read import words_of
from app.reading.words.recognise import Wanted, recognised
from app.receive.hand.clues import TableHead
from app.receive.hand.letters import is_letter_by_words, may_be_letters
from app.receive.hand.units import SUMMARY

SmallFiles = Callable[[str], Path]  # a local copy of a small file of the disc, by its path there
_MOST_WORDS = 400  # cells of a table that nobody knows, that may tell the sender
_MOST_SCANS, _MOST_RECOGNISED = 12, 3  # files read for being a letter; of these recognised
_MOST_SCAN = 20_000_000  # bytes of one
_SECONDS = 20.0  # of the processor, to recognise one
_KINDS = {".pdf": "pdf", ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".tif": "tiff", ".tiff": "tiff"}


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens what foreign bytes there are in children. `recognises`: scanned pages too."""

    notice: Notice
    sandbox: Sandbox
    job: Job
    recognises: bool = True

    def heads(self, paths: Iterable[str], small: SmallFiles) -> dict[str, TableHead]:
        """Of those tables with a heading row that is known; else of the one that is called a summary, or
        stands alone: what its columns are, a person can say.
        """
        heads: dict[str, TableHead] = {}
        strange: dict[str, TableHead] = {}
        for path in paths:
            table = small(path)
            if (head := table_head(table, path, self.notice, self.sandbox, self.job)) is not None:
                heads[path] = head
            elif (head := self._strange(table, path)) is not None:
                strange[path] = head
        is_alone = len(strange) == 1 and not any(head.names for head in heads.values())
        summaries = (path for path in strange if SUMMARY.search(path.rsplit("/", 1)[-1]) or is_alone)
        return heads | {path: strange[path] for path in summaries}

    def letters(
        self, paths: Iterable[str], files: Mapping[str, int], small: SmallFiles
    ) -> dict[str, tuple[str, ...]]:
        """Those that are letters by their words → the tracks these name; a few scans are recognised."""
        found: dict[str, tuple[str, ...]] = {}
        scans: list[str] = []
        readable = [path for path in may_be_letters(list(paths)) if 0 < files.get(path, 0) <= _MOST_SCAN]
        for path in readable[:_MOST_SCANS]:
            text, is_picture = self._text(small(path), path)
            if is_letter_by_words(text, self.notice):
                found[path] = self.notice.tracks_told(text)
            elif is_picture:
                scans.append(path)
        for path in scans[:_MOST_RECOGNISED] if self.recognises and engine.has_ocr() else ():
            text = self._recognised(small(path), path)
            if is_letter_by_words(text, self.notice):
                found[path] = self.notice.tracks_told(text)
        return found

    def _strange(self, table: Path, path: str) -> TableHead | None:
        try:
            grids = read_grids(table, self.sandbox, self.job)
        except Unreadable:
            return None
        words = [text for grid in grids for cells in grid.rows for text in cells if text][:_MOST_WORDS]
        is_table = any(len(grid.rows) > 1 and len(grid.rows[0]) > 1 for grid in grids)
        tracks = frozenset(track.id for track in self.notice.tracks)
        return TableHead(tracks, (), (path, *words)) if is_table else None

    def _text(self, copy: Path, path: str) -> tuple[str, bool]:
        """(its beginning, whether it is a picture of which nothing is known yet)."""
        try:
            return self.sandbox.call(_beginning, copy, _kind(path), job=self.job, limits=Limits())
        except (SandboxError, Unreadable):
            return "", False

    def _recognised(self, copy: Path, path: str) -> str:
        limits = Limits(
            stall_seconds=engine.SECONDS + Limits().stall_seconds,
            memory_bytes=max(Limits().memory_bytes, engine.MEMORY_BYTES),
        )
        try:
            return self.sandbox.call(_first_lines, copy, _kind(path), job=self.job, limits=limits)
        except (SandboxError, Unreadable):
            return ""


def _beginning(copy: Path, kind: str, report: Report) -> tuple[str, bool]:
    words = words_of(copy, kind, report, _SECONDS / 4)
    return words.text, words.is_open


def _first_lines(copy: Path, kind: str, report: Report) -> str:
    """In the child: of the first page."""
    told = recognised(copy, kind, Wanted((1,), whole=False), report, _SECONDS)
    return "\n".join(page.head for page in told.words.pages)


def _kind(path: str) -> str:
    return _KINDS.get(Path(path).suffix.lower(), "pdf")


def table_head(table: Path, path: str, notice: Notice, sandbox: Sandbox, job: Job) -> TableHead | None:
    """None when no track's heading row is known in it, or it is no spreadsheet."""
    by_track: dict[str, tuple[str, ...]] = {}
    words: dict[str, None] = {path: None}
    for rules in notice.tracks:
        try:
            sheet = read_sheet(table, notice, rules.id, sandbox, job)
        except (TableUnknown, Unreadable):
            continue
        column = name_column(rules)
        sender = [c.id for c in rules.columns if c.filled == "sender"]
        by_track[rules.id] = tuple(dict.fromkeys(row[column] for row in sheet.rows if row.get(column)))
        words.update(dict.fromkeys(row.get(key, "") for row in sheet.rows for key in sender))
        words.update(dict.fromkeys(item.reason for item in sheet.left_out))
        words[sheet.title] = None
    if not by_track:
        return None
    names = tuple(dict.fromkeys(name for own in by_track.values() for name in own))
    tracks = frozenset(track for track, own in by_track.items() if own or not names)
    return TableHead(tracks, names, tuple(words), by_track)
