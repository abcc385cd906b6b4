"""整本: what an enterprise binds into one PDF, set as the sample's papers are."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdf

from app.demo.cast import APPLICANTS
from app.demo.documents.papers import Typesetter, set_paper

KINDS = ("form", "experience", "licence", "audit")


def a_bound(kinds: Sequence[str] = KINDS) -> tuple[bytes, dict[str, tuple[int, int]]]:
    """The PDF, and the first and last page of each paper in it."""
    typesetter, book, places = Typesetter(), pypdf.PdfWriter(), {}
    for kind in kinds:
        first = len(book.pages) + 1
        for page in pypdf.PdfReader(BytesIO(set_paper(kind, APPLICANTS[0], typesetter))).pages:
            book.add_page(page)
        places[kind] = (first, len(book.pages))
    out = BytesIO()
    book.write(out)
    return out.getvalue(), places
