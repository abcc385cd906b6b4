"""How far each of the five steps is, in the few words the rail has room for. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from app.checks import Mend, check_of
from app.checks.sealed_list import compared, is_changed
from app.model.batch import Batch, Enterprise
from app.model.finding import Finding, Grade, Report
from app.model.step import Step
from app.model.tally import tally as count_open
from app.notices.notice import Notice, Track, tracks_of
from ui.send.discs import DiscState
from ui.shell.page import StepState

COLLECT, CHECK, TABLE, LETTER, DISC = Step
NOT_BEGUN = "未开始"


def step_of(finding: Finding) -> Step:
    """Where a person mends it: a missing cell in the table, a letter at the letters, the rest in 核对问题.

    What only has to be looked at is answered in 核对问题, a letter too.
    """
    rule = check_of(finding)
    if rule.mend is Mend.FILL and not finding.detail:
        return TABLE
    is_mended = rule.mend_at is LETTER and finding.grade is not Grade.LOOK
    return LETTER if is_mended else CHECK


@dataclass(frozen=True)
class Overview:
    """What the rail's words are worked out from; an unchecked batch has an empty report.

    `discs`: how those that were made stand, nothing where none was.
    """

    batch: Batch
    notice: Notice
    report: Report
    discs: DiscState = field(default_factory=DiscState)

    @cached_property
    def holding(self) -> tuple[Finding, ...]:
        return tuple(self.report.holding(self.batch.decisions))

    @property
    def is_checked(self) -> bool:
        return bool(self.report.outcomes)

    @property
    def unseen(self) -> int:
        """Enterprises of whose files the program has yet to look at some."""
        return len({one.subject for one in self.report.pending} & set(self.batch.enterprises))

    @property
    def is_ready(self) -> bool:
        """Whether discs can be made of it."""
        return bool(self.batch.enterprises) and self.is_checked and not (self.holding or self.report.pending)


def tally(batch: Batch, notice: Notice) -> str:
    """全国 2 家 · 全省 10 家"""
    tracks = tracks_of(batch, notice)
    return " · ".join(f"{notice.short(track)} {len(batch.in_track(track))} 家" for track in tracks)


def deadline(notice: Notice, today: date) -> tuple[str, str]:
    """Words and tone of the line that counts the days."""
    days = (notice.deadline - today).days
    shown = f"{notice.deadline.month} 月 {notice.deadline.day} 日"
    if days > 0:
        return f"距截止 {shown}还有 {days} 天", "amber" if days <= 3 else "muted"
    if days == 0:
        return f"今天（{shown}）截止", "red"
    return f"已过截止日 {notice.deadline.year} 年 {shown}", "amber"


def collect_state(seen: Overview) -> StepState:
    enterprises = seen.batch.enterprises
    if not enterprises:
        return StepState(NOT_BEGUN)
    if seen.unseen:
        return StepState(f"{seen.unseen} 家还在看")
    unsure = sum(not enterprise.is_confirmed for enterprise in enterprises.values())
    waiting = any(check_of(f).mend is Mend.SORT for f in seen.holding)
    return StepState(f"{len(enterprises)} 家", done=not unsure and not waiting and seen.is_checked)


def check_state(seen: Overview) -> StepState:
    if not seen.batch.enterprises or not seen.is_checked:
        return StepState()
    ours = [f for f in seen.holding if step_of(f) == CHECK]
    open_ones = count_open(ours, seen.batch.decisions)
    if open_ones.to_mend:
        return StepState(f"{open_ones.to_mend} 处必改", "red")
    if open_ones.look:
        return StepState(f"{open_ones.look} 处待核对", "amber")
    if seen.report.pending:
        return StepState(f"还在看 {len(seen.report.pending)} 处")
    return StepState("全部处理", done=True)


def missing_cells(batch: Batch, rules: Track) -> int:
    """Required cells of the track's table that are empty."""
    return MissingCells(rules).of(batch)


class MissingCells:
    """`missing_cells` of one batch after the other, at the cost of the rows that changed."""

    def __init__(self, rules: Track) -> None:
        self._track = rules.id
        self._wanted = [column.id for column in rules.columns if column.required and not column.filled]
        self._kept: dict[str, tuple[Enterprise, int]] = {}

    def of(self, batch: Batch) -> int:
        known, rows = self._kept, batch.in_track(self._track)
        self._kept = {
            row.id: known[row.id] if row.id in known and known[row.id][0] is row else (row, self._in(row))
            for row in rows
        }
        return sum([count for _, count in self._kept.values()])

    def _in(self, row: Enterprise) -> int:
        return sum(not row.fields.get(key, "").strip() for key in self._wanted)


def table_state(seen: Overview) -> StepState:
    if not seen.batch.enterprises or not seen.is_checked:
        return StepState()
    empty = sum(missing_cells(seen.batch, rules) for rules in seen.notice.tracks)
    if empty:
        return StepState(f"缺 {empty} 格")
    return StepState(f"{len(seen.batch.enterprises)} 行", done=True)


def letter_state(seen: Overview) -> StepState:
    batch = seen.batch
    tracks = tracks_of(batch, seen.notice)
    if not tracks:
        return StepState()
    sealed = [track for track in tracks if batch.letter(track).stored]
    if any(is_changed(batch.letter(t), batch.listed(t), compared(batch, t)) for t in sealed):
        return StepState("名单已改动", "amber")
    if not sealed:
        drafted = any(batch.letter(track).listed for track in tracks)
        return StepState("待盖章" if drafted else "待起草")
    return StepState(f"已盖章 {len(sealed)}/{len(tracks)}", done=len(sealed) == len(tracks))


def disc_state(seen: Overview) -> StepState:
    """What was made counts only while it is what would be made now, and nothing was read back wrong."""
    made = seen.batch.stagings
    if not made:
        return StepState("可以制作" if seen.is_ready else "", "accent")
    discs = seen.discs
    if not discs.is_staged:
        return StepState("有改动，要重做", "amber")
    spoilt = sum(bool(read and read.problems) for read in discs.readbacks)
    if spoilt:
        return StepState(f"{spoilt} 张读盘有错", "red")
    count, verified = len(discs.stagings), sum(map(seen.batch.is_verified, made))
    return StepState(f"已校验 {verified}/{count}" if verified else f"已生成 {count} 张", done=True)


def batch_words(states: Mapping[str, StepState]) -> str:
    """How far a batch is, for a list of batches: its discs if there is anything to say of them, else what the
    checks say.
    """
    if not states:
        return ""
    begun = states[COLLECT].words
    return begun if begun == NOT_BEGUN else states[DISC].words or states[CHECK].words
