"""What each piece of a disc is taken for, and a person's correction of it. Pure."""

from __future__ import annotations

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
    own = layout.tracks.get(track, TrackLayout())
    before = {Role.LETTER: own.letter, Role.TABLE: own.table}.get(role, "")
    if role is Role.LETTER:
        own = replace(own, letter=path)
    elif role is Role.TABLE:
        own = replace(own, table=path)
    else:
        name = named or name_from(path.rsplit("/", 1)[-1])
        own = replace(own, packages={**own.packages, path: name})
    unknown = tuple(sorted((*layout.unknown, before))) if before else layout.unknown
    return replace(layout, tracks={**layout.tracks, track: own}, unknown=unknown)


def renamed(layout: Layout, path: str, name: str) -> Layout:
    """The package is that of the enterprise `name`."""
    tracks = {
        track: replace(own, packages={**own.packages, path: name}) if path in own.packages else own
        for track, own in layout.tracks.items()
    }
    return replace(layout, tracks=tracks)


def role_of(layout: Layout, path: str) -> tuple[Role, str | None]:
    for track, own in layout.tracks.items():
        if path == own.letter:
            return Role.LETTER, track
        if path == own.table:
            return Role.TABLE, track
        if path in own.packages:
            return Role.PACKAGE, track
    return Role.UNKNOWN, None


def _without(layout: Layout, path: str) -> Layout:
    tracks = {}
    for track, own in layout.tracks.items():
        letter = "" if own.letter == path else own.letter
        table = "" if own.table == path else own.table
        packages = {each: name for each, name in own.packages.items() if each != path}
        if letter or table or packages:
            tracks[track] = TrackLayout(letter, table, packages)
    unknown = tuple(each for each in layout.unknown if each != path)
    return replace(layout, tracks=tracks, unknown=unknown)
