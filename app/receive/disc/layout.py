"""What a disc is taken to be: its tables and readmes opened for the words that tell."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from app.checks.words import some
from app.disc.source import read_small
from app.errors import WrongUse, os_errors
from app.job import Job
from app.model.submission import Layout, Maker
from app.notices.notice import Notice
from app.paths import inside
from app.reading.sandbox import Sandbox
from app.reading.survey import is_leftover
from app.receive.disc.opening import Opened
from app.receive.hand.clues import Clues
from app.receive.hand.columns import KnownColumns, with_columns
from app.receive.hand.heads import Opener, SmallFiles
from app.receive.hand.recognise import recognise_paths, table_candidates

_MOST_TABLES = 20  # spreadsheets opened to find the table
_MOST_TABLE = 20_000_000  # bytes of one
_MOST_READMES, _MOST_README = 20, 100_000  # texts, bytes of one


@dataclass(frozen=True, slots=True)
class Asked:
    """How to look: `columns`, what a person said of the tables' headings; `known`, what was said before of
    each sender's; `recognises`, whether a scan is recognised where no letter is known by its name.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    known: KnownColumns | None = None
    recognises: bool = True


AS_ALWAYS = Asked()


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


def layout_of(
    opened: Opened, small: SmallFiles, notice: Notice, sandbox: Sandbox, job: Job, asked: Asked = AS_ALWAYS
) -> Layout:
    """As the disc tells, else by recognition, its headings read as was said of that sender's before."""
    if opened.layout is not None:
        return opened.layout
    found = _recognised(opened, small, notice, sandbox, job, asked)
    known = {} if asked.columns or asked.known is None else asked.known.of(found.sender)
    if known:
        found = _recognised(opened, small, notice, sandbox, job, replace(asked, columns=known))
    return found


def _recognised(
    opened: Opened, small: SmallFiles, notice: Notice, sandbox: Sandbox, job: Job, asked: Asked
) -> Layout:
    files = without_leftovers(opened.disc.files, notice)
    files = {path: size for path, size in files.items() if path not in opened.opened}
    opener = Opener(with_columns(notice, asked.columns), sandbox, job, asked.recognises)
    candidates = [path for path in table_candidates(files, notice) if files[path] <= _MOST_TABLE]
    heads = opener.heads(candidates[:_MOST_TABLES], small)
    labels = (opened.source.label, opened.source.place.name, opened.disc.id)
    made_by = Maker.BAG if opened.disc.is_listed else Maker.HAND
    clues = Clues(heads, tuple(_readmes(opened)), labels=labels)
    layout = recognise_paths(files, clues, notice, made_by)
    if _wants_letter(layout) and (letters := opener.letters(layout.unknown, files, small)):
        layout = recognise_paths(files, replace(clues, letters=letters), notice, made_by)
    said = opened.disc.membership
    whole = [path for path, is_whole in opened.opened.items() if is_whole]
    doubtful = [path for path in opened.opened if path not in whole]
    return replace(
        layout, disc_id=opened.disc.id, number=said.number or 1, of=said.of or 1, columns=asked.columns,
        beside=tuple(sorted((*layout.beside, *whole))), unknown=tuple(sorted((*layout.unknown, *doubtful))),
    )  # fmt: skip


def must_fit(given: Layout, files: Iterable[str], notice: Notice) -> None:
    """A layout that a person wrote, of a disc with these files. Raises WrongUse for a track that the notice
    has not, or a file or folder that is not there.
    """
    known, paths = {track.id for track in notice.tracks}, set(files)
    if strange := [track for track in given.tracks if track not in known]:
        raise WrongUse(f"认法里的申报类别“{strange[0]}”通知里没有")
    there = paths | {path[:at] for path in paths for at, letter in enumerate(path) if letter == "/"}
    for own in given.tracks.values():
        if lost := [path for path in (own.letter, own.table, *own.packages) if path and path not in there]:
            raise WrongUse(f"认法里的文件，这张盘上没有：{some(lost)}")


def _wants_letter(layout: Layout) -> bool:
    return not layout.tracks or any(not own.letter for own in layout.tracks.values())


def without_leftovers(files: Mapping[str, int], notice: Notice) -> dict[str, int]:
    patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in notice.leftovers)
    return {path: size for path, size in files.items() if not is_leftover(path, patterns)}


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
