"""The order of what is reviewed: groups, averages, ranks, and who has to file online. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from app.errors import NothingFound
from app.model.merged import MergedRow
from app.model.names import normalise_name
from app.model.review import LEAST_TO_TRIM, Ranked, Review, Stage, average_of
from app.notices.industries import division_name
from app.notices.notice import Notice
from app.receive.merge import area_of, division_of
from app.receive.review.gate import admission_of, bars_of
from app.receive.review.stages import stage_of

UNGROUPED = "未分组"


# -- groups ----------------------------------------------------------------------------------------
def grouped(rows: Iterable[MergedRow], by: str, notice: Notice) -> dict[str, tuple[MergedRow, ...]]:
    """Group → its rows, in the order the first of each comes; areas in the notice's order.

    `by`: area, division, city, track, or the id of a column of the table.
    """
    found: dict[str, list[MergedRow]] = {}
    if by == "area":
        found = {area.title: [] for area in notice.areas}
    for row in rows:
        found.setdefault(group_of(row, by, notice), []).append(row)
    return {group: tuple(members) for group, members in found.items() if members}


def group_of(row: MergedRow, by: str, notice: Notice) -> str:
    match by:
        case "area":
            group = area_of(row, notice)
        case "division":
            group = division_name(division_of(row))
        case "city":
            group = row.city
        case "track":
            group = notice.track(row.track).title
        case _:
            group = row.cell(by).strip()
    return group or UNGROUPED


# -- the order of it all ---------------------------------------------------------------------------
def ranking(rows: Iterable[MergedRow], review: Review, track: str) -> tuple[Ranked, ...]:
    """The track's rows, the highest average first; then those nobody scored, then those that have no part,
    as the table has them.
    """
    mine = [row for row in rows if row.track == track]
    scores = scores_by_row(mine, review)
    averages = {key: average_of(list(own.values()), review.is_trimmed) for key, own in scores.items() if own}
    one_by_one = [_unranked(row, scores[row.key], averages.get(row.key), review) for row in mine]
    counts = [each.average for each in one_by_one if each.takes_part and each.average is not None]
    placed = [_placed(each, counts) for each in one_by_one]
    last = len(mine) + 1
    return tuple(sorted(placed, key=lambda one: (not one.takes_part, one.rank or last, one.row.number)))


def _unranked(row: MergedRow, scores: Mapping[str, int], average: int | None, review: Review) -> Ranked:
    trimmed = review.is_trimmed and len(scores) >= LEAST_TO_TRIM
    return Ranked(
        row, 0, scores, average, False, trimmed, row.key in review.recommended, bars_of(row, review),
        admission_of(row, review), stage_of(row, review), review.visits.get(row.key),
        review.filed.get(row.key, ""),
    )  # fmt: skip


def _placed(one: Ranked, averages: Sequence[int]) -> Ranked:
    """`averages` of all that take part."""
    if one.average is None or not one.takes_part:
        return one
    rank = 1 + sum(other > one.average for other in averages)
    return replace(one, rank=rank, is_tied=averages.count(one.average) > 1)


def scores_by_row(rows: Sequence[MergedRow], review: Review) -> dict[str, dict[str, int]]:
    """Row key → expert → score. A row whose disc was corrected since keeps its scores by its name."""
    keys = {row.key for row in rows}
    found: dict[str, dict[str, int]] = {row.key: {} for row in rows}
    for expert, ballot in review.ballots.items():
        lost = {
            (key.partition("-")[0], normalise_name(score.name)): score
            for key, score in ballot.scores.items()
            if key not in keys
        }
        for row in rows:
            score = ballot.scores.get(row.key) or lost.get((row.track_short, normalise_name(row.entry.name)))
            if score is not None:
                found[row.key][expert] = score.value
    return found


def must_file_online(rows: Iterable[MergedRow], review: Review, notice: Notice) -> tuple[MergedRow, ...]:
    """Who has to file on the web by `notice.online_deadline`: the marked of the tracks that do so; once the
    list is final, those on it.
    """
    tracks = {track.id for track in notice.tracks if track.files_online}
    last = (Stage.PROPOSED, Stage.PUBLIC, Stage.CHOSEN)
    return tuple(row for row in rows if row.track in tracks and stage_of(row, review) in last)


def find_rows(rows: Iterable[MergedRow], names: Iterable[str], track: str) -> tuple[MergedRow, ...]:
    """By key, full name, or an unmistakable part of it. Raises NothingFound."""
    mine = [row for row in rows if row.track == track]
    return tuple(_row_named(mine, name) for name in names)


def _row_named(rows: Sequence[MergedRow], text: str) -> MergedRow:
    wanted = normalise_name(text)
    for found in (
        [row for row in rows if row.key == text],
        [row for row in rows if normalise_name(row.entry.name) == wanted],
        [row for row in rows if wanted and wanted in normalise_name(row.entry.name)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            raise NothingFound(f"“{text}”对应 {len(found)} 家：{'、'.join(row.key for row in found[:5])}")
    raise NothingFound(f"汇总表里没有“{text}”")
