"""Score sheets read back into the review, and how averages are made of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

from app import clock
from app.errors import Unreadable
from app.job import Job
from app.ledger import Ledger
from app.model.review import Ballot, Review
from app.model.source import LeftOut
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.tables.scores import ReadSheet, read_score_sheet
from app.receive.merge import rows_of
from app.receive.review.kept import changed


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one score sheet. `left_out`: rows not taken and why; `unscored`: names without one."""

    file: str
    expert: str
    taken: int
    left_out: tuple[LeftOut, ...] = ()
    unscored: tuple[str, ...] = ()


def take_scores(
    ledger: Ledger, files: Sequence[Path], who: str, sandbox: Sandbox, job: Job
) -> tuple[TakenIn, ...]:
    """Reads score sheets back; a later sheet of an expert replaces the earlier one row by row.

    A file that is none of ours is told in its `left_out`, and the others go on. Raises AppError.
    """
    rows = {row.key: row for row in rows_of(ledger)}
    names = {key: row.entry.name for key, row in rows.items()}
    criteria = {key: found for key, row in rows.items() if (found := ledger.notice.track(row.track).criteria)}
    told: list[TakenIn] = []
    sheets: list[tuple[ReadSheet, str]] = []
    for path in job.each(files, "正在读取评分表", lambda each: each.name):
        try:
            sheet = sandbox.call(read_score_sheet, path, names, criteria, job=job, limits=Limits())
        except (Unreadable, SandboxError):
            told.append(TakenIn(path.name, "", 0, (LeftOut(path.name, "不是评分表，或已损坏、有密码"),)))
            continue
        told.append(TakenIn(path.name, sheet.expert, len(sheet.scores), sheet.left_out, sheet.unscored))
        if sheet.scores:
            sheets.append((sheet, path.name))
    taken = [each for each in told if each.taken]
    if taken:
        experts = "、".join(dict.fromkeys(each.expert for each in taken))
        what = f"读入评分表 {len(taken)} 份（{experts}）"
        changed(ledger, lambda review: reduce(_with_sheet, sheets, review), what, who)
    return tuple(told)


def _with_sheet(review: Review, taken: tuple[ReadSheet, str]) -> Review:
    sheet, file = taken
    before = review.ballots.get(sheet.expert, Ballot(sheet.expert))
    ballot = Ballot(sheet.expert, {**before.scores, **sheet.scores}, file, clock.now().isoformat())
    return replace(review, ballots={**review.ballots, sheet.expert: ballot})


def trim(ledger: Ledger, is_trimmed: bool, who: str) -> Review:
    """Whether averages leave out one highest and one lowest."""
    way = "去掉一个最高分和一个最低分" if is_trimmed else "全部计入"
    return changed(ledger, lambda review: replace(review, is_trimmed=is_trimmed), f"平均分：{way}", who)
