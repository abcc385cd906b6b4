"""What is kept of a disc that was copied: its record, beside its files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import msgspec

from app.checks import judged
from app.checks.disc_cases import DiscCase
from app.disc.contents import Membership
from app.errors import os_errors
from app.ledger import HeldDisc
from app.model.documents.part import Part, whole
from app.model.submission import Layout, Maker
from app.receive.compose import DiscRecord
from app.receive.disc.copying import Copied
from app.writing import atomic

RECORD = "记录.json"
_ASIDE = ("记录.更正前.json", "记录.更正后.json")  # of the last amendment: which counts says the disc's row


def read_record(folder: Path) -> DiscRecord | None:
    """None when there is none that is whole."""
    try:
        content = (folder / RECORD).read_bytes()
        record = msgspec.json.decode(content, type=DiscRecord)
        return record if record.parts else replace(record, parts=_before(content))
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


class _Before(msgspec.Struct):
    """How older programs kept what a sender said of files: each was one material as a whole."""

    roles: dict[str, dict[str, str]] = {}


def _before(content: bytes) -> dict[str, dict[str, tuple[Part, ...]]]:
    roles = msgspec.json.decode(content, type=_Before).roles
    return {path: {sha: whole(role) for sha, role in said.items()} for path, said in roles.items()}


def proven_record(folder: Path, held: HeldDisc) -> DiscRecord | None:
    """As it was when its row was written; None when it is another, or not whole. Rows of older programs tell
    no more of it than the disc's digest.
    """
    record = held_record(folder, held)
    if record is None or record.digest != held.digest:
        return None
    return record if held.record in ("", record_digest(folder)) else None


def held_record(folder: Path, held: HeldDisc) -> DiscRecord | None:
    """As `read_record`; where an amendment was cut short, the one that the disc's row tells of. AppError."""
    if held.record and any((folder / name).exists() for name in _ASIDE):
        with os_errors(folder):
            aside = [(folder / name).read_bytes() for name in _ASIDE if (folder / name).is_file()]
            now = (folder / RECORD).read_bytes() if (folder / RECORD).is_file() else b""
        right = [each for each in aside if hashlib.sha256(each).hexdigest() == held.record]
        if right and hashlib.sha256(now).hexdigest() != held.record:
            atomic.write_bytes(folder / RECORD, right[0])
    return read_record(folder)


def amend_record(folder: Path, record: DiscRecord) -> None:
    """In place of the one that is there, which stays beside it: until the disc's row tells of the new one, it
    is the old one that counts. Raises AppError.
    """
    content = msgspec.json.encode(record)
    with os_errors(folder / RECORD):
        before = (folder / RECORD).read_bytes()
    for name, each in zip(_ASIDE, (before, content), strict=True):
        atomic.write_bytes(folder / name, each)
    atomic.write_bytes(folder / RECORD, content)


def record_digest(folder: Path) -> str:
    """For the disc's row. Raises AppError."""
    with os_errors(folder / RECORD):
        return hashlib.sha256((folder / RECORD).read_bytes()).hexdigest()


def write_record(folder: Path, record: DiscRecord) -> None:
    """Raises AppError."""
    atomic.write_bytes(folder / RECORD, msgspec.json.encode(record))


def record_of(copied: Copied, layout: Layout, digest: str) -> DiscRecord:
    """`digest` of its tag manifest; "" where it has none."""
    disc, place, said = copied.disc, copied.disc.membership, copied.disc.submission
    shas = {path: found["sha256"] for path, found in copied.digests.items() if "sha256" in found}
    holes = {fault.where for fault in copied.unread} | (copied.wrong if disc.is_listed else set())
    return DiscRecord(
        digest=digest or _digest(shas),
        disc_id=disc.id,
        check_code=disc.code,
        layout=layout,
        files=copied.stored,
        sizes=disc.files,
        digests=shas,
        outcomes=judged(DiscCase(disc, copied.digests, copied.unread)),
        holes=tuple(sorted(holes)),
        number=place.number,
        of=place.of,
        group=place.group,
        edition=_edition(place, layout),
        names=place.names,
        decisions=said.decided if said else (),
        parts={package.path: package.said for package in said.packages if package.said} if said else {},
        orders={package.path: package.orders for package in said.packages if package.orders} if said else {},
        ids={package.path: package.id for package in said.packages} if said else {},
    )


def _edition(said: Membership, layout: Layout) -> str:
    """Names the set and the making of it; "" for a disc of no set."""
    if said.of <= 1:
        return ""
    sender = layout.sender.name if layout.made_by is Maker.BAOPAN else ""  # others do not say it on each
    told = f"{said.group}\n{said.edition}\n{layout.correction}\n{sender}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _digest(shas: Mapping[str, str]) -> str:
    """Of a disc without a tag manifest: over all its files."""
    lines = "".join(f"{sha}  {path}\n" for path, sha in sorted(shas.items()))
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()
