"""How each enterprise's package comes about: passed through, or packed from its sources. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from pathlib import PurePosixPath

from app.model.batch import Batch, Enterprise, member_key
from app.model.disc import Ingredient, Packed, Packing
from app.model.disc_names import fold
from app.model.source import Container, Fault, Member, Source

_FORMAT = 1  # of the packages we write: a change makes every recipe a new one
_OVERHEAD = 180  # bytes of both headers of a member, but for its name, twice in UTF-8


def packing_of(batch: Batch, enterprise: Enterprise) -> Packing:
    """Passed through byte for byte when its one source is a complete zip of which nothing is left out."""
    sources = batch.sources_of(enterprise)
    if len(sources) == 1 and _passes(sources[0], enterprise):
        only = sources[0]
        inside = sum(not member.within for member in only.members)
        return Packing(
            enterprise.id, enterprise.name, only.size, passed=only.stored, sha256=only.sha256, members=inside
        )
    ingredients = _placed([(source, *_taken(source, enterprise)) for source in sources])
    members = [member for ingredient in ingredients for member in ingredient.members]
    size = sum(member.size + _OVERHEAD + 6 * len(member.path) for member in members)
    return Packing(
        enterprise.id, enterprise.name, size,
        ingredients=ingredients, recipe=_recipe(ingredients), members=len(members),
    )


def _passes(source: Source, enterprise: Enterprise) -> bool:
    if source.container is not Container.ZIP or not source.complete_zip:
        return False
    return not enterprise.parts or not any(
        enterprise.leaves_out(member_key(source, member)) for member in source.members
    )


def _taken(source: Source, enterprise: Enterprise) -> tuple[list[Member], bool]:
    """(members to pack, whether the stored file goes in unopened).

    An archive that no reader here can unpack, and that a person let pass (PACK-07), is packed as it is.
    """
    first_level = [member for member in source.members if not member.within]
    closed = any(trouble.fault is Fault.METHOD for trouble in source.troubles)
    if source.container.is_archive and (closed or not all(member.sha256 for member in first_level)):
        return [Member(source.name, source.size, source.sha256, source.container.value)], True
    kept = [m for m in first_level if not enterprise.leaves_out(member_key(source, m))]
    return kept, False


def _recipe(ingredients: Sequence[Ingredient]) -> str:
    """Hex; from contents and places alone, so that the same materials in another batch pack alike."""
    told = [
        [ingredient.whole, [[m.path, m.size, m.sha256, m.modified] for m in ingredient.members]]
        for ingredient in ingredients
    ]
    return hashlib.sha256(json.dumps([_FORMAT, told]).encode()).hexdigest()


def _placed(taken: Iterable[tuple[Source, list[Member], bool]]) -> tuple[Ingredient, ...]:
    """Each source keeps its own paths; one that would cover an earlier one goes into a folder of its name."""
    places = _Places()
    ingredients = []
    for source, members, whole in taken:
        prefix = places.folder_for(source) if any(places.covers(m.path) for m in members) else ""
        ingredients.append(
            Ingredient(
                source.id,
                tuple(
                    Packed(m.index, places.take(prefix + m.path), m.size, m.sha256, m.modified, m.crc32)
                    for m in members
                ),
                whole,
            )
        )
    return tuple(ingredients)


class _Places:
    """The paths of a package that are taken, told apart as every file system does."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: set[str] = set()

    def covers(self, path: str) -> bool:
        """Whether a file at `path` would fall together with a file or a folder that is there."""
        told = fold(path)
        above = (fold(folder) for folder in _above(path))
        return told in self._files or told in self._folders or any(folder in self._files for folder in above)

    def take(self, path: str) -> str:
        """`path`, or the nearest free one with a number that shows."""
        free = next(other for other in _alternatives(path) if not self.covers(other))
        self._files.add(fold(free))
        self._folders.update(fold(folder) for folder in _above(free))
        return free

    def folder_for(self, source: Source) -> str:
        name = source.name if source.container is Container.FOLDER else PurePosixPath(source.name).stem
        taken = self._files | self._folders
        return next(f"{each}/" for each in _numbered(name, "") if fold(each) not in taken)


def _above(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _numbered(stem: str, suffix: str) -> Iterator[str]:
    yield stem + suffix
    for number in count(2):
        yield f"{stem}（{number}）{suffix}"


def _alternatives(path: str) -> Iterator[str]:
    """The path, then with its last name numbered or, where that is no help, its first folder."""
    inner = PurePosixPath(path)
    top, _, rest = path.partition("/")
    for name, folder in zip(_numbered(inner.stem, inner.suffix), _numbered(top, ""), strict=False):
        yield str(inner.with_name(name))
        if rest:
            yield f"{folder}/{rest}"
