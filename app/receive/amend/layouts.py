"""A layout as a person corrected it after the disc was registered: whether it can be, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.errors import WrongUse
from app.model.batch import Batch
from app.model.finding import Report
from app.model.submission import Layout, TrackLayout
from app.notices.notice import Notice
from app.receive.compose import DiscRecord
from app.receive.disc.layout import must_fit


def relaid(records: Sequence[DiscRecord], given: Layout, before: Batch, notice: Notice) -> list[DiscRecord]:
    """The disc that `given` is of, told by its id, is taken to be that; who made it stays. An enterprise that
    had packages `before` keeps its id. Raises WrongUse.
    """
    mine = [record for record in records if len(records) == 1 or record.disc_id == given.disc_id]
    if len(mine) != 1:
        raise WrongUse(f"认法写的是光盘“{given.disc_id}”，这一份报送里没有这张盘")
    must_fit(given, mine[0].files, notice)
    old = mine[0].layout
    layout = replace(
        given, made_by=old.made_by, sender=old.sender, disc_id=old.disc_id, number=old.number, of=old.of,
        correction=old.correction,
    )  # fmt: skip
    ids = {**mine[0].ids, **_kept_ids(layout, before)}
    return [replace(r, layout=layout, ids=ids) if r is mine[0] else r for r in records]


def _kept_ids(layout: Layout, before: Batch) -> dict[str, str]:
    """Path of the first package of each enterprise that was there → its id."""
    found: dict[str, str] = {}
    for track, own in layout.tracks.items():
        known = {one.name: one.id for one in reversed(before.in_track(track))}
        for path, name in own.packages.items():
            if name in known:
                found[path] = known.pop(name)
    return found


def outdated(decided: Mapping[str, object], report: Report, before: Batch, after: Batch) -> tuple[str, ...]:
    """Findings that were `decided` of an enterprise that is another one by now, or is none any more."""
    subjects = {finding.key: finding.subject for finding in report.findings}
    old = {key: (one.track, one.name) for key, one in before.enterprises.items()}
    new = {key: (one.track, one.name) for key, one in after.enterprises.items()}
    return tuple(
        key for key in decided
        if (subject := subjects.get(key, "")) in old and new.get(subject) != old[subject]
    )  # fmt: skip


def differences(old: Layout, new: Layout, notice: Notice) -> tuple[str, ...]:
    """Each in words, as the paper of the amendment has it."""
    made = []
    for track in notice.tracks:
        was, now = old.tracks.get(track.id, TrackLayout()), new.tracks.get(track.id, TrackLayout())
        made += _one(f"{track.short}推荐文件", was.letter, now.letter)
        made += _one(f"{track.short}汇总表", was.table, now.table)
        for path in {**was.packages, **now.packages}:
            made += _package(path, track.short, was.packages.get(path, ""), now.packages.get(path, ""))
    said = {head: column for head, column in new.columns.items() if old.columns.get(head) != column}
    return (*made, *(f"表头“{head}”是“{column}”" for head, column in said.items()))


def _one(what: str, was: str, now: str) -> list[str]:
    if was == now:
        return []
    return [f"{what}是“{now}”" if now else f"“{was}”不是{what}"]


def _package(path: str, track: str, was: str, now: str) -> list[str]:
    if was == now:
        return []
    return [f"“{path}”归{track}“{now}”" if now else f"“{path}”不归{track}“{was}”"]
