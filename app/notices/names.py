"""What the name of a file or a folder tells: of which materials it speaks, and how clearly.

The last word of a Chinese name is what the thing is; what stands in brackets is said beside it.
“典型经验材料（申报书附件）” is a 典型经验材料, “申报书及证明材料” two things, “以标准引领发展” no 标准.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from app.notices.notice import Notice
from app.notices.patterns import MATCHED

_REST = 4  # characters after what tells it, beyond which the name is about something else
_ENDING = re.compile(r"\.[0-9A-Za-z]{1,5}$")
_BRACKETS = re.compile(r"[（(【\[《「][^（(【\[《「）)】\]》」]*[）)】\]》」]")
_WITHIN = re.compile(r"[（(【\[《「]\s*(?:含|附|内附|包括|包含|内含|另附)")
_JOINED = re.compile(r"(?:书|表|材料|文件|资料)?\s*(?:[、，,+&/\uff0b\uff06\uff0f]|[和及与暨]|以及)+\s*")
_BESIDE = re.compile(r"(?:书|表|材料|文件|资料)?[-_—–·.\s]*")
_BREAK = re.compile(r"[-_—–·．.\s,，、;；:：（）()【】\[\]《》「」“”\"]")
_FIRM = re.compile(r"(?:公司|集团|厂|院|所|中心)$")
_COMMON = re.compile(
    "报告|材料|文件|资料|证明|复印件|扫描件|影印件|原件|电子版|盖章|签字|签章|正本|副本|封面|正文|首页|全文"
    "|终稿|定稿|最终|修改|汇总|清单|目录|文本|附件|年度|[版稿页表书件年月日份第之的等类图一二三四五六七八九十]"
    r"|[^\u4e00-\u9fff]"
)


@dataclass(frozen=True, slots=True)
class Witness:
    """What one witness tells of a file: ids of materials, several where it holds them all.

    `words`: how it says so, for the clerk. `is_clear`: whether it would do alone.
    """

    materials: tuple[str, ...] = ()
    words: str = ""
    is_clear: bool = False

    @property
    def material(self) -> str:
        """The one it tells, "" for none or several."""
        return self.materials[0] if len(self.materials) == 1 else ""


SILENT = Witness()


@dataclass(frozen=True, slots=True)
class _Place:
    start: int
    end: int
    material: str
    is_clear: bool


def path_says(path: str, kind: str, notice: Notice) -> Witness:
    """The file's own name, else its nearest folder that tells anything."""
    for part in reversed(path.split("/")):
        if (told := name_says(part, kind, notice)).materials:
            return told
    return SILENT


@lru_cache(maxsize=100_000)
def name_says(name: str, kind: str, notice: Notice) -> Witness:
    """Of one part of a path; of a material that a file of this kind can be."""
    name = name[:MATCHED]
    places = [
        _Place(start, end, material.id, is_clear)
        for material in notice.materials
        if material.may_be(kind)
        for start, end, is_clear in material.places(name)
    ]
    if not places:
        return SILENT
    beside = [match.span() for match in _BRACKETS.finditer(name)]
    inside = [p for p in places if any(a <= p.start and p.end <= b for a, b in beside)]
    outside = [place for place in places if place not in inside]
    if outside and inside and _WITHIN.search(name):
        outside = places
    told = _not_held(_apart(outside or inside), notice)
    tops = list(dict.fromkeys(notice.top(place.material) for place in told))
    if len(tops) > 1 and _are_joined(name, told, notice):
        return Witness(tuple(tops), name, is_clear=True)
    head = told[-1]
    kinds = [p for p in told if notice.top(p.material) == head.material != p.material]
    if kinds:  # 证明材料-营业执照: the kind says more
        return Witness((kinds[-1].material,), name, kinds[-1].is_clear or head.is_clear)
    is_clear = head.is_clear and _is_about(name, head) and not _is_hidden(name, told, notice)
    return Witness((head.material,), name, is_clear)


def _apart(places: list[_Place]) -> list[_Place]:
    """In order, without those that lie in a longer one; of two at one place the kind before the whole."""
    kept: list[_Place] = []
    for place in sorted(places, key=lambda p: (p.start - p.end, not p.is_clear)):
        if not any(other.start <= place.start and place.end <= other.end for other in kept):
            kept.append(place)
    return sorted(kept, key=lambda p: (p.end, p.start))


def _not_held(places: list[_Place], notice: Notice) -> list[_Place]:
    """Without what another of them holds anyway: 申报书（附承诺书）."""
    tops = {notice.top(place.material) for place in places}
    held = [p for p in places if tops.intersection(notice.material(p.material).inside)]
    return [place for place in places if place not in held]


def _are_joined(name: str, told: list[_Place], notice: Notice) -> bool:
    """申报书及典型经验, 申报书、证明材料, 申报书-典型经验-证明材料: it holds them all, or may."""
    pairs = [
        (name[left.end:right.start], left, right)
        for left, right in pairwise(told)
        if notice.top(left.material) != notice.top(right.material) and left.is_clear and right.is_clear
    ]
    joined = [gap for gap, _, _ in pairs if _JOINED.fullmatch(gap)]
    beside = [gap for gap, _, _ in pairs if _BESIDE.fullmatch(gap) and _BREAK.search(gap)]
    return bool(joined) or len(beside) > 1 or (bool(pairs) and _WITHIN.search(name) is not None)


def _is_hidden(name: str, told: list[_Place], notice: Notice) -> bool:
    """申报书-典型经验材料: two that are named side by side may be a title and a part, or both."""
    return any(
        notice.top(left.material) != notice.top(right.material)
        and left.is_clear
        and _BESIDE.fullmatch(gap := name[left.end:right.start]) is not None
        and _BREAK.search(gap) is not None
        for left, right in pairwise(told)
    )


def _is_about(name: str, head: _Place) -> bool:
    """Whether little follows what tells it, up to the next sign or the end."""
    tail = _BREAK.split(_ENDING.sub("", name)[head.end:], maxsplit=1)[0]
    return _FIRM.search(tail) is not None or len(_COMMON.sub("", tail)) <= _REST
