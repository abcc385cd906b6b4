"""One year's notice as data: frozen, read from resources/notices/*.toml by notices.read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from app.errors import NothingFound
from app.model.awarded import Award
from app.model.batch import Batch, Sender
from app.notices.asked.quotas import OwnQuota, quota_of
from app.notices.asked.quotas import Quota as Quota
from app.notices.clauses import Clause, Criterion, Office
from app.notices.clauses import LetterText as LetterText
from app.notices.material import Material as Material
from app.notices.regions import Region


@dataclass(frozen=True)
class Area:
    """重点领域: `number` as the notice counts it, `words` by which a cell is recognised."""

    number: int
    title: str
    text: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Service:
    """One of the producer services the notice names, with its GB/T 4754 divisions."""

    title: str
    divisions: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """GB/T 4754-2017 divisions (two digits): industry `first`..`last`, services, `grey` ones to look at."""

    first: str
    last: str
    services: tuple[Service, ...]
    grey: tuple[str, ...] = ()

    @cached_property
    def inside(self) -> frozenset[str]:
        industry = {f"{n:02d}" for n in range(int(self.first), int(self.last) + 1)}
        return frozenset(industry | {code for service in self.services for code in service.divisions})


@dataclass(frozen=True)
class Size:
    """Bytes of one packed enterprise: should above `warn`, must above `refuse`."""

    warn: int
    refuse: int


COLUMN_KINDS = (
    "text", "code", "area", "industry", "division", "phone", "email", "number", "date", "district",
)  # fmt: skip
COLUMNS_FILLED = ("", "order", "sender", "city", "name")


@dataclass(frozen=True)
class Column:
    """One column of a 汇总表. `kind` is one of COLUMN_KINDS, `filled` one of COLUMNS_FILLED.

    `width` in characters of the printed table. `filled` columns are written by the program:
    order (序号), sender (推荐单位), city (所属市), name (企业全称).
    """

    id: str
    title: str
    synonyms: tuple[str, ...] = ()
    required: bool = False
    kind: str = "text"
    width: int = 12
    filled: str = ""


@dataclass(frozen=True)
class Track:
    """One 申报类别. `id` is what batches, ledgers and discs hold; it never changes once discs were made.

    `words` tell, in the names of folders and files of hand-made discs, that they are of it; its short name
    and title do so anyhow.
    """

    id: str
    title: str  # 全国质量标杆
    short: str  # 全国
    table: str  # title of the 汇总表 and stem of its file
    package_named: str  # 申报企业全称 | 申报单位全称
    annex: str
    quota: Quota
    columns: tuple[Column, ...]
    quotas: tuple[OwnQuota, ...] = ()  # of whom it says another than `quota`
    words: tuple[str, ...] = ()
    about: tuple[str, ...] = ()  # columns that tell what is applied for, on lists of names
    proposed: str = "拟推荐"  # what is said of those chosen
    files_online: bool = False  # those chosen also file on the web, by the notice's online_deadline
    clauses: tuple[Clause, ...] = ()
    criteria: tuple[Criterion, ...] = ()  # by which experts score it; without any, one score for the whole
    proposed_columns: bool = True

    @property
    def told(self) -> tuple[Column, ...]:
        """The columns that follow a name on a list: what is applied for."""
        return tuple(map(self.column, self.about))

    @property
    def marked(self) -> str:
        """What the mark of the chosen is called: 拟推荐全国."""
        return f"{self.proposed}{self.short}"

    @property
    def settled(self) -> str:
        """What is said of those chosen once their list is final: 已推荐."""
        return f"已{self.proposed.removeprefix('拟')}"

    def column(self, key: str) -> Column:
        return _with_id(self.columns, key)

    def quota_of(self, sender: Sender) -> Quota:
        """How many this sender may recommend; nobody reads `quota` past this."""
        return quota_of(self.quota, self.quotas, sender)


@dataclass(frozen=True)
class Example:
    """A file name and the role it must be recognised as; tests and selfcheck hold the notice to it."""

    path: str
    role: str


@dataclass(frozen=True)
class Notice:
    """`title` is what a list of notices shows, `campaign` what the work is called in a word (质量标杆)."""

    schema: int
    id: str
    year: int
    title: str
    campaign: str
    issuer: str
    recipient: str
    department: str
    name: str  # full title with 书名号, as the letter cites it
    issued: date
    deadline: date
    barred_years: int
    disc_label: str
    scope: Scope
    size: Size
    areas: tuple[Area, ...]
    materials: tuple[Material, ...]
    tracks: tuple[Track, ...]
    letter: LetterText
    region: Region
    office: Office = field(default_factory=Office)
    edition: int = 1  # the rules of one notice may be handed out anew, mended
    online_deadline: date | None = None
    online_path: str = ""  # site and way to where it is filed
    leftovers: tuple[str, ...] = ()
    severities: Mapping[str, str] = field(default_factory=dict)
    switched_off: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)  # of each check regraded or switched off: why
    examples: tuple[Example, ...] = ()
    awarded: tuple[Award, ...] = ()  # who was awarded in the years before, as far as it comes with the notice
    exchange: tuple[str, ...] = ()  # kinds of activities by which the experiences are passed on

    def __hash__(self) -> int:
        """Not of all that it holds: what is told by a notice is kept by it."""
        return hash((self.id, self.title, len(self.materials)))

    def track(self, key: str) -> Track:
        return _with_id(self.tracks, key)

    def track_named(self, text: str) -> Track:
        """By id, short name or title. Raises NothingFound."""
        for track in self.tracks:
            if text in (track.id, track.short, track.title):
                return track
        known = "、".join(track.short for track in self.tracks)
        raise NothingFound(f"没有“{text}”这个申报类别；通知里有：{known}")

    def tracks_told(self, text: str) -> tuple[str, ...]:
        """The tracks whose words a text has; a word that is but part of a longer one tells nothing."""
        words = {word: track.id for track in self.tracks for word in (*track.words, track.short, track.title)}
        found = set()
        for word in sorted(words, key=len, reverse=True):
            if word in text:
                found.add(words[word])
                text = text.replace(word, "\n")
        return tuple(track.id for track in self.tracks if track.id in found)

    @property
    def asked_kinds(self) -> tuple[str, ...]:
        """The kinds of direct senders, where it makes a difference of which one is."""
        told = {each.who for track in self.tracks for each in track.quotas}
        return self.region.kinds if told & set(self.region.kinds) else ()

    def short(self, key: str) -> str:
        """A track's short name; of one that only another year's notice has, its id."""
        return next((track.short for track in self.tracks if track.id == key), key)

    @cached_property
    def _by_id(self) -> Mapping[str, Material]:
        return {material.id: material for material in reversed(self.materials)}

    def material(self, key: str) -> Material:
        """Raises KeyError."""
        return self._by_id[key]

    @cached_property
    def by_specialty(self) -> tuple[Material, ...]:
        """Kinds before the material they are part of: 证明材料 itself is the last guess."""
        wholes = {material.part_of for material in self.materials}
        return tuple(sorted(self.materials, key=lambda material: material.id in wholes))

    @cached_property
    def _tops(self) -> Mapping[str, str]:
        return {material.id: material.part_of or material.id for material in self.materials}

    def top(self, key: str) -> str:
        """The material that this one is a kind of, or itself."""
        return self._tops.get(key, key)

    @property
    def written(self) -> tuple[Material, ...]:
        """What enterprises write for it, of themselves."""
        return tuple(material for material in self.materials if material.written)

    def bearing(self, told: str) -> tuple[Material, ...]:
        """What has the enterprise's name, or code, printed on it."""
        return tuple(material for material in self.materials if told in material.bears)

    @property
    def required_materials(self) -> tuple[Material, ...]:
        return tuple(material for material in self.materials if material.required)

    def area(self, text: str) -> Area | None:
        """The 重点领域 a cell means: by its number, its title or one of its words; None if none or several.

        "4 数字化融合": the number decides, unless the words clearly name another area.
        """
        number, rest = _leading_number(text.strip())
        named = [a for a in self.areas if any(word and word in rest for word in (a.title, *a.words))]
        if number:
            counted = next((area for area in self.areas if area.number == number), None)
            return counted if not named or counted in named else None
        return named[0] if len(named) == 1 else None


_Named = TypeVar("_Named", Column, Track)


def _with_id(things: Iterable[_Named], key: str) -> _Named:
    """Raises KeyError."""
    for thing in things:
        if thing.id == key:
            return thing
    raise KeyError(key)


_NUMBERED = re.compile(
    r"[（(]?\s*([1-9]|[一二三四五六七八九]|[①-⑨])(?=$|[\s)）.．、:：]|(?![0-9A-Za-z]))"
    r"\s*[)）.．、:：]?\s*"
)


def _leading_number(text: str) -> tuple[int, str]:
    """(number, what follows); 0 when the text does not begin with one. 5G is a word, not a number."""
    match = _NUMBERED.match(text)
    if match is None:
        return 0, text
    digit = match.group(1)
    number = "一二三四五六七八九".find(digit) + 1 or "①②③④⑤⑥⑦⑧⑨".find(digit) + 1 or int(digit)
    return number, text[match.end():]


def tracks_of(batch: Batch, notice: Notice) -> tuple[str, ...]:
    """The tracks that have at least one enterprise, in the notice's order."""
    return tuple(track.id for track in notice.tracks if batch.order.get(track.id))
