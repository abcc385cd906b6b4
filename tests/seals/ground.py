"""Coloured ground that seals are stamped on: photographs, portraits, certificates, cards, charts, red headings.

Each is drawn on a page and tells where a seal would be pressed, in pixels.
"""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.seals import ink
from tests.seals.ink import A4, MM, Chance, Colour, between

Place = tuple[float, float]
GOLD: Colour = (214, 170, 60)
YELLOW: Colour = (250, 215, 70)
_SKINS: tuple[Colour, ...] = ((236, 196, 172), (222, 178, 148), (205, 158, 128), (240, 208, 190))
_BACKS: tuple[Colour, ...] = ((205, 25, 35), (225, 45, 50), (60, 140, 215), (35, 95, 180), (245, 246, 248))


# -- photographs ---------------------------------------------------------------------------------------
def a_scene(chance: Chance, width: int, height: int) -> Image.Image:
    """A workshop or a meeting: clouds of colour at every scale, boxes, people, perhaps a red banner."""
    made = Image.fromarray(_clouds(chance, width, height))
    draw = ImageDraw.Draw(made)
    for _ in range(int(chance.integers(3, 14))):
        left, top = between(chance, -40, width), between(chance, -40, height)
        right, bottom = left + between(chance, 8, 0.5 * width), top + between(chance, 8, 0.5 * height)
        draw.rectangle((left, top, right, bottom), fill=_any(chance), outline=_any(chance), width=2)
    for _ in range(int(chance.integers(0, 6))):
        _person(draw, between(chance, 0, width), between(chance, 0.3, 0.8) * height, between(chance, 3, 9) * MM, chance)
    if chance.random() < 0.4:
        _banner(draw, width, between(chance, 0, 0.6) * height, chance)
    made = made.filter(ImageFilter.GaussianBlur(between(chance, 0.4, 1.5)))
    grain = chance.normal(0, between(chance, 2, 9), (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(made) + grain, 0, 255).astype("uint8"))


def _clouds(chance: Chance, width: int, height: int) -> np.ndarray:
    made = np.full((height, width, 3), chance.uniform(60, 200, 3))
    for cells, strength in ((4, 60), (12, 35), (40, 20), (120, 10)):
        for channel in range(3):
            field = chance.normal(0, strength, (cells, cells)).astype("float32")
            made[:, :, channel] += np.asarray(Image.fromarray(field).resize((width, height), Image.Resampling.BICUBIC))
    grey = made.mean(axis=2, keepdims=True)
    return np.clip(grey + (made - grey) * between(chance, 0.4, 1.3), 0, 255).astype("uint8")


def _person(draw: ImageDraw.ImageDraw, x: float, y: float, head: float, chance: Chance) -> None:
    skin, coat = _SKINS[int(chance.integers(len(_SKINS)))], _any(chance)
    draw.rounded_rectangle((x - 1.6 * head, y + head, x + 1.6 * head, y + 6 * head), head, fill=coat)
    draw.ellipse((x - 0.8 * head, y - head, x + 0.8 * head, y + head), fill=skin)
    helmet = [(230, 190, 30), (210, 40, 40), (240, 240, 240), (40, 35, 35)][int(chance.integers(4))]
    draw.pieslice((x - 0.9 * head, y - 1.2 * head, x + 0.9 * head, y + 0.6 * head), 180, 360, fill=helmet)


def _banner(draw: ImageDraw.ImageDraw, width: int, top: float, chance: Chance) -> None:
    """横幅: white or yellow letters on red cloth."""
    high = between(chance, 5, 12) * MM
    draw.rectangle((0, top, width, top + high), fill=ink.a_red(chance))
    letters = ink.some_words(chance, int(width / high))
    fill = "white" if chance.random() < 0.5 else YELLOW
    draw.text((width / 2, top + high / 2), letters, fill=fill, font=ink.font(int(0.7 * high)), anchor="mm", stroke_width=1)


def _any(chance: Chance) -> Colour:
    red, green, blue = (int(c) for c in chance.integers(15, 240, 3))
    return red, green, blue


def a_picture(chance: Chance, width: int, height: int) -> Image.Image:
    return (ink.photo if chance.random() < 0.5 else a_scene)(chance, width, height)


def in_photo(page: Image.Image, chance: Chance) -> Place:
    """Wholly on a photograph."""
    left, top, width, height = _pasted(page, chance)
    reach = 24 * MM
    return between(chance, left + reach, left + width - reach), between(chance, top + reach, top + height - reach)


def over_photo(page: Image.Image, chance: Chance) -> Place:
    """Partly on a photograph, partly on paper."""
    left, top, width, height = _pasted(page, chance)
    shift = between(chance, -16, 16) * MM
    if chance.random() < 0.5:
        x = (left if left > A4[0] - left - width else left + width) + shift
        return float(np.clip(x, 26 * MM, A4[0] - 26 * MM)), between(chance, top, top + height)
    return between(chance, left, left + width), (top if chance.random() < 0.5 else top + height) + shift


def _pasted(page: Image.Image, chance: Chance) -> tuple[int, int, int, int]:
    width, height = int(chance.integers(260, 780)), int(chance.integers(250, 700))
    left, top = int(chance.integers(20, A4[0] - width)), int(chance.integers(180, A4[1] - 180 - height))
    page.paste(a_picture(chance, width, height), (left, top))
    return left, top, width, height


# -- portraits -----------------------------------------------------------------------------------------
def a_portrait(chance: Chance, width: int, height: int) -> Image.Image:
    """证件照: head and shoulders before one colour, often red."""
    made = Image.new("RGB", (width, height), _BACKS[int(chance.integers(len(_BACKS)))])
    draw, x, head = ImageDraw.Draw(made), width / 2, width * 0.27
    y, hair = height * 0.42, (30, 24, 24)
    skin = _SKINS[int(chance.integers(len(_SKINS)))]
    coat = ((28, 30, 45), (240, 240, 242), (60, 65, 80), (150, 30, 40))[int(chance.integers(4))]
    draw.ellipse((x - 1.7 * head, height * 0.72, x + 1.7 * head, height * 1.5), fill=coat)
    draw.rectangle((x - 0.4 * head, y + head, x + 0.4 * head, height * 0.8), fill=skin)
    draw.ellipse((x - 1.05 * head, y - 1.45 * head, x + 1.05 * head, y + 0.9 * head), fill=hair)
    draw.ellipse((x - 0.9 * head, y - 1.05 * head, x + 0.9 * head, y + 1.3 * head), fill=skin)
    for side in (-0.4, 0.4):
        draw.ellipse((x + (side - 0.13) * head, y - 0.1 * head, x + (side + 0.13) * head, y + 0.02 * head), fill=hair)
    draw.ellipse((x - 0.28 * head, y + 0.62 * head, x + 0.28 * head, y + 0.76 * head), fill=(190, 100, 95))
    made = made.filter(ImageFilter.GaussianBlur(1.0))
    grain = chance.normal(0, 4, (height, width, 3))
    return Image.fromarray(np.clip(np.asarray(made) + grain, 0, 255).astype("uint8"))


def on_portrait(page: Image.Image, chance: Chance) -> Place:
    """A small photograph glued to a form, sealed across: over a corner or a side of it, as 骑缝 wants it."""
    wide = between(chance, 25, 36)
    width, height = round(wide * MM), round(wide * 1.4 * MM)
    left, top = int(chance.integers(100, A4[0] - 110 - width)), int(chance.integers(120, A4[1] - 300 - height))
    page.paste(a_portrait(chance, width, height), (left, top))
    x = left + width * between(chance, 0.2, 0.8)
    return float(np.clip(x, 26 * MM, A4[0] - 26 * MM)), top + height * between(chance, 0.55, 1.1)


# -- certificates --------------------------------------------------------------------------------------
def emblem(draw: ImageDraw.ImageDraw, x: float, y: float, chance: Chance) -> None:
    """国徽: a red disc in a golden wreath, golden stars and gate, red ribbons; or the same in red lines alone."""
    r, red = between(chance, 9, 22) * MM, ink.a_red(chance)
    is_plain = chance.random() < 0.25
    gold, inner = (red, "white") if is_plain else (GOLD, red)
    for number in range(40):  # ears of wheat
        angle = math.tau * number / 40
        ear_x, ear_y, size = x + 0.88 * r * math.cos(angle), y + 0.88 * r * math.sin(angle), 0.11 * r
        draw.ellipse((ear_x - size, ear_y - size, ear_x + size, ear_y + size), fill=gold, outline=red, width=1)
    draw.ellipse((x - 0.78 * r, y - 0.78 * r, x + 0.78 * r, y + 0.78 * r), fill=inner, outline=gold, width=max(2, int(r / 30)))
    shine = red if is_plain else YELLOW
    ink.star(draw, x, y - 0.38 * r, 0.2 * r, shine)
    for angle in (200, 233, 307, 340):
        at = math.radians(angle)
        ink.star(draw, x + 0.5 * r * math.cos(at), y + 0.1 * r + 0.5 * r * math.sin(at), 0.08 * r, shine)
    draw.rectangle((x - 0.4 * r, y + 0.2 * r, x + 0.4 * r, y + 0.32 * r), fill=shine)
    draw.polygon(((x - 0.45 * r, y + 0.12 * r), (x + 0.45 * r, y + 0.12 * r), (x, y - 0.06 * r)), fill=shine)
    for side in (-1, 1):
        draw.polygon(((x + side * 0.15 * r, y + 0.75 * r), (x + side * 0.7 * r, y + 0.6 * r), (x + side * 0.6 * r, y + 1.1 * r)), fill=red)
    draw.ellipse((x - 0.22 * r, y + 0.6 * r, x + 0.22 * r, y + 1.02 * r), fill=gold, outline=red, width=2)


def certificate(page: Image.Image, chance: Chance) -> Place:
    """奖状, 证书 or 营业执照: red or golden borders on tinted paper, a red title, mostly an emblem; sealed below."""
    draw, (width, height) = ImageDraw.Draw(page), A4
    ground = ((253, 246, 228), (255, 250, 250), (250, 236, 236), (252, 240, 205))[int(chance.integers(4))]
    draw.rectangle((0, 0, width, height), fill=ground)
    if chance.random() < 0.6:
        _guilloche(draw, (60, 60, width - 60, height - 60), chance)
    edge = ink.a_red(chance) if chance.random() < 0.6 else GOLD
    for inset, thick in ((28, int(between(chance, 1, 8) * MM)), (28 + 11 * MM, 3), (28 + 13 * MM, int(chance.integers(1, 8)))):
        draw.rectangle((inset, inset, width - inset, height - inset), outline=edge, width=thick)
    if chance.random() < 0.5:  # ornaments in the corners
        for x in (30 * MM, width - 30 * MM):
            for y in (30 * MM, height - 30 * MM):
                for reach in (9, 6, 3):
                    draw.ellipse((x - reach * MM, y - reach * MM, x + reach * MM, y + reach * MM), outline=edge, width=3)
    if chance.random() < 0.75:
        emblem(draw, width / 2, 48 * MM, chance)
    title, colour = str(chance.choice(["荣誉证书", "营业执照", "奖状", "质量标杆证书"])), ink.a_red(chance)
    if chance.random() < 0.3:
        colour = GOLD
    draw.text((width / 2, 92 * MM), title, fill=colour, font=ink.font(int(between(chance, 14, 20) * MM)), anchor="mm", stroke_width=3)
    for row in range(int(chance.integers(3, 12))):
        draw.text((130, (115 + 11 * row) * MM), ink.some_words(chance, 24), fill=(40, 35, 35), font=ink.font(24))
    return between(chance, 60, 158) * MM, between(chance, 205, 258) * MM


def _guilloche(draw: ImageDraw.ImageDraw, box: tuple[float, float, float, float], chance: Chance) -> None:
    """底纹: fine waves in one pale or lively colour."""
    colour = ((240, 200, 200), (240, 222, 170), (200, 222, 240), (235, 170, 175), (205, 232, 205))[int(chance.integers(5))]
    left, top, right, bottom = box
    step, swing, length = between(chance, 7, 16), between(chance, 4, 14), between(chance, 40, 160)
    x = np.arange(left, right, 4)
    for y in np.arange(top + swing, bottom - swing, step):
        for phase in (0.0, math.pi):
            draw.line(list(zip(x, y + swing * np.sin(x / length * math.tau + phase), strict=True)), fill=colour, width=1)


def card(page: Image.Image, chance: Chance) -> Place:
    """A copied card in colour (85.6 × 54 mm): fine pattern, a portrait, perhaps a small emblem; sealed across."""
    width, height = round(85.6 * MM), round(54 * MM)
    tint = ((214, 232, 244), (246, 222, 222), (222, 240, 222), (250, 236, 205))[int(chance.integers(4))]
    made = Image.new("RGB", (width, height), tint)
    draw = ImageDraw.Draw(made)
    _guilloche(draw, (0, 0, width, height), chance)
    if chance.random() < 0.5:
        emblem(draw, 14 * MM, 13 * MM, chance)
    for row in range(4):
        draw.text((8 * MM, (22 + 7 * row) * MM), ink.some_words(chance, 9), fill=(30, 40, 60), font=ink.font(17))
    made.paste(a_portrait(chance, round(24 * MM), round(32 * MM)), (round(57 * MM), round(11 * MM)))
    left, top = int(chance.integers(60, A4[0] - 60 - width)), int(chance.integers(150, A4[1] - 300 - height))
    page.paste(made, (left, top))
    x = float(np.clip(left + width * between(chance, 0.1, 1), 26 * MM, A4[0] - 26 * MM))
    return x, top + height * between(chance, 0.1, 1)


# -- print ---------------------------------------------------------------------------------------------
def heading(page: Image.Image, chance: Chance) -> Place:
    """红头: the issuer in large red letters, a red line, perhaps with a star in it; sealed on line and letters."""
    draw, red = ImageDraw.Draw(page), ink.a_red(chance)
    draw.rectangle((0, 60, A4[0], 330), fill="white")
    draw.text((A4[0] / 2, 190), ink.a_name(chance)[:9] + "文件", fill=red, font=ink.font(int(chance.integers(48, 74))),
              anchor="mm", stroke_width=int(chance.integers(1, 4)))  # fmt: skip
    draw.line((100, 320, A4[0] - 100, 320), fill=red, width=int(chance.integers(3, 8)))
    if chance.random() < 0.3:
        ink.star(draw, A4[0] / 2, 320, 16, red)
    return between(chance, 35, 175) * MM, between(chance, 42, 95) * MM


def chart(page: Image.Image, chance: Chance) -> Place:
    """A pie or bars, sealed partly on them."""
    draw, x, y = ImageDraw.Draw(page), between(chance, 60, 150) * MM, between(chance, 70, 230) * MM
    if chance.random() < 0.5:
        ink.pie(draw, x, y, chance)
    else:
        bars(draw, x, y, chance)
    return x + between(chance, -28, 28) * MM, y + between(chance, -28, 28) * MM


def bars(draw: ImageDraw.ImageDraw, x: float, y: float, chance: Chance) -> None:
    step = between(chance, 6, 14) * MM
    for number in range(int(chance.integers(3, 8))):
        left, high = x - 40 * MM + number * step, between(chance, 8, 60) * MM
        fill = ink.a_red(chance) if chance.random() < 0.4 else _any(chance)
        draw.rectangle((left, y + 30 * MM - high, left + 0.7 * step, y + 30 * MM), fill=fill)


def sign(page: Image.Image, chance: Chance) -> Place:
    """A firm's red sign, sealed partly on it."""
    x, y = between(chance, 45, 165) * MM, between(chance, 60, 240) * MM
    ink.logo(ImageDraw.Draw(page), x, y, chance)
    return x + between(chance, -24, 24) * MM, y + between(chance, -24, 24) * MM

