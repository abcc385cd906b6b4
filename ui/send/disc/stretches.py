"""What the capacity bars show: a stretch for each enterprise, under the name people call it by."""

from __future__ import annotations

import re

from app.model.batch import Batch
from app.model.disc import DiscPlan, on_disc
from app.notices.notice import Notice, tracks_of
from app.notices.regions import cities
from ui.send.disc.capacity_bar import Stretch

_ENDINGS = re.compile(r"(股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司|厂)$")
_BRACKETS = re.compile(r"[（(][^）)]*[）)]")


def short_name(name: str) -> str:
    """What people call it: 山东鲁泰精密机械股份有限公司 → 鲁泰精密."""
    plain = _ENDINGS.sub("", _BRACKETS.sub("", _ENDINGS.sub("", name)))
    named = [city.name for city in cities()]
    for region in ("山东省", "山东", *named, *(name.removesuffix("市") for name in named)):
        if plain.startswith(region) and len(plain) > len(region) + 1:
            plain = plain.removeprefix(region)
            break
    return plain[:4]


def stretches(plan: DiscPlan) -> tuple[Stretch, ...]:
    """One for each package; letters, tables and tag files together at the end."""
    packages = [
        Stretch(file.packing.name, short_name(file.packing.name), on_disc(file.size))
        for file in plan.files
        if file.packing
    ]
    rest = plan.size - sum(each.size for each in packages)
    return (*packages, Stretch("推荐文件、汇总表和目录", "", rest))


def estimated(batch: Batch, notice: Notice) -> tuple[Stretch, ...]:
    """As handed in, while there can be no plan."""
    listed = [enterprise for track in tracks_of(batch, notice) for enterprise in batch.in_track(track)]
    return tuple(
        Stretch(e.name, short_name(e.name), sum(source.size for source in batch.sources_of(e)))
        for e in listed
    )
