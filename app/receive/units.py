"""Which archives, folders and loose files of a hand-made disc are an enterprise's, and whose."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable
from itertools import accumulate

from app.model.names import ARCHIVE, is_full_name, name_from, normalise_name
from app.notices.notice import Notice
from app.notices.regions import Region

TABLE_ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".xlsm")
TAGS = re.compile(
    r"^(bagit\.txt|bag-info\.txt|(tag)?manifest-\w+\.txt|fetch\.txt|submission\.json"
    r"|说明文件\.txt|光盘目录\.html|autorun\.inf)$",
    re.IGNORECASE,
)
SUMMARY = re.compile(r"汇总|推荐表|名单|一览")
_LETTER = re.compile(r"推荐|函|请示|报告|文件|公文|红头")
_NO_LETTER = re.compile(r"申报书|审计报告|检测报告|检验报告|证明文件|说明文件|财务报告|推荐表|汇总表")
_HOLDER = re.compile(r"申报材料|企业材料|申报企业|材料包|压缩包")
_NUMBERED = re.compile(r"^\d{1,3}")
_SHORT = 2  # characters of a short name that may stand for a full one
_DEEPEST = 60  # folders above an enterprise's; the Joliet tree has 8
_KNOWN = 5_000  # names of tables in which a short one is looked for


def package_units(
    files: Iterable[str], known: Iterable[str], heads: Container[str], notice: Notice
) -> dict[str, str]:
    """Path of each archive, folder or loose file that is an enterprise's → the full name it tells.

    `known`: full names that stand in tables; `heads`: the paths of these.
    """
    return _Units(known, heads, notice).found([path for path in files if not TAGS.match(path)])


def inside(path: str, units: Container[str]) -> bool:
    """Whether it is one of them or lies in one."""
    parts = path.split("/")
    return any("/".join(parts[:count]) in units for count in range(1, min(len(parts), _DEEPEST + 1) + 1))


def is_letter(name: str) -> bool:
    return name.lower().endswith(".pdf") and bool(_LETTER.search(name)) and not _NO_LETTER.search(name)


class _Units:
    """What is asked of a name is asked once: there may be as many names as files."""

    def __init__(self, known: Iterable[str], heads: Container[str], notice: Notice) -> None:
        names = list(dict.fromkeys(known))
        self._known, self._heads, self._notice = frozenset(names), heads, notice
        self._names = names[:_KNOWN]
        plain = [normalise_name(name) for name in self._names]
        self._text = "\n".join(plain)
        self._ends = list(accumulate(len(each) + 1 for each in plain))
        self._told: dict[str, str] = {}

    def found(self, paths: list[str]) -> dict[str, str]:
        units: dict[str, str] = {}
        waiting: list[tuple[str, list[str], bool]] = [("", paths, False)]
        while waiting:  # no recursion: folders may be nested deeper than Python's stack
            above, here, in_holder = waiting.pop()
            name = above.rpartition("/")[2]
            if above and self._is_one(above, name, here, in_holder):
                units[above] = self._full_name(name)
                continue
            above, in_holder = f"{above}/" if above else "", bool(_HOLDER.search(name))
            folders: dict[str, list[str]] = {}
            for path in here:
                name, slash, _ = path[len(above):].partition("/")
                if slash:
                    folders.setdefault(f"{above}{name}", []).append(path)
                elif ARCHIVE.search(name) or (is_full_name(name) and not self._is_paper(path, name)):
                    units[path] = self._full_name(name)
            if above.count("/") <= _DEEPEST:
                waiting.extend((folder, own, in_holder) for folder, own in reversed(folders.items()))
        return units

    def _is_one(self, folder: str, name: str, inner: Iterable[str], in_holder: bool) -> bool:
        may_be = self._is_enterprise(name) or (in_holder and not self._is_section(name))
        return may_be and not self._holds_others(folder, name, inner)

    def _is_paper(self, path: str, name: str) -> bool:
        return path in self._heads or is_letter(name) or name.lower().endswith(TABLE_ENDINGS)

    def _is_enterprise(self, name: str) -> bool:
        if any(word in name for word in self._notice.region.bureaus):
            return False
        return is_full_name(name) or self._full_name(name) in self._known

    def _is_section(self, name: str) -> bool:
        return bool(self._notice.tracks_told(name) or _LETTER.search(name) or SUMMARY.search(name))

    def _holds_others(self, folder: str, name: str, inner: Iterable[str]) -> bool:
        """A folder called like an enterprise that is the sender's: tables or other enterprises lie in it."""
        own = normalise_name(self._full_name(name))
        asked: set[str] = set()
        for path in inner:
            if path in self._heads:
                return True
            parts = path[len(folder) + 1:].split("/")
            for part in {*parts[:-1], *([parts[-1]] if ARCHIVE.search(parts[-1]) else [])} - asked:
                asked.add(part)
                if self._is_enterprise(part) and normalise_name(self._full_name(part)) != own:
                    return True
        return False

    def _full_name(self, name: str) -> str:
        if name not in self._told:
            self._told[name] = self._name_told(name)
        return self._told[name]

    def _name_told(self, name: str) -> str:
        """By the name itself; a short name that is part of just one name in the tables stands for that."""
        told = name_from(name)
        if is_full_name(name):
            return told
        plain = normalise_name(_NUMBERED.sub("", told))
        if len(plain) < _SHORT or self._is_section(name) or _is_place(plain, self._notice.region):
            return told
        at = self._text.find(plain)
        if at < 0:
            return told
        which = bisect_right(self._ends, at)
        return told if self._text.find(plain, self._ends[which]) >= 0 else self._names[which]


def _is_place(plain: str, region: Region) -> bool:
    names = (name for city in region.cities for name in (city.name, city.spoken))
    return plain in (region.name, region.short, *names)
