"""Small papers, set as they are needed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from app.model.documents.words import Words
from app.reading.words.read import words_of
from app.writing.papers.fonts import known_fonts

SHEET = '#set page(width: 210mm, height: 297mm)\n#set text(font: "FandolSong", size: 12pt, lang: "zh")\n'


def typeset(source: str) -> bytes:
    """A PDF with a text layer, of typst's markup."""
    import typst

    made = typst.compile((SHEET + source).encode(), font_paths=known_fonts())
    assert isinstance(made, bytes)
    return made


def scanned(pdf: bytes, dpi: int = 150) -> bytes:
    """Its pages as pictures alone, a little yellowed."""
    import img2pdf
    import pypdfium2 as pdfium
    from PIL import Image

    pages = []
    with pdfium.PdfDocument(pdf) as document:
        for page in document:
            picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
            paper = Image.blend(picture, Image.new("RGB", picture.size, "#f4e7c8"), 0.15)
            out = io.BytesIO()
            paper.save(out, "JPEG", quality=80, dpi=(dpi, dpi))
            pages.append(out.getvalue())
    return bytes(img2pdf.convert(pages))


def picture_of(pdf: bytes, dpi: int = 150) -> bytes:
    """Its first page as a JPEG."""
    import pypdfium2 as pdfium

    with pdfium.PdfDocument(pdf) as document:
        out = io.BytesIO()
        document[0].render(scale=dpi / 72).to_pil().convert("RGB").save(out, "JPEG", dpi=(dpi, dpi))
        return out.getvalue()


def a_written_docx(paragraphs: Sequence[tuple[str, float]]) -> bytes:
    """(text, points) of each."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    for text, points in paragraphs:
        document.add_paragraph().add_run(text).font.size = Pt(points)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(path: Path, content: bytes, kind: str) -> Words:
    path.write_bytes(content)
    return words_of(path, kind, lambda done, item: None)
