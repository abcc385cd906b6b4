"""The documents of a batch whose words count, each content once, and what is read of them in one go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.model.batch import Batch
from app.model.source import Container, Member
from app.notices.notice import Notice, tracks_of

_TOGETHER = 24  # documents of one package that are read in one go
_TOGETHER_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """Where its bytes are, relative to the batch folder. `shown` names it for people."""

    sha256: str
    shown: str
    stored: str
    container: Container
    member: Member


def documents_of(batch: Batch, notice: Notice) -> tuple[Document, ...]:
    """The letters', then every enterprise's, in the order of the list."""
    found: dict[str, Document] = {}
    for one in (*_letters(batch, notice), *_materials(batch, notice)):
        if one.sha256 and one.member.size:
            found.setdefault(one.sha256, one)
    return tuple(found.values())


def together(documents: Sequence[Document]) -> list[tuple[Document, ...]]:
    """Neighbours that lie in one package, so that it is opened once for them."""
    groups: list[list[Document]] = []
    weight = 0
    for one in documents:
        last = groups[-1] if groups else None
        weight += one.member.size
        if last and last[0].stored == one.stored and len(last) < _TOGETHER and weight <= _TOGETHER_BYTES:
            last.append(one)
        else:
            groups.append([one])
            weight = one.member.size
    return [tuple(group) for group in groups]


def _materials(batch: Batch, notice: Notice) -> Iterator[Document]:
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            for source in batch.sources_of(enterprise):
                for member in source.members:
                    shown = f"{enterprise.name} {member.name}"
                    yield Document(member.sha256, shown, source.stored, source.container, member)


def _letters(batch: Batch, notice: Notice) -> Iterator[Document]:
    for track in notice.tracks:
        letter = batch.letter(track.id)
        if letter.stored and letter.member is not None:
            shown = f"{track.short}推荐文件"
            yield Document(letter.sha256, shown, letter.stored, Container.FILE, letter.member)
