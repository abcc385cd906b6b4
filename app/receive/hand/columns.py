"""What a person said of a table's headings: which column of the notice each is; kept for the next disc."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from app.errors import NothingFound, WrongUse
from app.ledger.connection import HEADINGS
from app.model.batch import Sender
from app.notices.notice import Column, Notice, Track
from app.paths import inside
from app.reading.tables.headings import heading_key
from app.writing import atomic

Said = Mapping[str, str]  # heading, as it stands in the table → id of a column
_EQUALS = "\uff1d"  # as an input method gives it
_MOST_BYTES = 4_000_000
_MOST = 200  # headings of one sender


def with_columns(notice: Notice, said: Said) -> Notice:
    """The notice, for reading tables whose headings mean what was said; nothing else of it changes."""
    if not said:
        return notice
    meant = {heading_key(heading): column for heading, column in said.items() if heading_key(heading)}
    return replace(notice, tracks=tuple(_told(track, meant) for track in notice.tracks))


def _told(track: Track, meant: Said) -> Track:
    return replace(track, columns=tuple(_column(column, meant) for column in track.columns))


def _column(column: Column, meant: Said) -> Column:
    """A heading that was said to be another column's is this one's no longer, even its own title."""
    own = tuple(heading for heading, key in meant.items() if key == column.id)
    lost = {heading for heading, key in meant.items() if key != column.id}
    kept = tuple(word for word in column.synonyms if heading_key(word) not in lost)
    title = f"{column.title}（不是这一列）" if heading_key(column.title) in lost else column.title
    return replace(column, title=title, synonyms=(*own, *kept))


def columns_said(pairs: Sequence[str], notice: Notice) -> dict[str, str]:
    """“单位=企业名称” as typed: the table's heading, then a column by its title, synonym or id.

    Raises WrongUse, NothingFound.
    """
    said: dict[str, str] = {}
    for pair in pairs:
        heading, sign, field = (part.strip() for part in re.sub(_EQUALS, "=", pair).partition("="))
        if not (heading and sign and field):
            raise WrongUse(f"“{pair}”应写成“表上的列名=汇总表的列名”")
        said[heading] = _column_named(field, notice)
    return said


def _column_named(text: str, notice: Notice) -> str:
    key = heading_key(text)
    for names in (_titles, _synonyms):
        for track in notice.tracks:
            for column in track.columns:
                if key in map(heading_key, names(column)):
                    return column.id
    known = "、".join(dict.fromkeys(column.title for track in notice.tracks for column in track.columns))
    raise NothingFound(f"汇总表没有“{text}”这一列；有：{known}")


def _titles(column: Column) -> tuple[str, ...]:
    return column.title, column.id


def _synonyms(column: Column) -> tuple[str, ...]:
    return column.synonyms


class KnownColumns:
    """Beside the ledger: by each sender's code, or its name where it has none."""

    def __init__(self, folder: Path) -> None:
        self._path = inside(folder, HEADINGS)

    def of(self, sender: Sender) -> dict[str, str]:
        """What was said of that sender's tables; {} when nothing was, or the file is not whole."""
        key = sender.code or sender.name
        return dict(self._read().get(key, {})) if key else {}

    def keep(self, sender: Sender, said: Said) -> None:
        """For the next disc; what was said of the same heading before is replaced. Raises AppError."""
        key = sender.code or sender.name
        if not key or not said:
            return
        every = self._read()
        own = {**{old: column for old, column in every.get(key, {}).items() if old not in said}, **said}
        if own != every.get(key):
            every[key] = dict(list(own.items())[-_MOST:])
            atomic.write_bytes(self._path, msgspec.json.encode(every))

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            with self._path.open("rb") as file:
                content = file.read(_MOST_BYTES + 1)
            return msgspec.json.decode(content, type=dict[str, dict[str, str]])
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return {}
