"""A batch in the making: the thousandth package costs no more to add than the first."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from itertools import count

from app.model.batch import Batch, Enterprise, member_key
from app.model.documents.part import Part
from app.model.names import ARCHIVE
from app.model.source import Container, Source

_LOOSE = (Container.FILE, Container.FOLDER)
_THEIR_ID = re.compile(r"[a-z]{1,8}\d{1,9}")


@dataclass(slots=True)
class _One:
    name: str
    sources: list[str]
    parts: dict[str, tuple[Part, ...]]
    made_of: dict[str, tuple[str, ...]]
    is_loose: bool  # nothing but loose files and folders so far


class Gathered:
    """The enterprises of one track, added to a batch. `batch()` is what became of it."""

    def __init__(self, batch: Batch, track: str) -> None:
        self._batch, self._track = batch, track
        self._made: dict[str, _One] = {}
        self._sources: dict[str, Source] = {}
        self._first: dict[str, str] = {}  # full name → enterprise
        self._numbers = count(1)

    def package(
        self, path: str, name: str, source: Source | None, key: str, is_joined: bool = False
    ) -> str:
        """The id of its enterprise: `key`, the sender's own, where that will do.

        Loose files and folders go with what else bears the name, `is_joined` what a person put there; other
        archives of one name are two, for DUP-01 to tell.
        """
        old = self._made.get(self._first.get(name, ""))
        is_loose = source.container in _LOOSE if source is not None else not ARCHIVE.search(path)
        if old is None or not (is_loose or old.is_loose or is_joined):
            return self.enterprise(name, source, key, is_loose=is_loose)
        old.is_loose = old.is_loose and is_loose
        if source is not None:
            old.sources.append(source.id)
            self._sources[source.id] = source
        return self._first[name]

    def enterprise(
        self, name: str, source: Source | None = None, key: str = "", *, is_loose: bool = True
    ) -> str:
        """A new one; its id. `is_loose`: what it has so far is no archive."""
        if not _THEIR_ID.fullmatch(key) or key in self._made or key in self._batch.enterprises:
            key = self._next_id()
        self._made[key] = _One(name, [source.id] if source else [], {}, {}, is_loose)
        self._first.setdefault(name, key)
        if source is not None:
            self._sources[source.id] = source
        return key

    def say(
        self, key: str, source: Source, parts: Mapping[str, tuple[Part, ...]],
        orders: Mapping[str, tuple[str, ...]], known: Set[str],
    ) -> None:
        """What the sender's clerk said of files, told by their contents; of materials the notice has."""
        said, made_of = said_of(source, parts, orders, known)
        self._made[key].parts.update(said)
        self._made[key].made_of.update(made_of)

    def batch(self) -> Batch:
        made = {
            key: Enterprise(key, self._track, one.name, tuple(one.sources), False, one.parts, one.made_of)
            for key, one in self._made.items()
        }
        order = {**self._batch.order}
        if made:
            order[self._track] = (*order.get(self._track, ()), *made)
        sources = {**self._batch.sources, **self._sources}
        return replace(
            self._batch, enterprises={**self._batch.enterprises, **made}, sources=sources, order=order
        )

    def _next_id(self) -> str:
        """Of our own kind, so that it is never one that the sender gave."""
        keys = (f"p{number:04d}" for number in self._numbers)
        return next(key for key in keys if key not in self._made and key not in self._batch.enterprises)


def said_of(
    source: Source, parts: Mapping[str, tuple[Part, ...]], orders: Mapping[str, tuple[str, ...]],
    known: Set[str],
) -> tuple[dict[str, tuple[Part, ...]], dict[str, tuple[str, ...]]]:
    """What was said of files by their contents, of materials that are `known`, as an enterprise has it:
    (member key → parts, material → member keys).
    """
    keys = {member.sha256: member_key(source, member) for member in source.members}
    said = {
        key: own
        for sha, key in keys.items()
        if (own := tuple(part for part in parts.get(sha, ()) if part.material in known))
    }
    made_of = {
        material: told
        for material, shas in orders.items()
        if material in known and (told := tuple(keys[sha] for sha in shas if sha in keys))
    }
    return said, made_of
