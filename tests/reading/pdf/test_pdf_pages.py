"""What a page shows without being drawn, and what acts in a PDF; every file here is a real one."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from PIL import Image
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from app.model.source import PdfFacts
from app.reading.pdf.facts import pdf_facts
from tests.builders import a_pdf


def facts(content: bytes) -> PdfFacts:
    return pdf_facts(io.BytesIO(content), lambda: None)


def changed(change: Callable[[pypdf.PdfWriter], object], content: bytes | None = None) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content or a_pdf(3)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def a_scan(pixels: tuple[int, int] = (1240, 1754), dpi: float = 150) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", pixels, (250, 250, 245)).save(out, "PDF", resolution=dpi)
    return out.getvalue()


def test_a_sound_pdf_has_no_fault_and_was_examined() -> None:
    told = facts(a_pdf(3))
    assert told.examined and not (told.blank or told.turned or told.coarse or told.odd or told.acts)


def test_a_page_without_anything_on_it_is_blank() -> None:
    assert facts(changed(lambda writer: writer.insert_blank_page(595, 842, 1))).blank == (2,)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_turned_so_that_its_text_does_not_stand_upright(degrees: int) -> None:
    assert facts(changed(lambda writer: writer.pages[2].rotate(degrees))).turned == (3,)


def test_text_set_sideways_on_a_page_that_is_turned_back_stands_upright() -> None:
    sideways = a_pdf(1).replace(b"72 700 Td", b"0 1 -1 0 72 700 Tm ")
    assert facts(sideways).turned == (1,)
    assert facts(changed(lambda writer: writer.pages[0].rotate(90), sideways)).turned == ()


@pytest.mark.parametrize(("dpi", "is_coarse"), [(72, True), (96, True), (100.5, False), (300, False)])
def test_a_scan_under_100_dpi_is_coarse(dpi: float, is_coarse: bool) -> None:
    size = round(8.27 * dpi), round(11.69 * dpi)
    assert facts(a_scan(size, dpi)).coarse == ((1,) if is_coarse else ())


def test_a_scan_that_was_never_told_its_size_is_taken_for_a4() -> None:
    assert facts(a_scan((1654, 2339), 72)).coarse == ()


def test_a_picture_beside_text_is_no_scan() -> None:
    scan = pypdf.PdfReader(io.BytesIO(a_scan((400, 560), 48)))
    assert facts(changed(lambda writer: writer.pages[0].merge_page(scan.pages[0]))).coarse == ()


@pytest.mark.parametrize("size", [(5000, 842), (90, 842)])
def test_pages_of_odd_size(size: tuple[float, float]) -> None:
    def resize(writer: pypdf.PdfWriter) -> None:
        writer.pages[1].mediabox = pypdf.generic.RectangleObject((0, 0, *size))

    assert facts(changed(resize)).odd == (2,)


def test_a_script_that_runs_when_opened() -> None:
    def script(writer: pypdf.PdfWriter) -> None:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)

    assert facts(changed(script)).acts == ("script",)


def test_a_file_carried_along() -> None:
    assert facts(changed(lambda writer: writer.add_attachment("工资.xlsx", b"PK"))).acts == ("attached",)


def test_a_link_that_starts_a_program() -> None:
    def pin(writer: pypdf.PdfWriter) -> None:
        action = {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd.exe")}
        link = Link(rect=(0, 0, 50, 50), url="http://example.invalid")
        writer.add_annotation(1, link)[NameObject("/A")] = DictionaryObject(action)

    assert facts(changed(pin)).acts == ("launch",)


def test_a_link_to_a_web_page_is_no_act() -> None:
    pinned = changed(lambda writer: writer.add_annotation(0, Link(rect=(0, 0, 50, 50), url="http://example.invalid")))
    assert facts(pinned).acts == ()


def test_a_chain_of_actions_that_bites_its_tail_ends() -> None:
    def chain(writer: pypdf.PdfWriter) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject("/Named")})
        known = writer._add_object(action)
        action[NameObject("/Next")] = known
        writer.root_object[NameObject("/OpenAction")] = known

    assert facts(changed(chain)).acts == ()
