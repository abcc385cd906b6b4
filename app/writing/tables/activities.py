"""交流推广 as a workbook: the activities, who came, and who learnt from whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from app.model.after.exchange import ActivityVersion
from app.notices.notice import Column, Notice
from app.wording import day as day_text
from app.writing.atomic import write_bytes
from app.writing.tables.summary import Page, book_of
from app.writing.tables.workbook import workbook_bytes

_NUMBER = Column("number", "编号", kind="number", width=6)
_DAY, _TITLE = Column("day", "日期", kind="date", width=12), Column("title", "题目", width=30, filled="name")
ACTIVITIES = (
    _NUMBER, _DAY, Column("kind", "方式", width=13), _TITLE, Column("place", "地点", width=18),
    Column("speakers", "主讲", width=34), Column("units", "参加单位（家）", kind="number", width=9),
    Column("people", "参加人数", kind="number", width=9),
    Column("pairings", "对标（对）", kind="number", width=8),
    Column("files", "归入的文件", width=24), Column("note", "说明", width=22),
)  # fmt: skip
_PAIRINGS = (
    _NUMBER, _DAY, Column("model", "标杆企业", width=28, filled="name"),
    Column("learner", "学习企业", width=28),
    Column("subject", "学什么", width=28), Column("result", "成效", width=28),
)  # fmt: skip
_GUESTS = (
    _NUMBER, _DAY, _TITLE, Column("unit", "参加单位", width=32),
    Column("people", "人数", kind="number", width=8),
)  # fmt: skip


def write_activities(
    activities: Sequence[ActivityVersion], files: Mapping[int, Sequence[str]], told: str, notice: Notice,
    day: date, out: Path,
) -> None:  # fmt: skip
    """Those that count, in their order; `files`: number → names of what was filed with it; `told`: their sums
    in words. The same rows and day give the same bytes. AppError.
    """
    counting = [each for each in activities if not each.activity.void]
    title = f"{notice.year}年{notice.campaign}"
    heads = (f"填报单位：{notice.recipient}{notice.department}　{told}", f"导出日期：{day_text(day)}")
    rows = [_row(each, files) for each in counting]
    pages = [
        Page((f"{title}交流推广活动登记表", *heads), ACTIVITIES, rows, "交流活动"),
        Page((f"{title}对标情况表", *heads), _PAIRINGS, [*_pairings(counting)], "对标"),
        Page((f"{title}交流活动参加单位", *heads), _GUESTS, [*_guests(counting)], "参加单位"),
    ]
    write_bytes(out, workbook_bytes(book_of(pages), day, notice.recipient))


def _row(version: ActivityVersion, files: Mapping[int, Sequence[str]]) -> dict[str, str]:
    one = version.activity
    speakers = "；".join(f"{s.unit}（{s.topic}）" if s.topic else s.unit for s in one.speakers)
    return {
        **_head(version), "kind": one.kind, "place": one.place, "speakers": speakers,
        "units": str(len(one.guests)), "people": str(one.people), "pairings": str(len(one.pairings)),
        "files": "、".join(files.get(version.number, ())), "note": one.note,
    }  # fmt: skip


def _head(version: ActivityVersion) -> dict[str, str]:
    one = version.activity
    return {"number": str(version.number), "day": one.day, "title": one.title}


def _pairings(versions: Sequence[ActivityVersion]) -> list[dict[str, str]]:
    return [
        {**_head(v), "model": p.model, "learner": p.learner, "subject": p.subject, "result": p.result}
        for v in versions for p in v.activity.pairings
    ]  # fmt: skip


def _guests(versions: Sequence[ActivityVersion]) -> list[dict[str, str]]:
    return [
        {**_head(v), "unit": g.unit, "people": str(g.people)} for v in versions for g in v.activity.guests
    ]
