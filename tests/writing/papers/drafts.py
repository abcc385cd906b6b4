"""Batches whose letters the tests draft."""

from __future__ import annotations

from app.model.batch import Batch, Enterprise, Letter, LetterFields, Sender
from app.notices.notice import Notice
from app.notices.read import load_notice

BUREAU = Sender("济南市工业和信息化局", "370100", "济南市", "李工", "0531-66601234")
NO_FIELDS = LetterFields()
NOTICE: Notice = load_notice("2023")[0]


def a_batch(
    *names: str, track: str = "national", sender: Sender = BUREAU, fields: LetterFields = NO_FIELDS
) -> Batch:
    """`names` in recommended order, each with an experience and an area."""
    batch = Batch(sender, "2023", "2023-08-10", letters={track: Letter(fields)})
    for number, name in enumerate(names, start=1):
        cells = {"experience": f"典型经验之{number}", "area": "4"}
        batch = batch.with_enterprise(Enterprise(f"e{number}", track, name, (), fields=cells))
    return batch
