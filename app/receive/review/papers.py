"""The papers of what comes after the ranking: the announcement, and forms to take along on visits."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from app import clock
from app.errors import WrongUse, os_errors
from app.ledger import Ledger
from app.model.disc_names import proposed_disc_name
from app.model.merged import MergedRow
from app.receive.merge import rows_of
from app.receive.review.kept import review_of
from app.receive.review.ranking import ranking
from app.writing.papers.announcement import write_announcement
from app.writing.papers.visit_form import write_visit_form


def write_announcement_of(
    ledger: Ledger, track: str, out: Path, day: date | None = None
) -> tuple[Path, Path]:
    """公示 of the list as it is publicised, PDF and DOCX, into `out`; dated `day`, the first of the period if
    not told. Raises WrongUse when it is not publicised, or is final; AppError.
    """
    review, notice = review_of(ledger), ledger.notice
    shown, rules = review.publicity.get(track), notice.track(track)
    if shown is None or shown.is_final:
        raise WrongUse(f"{rules.title}现在没有公示")
    known = {one.row.key: one for one in ranking(rows_of(ledger), review, track)}
    listed = [known[key] for key in shown.keys if key in known]
    stem = proposed_disc_name(f"{notice.year}年{rules.title}{rules.proposed}名单公示")
    _folder(out)
    pdf, docx = out / f"{stem}.pdf", out / f"{stem}.docx"
    write_announcement(shown, listed, notice, day or date.fromisoformat(shown.begins), pdf, docx)
    return pdf, docx


def write_visit_forms(ledger: Ledger, rows: Iterable[MergedRow], out: Path) -> tuple[Path, ...]:
    """现场核查记录表 of each that a visit is planned for, into `out`. Raises AppError."""
    review = review_of(ledger)
    _folder(out)
    written = []
    for row in rows:
        if visit := review.visits.get(row.key):
            path = out / proposed_disc_name(f"现场核查记录表_{row.city}_{row.entry.name}.docx")
            write_visit_form(row, visit, ledger.notice, clock.today(), path)
            written.append(path)
    return tuple(written)


def _folder(out: Path) -> None:
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
