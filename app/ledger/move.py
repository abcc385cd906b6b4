"""A ledger moved from its folder into PostgreSQL, or back; each row compared, the old one kept, marked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import clock
from app.errors import WrongUse, os_errors
from app.job import Job
from app.ledger.connection import FILE, HEADINGS, NOTICE, STORE, is_free
from app.ledger.copying import copy_of, copy_rows
from app.ledger.engines.shared import new_shared
from app.ledger.ledger import Ledger
from app.ledger.materials import Copied, copy_materials
from app.ledger.place import SCHEME, address_of, keep_address
from app.writing import atomic, moving

_ASIDE = "台账 搬走前"


@dataclass(frozen=True, slots=True)
class Moved:
    """`folder`: to be opened from now on. `copied`: None where the materials stayed where they are."""

    folder: Path
    to: str
    rows: int
    copied: Copied | None

    @property
    def words(self) -> str:
        """A line each."""
        told = [f"已搬到 {self.to}，逐行核对过 {self.rows} 行，一行不少"]
        told.append(self.copied.words if self.copied else "收到的材料留在原处，没有动")
        return "\n".join([*told, f"以后打开这个文件夹：{self.folder}"])


def move(folder: Path, to: str, store: Path | None, job: Job, who: str = "") -> Moved:
    """The ledger of `folder` to the empty database at the address `to`, its materials too if `store` tells
    another folder for them; or from its database to the folder `to`, which is its own or a free one. Who has
    it open meanwhile is told at the next change. Raises WrongUse, LedgerInUse, LedgerMoved,
    DatabaseUnreachable, VerifyFailed, DiskFull, Cancelled, AppError; then nothing was moved.
    """
    address = address_of(folder)
    if to.startswith(SCHEME):
        if address:
            raise WrongUse("这本台账已在数据库里；要换一个数据库，请先搬回文件夹")
        return _into_database(folder, to, store or folder, job, who)
    if store is not None:
        raise WrongUse("搬回文件夹时材料跟着走，不用另写 --store")
    if not address:
        raise WrongUse(f"这本台账已在文件夹里；要搬进数据库，请写 {SCHEME}用户@电脑/数据库")
    return _into_folder(folder, Path(to), job, who)


def _into_database(folder: Path, address: str, home: Path, job: Job, who: str) -> Moved:
    with Ledger.open(folder) as ledger:
        copied = _with_materials(ledger, home, job)
        job.at(0.95, "正在把登记搬进数据库")
        with new_shared(home, address) as target, ledger.ending(target.place, who) as source:
            rows = copy_rows(source, target)
            keep_address(home, address)
        return Moved(home, target.place, rows, copied)


def _into_folder(folder: Path, home: Path, job: Job, who: str) -> Moved:
    with Ledger.open(folder) as ledger:
        copied = _with_materials(ledger, home, job)
        job.at(0.95, "正在把登记搬回文件夹")
        path = home / FILE
        with ledger.ending(str(home), who) as source:
            with _put_aside(path), atomic.replace_beside(path) as beside:
                rows = copy_of(source, beside)
            keep_address(home, "")
        return Moved(home, str(home), rows, copied)


def _with_materials(ledger: Ledger, home: Path, job: Job) -> Copied | None:
    """They, and the rules, are where the ledger will be. None: they are there already."""
    if home.exists() and home.resolve() == ledger.folder.resolve():
        return None
    if not is_free(home) and not (home / NOTICE).is_file():
        raise WrongUse(f"文件夹“{home.name}”里已有别的内容，请换一个名称")
    if any((home / name).is_file() for name in (FILE,)) or address_of(home):
        raise WrongUse(f"文件夹“{home.name}”里已有一本台账，请换一个文件夹")
    with os_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        content = (ledger.folder / NOTICE).read_bytes()
    copied = copy_materials(ledger.store, home / STORE, job.part(0.0, 0.95))
    atomic.write_bytes(home / NOTICE, content)
    with os_errors(home):
        headings = ledger.folder / HEADINGS
        if headings.is_file():
            atomic.write_bytes(home / HEADINGS, headings.read_bytes())
    return copied


@contextmanager
def _put_aside(path: Path) -> Iterator[None]:
    """What was left there when the ledger went into the database keeps a name of its own."""
    aside = path.with_name(f"{_ASIDE} {clock.now():%Y-%m-%d %H%M%S}.sqlite")
    with os_errors(path):
        was_there = path.exists()
        if was_there:
            path.replace(aside)
    try:
        yield
    except BaseException:
        if was_there:
            moving.move(aside, path)
        raise
