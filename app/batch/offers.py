"""What forms say beside the table, and who the sender's own contact is: offered for a cell, never written
without a person's word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.batch.form_facts import Paper, papers_of
from app.checks.alike import is_alike
from app.model.batch import Batch, Enterprise
from app.model.documents.form import FieldFound
from app.notices.notice import Notice

_LOOSE = frozenset({"industry", "ownership", "scale", "post", "county"})  # free words: only for empty cells


@dataclass(frozen=True, slots=True)
class Offer:
    """`text` for a cell, read from a `paper` (“申报书”). `present` is what the cell holds, "" if empty.

    `page` from 1, 0 if it has none. `is_recognised`: by OCR from a scan, to be compared with the paper.
    """

    text: str
    paper: str
    page: int = 0
    is_recognised: bool = False
    present: str = ""
    is_senders: bool = False  # what the sender told of itself, read from no paper

    @property
    def source(self) -> str:
        """申报书第 2 页"""
        return f"{self.paper}第 {self.page} 页" if self.page else self.paper

    @property
    def how(self) -> str:
        if self.is_senders:
            return ""
        return "识别自" if self.is_recognised else "读自"

    @property
    def read_from(self) -> str:
        """读自申报书第 2 页 · 识别自申报书"""
        return f"{self.how}{self.source}"


def offers(batch: Batch, enterprise: Enterprise, notice: Notice) -> Mapping[str, Offer]:
    """Column id → offer, for the cells a person writes that are empty or say something else."""
    told = _told(batch, enterprise, notice)
    made: dict[str, Offer] = {}
    for column in notice.track(enterprise.track).columns:
        if column.id not in told or column.filled not in ("", "name"):
            continue
        paper, found = told[column.id]
        present = enterprise.fields.get(column.id, "").strip()
        if column.filled == "name":
            present = present or enterprise.name
        is_loose = column.kind == "industry" or column.id in _LOOSE
        readings = found.readings if present and not is_loose else ()
        same = (is_alike(column, r, present, notice, is_recognised=found.is_recognised) for r in readings)
        if present and (is_loose or any(same)):
            continue
        title = notice.material(paper.material).title
        made[column.id] = Offer(found.text, title, found.page, found.is_recognised, present)
    return made


def contacts(batch: Batch, enterprise: Enterprise, notice: Notice) -> Mapping[str, Offer]:
    """Column id → the sender's own contact and telephone, for the cells of these that are empty."""
    fields, sender = batch.letter(enterprise.track).fields, batch.sender
    own = {"contact": fields.contact or sender.contact, "phone": fields.phone or sender.phone}
    return {
        column.id: Offer(own[column.id], "报送单位", is_senders=True)
        for column in notice.track(enterprise.track).columns
        if own.get(column.id) and not column.filled and not enterprise.fields.get(column.id, "").strip()
    }


def _told(batch: Batch, enterprise: Enterprise, notice: Notice) -> dict[str, tuple[Paper, FieldFound]]:
    """The first paper's word on each column; a form's before a licence's."""
    told: dict[str, tuple[Paper, FieldFound]] = {}
    for paper in papers_of(batch, enterprise, notice) if batch.forms else ():
        facts = batch.forms.get(paper.facts)
        for column, found in facts.fields.items() if facts else ():
            told.setdefault(column, (paper, found))
    return told
