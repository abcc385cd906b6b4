"""Seals are seen as a clerk sees them, in every state of ink and scan, and nothing else red is one."""

from __future__ import annotations

import io
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.demo.documents import jpeg_pdf
from app.model.documents.pages import Seals, Seen
from app.reading.pages.examine import seals_in
from app.reading.seals.find import seal_on
from tests.builders import a_pdf
from tests.seals.ink import A4, DPI, MM, Colour, a_seal, press
from tests.seals.measure import at_sixty, is_near, measured
from tests.seals.pages import KINDS, ON_PAPER, page_of

pytestmark = pytest.mark.one_worker  # pages take longer to draw than to look at

SEALED = [kind for kind in KINDS if kind.startswith("seal")]
ON_PICTURES = ("seal in photo", "seal over photo", "seal on portrait", "seal on card")
BADGES = ("emblem", "certificate", "card", "portrait", "scene", "bars")


def seen(path: Path) -> Seals:
    return seals_in(path, lambda done, item: None)


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def scan(path: Path, monkeypatch: pytest.MonkeyPatch, *kinds: str) -> Path:
    monkeypatch.setattr(jpeg_pdf, "DPI", DPI)
    return saved(path, jpeg_pdf.jpeg_pdf([page_of(kind, 5).jpeg for kind in kinds]))


def test_a_handful_of_every_kind_on_paper_is_told_right() -> None:
    """The whole measure is `python -m tests.seals`; this is its guard."""
    told = measured(page_of(kind, 5, count) for kind in ON_PAPER for count in range(2))
    assert (told.false.total(), told.missed.total()) == (0, 0), list(told.lines())


@pytest.mark.parametrize("kind", [kind for kind in SEALED])
def test_the_frame_lies_on_the_seal(kind: str) -> None:
    page = page_of(kind, 5)
    facts = seal_on(at_sixty(page.jpeg), 4)
    assert facts.seen is Seen.SEEN and facts.page == 4 and page.centre is not None
    assert is_near(facts, page) and 33 <= facts.millimetres <= (60 if kind == "seal large" else 49)
    assert 0 <= facts.x <= facts.x + facts.width <= 1.0001 and 0 <= facts.y <= facts.y + facts.height <= 1.0001


@pytest.mark.parametrize("kind", ON_PICTURES)
def test_ink_on_a_picture_is_seen_by_what_it_does_to_the_picture(kind: str) -> None:
    assert measured(page_of(kind, 5, count) for count in range(2)).missed.total() == 0


def test_ink_shows_on_any_ground_but_its_own_red() -> None:
    """The same ring and star multiplied into plain colours."""
    for ground in ((255, 255, 255), (60, 90, 200), (70, 150, 80), (230, 200, 60), (215, 170, 140), (110, 110, 110)):
        assert seal_on(a_stamped_sheet(ground)).seen is Seen.SEEN, ground


@pytest.mark.parametrize("kind", BADGES)
def test_red_and_round_on_its_own_ground_is_a_badge_and_no_seal(kind: str) -> None:
    assert measured(page_of(kind, 5, count) for count in range(2)).false.total() == 0


def test_a_disc_of_another_ground_within_the_ring_is_a_badge() -> None:
    """The very ink of a seal, but the ground ends where the ring does."""
    sheet = a_stamped_sheet((255, 255, 255), within=(90, 160, 220))
    assert seal_on(sheet).seen is not Seen.SEEN


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_page_that_lies_on_its_side_shows_its_seal_all_the_same(turns: int) -> None:
    image = at_sixty(page_of("seal", 5).jpeg)
    assert seal_on(np.ascontiguousarray(np.rot90(image, turns))).seen is Seen.SEEN


def test_of_a_scan_the_sealed_page_is_named_and_the_nearest_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = seen(scan(tmp_path / "申报书.pdf", monkeypatch, "plain", "logo", "seal", "plain"))
    assert [page.page for page in told.seen] == [3] and told.state == "looked"


def test_grey_pages_are_named_beside_those_in_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = seen(scan(tmp_path / "申报书.pdf", monkeypatch, "grey seal", "red text", "grey seal"))
    assert told.grey == (1, 3) and not told.seen


def test_black_text_made_by_a_computer_is_not_grey_but_unsealed(tmp_path: Path) -> None:
    told = seen(saved(tmp_path / "申报书.pdf", a_pdf(2)))
    assert not told.seen and not told.grey and told.state == "looked"


def test_a_seal_drawn_in_lines_is_seen_like_one_in_ink(tmp_path: Path) -> None:
    """E-seals are vectors: drawn here as PDF paths, ring, star and a band of strokes."""
    assert [page.page for page in seen(saved(tmp_path / "电子章.pdf", an_e_seal())).seen] == [1]


@pytest.mark.parametrize(("kind", "dpi"), [("JPEG", DPI), ("PNG", DPI), ("TIFF", DPI), ("JPEG", 72), ("PNG", 0)])
def test_pictures_with_and_without_a_true_size(tmp_path: Path, kind: str, dpi: int) -> None:
    """Without a sane dpi a picture is taken for a whole A4 page."""
    with Image.open(io.BytesIO(page_of("seal", 5).jpeg)) as picture:
        picture.save(tmp_path / "扫描", kind, **({"dpi": (dpi, dpi)} if dpi else {}))
    assert seen(tmp_path / "扫描").seen


def test_every_picture_of_a_tiff_is_looked_at(tmp_path: Path) -> None:
    pages = [Image.open(io.BytesIO(page_of(kind, 5).jpeg)) for kind in ("plain", "seal")]
    pages[0].save(tmp_path / "a.tif", "TIFF", save_all=True, append_images=pages[1:], dpi=(DPI, DPI))
    assert [page.page for page in seen(tmp_path / "a.tif").seen] == [2]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4 nothing", b"\xff\xd8\xff\xe0 no picture", a_pdf(1, password="x")])
def test_what_no_reader_understands_is_unreadable(tmp_path: Path, content: bytes) -> None:
    assert seen(saved(tmp_path / "a.pdf", content)).state == "unreadable"


def test_a_cut_picture_is_unreadable_not_unsealed(tmp_path: Path) -> None:
    whole = page_of("plain", 5).jpeg
    assert seen(saved(tmp_path / "a.jpg", whole[: len(whole) // 2])).state == "unreadable"


def test_a_page_costs_little() -> None:
    """A tenth of a second is the promise; three times that leaves room for a busy machine."""
    image = at_sixty(page_of("seal", 5).jpeg)
    seal_on(image)
    start = time.process_time()
    for _ in range(3):
        seal_on(image)
    assert (time.process_time() - start) / 3 < 0.3


def a_stamped_sheet(ground: Colour, within: Colour | None = None) -> np.ndarray:
    """A4 in one colour, perhaps with a disc of another, and a seal of 42 mm pressed on it, at 60 dpi."""
    chance = np.random.Generator(np.random.PCG64(5))
    page, mask = Image.new("RGB", A4, ground), a_seal(chance, radius=(21, 21))
    if within is not None:
        reach = 21 * MM
        ImageDraw.Draw(page).ellipse((450 - reach, 700 - reach, 450 + reach, 700 + reach), fill=within)
    press(page, mask, 450, 700, (205, 30, 40), 0.9)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=90)
    return at_sixty(out.getvalue())


def an_e_seal() -> bytes:
    import math

    def at(radius: float, angle: float) -> str:
        return f"{400 + radius * math.cos(angle):.2f} {300 + radius * math.sin(angle):.2f}"

    around = [at(57, math.tau * n / 90) for n in range(90)]
    ring = f"{around[0]} m {' '.join(f'{p} l' for p in around[1:])} h S"
    star = " ".join(f"{at(17 if n % 2 == 0 else 6.5, math.pi * n / 5 + math.pi / 2)} {'l' if n else 'm'}" for n in range(10))
    strokes = " ".join(
        f"{at(37, a)} m {at(50, a)} l S {at(40, a + 0.09)} m {at(48, a + 0.02)} l S"
        for a in (math.radians(-20 + 18 * n) for n in range(13))
    )
    drawn = f"q 0.85 0.1 0.12 RG 0.85 0.1 0.12 rg 3 w {ring} {star} h f {strokes} Q"
    plain = a_pdf(1)
    content = plain[plain.index(b"BT /F1") : plain.index(b"\nendstream")]
    body = plain.replace(content, drawn.encode())
    return body.replace(f"/Length {len(content)}".encode(), f"/Length {len(drawn)}".encode())
