"""What the capacity bars show: a stretch for each enterprise, under the name people call it by."""

from __future__ import annotations

import re

from app.model.batch import Batch
from app.model.disc import DiscPlan, on_disc
from app.notices.notice import Notice, tracks_of
from app.notices.regions import Region
from ui.send.disc.capacity_bar import Stretch

_ENDINGS = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司|厂)$")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")


def short_name(name: str, region: Region) -> str:
    """What people call it: 山东鲁泰精密机械股份有限公司 → 鲁泰精密."""
    plain = _ENDINGS.sub("", _BRACKETS.sub("", _ENDINGS.sub("", name)))
    named = [name for city in region.cities for name in (city.name, city.spoken)]
    for place in sorted((region.name, region.short, *named), key=len, reverse=True):
        if plain.startswith(place) and len(plain) > len(place) + 1:
            plain = plain.removeprefix(place)
            break
    return plain[:4]


def stretches(plan: DiscPlan, region: Region) -> tuple[Stretch, ...]:
    """One for each package; letters, tables and tag files together at the end."""
    packages = [
        Stretch(file.packing.name, short_name(file.packing.name, region), on_disc(file.size))
        for file in plan.files
        if file.packing
    ]
    rest = plan.size - sum(each.size for each in packages)
    return (*packages, Stretch("推荐文件、汇总表和目录", "", rest))


def estimated(batch: Batch, notice: Notice) -> tuple[Stretch, ...]:
    """As handed in, while there can be no plan."""
    listed = [enterprise for track in tracks_of(batch, notice) for enterprise in batch.in_track(track)]
    return tuple(
        Stretch(e.name, short_name(e.name, notice.region), sum(source.size for source in batch.sources_of(e)))
        for e in listed
    )
