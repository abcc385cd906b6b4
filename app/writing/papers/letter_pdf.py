"""A draft letter as PDF/A, set to GB/T 9704-2012 10.1 by resources/papers/letter.typ."""

from __future__ import annotations

from dataclasses import asdict

from app.model.draft import LetterDraft
from app.writing.papers.letter import contact_note, signed_day
from app.writing.papers.typesetting import typeset


def letter_pdf(draft: LetterDraft) -> bytes:
    """The same draft gives the same bytes; its creation date is the letter's."""
    data = {
        **asdict(draft),
        "day": signed_day(draft.day),
        "note": contact_note(draft),
        "code": draft.code,
    }
    return typeset("letter.typ", data, draft.day)
