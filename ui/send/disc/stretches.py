"""What the capacity bars show: a stretch for each enterprise, under the name people call it by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.model.batch import Batch
from app.model.disc import DiscPlan, on_disc
from app.notices.notice import Notice, tracks_of
from app.notices.regions import Region
from ui.send.disc.capacity_bar import Stretch

_ENDINGS = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司|厂)$")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")


def short_name(name: str, region: Region) -> str:
    """What people call it: 山东鲁泰精密机械股份有限公司 → 鲁泰精密."""
    return _short(name, _places(region))


def _places(region: Region) -> list[str]:
    """What a name may begin with, the longest first."""
    named = [name for city in region.cities for name in (city.name, city.spoken)]
    return sorted((region.name, region.short, *named), key=len, reverse=True)


def _short(name: str, places: Sequence[str]) -> str:
    plain = _ENDINGS.sub("", _BRACKETS.sub("", _ENDINGS.sub("", name)))
    for place in places:
        if plain.startswith(place) and len(plain) > len(place) + 1:
            plain = plain.removeprefix(place)
            break
    return plain[:4]


def stretches(plan: DiscPlan, region: Region) -> tuple[Stretch, ...]:
    """One for each package; letters, tables and tag files together at the end."""
    places = _places(region)
    packages = [
        Stretch(file.packing.name, _short(file.packing.name, places), on_disc(file.size))
        for file in plan.files
        if file.packing
    ]
    rest = plan.size - sum(each.size for each in packages)
    return (*packages, Stretch("推荐文件、汇总表和目录", "", rest))


def estimated(batch: Batch, notice: Notice) -> tuple[Stretch, ...]:
    """As handed in, while there can be no plan."""
    listed = [enterprise for track in tracks_of(batch, notice) for enterprise in batch.in_track(track)]
    places = _places(notice.region)
    return tuple(
        Stretch(e.name, _short(e.name, places), sum(source.size for source in batch.sources_of(e)))
        for e in listed
    )
