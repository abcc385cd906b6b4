"""年度统计 of a ledger as it is now, and written out: a workbook with charts, and the charts as pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from app import clock
from app.batch.form_facts import papers_of
from app.errors import WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.after.figures import Statistics
from app.model.disc_names import proposed_disc_name
from app.model.merged import MergedRow
from app.receive.merge import rows_of
from app.receive.review.kept import review_of
from app.receive.statistics.count import other_years, statistics_of, subjects_of
from app.writing.papers.chart import write_chart
from app.writing.tables.statistics import write_book


def count(ledger: Ledger, job: Job) -> Statistics:
    """Of all that counts now. Raises Cancelled, AppError."""
    job.at(0.0, "正在统计")
    rows, review, notice = rows_of(ledger), review_of(ledger), ledger.notice
    sizes = sizes_in_papers(ledger, rows, job)
    awards = [*notice.awarded, *(award for listed in ledger.awarded().values() for award in listed)]
    years = other_years(ledger.submissions(), ledger.entries(), awards, notice)
    return statistics_of(subjects_of(rows, review, notice, sizes), notice, years)


def sizes_in_papers(ledger: Ledger, rows: Iterable[MergedRow], job: Job) -> Mapping[str, str]:
    """Row key → what its form says of its size, of rows whose cells say nothing."""
    asked: dict[str, list[MergedRow]] = defaultdict(list)
    for row in rows:
        if not row.cell("scale"):
            asked[row.submission.id].append(row)
    told: dict[str, str] = {}
    for key in job.each(asked, "正在看申报书上的企业规模"):
        own = asked[key]
        batch = ledger.batch_of(key)
        for row in own if batch.forms else ():
            one = batch.enterprises.get(row.entry.id)
            for paper in papers_of(batch, one, ledger.notice) if one else ():
                facts = batch.forms.get(paper.facts)
                if facts is not None and "scale" in facts.fields:
                    told.setdefault(row.key, facts.fields["scale"].text)
    return told


def write_statistics(ledger: Ledger, out: Path, job: Job) -> tuple[Statistics, tuple[Path, ...]]:
    """`out`.xlsx, and beside it a picture of each chart. Raises WrongUse while nothing counts, Cancelled,
    AppError.
    """
    found = count(ledger, job.part(0.0, 0.4))
    if not found.subjects:
        raise WrongUse("台账里还没有计入的申报，没有可以统计的")
    return found, write_found(ledger, found, out, job.part(0.4, 1.0))


def write_found(ledger: Ledger, found: Statistics, out: Path, job: Job) -> tuple[Path, ...]:
    """What was counted."""
    notice, day = ledger.notice, clock.today()
    job.at(0.0, "正在写统计表", out.name)
    write_book(found, notice, day, out)
    written = [out]
    for table in job.part(0.3, 1.0).each(found.tables, "正在画统计图", lambda each: each.title):
        path = out.with_name(proposed_disc_name(f"{out.stem}_{table.title}.png"))
        write_chart(table, found.measures, f"{notice.year}年{notice.campaign}", path)
        written.append(path)
    job.at(1.0, "统计表已写好")
    return tuple(written)
