"""A draft letter as PDF/A, set to GB/T 9704-2012 10.1 by resources/papers/letter.typ."""

from __future__ import annotations

from dataclasses import asdict

from app.model.draft import LetterDraft
from app.writing.papers.letter import contact_note, signed_day, signed_lines, title_lines
from app.writing.papers.typesetting import typeset
from app.writing.papers.word import SIZE_2, WIDTH, in_lines

_TRACKED = 1.08  # what a character of the name above the rules takes, of its size


def letter_pdf(draft: LetterDraft) -> bytes:
    """The same draft gives the same bytes; its creation date is the letter's."""
    data = {
        **asdict(draft),
        "title": title_lines(draft.title),
        "list_title": title_lines(draft.attachments[:1] or ("推荐名单",)),
        "name": in_lines(draft.sender, WIDTH / (SIZE_2 * _TRACKED)),
        "signed": signed_lines(draft),
        "day": signed_day(draft.day),
        "note": contact_note(draft),
        "code": draft.code,
    }
    return typeset("letter.typ", data, draft.day)
