"""What each piece of a disc is taken for, and a person's correction of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from app.model.names import name_from
from app.model.submission import Layout, TrackLayout


class Role(StrEnum):
    LETTER = "letter"
    TABLE = "table"
    PACKAGE = "package"
    UNKNOWN = "unknown"

    @property
    def title(self) -> str:  # type: ignore[override]  # what a clerk calls it, not str.title
        titles = {"letter": "推荐文件", "table": "汇总表", "package": "申报材料", "unknown": "没有认出"}
        return titles[self.value]


def placed(layout: Layout, path: str, role: Role, track: str | None = None) -> Layout:
    """`path` is taken for `role` in `track`; what had that single place before is no longer recognised."""
    named = next((own.packages[path] for own in layout.tracks.values() if path in own.packages), "")
    layout = _without(layout, path)
    if role is Role.UNKNOWN or track is None:
        return replace(layout, unknown=tuple(sorted((*layout.unknown, path))))
    if role is not Role.PACKAGE:
        return _in_single_place(layout, path, role, track)
    own = layout.tracks.get(track, TrackLayout())
    name = named or name_from(path.rsplit("/", 1)[-1])
    own = replace(own, packages={**own.packages, path: name})
    return replace(layout, tracks={**layout.tracks, track: own})


def also_placed(layout: Layout, path: str, role: Role, track: str) -> Layout:
    """One letter or table for several tracks: it keeps the places it has."""
    return _in_single_place(layout, path, role, track)


def added(layout: Layout, paths: Iterable[str], track: str, name: str) -> Layout:
    """They are of the enterprise `name` in that track, together with what it has."""
    for path in paths:
        layout = _without(layout, path)
        own = layout.tracks.get(track, TrackLayout())
        packages, joined = {**own.packages, path: name}, tuple(sorted({*own.joined, path}))
        own = replace(own, packages=packages, joined=joined)
        layout = replace(layout, tracks={**layout.tracks, track: own})
    return layout


def renamed(layout: Layout, path: str, name: str) -> Layout:
    """The package is that of the enterprise `name`."""
    tracks = {
        track: replace(own, packages={**own.packages, path: name}) if path in own.packages else own
        for track, own in layout.tracks.items()
    }
    return replace(layout, tracks=tracks)


def role_of(layout: Layout, path: str) -> tuple[Role, str | None]:
    return next(iter(roles_of(layout, path)), (Role.UNKNOWN, None))


def roles_of(layout: Layout, path: str) -> list[tuple[Role, str]]:
    """One letter may stand for several tracks, and so may one table."""
    return [
        (role, track)
        for track, own in layout.tracks.items()
        for role, is_it in (
            (Role.LETTER, path == own.letter), (Role.TABLE, path == own.table),
            (Role.PACKAGE, path in own.packages),
        )
        if is_it and path
    ]  # fmt: skip


def carried_over(program: Layout, person: Layout, fresh: Layout) -> Layout:
    """`fresh`, with what a person had changed of what the program said before."""
    for path in _pieces(person):
        before, now = (roles_of(each, path) for each in (program, person))
        names = [{own.packages.get(path) for own in each.tracks.values()} for each in (program, person)]
        if before == now and names[0] == names[1]:
            continue
        if not now:
            fresh = placed(fresh, path, Role.UNKNOWN)
        for number, (role, track) in enumerate(now):
            own = person.tracks[track]
            if role is Role.PACKAGE and path in own.joined:
                fresh = added(fresh, [path], track, own.packages[path])
            elif role is Role.PACKAGE:
                fresh = renamed(placed(fresh, path, role, track), path, own.packages[path])
            else:
                fresh = (also_placed if number else placed)(fresh, path, role, track)
    return fresh


def _pieces(layout: Layout) -> dict[str, None]:
    own = layout.tracks.values()
    placed_ones = [path for each in own for path in (each.letter, each.table, *each.packages) if path]
    return dict.fromkeys((*placed_ones, *layout.unknown))


def _in_single_place(layout: Layout, path: str, role: Role, track: str) -> Layout:
    own = layout.tracks.get(track, TrackLayout())
    before = own.letter if role is Role.LETTER else own.table
    own = replace(own, letter=path) if role is Role.LETTER else replace(own, table=path)
    layout = replace(layout, tracks={**layout.tracks, track: own})
    is_lost = bool(before) and not roles_of(layout, before)
    return replace(layout, unknown=tuple(sorted((*layout.unknown, before)))) if is_lost else layout


def _without(layout: Layout, path: str) -> Layout:
    """A folder takes what lies in it along."""
    tracks = {}
    for track, own in layout.tracks.items():
        letter = "" if own.letter == path else own.letter
        table = "" if own.table == path else own.table
        packages = {each: name for each, name in own.packages.items() if each != path}
        joined = tuple(each for each in own.joined if each != path)
        if letter or table or packages:
            tracks[track] = TrackLayout(letter, table, packages, joined)

    def is_left(each: str) -> bool:
        return each != path and not each.startswith(f"{path}/")

    unknown, beside = (tuple(filter(is_left, own)) for own in (layout.unknown, layout.beside))
    return replace(layout, tracks=tracks, unknown=unknown, beside=beside)
