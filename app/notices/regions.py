"""The province of a notice: its cities by GB/T 2260 code, and the bureaus that send discs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.errors import NothingFound
from app.model.batch import Sender
from app.model.names import is_full_name
from app.notices.asked.quotas import DIRECT


@dataclass(frozen=True)
class City:
    """`code` is GB/T 2260, e.g. 370100. `districts`: its counties and what is like them; none: not known."""

    code: str
    name: str
    bureau: str
    districts: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """济南"""
        return self.name.removesuffix("市")

    @property
    def sender(self) -> Sender:
        return Sender(self.bureau, self.code, self.name)


@dataclass(frozen=True)
class Region:
    """`prefix`: the two digits its codes begin with. `bureaus`: words by which a bureau is called in paths.

    `direct`: who sends without a bureau, in words. `merged`: first four digits of a region that was given to
    another → those of that one.
    """

    name: str  # 山东省
    short: str  # 山东
    prefix: str
    cities: tuple[City, ...]
    bureaus: tuple[str, ...]
    direct: str = ""
    registered: str = ""  # what is said of those the province itself registered
    merged: Mapping[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of those who send without a bureau: 省属, 中央驻鲁."""
        return tuple(filter(None, map(str.strip, re.split("[、，,；;]", self.direct))))

    @cached_property
    def by_place(self) -> dict[str, City]:
        """By the first four digits of a code."""
        return {city.code[:4]: city for city in self.cities}

    @cached_property
    def by_district(self) -> dict[str, City]:
        """Districts that only one city has, by their name."""
        all_of = [(district, city) for city in self.cities for district in city.districts]
        often = Counter(district for district, _ in all_of)
        return {district: city for district, city in all_of if often[district] == 1}

    def sender_named(self, text: str) -> Sender:
        """A bureau by code, city or bureau name; any other name is a 直报 enterprise, with its kind where
        that follows it in brackets: 某某集团有限公司（省属）.

        Raises NothingFound for a code that is no city of the province, and for an empty name.
        """
        wanted = text.strip()
        for city in self.cities:
            if wanted in (city.code, city.name, city.spoken, city.bureau):
                return city.sender
        if not wanted or wanted.isascii():
            known = f"如 {self.cities[0].code}" if self.cities else self.name
            raise NothingFound(f"报送单位“{wanted}”：请填市的代码（{known}）、市名，或直报企业全称")
        for kind in self.kinds:
            name = re.sub(rf"\s*[（(]{re.escape(kind)}(?:企业)?[）)]$", "", wanted)
            if name and name != wanted:
                return Sender(name, kind=kind)
        return Sender(wanted)

    def knows_sender(self, text: str) -> bool:
        """Whether it is a city's code, name or bureau, direct senders or a kind of them, or a full name."""
        cities = {told for city in self.cities for told in (city.code, city.name, city.spoken, city.bureau)}
        return text.strip() in {*cities, DIRECT, *self.kinds} or is_full_name(text)

    def place_of(self, code: str) -> str:
        """The place six digits stand for, in words."""
        if code == "100000":
            return "国家市场监管总局"
        if code[:4] == f"{self.prefix}00":
            return f"{self.name}（{self.registered}）" if self.registered else self.name
        if city := self.by_place.get(code[:4]):
            return city.name
        return f"{self.name}内其他地区（{code}）" if code.startswith(self.prefix) else f"外省（{code}）"

    def faults(self) -> Iterable[tuple[str, str]]:
        """The place of each thing that is wrong, and a Chinese sentence."""
        if not self.name.strip():
            yield "region.name", "还没有填写省份，请填写"
        if not (len(self.prefix) == 2 and self.prefix.isdecimal()):
            yield "region.prefix", "应为两位数字，如各市代码的前两位"
        for n, city in enumerate(self.cities):
            if not (len(city.code) == 6 and city.code.isdecimal() and city.code.startswith(self.prefix)):
                yield f"region.cities[{n}].code", f"应为以 {self.prefix} 开头的六位数字"
            for key in ("name", "bureau"):
                if not getattr(city, key).strip():
                    yield f"region.cities[{n}].{key}", "不能为空，请填写"
            told = [each.strip() for each in city.districts]
            if "" in told or len(told) != len(set(told)):
                yield f"region.cities[{n}].districts", "有空的或者重复的县（市、区），请删去"
