"""One look at everything inside a source: digests, kinds, facts. Runs in a sandbox child."""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from isal import isal_zlib

from app.errors import os_errors
from app.model.source import Container, Fault, LeftOut, Member, OfficeFacts, PdfFacts, Trouble
from app.notices.patterns import MATCHED
from app.reading.at_hand import SpooledFile
from app.reading.containers import Item, archive_in, container_of, packed_bytes, stream
from app.reading.kinds import HEAD, kind_of, names_in_zip
from app.reading.limits import Allowance, Budget, Limits
from app.reading.office import office_facts
from app.reading.pdf.facts import pdf_facts
from app.reading.zip_directory import is_complete

Report = Callable[[int, str], None]

LEFTOVER = "系统残留文件，打包时去掉"
_LOOKED_INTO = ("pdf", "zip", "ole", "7z", "rar", "tar", "gz", "bz2", "xz")  # kinds that need random access


@dataclass(frozen=True, slots=True)
class Survey:
    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]
    troubles: tuple[Trouble, ...]
    complete_zip: bool


@dataclass(slots=True)
class _Look:
    """One survey under way, nested archives included."""

    leftovers: tuple[re.Pattern[str], ...]
    limits: Limits
    budget: Budget
    report: Report
    known: Mapping[str, str]
    crcs: Mapping[str, int]
    stuck: frozenset[str]
    allowance: Allowance
    members: list[Member] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def survey(
    stored: Path,
    container: Container,
    leftovers: tuple[str, ...],
    limits: Limits,
    report: Report,
    known: Mapping[str, str] | None = None,
    stuck: frozenset[str] = frozenset(),
    crcs: Mapping[str, int] | None = None,
) -> Survey:
    """`known`: sha256 by path of files hashed before, not to be hashed again, `crcs` their CRC-32.
    `stuck`: paths of members whose readers hung in an earlier attempt; no facts are taken of them.
    """
    patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in leftovers)
    budget, allowance = Budget(limits, packed_bytes(stored, container)), Allowance(limits.source_seconds)
    look = _Look(patterns, limits, budget, report, known or {}, crcs or {}, stuck, allowance)
    _walk(look, stored, container, within="", depth=0)
    clean = not (look.troubles or look.left_out or any(member.uncertain_name for member in look.members))
    return Survey(
        tuple(look.members),
        tuple(look.left_out),
        tuple(look.troubles),
        clean and container is Container.ZIP and is_complete(stored),
    )


def survey_copy(
    stored: Path,
    leftovers: tuple[str, ...],
    limits: Limits,
    report: Report,
    known: Mapping[str, str],
    stuck: frozenset[str],
    crcs: Mapping[str, int],
) -> tuple[Container, Survey]:
    """As `survey`, of what shows what it is only when it is opened."""
    container = container_of(stored)
    return container, survey(stored, container, leftovers, limits, report, known, stuck, crcs)


def is_leftover(path: str, patterns: tuple[re.Pattern[str], ...]) -> bool:
    """Whether any segment of `path` is a leftover of an operating system or an editor."""
    return any(pattern.search(part[:MATCHED]) for part in path.split("/") for pattern in patterns)


def _walk(look: _Look, stored: Path, container: Container, within: str, depth: int) -> None:
    troubles: list[Trouble] = []
    unread: list[Item] = []
    shelf = SpooledFile()
    sound = stream(stored, container, look.limits, troubles, look.report, look.budget, unread)
    for item in chain(sound, unread):
        if is_leftover(item.path, look.leftovers):
            look.left_out.append(LeftOut(_inside(within, item.path), LEFTOVER))
        elif item.is_sound:
            _take(look, item, within, depth, shelf)
        else:
            look.members.append(_member(item, within))
    look.troubles.extend(Trouble(t.fault, _inside(within, t.path), t.detail) for t in troubles)


def _inside(within: str, path: str) -> str:
    return f"{within}!/{path}" if within and path else within or path


class _Digest(NamedTuple):
    sha256: str
    crc32: int


def _take(look: _Look, item: Item, within: str, depth: int, shelf: SpooledFile) -> None:
    """One member: read once, hashed while read, kept at hand only where its facts need it."""
    where = _inside(within, item.path)
    known = _Digest(look.known[where], look.crcs.get(where, -1)) if where in look.known else None
    with _opened(item, known, shelf) as (file, head, size, digest):
        if not item.is_sound:
            look.members.append(_member(item, within))
            return
        kind = kind_of(head, item.path, file)
        pdf, office = _facts(look, file, kind, where)
        facts = replace(_member(item, within), kind=kind, pdf=pdf, office=office)
        look.members.append(replace(facts, size=size, sha256=digest.sha256, crc32=digest.crc32))
        if file is not None and where not in look.stuck:
            _look_into(look, file, kind, where, depth)


def _member(item: Item, within: str) -> Member:
    """What is known without its bytes."""
    return Member(
        item.path, item.size, sha256="", kind="unknown", modified=item.modified, within=within,
        index=item.index, uncertain_name=item.uncertain_name,
    )


@contextmanager
def _opened(
    item: Item, known: _Digest | None, shelf: SpooledFile
) -> Iterator[tuple[BinaryIO | None, bytes, int, _Digest]]:
    """(random access where its kind needs it, head, size, digest) of the member."""
    if item.file is not None:
        with os_errors(item.file), item.file.open("rb") as file:
            head = file.read(HEAD)
            yield file, head, item.size, known or _digest_of(item.chunks)[0]
        return
    first = next(item.chunks, b"")
    needed = kind_of(first[:HEAD], item.path) in _LOOKED_INTO
    shelf.clear()
    kept = shelf if needed and item.lying is None else None
    digest, size = _digest_of(chain((first,), item.chunks), kept)
    yield (item.lying or shelf.file()) if needed else None, first[:HEAD], size, digest
    shelf.clear()


def _digest_of(chunks: Iterable[bytes], shelf: SpooledFile | None = None) -> tuple[_Digest, int]:
    """And how many bytes there were; `shelf` keeps them."""
    sha256, crc32, size = hashlib.sha256(), 0, 0
    for chunk in chunks:
        sha256.update(chunk)
        crc32 = isal_zlib.crc32(chunk, crc32)
        size += len(chunk)
        if shelf is not None:
            shelf.add(chunk)
    return _Digest(sha256.hexdigest(), crc32), size


def _facts(
    look: _Look, file: BinaryIO | None, kind: str, where: str
) -> tuple[PdfFacts | None, OfficeFacts | None]:
    look.report(look.budget.bytes, where)  # so that it is known where a reader got stuck
    if where in look.stuck:
        return (PdfFacts("stuck", "stuck") if kind == "pdf" else None), None
    if file is None:
        return None, None
    if kind == "pdf":
        if look.allowance.is_spent:
            return PdfFacts("late", "late"), None
        own = Allowance(look.limits.seconds)
        return pdf_facts(file, lambda: look.report(look.budget.bytes, where), allowance=own), None
    if kind in ("docx", "xlsx", "pptx", "doc", "xls", "ppt", "wps", "et", "ole", "zip"):
        return None, office_facts(file, kind, names_in_zip(file))
    return None, None


def _look_into(look: _Look, file: BinaryIO, kind: str, where: str, depth: int) -> None:
    """The archive inside the archive."""
    container = archive_in(file, kind, where)
    if container is None:
        return
    if depth >= look.limits.depth:
        look.troubles.append(Trouble(Fault.BOMB, where, "压缩包套压缩包超过两层"))
        return
    with _on_disk(file) as path:
        _walk(look, path, container, where, depth + 1)


@contextmanager
def _on_disk(file: BinaryIO) -> Iterator[Path]:
    """7-Zip wants a path; in the child's scratch folder, which goes with the child."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "inner"
        file.seek(0)
        with os_errors(path), path.open("wb") as copy:
            while block := file.read(1 << 20):
                copy.write(block)
        yield path
