"""A scan with its words beneath, as scanners with recognition leave it."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pypdf


def searchable(scan: bytes, paper: bytes) -> bytes:
    """`scan` laid page by page over the `paper` it was made of: seen is the scan, read is the paper."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(paper))
    for page, above in zip(writer.pages, pypdf.PdfReader(io.BytesIO(scan)).pages, strict=True):
        page.merge_page(above)
    writer.metadata = {"/Producer": "Office Scanner 3.1"}
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bound(papers: Iterable[bytes]) -> bytes:
    """Several papers scanned in one go: one PDF of all their pages."""
    writer = pypdf.PdfWriter()
    for paper in papers:
        for page in pypdf.PdfReader(io.BytesIO(paper)).pages:
            writer.add_page(page)
    writer.metadata = {"/Producer": "Office Scanner 3.1"}
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
