"""A disc opened: where it lies, what its tag files say, whether it may be one at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.disc.contents import Disc
from app.disc.copying import NamedSource
from app.disc.look import look_at
from app.disc.source import DiscSource
from app.disc.submission_json import DiscSubmission
from app.errors import NoSubmission, OtherNotice, Unreadable, os_errors
from app.job import Job
from app.model.batch import Sender
from app.model.disc_names import proposed_disc_name
from app.model.names import ARCHIVE
from app.model.submission import Layout, Maker, TrackLayout
from app.notices.notice import Notice
from app.paths import inside
from app.reading.containers import container_in
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.unpack import unpack
from app.receive.disc.nested import LIMITS, with_inner
from app.receive.hand.units import TABLE_ENDINGS, TAGS


@dataclass(frozen=True, slots=True)
class Opened:
    """A disc that was recognised as far as its tag files go. `layout` None: by hand, not looked at yet.

    `digest` of the tag manifest; "" when it has none. `copies`: of the same disc, for what it has not whole.
    `opened`: archives on it that hold what others have beside each other → whether all of that could be had;
    their files are the disc's too.
    """

    disc: Disc
    layout: Layout | None
    digest: str
    copies: tuple[NamedSource, ...] = ()
    opened: Mapping[str, bool] = field(default_factory=dict)

    @property
    def source(self) -> DiscSource:
        return self.disc.source

    @property
    def key(self) -> str:
        """Names its work folder: the same for the same disc, so that copying goes on."""
        listed = "\n".join(f"{size} {path}" for path, size in self.disc.files.items())
        return (self.digest or hashlib.sha256(listed.encode("utf-8", "replace")).hexdigest())[:24]


def open_place(
    place: Path, notice: Notice, scratch: Path, sandbox: Sandbox, job: Job, also: Sequence[Path] = ()
) -> Opened:
    """A drive, a folder, an image, or an archive of a whole disc (unpacked to `scratch`).

    `also`: where copies of it lie, which may have what it lost. Raises OtherNotice, NoSubmission, Unreadable,
    DiscOdd, SourceVanished, AppError.
    """
    looked = look_at(_unpacked(place, scratch, sandbox, job), also, job, sandbox)
    disc, within = with_inner(looked.disc, scratch, notice, sandbox, job)
    if disc is not looked.disc and not within:  # a whole disc that was packed
        looked = look_at(disc.source.place, (), job, sandbox)
        disc = looked.disc
    said = disc.submission
    if said is not None and said.notice.id != notice.id:
        raise OtherNotice(f"光盘上是“{said.notice.title or said.notice.id}”，台账是“{notice.title}”")
    if not _may_be_one(disc):
        what = "是空的" if not disc.files else f"只有 {len(disc.files)} 个别的文件"
        raise NoSubmission(f"{place.name or place}{what}")
    layout = layout_told(said, disc.files, notice) if said else None
    return Opened(disc, layout, looked.digest, looked.copies, within)


def layout_told(said: DiscSubmission, files: Mapping[str, int], notice: Notice) -> Layout | None:
    """As submission.json has it; None when it tells of a track that is not known."""
    try:
        tracks = {
            notice.track(track.id).id: TrackLayout(
                letter=track.letter.path if track.letter else "",
                table=track.table.path,
                packages={package.path: package.enterprise for package in track.packages},
            )
            for track in said.tracks
        }
    except KeyError:
        return None
    known = {path for track in tracks.values() for path in (track.letter, track.table, *track.packages)}
    rest = [path for path in files if path not in known and not TAGS.match(path)]
    by, disc = said.sender, said.disc
    return Layout(
        made_by=Maker.BAOPAN,
        sender=Sender(by.name, by.code, by.city, by.contact, by.phone, by.kind),
        tracks=tracks,
        disc_id=disc.id,
        number=disc.number,
        of=disc.of,
        correction=said.correction,
        unknown=tuple(rest),
    )


def _unpacked(place: Path, scratch: Path, sandbox: Sandbox, job: Job) -> Path:
    """What an archive holds, in `scratch`; every other place as it is."""
    with os_errors(place):
        if not place.is_file():
            return place
    try:
        called = proposed_disc_name(ARCHIVE.sub("", place.name))  # which may tell who it is from
        scratch = inside(scratch, f"盘/{called}")
        container = sandbox.call(container_in, place, job=job, limits=LIMITS)
        if container.is_archive:
            scratch.mkdir(parents=True, exist_ok=True)
            sandbox.call(unpack, place, container, scratch, LIMITS, job=job, limits=LIMITS)
    except SandboxError as error:
        raise Unreadable(place.name) from error
    return scratch if container.is_archive else place


def _may_be_one(disc: Disc) -> bool:
    return disc.is_listed or any(
        path.lower().endswith((".pdf", *TABLE_ENDINGS)) or ARCHIVE.search(path) for path in disc.files
    )
