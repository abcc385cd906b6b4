"""年度统计 counted from the rows of a ledger, its review, and what it knows of other years. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from app.errors import WrongUse
from app.model.after.figures import CrossTable, FigureLine, FigureTable, Statistics, Subject
from app.model.awarded import Award
from app.model.merged import MergedRow
from app.model.review import Review, Stage
from app.model.submission import Entry, Standing, Submission
from app.notices.industries import division_name
from app.notices.notice import Notice
from app.receive.merge import DIRECT, area_of, division_of
from app.receive.review.stages import stage_of

BLANK = "未填"
SIZES = ("大型", "中型", "小型", "微型")  # 统计上大中小微型企业划分办法（2017）
YEAR = "year"
DIMENSIONS = {"city": "市", "industry": "行业", "area": "重点领域", "size": "企业规模", "track": "申报类别"}
_CROSSED = (("city", "area"), ("industry", "area"), ("city", "size"))  # that are always written out
_CHOSEN_STAGES = (Stage.PROPOSED, Stage.PUBLIC, Stage.CHOSEN)
_KNOWN_PAST = "往年的数来自加入的往年台账；没有加入的，只有这本台账里登记过的和载入的获评名单；没有的写“—”"


def measures_of(notice: Notice) -> tuple[str, ...]:
    """收到, 受理, and what the tracks call those chosen before and after their list is final."""
    return (
        "收到", "受理", "、".join(dict.fromkeys(track.proposed for track in notice.tracks)),
        "、".join(dict.fromkeys(track.settled for track in notice.tracks)),
    )  # fmt: skip


def subjects_of(
    rows: Iterable[MergedRow], review: Review, notice: Notice, sizes: Mapping[str, str]
) -> tuple[Subject, ...]:
    """`sizes`: row key → what its papers say of its size, where its cells say nothing."""
    return tuple(_subject(row, review, notice, sizes) for row in rows)


def _subject(row: MergedRow, review: Review, notice: Notice, sizes: Mapping[str, str]) -> Subject:
    stage = stage_of(row, review)
    counts = (
        1, int(row.submission.standing is Standing.ACCEPTED), int(stage in _CHOSEN_STAGES),
        int(stage is Stage.CHOSEN),
    )  # fmt: skip
    city = row.city if row.sender.is_bureau else DIRECT  # as the board counts them, wherever they are
    return Subject(
        row.entry.name, str(notice.year), row.track, city or BLANK, division_name(division_of(row)) or BLANK,
        area_of(row, notice) or BLANK, size_of(row.cell("scale")) or size_of(sizes.get(row.key, "")) or BLANK,
        counts,
    )  # fmt: skip


def size_of(text: str) -> str:
    """大型 of 大型企业; "" where it tells none, or several."""
    plain = text.strip().removesuffix("企业")
    found = [size for size in SIZES if size in text or plain == size[0]]
    return found[0] if len(found) == 1 else ""


# -- tables ----------------------------------------------------------------------------------------
def statistics_of(
    subjects: Sequence[Subject], notice: Notice, years: Sequence[FigureLine] = ()
) -> Statistics:
    """`years`: lines of other years."""
    cities = [city.name for city in notice.region.cities]
    areas = [area.title for area in notice.areas]
    titles = {track.id: track.title for track in notice.tracks}
    mine = _lines(subjects, lambda each: year_title(each.year), ())
    in_order = sorted((*years, *mine), key=lambda line: line.title)
    tables = (
        FigureTable("track", "申报类别", _lines(subjects, lambda e: titles[e.track], titles.values())),
        FigureTable("city", "市", _lines(subjects, lambda e: e.city, cities)),
        FigureTable("industry", "行业", _frequent(_lines(subjects, lambda e: e.industry, ()))),
        FigureTable("area", "重点领域", _lines(subjects, lambda e: e.area, areas)),
        FigureTable("size", "企业规模", _lines(subjects, lambda e: e.size, SIZES)),
        FigureTable(YEAR, "年度", tuple(in_order), _KNOWN_PAST if years else ""),
    )
    found = Statistics(notice.year, measures_of(notice), tables, (), tuple(subjects))
    return replace(found, crossed=tuple(crossed(found, notice, *pair) for pair in _CROSSED))


def crossed(
    found: Statistics, notice: Notice, down: str, across: str, measure: int = 0, track: str = ""
) -> CrossTable:
    """By two of DIMENSIONS at once; `measure` by its number, of one track or "" for all."""
    titles = {each.id: each.title for each in notice.tracks}

    def value(one: Subject, by: str) -> str:
        return titles[one.track] if by == "track" else str(getattr(one, by))

    lines = {table.id: tuple(line.title for line in table.lines) for table in found.tables}
    counted: Counter[tuple[str, str]] = Counter()
    for each in found.subjects:
        if track in ("", each.track):
            counted[value(each, down), value(each, across)] += each.counts[measure] or 0
    counts = tuple(tuple(counted[row, column] for column in lines[across]) for row in lines[down])
    whose = notice.short(track) if track else "各类别合在一起"
    told = f"{found.measures[measure]}，{whose}"
    only = f"（{told}）" if measure or track else ""
    by, title = DIMENSIONS[down], f"{DIMENSIONS[down]}×{DIMENSIONS[across]}{only}"
    return CrossTable(title, by, lines[down], lines[across], counts, told, measure, track)


def crossed_as(found: Statistics, notice: Notice, words: str) -> CrossTable:
    """市×企业规模, 行业,重点领域,受理. Raises WrongUse."""
    ids = {title: key for key, title in DIMENSIONS.items()}
    down, across, measure = (*words.replace("×", ",").replace("，", ",").split(","), "", "")[:3]
    wanted = measure or found.measures[0]
    if down not in ids or across not in ids or down == across or wanted not in found.measures:
        told = f"{'、'.join(ids)}中的两项，可以再写 {' 或 '.join(found.measures)}"
        raise WrongUse(f"“{words}”应是{told}，如 市×行业,{found.measures[1]}")
    return crossed(found, notice, ids[down], ids[across], found.measures.index(wanted))


def _lines(
    subjects: Iterable[Subject], key: Callable[[Subject], str], first: Iterable[str]
) -> tuple[FigureLine, ...]:
    """Those of `first` always, in their order; then others as they come, what is blank last."""
    found: dict[str, dict[str, list[int]]] = {title: {} for title in first}
    for each in subjects:
        own = found.setdefault(key(each), {}).setdefault(each.track, [0] * len(each.counts))
        for at, count in enumerate(each.counts):
            own[at] += count or 0
    ordered = sorted(found, key=lambda title: title == BLANK)
    return tuple(
        FigureLine(title, {track: tuple(counts) for track, counts in found[title].items()})
        for title in ordered
    )


def _frequent(lines: Sequence[FigureLine]) -> tuple[FigureLine, ...]:
    """The most frequent first, what is blank last."""
    return tuple(sorted(lines, key=lambda line: (line.title == BLANK, -(line.total[0] or 0), line.title)))


def year_title(year: int | str) -> str:
    """What its line is called."""
    return f"{year}年"


# -- other years -----------------------------------------------------------------------------------
def other_years(
    submissions: Iterable[Submission], entries: Iterable[Entry], awards: Iterable[Award], notice: Notice
) -> tuple[FigureLine, ...]:
    """What the ledger knows of them: submissions under other notices, and lists of those awarded."""
    known = {each.id: each for each in submissions if each.notice != notice.id}
    came: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for entry in entries:
        one = known.get(entry.submission)
        if one is not None:
            came[one.notice][_track(entry.track, notice)]["came"] += 1
            came[one.notice][_track(entry.track, notice)]["accepted"] += one.standing is Standing.ACCEPTED
    for award in awards:
        if award.year != notice.year:
            told = notice.tracks_told(award.track)
            came[str(award.year)][told[0] if len(told) == 1 else ""]["awarded"] += 1
    return tuple(
        FigureLine(year_title(year), {track: _known(own) for track, own in tracks.items()})
        for year, tracks in sorted(came.items())
    )


def _track(key: str, notice: Notice) -> str:
    return key if any(track.id == key for track in notice.tracks) else ""


def _known(own: Counter[str]) -> tuple[int | None, ...]:
    has_come = "came" in own
    return (
        own["came"] if has_come else None, own["accepted"] if has_come else None, None,
        own.get("awarded"),
    )  # fmt: skip
