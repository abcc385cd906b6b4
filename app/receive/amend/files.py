"""补交: files that came after the disc, added to what one enterprise of a submission handed in."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app import clock
from app.checks.words import some
from app.disc.look import look_at
from app.errors import WrongUse, os_errors
from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.model.batch import Batch, Enterprise, Sender
from app.model.disc_names import proposed_disc_name
from app.model.submission import LATER, Layout, Maker, TrackLayout
from app.notices.notice import Notice
from app.paths import inside
from app.receive.background import BackgroundSurvey
from app.receive.disc.on_hand import DiscOnHand, take_disc
from app.receive.disc.opening import Opened
from app.receive.disc.record import record_digest, write_record
from app.receive.work import scratch_of, swept_to, work_of
from app.writing.atomic import fsync_folder
from app.writing.moving import move

_FOLDER = "补交"
_LAST = 1000  # the number by which it stands after all discs


@dataclass(frozen=True, slots=True)
class Later:
    """`enterprise`: its full name, as it is registered; `paths`: files and folders."""

    enterprise: str
    paths: tuple[Path, ...]


def whose(batch: Batch, later: Later, notice: Notice) -> Enterprise:
    """Raises WrongUse: no such enterprise, or nothing to add."""
    named = later.enterprise.strip()
    found = [one for one in batch.enterprises.values() if named in (one.name, one.id)]
    if not found:
        raise WrongUse(f"这一份报送里没有“{named}”；补交的材料要归到已有的一家，请写企业全称")
    if len(found) > 1:
        which = "、".join(f"{one.id}（{notice.short(one.track)}）" for one in found)
        raise WrongUse(f"“{named}”在这一份报送里有 {len(found)} 处，请写编号：{which}")
    if lost := [path.name for path in later.paths if not (path.is_file() or path.is_dir())]:
        raise WrongUse(f"要补交的文件找不到：{some(lost)}")
    return found[0]


def take_files(
    ledger: Ledger, key: str, one: Enterprise, later: Later, surveys: BackgroundSurvey, job: Job
) -> DiscOnHand:
    """Copied and read back as a disc is, in the store of the submission; its row is yet to be written.

    Raises WrongUse (the same came before), DiskFull, Cancelled, AppError.
    """
    with scratch_of(ledger) as scratch:
        place = _gathered(scratch, ledger, key, later)
        looked = look_at(place, (), job.part(0.0, 0.1), surveys.sandbox)
        opened = Opened(looked.disc, None, looked.digest, looked.copies)
        paths = [f"{path.parent.name}/{path.name}" for path in sorted((place / _name(ledger, key)).iterdir())]
        layout = _layout(one, paths, f"{_name(ledger, key)} {clock.today()}")
        disc = take_disc(opened, work_of(ledger, opened.key), layout, surveys, job.part(0.1, 1.0))
        surveys.settle()
    record = replace(
        disc.record, digest=_digest(key, one, disc.record.digests), disc_id=layout.disc_id, outcomes=(),
        number=_LAST, of=LATER,
    )  # fmt: skip
    if ledger.disc(record.digest) is not None:
        shutil.rmtree(disc.home, ignore_errors=True)
        raise WrongUse("这些文件已经补交过")
    if (before := swept_to(ledger, record.digest)) != disc.home:  # the same, killed before it had a row
        shutil.rmtree(before, ignore_errors=True)
    write_record(disc.home, record)
    return _in_store(ledger, key, replace(disc, record=record, name=_name(ledger, key)))


def _digest(key: str, one: Enterprise, digests: Mapping[str, str]) -> str:
    """The same for the same contents of the same enterprise, whatever they are called."""
    return hashlib.sha256("\n".join((key, one.id, *sorted(digests.values()))).encode()).hexdigest()


def _name(ledger: Ledger, key: str) -> str:
    """补交1, 补交2 …: as many as there are before, and one."""
    before = sum(disc.folder.startswith(_FOLDER) for disc in ledger.discs_of(key))
    return f"{_FOLDER}{before + 1}"


def _gathered(scratch: Path, ledger: Ledger, key: str, later: Later) -> Path:
    """In one folder, each under a name of its own; links are copied as links, which nobody follows."""
    place, taken = scratch / "补交的材料", set[str]()
    folder = place / _name(ledger, key)
    with os_errors(place):
        folder.mkdir(parents=True)
        for path in later.paths:
            name, number = proposed_disc_name(path.name), 2
            while name.casefold() in taken:
                name, number = f"（{number}）{proposed_disc_name(path.name)}", number + 1
            taken.add(name.casefold())
            if path.is_dir():
                shutil.copytree(path, folder / name, symlinks=True)
            else:
                shutil.copyfile(path, folder / name)
    return place


def _layout(one: Enterprise, paths: list[str], disc_id: str) -> Layout:
    own = TrackLayout(packages=dict.fromkeys(paths, one.name), joined=tuple(paths))
    return Layout(Maker.HAND, Sender(""), {one.track: own}, disc_id)


def _in_store(ledger: Ledger, key: str, disc: DiscOnHand) -> DiscOnHand:
    """A whole folder is renamed into the store; the row comes after, or it goes back when next swept."""
    store = ledger.folder_of(key)
    home = inside(store, disc.name)
    with os_errors(store):
        move(disc.home, home)
        fsync_folder(store)
    record = disc.record
    held = HeldDisc(
        record.digest, record.disc_id, "", _LAST, LATER, "", disc.name, record.holes, clock.now().isoformat(),
        record_digest(home),
    )  # fmt: skip
    return replace(disc, home=home, held=held)
