"""Makes a clean page look as if it came off an office scanner: tint, seal, tilt, noise, grey edge."""

from __future__ import annotations

import io
import math
import random
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 140
_QUALITY = 68
_BARE = 0.58  # of a half pressed seal's slope: what lies before left no ink
_LID = (214, 213, 209)  # what is seen beside a sheet that lies askew
_NOISE_MARGIN = 64  # pixels by which the noise is larger than a page, so that no two pages share it


@dataclass(frozen=True, slots=True)
class Stamp:
    """A seal on a page: page from 1, centre in mm from the upper left corner."""

    seal: Image.Image
    page: int
    x: float
    y: float


class _Empty:
    """A sheet with nothing on it; `size` in pixels."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size

    def laid(self, angle: float) -> Image.Image:
        """On the glass, turned by so many degrees to the left; beside it the lid is seen."""
        page = self._seen(angle)
        draw, (width, height) = ImageDraw.Draw(page), self.size
        for beside in ((-99, -99, 0, height + 99), (width, -99, width + 99, height + 99),
                       (-99, -99, width + 99, 0), (-99, height, width + 99, height + 99)):  # fmt: skip
            left, top, right, bottom = beside
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            draw.polygon([self._turned(*corner, angle) for corner in corners], fill=_LID)
        return page

    def _seen(self, angle: float) -> Image.Image:
        return Image.new("RGB", self.size, "white")

    def _turned(self, x: float, y: float, angle: float) -> tuple[float, float]:
        """About the middle."""
        turn, across, down = math.radians(angle), self.size[0] / 2, self.size[1] / 2
        x, y = x - across, y - down
        return (
            across + x * math.cos(turn) + y * math.sin(turn),
            down - x * math.sin(turn) + y * math.cos(turn),
        )


class _Sheet(_Empty):
    """A page that was printed. PDFium draws it turned: to turn the picture takes six times as long."""

    def __init__(self, page: Any) -> None:
        self._page, self._scale = page, DPI / 72
        width, height = (math.ceil(side * self._scale) for side in page.get_size())
        super().__init__((width, height))

    def _seen(self, angle: float) -> Image.Image:
        width, height = self.size
        right, down = self._scale * math.cos(math.radians(angle)), self._scale * math.sin(math.radians(angle))
        left, top = self._turned(0, 0, angle)
        bitmap: Any = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGR)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        raw.FPDF_RenderPageBitmapWithMatrix(
            bitmap, self._page, raw.FS_MATRIX(right, -down, down, right, left, top),
            raw.FS_RECTF(0, 0, width, height), raw.FPDF_ANNOT,
        )  # fmt: skip
        return bitmap.to_pil().convert("RGB")  # type: ignore[no-any-return]


class Scanner:
    """One office's scanner: the same lamp, dust and paper on every page; `seed` decides which."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._papers: dict[tuple[int, int], Image.Image] = {}

    def pages(self, pdf: bytes, name: str, stamps: tuple[Stamp, ...] = (), grey: bool = False) -> list[bytes]:
        """JPEG bytes of each page; `name` decides tilt and noise."""
        document: Any = pypdfium2.PdfDocument(pdf)
        try:
            return [
                self._scanned(_Sheet(page), [s for s in stamps if s.page == number], f"{name}/{number}", grey)
                for number, page in enumerate(document, 1)
            ]
        finally:
            document.close()

    def careless(self, pages: list[bytes], name: str) -> list[bytes]:
        """Of the same sheets, the first one's empty back was fed too, and the last one upside down."""
        first, last = (Image.open(io.BytesIO(pages[at])) for at in (0, -1))
        back = self._scanned(_Empty(first.size), [], f"{name}/back", grey=False)
        turned = last.transpose(Image.Transpose.ROTATE_180)
        return [pages[0], back, *pages[1:-1], _jpeg(turned)]

    def _scanned(self, sheet: _Empty, stamps: list[Stamp], name: str, grey: bool) -> bytes:
        chance = random.Random(f"{self._seed}/{name}")
        marks = [_mark_of(stamp, chance) for stamp in stamps]
        page = sheet.laid(chance.uniform(0.15, 0.7) * chance.choice((-1, 1)))  # never straight
        for mark, place in marks:
            _press(page, mark, place)
        page = ImageChops.multiply(page, self._paper_of(page.size))
        left, top = chance.randrange(_NOISE_MARGIN), chance.randrange(_NOISE_MARGIN)
        grain = self._grain.crop((left, top, left + page.width, top + page.height))
        page = ImageChops.add(page, grain, scale=1, offset=-128)
        if grey:
            page = page.convert("L")
        return _jpeg(page)

    def _paper_of(self, size: tuple[int, int]) -> Image.Image:
        if size not in self._papers:
            self._papers[size] = self._paper.resize(size)
        return self._papers[size]

    @cached_property
    def _paper(self) -> Image.Image:
        """Off-white, darker to the right and at the binding edge, as a lid that does not close leaves it."""
        x = np.linspace(0, 1, 400)[None, :]
        y = np.linspace(0, 1, 560)[:, None]
        light = 0.985 - 0.03 * x**3 - 0.02 * y**4 - 0.38 * np.exp(-x * 90) - 0.12 * np.exp(-(1 - y) * 120)
        tint = np.array([1.0, 0.993, 0.972])
        return Image.fromarray((255 * light[:, :, None] * tint).clip(0, 255).astype("uint8"))

    @cached_property
    def _grain(self) -> Image.Image:
        """Sensor noise and dust around 128, larger than any A4 page either way up."""
        side = int(297 / 25.4 * DPI) + _NOISE_MARGIN + 4
        chance = np.random.Generator(np.random.PCG64(self._seed))
        grain = chance.normal(128, 2.2, (side, side))
        for _ in range(60):
            y, x = chance.integers(2, side - 3, 2)
            grain[y : y + chance.integers(1, 3), x : x + chance.integers(1, 3)] -= 70
        grey = grain.clip(0, 255).astype("uint8")
        return Image.fromarray(np.repeat(grey[:, :, None], 3, axis=2))


def _jpeg(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_QUALITY, dpi=(DPI, DPI))
    return out.getvalue()


def inked(png: bytes, seed: str) -> Image.Image:
    """A seal's clean drawing with the uneven ink of a hand-held stamp, RGBA."""
    chance = np.random.Generator(np.random.PCG64(random.Random(seed).getrandbits(64)))
    seal = Image.open(io.BytesIO(png)).convert("RGBA")
    blots = Image.fromarray(chance.integers(0, 256, (9, 9), dtype="uint8"))
    coarse = blots.resize(seal.size, Image.Resampling.BICUBIC)
    fine = chance.normal(1.0, 0.16, (seal.height, seal.width))
    ink = (0.66 + 0.34 * np.asarray(coarse) / 255.0) * fine
    pixels = np.array(seal)
    pixels[:, :, 3] = (pixels[:, :, 3] * ink.clip(0, 1)).astype("uint8")
    return Image.fromarray(pixels)


def half_pressed(stamp: Stamp) -> Stamp:
    """The same seal pressed with its right edge only: the left half left no ink."""
    pixels = np.array(stamp.seal)
    across = np.linspace(0, 1, pixels.shape[1])[None, :] * 0.85
    down = np.linspace(0, 1, pixels.shape[0])[:, None] * 0.55
    pixels[:, :, 3] = (pixels[:, :, 3] * ((across + down - _BARE) / 0.25).clip(0, 1)).astype("uint8")
    return replace(stamp, seal=Image.fromarray(pixels))


def photograph(seed: str) -> bytes:
    """JPEG: a shop floor out of focus, with nothing on it that could be read."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (1280, 960), (186, 192, 196))
    draw = ImageDraw.Draw(picture)
    draw.polygon([(0, 960), (1280, 960), (900, 420), (380, 420)], fill=(128, 132, 128))
    for place in range(7):
        left, high = 40 + 175 * place, chance.randrange(160, 360)
        colour = tuple(chance.randrange(60, 170) for _ in range(3))
        draw.rectangle((left, 560 - high, left + 120, 620), fill=colour)
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(14)).save(out, "JPEG", quality=80)
    return out.getvalue()


def _mark_of(stamp: Stamp, chance: random.Random) -> tuple[Image.Image, tuple[int, int]]:
    """(a little turned, where its upper left corner comes to lie, in pixels)."""
    seal = stamp.seal.rotate(chance.uniform(-9, 9), Image.Resampling.BICUBIC)
    left = round(stamp.x / 25.4 * DPI - seal.width / 2 + chance.uniform(-6, 6))
    top = round(stamp.y / 25.4 * DPI - seal.height / 2 + chance.uniform(-6, 6))
    ground = Image.new("RGBA", seal.size, "white")
    ground.alpha_composite(seal)
    return ground.convert("RGB"), (left, top)


def _press(page: Image.Image, mark: Image.Image, place: tuple[int, int]) -> None:
    """Multiply it into the page; the text below stays visible."""
    below = page.crop((*place, place[0] + mark.width, place[1] + mark.height))
    page.paste(ImageChops.multiply(below, mark), place)
