"""The index of a ledger's experiences: a local file beside the ledger, made anew whenever it is out of date.

Never truth. SQLite FTS5 cuts what is searched into threes of characters (trigram), which finds any stretch of
Chinese of three or more without knowing its words; it keeps which texts have them, not where (detail=none:
half the time to make, four fifths of the size), so what it finds is looked at once more. Of words of two
characters, which Chinese has most of, FTS5 knows nothing: they are looked for in the folded texts as they
stand. Measured with 400 experiences of 8,000 characters, ten years of one province: 17 ms, where a word of
three takes 0.2; an index of pairs besides would take as long again to make, and 18 MB more, for nothing that
anybody could notice.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from app.errors import Unreadable, os_errors
from app.model.after.experience import Experience, ExperienceText, PageText
from app.reading.scratch import ScratchFolder
from app.receive.collection.spelling import folded
from app.writing import atomic

FILE = "经验汇编.索引.sqlite"
_VERSION = 1  # of what the file holds; another one is made anew
_THREE = 3  # characters of FTS5's trigrams
_BRIEF = 160  # characters of the beginning, shown where nothing is looked for
_SCHEMA = """
CREATE TABLE state (version INTEGER, stamp TEXT);
CREATE TABLE entries (
    number INTEGER PRIMARY KEY, key TEXT, made_of TEXT, facts BLOB, text BLOB, brief BLOB, head INTEGER,
    folded TEXT
);
CREATE VIRTUAL TABLE words USING fts5(folded, content='', tokenize='trigram', detail='none');
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """`made_of` tells whether its words have to be read again."""

    one: Experience
    text: ExperienceText
    made_of: str


@dataclass(frozen=True, slots=True)
class Found:
    """An experience that holds all words; `folded` is all its words, of which the first `head` characters are
    its name and title. Where no words were asked: of `text` the beginning alone, of `folded` nothing.
    """

    one: Experience
    text: ExperienceText
    folded: str = ""
    head: int = 0


class Index:
    """The file at `path`, which need not be there. Each question opens and closes it; threads may ask.

    A damaged one is thrown away: it raises Unreadable, and is made anew.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, entries: Iterable[Entry], stamp: str) -> None:
        """All of it anew, in the place of what was there. Raises AppError."""
        with ScratchFolder() as folder:
            made = folder / "index.sqlite"
            with closing(sqlite3.connect(made)) as database, database:
                database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
                database.executescript(_SCHEMA)
                database.execute("INSERT INTO state VALUES (?, ?)", (_VERSION, stamp))
                for number, entry in enumerate(entries, 1):
                    _insert(database, number, entry)
            with os_errors(made):
                content = made.read_bytes()
        atomic.write_bytes(self.path, content)

    def stamp(self) -> str:
        """What it was made at, as `write` was told; "" where there is none that this program can use."""
        try:
            rows = self._ask("SELECT version, stamp FROM state")
        except Unreadable:
            return ""
        return str(rows[0][1]) if rows and rows[0][0] == _VERSION else ""

    def texts(self) -> Mapping[str, tuple[str, ExperienceText]]:
        """Key → (made of, words) of all that it holds; {} where this program cannot use it."""
        rows = self._ask("SELECT key, made_of, text FROM entries") if self.stamp() else ()
        return {key: (made_of, _text(words)) for key, made_of, words in rows}

    def text(self, key: str) -> ExperienceText:
        """Empty where it does not know it."""
        rows = self._ask("SELECT text FROM entries WHERE key = ?", (key,))
        return _text(rows[0][0]) if rows else ExperienceText()

    def experiences(self) -> tuple[Experience, ...]:
        """All, in the order of the total table."""
        return tuple(map(_one, self._ask("SELECT facts FROM entries ORDER BY number")))

    def having(self, terms: Sequence[str]) -> tuple[Found, ...]:
        """Those that hold every one of the folded `terms`, in the order of the total table; all, of none."""
        if not terms:
            rows = self._ask("SELECT facts, brief FROM entries ORDER BY number")
            return tuple(Found(_one(row), _text(row[1])) for row in rows)
        threes = [three for term in terms for three in _threes(term)]
        wanted = ["number IN (SELECT rowid FROM words WHERE words MATCH ?)"] if threes else []
        wanted += ["instr(folded, ?) > 0" for _ in terms]
        phrases = (f'"{quoted}"' for three in threes if (quoted := three.replace('"', '""')))
        asked = f"SELECT facts, text, folded, head FROM entries WHERE {' AND '.join(wanted)} ORDER BY number"
        rows = self._ask(asked, (*([" AND ".join(phrases)] if threes else []), *terms))
        return tuple(Found(_one(row), _text(row[1]), row[2], row[3]) for row in rows)

    def _ask(self, asked: str, given: Sequence[object] = ()) -> list[Any]:
        """[] where there is none. Raises Unreadable, AppError."""
        with os_errors(self.path):
            if not self.path.is_file():
                return []
            address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
            try:
                with closing(sqlite3.connect(address, uri=True)) as database:
                    return database.execute(asked, given).fetchall()
            except sqlite3.Error as error:
                self.path.unlink(missing_ok=True)
                raise Unreadable(f"{self.path.name}，已丢弃，再查一次就重新汇集") from error


def _insert(database: sqlite3.Connection, number: int, entry: Entry) -> None:
    one, text = entry.one, entry.text
    head = folded(f"{one.name}{one.title}")
    words = head + folded(f"{one.code}{text.whole}")
    brief = ExperienceText((PageText(0, 1, text.whole[:_BRIEF]),), text.abstract)
    told = [msgspec.json.encode(each) for each in (one, text, brief)]
    database.execute(
        "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (number, one.key, entry.made_of, *told, len(head), words),
    )
    database.execute("INSERT INTO words(rowid, folded) VALUES (?, ?)", (number, words))


def _threes(term: str) -> tuple[str, ...]:
    """Of which every text that holds the term has each; () of one that is shorter."""
    last = len(term) - _THREE
    places = sorted({*range(0, last + 1, _THREE), last}) if last >= 0 else ()
    return tuple(term[at:at + _THREE] for at in places)


def _one(row: Sequence[bytes]) -> Experience:
    return msgspec.json.decode(row[0], type=Experience)


def _text(words: bytes) -> ExperienceText:
    return msgspec.json.decode(words, type=ExperienceText)
