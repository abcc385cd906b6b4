"""Blank sheets and sheets that lie turned are told from their pictures; a sound page is left in peace."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.model.documents.pages import Pages
from app.reading.pages.blank import is_blank
from app.reading.pages.examine import examine
from app.reading.pages.turn import turn_of
from tests.builders import a_pdf
from tests.seals.pages import page_of
from tests.sheets.measure import at, measured
from tests.sheets.scanned import BLANK, SOUND, TURNED, scan_of, scanned_pdf


def pages_of(path: Path) -> Pages:
    seen = examine(path, lambda done, item: None, for_seals=False, for_pages=True)
    assert seen.seals is None and seen.pages is not None
    return seen.pages


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def jpeg(kind: str, **kept: object) -> bytes:
    """A scan saved anew, by a program that writes down something of its own."""
    out = io.BytesIO()
    Image.open(io.BytesIO(scan_of(kind, 3).jpeg)).convert("RGB").save(out, "JPEG", **kept)  # type: ignore[arg-type]
    return out.getvalue()


NEARLY_BLANK = ("number only", "pencil", "signature", "seal only", "one line", "empty frame")


@pytest.mark.parametrize("kind", [kind for kind in SOUND if kind not in NEARLY_BLANK])
def test_a_sound_page_is_neither_blank_nor_turned(kind: str) -> None:
    """The whole measure is `python -m tests.sheets`; this and the next two are its guard."""
    told = measured([scan_of(kind, 5)])
    assert not told.false.total()


@pytest.mark.parametrize("kind", [*BLANK])
def test_a_sheet_without_ink_is_blank_whatever_the_scanner_adds(kind: str) -> None:
    told = measured([scan_of(kind, 5)])
    assert not told.missed.total() and not told.false.total()


@pytest.mark.parametrize("kind", [kind for kind in TURNED if kind.split()[0] in ("prose", "form")])
def test_a_written_page_that_lies_turned_is_told_by_how_much(kind: str) -> None:
    told = measured([scan_of(kind, 5)])
    assert not told.missed.total() and not told.false.total()


@pytest.mark.parametrize("kind", NEARLY_BLANK)
def test_a_page_with_a_number_a_note_or_a_light_seal_is_not_blank(kind: str) -> None:
    assert not is_blank(at(scan_of(kind, 5).jpeg, 60))


def test_a_page_without_light_or_without_size_is_nothing_at_all() -> None:
    for level in (0, 128, 255):
        flat = np.full((1404, 992, 3), level, dtype=np.uint8)
        assert turn_of(flat[:, :, 1]) is None
    for high, wide in ((1, 1), (3, 900), (40, 40)):
        sliver = np.zeros((high, wide, 3), dtype=np.uint8)
        assert not is_blank(sliver) and turn_of(sliver[:, :, 1]) is None


def test_of_a_scan_the_pages_are_named_by_number(tmp_path: Path) -> None:
    kinds = ("prose", "blank", "form 180", "wide account", "prose 270", "blank holed", "account 90")
    path = saved(tmp_path / "扫描.pdf", scanned_pdf([scan_of(kind, 3).jpeg for kind in kinds]))
    assert pages_of(path) == Pages(blank=(2, 6), upside_down=(3,), sideways=(5, 7))


def test_seals_and_sheets_are_seen_on_pages_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.reading.pages import images

    drawn: list[int] = []
    original = images._rendered
    monkeypatch.setattr(images, "_rendered", lambda page, dpi: drawn.append(dpi) or original(page, dpi))
    sheets = [scan_of("prose 180", 3).jpeg, page_of("seal", 5).jpeg, scan_of("blank", 3).jpeg]
    path = saved(tmp_path / "申报书.pdf", scanned_pdf(sheets))
    seen = examine(path, lambda done, item: None, for_seals=True, for_pages=True)
    assert len(drawn) == 3
    assert seen.seals is not None and [page.page for page in seen.seals.seen] == [2]
    assert seen.pages == Pages(blank=(3,), upside_down=(1,))


def test_pages_that_are_no_scans_are_not_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.reading.pages import images

    monkeypatch.setattr(images, "_rendered", lambda page, dpi: pytest.fail("drawn"))
    assert pages_of(saved(tmp_path / "a.pdf", a_pdf(3))) == Pages()


def test_a_picture_is_seen_as_its_camera_says_it_stands(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 3  # turned by 180°: what shows it turns it back
    assert pages_of(saved(tmp_path / "a.jpg", jpeg("prose 180"))) == Pages(upside_down=(1,))
    assert pages_of(saved(tmp_path / "b.jpg", jpeg("prose 180", exif=exif))) == Pages()


def test_every_picture_of_a_tiff_is_looked_at(tmp_path: Path) -> None:
    pages = [Image.open(io.BytesIO(scan_of(kind, 3).jpeg)) for kind in ("prose", "blank", "prose 90")]
    pages[0].save(tmp_path / "a.tif", "TIFF", save_all=True, append_images=pages[1:], dpi=(150, 150))
    assert pages_of(tmp_path / "a.tif") == Pages(blank=(2,), sideways=(3,))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 nothing", b"\xff\xd8\xff\xe0 no picture", a_pdf(1, password="x")])
def test_what_no_reader_understands_is_unreadable(tmp_path: Path, content: bytes) -> None:
    assert pages_of(saved(tmp_path / "a.pdf", content)).state == "unreadable"


def test_a_page_costs_little() -> None:
    """25 ms on a quiet machine; six times that leaves room for a busy one."""
    import time

    fine, small = at(scan_of("prose", 5).jpeg, 120), at(scan_of("prose", 5).jpeg, 60)
    turn_of(fine[:, :, 1])
    start = time.process_time()
    for _ in range(3):
        is_blank(small)
        turn_of(fine[:, :, 1])
    assert (time.process_time() - start) / 3 < 0.15
