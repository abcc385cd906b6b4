"""印成一册: cover, contents, and of each experience its facts and its own pages, as one PDF."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from app import clock, wording
from app.errors import VerifyFailed, WrongUse, os_errors
from app.job import Job
from app.model.after.experience import Experience
from app.model.disc_names import proposed_disc_name
from app.model.source import LeftOut
from app.notices.notice import Notice
from app.paths import inside
from app.reading.limits import Limits
from app.reading.peek import page_count
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.scratch import ScratchFolder
from app.receive.collection.collection import Collection, title_of
from app.receive.collection.gather import Gathered, gather, left_out
from app.writing import atomic
from app.writing.volume.binding import Place, bind
from app.writing.volume.sheets import set_sheets

_PATIENCE = 300.0  # seconds: hundreds of scanned pages are written in one go, to an old disk
_MM = 72 / 25.4
# What a sheet leaves free between its head and its foot (collection.typ): left, bottom, width, height
Room = tuple[float, float, float, float]
_TALL: Room = (12 * _MM, 17 * _MM, 186 * _MM, 258 * _MM)
_WIDE: Room = (12 * _MM, 17 * _MM, 273 * _MM, 171 * _MM)


@dataclass(frozen=True, slots=True)
class Volume:
    """`left_out`: what of the chosen is not in it, or not whole; the volume names it too."""

    path: Path
    pages: int
    experiences: int
    left_out: tuple[LeftOut, ...]


def volume_name(them: Collection, chosen: Sequence[Experience]) -> str:
    return proposed_disc_name(f"{title_of(them.notice, chosen)}.pdf")


def print_volume(
    them: Collection, chosen: Sequence[Experience], out: Path, sandbox: Sandbox, job: Job, *, scope: str = "",
) -> Volume:  # fmt: skip
    """The PDF `out`; `scope`: in words, which they are, on the cover. Raises WrongUse of none chosen,
    VerifyFailed, Cancelled, AppError; then `out` is as it was.
    """
    if not chosen:
        raise WrongUse("没有选中一篇经验")
    with ScratchFolder() as folder:
        gathered = gather(them, chosen, folder, sandbox, job.part(0.0, 0.7))
        job.at(0.7, "正在排版")
        data, own = volume_words(gathered, them.notice, clock.today(), scope)
        sheets, bound = folder / "sheets.pdf", folder / "bound.pdf"
        with os_errors(out):
            out.parent.mkdir(parents=True, exist_ok=True)
        limits = replace(Limits(), stall_seconds=_PATIENCE)
        try:
            told = sandbox.call(
                set_sheets, data, clock.today(), sheets, job=job.part(0.7, 0.8), limits=limits
            )
            job.at(0.8, "正在装订")
            places = [_place(folder, each["page"] - 1, *own[each["at"]]) for each in told]
            sandbox.call(bind, sheets, places, bound, job=job.part(0.8, 1.0), limits=limits)
            pages = sandbox.call(page_count, bound, job=job.quiet(), limits=limits)
        except SandboxError as error:
            raise VerifyFailed(out.name) from error
        with atomic.replace_beside(out) as part:
            shutil.copyfile(bound, part)
    job.at(1.0, "已印成一册")
    return Volume(out, pages, len(gathered), left_out(gathered))


def _place(folder: Path, sheet: int, name: str, page: int, room: Room) -> Place:
    return Place(sheet, inside(folder, name), page, room)


Own = tuple[str, int, Room]  # a file, a page of it from 0, the room for it


def volume_words(
    gathered: Sequence[Gathered], notice: Notice, day: date, scope: str
) -> tuple[dict[str, Any], list[Own]]:
    """What collection.typ sets, and what is laid into its sheets, by their numbers."""
    own: list[Own] = []
    entries = [_entry(each, own) for each in gathered]
    rows = [[each.one.name, name, why] for each in gathered for name, why in each.lacking]
    title = title_of(notice, (each.one for each in gathered))
    return {
        "title": title, "short": title, "subtitle": f"收入 {len(entries)} 篇", "scope": scope,
        "office": notice.recipient, "day": wording.day(day), "entries": entries, "lacking": rows,
    }, own  # fmt: skip


def _entry(each: Gathered, own: list[Own]) -> dict[str, Any]:
    one = each.one
    papers = []
    for paper, pages in each.papers:
        sheets = []
        for number, (width, height) in enumerate(pages.sizes):
            is_wide = width > height
            sheets.append({"at": len(own), "wide": is_wide})
            own.append((pages.file, number, _WIDE if is_wide else _TALL))
        papers.append({"name": paper.name, "lines": list(pages.lines), "sheets": sheets})
    return {
        "title": one.title or one.name, "name": one.name, "kind": f"{one.year}年{one.track}",
        "under": "　".join(filter(None, (one.name, one.city, one.area))),
        "facts": [list(fact) for fact in one.facts], "abstract": each.text.abstract, "papers": papers,
        "notes": [f"{name}：{why}" if name != "—" else why for name, why in each.lacking],
    }  # fmt: skip
