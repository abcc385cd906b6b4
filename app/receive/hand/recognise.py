"""What a disc made by hand is: by recognition of its letters, tables and packages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.model.names import ARCHIVE, is_full_name, name_from, normalise_name
from app.model.submission import Layout, Maker, TrackLayout
from app.notices.notice import Notice
from app.receive.hand.clues import Clues
from app.receive.hand.letters import drafts_beside, letters_by_track
from app.receive.hand.sender import sender_told
from app.receive.hand.units import SUMMARY, TABLE_ENDINGS, TAGS, inside, is_letter, lone_units, package_units
from app.receive.hand.whose import is_material


def recognise_paths(
    files: Mapping[str, int], clues: Clues, notice: Notice, made_by: Maker = Maker.HAND
) -> Layout:
    """A guess at a disc made by hand in any layout; what is not sure goes to `unknown`, for a person."""
    known = [name for head in clues.all_heads for name in head.names]
    units = package_units(files, known, clues.heads, notice)
    rest = [p for p in files if not TAGS.match(p) and not inside(p, units)]
    tables = _tables([path for path in rest if path in clues.heads], files, clues, notice)
    others = [path for path in rest if path not in clues.heads]
    papers = {*clues.heads, *clues.letters, *filter(is_letter, others)}
    orphans = [path for path in others if path not in papers and not path.lower().endswith(TABLE_ENDINGS)]
    is_loose = all(_is_loose(path, files, notice) for path in units)
    lone = _lone_one(known, units, clues, notice) if is_loose else ""
    if lone:
        own = lone_units(orphans, [*papers, *units, *(set(others) - set(orphans))], lone, notice)
        units |= own
        others = [path for path in others if not inside(path, own)]
    packages, strays = _by_track(units, tables, files, clues, notice)
    letters = letters_by_track(others, set(tables) | set(packages), clues, notice)
    tracks = {
        track: TrackLayout(letters.get(track, ""), tables.get(track, ""), packages.get(track, {}))
        for track in (each.id for each in notice.tracks)
        if track in tables or track in packages or track in letters
    }
    taken = {*letters.values(), *tables.values()}
    left = [path for path in rest if path not in taken and not inside(path, units)]
    beside = drafts_beside(left, taken)
    unknown = tuple(path for path in left if path not in beside) + tuple(strays)
    sender = sender_told(files, clues, tracks, notice.region)
    return Layout(made_by, sender, tracks, unknown=tuple(sorted(unknown)), beside=beside)


def table_candidates(files: Mapping[str, int], notice: Notice) -> list[str]:
    """Spreadsheets worth opening: those outside packages; where there is none, those called 汇总."""
    units = package_units(files, (), {}, notice)
    sheets = [path for path in files if path.lower().endswith(TABLE_ENDINGS) and "~$" not in path]
    outside = [path for path in sheets if not inside(path, units)]
    chosen = outside or [path for path in sheets if SUMMARY.search(path.rsplit("/", 1)[-1])]
    return sorted(chosen, key=lambda path: (path.count("/"), path))


def track_of(path: str, notice: Notice, *, own: bool = True) -> str | None:
    """By the words of the nearest folder that tells; `own`: the last name counts too."""
    parts = path.split("/")
    for part in reversed(parts if own else parts[:-1]):
        told = notice.tracks_told(part)
        if len(told) == 1:
            return told[0]
    return None


def _tables(
    paths: Sequence[str], files: Mapping[str, int], clues: Clues, notice: Notice
) -> dict[str, str]:
    """One a track: the surest by its words and contents, then the longer; one may be of several tracks."""
    found: dict[str, str] = {}
    names = {path: clues.heads[path].names for path in paths}
    ranked = sorted(paths, key=lambda p: (not names[p], not SUMMARY.search(p), -len(names[p]), p))
    for path in ranked:
        if (track := _track_of_table(path, clues, notice)) is not None:
            found.setdefault(track, path)
    for path in ranked:
        if path not in found.values():
            for track in _tracks_open_to(path, found, files, clues, notice):
                found[track] = path
    return found


def _track_of_table(path: str, clues: Clues, notice: Notice) -> str | None:
    head = clues.heads[path]
    if len(head.tracks) == 1:
        return next(iter(head.tracks))
    return None if head.is_divided else track_of(path, notice)


def _tracks_open_to(
    path: str, found: Mapping[str, str], files: Mapping[str, int], clues: Clues, notice: Notice
) -> list[str]:
    """Of a table that no word puts into one track: where it tells its rows apart itself, or where the disc
    speaks of several and has no other table for them.
    """
    head = clues.heads[path]
    free = [track for track in sorted(head.tracks) if track not in found]
    if head.is_divided:
        return [track for track in free if head.by_track.get(track)]
    told = tracks_spoken_of(files, clues, notice)
    if len(told) == 1:
        return [track for track in told if track in free]
    return free if len(free) == 1 or len(told) > 1 else []


def tracks_spoken_of(files: Iterable[str], clues: Clues, notice: Notice) -> tuple[str, ...]:
    """By all words on the disc; the notice's only one anyhow."""
    if len(notice.tracks) == 1:
        return (notice.tracks[0].id,)
    return notice.tracks_told("\n".join((*files, *clues.labels, *clues.words, *clues.table_words)))


def _by_track(
    units: Mapping[str, str], tables: Mapping[str, str], files: Mapping[str, int], clues: Clues,
    notice: Notice,
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Packages by track: words beside the name, the folder's, the table that lists the name, the only track
    there is.
    """
    listed: dict[str, set[str]] = {
        **{track: set(map(normalise_name, head.names)) for track, head in clues.elsewhere.items()},
        **{track: set(map(normalise_name, clues.heads[p].names_in(track))) for track, p in tables.items()},
    }
    told = tracks_spoken_of(files, clues, notice)
    only = next(iter(listed)) if len(listed) == 1 else told[0] if len(told) == 1 else None
    found: dict[str, dict[str, str]] = {}
    strays = []
    for path, name in units.items():
        rows = [track for track, names in listed.items() if normalise_name(name) in names]
        track = (
            _track_beside(path, name, notice) or track_of(path, notice, own=False)
            or (rows[0] if len(rows) == 1 else None) or only
        )  # fmt: skip
        if track is None:
            strays.append(path)
        else:
            found.setdefault(track, {})[path] = name
    return found, strays


def _track_beside(path: str, name: str, notice: Notice) -> str | None:
    """By what stands in the package's name beside the enterprise's: 全省-某某有限公司（全省）.zip."""
    own = path.rsplit("/", 1)[-1]
    told = notice.tracks_told(own.replace(name, "\n")) if name in own or not is_full_name(own) else ()
    return told[0] if len(told) == 1 else None


def _lone_one(known: Sequence[str], units: Mapping[str, str], clues: Clues, notice: Notice) -> str:
    """The enterprise the disc is of, by its tables and packages, else by its label; "" for none or more."""
    names = {normalise_name(name): name for name in (*units.values(), *known)}
    if not names:
        labels = [word for word in clues.labels if is_full_name(word)]
        names = {normalise_name(told): told for told in map(name_from, labels)}
        names = {key: name for key, name in names.items() if not _is_bureau(name, notice)}
    return next(iter(names.values())) if len(names) == 1 else ""


def _is_loose(unit: str, files: Mapping[str, int], notice: Notice) -> bool:
    """A file among others, not a package that may be all there is."""
    return unit in files and (not ARCHIVE.search(unit) or is_material(unit, notice))


def _is_bureau(name: str, notice: Notice) -> bool:
    return any(word in name for word in notice.region.bureaus)
