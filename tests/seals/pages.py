"""Labelled scans made from a seed: pages with a seal in every state, and pages that only look red.

What is drawn knows nothing of how seals are looked for: sizes, inks and faults are those of offices. Seals stand
on paper, photographs, portraits, certificates, cards, charts and signs; none is left out for being hard to see.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from app.demo.documents.jpeg_pdf import jpeg_size
from tests.seals import ground, ink
from tests.seals.ink import A4, DPI, MM, Chance, between


@dataclass(frozen=True, slots=True)
class Page:
    """A scan (`jpeg` at 110 dpi) and the truth: `kind` tells the state, `centre` (shares) where the seal is."""

    kind: str
    jpeg: bytes
    centre: tuple[float, float] | None = None

    @property
    def millimetres(self) -> tuple[float, float]:
        width, height, _ = jpeg_size(self.jpeg)
        return width / MM, height / MM

    @property
    def is_grey(self) -> bool:
        return self.kind.startswith("grey")


def pages(seed: int, each: int = 12) -> Iterator[Page]:
    """`each` of every kind; the same seed makes the same bytes."""
    for number, (kind, make) in enumerate(KINDS.items()):
        for count in range(each):
            yield make(kind, np.random.Generator(np.random.PCG64([seed, number, count])))


def page_of(kind: str, seed: int = 1, count: int = 0) -> Page:
    return _page_of(kind, seed, count)


@cache  # which takes a number that is left out for another one
def _page_of(kind: str, seed: int, count: int) -> Page:
    chance = np.random.Generator(np.random.PCG64([seed, list(KINDS).index(kind), count]))
    return KINDS[kind](kind, chance)


# -- paper ---------------------------------------------------------------------------------------------
def _text(chance: Chance, colour: ink.Colour = (25, 25, 28)) -> Image.Image:
    """A written page, a form with cells, or a nearly empty last page."""
    page = Image.new("RGB", A4, "white")
    draw, kind = ImageDraw.Draw(page), chance.random()
    size = int(chance.integers(15, 22))
    rows = range(150, A4[1] - 130, int(size * between(chance, 1.5, 2.1)))
    last = len(rows) if kind < 0.6 else int(chance.integers(3, 16))
    for top in list(rows)[:last]:
        count = int(chance.integers(12, (A4[0] - 220) // size))
        draw.text((110, top), ink.some_words(chance, count), fill=colour, font=ink.font(size))
    if kind > 0.7:
        _table(draw, chance, colour)
    return page


def _table(draw: ImageDraw.ImageDraw, chance: Chance, colour: ink.Colour) -> None:
    top, rows, columns = int(chance.integers(300, 700)), int(chance.integers(3, 10)), int(chance.integers(2, 6))
    step, width = 46, (A4[0] - 220) // columns
    for row in range(rows + 1):
        draw.line((110, top + row * step, 110 + columns * width, top + row * step), fill=colour, width=2)
    for column in range(columns + 1):
        draw.line((110 + column * width, top, 110 + column * width, top + rows * step), fill=colour, width=2)
    for row in range(rows):
        for column in range(columns):
            words = ink.some_words(chance, min(int(chance.integers(1, 7)), width // 18 - 1))
            draw.text((118 + column * width, top + 12 + row * step), words, fill=colour, font=ink.font(17))


# -- the scanner -----------------------------------------------------------------------------------------
def _scanned(
    page: Image.Image, chance: Chance, *, dark: float = 0.0, blur: float = 0.4, quality: tuple[int, int] = (45, 92),
    tilt: float = 1.5, grey: bool = False,
) -> bytes:  # fmt: skip
    """Tint, uneven lamp, tilt, noise, JPEG."""
    page = page.rotate(between(chance, -tilt, tilt), Image.Resampling.BICUBIC, fillcolor=(235, 235, 233))
    page = page.filter(ImageFilter.GaussianBlur(blur + between(chance, 0, 0.5)))
    light = np.linspace(1, 1 - between(chance, 0, 0.15), A4[0])[None, :, None]
    tint = np.array([1, 1 - between(chance, 0, 0.05), 1 - between(chance, 0, 0.12)])
    noise = chance.normal(0, between(chance, 0.5, 4), (A4[1], A4[0], 1))
    seen = np.array(page, dtype="float32")
    seen *= (light * tint * (1 - dark)).astype("float32")
    seen += noise.astype("float32")
    scan = Image.fromarray(np.clip(seen, 0, 255, out=seen).astype("uint8"))
    out = io.BytesIO()
    (scan.convert("L") if grey else scan).save(out, "JPEG", quality=int(chance.integers(*quality)), dpi=(DPI, DPI))
    return out.getvalue()


def _sealed(
    *, colours: tuple[ink.Colour, ...] = ((205, 30, 40), (222, 40, 45), (190, 22, 38)), strength: tuple[float, float] = (0.7, 1.0),
    keep: float = 0.6, blurred: float = 0.0, turned: float = 12, oval: bool = False, radius: tuple[float, float] = (19, 22.5),
    cut: bool = False, under: Callable[[Image.Image, Chance], ground.Place | None] | None = None, anywhere: bool = False,
    **scan: object,
) -> Callable[[str, Chance], Page]:  # fmt: skip
    def make(kind: str, chance: Chance) -> Page:
        page = _text(chance)
        place = under(page, chance) if under is not None else None
        mask = ink.a_seal(chance, oval, radius)
        mask = ink.worn(mask, chance, keep).rotate(between(chance, -turned, turned), Image.Resampling.BICUBIC, expand=True)
        mask = mask.filter(ImageFilter.GaussianBlur(blurred + between(chance, 0, 0.6)))
        x, y = between(chance, 28, 182) * MM, between(chance, 45, 268) * MM
        if under is _photo:  # a photograph above or below it, which the seal's edge may touch
            y = (between(chance, 30, 45) if chance.random() < 0.5 else between(chance, 245, 265)) * MM
        if cut:  # as far as half a seal hangs over the edge: 骑缝
            inward = between(chance, -1, 9) * MM
            x = inward if chance.random() < 0.5 else A4[0] - inward
        if place is not None and not anywhere:
            x, y = place
        colour = colours[int(chance.integers(len(colours)))]
        ink.press(page, mask, x, y, colour, between(chance, *strength))
        return Page(kind, _scanned(page, chance, **scan), (x / A4[0], y / A4[1]))  # type: ignore[arg-type]

    return make


def _turned_over(kind: str, chance: Chance) -> Page:
    """A sheet that lay in the scanner on its side or upside down."""
    upright = _sealed()(kind, chance)
    assert upright.centre is not None
    (x, y), turns = upright.centre, int(chance.integers(1, 4))
    with Image.open(io.BytesIO(upright.jpeg)) as picture:
        out = io.BytesIO()
        picture.rotate(90 * turns, expand=True).save(out, "JPEG", quality=85, dpi=(DPI, DPI))
    return Page(kind, out.getvalue(), ((y, 1 - x), (1 - x, 1 - y), (1 - y, x))[turns - 1])


def _drawn(kind: str, chance: Chance) -> Page:
    """An electronic seal: flat, pure red, sharp, upright, covering what it stands on."""
    page = _text(chance)
    mask = ink.a_seal(chance, radius=(20, 22.5))
    x, y, red = between(chance, 40, 170) * MM, between(chance, 60, 250) * MM, ((255, 0, 0), (230, 0, 18), (237, 28, 36))
    flat = Image.new("RGB", mask.size, red[int(chance.integers(3))])
    page.paste(flat, (round(x - mask.width / 2), round(y - mask.height / 2)), mask)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=95, subsampling=0, dpi=(DPI, DPI))
    return Page(kind, out.getvalue(), (x / A4[0], y / A4[1]))


def _unsealed(*marks: Callable[[ImageDraw.ImageDraw, float, float, Chance], None], most: int = 3) -> Callable[[str, Chance], Page]:
    def make(kind: str, chance: Chance) -> Page:
        page = _text(chance)
        draw = ImageDraw.Draw(page)
        for _ in range(int(chance.integers(1, most + 1)) if marks else 0):
            mark = marks[int(chance.integers(len(marks)))]
            mark(draw, between(chance, 35, 175) * MM, between(chance, 35, 262) * MM, chance)
        return Page(kind, _scanned(page, chance, dark=between(chance, 0, 0.2)))

    return make


def _headed(kind: str, chance: Chance) -> Page:
    page = _text(chance)
    ground.heading(page, chance)
    return Page(kind, _scanned(page, chance))


def _red_text(kind: str, chance: Chance) -> Page:
    return Page(kind, _scanned(_text(chance, ink.a_red(chance)), chance))


def _photo(page: Image.Image, chance: Chance) -> None:
    """In the middle part of a page."""
    width, height = int(chance.integers(300, 780)), int(chance.integers(250, 700))
    at = int(chance.integers(20, A4[0] - width)), int(chance.integers(270, A4[1] - 270 - height + 1))
    page.paste(ink.photo(chance, width, height), at)


def _photographed(kind: str, chance: Chance) -> Page:
    page = _text(chance)
    for _ in range(int(chance.integers(1, 3))):
        _photo(page, chance)
    return Page(kind, _scanned(page, chance))


def _on_ground(*grounds: Callable[[Image.Image, Chance], object]) -> Callable[[str, Chance], Page]:
    """The coloured grounds without any seal."""

    def make(kind: str, chance: Chance) -> Page:
        page = _text(chance)
        grounds[int(chance.integers(len(grounds)))](page, chance)
        return Page(kind, _scanned(page, chance, dark=between(chance, 0, 0.2)))

    return make


def _warm(kind: str, chance: Chance) -> Page:
    """Paper that is itself reddish or yellow, without any seal."""
    tint = Image.new("RGB", A4, tuple(int(c) for c in (250, chance.integers(195, 240), chance.integers(180, 235))))
    page = Image.fromarray((np.asarray(_text(chance), dtype="float32") * np.asarray(tint) / 255).astype("uint8"))
    return Page(kind, _scanned(page, chance))


def _blank(kind: str, chance: Chance) -> Page:
    return Page(kind, _scanned(Image.new("RGB", A4, (250, 249, 246)), chance))


def _grey(kind: str, chance: Chance) -> Page:
    """A seal that went through a scanner without colour; nobody can tell."""
    page = _text(chance)
    ink.press(page, ink.worn(ink.a_seal(chance), chance, 0.6), 600, 950, (60, 60, 60), between(chance, 0.4, 1))
    return Page(kind, _scanned(page, chance, grey=True))


ON_PAPER: dict[str, Callable[[str, Chance], Page]] = {
    "seal": _sealed(),
    "seal faint": _sealed(strength=(0.22, 0.5), keep=0.55),
    "seal blurred": _sealed(blurred=1.6, blur=1.0),
    "seal dark scan": _sealed(dark=0.42),
    "seal dark ink": _sealed(colours=((120, 12, 25), (140, 20, 40), (100, 10, 20))),
    "seal orange": _sealed(colours=((235, 95, 45), (240, 110, 60), (228, 80, 35))),
    "seal crimson": _sealed(colours=((200, 30, 90), (190, 45, 80), (215, 60, 100))),
    "seal worn": _sealed(keep=0.1, strength=(0.55, 0.9)),
    "seal turned": _sealed(turned=180),
    "seal coarse": _sealed(quality=(16, 32)),
    "seal on edge": _sealed(cut=True, tilt=0.4),
    "seal oval": _sealed(oval=True, turned=10),
    "seal headed": _sealed(under=ground.heading, anywhere=True),
    "seal by photo": _sealed(under=_photo),
    "letterhead": _headed,
    "red text": _red_text,
    "photo": _photographed,
    "logo": _unsealed(ink.logo),
    "pie chart": _unsealed(ink.pie, most=2),
    "name seal": _unsealed(ink.name_seal),
    "circled": _unsealed(ink.circled),
    "warm paper": _warm,
    "plain": _unsealed(),
    "blank": _blank,
    "grey seal": _grey,
}  # fmt: skip
KINDS = ON_PAPER | {
    "seal in photo": _sealed(under=ground.in_photo),
    "seal over photo": _sealed(under=ground.over_photo),
    "seal on portrait": _sealed(under=ground.on_portrait),
    "seal certificate": _sealed(under=ground.certificate),
    "seal on card": _sealed(under=ground.card),
    "seal on heading": _sealed(under=ground.heading),
    "seal on chart": _sealed(under=ground.chart),
    "seal on sign": _sealed(under=ground.sign),
    "seal large": _sealed(radius=(25, 29)),
    "seal drawn": _drawn,
    "seal turned over": _turned_over,
    "scene": _on_ground(ground.in_photo, ground.over_photo),
    "portrait": _on_ground(ground.on_portrait),
    "certificate": _on_ground(ground.certificate),
    "card": _on_ground(ground.card),
    "emblem": _unsealed(ground.emblem),
    "bars": _unsealed(ground.bars, ink.pie),
}  # fmt: skip
