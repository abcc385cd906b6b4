"""What each part of the page lists of an enterprise; all else stands in the card beside the list."""

from __future__ import annotations

from datetime import date

from app.model.review import Ranked, Stage, Visit, points
from app.notices.notice import Notice
from app.receive.review.stages import called
from ui.receive.review.areas import WEB, Area, Share, is_overdue, said_of
from ui.widgets.table import Column

NAME = 2  # the place of the column that takes what room is left, in every part
STAGE_TONES = {
    Stage.OUT: "muted", Stage.VISIT: "amber", Stage.PROPOSED: "accent", Stage.PUBLIC: "accent",
    Stage.CHOSEN: "green", Stage.PASSED_OVER: "muted",
}
_Shown = list[tuple[Column[Ranked], int]]


def columns(
    area: Area, share: Share, notice: Notice, today: date
) -> tuple[list[Column[Ranked]], list[int]]:
    """And their widths. The mark is the one that is clicked."""
    match area:
        case Area.RANKING:
            shown = _ranking(share)
        case Area.VISITS:
            shown = _visits()
        case Area.PUBLICITY:
            shown = _publicity(share)
        case Area.LIST:
            shown = _list(share, notice, today)
    return [column for column, _ in shown], [width for _, width in shown]


def _who() -> _Shown:
    return [
        (Column("企业", lambda r: r.row.entry.name, tip=lambda r: r.row.entry.name), 240),
        (Column("市", lambda r: r.row.city), 76),
    ]


def _ranking(share: Share) -> _Shown:
    return [
        (Column("名次", _rank), 84),
        (Column(share.track.marked, _mark, link=True), 100),
        *_who(),
        (Column("平均分", lambda r: "未评" if r.average is None else points(r.average), right=True), 70),
        (_progress(share), 150),
    ]


def _visits() -> _Shown:
    def of(one: Ranked) -> Visit:
        return one.visit or Visit("", (), "")

    def people(one: Ranked) -> str:
        return "、".join(of(one).members)

    told = {None: ("待核查", "amber"), True: ("通过", "green"), False: ("没有通过", "red")}
    return [
        (Column("日子", lambda r: of(r).day), 98),
        (Column("结果", lambda r: told[of(r).passed][0], tip=lambda r: of(r).words,
                tone=lambda r: told[of(r).passed][1]), 84),
        *_who(),
        (Column("去核查的人", people, tip=people), 180),
    ]  # fmt: skip


def _publicity(share: Share) -> _Shown:
    def objections(one: Ranked) -> tuple[str, str]:
        own = share.objections(one)
        if not own:
            return "—", "muted"
        last = own[-1]
        if any(each.is_open for each in own):
            return "待办结", "red"
        return ("成立", "amber") if last.is_upheld else ("不成立", "ink")

    return [
        (Column("名次", _rank), 84),
        (Column("异议", lambda r: objections(r)[0], tone=lambda r: objections(r)[1]), 84),
        *_who(),
        (_progress(share), 150),
    ]


def _list(share: Share, notice: Notice, today: date) -> _Shown:
    made = [(Column("名次", _rank), 84), (_progress(share), 84), *_who()]
    if share.track.files_online:
        made.append((_web(notice, today), 118))
    return made


def _progress(share: Share) -> Column[Ranked]:
    """Of what has no part, why not."""

    def told(one: Ranked) -> str:
        if one.takes_part:
            return called(one.stage, share.track)
        return "、".join(bar.title for bar in one.bars)

    return Column(
        "进度", told, tone=lambda r: STAGE_TONES.get(r.stage, "ink"), tip=lambda r: "；".join(said_of(r))
    )


def _rank(one: Ranked) -> str:
    return f"{one.rank}{'（并列）' if one.is_tied else ''}" if one.rank else "—"


def _mark(one: Ranked) -> str:
    if not one.takes_part:
        return "列入…"
    return "✓ 已标记" if one.is_marked else "标记"


def _web(notice: Notice, today: date) -> Column[Ranked]:
    def told(one: Ranked) -> str:
        if one.stage not in WEB:
            return ""
        if one.filed:
            return f"已填报 {one.filed[5:]}"
        return "逾期未填报" if is_overdue(one, notice, today) else "未填报"

    def tone(one: Ranked) -> str:
        return "red" if is_overdue(one, notice, today) else "green" if one.filed else "ink"

    return Column("网上申报", told, tone=tone)
