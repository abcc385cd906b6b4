"""Every stream that a page draws with is decoded once: harm inside is told, an odd writer is not blamed."""

from __future__ import annotations

import io
import random
import re
import time
import tracemalloc
import zlib

import pypdf
import pytest
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject, StreamObject

from app.model.source import PdfFacts
from app.reading.pdf.facts import pdf_facts
from tests.builders import a_pdf
from tests.reading.hostile.pdfs import scanned, typeset

PAGES = 3


def facts(content: bytes) -> PdfFacts:
    return pdf_facts(io.BytesIO(content), lambda: None)


def a_page_with(*contents: bytes, name: str = "/FlateDecode") -> bytes:
    """One page whose contents are these bytes, as they are."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf(1)))
    held = ArrayObject()
    for content in contents:
        stream = StreamObject()
        stream._data = content
        stream[NameObject("/Filter")] = NameObject(name)
        held.append(writer._add_object(stream))
    writer.pages[0][NameObject("/Contents")] = held
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


WORDS = b"BT /F1 24 Tf 72 700 Td (page) Tj ET\n" * 40
PACKED = zlib.compress(WORDS)


def font_of(content: bytes) -> tuple[int, int]:
    """Where its largest stream lies that is no picture: (first byte, bytes)."""
    found = [(m.end(), content.find(b"endstream", m.end())) for m in re.finditer(rb"stream\r?\n", content)]
    return max(((start, end - start) for start, end in found if end > start), key=lambda each: each[1])


@pytest.mark.parametrize("size", [64, 512, 4096])
@pytest.mark.parametrize("share", [10, 50, 90])
def test_a_font_with_a_hole_is_told_though_both_readers_are_content(size: int, share: int) -> None:
    content = typeset()
    start, length = font_of(content)
    size = min(size, length // 2)
    at = start + (length - size) * share // 100
    told = facts(content[:at] + bytes(size) + content[at + size :])
    assert (told.pdfium, told.pypdf) == ("ok", "ok")
    assert told.damaged == (1, 2, 3) and "font" in told.damaged_parts


def test_one_bit_flipped_in_what_is_packed_is_told() -> None:
    content, chance = typeset(), random.Random(2023)
    start, length = font_of(content)
    for _ in range(20):
        made = bytearray(content)
        made[start + chance.randrange(2, length - 8)] ^= 1 << chance.randrange(8)
        assert facts(bytes(made)).damaged == (1, 2, 3)


def test_only_the_pages_that_use_it_are_named() -> None:
    content = scanned()
    at = content.index(b"\xff\xda", content.index(b"\xff\xda") + 2) + 2_000  # in the second page's picture
    told = facts(content[:at] + bytes(512) + content[at + 512 :])
    assert (told.damaged, told.damaged_parts) == ((2,), ("picture",))


@pytest.mark.parametrize("content", [typeset(), scanned(), scanned("JPEG", "L"), scanned("TIFF", "1"), scanned("JPEG2000")])
def test_what_is_whole_is_not_blamed(content: bytes) -> None:
    told = facts(content)
    assert not told.damaged and not told.undecoded


@pytest.mark.parametrize(
    "packed",
    [
        PACKED, PACKED[:-4], PACKED + b"\r\n", b"\n" + PACKED, zlib.compress(WORDS, 0),
        (flushed := zlib.compressobj()).compress(WORDS) + flushed.flush(zlib.Z_SYNC_FLUSH),
    ],
    ids=["as it should be", "no checksum", "line break behind", "line break before", "stored", "flushed"],
)  # fmt: skip
def test_what_odd_writers_leave_out_is_no_harm(packed: bytes) -> None:
    assert facts(a_page_with(packed)).damaged == ()


@pytest.mark.parametrize(
    "packed", [PACKED[:-9], PACKED[:-1] + bytes([PACKED[-1] ^ 1]), bytes(64) + PACKED[64:], b"no zlib at all", b""]
)
def test_contents_that_break_off_or_are_no_such_thing_are_told(packed: bytes) -> None:
    told = facts(a_page_with(packed))
    assert (told.damaged, told.damaged_parts) == ((1,), ("contents",))


def test_one_of_several_contents_is_enough() -> None:
    assert facts(a_page_with(PACKED, PACKED[: len(PACKED) // 2], PACKED)).damaged == (1,)


def test_a_pdf_with_its_empty_password_is_looked_into_as_any() -> None:
    from tests.reading.hostile.pdfs import by_pypdf

    assert facts(by_pypdf("", "AES-256", compressed=True)).damaged == ()


def test_a_form_that_draws_itself_ends() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf(2)))
    form = DecodedStreamObject()
    form.set_data(b"/X Do")
    form[NameObject("/Subtype")] = NameObject("/Form")
    reference = writer._add_object(form)
    form[NameObject("/Resources")] = resources = DictionaryObject()
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/X"): reference})
    for page in writer.pages:
        page[NameObject("/Resources")][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): reference})  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    told = facts(out.getvalue())
    assert told.damaged == () and told.undecoded == 0


def test_bombs_among_the_pictures_cost_their_time_and_no_memory() -> None:
    packer = zlib.compressobj(1)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(60)) + packer.flush()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf(2)))
    pictures = DictionaryObject()
    for number in range(40):
        stream = StreamObject()
        stream._data = bomb
        stream[NameObject("/Filter")] = NameObject("/FlateDecode")
        stream[NameObject("/Subtype")] = NameObject("/Image")
        pictures[NameObject(f"/I{number}")] = writer._add_object(stream)
    writer.pages[0][NameObject("/Resources")][NameObject("/XObject")] = pictures  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    tracemalloc.start()
    begin = time.monotonic()
    told = pdf_facts(out, lambda: None, seconds=0.2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told.undecoded == 2 and told.damaged == ()
    assert time.monotonic() - begin < 10 and peak < 100 << 20  # seconds, bytes
