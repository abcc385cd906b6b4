"""The sealed letters of the bureau: the program's own draft, printed, sealed and scanned."""

from __future__ import annotations

from datetime import date
from typing import Any

import pypdfium2

from app.checks.notices import read_notice
from app.demo.cast import APPLICANTS, SENDER_CODE, sender_named
from app.demo.documents.contents import Contents
from app.model.batch import Batch, Enterprise, Letter, LetterFields
from app.notices.notice import Notice
from app.paths import RESOURCES
from app.writing.papers.letter import compose_letter, signed_day
from app.writing.papers.letter_pdf import letter_pdf

_DAY = date(2023, 8, 25)
_NUMBERS = {"national": "济工信函\u30142023\u3015118号", "provincial": "济工信函\u30142023\u3015119号"}


def sealed_letter(track: str, contents: Contents) -> bytes:
    """A scan without text layer; it lists the track's enterprises in the order of the table."""
    notice, _ = read_notice(RESOURCES / "notices" / "2023.toml")
    return sealed_scan(_batch(track), track, notice, _DAY, contents, f"letter/{track}")


def sealed_scan(
    batch: Batch, track: str, notice: Notice, day: date, contents: Contents, name: str, discs: int = 1
) -> bytes:
    """The letter of any batch, sealed by its sender; `name` decides tilt and noise."""
    draft = letter_pdf(compose_letter(batch, track, notice, day, discs))
    page, x, y = _where_signed(draft, day)
    return contents.scan(draft, name, ((page, x, y, batch.sender.name),))


def _batch(track: str) -> Batch:
    """The list as it will stand in the clerk's batch when all is mended."""
    batch = Batch(sender_named(SENDER_CODE), "2023", _DAY.isoformat())
    for number, who in enumerate(each for each in APPLICANTS if each.track == track):
        fields = {"experience": who.experience, "area": who.area}
        batch = batch.with_enterprise(Enterprise(f"e{number}", track, who.name, (), fields=fields))
    fields_of_letter = LetterFields(_NUMBERS[track], contact="科技科", phone="0531-80000000")
    return batch.with_letter(track, Letter(fields_of_letter))


def _where_signed(draft: bytes, day: date) -> tuple[int, float, float]:
    """(page, x, y): the seal covers the date and the sender's name above it (GB/T 9704-2012, 7.3.5.1)."""
    document: Any = pypdfium2.PdfDocument(draft)
    try:
        for number, page in enumerate(document, 1):
            text = page.get_textpage()
            found = text.search(signed_day(day)).get_next()
            if found is not None:
                return number, *_centre(page, text, *found)
    finally:
        document.close()
    raise AssertionError("a letter without its date")


def _centre(page: Any, text: Any, start: int, count: int) -> tuple[float, float]:
    """Middle of the found words, raised by half a line, in mm from the upper left corner."""
    boxes = [text.get_charbox(index) for index in range(start, start + count)]
    middle = (min(box[0] for box in boxes) + max(box[2] for box in boxes)) / 2
    top = max(box[3] for box in boxes)
    return middle / 72 * 25.4, (page.get_height() - top) / 72 * 25.4 - 3
