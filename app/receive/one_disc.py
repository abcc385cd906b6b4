"""One disc into the work folder: opened, recognised, read once while it is copied, its holes filled."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app import wording
from app.checks import judged
from app.checks.disc_cases import DiscCase
from app.disc import bag
from app.disc.contents import Disc, Membership, read_disc
from app.disc.copies import joined
from app.disc.copying import CopyingSource, NamedSource, named, stored_names
from app.disc.read_through import read_through
from app.disc.source import DiscSource, Fault, FolderSource, Listing, open_source
from app.errors import DiskFull, NoSubmission, OtherNotice, TableUnknown, Unreadable, os_errors
from app.job import Job
from app.model.names import ARCHIVE
from app.model.submission import Layout, Maker
from app.notices.notice import Notice
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.survey import is_leftover
from app.reading.tables.sheet import read_sheet
from app.reading.unpack import unpack
from app.receive.background import BackgroundSurvey
from app.receive.compose import DiscRecord
from app.receive.recognise import (
    TABLE_ENDINGS,
    Clues,
    TableHead,
    layout_told,
    recognise_paths,
    table_candidates,
)
from app.receive.record import CONTENT, read_record, write_record

WORK = "接收中"
_STATE = "已读.jsonl"
_AGAIN = "补读"
_SPARE = 64_000_000  # bytes that must stay free beside the copy
_MOST_TABLES = 20  # spreadsheets opened to find the table
_MOST_TABLE = 20_000_000  # bytes of one
_SHA = frozenset({"sha256"})
_WHOLE_DISC = Limits(total_bytes=60_000_000_000, members=200_000)


@dataclass(frozen=True, slots=True)
class Opened:
    """A disc that was recognised as far as its tag files go. `layout` None: by hand, not looked at yet.

    `digest` of the tag manifest; "" when it has none.
    """

    disc: Disc
    source: DiscSource
    layout: Layout | None
    digest: str

    @property
    def key(self) -> str:
        """Names its work folder: the same for the same disc, so that copying goes on."""
        listed = "\n".join(f"{size} {path}" for path, size in self.disc.files.items())
        return (self.digest or hashlib.sha256(listed.encode("utf-8", "replace")).hexdigest())[:24]


def open_place(
    place: Path, notice: Notice, scratch: Path, sandbox: Sandbox, job: Job, copies: Sequence[NamedSource] = ()
) -> Opened:
    """A drive, a folder, an image, or an archive of a whole disc (unpacked to `scratch`).

    What it lost is in `copies`. Raises OtherNotice, NoSubmission, Unreadable, SourceVanished, AppError.
    """
    source = joined(named(_source(place, scratch, sandbox, job)), copies)
    disc = read_disc(source)
    said = disc.submission
    if said is not None and said.notice.id != notice.id:
        raise OtherNotice(f"光盘上是“{said.notice.title or said.notice.id}”，台账是“{notice.title}”")
    if not _may_be_one(disc):
        what = "是空的" if not disc.files else f"只有 {len(disc.files)} 个别的文件"
        raise NoSubmission(f"{place.name or place}{what}")
    layout = layout_told(said, disc.files, notice) if said else None
    return Opened(disc, source, layout, _tag_digest(source))


def _source(place: Path, scratch: Path, sandbox: Sandbox, job: Job) -> DiscSource:
    with os_errors(place):
        is_file = place.is_file()
    if not is_file:
        return open_source(place)
    container = container_of(place)
    if not container.is_archive:
        return open_source(place)
    scratch.mkdir(parents=True, exist_ok=True)
    try:
        sandbox.call(unpack, place, container, scratch, _WHOLE_DISC, job=job, limits=_WHOLE_DISC)
    except SandboxError as error:
        raise Unreadable(place.name) from error
    return FolderSource(scratch)


def _may_be_one(disc: Disc) -> bool:
    return disc.is_listed or any(
        path.lower().endswith((".pdf", *TABLE_ENDINGS)) or ARCHIVE.search(path) for path in disc.files
    )


def _read(source: DiscSource, path: str, most: int = 64 << 20) -> bytes:
    """A small file; empty when it is not there or cannot be read."""
    if not 0 < source.listing().files.get(path, 0) <= most:
        return b""
    try:
        return b"".join(bytes(block) for block in source.blocks(path, 0))
    except OSError:
        return b""


def _tag_digest(source: DiscSource) -> str:
    for algorithm in bag.STRONG:
        content = _read(source, f"tagmanifest-{algorithm}.txt")
        if content:
            return hashlib.sha256(content).hexdigest()
    return ""


# -- what it is ------------------------------------------------------------------------------------
def layout_of(
    opened: Opened, at_hand: Callable[[str], Path], notice: Notice, sandbox: Sandbox, job: Job
) -> Layout:
    """As the disc tells, else by recognition; `at_hand` gives a local copy of a small file."""
    if opened.layout is not None:
        return opened.layout
    patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in notice.leftovers)
    files = {path: size for path, size in opened.disc.files.items() if not is_leftover(path, patterns)}
    heads: dict[str, TableHead] = {}
    candidates = [path for path in table_candidates(files, notice) if files[path] <= _MOST_TABLE]
    for path in candidates[:_MOST_TABLES]:
        head = table_head(at_hand(path), path, notice, sandbox, job)
        if head is not None:
            heads[path] = head
    words = [opened.source.label, opened.source.place.name, opened.disc.id, *_readmes(opened)]
    made_by = Maker.BAG if opened.disc.is_listed else Maker.HAND
    layout = recognise_paths(files, Clues(heads, tuple(words)), notice, made_by)
    said = opened.disc.membership
    return replace(
        layout, disc_id=opened.disc.id, number=said.number or 1, of=said.of or 1, correction=layout.correction
    )


def table_head(table: Path, path: str, notice: Notice, sandbox: Sandbox, job: Job) -> TableHead | None:
    """None when no track's heading row is known in it, or it is no spreadsheet."""
    tracks: set[str] = set()
    names: dict[str, None] = {}
    words: dict[str, None] = {path: None}
    for rules in notice.tracks:
        try:
            sheet = read_sheet(table, notice, rules.id, sandbox, job)
        except (TableUnknown, Unreadable):
            continue
        tracks.add(rules.id)
        column = next(c.id for c in rules.columns if c.filled == "name")
        sender = [c.id for c in rules.columns if c.filled == "sender"]
        names.update(dict.fromkeys(row[column] for row in sheet.rows if row.get(column)))
        words.update(dict.fromkeys(row.get(key, "") for row in sheet.rows for key in sender))
        words.update(dict.fromkeys(item.reason for item in sheet.left_out))
    return TableHead(frozenset(tracks), tuple(names), tuple(words)) if tracks else None


def _readmes(opened: Opened) -> list[str]:
    """The texts at the top of the disc, such as 说明文件.txt."""
    found = []
    for path, size in opened.disc.files.items():
        if path.count("/") <= 1 and path.lower().endswith(".txt") and size < 100_000:
            content = _read(opened.source, path)
            try:
                found.append(content.decode("utf-8-sig"))
            except UnicodeDecodeError:
                found.append(content.decode("gb18030", "replace"))
    return found


@dataclass(frozen=True, slots=True)
class AtHand:
    """Small files of a disc, copied to `folder` when they are asked for."""

    opened: Opened
    folder: Path

    def __call__(self, path: str) -> Path:
        """Raises AppError; a file that cannot be read comes out empty."""
        copy = self.folder / f"{hashlib.sha256(path.encode()).hexdigest()[:16]}{Path(path).suffix}"
        if not copy.exists():
            with os_errors(copy):
                self.folder.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(_read(self.opened.source, path, _MOST_TABLE))
        return copy


# -- reading and copying ---------------------------------------------------------------------------
def take_disc(
    opened: Opened,
    work: Path,
    also: Sequence[NamedSource],
    given: Layout | None,
    looks: BackgroundSurvey,
    job: Job,
) -> DiscRecord:
    """Copies all of it to work/内容 and writes work/记录.json; goes on where it was broken off.

    `given`: the layout as a person corrected it. `looks` are begun as soon as a package is copied.
    Raises DriveGone, DiskFull, Cancelled, AppError.
    """
    known = read_record(work)
    if known is not None:
        if known.holes:
            known = fill_holes(opened, known, work / CONTENT, work, [opened.source, *also], job)
            write_record(work, known)
        return replace(known, layout=given) if given else known
    with os_errors(work):
        (work / CONTENT).mkdir(parents=True, exist_ok=True)
    stored = stored_names(opened.disc.files)
    _check_room(work, sum(opened.disc.files.values()))
    disc = replace(opened.disc, source=CopyingSource(opened.source, work / CONTENT, stored))
    packages = _packages(opened, given)

    def look(path: str, found: Mapping[str, str]) -> None:
        if path in packages:
            looks.begin(work / CONTENT / stored[path], disc.files[path], found["sha256"])

    digests, unread = read_through(disc, job.part(0.0, 0.95), work / _STATE, _SHA, look)
    digests, unread = _lost(disc, work, stored, digests, unread, job.part(0.95, 0.97))
    if also:
        digests, unread = _again(disc, work / CONTENT, stored, digests, unread, also, work, job)
    layout = given or layout_of(
        opened, lambda path: work / CONTENT / stored[path], looks.notice, looks.sandbox, job
    )
    record = _record(opened, layout, stored, digests, unread)
    write_record(work, record)
    return record


def _packages(opened: Opened, given: Layout | None) -> set[str]:
    """Files that hold what enterprises handed in; archives, where nobody has told yet which they are."""
    layout = given or opened.layout
    if layout is None:
        return {path for path in opened.disc.files if ARCHIVE.search(path)}
    return {path for own in layout.tracks.values() for path in (*own.packages, own.letter)}


def fill_holes(
    opened: Opened, record: DiscRecord, content: Path, work: Path, sources: Sequence[DiscSource], job: Job
) -> DiscRecord:
    """The files of `record.holes` from other copies of the disc; what comes out right replaces them.

    `opened` is one of the copies; what neither it nor the store has is still missing.
    """
    here = NamedSource(FolderSource(content), Listing(dict(record.sizes)), record.files)
    disc = read_disc(joined(opened.source, [here]))
    disc = replace(disc, files=record.sizes, unread=() if disc.is_listed else disc.unread)
    holes = {path for path in record.holes if path in record.files or path in disc.expected}
    stored = stored_names(holes, record.files)
    digests = {path: {**disc.expected.get(path, {}), "sha256": sha} for path, sha in record.digests.items()}
    for path in record.holes:
        if path in digests:  # there, but not as listed
            digests[path] = dict.fromkeys(disc.expected.get(path, {}), "") | {"sha256": record.digests[path]}
    unread = [Fault(path, "读不出来") for path in record.holes if path in record.files.keys() - digests]
    both, left = _again(disc, content, stored, digests, unread, sources, work, job, set(holes))
    sizes = {**record.sizes, **{path: _size(content / stored[path]) for path in holes if path in both}}
    there = {path: stored[path] for path in sizes}
    fresh = _record(replace(opened, disc=replace(disc, files=sizes)), record.layout, there, both, left)
    return replace(fresh, digest=record.digest)


def _lost(
    disc: Disc, work: Path, stored: Mapping[str, str], digests: dict[str, dict[str, str]],
    unread: list[Fault], job: Job,
) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """Read before a power cut, and not on our disk: read anew."""
    damaged = {fault.where for fault in unread}
    lost = [
        path for path, size in disc.files.items()
        if path not in damaged and _size(work / CONTENT / stored[path]) != size
    ]
    if not lost:
        return digests, unread
    part = replace(disc, files={path: disc.files[path] for path in lost})
    again, more = read_through(part, job, None, _SHA)
    return {**digests, **again}, [*unread, *more]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _again(
    disc: Disc, content: Path, stored: Mapping[str, str], digests: Mapping[str, dict[str, str]],
    unread: Sequence[Fault], sources: Sequence[DiscSource], work: Path, job: Job,
    expected: set[str] | None = None,
) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """What is not whole is read from the other copies, and taken where it is as listed."""
    digests, left = dict(digests), {fault.where: fault for fault in unread}
    damaged = (set(left) | _wrong(disc, digests)) if expected is None else expected
    folder = work / _AGAIN
    for source in sources:
        there = source.listing().files
        part = {path: there[path] for path in sorted(damaged) if path in there}
        if not part:
            continue
        copying = CopyingSource(source, folder, stored)
        again, _ = read_through(replace(disc, source=copying, files=part), job, None, _SHA)
        for path, found in again.items():
            if _is_right(disc, path, found):
                target = content / stored[path]
                with os_errors(target):
                    target.parent.mkdir(parents=True, exist_ok=True)
                    (folder / stored[path]).replace(target)
                digests[path] = found
                left.pop(path, None)
                damaged.discard(path)
    shutil.rmtree(folder, ignore_errors=True)
    return digests, list(left.values())


def _wrong(disc: Disc, digests: Mapping[str, Mapping[str, str]]) -> set[str]:
    """Listed, but not there, or not as listed."""
    return {path for path in disc.expected if not (path in digests and _is_right(disc, path, digests[path]))}


def _is_right(disc: Disc, path: str, found: Mapping[str, str]) -> bool:
    return all(found.get(name) == digest for name, digest in disc.expected.get(path, {}).items())


def _check_room(folder: Path, size: int) -> None:
    with os_errors(folder):
        free = shutil.disk_usage(folder).free
        there = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if size - there + _SPARE > free:
        raise DiskFull(f"需要 {wording.size(size - there + _SPARE)}，还剩 {wording.size(free)}")


def _record(
    opened: Opened, layout: Layout, stored: Mapping[str, str], digests: Mapping[str, Mapping[str, str]],
    unread: Sequence[Fault],
) -> DiscRecord:
    disc, said, told = opened.disc, opened.disc.membership, opened.disc.submission
    shas = {path: found["sha256"] for path, found in digests.items() if "sha256" in found}
    holes = {fault.where for fault in unread} | (_wrong(disc, digests) if disc.is_listed else set())
    return DiscRecord(
        digest=opened.digest or _digest(shas),
        disc_id=disc.id,
        check_code=disc.code,
        layout=layout,
        files=stored,
        sizes=disc.files,
        digests=shas,
        outcomes=judged(DiscCase(disc, digests, tuple(unread))),
        holes=tuple(sorted(holes)),
        number=said.number,
        of=said.of,
        group=said.group,
        edition=_edition(said, layout),
        names=said.names,
        decisions=told.decided if told else (),
        roles={package.path: package.roles for package in told.packages if package.roles} if told else {},
        ids={package.path: package.id for package in told.packages} if told else {},
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
