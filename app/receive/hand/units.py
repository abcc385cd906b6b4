"""Which archives, folders and loose files of a hand-made disc are an enterprise's, and whose."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from app.model.names import ARCHIVE, is_full_name, normalise_name
from app.notices.notice import Notice
from app.receive.hand.whose import Names, is_material

TABLE_ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".xlsm", ".csv")
LETTER_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff")
DRAFT_ENDINGS = (".docx", ".doc", ".wps", ".ofd")
TAGS = re.compile(
    r"^(bagit\.txt|bag-info\.txt|(tag)?manifest-\w+\.txt|fetch\.txt|submission\.json"
    r"|说明文件\.txt|光盘目录\.html|autorun\.inf)$",
    re.IGNORECASE,
)
SUMMARY = re.compile(r"汇总|推荐表|名单|一览")
_LETTER = re.compile(r"推荐|函|请示|报告|文件|公文|红头")
_NO_LETTER = re.compile(
    r"申报书|审计报告|检测报告|检验报告|证明文件|说明文件|财务报告|推荐表|汇总表|名单|一览"
)
_LETTERS = re.compile(r"推荐(文件|函|意见|报告)|红头|公文|请示")  # a folder for them
_HOLDER = re.compile(r"申报材料|企业材料|申报企业|材料包|压缩包")
_DEEPEST = 60  # folders above an enterprise's; the Joliet tree has 8
_MOST_LOOSE = 20_000  # loose files that are asked whose they are


def package_units(
    files: Iterable[str], known: Iterable[str], heads: Container[str], notice: Notice
) -> dict[str, str]:
    """Path of each archive, folder or loose file that is an enterprise's → the full name it tells.

    `known`: full names that stand in tables; `heads`: the paths of these.
    """
    return _Units(Names(known, notice), heads, notice).found([p for p in files if not TAGS.match(p)])


def lone_units(orphans: Iterable[str], others: Iterable[str], name: str, notice: Notice) -> dict[str, str]:
    """Where a disc is of one enterprise alone: the folders and files that can but be its materials.

    `orphans` are nobody's so far; `others` are what is known, so that no folder is taken that holds one.
    """
    held = {above for path in others for above in _above(path)}
    units: dict[str, str] = {}
    for path in orphans:
        free = [above for above in _above(path) if above not in held]
        parts = path.split("/")
        if free:
            units[free[0]] = name
        elif any(is_material(part, notice) for part in parts):
            units[path] = name
    return units


def inside(path: str, units: Container[str]) -> bool:
    """Whether it is one of them or lies in one."""
    parts = path.split("/")
    return any("/".join(parts[:count]) in units for count in range(1, min(len(parts), _DEEPEST + 1) + 1))


def is_letter(path: str) -> bool:
    """By its name, or that of the folder it lies in; only what may be a scan of one."""
    *above, name = path.split("/")
    if not name.lower().endswith(LETTER_ENDINGS):
        return False
    is_among_letters = bool(above) and _LETTERS.search(above[-1]) is not None
    return speaks_of_letter(name) or (is_among_letters and not _NO_LETTER.search(name))


def speaks_of_letter(name: str) -> bool:
    return bool(_LETTER.search(name)) and not _NO_LETTER.search(name)


def _above(path: str) -> list[str]:
    """The folders it lies in, the outermost first."""
    parts = path.split("/")[:_DEEPEST]
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


class _Units:
    def __init__(self, names: Names, heads: Container[str], notice: Notice) -> None:
        self._names, self._heads, self._notice = names, heads, notice
        self._asked = 0

    def found(self, paths: list[str]) -> dict[str, str]:
        units: dict[str, str] = {}
        waiting: list[tuple[str, list[str], bool]] = [("", paths, False)]
        while waiting:  # no recursion: folders may be nested deeper than Python's stack
            above, here, in_holder = waiting.pop()
            name = above.rpartition("/")[2]
            if above and self._is_one(above, name, here, in_holder):
                units[above] = self._names.full(name)
                continue
            above, in_holder = f"{above}/" if above else "", bool(_HOLDER.search(name))
            folders: dict[str, list[str]] = {}
            for path in here:
                name, slash, _ = path[len(above):].partition("/")
                if slash:
                    folders.setdefault(f"{above}{name}", []).append(path)
                elif whose := self._whose(path, name):
                    units[path] = whose
            if above.count("/") <= _DEEPEST:
                waiting.extend((folder, own, in_holder) for folder, own in reversed(folders.items()))
        return units

    def _is_one(self, folder: str, name: str, inner: Iterable[str], in_holder: bool) -> bool:
        may_be = self._names.is_enterprise(name) or (in_holder and not self._is_section(name))
        return may_be and not self._holds_others(folder, name, inner)

    def _whose(self, path: str, name: str) -> str:
        """The full name that a file at `path` tells; "" for what is nobody's, or a paper of the sender's."""
        if ARCHIVE.search(name):
            if owner := self._names.owner(name):
                return owner
            is_nobodys = self._names.is_kind(name) or self._names.is_of_place(name)
            return "" if is_nobodys else self._names.full(name)
        if path in self._heads or is_letter(path) or name.lower().endswith(TABLE_ENDINGS):
            return ""
        if is_full_name(name):
            return self._names.full(name)
        self._asked += 1
        is_draft = speaks_of_letter(name) and name.lower().endswith(DRAFT_ENDINGS)
        return "" if is_draft or self._asked > _MOST_LOOSE else self._names.owner(name)

    def _is_section(self, name: str) -> bool:
        """A folder for a kind of thing, not for an enterprise."""
        is_told = self._notice.tracks_told(name) or _LETTER.search(name) or SUMMARY.search(name)
        return bool(is_told) or self._names.is_kind(name)

    def _holds_others(self, folder: str, name: str, inner: Iterable[str]) -> bool:
        """A folder called like an enterprise that is the sender's: tables or other enterprises lie in it."""
        own = normalise_name(self._names.full(name))
        asked: set[str] = set()
        for path in inner:
            if path in self._heads:
                return True
            parts = path[len(folder) + 1:].split("/")
            for part in {*parts[:-1], *([parts[-1]] if ARCHIVE.search(parts[-1]) else [])} - asked:
                asked.add(part)
                if self._names.is_enterprise(part) and normalise_name(self._names.full(part)) != own:
                    return True
        return False

