"""The store read again: whether what lies there is what was received, before anything is built on it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.disc.copying import CopyingSource
from app.disc.read_through import read_through
from app.errors import WrongUse, os_errors
from app.job import ByteCount, Job
from app.ledger import HeldDisc, Ledger
from app.ledger.event import EventKind
from app.model.source import Container, Source
from app.paths import inside
from app.receive.compose import DiscRecord
from app.receive.disc.copying import CONTENT, SHA
from app.receive.disc.opening import Opened
from app.receive.disc.record import proven_record
from app.writing.atomic import beside_of
from app.writing.moving import move

_BLOCK = 1 << 20
_AGAIN = "补回"
_NAMED = 5  # files in one sentence
RECORD_LOST = "记录不见了，或改过"


@dataclass(frozen=True, slots=True)
class Changed:
    """`path` on the disc with that id; `what`: 不见了, 和收到时不一样, or of the disc's record."""

    disc: str
    path: str
    what: str

    @property
    def words(self) -> str:
        where = f"“{self.path}”" if self.path else ""
        return f"光盘 {self.disc} 的{where}{self.what}"


def changed_in(ledger: Ledger, key: str, job: Job) -> tuple[Changed, ...]:
    """Of a submission, by reading every byte of it. Raises Cancelled, AppError."""
    discs = ledger.discs_of(key)
    return tuple(each for disc, part in job.through(discs) for each in changed_on(ledger, key, disc, part))


def changed_on(ledger: Ledger, key: str, held: HeldDisc, job: Job) -> Iterator[Changed]:
    """Of one disc of it. What was not whole when it came is not told again."""
    home = ledger.home_of(key, held)
    record = proven_record(home, held)
    if record is None:
        yield Changed(held.disc_id, "", RECORD_LOST)
        return
    wanted = {path: sha for path, sha in record.digests.items() if path not in held.holes}
    count = ByteCount(job, sum(record.sizes.get(path, 0) for path in wanted), "正在核对存放的材料")
    for path, sha in wanted.items():
        if what := _change(inside(home / CONTENT, record.files[path]), sha, count):
            yield Changed(held.disc_id, path, what)


def must_be_whole(ledger: Ledger, key: str, who: str, job: Job) -> None:
    """Raises WrongUse, naming what changed and the disc to read again; the history has it too."""
    changed = changed_in(ledger, key, job)
    if changed:
        more = f" 等 {len(changed)} 处" if len(changed) > _NAMED else ""
        words = "、".join(each.words for each in changed[:_NAMED]) + more
        ledger.note(key, EventKind.STORE_CHANGED, who, files=words)
        raise WrongUse(f"存放的材料和收到时不一样：{words}；请把这张光盘重新接收一次，补回以后再办")


def source_change(place: Path, source: Source, job: Job) -> str:
    """In words, how what lies at `place` in the store differs from what the ledger says of that source; "" if
    it does not. Raises Cancelled.
    """
    count = ByteCount(job.quiet(), 0, "")
    if source.container is not Container.FOLDER:
        return _change(place, source.sha256, count) if source.sha256 else ""
    own = (member for member in source.members if member.sha256 and not member.within)
    changes = (f"“{each.path}”{_change(inside(place, each.path), each.sha256, count)}" for each in own)
    return next((told for told in changes if not told.endswith("”")), "")


def _change(path: Path, sha256: str, count: ByteCount) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                count.advance(len(block), path.name)
    except OSError as error:
        return "不见了" if isinstance(error, FileNotFoundError | NotADirectoryError) else "读不出来"
    return "" if digest.hexdigest() == sha256 else "和收到时不一样"


# -- the same disc, read again ---------------------------------------------------------------------
def put_back(
    opened: Opened, record: DiscRecord, content: Path, paths: Collection[str], work: Path, job: Job
) -> tuple[str, ...]:
    """What of `paths` the disc has as it was received takes its place in the store again. Raises AppError."""
    there, folder = opened.source.listing().files, work / _AGAIN
    part = {path: there[path] for path in sorted(paths) if path in there}
    reading = replace(opened.disc, source=CopyingSource(opened.source, folder, record.files), files=part)
    found, _ = read_through(reading, job, None, SHA)
    right = [path for path, each in found.items() if each["sha256"] == record.digests[path]]
    for path in right:
        target = inside(content, record.files[path])
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            move(inside(folder, record.files[path]), target)
    shutil.rmtree(folder, ignore_errors=True)
    return tuple(right)


def put_in_place(home: Path, fresh: Path) -> None:
    """A disc that was copied anew, with its record, for one whose record is lost. Raises AppError."""
    old = beside_of(home)
    with os_errors(home):
        shutil.rmtree(old, ignore_errors=True)
        if home.exists():
            move(home, old)
        home.parent.mkdir(parents=True, exist_ok=True)
        move(fresh, home)
    shutil.rmtree(old, ignore_errors=True)
