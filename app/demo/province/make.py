"""Writes the province's sample: every disc, and 先读我.txt."""

from __future__ import annotations

from pathlib import Path

from app.demo.cast import notice
from app.demo.province.campaign import HandedIn, ProvinceCampaign
from app.demo.province.cast import DiscCast, Form, Spoiled, discs
from app.demo.whole import whole_folder
from app.job import Job
from app.model.submission import Maker
from app.writing.moving import remove_tree


def province_at(folder: Path) -> ProvinceCampaign:
    """Pure: where the parts of the campaign in `folder` lie, whether or not they were made yet."""
    handed = tuple(_handed(folder, each) for each in discs())
    there = {each.sender.code for each in handed if each.standing}
    absent = tuple(city.sender for city in notice().region.cities if city.code not in there)
    return ProvinceCampaign(folder, "2023", handed, absent, folder / "先读我.txt")


def make_province_demo(folder: Path, seed: int = 2023, job: Job = Job()) -> ProvinceCampaign:  # noqa: B008 - an idle one
    """Write the discs to `folder`, which must be new or empty; the same seed, the same bytes.

    Written beside and renamed, so a campaign is there whole or not at all. Raises NotOurs,
    Cancelled, and the AppErrors of the disk.
    """
    with whole_folder(folder) as beside:
        _write(province_at(beside), seed, job)
    return province_at(folder)


def _write(campaign: ProvinceCampaign, seed: int, job: Job) -> None:
    from app.demo.documents.contents import Contents
    from app.demo.province.discs import make_disc
    from app.demo.province.readme import readme

    contents = Contents(seed)
    for told in job.part(0.0, 0.99).each(discs(), "正在制作各市的光盘", _shown):
        work = campaign.folder / "制作中"
        work.mkdir()
        make_disc(told, campaign.folder, work, contents)
        remove_tree(work)
    campaign.readme.write_bytes(readme(campaign))
    job.at(1.0, "样例已做好")


def _handed(folder: Path, told: DiscCast) -> HandedIn:
    from app.demo.province.discs import places

    is_ours = told.form in (Form.BAG, Form.IMAGE)
    return HandedIn(
        places=tuple(folder / each for each in places(told)),
        sender=told.sender,
        made_by=Maker.BAOPAN if is_ours else Maker.HAND,
        rows={track: cast.ranked for track, cast in told.tracks.items()},
        packed={track: tuple(w.name for w in cast.packed.values()) for track, cast in told.tracks.items()},
        damaged=_damaged(told),
        handed_in=told.day,
        attempt=told.attempt,
        standing=told.standing,
        checks=told.checks,
        title=told.title,
        text=told.text,
    )


def _damaged(told: DiscCast) -> tuple[str, ...]:
    """See `discs.spoil`: the first, or the last, package of the last track."""
    packed = [who.name for who in list(told.tracks.values())[-1].rows] if told.tracks else []
    return {Spoiled.FLIPPED: tuple(packed[:1]), Spoiled.MISSING: tuple(packed[-1:])}.get(told.spoiled, ())


def _shown(told: DiscCast) -> str:
    return told.sender.city or told.sender.name
