"""年度统计 of a ledger as it is now, and written out: a workbook with charts, and the charts as pictures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from app import clock
from app.batch.form_facts import papers_of
from app.errors import LedgerInUse, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.after.figures import Counts, FigureLine, Statistics, added
from app.model.disc_names import proposed_disc_name
from app.model.merged import MergedRow
from app.notices.notice import Notice
from app.receive.exchange.register import current
from app.receive.exchange.told import sum_of, sums_by_kind
from app.receive.merge import rows_of
from app.receive.review.kept import review_of
from app.receive.statistics.count import crossed_as, other_years, statistics_of, subjects_of, year_title
from app.writing.papers.chart import write_chart
from app.writing.tables.statistics import ALL as _ALL
from app.writing.tables.statistics import write_book


def count(ledger: Ledger, job: Job, before: Sequence[FigureLine] = ()) -> Statistics:
    """Of all that counts now; `before`: other years, from their own ledgers. Raises Cancelled, AppError."""
    job.at(0.0, "正在统计")
    rows, review, notice = rows_of(ledger), review_of(ledger), ledger.notice
    sizes = sizes_in_papers(ledger, rows, job)
    awards = [*notice.awarded, *(award for listed in ledger.awarded().values() for award in listed)]
    known = other_years(ledger.submissions(), ledger.entries(), awards, notice)
    told = {line.title: line for line in known}
    told |= {line.title: line for line in before}  # what a year's own ledger says is more
    return statistics_of(subjects_of(rows, review, notice, sizes), notice, tuple(told.values()))


def year_of(folder: Path, notice: Notice, job: Job) -> FigureLine:
    """The sums of another year's ledger, by the tracks of `notice`. It is only read, unless an older program
    wrote it last. Raises WrongUse (not another year of this campaign), NotALedger, LedgerInUse, AppError.
    """
    with _opened(folder) as other:
        own = other.notice
        if own.campaign != notice.campaign or own.year == notice.year:
            told = f"“{folder.name}”是{own.year}年{own.campaign}的台账"
            raise WrongUse(f"{told}；请选{notice.campaign}别的年份的")
        found = count(other, job)
    counts: dict[str, Counts] = {}
    for track in own.tracks:
        key = next((t.id for t in notice.tracks if t.id == track.id or t.title == track.title), "")
        mine = [each.counts for each in found.subjects if each.track == track.id]
        counts[key] = added([counts.get(key, ()), *(mine or [(0,) * len(found.measures)])])
    return FigureLine(year_title(own.year), counts)


def _opened(folder: Path) -> Ledger:
    try:
        return Ledger.open(folder, reads_only=True)
    except LedgerInUse:  # by a program before this one: brought up to date, unless it is open somewhere
        return Ledger.open(folder)


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


def write_statistics(
    ledger: Ledger, out: Path, job: Job, before: Sequence[FigureLine] = (), more: Sequence[str] = ()
) -> tuple[Statistics, tuple[Path, ...]]:
    """`out`.xlsx, and beside it a picture of each chart; `before` as `count` has it, `more`: tables
    crossed beside the usual ones, as `crossed_as` reads them. Raises WrongUse (nothing counts, or there is no
    such table), Cancelled, AppError.
    """
    found = count(ledger, job.part(0.0, 0.4), before)
    if not found.subjects:
        raise WrongUse("台账里还没有计入的申报，没有可以统计的")
    asked = tuple(crossed_as(found, ledger.notice, each) for each in more)
    found = replace(found, crossed=(*found.crossed, *asked))
    return found, write_found(ledger, found, out, job.part(0.4, 1.0))


def activity_figures(ledger: Ledger) -> Mapping[str, tuple[int, ...]]:
    """Kind of activity → how many, units that came, people, pairings; of all of them under 合计."""
    held = [each.activity for each in current(ledger.activities())]
    return {kind: one.figures for kind, one in sums_by_kind(held).items()} | {_ALL: sum_of(held).figures}


def write_found(ledger: Ledger, found: Statistics, out: Path, job: Job) -> tuple[Path, ...]:
    """What was counted."""
    notice, day = ledger.notice, clock.today()
    job.at(0.0, "正在写统计表", out.name)
    write_book(found, activity_figures(ledger), notice, day, out)
    written = [out]
    for table in job.part(0.3, 1.0).each(found.tables, "正在画统计图", lambda each: each.title):
        path = out.with_name(proposed_disc_name(f"{out.stem}_{table.title}.png"))
        write_chart(table, found.measures, f"{notice.year}年{notice.campaign}", path)
        written.append(path)
    job.at(1.0, "统计表已写好")
    return tuple(written)
