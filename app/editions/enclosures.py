"""What goes with a notice: its own text, annexes, blank forms, official tables, lists of the awarded.

They lie in a folder for each role, beside a draft, among the user's notices, or in the program's.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.editions.own import draft_folder, files_of
from app.errors import NothingFound, WrongUse, os_errors
from app.model.disc_names import disc_name_faults
from app.notices.notice import Notice
from app.writing import atomic

MOST_BYTES = 200_000_000  # of one file
_PAPERS = ("pdf", "docx", "doc", "wps", "ofd", "txt", "jpg", "jpeg", "png")
_TABLES = ("xlsx", "xls", "et")


class Role(StrEnum):
    """What a file is for; its value names the folder, on the disk and in what is handed out."""

    TEXT = "通知"
    ANNEX = "附件"
    FORM = "空白表"
    TEMPLATE = "汇总表模板"
    AWARDED = "获评名单"

    @property
    def endings(self) -> tuple[str, ...]:
        if self is Role.TEMPLATE:
            return ("xlsx",)
        return _TABLES if self is Role.AWARDED else (*_PAPERS, *_TABLES)


@dataclass(frozen=True, slots=True)
class Enclosure:
    role: Role
    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def place(self) -> str:
        """In what is handed out: 附件/附件1.pdf"""
        return f"{self.role.value}/{self.name}"


def enclosed(key: str) -> tuple[Enclosure, ...]:
    """With the notice that is loaded by this id."""
    return within(files_of(key))


def enclosed_with_draft(key: str) -> tuple[Enclosure, ...]:
    return within(draft_folder(key))


def within(place: Path) -> tuple[Enclosure, ...]:
    """By role, then by name; nothing but plain files in the roles' own folders."""
    return tuple(
        Enclosure(role, path)
        for role in Role
        for path in sorted((place / role.value).glob("*"))
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".")
    )


def template_of(key: str, notice: Notice, track: str) -> Path | None:
    """The official table of a track that goes with a notice, by its name."""
    templates = [each.path for each in enclosed(key) if each.role is Role.TEMPLATE]
    told = [path for path in templates if track in tracks_of_template(path.name, notice)]
    return told[0] if told else None


def tracks_of_template(name: str, notice: Notice) -> tuple[str, ...]:
    """Whose table it is by its name; of a notice with one track, that one's."""
    told = notice.tracks_told(name.rpartition(".")[0])
    return told or (tuple(track.id for track in notice.tracks) if len(notice.tracks) == 1 else ())


def enclose(key: str, role: Role, path: Path) -> Enclosure:
    """A copy beside the draft, in place of one of the same name. Raises WrongUse, AppError."""
    if fault := fault_of(role, path.name):
        raise WrongUse(f"“{path.name}”{fault}")
    target = draft_folder(key) / role.value / path.name
    with os_errors(path):
        if path.stat().st_size > MOST_BYTES:
            raise WrongUse(f"“{path.name}”超过 {MOST_BYTES // 1_000_000} MB，请换一份小的")
        target.parent.mkdir(parents=True, exist_ok=True)
        with atomic.replace_beside(target) as beside:
            shutil.copyfile(path, beside)
    return Enclosure(role, target)


def put_out(key: str, role: Role, name: str) -> None:
    """Takes one away from a draft. Raises NothingFound, AppError."""
    found = [each for each in enclosed_with_draft(key) if each.role is role and each.name == name]
    if not found:
        raise NothingFound(f"草稿里没有“{role.value}/{name}”")
    with os_errors(found[0].path):
        found[0].path.unlink()


def fault_of(role: Role, name: str) -> str:
    """Why a file of this name cannot go with a notice, to follow the name; "" when it can."""
    if faults := disc_name_faults(name):
        return f"的名称不能用：{faults[0]}"
    if name.rpartition(".")[2].lower() not in role.endings or "." not in name:
        return f"不能作为{role.value}，只收 {'、'.join(role.endings)}"
    return ""

