"""Print what goes with the discs: 交接登记表, disc faces and cover lists, from the finished folders."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app import clock
from app.checks import check_batch, claims
from app.disc import bag, submission_json
from app.disc.source import read_bounded
from app.disc.submission_json import DiscSubmission, TrackPart
from app.errors import SourceVanished, Unreadable, WrongUse, os_errors
from app.job import Job
from app.model.batch import Batch, Staging
from app.model.disc import check_code, medium
from app.model.handover import HandedDisc, HandedPackage, HandedTrack
from app.store.store import BatchStore
from app.writing.papers.handover import handover_facts, write_cover, write_handover, write_labels

REGISTER, FACES, COVERS = "交接登记表.pdf", "光盘盘面.pdf", "光盘封面清单.pdf"
_PAPERS = ((REGISTER, write_handover), (FACES, write_labels), (COVERS, write_cover))


def print_papers(store: BatchStore, out: Path, job: Job) -> tuple[Path, ...]:
    """Writes the three PDFs into `out`, replacing older ones: register, faces, cover lists.

    Raises WrongUse when no set of discs is complete, one has changed since it was made, or `out` lies on
    one of them; SourceVanished or Unreadable for a disc folder that is gone or damaged, AppError.
    """
    job.at(0.0, "正在读取光盘目录")
    stagings = staged_set(store.batch)
    _refuse_inside(out, stagings)
    report = check_batch(store.batch, store.notice, clock.today())
    held_to, scans = claims(store.notice, report), [one.scan for one in stagings]
    facts = handover_facts(store.batch, store.notice, _discs(stagings), held_to, scans)
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, write in job.each(_PAPERS, "正在排版", lambda paper: paper[0]):
        write(facts, out / name, clock.today())
        written.append(out / name)
    job.at(1.0, "登记表、盘面和封面清单已做好")
    return tuple(written)


def staged_set(batch: Batch) -> tuple[Staging, ...]:
    """The stagings of the set made last, by disc number; remnants of a larger set before it are left out.

    Raises WrongUse while a disc of it is missing, and what `disc_of` raises.
    """
    stagings = [batch.stagings[key] for key in sorted(batch.stagings)]
    if not stagings:
        raise WrongUse("还没有制作光盘目录，做好后才能打印交接登记表")
    count = disc_of(Path(stagings[0].folder)).of
    if len(stagings) < count:
        raise WrongUse(f"这套光盘共 {count} 张，只做好了 {len(stagings)} 张；全部做好后才能打印交接登记表")
    return tuple(stagings[:count])


def disc_of(folder: Path) -> HandedDisc:
    """The facts of a disc of ours, from its tag files; no payload is read.

    Raises SourceVanished when there is no such folder, Unreadable when it does not say what a disc of
    ours says, AppError.
    """
    if not folder.is_dir():
        raise SourceVanished(str(folder))
    told, tag_manifest, info = (
        read_bounded(folder / name, submission_json.MOST_BYTES)
        for name in (submission_json.FILE, bag.TAG_MANIFEST, bag.INFO)
    )
    said = submission_json.decode(told)
    if said is None:
        raise Unreadable(folder.name)
    try:
        return _disc(said, tag_manifest, info)
    except (ValueError, KeyError) as error:
        raise Unreadable(folder.name) from error


def _disc(said: DiscSubmission, tag_manifest: bytes, info: bytes) -> HandedDisc:
    oxum = dict(bag.parse_info(info.decode()))["payload-oxum"]
    size, _, files = oxum.partition(".")
    return HandedDisc(
        id=said.disc.id,
        number=said.disc.number,
        of=said.disc.of,
        medium=medium(said.disc.medium),
        day=said.day.isoformat(),
        files=int(files),
        bytes=int(size),
        digest=hashlib.sha256(tag_manifest).hexdigest(),
        check_code=check_code(tag_manifest),
        decisions=len(said.decisions),
        tracks=tuple(map(_track, said.tracks)),
    )


def _track(said: TrackPart) -> HandedTrack:
    """Packages are numbered as the table numbers them, also where a set spreads them over discs."""
    places = {row.get("name"): number for number, row in enumerate(said.rows, 1)}
    packages = tuple(
        HandedPackage(places.get(package.enterprise, number), package.enterprise)
        for number, package in enumerate(said.packages, 1)
    )
    return HandedTrack(said.id, said.title, said.letter is not None, packages)


def _discs(stagings: tuple[Staging, ...]) -> list[HandedDisc]:
    """What lies there now must be what was made, and one set: the paper is signed for it."""
    discs = [disc_of(Path(staging.folder)) for staging in stagings]
    for staging, disc in zip(stagings, discs, strict=True):
        if disc.check_code != staging.check_code:
            raise WrongUse(f"光盘目录“{staging.disc_id}”做好以后又有改动，请重新制作光盘目录")
    places = [(disc.number, disc.of, disc.day) for disc in discs]
    if places != [(number, len(discs), discs[0].day) for number in range(1, len(discs) + 1)]:
        raise WrongUse("这几张光盘不是同一次做的一套，请重新制作光盘目录")
    return discs


def _refuse_inside(out: Path, stagings: tuple[Staging, ...]) -> None:
    """A file beside the bag's own would be one too many on the disc."""
    place = out.resolve()
    for staging in stagings:
        if place.is_relative_to(Path(staging.folder).resolve()):
            raise WrongUse("不能存到光盘目录里面，否则会被一起刻上光盘；请存到它旁边的文件夹")
