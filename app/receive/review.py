"""评审: scores read back, ranked, 拟推荐 marked, and the lists that follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from app import clock
from app.errors import LedgerDamaged, NothingFound, Unreadable, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.merged import MergedRow
from app.model.names import normalise_name
from app.model.review import LEAST_TO_TRIM, Ballot, Ranked, Review, average_of
from app.model.source import LeftOut
from app.notices.industries import division_name
from app.notices.notice import Notice
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.tables.scores import ReadSheet, read_score_sheet
from app.receive.merge import area_of, division_of, rows_of

UNGROUPED = "未分组"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one score sheet. `left_out`: rows not taken and why; `unscored`: names without one."""

    file: str
    expert: str
    taken: int
    left_out: tuple[LeftOut, ...] = ()
    unscored: tuple[str, ...] = ()


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


# -- the order of it all, pure ---------------------------------------------------------------------
def ranking(rows: Iterable[MergedRow], review: Review, track: str) -> tuple[Ranked, ...]:
    """The track's rows, the highest average first; those nobody scored come last, as the table has them."""
    mine = [row for row in rows if row.track == track]
    scores = scores_by_row(mine, review)
    averages = {key: average_of(list(own.values()), review.is_trimmed) for key, own in scores.items() if own}
    ordered = sorted(mine, key=lambda row: (-averages.get(row.key, -1), row.number))
    counts = list(averages.values())
    return tuple(_ranked(row, scores[row.key], averages.get(row.key), counts, review) for row in ordered)


def _ranked(
    row: MergedRow, scores: Mapping[str, int], average: int | None, all_averages: Sequence[int],
    review: Review,
) -> Ranked:  # fmt: skip
    recommended = row.key in review.recommended
    if average is None:
        return Ranked(row, is_recommended=recommended)
    rank = 1 + sum(other > average for other in all_averages)
    trimmed = review.is_trimmed and len(scores) >= LEAST_TO_TRIM
    return Ranked(row, rank, scores, average, all_averages.count(average) > 1, trimmed, recommended)


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
    """Who has to file on the web by `notice.online_deadline`: the chosen of the tracks that do so."""
    tracks = {track.id for track in notice.tracks if track.files_online}
    return tuple(row for row in rows if row.track in tracks and row.key in review.recommended)


# -- kept in the ledger ----------------------------------------------------------------------------
def review_of(ledger: Ledger) -> Review:
    """Empty before anything was taken in. Raises LedgerDamaged, AppError."""
    content = ledger.review()
    if not content:
        return Review()
    try:
        return msgspec.json.decode(content, type=Review)
    except (msgspec.MsgspecError, ValueError) as error:
        raise LedgerDamaged("评审记录") from error


def _keep(ledger: Ledger, review: Review, what: str, who: str) -> Review:
    ledger.set_review(msgspec.json.encode(review), what, who)
    return review


def take_scores(
    ledger: Ledger, files: Sequence[Path], who: str, sandbox: Sandbox, job: Job
) -> tuple[TakenIn, ...]:
    """Reads score sheets back; a later sheet of an expert replaces the earlier one row by row.

    A file that is none of ours is told in its `left_out`, and the others go on. Raises AppError.
    """
    rows = {row.key: row for row in rows_of(ledger)}
    names = {key: row.entry.name for key, row in rows.items()}
    review, told = review_of(ledger), []
    for path in job.each(files, "正在读取评分表", lambda each: each.name):
        try:
            sheet = sandbox.call(read_score_sheet, path, names, job=job, limits=Limits())
        except (Unreadable, SandboxError):
            told.append(TakenIn(path.name, "", 0, (LeftOut(path.name, "不是评分表，或已损坏、有密码"),)))
            continue
        told.append(TakenIn(path.name, sheet.expert, len(sheet.scores), sheet.left_out, sheet.unscored))
        if sheet.scores:
            review = _with_sheet(review, sheet, path.name)
    taken = [each for each in told if each.taken]
    if taken:
        experts = "、".join(dict.fromkeys(each.expert for each in taken))
        _keep(ledger, review, f"读入评分表 {len(taken)} 份（{experts}）", who)
    return tuple(told)


def _with_sheet(review: Review, sheet: ReadSheet, file: str) -> Review:
    before = review.ballots.get(sheet.expert, Ballot(sheet.expert))
    ballot = Ballot(sheet.expert, {**before.scores, **sheet.scores}, file, clock.now().isoformat())
    return replace(review, ballots={**review.ballots, sheet.expert: ballot})


def trim(ledger: Ledger, is_trimmed: bool, who: str) -> Review:
    """Whether averages leave out one highest and one lowest."""
    way = "去掉一个最高分和一个最低分" if is_trimmed else "全部计入"
    return _keep(ledger, replace(review_of(ledger), is_trimmed=is_trimmed), f"平均分：{way}", who)


def recommend(ledger: Ledger, keys: Iterable[str], who: str, track: str | None = None) -> Review:
    """Marks those chosen (拟推荐, 拟认定): these rows and no others; with `track`, the other's marks stay.

    A mark of a submission that was replaced since is dropped: the mended one is judged anew. Raises WrongUse
    for a key there is none of, AppError.
    """
    rows, review = {row.key: row for row in rows_of(ledger)}, review_of(ledger)
    lost = set(review.recommended) - set(rows)
    wanted = tuple(key for key in dict.fromkeys(keys) if key not in lost)
    if unknown := [key for key in wanted if key not in rows or track not in (None, rows[key].track)]:
        raise WrongUse(f"汇总表里没有：{'、'.join(unknown)}")
    stay = [key for key in review.recommended if track and key in rows and rows[key].track != track]
    marked = replace(review, recommended=(*stay, *wanted))
    which = ledger.notice.track(track).short if track else ""
    return _keep(ledger, marked, f"标记{which}拟推荐 {len(wanted)} 家", who)


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
