"""Which experiences a ledger has, and in which files of the store each stands."""

from __future__ import annotations

from app.ledger import Ledger
from app.model.after.experience import Experience, Paper
from app.model.batch import Batch, Enterprise
from app.model.documents.part import Part, Ranges, joined
from app.model.merged import MergedRow
from app.model.review import Stage
from app.model.source import Member
from app.model.submission import Standing
from app.notices.filing import filings_of, having
from app.notices.industries import division_name
from app.notices.notice import Notice
from app.receive.merge import area_of, division_of, rows_of
from app.receive.review.kept import review_of
from app.receive.review.stages import called, stage_of

_ARCHIVES = frozenset({"zip", "7z", "rar", "tar", "gz", "bz2", "xz"})
_WORD = frozenset({"docx", "doc", "wps", "rtf"})


def experiences_of(ledger: Ledger) -> tuple[Experience, ...]:
    """Of all that was accepted, or is on a final list; in the order of the total table. Raises AppError."""
    notice, review = ledger.notice, review_of(ledger)
    batches: dict[str, Batch] = {}
    made = []
    for row in rows_of(ledger):
        stage = stage_of(row, review)
        if stage is Stage.CHOSEN or row.submission.standing is Standing.ACCEPTED:
            key = row.submission.id
            if key not in batches:
                batches[key] = ledger.batch_of(key)
            words = called(stage, notice.track(row.track)) if stage is Stage.CHOSEN else "已受理"
            made.append(_experience(row, batches[key], notice, words, stage is Stage.CHOSEN))
    return tuple(made)


def _experience(row: MergedRow, batch: Batch, notice: Notice, stage: str, is_chosen: bool) -> Experience:
    one = batch.enterprises.get(row.entry.id)
    titles = (row.cell(material.id) for material in notice.written)  # the column of a material's id has it
    industry = row.cell("industry").strip() or division_name(division_of(row))
    return Experience(
        row.key, row.submission.id, row.entry.id, row.entry.name, row.entry.code,
        notice.track(row.track).title, stage, row.city, row.sender.name, notice.year,
        title=next(filter(None, titles), "").strip(), area=area_of(row, notice), industry=industry,
        scale=row.cell("scale").strip(), is_chosen=is_chosen,
        papers=papers_of(batch, one, notice) if one is not None else (),
    )  # fmt: skip


def papers_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> tuple[Paper, ...]:
    """The files, or the pages of them, that serve as what the enterprise wrote of itself, in its order.

    The same bytes once; of a Word file and the PDF made of it the PDF.
    """
    members = dict(batch.members_of(enterprise))
    filings = filings_of(batch, enterprise, notice)
    told = [key for material in notice.written for key in enterprise.made_of.get(material.id, ())]
    serving = [key for material in notice.written for key in having(filings, material.id, notice)]
    found: dict[tuple[str, Ranges], Paper] = {}
    for key in dict.fromkeys((*told, *serving)):
        member = members.get(key)
        if member is not None and key in serving and member.sha256 and member.kind not in _ARCHIVES:
            pages = _pages(filings[key].parts, notice)
            found.setdefault((member.sha256, pages), _paper(key, member, pages))
    pdfs = {_stem(paper.name) for paper in found.values() if paper.kind == "pdf"}
    return tuple(p for p in found.values() if not (p.kind in _WORD and _stem(p.name) in pdfs))


def _pages(parts: tuple[Part, ...], notice: Notice) -> Ranges:
    wanted = {material.id for material in notice.written}
    own = [part.pages for part in parts if wanted & {part.material, notice.top(part.material)}]
    return () if not all(own) else joined(stretch for pages in own for stretch in pages)


def _paper(key: str, member: Member, pages: Ranges) -> Paper:
    return Paper(key, member.name, member.kind, member.sha256, pages)


def _stem(name: str) -> str:
    return name.rpartition(".")[0].casefold()
