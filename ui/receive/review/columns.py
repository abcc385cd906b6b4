"""What the ranked list shows of each enterprise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from app.model.review import Ranked, Stage, points
from app.notices.notice import Column as NoticeColumn
from app.notices.notice import Notice, Track
from app.receive.merge import area_of
from app.receive.review.stages import called
from ui.widgets.table import Column

STAGE_TONES = {
    Stage.OUT: "muted", Stage.VISIT: "amber", Stage.PROPOSED: "accent", Stage.PUBLIC: "accent",
    Stage.CHOSEN: "green", Stage.PASSED_OVER: "muted",
}
WEB = (Stage.PROPOSED, Stage.PUBLIC, Stage.CHOSEN)


def columns(
    track: Track, notice: Notice, experts: tuple[str, ...], today: date
) -> tuple[list[Column[Ranked]], list[int]]:
    """And their widths. The mark is the one that is clicked."""
    shown: list[tuple[Column[Ranked], int]] = [
        (Column("名次", _rank), 84),
        (Column(track.marked, _mark, link=True), 104),
        (Column("进度", lambda r: called(r.stage, track), tone=_tone), 92),
        (Column("平均分", lambda r: points(r.average) if r.average is not None else "未评", right=True), 70),
        (Column("市", lambda r: r.row.city), 76),
        (Column("企业", lambda r: r.row.entry.name, tip=lambda r: r.row.entry.name), 222),
        (_remarks(), 250),
    ]
    if track.files_online:
        shown.append((_web(notice, today), 106))
    shown += [(_about(column, notice), 120 if column.kind == "area" else 266) for column in track.told]
    shown += [(Column(name, _score_by(name), right=True), 74) for name in experts]
    return [column for column, _ in shown], [width for _, width in shown]


def _tone(one: Ranked) -> str:
    return STAGE_TONES.get(one.stage, "ink")


def _rank(one: Ranked) -> str:
    return f"{one.rank}{'（并列）' if one.is_tied else ''}" if one.rank else "—"


def _mark(one: Ranked) -> str:
    if not one.takes_part:
        return "列入…"
    return "✓ 已标记" if one.is_marked else "标记"


def _remarks() -> Column[Ranked]:
    return Column(
        "说明", lambda r: "；".join(r.remarks), tone=lambda r: "amber",
        tip=lambda r: "；".join((*r.remarks, *r.row.marks.values())),
    )  # fmt: skip


def _web(notice: Notice, today: date) -> Column[Ranked]:
    def is_late(one: Ranked) -> bool:
        last = notice.online_deadline
        return one.stage in WEB and not one.filed and last is not None and today > last

    def told(one: Ranked) -> str:
        if one.stage not in WEB:
            return ""
        return f"已填报 {one.filed[5:]}" if one.filed else "逾期未填报" if is_late(one) else "未填报"

    return Column("网上申报", told, tone=lambda r: "red" if is_late(r) else "green" if r.filed else "ink")


def _about(column: NoticeColumn, notice: Notice) -> Column[Ranked]:
    """What is applied for."""
    if column.kind == "area":
        return Column(column.title, lambda r: area_of(r.row, notice))
    return Column(column.title, lambda r: r.row.cell(column.id), tip=lambda r: r.row.cell(column.id))


def _score_by(expert: str) -> Callable[[Ranked], str]:
    return lambda one: points(one.scores[expert]) if expert in one.scores else ""
