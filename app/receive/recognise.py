"""What a disc made by hand is: by recognition of its letters, tables and packages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.model.batch import Sender
from app.model.names import ARCHIVE, is_full_name, name_from, normalise_name
from app.model.submission import Layout, Maker, TrackLayout
from app.notices.notice import Notice
from app.notices.regions import Region

TABLE_ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".xlsm")
TAGS = re.compile(
    r"^(bagit\.txt|bag-info\.txt|(tag)?manifest-\w+\.txt|fetch\.txt|submission\.json"
    r"|说明文件\.txt|光盘目录\.html|autorun\.inf)$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"推荐|函|请示|报告|文件|公文|红头")
_NO_LETTER = re.compile(r"申报书|审计报告|检测报告|检验报告|证明文件|说明文件|财务报告|推荐表|汇总表")
_SUMMARY = re.compile(r"汇总|推荐表|名单|一览")
_HOLDER = re.compile(r"申报材料|企业材料|申报企业|材料包|压缩包")
_NUMBERED = re.compile(r"^\d{1,3}")
_SHORT = 2  # characters of a short name that may stand for a full one


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
    rest = [p for p in files if not TAGS.match(p) and not _inside(p, units)]
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
    outside = [path for path in sheets if not _inside(path, units)]
    chosen = outside or [path for path in sheets if _SUMMARY.search(path.rsplit("/", 1)[-1])]
    return sorted(chosen, key=lambda path: (path.count("/"), path))


def package_units(
    files: Mapping[str, int], known: Sequence[str], heads: Mapping[str, TableHead], notice: Notice
) -> dict[str, str]:
    """Path of each archive, folder or loose file that is an enterprise's → the full name it tells."""
    units: dict[str, str] = {}
    _visit("", [path for path in files if not TAGS.match(path)], known, heads, False, units, notice)
    return units


def _visit(
    above: str, paths: Sequence[str], known: Sequence[str], heads: Mapping[str, TableHead],
    in_holder: bool, units: dict[str, str], notice: Notice,
) -> None:
    folders: dict[str, list[str]] = {}
    for path in paths:
        name, slash, _ = path[len(above):].partition("/")
        if slash:
            folders.setdefault(name, []).append(path)
        elif ARCHIVE.search(name) or (is_full_name(name) and not _is_paper(path, name, heads)):
            units[path] = full_name(name, known, notice)
    for name, inner in folders.items():
        folder = f"{above}{name}"
        is_one = _is_enterprise(name, known, notice) or (in_holder and not _is_section(name, notice))
        if is_one and not _holds_others(folder, name, inner, known, heads, notice):
            units[folder] = full_name(name, known, notice)
        else:
            _visit(f"{folder}/", inner, known, heads, bool(_HOLDER.search(name)), units, notice)


def _is_paper(path: str, name: str, heads: Mapping[str, TableHead]) -> bool:
    return path in heads or _is_letter(name) or name.lower().endswith(TABLE_ENDINGS)


def _is_enterprise(name: str, known: Sequence[str], notice: Notice) -> bool:
    if any(word in name for word in notice.region.bureaus):
        return False
    return is_full_name(name) or full_name(name, known, notice) in known


def _is_section(name: str, notice: Notice) -> bool:
    return bool(notice.tracks_told(name) or _LETTER.search(name) or _SUMMARY.search(name))


def _holds_others(
    folder: str, name: str, inner: Iterable[str], known: Sequence[str], heads: Mapping[str, TableHead],
    notice: Notice,
) -> bool:
    """A folder called like an enterprise that is the sender's: tables or other enterprises lie in it."""
    own = normalise_name(full_name(name, known, notice))
    for path in inner:
        if path in heads:
            return True
        parts = path[len(folder) + 1:].split("/")
        for part in (*parts[:-1], *([parts[-1]] if ARCHIVE.search(parts[-1]) else [])):
            if _is_enterprise(part, known, notice) and normalise_name(full_name(part, known, notice)) != own:
                return True
    return False


def full_name(name: str, known: Sequence[str], notice: Notice) -> str:
    """By the name itself; a short name that is part of just one name in the tables stands for that."""
    told = name_from(name)
    if is_full_name(name):
        return told
    plain = normalise_name(_NUMBERED.sub("", told))
    if len(plain) < _SHORT or _is_section(name, notice) or _is_place(plain, notice.region):
        return told
    meant = {each for each in known if plain in normalise_name(each)}
    return meant.pop() if len(meant) == 1 else told


def _is_place(plain: str, region: Region) -> bool:
    names = (name for city in region.cities for name in (city.name, city.spoken))
    return plain in (region.name, region.short, *names)


def _inside(path: str, units: Mapping[str, str]) -> bool:
    parts = path.split("/")
    return any("/".join(parts[:count]) in units for count in range(1, len(parts) + 1))


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
    ranked = sorted(paths, key=lambda p: (not _SUMMARY.search(p), -len(clues.heads[p].names), p))
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
    found: dict[str, dict[str, str]] = {}
    strays = []
    for path, name in units.items():
        rows = [track for track, names in listed.items() if normalise_name(name) in names]
        only = next(iter(heads)) if len(heads) == 1 else only_track(files, clues, notice)
        track = track_of(path, notice, own=False) or (rows[0] if len(rows) == 1 else None) or only
        if track is None:
            strays.append(path)
        else:
            found.setdefault(track, {})[path] = name
    return found, strays


def _is_letter(name: str) -> bool:
    return name.lower().endswith(".pdf") and bool(_LETTER.search(name)) and not _NO_LETTER.search(name)


def _letters(paths: Sequence[str], tracks: set[str], notice: Notice) -> dict[str, str]:
    """By track words; one letter without any stands for every track that has none."""
    found: dict[str, str] = {}
    open_ones = []
    for path in sorted((p for p in paths if _is_letter(p.rsplit("/", 1)[-1])), key=_letter_rank):
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
    outside = [path for path in files if not _inside(path, packages)]
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
