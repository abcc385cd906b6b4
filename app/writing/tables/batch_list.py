"""A batch as a workbook: its enterprises, every finding with what was decided of it, and how many of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from app.model.batch import Batch, Enterprise
from app.model.finding import Finding, Grade, Report, counting
from app.model.tally import Tally, tally
from app.notices.notice import Column, Notice, tracks_of
from app.wording import day as day_text
from app.writing.atomic import write_bytes
from app.writing.tables.summary import Page, book_of
from app.writing.tables.workbook import workbook_bytes

_NUMBER = Column("number", "序号", kind="number", width=6)
_TRACK, _NAME = Column("track", "类别", width=8), Column("name", "企业全称", width=34, filled="name")
_COUNTS = (
    Column("must", "必须补正", kind="number", width=9), Column("returned", "已退回", kind="number", width=8),
    Column("look", "待核对", kind="number", width=8), Column("advised", "建议修改", kind="number", width=9),
)  # fmt: skip
_ENTERPRISES = (
    _NUMBER, _TRACK, _NAME, Column("code", "统一社会信用代码", width=22),
    Column("files", "文件数", kind="number", width=8), Column("size", "大小（MB）", kind="number", width=10),
    *_COUNTS,
)  # fmt: skip
_FINDINGS = (
    _NUMBER, Column("grade", "轻重", width=11), _NAME, Column("what", "问题", width=44),
    Column("where", "在哪里", width=34), Column("fix", "怎样改", width=38), Column("who", "谁来改", width=9),
    Column("decision", "结论", width=10), Column("reason", "理由", width=22),
    Column("check", "检查编号", width=10),
)  # fmt: skip
_FIGURES = (Column("name", "项目", width=34, filled="name"), Column("count", "数量", kind="number", width=10))


def write_batch_list(batch: Batch, notice: Notice, report: Report, out: Path, day: date) -> None:
    """The same batch, report and day give the same bytes. AppError."""
    title = f"{notice.year}年{notice.campaign}"
    heads = (f"报送单位：{batch.sender.name}", f"导出日期：{day_text(day)}")
    own = {key: report.of(key) for key in batch.enterprises}
    pages = [
        Page((f"{title}申报企业", *heads), _ENTERPRISES, _enterprises(batch, notice, own), "企业"),
        Page((f"{title}检查出的问题", *heads), _FINDINGS, _findings(batch, report), "问题"),
        Page((f"{title}统计", *heads), _FIGURES, _figures(batch, notice, report), "统计"),
    ]
    write_bytes(out, workbook_bytes(book_of(pages), day, batch.sender.name))


def _enterprises(
    batch: Batch, notice: Notice, own: Mapping[str, Sequence[Finding]]
) -> list[dict[str, str]]:
    listed = [one for track in tracks_of(batch, notice) for one in batch.in_track(track)]
    return [
        {
            "number": str(number), "track": notice.short(one.track), "name": one.name,
            "code": one.fields.get("code", ""), "files": str(len(batch.members_of(one))),
            "size": f"{_bytes(batch, one) / 1_000_000:.1f}",
            **_counts(tally(own[one.id], batch.decisions)),
        }
        for number, one in enumerate(listed, 1)
    ]  # fmt: skip


def _bytes(batch: Batch, one: Enterprise) -> int:
    return sum(source.size for source in batch.sources_of(one))


def _counts(told: Tally) -> dict[str, str]:
    return {column.id: str(getattr(told, column.id)) for column in _COUNTS}


def _findings(batch: Batch, report: Report) -> list[dict[str, str]]:
    rows = []
    for number, finding in enumerate(report.findings, 1):
        decision = counting(finding, batch.decisions.get(finding.key))
        rows.append(
            {
                "number": str(number), "grade": finding.actual_grade.title, "name": finding.subject_name,
                "what": finding.what, "where": finding.where, "fix": finding.fix, "who": finding.who.title,
                "decision": decision.title if decision else "", "reason": decision.reason if decision else "",
                "check": finding.check,
            }
        )  # fmt: skip
    return rows


def _figures(batch: Batch, notice: Notice, report: Report) -> list[dict[str, str]]:
    """By track, by how grave, by check: each adds up to the line before."""
    tracks = tracks_of(batch, notice)
    told = [("企业", len(batch.enterprises))]
    told += [(f"　其中{notice.short(track)}", len(batch.in_track(track))) for track in tracks]
    sources = batch.sources.values()
    told += [("收到的文件", sum(len(source.members) for source in sources))]
    told += [("问题", sum(finding.times for finding in report.findings))]
    grades = Counter[Grade]()
    checks = Counter[str]()
    for finding in report.findings:
        grades[finding.actual_grade] += finding.times
        checks[f"{finding.title}（{finding.check}）"] += finding.times
    told += [(f"　其中{grade.title}", grades[grade]) for grade in Grade]
    most_first = sorted(checks.items(), key=lambda each: (-each[1], each[0]))
    told += [(f"　　{name}", count) for name, count in most_first]
    return [{"name": name, "count": str(count)} for name, count in told]
