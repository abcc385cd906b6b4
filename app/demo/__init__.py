"""A sample campaign made from a seed: the first-run tutorial, and the ground of many tests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.demo.campaign import MENDED, RECEIVED, Campaign, Package, campaign_at, mended_path, received_path
from app.demo.cast import TRACKS
from app.demo.whole import whole_folder
from app.job import Job

if TYPE_CHECKING:
    from app.demo.documents.contents import Contents

__all__ = ["Campaign", "campaign_at", "make_demo"]


def make_demo(folder: Path, seed: int = 2023, job: Job = Job()) -> Campaign:  # noqa: B008 - holds no work of its own
    """Write the sample campaign to `folder`, which must be new or empty; the same seed, the same bytes.

    Written beside and renamed, so a campaign is there whole or not at all; nothing is
    synced to disk one by one, since all of it can be made again. Raises NotOurs, Cancelled, and the
    AppErrors of the disk.
    """
    with whole_folder(folder) as beside:
        _write(campaign_at(beside), seed, job)
    return campaign_at(folder)


def _write(campaign: Campaign, seed: int, job: Job) -> None:
    from app.demo.documents.contents import Contents
    from app.demo.documents.letters import sealed_letter
    from app.demo.documents.tables import table, template
    from app.demo.packing import set_times
    from app.demo.readme import readme

    contents = Contents(seed)
    _write_packages(campaign.folder, contents, job.part(0.0, 0.9))
    for track in job.part(0.9, 1.0).each(tuple(TRACKS), "正在制作样例", _letter_of):
        _write_file(campaign.letters[track], sealed_letter(track, contents))
        _write_file(campaign.tables[track], table(track))
        _write_file(campaign.templates[track], template(track))
    _write_file(campaign.readme, readme(campaign))
    set_times(campaign.folder)
    job.at(1.0, "样例已做好")


def _write_packages(folder: Path, contents: Contents, job: Job) -> None:
    from app.demo.cast import applicant
    from app.demo.packing import pack

    placed = [(received_path(folder, package), package) for package in RECEIVED]
    placed += [(mended_path(folder, package), package) for package in MENDED]
    for path, package in job.each(placed, "正在制作样例", _shown):
        who = applicant(package.applicant)
        path.parent.mkdir(parents=True, exist_ok=True)
        pack(path, {name: contents.of(kind, who) for name, kind in package.files.items()}, package.packing)


def _letter_of(track: str) -> str:
    return f"{TRACKS[track]}推荐文件"


def _shown(placed: tuple[Path, Package]) -> str:
    return placed[0].name


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
