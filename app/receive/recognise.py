"""What a disc made by hand is: by recognition of its letters, tables and packages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.model.batch import Sender
from app.model.names import normalise_name
from app.model.submission import Layout, Maker, TrackLayout
from app.notices.notice import Notice
from app.notices.regions import Region
from app.receive.units import SUMMARY, TABLE_ENDINGS, TAGS, inside, is_letter, package_units


@dataclass(frozen=True, slots=True)
class TableHead:
    """A spreadsheet with a known heading row: the tracks it may be of, the names in it, and all words that
    may tell the sender.
    """

    tracks: frozenset[str]
    names: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a hand-made disc beside its paths: `words` are the volume's label, the name of the
    folder or image, and the text of a readme. `elsewhere`: tables on other discs of its set.
    """

    heads: Mapping[str, TableHead]
    words: tuple[str, ...] = ()
    elsewhere: Mapping[str, TableHead] = field(default_factory=dict)

    @property
    def all_heads(self) -> tuple[TableHead, ...]:
        return (*self.heads.values(), *self.elsewhere.values())


def recognise_paths(
    files: Mapping[str, int], clues: Clues, notice: Notice, made_by: Maker = Maker.HAND
) -> Layout:
    """A guess at a disc made by hand in any layout; what is not sure goes to `unknown`, for a person."""
    known = [name for head in clues.all_heads for name in head.names]
    units = package_units(files, known, clues.heads, notice)
    rest = [p for p in files if not TAGS.match(p) and not inside(p, units)]
    tables = _tables([path for path in rest if path in clues.heads], files, clues, notice)
    packages, strays = _by_track(units, tables, files, clues, notice)
    others = [path for path in rest if path not in clues.heads]
    letters = _letters(others, set(tables) | set(packages), notice)
    tracks = {
        track: TrackLayout(letters.get(track, ""), tables.get(track, ""), packages.get(track, {}))
        for track in (each.id for each in notice.tracks)
        if track in tables or track in packages or track in letters
    }
    taken = {*letters.values(), *tables.values()}
    unknown = tuple(path for path in rest if path not in taken) + tuple(strays)
    sender = sender_told(files, clues, tracks, notice.region)
    return Layout(made_by, sender, tracks, unknown=tuple(sorted(unknown)))


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
    """One a track: the surest by its words and contents, then the longer."""
    found: dict[str, str] = {}
    ranked = sorted(paths, key=lambda p: (not SUMMARY.search(p), -len(clues.heads[p].names), p))
    for sure in (True, False):
        for path in ranked:
            if path in found.values():
                continue
            track = _track_of_table(path, clues, notice)
            if track is None and not sure:
                free = [t for t in sorted(clues.heads[path].tracks) if t not in found]
                track = only_track(files, clues, notice) or (free[0] if len(free) == 1 else None)
            if track is not None and track not in found:
                found[track] = path
    return found


def _track_of_table(path: str, clues: Clues, notice: Notice) -> str | None:
    head = clues.heads[path]
    return next(iter(head.tracks)) if len(head.tracks) == 1 else track_of(path, notice)


def only_track(files: Mapping[str, int], clues: Clues, notice: Notice) -> str | None:
    """The one track all words on the disc speak of, or the notice's only one."""
    if len(notice.tracks) == 1:
        return notice.tracks[0].id
    words = "\n".join((*files, *clues.words, *(w for head in clues.all_heads for w in head.words)))
    told = notice.tracks_told(words)
    return told[0] if len(told) == 1 else None


def _by_track(
    units: Mapping[str, str], tables: Mapping[str, str], files: Mapping[str, int], clues: Clues,
    notice: Notice,
) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Packages by track: folder's words, the table that lists the name, the only track there is."""
    heads = {**clues.elsewhere, **{track: clues.heads[path] for track, path in tables.items()}}
    listed = {track: {normalise_name(name) for name in head.names} for track, head in heads.items()}
    only = next(iter(heads)) if len(heads) == 1 else only_track(files, clues, notice)
    found: dict[str, dict[str, str]] = {}
    strays = []
    for path, name in units.items():
        rows = [track for track, names in listed.items() if normalise_name(name) in names]
        track = track_of(path, notice, own=False) or (rows[0] if len(rows) == 1 else None) or only
        if track is None:
            strays.append(path)
        else:
            found.setdefault(track, {})[path] = name
    return found, strays


def _letters(paths: Sequence[str], tracks: set[str], notice: Notice) -> dict[str, str]:
    """By track words; one letter without any stands for every track that has none."""
    found: dict[str, str] = {}
    open_ones = []
    for path in sorted((p for p in paths if is_letter(p.rsplit("/", 1)[-1])), key=_letter_rank):
        track = track_of(path, notice)
        if track is None:
            open_ones.append(path)
        else:
            found.setdefault(track, path)
    if len(open_ones) == 1:
        for track in sorted(tracks - set(found)):
            found[track] = open_ones[0]
    return found


def _letter_rank(path: str) -> tuple[int, str]:
    """推荐 in the file's own name is surer than 报告."""
    return (0 if "推荐" in path.rsplit("/", 1)[-1] else 1), path


def sender_told(
    files: Mapping[str, int], clues: Clues, tracks: Mapping[str, TrackLayout], region: Region
) -> Sender:
    """The bureau of the one city that is named: in the tables, the label and readme, the paths outside the
    packages, the names of several enterprises; else, for a single enterprise, that one itself (直报).
    An empty name when nothing tells.
    """
    packages = {path: name for track in tracks.values() for path, name in track.packages.items()}
    names = sorted(set(packages.values()))
    outside = [path for path in files if not inside(path, packages)]
    above = [path.rpartition("/")[0] for path in packages]
    heads = [word for head in clues.all_heads for word in head.words]
    for words in (heads, clues.words, [*outside, *above], names if len(names) > 1 else []):
        found = _city_in("\n".join(words), region)
        if found is not None:
            return found
    return Sender(names[0]) if len(names) == 1 else Sender("")


def _city_in(text: str, region: Region) -> Sender | None:
    """The one city named: by its bureau, by its name, by its name without 市."""
    spellings = [(city, (city.bureau, city.name, city.spoken)) for city in region.cities]
    for which in range(3):
        meant = [city for city, spelt in spellings if spelt[which] in text]
        if len(meant) == 1:
            return meant[0].sender
    return None
