"""What goes on the disc, under which names. Pure: nothing is read or written."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from datetime import date

from app import __version__
from app.errors import WrongUse, joined
from app.jobs.packing import packing_of
from app.model.batch import Batch, Sender, Track
from app.model.disc import DiscFile, DiscPlan, Medium, Packing, Piece, crockford, on_disc
from app.model.disc_names import disc_name_faults, disc_path_faults, twins
from app.notices.notice import Notice, TrackRules

LABEL_LENGTH = 15  # characters of A-Z 0-9 _: what IMAPI takes (domain/facts.md 9.2)
LETTER_NAME = "推荐文件.pdf"
PACKAGES = "申报材料"
_TABLE_BYTES, _ROW_BYTES = 40_000, 500  # upper bounds of a table and a row in it
_TAG_BYTES, _PACKAGE_TAG_BYTES = 400_000, 8_000  # tag files, and what each package adds to them


def plan_disc(batch: Batch, notice: Notice, medium: Medium, day: date) -> DiscPlan:
    """One disc with both tracks. Raises WrongUse naming every name that is not legal on all systems."""
    files = tuple(file for track in batch.tracks for file in _files(batch, track, notice))
    faults = _name_faults(files)
    if faults:
        raise WrongUse(joined(("光盘上不能用这些名称：", *faults)))
    packages = sum(file.piece is Piece.PACKAGE for file in files)
    tags = _TAG_BYTES + _PACKAGE_TAG_BYTES * packages
    size = sum(on_disc(file.size) for file in files) + tags
    disc_id = f"{disc_label(notice, batch.sender)}_01"
    digest = _digest(batch, notice, medium, day, disc_id, files)
    return DiscPlan(disc_id, medium, day.isoformat(), files, size, digest)


def disc_label(notice: Notice, sender: Sender) -> str:
    """QLBG23_3701 for a bureau, QLBG23_Z and four characters of its name's SHA-256 for a 直报 enterprise."""
    told = crockford(hashlib.sha256(sender.name.encode()).digest(), 4)
    who = sender.code[:4] if sender.is_bureau else f"Z{told}"
    label = "".join(c for c in notice.disc_label.upper() if c.isascii() and (c.isalnum() or c == "_"))
    return f"{label[: LABEL_LENGTH - len(who) - len('__01')]}_{who}"


def track_folder(rules: TrackRules) -> str:
    return f"data/{rules.title}"


def _files(batch: Batch, track: Track, notice: Notice) -> list[DiscFile]:
    rules, letter, enterprises = notice.rules(track), batch.letter(track), batch.in_track(track)
    folder = track_folder(rules)
    files = []
    if letter.stored:
        path = f"{folder}/{LETTER_NAME}"
        files.append(DiscFile(path, Piece.LETTER, track, letter.size, letter.stored, letter.sha256))
    table = _TABLE_BYTES + _ROW_BYTES * len(enterprises)
    files.append(DiscFile(f"{folder}/{rules.table}.xlsx", Piece.TABLE, track, table))
    for enterprise in enterprises:
        packing = packing_of(batch, enterprise)
        path = f"{folder}/{PACKAGES}/{enterprise.name}.zip"
        files.append(
            DiscFile(path, Piece.PACKAGE, track, packing.size, packing.passed, packing.sha256, packing)
        )
    return files


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
    faults += disc_name_faults(f"{packing.name}.zip")
    if not faults:
        faults += disc_path_faults(path)
    if not packing.members:
        faults.append("没有可以打包的材料")
    return faults


def _shown(file: DiscFile) -> str:
    return f"“{file.packing.name}”" if file.packing else f"“{file.path}”"


def _digest(
    batch: Batch, notice: Notice, medium: Medium, day: date, disc_id: str, files: tuple[DiscFile, ...]
) -> str:
    """Over all that decides a byte on the disc; nothing of where the batch lies or in which order it grew."""
    told = {
        "program": __version__,
        "notice": asdict(notice),
        "sender": asdict(batch.sender),
        "medium": medium.id,
        "day": day.isoformat(),
        "disc": disc_id,
        "files": [[f.path, f.sha256 or (f.packing.recipe if f.packing else "")] for f in files],
        "rows": [[t, [[e.name, dict(e.fields)] for e in batch.in_track(t)]] for t in batch.tracks],
        "templates": [batch.templates.get(track, "") for track in batch.tracks],
        "decisions": [asdict(batch.decisions[key]) for key in sorted(batch.decisions)],
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
