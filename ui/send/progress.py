"""How far each of the five steps is, in the few words the rail has room for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.model.batch import Batch
from app.model.finding import Finding, Grade, Report
from app.model.step import Step
from app.notices.notice import Notice, Track, tracks_of
from ui.shell.steps import StepState as StepState

TITLES = tuple(step.title for step in Step)
_EMPTY_CELLS = ("FIELD-01", "CODE-01", "AREA-01")  # what stands in a cell wrongly is in `detail`
COLLECT, CHECK, TABLE, LETTER, DISC = Step


def step_of(finding: Finding) -> Step:
    """Where a person mends it: a missing cell in the table, a letter at the letters, the rest in 核对问题.

    What only has to be looked at is answered in 核对问题, a letter too.
    """
    if finding.check in _EMPTY_CELLS and not finding.detail:
        return TABLE
    is_mended = finding.check.startswith("LETTER-") and finding.grade is not Grade.LOOK
    return LETTER if is_mended else CHECK


def steps(batch: Batch, notice: Notice, report: Report) -> tuple[StepState, ...]:
    """One per step, in order."""
    holding = report.holding(batch.decisions)
    is_checked = bool(report.outcomes)
    return (
        _collect(batch, holding, is_checked),
        _check(batch, holding, is_checked),
        _table(batch, notice, report),
        _letter(batch, notice),
        _disc(batch, holding, is_checked),
    )


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


def _collect(batch: Batch, holding: Sequence[Finding], is_checked: bool) -> StepState:
    count = len(batch.enterprises)
    if not count:
        return StepState(TITLES[COLLECT], "未开始")
    unsure = sum(not enterprise.is_confirmed for enterprise in batch.enterprises.values())
    waiting = any(f.check == "MAT-05" for f in holding)
    done = not unsure and not waiting and is_checked
    return StepState(TITLES[COLLECT], f"{count} 家", done=done)


def _check(batch: Batch, holding: Sequence[Finding], is_checked: bool) -> StepState:
    title = TITLES[CHECK]
    if not batch.enterprises or not is_checked:
        return StepState(title)
    ours = [f for f in holding if step_of(f) == CHECK]
    must = sum(f.grade is Grade.MUST or f.key in batch.decisions for f in ours)
    if must:
        return StepState(title, f"{must} 处必改", "red")
    if ours:
        return StepState(title, f"{len(ours)} 处待核对", "amber")
    return StepState(title, "全部处理", done=True)


def missing_cells(batch: Batch, rules: Track) -> int:
    """Required cells of the track's table that are empty."""
    wanted = [column.id for column in rules.columns if column.required and not column.filled]
    return sum(not row.fields.get(key, "").strip() for row in batch.in_track(rules.id) for key in wanted)


def _table(batch: Batch, notice: Notice, report: Report) -> StepState:
    title = TITLES[TABLE]
    if not batch.enterprises or not report.outcomes:
        return StepState(title)
    empty = sum(missing_cells(batch, rules) for rules in notice.tracks)
    if empty:
        return StepState(title, f"缺 {empty} 格")
    return StepState(title, f"{len(batch.enterprises)} 行", done=True)


def _letter(batch: Batch, notice: Notice) -> StepState:
    title = TITLES[LETTER]
    tracks = tracks_of(batch, notice)
    if not tracks:
        return StepState(title)
    sealed = [track for track in tracks if batch.letter(track).stored]
    current = [track for track in sealed if _is_current(batch, track)]
    if len(current) < len(sealed):
        return StepState(title, "名单已改动", "amber")
    if not sealed:
        drafted = any(batch.letter(track).listed for track in tracks)
        return StepState(title, "待盖章" if drafted else "待起草")
    done = len(sealed) == len(tracks)
    return StepState(title, f"已盖章 {len(sealed)}/{len(tracks)}", done=done)


def _is_current(batch: Batch, track: str) -> bool:
    return batch.letter(track).sealed_list == batch.listed(track)


def _disc(batch: Batch, holding: Sequence[Finding], is_checked: bool) -> StepState:
    title = TITLES[DISC]
    if batch.stagings:
        count, proven = len(batch.stagings), sum(map(batch.is_verified, batch.stagings))
        return StepState(title, f"已校验 {proven}/{count}" if proven else f"已生成 {count} 张", done=True)
    ready = bool(batch.enterprises) and is_checked and not holding
    return StepState(title, "可以制作" if ready else "", "accent")
