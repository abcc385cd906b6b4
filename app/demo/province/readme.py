"""先读我.txt of the province's sample: what each disc is, and how to walk through them."""

from __future__ import annotations

from pathlib import Path

from app.demo.cast import TRACKS
from app.demo.province.campaign import HandedIn, ProvinceCampaign
from app.demo.readme import written
from app.disc import bag
from app.disc.iso.image import open_image
from app.disc.read_through import check_code_of
from app.model.disc import check_code
from app.model.submission import Maker
from app.wording import day


def readme(campaign: ProvinceCampaign) -> bytes:
    """As `written` has it."""
    discs = [line for number, each in enumerate(campaign.discs, 1) for line in _disc(campaign, number, each)]
    missing = "、".join(sender.city for sender in campaign.missing)
    return written("province.txt", missing=missing, discs="\n".join(discs))


def _disc(campaign: ProvinceCampaign, number: int, each: HandedIn) -> list[str]:
    lines = ["", f"{number}. {each.sender.name}：{each.title}", f"   {each.text}"]
    for place in each.places:
        code = f"　校验码 {_code(place)}" if each.made_by is Maker.BAOPAN else ""
        lines.append(f"   {place.relative_to(campaign.folder).as_posix()}{code}")
    counts = [f"{TRACKS[track]} {len(each.rows[track])} 家" for track in TRACKS if track in each.rows]
    expected = f"登记后应为“{each.standing.words}”" if each.standing else "不能登记"
    return [*lines, f"   {'，'.join([f'{day(each.handed_in)}交来', *counts, expected])}"]


def _code(place: Path) -> str:
    """As the paper that comes with a disc of ours has it."""
    if place.is_dir():
        return check_code_of(place)
    return check_code(open_image(place).read(bag.TAG_MANIFEST))
