"""Whose a file or a folder is, by its name: a full name, a name of the tables, or a short one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from app.model.names import ARCHIVE, is_full_name, name_from, normalise_name
from app.notices.names import name_says
from app.notices.notice import Notice, Track
from app.notices.patterns import MATCHED

_NUMBERED = re.compile(r"^\d{1,3}")
_ENDING = re.compile(r"\.[0-9A-Za-z]{1,5}$")
_BREAKS = re.compile(r"[-_—–·．.\s,，、;；:：+&（）()【】\[\]《》“”\"]+")
_GENERAL = re.compile(
    r"关于|申报|申请|推荐|材料|资料|文件|附件|压缩包|扫描件?|复印件|原件|电子版|纸质版?|盖章|签字|最终版?|定稿|终稿|正式"
    r"|修改|补[正交充]|新建|文件夹|企业|单位|一?套|全部?|各|及|和|的|[版稿件份]|\d+"
)
_DISTRICT = re.compile(r"[省市州县区]$")
_SHORT = 2  # characters of a short name that may stand for a full one
_KNOWN = 5_000  # names of tables in which a short one is looked for
_LONGEST = 120  # characters of a name that are compared


class Names:
    """What is asked of a name is asked once: there may be as many names as files.

    `known`: full names that stand in tables.
    """

    def __init__(self, known: Iterable[str], notice: Notice) -> None:
        names = list(dict.fromkeys(known))
        self.known, self._notice = frozenset(names), notice
        self._names = names[:_KNOWN]
        plain = [normalise_name(name) for name in self._names]
        self._text = "\n".join(plain)
        self._ends = list(accumulate(len(each) + 1 for each in plain))
        self._whole = dict(zip(plain, self._names, strict=True))
        places = (name for city in notice.region.cities for name in (city.name, city.spoken))
        self._places = (notice.region.name, notice.region.short, *places)
        self._told: dict[str, str] = {}

    def is_enterprise(self, name: str) -> bool:
        """Whether a name tells an enterprise, and not a bureau."""
        if any(word in name for word in self._notice.region.bureaus):
            return False
        return is_full_name(name) or self.full(name) in self.known

    def full(self, name: str) -> str:
        """The full name that it tells; where it tells none, what it is called."""
        if name not in self._told:
            self._told[name] = self._name_told(name)
        return self._told[name]

    def owner(self, name: str) -> str:
        """Of the name of a single file: the known name in it, or which a word of it begins; else ""."""
        if is_full_name(name):
            return self._known_at_end(name_from(self._without_track(name)))
        stem = _ENDING.sub("", name)[:MATCHED]
        words = dict.fromkeys((*self._words(stem), *self._words(self._without_kinds(stem))))
        found = {whose for word in words if (whose := self._begun_by(word))}
        return found.pop() if len(found) == 1 else ""

    def is_of_place(self, name: str) -> bool:
        """Whether it is but a place's name, and words that are nobody's."""
        plain = _general_gone(normalise_name(_ENDING.sub("", ARCHIVE.sub("", name))))
        return plain in self._places

    def is_kind(self, name: str) -> bool:
        """Whether it says what a thing is (证明材料, 附件), not whose."""
        stem = _ENDING.sub("", ARCHIVE.sub("", name))
        words = [word for track in self._notice.tracks for word in _said_of(track)]
        for word in (*words, self._notice.campaign):
            stem = stem.replace(word, " ")
        return not is_full_name(name) and (is_material(name, self._notice) or not _general_gone(stem))

    # -- inside ------------------------------------------------------------------------------------
    def _name_told(self, name: str) -> str:
        bare = self._without_track(name)
        told = name_from(bare)
        if is_full_name(bare):
            return self._known_at_end(told) or told
        plain = normalise_name(_NUMBERED.sub("", told))
        if self._tells_nothing(plain, bare):
            return told
        return self._only_with(plain) or self.owner(bare) or told

    def _tells_nothing(self, plain: str, name: str) -> bool:
        return len(plain) < _SHORT or bool(self._notice.tracks_told(name)) or plain in self._places

    def _known_at_end(self, told: str) -> str:
        """The known name that it is, but for words before it that are nobody's name (01, 关于)."""
        plain = normalise_name(told)[:_LONGEST]
        starts = (at for at in range(len(plain)) if plain[at:] in self._whole)
        start = next(starts, -1)
        return self._whole[plain[start:]] if start >= 0 and not _general_gone(plain[:start]) else ""

    def _only_with(self, plain: str) -> str:
        """The one known name that a short one is part of."""
        at = self._text.find(plain)
        if at < 0:
            return ""
        which = bisect_right(self._ends, at)
        return "" if self._text.find(plain, self._ends[which]) >= 0 else self._names[which]

    def _begun_by(self, word: str) -> str:
        """As `_only_with`, of a word at its beginning but for the place."""
        plain = normalise_name(_NUMBERED.sub("", word))
        if self._tells_nothing(plain, word):
            return ""
        found = self._only_with(plain)
        before = normalise_name(found).partition(plain)[0]
        while before and (place := next((p for p in self._places if p and before.startswith(p)), "")):
            before = before[len(place):]
        return found if not before or _DISTRICT.search(before) else ""

    def _words(self, stem: str) -> Iterator[str]:
        for word in _BREAKS.split(stem):
            yield word
            yield _general_gone(word)

    def _without_kinds(self, stem: str) -> str:
        for material in self._notice.materials:
            for start, end, _ in sorted(material.places(stem), reverse=True):
                stem = f"{stem[:start]} {stem[end:]}"
        return stem

    def _without_track(self, name: str) -> str:
        """“全国-某某有限公司” is of 某某有限公司; where no sign stands between them, it may be a name."""
        return _track_before(self._notice).sub("", name) or name


def _said_of(track: Track) -> tuple[str, ...]:
    return track.title, track.short, *track.words


@lru_cache(maxsize=8)
def _track_before(notice: Notice) -> re.Pattern[str]:
    words = sorted({w for track in notice.tracks for w in _said_of(track)}, key=len, reverse=True)
    told = f"(?:{'|'.join(map(re.escape, words))})(?:{re.escape(notice.campaign)})?"
    sign = r"[-_—–·．.\s、:：+]"
    within = rf"[（(【\[]{told}[^）)】\]]{{0,8}}[）)】\]]{sign}*"
    return re.compile(rf"^[\d\s]{{0,4}}{sign}*(?:{within}|{told}(?:申报|推荐|材料|[类组级])*{sign}+)")


@lru_cache(maxsize=100_000)
def is_material(name: str, notice: Notice) -> bool:
    """Whether a name speaks of any material the notice knows."""
    return bool(name_says(ARCHIVE.sub("", name), "unknown", notice).materials)


def _general_gone(word: str) -> str:
    return _BREAKS.sub("", _GENERAL.sub("", word))
