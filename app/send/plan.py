"""What goes on the discs, under which names. Pure: nothing is read or written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app import wording
from app.checks.enterprise.names import disc_names
from app.errors import DoesNotFit, WrongUse, joined
from app.model.batch import Batch, Sender
from app.model.disc import (
    MEDIA,
    DiscFile,
    DiscPlan,
    Medium,
    Packing,
    Piece,
    Placed,
    crockford,
    disc_id,
    on_disc,
)
from app.model.disc_names import disc_name_faults, disc_path_faults, twins
from app.notices.notice import Notice, tracks_of
from app.send.digest import digest_of_batch, digest_of_disc
from app.send.packing import packing_of

LABEL_LENGTH = 15  # characters of A-Z 0-9 _: what IMAPI takes (domain/facts.md 9.2)
LETTER_NAME = "推荐文件.pdf"
PACKAGES = "申报材料"
MOST_DISCS = 99  # two digits of the disc's id
_TABLE_BYTES, _ROW_BYTES = 40_000, 500  # upper bounds of a table and a row in it
_TAG_BYTES, _PACKAGE_TAG_BYTES = 400_000, 8_000  # tag files, and what each package of the set adds to them
_EXACT: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True)
class Load:
    """What a set carries, whatever the medium: letters and tables on every disc, packages in their order.

    `base`: an upper bound of the bytes a disc takes before any package is on it.
    """

    shared: tuple[DiscFile, ...]
    packages: tuple[DiscFile, ...]

    @property
    def base(self) -> int:
        tags = _TAG_BYTES + _PACKAGE_TAG_BYTES * len(self.packages)
        return sum(on_disc(file.size) for file in self.shared) + tags

    def discs(self, medium: Medium) -> list[list[int]]:
        """Indexes of the packages on each disc. Raises DoesNotFit, naming each that fits on none."""
        room = medium.usable - self.base
        faults = [_too_large(self, file, medium) for file in self.packages if on_disc(file.size) > room]
        if room < 0:
            faults = faults or [f"推荐文件和汇总表共 {wording.size(self.base)}，{medium.title} 放不下"]
        if faults:
            raise DoesNotFit(joined(faults))
        discs = place([on_disc(file.size) for file in self.packages], room) or [[]]
        if len(discs) > MOST_DISCS:
            raise DoesNotFit(f"共需 {len(discs)} 张 {medium.title}，一套最多 {MOST_DISCS} 张")
        return discs


def plan_discs(
    batch: Batch, notice: Notice, medium: Medium, day: date, load: Load | None = None
) -> tuple[DiscPlan, ...]:
    """The set: whole enterprises, the notice's first track first, in recommended order (see `place`).

    `load` of the batch, where it is known already. Raises WrongUse naming every name that is not legal on
    all systems, DoesNotFit naming every enterprise that no such disc holds.
    """
    load = load or load_of(batch, notice)
    discs = load.discs(medium)
    group = disc_label(notice, batch.sender)
    numbers = {load.packages[at].path: number for number, disc in enumerate(discs, 1) for at in disc}
    placed = tuple(_placed(file, numbers[file.path]) for file in load.packages)
    shared_digest = digest_of_batch(batch, notice)
    plans = []
    for number, disc in enumerate(discs, 1):
        packages = [load.packages[at] for at in disc]
        carried = (*load.shared, *packages)
        files = tuple(file for t in tracks_of(batch, notice) for file in carried if file.track == t)
        size = load.base + sum(on_disc(file.size) for file in packages)
        plan = DiscPlan(
            disc_id(group, number), medium, day.isoformat(), files, size, "", number, len(discs), placed
        )
        plans.append(replace(plan, digest=digest_of_disc(plan, shared_digest)))
    return tuple(plans)


def load_of(batch: Batch, notice: Notice, sizes: Mapping[str, int] = _EXACT) -> Load:
    """`sizes`: enterprise id → bytes of its package where they are known already.

    Raises WrongUse for names that are not legal on all systems, and enterprises without a file.
    """
    files = tuple(file for track in tracks_of(batch, notice) for file in _files(batch, track, notice, sizes))
    faults = _name_faults(files)
    if faults:
        raise WrongUse(joined(("光盘上不能用这些名称：", *faults)))
    return Load(
        tuple(file for file in files if file.piece is not Piece.PACKAGE),
        tuple(file for file in files if file.piece is Piece.PACKAGE),
    )


def place(sizes: Sequence[int], room: int) -> list[list[int]]:
    """Which package goes on which disc: discs of indexes into `sizes`, each of at most `room`.

    Packages are taken in recommended order, a new disc is begun when the next one does not fit (next fit), so
    that each disc holds a stretch of the list. Where that takes more discs than need be, each goes on the
    first disc with room for it (first fit); where that still takes more, the largest are placed first (first
    fit decreasing). On every disc they stand in recommended order, and discs are numbered by their first
    package.
    """
    listed = range(len(sizes))
    by_size = sorted(listed, key=lambda index: (-sizes[index], index))
    best = _next_fit(sizes, room)
    for order in (listed, by_size):
        if len(best) > 1 and room * (len(best) - 1) >= sum(sizes):  # else there cannot be fewer
            best = min(best, _first_fit(order, sizes, room), key=len)
    return best


def _next_fit(sizes: Sequence[int], room: int) -> list[list[int]]:
    discs: list[list[int]] = []
    free = -1
    for index, size in enumerate(sizes):
        if size > free:
            discs.append([])
            free = room
        discs[-1].append(index)
        free -= size
    return discs


def _first_fit(order: Sequence[int], sizes: Sequence[int], room: int) -> list[list[int]]:
    discs: list[list[int]] = []
    free: list[int] = []
    for index in order:
        number = next((n for n, left in enumerate(free) if sizes[index] <= left), len(discs))
        if number == len(discs):
            discs.append([])
            free.append(room)
        discs[number].append(index)
        free[number] -= sizes[index]
    return sorted(map(sorted, discs))


def disc_label(notice: Notice, sender: Sender) -> str:
    """QLBG23_3701 for a bureau, QLBG23_Z and four characters of its name's SHA-256 for a 直报 enterprise."""
    told = crockford(hashlib.sha256(sender.name.encode()).digest(), 4)
    who = sender.code[:4] if sender.is_bureau else f"Z{told}"
    label = "".join(c for c in notice.disc_label.upper() if c.isascii() and (c.isalnum() or c == "_"))
    return f"{label[: LABEL_LENGTH - len(who) - len('__01')]}_{who}"


def _files(batch: Batch, track: str, notice: Notice, sizes: Mapping[str, int]) -> list[DiscFile]:
    rules, letter, enterprises = notice.track(track), batch.letter(track), batch.in_track(track)
    folder = f"data/{rules.title}"
    files = []
    if letter.stored:
        path = f"{folder}/{LETTER_NAME}"
        files.append(DiscFile(path, Piece.LETTER, track, letter.size, letter.stored, letter.sha256))
    table = _TABLE_BYTES + _ROW_BYTES * len(enterprises)
    files.append(DiscFile(f"{folder}/{rules.table}.xlsx", Piece.TABLE, track, table))
    names = disc_names(batch, track)
    for enterprise in enterprises:
        packing = packing_of(batch, enterprise)
        path = f"{folder}/{PACKAGES}/{names[enterprise.id]}"
        size = sizes.get(enterprise.id, packing.size)
        files.append(DiscFile(path, Piece.PACKAGE, track, size, packing.passed, packing.sha256, packing))
    return files


def _placed(file: DiscFile, disc: int) -> Placed:
    assert file.packing is not None
    return Placed(file.track, file.packing.name, file.path.rsplit("/", 1)[-1], disc)


def _too_large(load: Load, file: DiscFile, medium: Medium) -> str:
    """Which enterprise, by how much, and which medium would do."""
    assert file.packing is not None
    size = on_disc(file.size)
    room = max(medium.usable - load.base, 0)
    larger = next((each for each in MEDIA if each.usable - load.base >= size), None)
    advice = f"换用 {larger.title} 可以放下" if larger else "没有一种光盘放得下，请企业压缩材料"
    return (
        f"“{file.packing.name}”的材料 {wording.size(size)}，一张 {medium.title} 除推荐文件和目录外可放 "
        f"{wording.size(room)}，多出 {wording.size(size - room)}；{advice}"
    )


def _name_faults(files: tuple[DiscFile, ...]) -> list[str]:
    faults = []
    for file in files:
        if file.packing is None:
            said = disc_path_faults(file.path)
        else:
            said = _package_faults(file.packing, file.path)
        faults += [f"{_shown(file)}：{fault}" for fault in said]
    for group in twins(file.path for file in files):
        names = "”和“".join(path.rsplit("/", 1)[-1] for path in group)
        faults.append(f"“{names}”：名称相同或只差大小写，会互相覆盖")
    return faults


def _package_faults(packing: Packing, path: str) -> list[str]:
    faults = [] if packing.name else ["没有名称"]
    faults += disc_name_faults(path.split(f"/{PACKAGES}/", 1)[1])
    if not faults:
        faults += disc_path_faults(path)
    if not packing.members:
        faults.append("没有可以打包的材料")
    return faults


def _shown(file: DiscFile) -> str:
    return f"“{file.packing.name}”" if file.packing else f"“{file.path}”"
