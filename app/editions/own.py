"""The notices there are: those of the program, the user's own, and drafts, which no clerk is offered.

Own ones lie in the user's folder, never in the program's; one of the same id goes before the program's.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from app.checks.notices import load_notice, read_notice
from app.editions.data import data_of
from app.editions.draft import Draft, new_from
from app.editions.toml import toml_of, write_toml
from app.errors import AppError, NothingFound, NoticeInvalid, WrongUse, joined, os_errors
from app.notices.faults import SCHEMA, Fault
from app.notices.notice import Notice
from app.notices.read import data_of_toml, notice_ids
from app.paths import RESOURCES, user_dir
from app.writing import atomic
from app.writing.moving import move

_KEY = re.compile(r"[\w-]{1,64}")
_DRAFT = "draft"  # what a draft's file holds beside the notice


class Origin(StrEnum):
    BUILT_IN = "built-in"
    OWN = "own"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the list of notices. `key`: what it is opened by; `faults`: why it is not offered."""

    key: str
    id: str
    year: int
    title: str
    origin: Origin
    faults: tuple[Fault, ...] = ()

    @property
    def is_offered(self) -> bool:
        return self.origin is not Origin.DRAFT and not self.faults


def folder() -> Path:
    """Of the user's own notices."""
    return user_dir() / "notices"


def own_path(key: str) -> Path:
    return folder() / f"{key}.toml"


def listed() -> tuple[Listed, ...]:
    """Notices by year, the newest first, then drafts."""
    ready = sorted(map(_ready, notice_ids()), key=lambda each: (-each.year, each.id))
    return (*ready, *(_as_listed(draft) for draft in drafts()))


def is_own(key: str) -> bool:
    return own_path(key).is_file()


def is_taken(key: str) -> bool:
    """Whether there is a notice, or a draft, of this id."""
    return key in notice_ids() or key in {str(draft.value("id")) for draft in drafts()}


def remove(key: str) -> None:
    """An own notice; the program's of the same id is offered again. Raises NothingFound, AppError."""
    if not _KEY.fullmatch(key) or not is_own(key):
        raise NothingFound(f"自己的通知规则里没有“{key}”；程序自带的不能删")
    with os_errors(own_path(key)):
        own_path(key).unlink()
    atomic.remove_folder(files_folder(key))


def path_of_notice(key: str) -> Path:
    """Where the notice lies that is loaded by this id."""
    return own_path(key) if is_own(key) else RESOURCES / "notices" / f"{key}.toml"


def files_folder(key: str) -> Path:
    """Where what goes with an own notice lies (`app.editions.enclosures`)."""
    return folder() / "files" / key


def files_of(key: str) -> Path:
    """What goes with the notice that is loaded by this id."""
    return files_folder(key) if is_own(key) else RESOURCES / "notices" / key


def draft_folder(key: str) -> Path:
    """Where what goes with a draft lies."""
    return draft_path(key).with_suffix("")


def id_for(before: Notice, year: int) -> str:
    """What next year's is called: last year's id with the other year."""
    changed = before.id.replace(str(before.year), str(year))
    return changed if changed != before.id else f"{before.id}-{year}"


# -- drafts ----------------------------------------------------------------------------------------
def drafts() -> tuple[Draft, ...]:
    """Those that can be read, by name."""
    return tuple(_drafts())


def begin(source: str, key: str, year: int) -> Draft:
    """A new draft after the notice `source`, kept. Raises WrongUse, NoticeInvalid, AppError."""
    if not _KEY.fullmatch(key):
        raise WrongUse(f"编号“{key}”只能用字母、数字、下划线和横线，最多 64 个")
    if is_taken(key):
        raise WrongUse(f"已有编号为“{key}”的通知规则或草稿，请换一个编号")
    return keep(new_from(load_notice(source)[0], _free_key(key), year))


def change(key: str) -> Draft:
    """A draft of the next edition of a notice that is in use, kept. Raises NoticeInvalid, AppError."""
    notice = load_notice(key)[0]
    draft = Draft(_free_key(key), {**data_of(notice), "schema": SCHEMA, "edition": notice.edition + 1})
    with os_errors(files_of(key)):
        if files_of(key).is_dir():
            shutil.copytree(files_of(key), draft_folder(draft.key))
    return keep(draft)


def keep(draft: Draft) -> Draft:
    """Sound or not. Raises AppError; what was kept before is then still there."""
    path = draft_path(draft.key)
    with os_errors(path.parent):
        path.parent.mkdir(parents=True, exist_ok=True)
    aside = {"confirmed": sorted(draft.confirmed), "before": draft.before}
    atomic.write_bytes(path, write_toml({**draft.data, _DRAFT: aside}))
    return draft


def open_draft(key: str) -> Draft:
    """By its key. Raises NothingFound, NoticeInvalid for a file that is no TOML any more, AppError."""
    path = draft_path(key)
    if not path.is_file():
        raise NothingFound(f"没有名为“{key}”的草稿")
    return read(path)


def drop(key: str) -> None:
    """A draft. Raises NothingFound, AppError."""
    path = draft_path(key)
    if not path.is_file():
        raise NothingFound(f"没有名为“{key}”的草稿")
    with os_errors(path):
        path.unlink()
    atomic.remove_folder(draft_folder(key))


def sound(draft: Draft) -> Notice:
    """Raises NoticeInvalid while it has faults."""
    if draft.faults:
        raise NoticeInvalid(joined([fault.line for fault in draft.faults]))
    return draft.notice


def put_in_use(draft: Draft) -> Notice:
    """It is offered to clerks, and a draft no longer. Raises NoticeInvalid while it has faults, AppError."""
    sound(draft)
    target = files_folder(draft.notice.id)
    atomic.remove_folder(target)
    if draft_folder(draft.key).is_dir():
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            move(draft_folder(draft.key), target)
    install(draft.notice)
    if draft_path(draft.key).is_file():
        drop(draft.key)
    return draft.notice


def install(notice: Notice) -> None:
    """Among the user's own, in place of an older edition of the same id. Raises AppError."""
    with os_errors(folder()):
        folder().mkdir(parents=True, exist_ok=True)
    atomic.write_bytes(own_path(notice.id), toml_of(notice))


def draft_path(key: str) -> Path:
    if not _KEY.fullmatch(key):
        raise NothingFound(f"没有名为“{key}”的草稿")
    return folder() / "drafts" / f"{key}.toml"


def read(path: Path) -> Draft:
    """A draft's file, or that of a notice which is not sound. Raises NoticeInvalid, AppError."""
    with os_errors(path):
        told = data_of_toml(path.read_bytes())
    aside = told.pop(_DRAFT, {})
    aside = aside if isinstance(aside, Mapping) else {}
    confirmed = [each for each in _list(aside.get("confirmed")) if isinstance(each, str)]
    before = aside.get("before", {})
    return Draft(path.stem, told, before if isinstance(before, Mapping) else {}, frozenset(confirmed))


# -- inside ----------------------------------------------------------------------------------------
def _free_key(wanted: str) -> str:
    key, number = wanted, 1
    while draft_path(key).exists():
        number += 1
        key = f"{wanted[:60]}-{number}"
    return key


def _drafts() -> Iterator[Draft]:
    for path in sorted((folder() / "drafts").glob("*.toml")):
        try:
            yield read(path)
        except AppError:  # told when it is opened by name
            continue


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _as_listed(draft: Draft) -> Listed:
    notice = draft.notice
    return Listed(draft.key, notice.id, notice.year, notice.title, Origin.DRAFT, draft.faults)


def _ready(key: str) -> Listed:
    path, origin = path_of_notice(key), Origin.OWN if is_own(key) else Origin.BUILT_IN
    try:
        notice, _ = read_notice(path)
        return Listed(key, notice.id, notice.year, notice.title, origin)
    except AppError as error:
        return Listed(key, key, 0, key, origin, _why(path) or (Fault("", error.detail or error.title),))


def _why(path: Path) -> tuple[Fault, ...]:
    try:
        return read(path).faults
    except AppError:
        return ()
