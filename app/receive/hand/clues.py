"""What is known of a hand-made disc beside its paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class TableHead:
    """A spreadsheet with a known heading row: the tracks it may be of, the names in it, and all words that
    may tell the sender. `by_track`: the names it has for each track; where these differ, it tells its rows
    apart itself (by a column, by headings between them, by worksheets).
    """

    tracks: frozenset[str]
    names: tuple[str, ...]
    words: tuple[str, ...] = ()
    by_track: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def is_divided(self) -> bool:
        return len(set(self.by_track.values())) > 1

    def names_in(self, track: str) -> tuple[str, ...]:
        return self.by_track.get(track, self.names)


@dataclass(frozen=True, slots=True)
class Clues:
    """`labels` are the volume's label and the name of the folder or image, `words` the texts of readmes and
    of tables whose headings nobody knows. `letters`: files that are letters by their own words → the tracks
    these name. `elsewhere`: tables on other discs of its set.
    """

    heads: Mapping[str, TableHead]
    words: tuple[str, ...] = ()
    elsewhere: Mapping[str, TableHead] = field(default_factory=dict)
    labels: tuple[str, ...] = ()
    letters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all_heads(self) -> tuple[TableHead, ...]:
        return (*self.heads.values(), *self.elsewhere.values())

    @property
    def table_words(self) -> tuple[str, ...]:
        return tuple(word for head in self.all_heads for word in head.words)
