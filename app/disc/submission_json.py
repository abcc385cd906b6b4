"""submission.json: what a disc of ours tells the receiving program; its one schema, written and read here.

On a disc it is a claim of whoever made that: everything is bounded, and a file that is not in order is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from app import PRODUCT, __version__
from app.disc.description import Contents, PackageOnDisc, TrackOnDisc
from app.model.batch import Decision, Verdict
from app.model.disc import Entry
from app.model.documents.part import Part, joined, whole

FILE = "submission.json"
SCHEMA = 1  # newer files are read as far as they say what this one says
MOST_BYTES = 16 << 20
_MOST_CELLS = 500_000  # of all rows; 16 MB of empty ones would take a hundred times as much memory
_END = r"(?![\s\S])"  # "$" alone lets a line break pass in Python

Name = Annotated[str, Meta(max_length=1_000)]
Text = Annotated[str, Meta(max_length=40_000)]  # more than a cell of a spreadsheet holds
Id = Annotated[str, Meta(pattern=f"^[A-Za-z0-9_-]{{1,64}}{_END}")]
Key = Annotated[str, Meta(pattern=rf"^[^\x00-\x20\\/]{{1,64}}{_END}")]  # of a track, a material, a medium
CityCode = Annotated[str, Meta(pattern=f"^[A-Za-z0-9]{{0,32}}{_END}")]
Sha256 = Annotated[str, Meta(pattern=f"^[0-9a-f]{{64}}{_END}")]
# Below the disc's root, "/" separated: no drive, no "..", nothing empty between.
DiscPath = Annotated[
    str,
    Meta(pattern=rf"^(?![~/]|[A-Za-z]:)(?![\s\S]*(?:^|/)\.{{0,2}}(?:/|{_END}))[^\\\x00-\x1f]{{1,1000}}{_END}"),
]
Size = Annotated[int, Meta(ge=0, le=1 << 50)]  # bytes
Count = Annotated[int, Meta(ge=0, le=10_000_000)]
PageNumber = Annotated[int, Meta(ge=1, le=99_999)]
DiscNumber = Annotated[int, Meta(ge=1, le=99)]
_T = TypeVar("_T")
_MANY = Meta(max_length=20_000)


# Fields that are not known are passed over: programs add some without a new number, as `id` and `roles` came.
class Product(Struct, frozen=True):
    name: Name
    version: Name


class NoticeLine(Struct, frozen=True):
    id: Name
    year: Annotated[int, Meta(ge=1, le=9_999)]
    title: Name


class DiscLine(Struct, frozen=True):
    """Disc `number` of `of`; `medium` as in app.model.disc."""

    id: Id
    number: DiscNumber
    of: DiscNumber
    medium: Key


class PlacedLine(Struct, frozen=True):
    """Which disc of the set an enterprise's package is on."""

    track: Key
    enterprise: Name
    file: Name
    disc: Id


class SenderLine(Struct, frozen=True, omit_defaults=True):
    """`kind`: of a direct sender, where it said so."""

    name: Annotated[str, Meta(min_length=1, max_length=1_000)]
    code: CityCode
    city: Name
    contact: Name
    phone: Name
    kind: Name = ""


class FileLine(Struct, frozen=True):
    path: DiscPath
    size: Size
    sha256: Sha256


class PartLine(Struct, frozen=True, omit_defaults=True):
    """`pages`: first and last page of each stretch, from 1; none for the whole file."""

    material: Key
    pages: Annotated[tuple[tuple[PageNumber, PageNumber], ...], Meta(max_length=1_000)] = ()


class PackageLine(Struct, frozen=True, omit_defaults=True):
    """`members`: files inside. `id` is the enterprise's in the batch. What a person said of the files inside,
    by their sha256: `roles`, the material a whole file is; `parts`, what a file serves as that is more or
    less than that; `orders`, material → the files it is made of.
    """

    enterprise: Name
    path: DiscPath
    size: Size
    sha256: Sha256
    members: Count
    id: Name = ""
    roles: Annotated[dict[Sha256, Key], _MANY] = {}
    parts: Annotated[dict[Sha256, Annotated[tuple[PartLine, ...], Meta(max_length=100)]], _MANY] = {}
    orders: Annotated[dict[Key, Annotated[tuple[Sha256, ...], _MANY]], Meta(max_length=100)] = {}

    @property
    def said(self) -> dict[str, tuple[Part, ...]]:
        """Sha256 → parts, of whichever form."""
        said = {sha: whole(role) for sha, role in self.roles.items()}
        for sha, each in self.parts.items():
            said[sha] = tuple(Part(part.material, joined(part.pages)) for part in each)
        return said


class TrackPart(Struct, frozen=True):
    """`rows`: column id → text, of the whole set in recommended order; `packages` of this disc."""

    id: Key
    title: Name
    letter: FileLine | None
    table: FileLine
    rows: Annotated[tuple[Annotated[dict[Name, Text], Meta(max_length=200)], ...], _MANY]
    packages: Annotated[tuple[PackageLine, ...], _MANY]


class DecisionLine(Struct, frozen=True):
    finding: Name
    verdict: Verdict
    reason: Text
    who: Name
    day: date


class DiscSubmission(Struct, frozen=True):
    """The whole file. `plan`: digest of what the disc was made from; `correction`: 补正第 n 次."""

    schema: Annotated[int, Meta(ge=1, le=9_999)]
    product: Product
    notice: NoticeLine
    disc: DiscLine
    set: Annotated[tuple[PlacedLine, ...], _MANY]
    correction: Annotated[int, Meta(ge=0, le=999)]
    day: date
    plan: Sha256
    sender: SenderLine
    tracks: Annotated[tuple[TrackPart, ...], Meta(max_length=64)]
    decisions: Annotated[tuple[DecisionLine, ...], Meta(max_length=100_000)]

    @property
    def packages(self) -> Iterator[PackageLine]:
        for track in self.tracks:
            yield from track.packages

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The payload it tells of, by path."""
        files: list[FileLine | PackageLine] = [*self.packages]
        files += [file for track in self.tracks for file in (track.letter, track.table) if file]
        told = (Entry(f.path, f.size, f.sha256) for f in files if f.path)
        return tuple(sorted(told, key=lambda entry: entry.path))

    @property
    def decided(self) -> tuple[Decision, ...]:
        """As the batch it was made of had them."""
        return tuple(
            Decision(d.finding, d.verdict, d.reason, d.who, d.day.isoformat()) for d in self.decisions
        )


class _Made(Struct, frozen=True):
    product: Product


def decode(content: bytes) -> DiscSubmission | None:
    """None for anything that is not wholly in order, hostile bytes too."""
    said = _decoded(content, DiscSubmission)
    cells = sum(len(row) + 1 for track in said.tracks for row in track.rows) if said else 0
    return said if cells <= _MOST_CELLS else None


def is_ours(content: bytes) -> bool:
    """Whether this program wrote it, in any version, whatever became of it since."""
    made = _decoded(content, _Made)
    return made is not None and made.product.name == PRODUCT


def _decoded(content: bytes, kind: type[_T]) -> _T | None:
    if len(content) > MOST_BYTES:
        return None
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def encode(said: DiscSubmission) -> bytes:
    """UTF-8, one space of indent: 校验码 depends on every byte."""
    return (json.dumps(msgspec.to_builtins(said), ensure_ascii=False, indent=1) + "\n").encode()


def describe(contents: Contents) -> DiscSubmission:
    """Holds no path of the computer the disc was made on."""
    plan, notice, sender = contents.plan, contents.notice, contents.sender
    return DiscSubmission(
        schema=SCHEMA,
        product=Product(PRODUCT, __version__),
        notice=NoticeLine(notice.id, notice.year, notice.title),
        disc=DiscLine(plan.disc_id, plan.number, plan.of, plan.medium.id),
        set=tuple(PlacedLine(p.track, p.enterprise, p.file, plan.id_of(p.disc)) for p in plan.placed),
        correction=contents.correction,
        day=contents.day,
        plan=plan.digest,
        sender=SenderLine(sender.name, sender.code, sender.city, sender.contact, sender.phone, sender.kind),
        tracks=tuple(map(_track, contents.tracks)),
        decisions=tuple(
            DecisionLine(d.finding, d.verdict, d.reason, d.who, date.fromisoformat(d.day))
            for d in contents.decisions
        ),
    )


def _track(track: TrackOnDisc) -> TrackPart:
    return TrackPart(
        id=track.rules.id,
        title=track.rules.title,
        letter=_file(track.letter) if track.letter else None,
        table=_file(track.table),
        rows=tuple(map(dict, track.rows)),
        packages=tuple(map(_package, track.packages)),
    )


def _file(entry: Entry) -> FileLine:
    return FileLine(entry.path, entry.size, entry.sha256)


def _package(package: PackageOnDisc) -> PackageLine:
    entry = package.entry
    said = sorted(package.parts.items())
    return PackageLine(
        package.enterprise, entry.path, entry.size, entry.sha256, package.members, package.id,
        roles={sha: parts[0].material for sha, parts in said if _is_whole(parts)},
        parts={
            sha: tuple(PartLine(part.material, part.pages) for part in parts)
            for sha, parts in said if not _is_whole(parts)
        },
        orders=dict(sorted(package.orders.items())),
    )  # fmt: skip


def _is_whole(parts: tuple[Part, ...]) -> bool:
    """One material and nothing else: as it was told before files could be several."""
    return len(parts) == 1 and parts[0].is_whole


def json_schema() -> bytes:
    """For other programs that read or write such discs: resources/submission.schema.json (`make schema`)."""
    told = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(DiscSubmission)}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()
