"""A PDF is cut where it ends, and pypdf says of it what it says of the whole."""

from __future__ import annotations

import io
import random
from typing import BinaryIO

import pypdf
import pytest

from app.reading.pdf import end as pdf_end
from app.reading.pdf.end import up_to_its_end
from app.reading.pdf.facts import pdf_facts
from tests.builders import a_pdf

PDF = a_pdf(3)
NOISE = random.Random(2023).randbytes(300_000)


def as_pypdf_says(file: BinaryIO | None) -> int:
    if file is None:
        return -1
    try:
        return len(pypdf.PdfReader(file, strict=False).pages)
    except Exception:  # pypdf raises whatever its parser trips over
        return -1


@pytest.mark.parametrize("block", [1000, 1 << 20])
@pytest.mark.parametrize(
    "content",
    [
        PDF, PDF[:-6], PDF[:-2], PDF.rstrip(), PDF + NOISE, PDF + bytes(9000), PDF + b"\n" * 9000, NOISE + PDF,
        PDF[:-7] + NOISE, PDF[:-9] + b" %%EOF", PDF[:-9] + b" %%EOF" + NOISE, PDF + PDF, PDF + NOISE + b"%%EOF",
        b"%PDF-1.4\n" + NOISE, b"%%EOF" + NOISE, PDF + NOISE + b"%", b"", b"%PDF-1.7",
    ],
)  # fmt: skip
def test_pypdf_reads_the_same_to_its_end_as_it_reads_the_whole(
    content: bytes, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_end, "_BLOCK", block)
    monkeypatch.setattr(pdf_end, "_TAIL", 64)
    cut = up_to_its_end(io.BytesIO(content), lambda: None)
    assert as_pypdf_says(cut) == as_pypdf_says(io.BytesIO(content))


@pytest.mark.parametrize("place", range(4090, 4104))
def test_a_marker_that_lies_across_two_blocks_is_found(place: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_end, "_BLOCK", 4096)
    monkeypatch.setattr(pdf_end, "_TAIL", 64)
    content = (b"x" * place + b"\n%%EOF").ljust(8192, b"x")
    cut = up_to_its_end(io.BytesIO(content), lambda: None)
    assert cut is not None and cut.read() == b"x" * place + b"\n%%EOF"


@pytest.mark.parametrize(("cut", "is_whole"), [(0, True), (1, False), (60, False)])
def test_a_file_for_the_web_that_is_shorter_than_it_says_was_cut(cut: int, is_whole: bool) -> None:
    """Its first part has an end marker of its own: opened alone it would pass."""
    told = b"%PDF-1.4\n99 0 obj\n<</Linearized 1/L 0000001500/H[1 2]/O 4/E 900/N 3/T 900>>\nendobj\n"
    content = (told + PDF[9:] + b"%").ljust(1490, b" ") + b"\n%%EOF\n   "
    assert (up_to_its_end(io.BytesIO(content[: 1500 - cut]), lambda: None) is not None) is is_whole
    assert up_to_its_end(io.BytesIO(content + b"later" * 99 + b"%%EOF"), lambda: None) is not None


def test_noise_is_damaged_without_being_read_line_by_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(*_: object, **__: object) -> None:
        raise AssertionError("pypdf was asked")

    monkeypatch.setattr(pypdf, "PdfReader", hang)
    found = pdf_facts(io.BytesIO(b"%PDF-1.7\n" + NOISE), lambda: None)
    assert (found.pdfium, found.pypdf) == ("failed", "failed")


def test_a_reader_that_goes_through_a_large_damaged_file_gives_signs_of_life() -> None:
    told: list[None] = []
    pdf_facts(io.BytesIO(b"%PDF-1.7\n" + NOISE), lambda: told.append(None))
    assert len(told) > 20
