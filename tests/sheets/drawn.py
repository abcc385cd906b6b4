"""What is on the papers of an application: drawn upright, in any font, before a scanner sees them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from app.demo.cast import sample
from app.paths import RESOURCES
from tests.seals import ink

DPI = 150
MM = DPI / 25.4
UPRIGHT, LYING = (1240, 1754), (1754, 1240)  # A4
Chance = np.random.Generator
Drawer = Callable[[Chance], Image.Image]
FANDOL = str(RESOURCES / "fonts" / "fandol" / "FandolFang-Regular.otf")

_PROSE = "".join("".join(paragraphs) for paragraphs in sample("prose")["by_area"].values())
_HANZI = "".join(bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xD7) for low in range(0xA1, 0xFA))
_FACES = [FANDOL]


@contextmanager
def faces(*paths: str | Path) -> Iterator[None]:
    """Draw in these fonts instead of the one that comes with the program."""
    before = list(_FACES)
    _FACES[:] = [str(path) for path in paths]
    try:
        yield
    finally:
        _FACES[:] = before


@cache
def _font(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels)


def some(chance: Chance, most: int) -> int:
    return int(chance.integers(most))


def words(chance: Chance, count: int) -> str:
    """Prose, or a run of characters of GB 2312's first level, with numbers and marks between."""
    if chance.random() < 0.5:
        start = some(chance, len(_PROSE))
        return (_PROSE[start:] + _PROSE * 3)[:count]
    made = [_HANZI[some(chance, len(_HANZI))] for _ in range(count)]
    for place in range(count):
        if chance.random() < 0.09:
            made[place] = "，。、；：（）“”0123456789%ABC"[some(chance, 22)]
    return "".join(made)


def figures(chance: Chance) -> str:
    return f"{chance.integers(10**int(chance.integers(2, 9))):,}" + (f".{chance.integers(10, 99)}" if chance.random() < 0.5 else "")


class Pen:
    """Writes on one page in one face. Places in mm from the upper left, sizes in points."""

    def __init__(self, chance: Chance, size: tuple[int, int] = UPRIGHT) -> None:
        self.chance = chance
        self.page = Image.new("RGB", size, "white")
        self.draw = ImageDraw.Draw(self.page)
        self.face = _FACES[some(chance, len(_FACES))]
        dark = some(chance, 70)
        self.colour = (dark, dark, dark)
        self.wide, self.high = size[0] / MM, size[1] / MM

    def write(self, x: float, y: float, text: str, points: float, anchor: str = "la", bold: bool = False, colour: object = None) -> None:
        font = _font(self.face, max(6, round(points / 72 * DPI)))
        self.draw.text((x * MM, y * MM), text, fill=colour or self.colour, font=font, anchor=anchor, stroke_width=int(bold))

    def line(self, x: float, y: float, x2: float, y2: float, width: int = 2) -> None:
        self.draw.line((x * MM, y * MM, x2 * MM, y2 * MM), fill=self.colour, width=width)

    def prose(self, top: float, bottom: float, points: float, left: float = 27, right: float = 27, leading: float = 1.6) -> None:
        """Paragraphs: two characters indented, last lines short."""
        step, each = points * 0.3528 * leading, points * 0.3528
        count, y = int((self.wide - left - right) / each), top
        while y < bottom:
            for row in range(1 + some(self.chance, 6)):
                if y >= bottom:
                    return
                indent = 2 if row == 0 else 0
                self.write(left + indent * each, y, words(self.chance, count - indent), points)
                y += step
            self.write(left, y, words(self.chance, 1 + some(self.chance, count)), points)
            y += step

    def table(self, left: float, top: float, right: float, bottom: float, rows: int, columns: int, points: float,
              filled: float = 0.85, numbers: float = 0.3) -> None:  # fmt: skip
        edges = np.sort(self.chance.uniform(0.3, 1, columns)).cumsum() if columns > 1 else np.array([1.0])
        edges = np.concatenate(([0], edges / edges[-1])) * (right - left) + left
        step = (bottom - top) / rows
        for row in range(rows + 1):
            self.line(left, top + row * step, right, top + row * step)
        for edge in edges:
            self.line(edge, top, edge, bottom)
        for row in range(rows):
            for column in range(columns):
                room = int((edges[column + 1] - edges[column] - 2) / (points * 0.3528))
                if room < 1 or self.chance.random() > filled:
                    continue
                text = figures(self.chance)[:room * 2] if self.chance.random() < numbers else words(self.chance, 1 + some(self.chance, room))
                self.write(edges[column] + 1, top + (row + 0.5) * step, text, points, "lm")

    def seal(self, x: float, y: float) -> None:
        mask = ink.worn(ink.a_seal(self.chance), self.chance, 0.5).resize((round(42 * MM),) * 2)
        ink.press(self.page, mask, x * MM, y * MM, (210, 30, 40), ink.between(self.chance, 0.5, 1))

    def foot(self) -> None:
        if self.chance.random() < 0.7:
            number = 1 + some(self.chance, 60)
            shape = ("{}", "- {} -", "第 {} 页", "— {} —")[some(self.chance, 4)]
            self.write(self.wide / 2, self.high - 15, shape.format(number), 10.5, "mm")


# -- papers --------------------------------------------------------------------------------------------
def prose(chance: Chance) -> Image.Image:
    pen = Pen(chance)
    if chance.random() < 0.5:
        pen.write(105, 30, words(chance, 6 + some(chance, 12)), 20, "mm", bold=True)
    points = (10.5, 12, 14, 16)[some(chance, 4)]
    pen.prose(45, 100 + 160 * chance.random() ** 0.5, points, leading=1.35 + chance.random() * 0.6)
    pen.foot()
    return pen.page


def form(chance: Chance) -> Image.Image:
    pen = Pen(chance)
    pen.write(105, 28, words(chance, 8), 18, "mm", bold=True)
    pen.table(25, 40, 185, 100 + some(chance, 150), 5 + some(chance, 12), 2 + some(chance, 4), (9, 10.5, 12, 14)[some(chance, 4)], 0.8, 0.15)
    if chance.random() < 0.4:
        pen.seal(60 + some(chance, 90), 90 + some(chance, 150))
    pen.foot()
    return pen.page


def account(chance: Chance, size: tuple[int, int] = UPRIGHT) -> Image.Image:
    """A table of figures: audits and balances."""
    pen = Pen(chance, size)
    pen.write(pen.wide / 2, 22, words(chance, 8), 15, "mm", bold=True)
    rows = 10 + some(chance, 25 if size == UPRIGHT else 14)
    pen.table(18, 34, pen.wide - 18, pen.high - 25, rows, 4 + some(chance, 5), (8, 9, 10.5)[some(chance, 3)], 0.9, 0.55)
    return pen.page


def wide_account(chance: Chance) -> Image.Image:
    return account(chance, LYING)


def cover(chance: Chance) -> Image.Image:
    pen = Pen(chance)
    pen.write(105, 60 + some(chance, 40), words(chance, 6 + some(chance, 5)), 26 + some(chance, 10), "mm", bold=True)
    for row in range(3 + some(chance, 4)):
        pen.write(45, 150 + row * 15, words(chance, 4) + "：" + words(chance, 4 + some(chance, 12)), 16, "lm")
        pen.line(80, 154 + row * 15, 170, 154 + row * 15)
    pen.write(105, 260, "二〇二三年八月", 16, "mm")
    if chance.random() < 0.5:
        pen.seal(130, 200)
    return pen.page


def sparse(chance: Chance) -> Image.Image:
    """A last page: a few lines, a signature, a date."""
    pen = Pen(chance)
    pen.prose(30, 32 + some(chance, 30), 14)
    pen.write(120, 90, words(chance, 10), 14)
    pen.write(130, 102, "2023年8月18日", 14)
    pen.foot()
    return pen.page


def certificate(chance: Chance) -> Image.Image:
    """Wide or tall, in a frame, with a large title, few words and a seal."""
    pen = Pen(chance, LYING if chance.random() < 0.6 else UPRIGHT)
    for inset in (10, 13):
        pen.draw.rectangle((inset * MM, inset * MM, (pen.wide - inset) * MM, (pen.high - inset) * MM), outline=(180, 140, 60), width=5)
    for _ in range(200):
        x = chance.random() * pen.wide
        pen.line(x, 11, x + 1.5, 12.5, 1)
    pen.write(pen.wide / 2, 45, words(chance, 4 + some(chance, 3)), 36, "mm", bold=True)
    pen.prose(75, 90 + some(chance, 40), 14 + some(chance, 5), 35, 35, 1.8)
    pen.write(pen.wide - 90, pen.high - 45, words(chance, 12), 14)
    pen.seal(pen.wide - 60, pen.high - 45)
    return pen.page


def chart(chance: Chance) -> Image.Image:
    """Bars and curves with small labels, a caption, a little prose."""
    pen = Pen(chance, LYING if chance.random() < 0.3 else UPRIGHT)
    pen.write(pen.wide / 2, 25, words(chance, 10), 16, "mm", bold=True)
    left, right, top, bottom = 35.0, pen.wide - 30, 45.0, pen.high * 0.6
    pen.line(left, top, left, bottom)
    pen.line(left, bottom, right, bottom)
    count = 4 + some(chance, 7)
    for number in range(count):
        x, high = left + (number + 0.3) * (right - left) / count, chance.random() * (bottom - top)
        fill = tuple(int(c) for c in chance.integers(30, 220, 3))
        pen.draw.rectangle((x * MM, (bottom - high) * MM, (x + 10) * MM, bottom * MM), fill=fill)
        pen.write(x + 5, bottom + 5, words(chance, 3), 9, "mm")
        pen.write(left - 3, top + number * (bottom - top) / count, str(100 - 10 * number), 8, "rm")
    pen.prose(bottom + 20, bottom + 25 + some(chance, 60), 12)
    return pen.page


def photos(chance: Chance) -> Image.Image:
    """Photographs of a workshop, with captions or none."""
    pen = Pen(chance)
    for top in (30, 150)[: 1 + some(chance, 2)]:
        pen.page.paste(ink.photo(chance, round(150 * MM), round(95 * MM)), (round(30 * MM), round(top * MM)))
        if chance.random() < 0.7:
            pen.write(105, top + 103, words(chance, 4 + some(chance, 14)), 12, "mm")
    return pen.page


def card(chance: Chance) -> Image.Image:
    """Both sides of an identity card on one sheet."""
    pen = Pen(chance)
    for top in (60, 140):
        box = (62 * MM, top * MM, 148 * MM, (top + 54) * MM)
        pen.draw.rounded_rectangle(box, 20, fill=(225, 232, 236), outline=(150, 160, 170), width=2)
        for row in range(2 + some(chance, 4)):
            pen.write(68, top + 8 + row * 8, words(chance, 5 + some(chance, 7)), 8)
    if chance.random() < 0.5:
        pen.write(105, 220, "仅供申报质量标杆使用", 14, "mm")
    return pen.page


def drawing(chance: Chance) -> Image.Image:
    """A layout plan: lines and circles, words this way and that."""
    pen = Pen(chance, LYING if chance.random() < 0.6 else UPRIGHT)
    for _ in range(25 + some(chance, 30)):
        x, y = chance.random() * (pen.wide - 60) + 20, chance.random() * (pen.high - 60) + 20
        wide, high = chance.random() * 60, chance.random() * 40
        pen.draw.rectangle((x * MM, y * MM, (x + wide) * MM, (y + high) * MM), outline=pen.colour, width=2)
    for _ in range(14):
        tile = Image.new("RGB", (260, 34), "white")
        ImageDraw.Draw(tile).text((2, 2), words(chance, 4), fill=pen.colour, font=_font(pen.face, 26))
        tile = tile.rotate((0, 0, 0, 90, 270)[some(chance, 5)], expand=True)
        pen.page.paste(tile, (some(chance, pen.page.width - 280), some(chance, pen.page.height - 280)))
    return pen.page


_ENGLISH = (
    "This is to certify that the Quality Management System of the above Organization has been assessed and found to "
    "conform with the requirements of ISO 9001:2015 for the design, manufacture and sale of products. Registered No. 2023-0417 "
)


def english(chance: Chance) -> Image.Image:
    """A certificate's or a report's English side."""
    pen = Pen(chance)
    points, step = (10, 12, 14)[some(chance, 3)], 6 + 4 * chance.random()
    for row in range(6 + some(chance, 20)):
        start = some(chance, len(_ENGLISH))
        line = (_ENGLISH[start:] + _ENGLISH)[: 30 + some(chance, 30)]
        pen.write(28, 40 + row * step, line.upper() if chance.random() < 0.1 else line, points)
    return pen.page


def texture(chance: Chance) -> Image.Image:
    """A photograph full of edges: fences, tiles, codes, foliage, crowds of parts."""
    pen = Pen(chance)
    wide, high = round(chance.uniform(80, 170) * MM), round(chance.uniform(60, 230) * MM)
    y, x = np.mgrid[0:high, 0:wide].astype("f4") / np.float32(chance.uniform(4, 40))
    kind, a, b = some(chance, 6), chance.uniform(-2, 2), chance.uniform(-2, 2)
    if kind == 0:  # stripes, a fence
        level = np.sin(a * x + b * y) > chance.uniform(-0.8, 0.8)
    elif kind == 1:  # tiles
        level = (np.sin(x) > chance.uniform(-0.9, 0.5)) & (np.sin(y + a) > chance.uniform(-0.9, 0.5))
    elif kind in (2, 3):  # a code of squares; bars
        cells = chance.random((int(y[-1, 0]) + 1, int(x[0, -1]) + 1) if kind == 2 else (1, int(x[0, -1]) + 1)) > 0.5
        level = cells[y.astype(int) if kind == 2 else 0, x.astype(int)]
    elif kind == 4:  # leaves, gravel: noise of several sizes
        level = np.zeros((high, wide), "f4")
        for size in (6, 15, 40, 100):
            coarse = Image.fromarray(chance.random((high // size + 2, wide // size + 2), dtype="f4"))
            level += np.asarray(coarse.resize((wide, high), Image.Resampling.BICUBIC))
        level = np.clip((level - 1.4) * 2, 0, 1)
    else:  # parts in rows, each an outline
        level = np.abs(np.sin(x) * np.sin(y) - chance.uniform(0, 0.5)) > chance.uniform(0.05, 0.2)
    dark, light = int(chance.integers(0, 110)), int(chance.integers(150, 256))
    tones = dark + (light - dark) * np.asarray(level, "f4") + chance.standard_normal((high, wide), dtype="f4") * 6
    photo = Image.fromarray(tones.clip(0, 255).astype("uint8")).filter(ImageFilter.GaussianBlur(chance.uniform(0, 2)))
    pen.page.paste(photo.convert("RGB"), (some(chance, pen.page.width - wide), some(chance, pen.page.height - high)))
    return pen.page


def upright_writing(chance: Chance) -> Image.Image:
    """Old-fashioned columns, read from the right; the characters themselves stand upright."""
    pen = Pen(chance)
    for column in range(8 + some(chance, 8)):
        for row, letter in enumerate(words(chance, 10 + some(chance, 18))):
            pen.write(180 - column * 11, 35 + row * 7.4, letter, 18)
    return pen.page


def script(chance: Chance) -> Image.Image:
    """A page written by hand, as nearly as a font does: slanting lines, letters that differ."""
    pen = Pen(chance)
    pen.colour = (40, 50, 120)
    for row in range(5 + some(chance, 16)):
        x = 28.0
        for letter in words(chance, 12 + some(chance, 10)):
            pen.write(x, 35 + row * 11 + chance.normal(0, 0.7), letter, 15 + chance.normal(0, 1.6))
            x += 6.1 + chance.normal(0, 0.5)
    return pen.page.rotate(chance.uniform(-1.5, 1.5), fillcolor="white")


def logo_sheet(chance: Chance) -> Image.Image:
    """Shapes only: nothing tells which way is up."""
    pen = Pen(chance)
    for _ in range(3 + some(chance, 10)):
        x, y, reach = chance.random() * 180 + 15, chance.random() * 250 + 20, 5 + chance.random() * 30
        box = ((x - reach) * MM, (y - reach) * MM, (x + reach) * MM, (y + reach) * MM)
        pen.draw.arc(box, some(chance, 360), some(chance, 360) + 200, fill=pen.colour, width=2 + some(chance, 20))
        ink.star(pen.draw, x * MM, y * MM, reach * MM * 0.4, (200, 40, 40))
    return pen.page


# -- nearly nothing ------------------------------------------------------------------------------------
def empty(chance: Chance) -> Image.Image:
    return Image.new("RGB", UPRIGHT if chance.random() < 0.85 else LYING, "white")


def number_only(chance: Chance) -> Image.Image:
    pen = Pen(chance)
    shape = ("{}", "- {} -", "{}", "第 {} 页")[some(chance, 4)]
    place = (105, 30, 180)[some(chance, 3)]
    y = pen.high - 10 - 12 * chance.random() if chance.random() < 0.8 else 12
    pen.write(place, y, shape.format(1 + some(chance, 99)), (9, 10.5, 14)[some(chance, 3)], "mm")
    return pen.page


def seal_only(chance: Chance) -> Image.Image:
    pen = Pen(chance)
    mask = ink.worn(ink.a_seal(chance), chance, 0.4)
    side = round((12 + 30 * chance.random()) * MM)
    x, y = chance.uniform(25, 185) * MM, chance.uniform(25, 270) * MM
    ink.press(pen.page, mask.resize((side, side)), x, y, (215, 40, 50), ink.between(chance, 0.35, 1))
    return pen.page


def pencil(chance: Chance) -> Image.Image:
    """A few light words, as a pencil leaves them."""
    pen = Pen(chance)
    grey = 150 + some(chance, 45)
    pen.write(30 + some(chance, 100), 40 + some(chance, 200), words(chance, 2 + some(chance, 6)), 14 + some(chance, 8), colour=(grey,) * 3)
    return pen.page


def signature(chance: Chance) -> Image.Image:
    pen = Pen(chance)
    x, y = 60 + some(chance, 90), 60 + some(chance, 180)
    at = [(x + 6 * n + chance.normal(0, 2), y + 9 * math.sin(2.3 * n) + chance.normal(0, 2)) for n in range(3 + some(chance, 5))]
    pen.draw.line([(a * MM, b * MM) for a, b in at], fill=(30, 30, 80), width=3, joint="curve")
    return pen.page


def one_line(chance: Chance) -> Image.Image:
    pen = Pen(chance)
    pen.write(105, 40 + some(chance, 200), ("（此页无正文）", "附件", "本页空白", words(chance, 3))[some(chance, 4)], 14, "mm")
    return pen.page


def empty_frame(chance: Chance) -> Image.Image:
    """A form nobody filled in: still a page of something."""
    pen = Pen(chance)
    pen.table(25, 40, 185, 250, 1 + some(chance, 8), 1 + some(chance, 3), 12, filled=0)
    return pen.page


def showing_through(page: Image.Image, back: Image.Image, strength: float) -> Image.Image:
    """The other side of thin paper: mirrored, soft, faint."""
    seen = back.transpose(Image.Transpose.FLIP_LEFT_RIGHT).resize(page.size).filter(ImageFilter.GaussianBlur(2.2))
    return Image.fromarray((np.asarray(page) * (1 - strength * (1 - np.asarray(seen) / 255.0))).astype("uint8"))
