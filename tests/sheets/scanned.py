"""Labelled scans made from a seed: what is drawn, turned and put through an office's scanner."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.sheets import drawn
from tests.sheets.drawn import DPI, MM, Chance, Drawer


@dataclass(frozen=True, slots=True)
class Scan:
    """`jpeg` at 150 dpi; `turn` is by how many degrees clockwise the sheet lies turned, `is_blank` the truth."""

    kind: str
    jpeg: bytes
    turn: int = 0
    is_blank: bool = False


def scanned(page: Image.Image, chance: Chance, turn: int = 0, skew: float = 3.0, bright: bool = False) -> bytes:
    """Turned, tilted by up to `skew` degrees, tinted, shaded, with noise and dust; JPEG."""
    page = page.rotate(-turn, expand=True)
    lid = tuple(int(chance.integers(205, 250)) for _ in range(1)) * 3 if bright or chance.random() < 0.7 else (40, 40, 42)
    angle = chance.uniform(-skew, skew) if chance.random() < 0.8 else 0.0
    page = page.rotate(angle, Image.Resampling.BILINEAR, fillcolor=lid)
    page = page.filter(ImageFilter.GaussianBlur(0.3 + chance.random() * 0.9))
    high, wide = page.height, page.width
    x, y = np.linspace(0, 1, wide, dtype="f4")[None, :], np.linspace(0, 1, high, dtype="f4")[:, None]
    light = 1 - np.float32(chance.uniform(0, 0.12)) * x - np.float32(chance.uniform(0, 0.08)) * y
    for distance in (x, 1 - x, y, 1 - y):
        if chance.random() < 0.35:
            light = light - np.float32(chance.uniform(0.1, 0.6)) * np.exp(-distance * np.float32(chance.uniform(30, 140)))
    tint = 1 - np.array([0, chance.uniform(0, 0.05), chance.uniform(0, 0.14)], dtype="f4")
    noise = chance.standard_normal((high, wide, 1), dtype="f4") * np.float32(chance.uniform(0.5, 5))
    seen = np.asarray(page, dtype="f4") * (light[:, :, None] * (tint * np.float32(chance.uniform(0.8, 1)))) + noise
    made = Image.fromarray(seen.clip(0, 255).astype("uint8"))
    _dust(made, chance)
    if chance.random() < 0.25:
        made = made.convert("L")
    out = io.BytesIO()
    made.save(out, "JPEG", quality=int(chance.integers(35, 90)), dpi=(DPI, DPI))
    return out.getvalue()


def _dust(page: Image.Image, chance: Chance) -> None:
    draw = ImageDraw.Draw(page)
    for _ in range(int(chance.integers(0, 25))):
        x, y, reach = chance.random() * page.width, chance.random() * page.height, chance.uniform(0.5, 2.6)
        grey = int(chance.integers(60, 190))
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), fill=(grey,) * 3)


def punched(page: Image.Image, chance: Chance) -> Image.Image:
    """Two holes or four at one side, black or grey, full or as a thin shadow."""
    draw, grey = ImageDraw.Draw(page), int(chance.integers(20, 190))
    inset, reach = chance.uniform(8, 14) * MM, chance.uniform(2.6, 3.4) * MM
    on_side = chance.random() < 0.7
    length = page.height if on_side else page.width
    for shift in ((-40, 40), (-120, -40, 40, 120), (-100, 100))[int(chance.integers(3))]:
        along = length / 2 + shift * MM
        x, y = (inset, along) if on_side else (along, inset)
        box = (x - reach, y - reach, x + reach, y + reach)
        if chance.random() < 0.7:
            draw.ellipse(box, fill=(grey,) * 3)
        else:
            draw.arc(box, 20, 200, fill=(grey,) * 3, width=3)
    return page


def scanned_pdf(pages: Sequence[bytes]) -> bytes:
    """The JPEGs as pages of their size at 150 dpi, A4 upright or lying."""
    import img2pdf

    made: bytes = img2pdf.convert(list(pages))
    return made


def scans(kinds: dict[str, Callable[[str, Chance], Scan]], seed: int, each: int) -> Iterator[Scan]:
    """`each` of every kind; the same seed makes the same bytes."""
    for number, (kind, make) in enumerate(kinds.items()):
        for count in range(each):
            yield make(kind, np.random.Generator(np.random.PCG64([seed, number, count])))


def scan_of(kind: str, seed: int = 1, count: int = 0) -> Scan:
    made = {**SOUND, **TURNED, **BLANK}
    return made[kind](kind, np.random.Generator(np.random.PCG64([seed, list(made).index(kind), count])))


def _of(drawer: Drawer, *, turn: int = 0, is_blank: bool = False, skew: float = 3.0) -> Callable[[str, Chance], Scan]:
    def make(kind: str, chance: Chance) -> Scan:
        return Scan(kind, scanned(drawer(chance), chance, turn, skew), turn, is_blank)

    return make


def _holed(kind: str, chance: Chance) -> Scan:
    return Scan(kind, scanned(punched(drawn.empty(chance), chance), chance), 0, True)


def _shining(kind: str, chance: Chance) -> Scan:
    page = drawn.showing_through(drawn.empty(chance), drawn.prose(chance), chance.uniform(0.02, 0.07))
    return Scan(kind, scanned(page, chance, bright=True), 0, True)


_WRITTEN: dict[str, Drawer] = {
    "prose": drawn.prose, "form": drawn.form, "account": drawn.account, "wide account": drawn.wide_account,
    "cover": drawn.cover, "sparse": drawn.sparse, "certificate": drawn.certificate, "chart": drawn.chart,
    "card": drawn.card, "script": drawn.script, "english": drawn.english,
}  # fmt: skip
_UNTOLD: dict[str, Drawer] = {
    "photos": drawn.photos, "drawing": drawn.drawing, "texture": drawn.texture, "logos": drawn.logo_sheet,
    "columns": drawn.upright_writing, "number only": drawn.number_only, "seal only": drawn.seal_only,
    "pencil": drawn.pencil, "signature": drawn.signature, "one line": drawn.one_line, "empty frame": drawn.empty_frame,
}  # fmt: skip
SOUND = {kind: _of(drawer) for kind, drawer in {**_WRITTEN, **_UNTOLD}.items()}
TURNED = {f"{kind} {turn}": _of(drawer, turn=turn) for kind, drawer in _WRITTEN.items() for turn in (90, 180, 270)}
BLANK: dict[str, Callable[[str, Chance], Scan]] = {
    "blank": _of(drawn.empty, is_blank=True), "blank holed": _holed, "blank shown through": _shining,
}  # fmt: skip
