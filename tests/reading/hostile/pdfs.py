"""PDFs as many programs write them, all of them sound, and the ways they come to harm."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache

from app.paths import RESOURCES
from tests.builders import a_pdf

PAGES = 3


@cache
def scanned(form: str = "JPEG", mode: str = "RGB") -> bytes:
    """Three noisy pages, as a scanner makes them."""
    import img2pdf
    from PIL import Image

    chance, pictures = random.Random(2023), []
    for page in range(PAGES):
        image = Image.frombytes("L", (240, 340), chance.randbytes(240 * 340)).convert(mode)
        held = io.BytesIO()
        options = {"compression": "group4"} if form == "TIFF" else {}
        image.save(held, form, dpi=(30 + page, 30 + page), **options)
        pictures.append(held.getvalue())
    made: bytes = img2pdf.convert(pictures, engine=img2pdf.Engine.internal, nodate=True)
    return made


@cache
def typeset(standard: str = "a-2b") -> bytes:
    """The same bytes on every computer, for what harm hits depends on where it falls."""
    import typst

    source = "\n#pagebreak()\n".join(f"= 第 {n} 页\n典型经验材料\n" * 7 for n in range(1, PAGES + 1))
    made: bytes = typst.compile(
        f'#set text(font: "FandolFang R")\n{source}'.encode(), pdf_standards=[standard],
        font_paths=[RESOURCES / "fonts"], ignore_system_fonts=True, timestamp=datetime(2023, 8, 25, tzinfo=UTC),
    )  # fmt: skip
    return made


def by_pypdf(password: str | None = None, algorithm: str = "AES-256", **how: object) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf(PAGES)))
    if password is not None:
        writer.encrypt(password, "owner", algorithm=algorithm)
    for page in writer.pages if how.get("compressed") else ():
        page.compress_content_streams()
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def by_pdfium() -> bytes:
    import pypdfium2 as pdfium

    document, held = pdfium.PdfDocument(a_pdf(PAGES)), io.BytesIO()
    document.save(held)
    document.close()
    return held.getvalue()


def updated() -> bytes:
    """Appended to, as a signing program does (ISO 32000-1, 7.5.6)."""
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(a_pdf(PAGES)), incremental=True)
    writer.add_metadata({"/Title": "changed"})
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def packed_objects() -> bytes:
    """All but the pages' contents in an object stream, with a cross-reference stream (7.5.7, 7.5.8)."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 3/Kids[4 0 R 5 0 R 6 0 R]>>",
        3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    for number in (4, 5, 6):
        objects[number] = (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (number + 3)
        )
    index, bodies = b"", b""
    for number, body in objects.items():
        index += b"%d %d " % (number, len(bodies))
        bodies += body + b" "
    out, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", {}
    packed = zlib.compress(index + bodies)
    places[10] = len(out)
    out += b"10 0 obj\n<</Type/ObjStm/N 6/First %d/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        len(index), len(packed), packed)  # fmt: skip
    for number in (7, 8, 9):
        text = b"BT /F1 24 Tf 72 700 Td (page %d) Tj ET" % number
        places[number] = len(out)
        out += b"%d 0 obj\n<</Length %d>>\nstream\n%b\nendstream\nendobj\n" % (number, len(text), text)
    places[11] = len(out)
    rows = b"\0\0\0\xff"
    for number in range(1, 12):
        if number in objects:
            rows += bytes((2,)) + (10).to_bytes(2, "big") + bytes((list(objects).index(number),))
        else:
            rows += bytes((1,)) + places[number].to_bytes(2, "big") + b"\0"
    table = zlib.compress(rows)
    out += b"11 0 obj\n<</Type/XRef/Size 12/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\n" % (
        len(table), table)  # fmt: skip
    return out + b"endobj\nstartxref\n%d\n%%%%EOF\n" % places[11]


def _changed(old: bytes, new: bytes, count: int = -1) -> bytes:
    """Of one length, so that no place in the file moves."""
    content = a_pdf(PAGES)
    assert old in content and len(old) == len(new)
    return content.replace(old, new, count)


def sound() -> Mapping[str, Callable[[], bytes]]:
    made: dict[str, Callable[[], bytes]] = {
        f"version {version}": lambda v=version: _changed(b"%PDF-1.4", f"%PDF-{v}".encode())  # type: ignore[misc]
        for version in ("1.0", "1.3", "1.5", "1.7", "2.0")
    }
    made |= {
        "typst PDF/A-2b": typeset, "typst 1.7": lambda: typeset("1.7"), "pypdf": by_pypdf, "pdfium": by_pdfium,
        "pypdf compressed": lambda: by_pypdf(compressed=True), "incremental update": updated,
        "object streams": packed_objects, "JPEG scan": scanned, "grey JPEG scan": lambda: scanned("JPEG", "L"),
        "PNG scan": lambda: scanned("PNG"), "one-bit scan": lambda: scanned("TIFF", "1"),
        "JPEG 2000 scan": lambda: scanned("JPEG2000"),
        "junk before the header": lambda: b"\xef\xbb\xbfjunk\r\n" + a_pdf(PAGES),
        "900 bytes before the header": lambda: b"x" * 900 + b"\n" + a_pdf(PAGES),
        "a byte behind": lambda: a_pdf(PAGES) + b"\0", "a web page behind": lambda: a_pdf(PAGES) + b"<html>" * 99,
        "zeros behind": lambda: a_pdf(PAGES) + bytes(5000), "no line break at the end": lambda: a_pdf(PAGES).rstrip(),
        "lines end in CR": lambda: a_pdf(PAGES).replace(b" \n", b" \r").replace(b"\n", b"\r"),
        "no endobj": lambda: _changed(b"endobj\n", b"      \n"),
        "no endstream": lambda: _changed(b"endstream", b"         "),
        "wrong length of a stream": lambda: a_pdf(PAGES).replace(b"/Length 41", b"/Length 99"),
        "wrong place of the table": lambda: re.sub(rb"startxref\n\d+", b"startxref\n77", a_pdf(PAGES)),
        "no place of the table": lambda: re.sub(rb"startxref\n\d+", b"startxref\n0", a_pdf(PAGES)),
        "table of wrong places": lambda: re.sub(rb"\n00000(\d{5}) 00000 n", rb"\n00001\1 00000 n", a_pdf(PAGES)),
        "page without contents": lambda: re.sub(rb"/Contents 5 0 R", rb"               ", a_pdf(PAGES)),
        "turned page": lambda: a_pdf(PAGES).replace(b"/Type /Page ", b"/Type/Page/Rotate 90 "),
        "not encrypted, id given": lambda: a_pdf(PAGES).replace(b"/Root 1 0 R", b"/ID[<ab><ab>]/Root 1 0 R"),
        "two files, one behind the other": lambda: a_pdf(1) + a_pdf(PAGES),
    }  # fmt: skip
    for algorithm in ("RC4-40", "RC4-128", "AES-128", "AES-256", "AES-256-R5"):
        made[f"empty password {algorithm}"] = lambda a=algorithm: by_pypdf("", a)  # type: ignore[misc]
    return made


def damaged() -> Mapping[str, Callable[[], bytes]]:
    made: dict[str, Callable[[], bytes]] = {}
    bases: dict[str, Callable[[], bytes]] = {
        "scan": scanned, "typeset": typeset, "text": lambda: a_pdf(PAGES), "object streams": packed_objects,
    }  # fmt: skip
    for name, base in bases.items():
        for share in (10, 50, 90, 99):
            made[f"{name}, cut at {share} %"] = lambda b=base, s=share: b()[: len(b()) * s // 100]  # type: ignore[misc]
        for share in (0, 30, 60, 100):
            made[f"{name}, zeros at {share} %"] = lambda b=base, s=share: _zeroed(b(), s)  # type: ignore[misc]
        made[f"{name}, all flipped here and there"] = lambda b=base: _flipped(b())  # type: ignore[misc]
    made |= {
        "empty": lambda: b"", "only a header": lambda: b"%PDF-1.7\n", "web page": lambda: b"<html><body>404</body></html>",
        "noise": lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(90_000),
        "a page is missing": lambda: _changed(b"/Kids [4 0 R 6 0 R 8 0 R]", b"/Kids [4 0 R 3 9 R 8 0 R]"),
        "all pages are missing": lambda: _changed(b"/Kids [4 0 R 6 0 R 8 0 R]", b"/Kids [44 0 R              ]"[:25]),
        "no root": lambda: _changed(b"/Root 1 0 R", b"/Root 99 0R"),
    }  # fmt: skip
    return made


def _zeroed(content: bytes, share: int) -> bytes:
    """A stretch of 2,048 bytes, a sector of a disc, or a tenth where that is less."""
    size = min(2048, len(content) // 10)
    at = min(len(content) * share // 100, len(content) - size)
    return content[:at] + bytes(size) + content[at + size :]


def _flipped(content: bytes) -> bytes:
    chance, made = random.Random(2023), bytearray(content)
    for _ in range(max(12, len(content) // 200)):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)
