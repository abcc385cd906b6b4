"""What is drawn on the pages: seals as their makers cut them, and red things that are none."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from app.paths import RESOURCES

DPI = 110
MM = DPI / 25.4
A4 = (round(210 * MM), round(297 * MM))
Chance = np.random.Generator
Colour = tuple[int, int, int]

PLACES = ("济南", "青岛", "泰安", "德州", "东营", "威海", "临沂", "菏泽", "章丘", "莱芜", "山东鲁中", "山东海岱", "齐鲁")
TRADES = ("机床", "纺织", "食品工业", "新材料科技", "重型装备制造", "智能仪表", "物流", "软件", "轴承", "阿胶药业", "电子信息")
KINDS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "工业和信息化局", "检验检测中心")
WORDS = (
    "本单位自愿申报质量标杆并对所提交材料的真实性完整性负责企业始终坚持质量第一建立覆盖设计采购制造检验服务"
    "全过程的管理体系推行零缺陷理念开展六西格玛改进项目主要产品一次交验合格率由百分之九十二提高到九十八顾客"
    "满意度逐年上升近三年未发生重大质量安全事故特此申请"
)


@cache
def font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(RESOURCES / "fonts" / "fandol" / "FandolFang-Regular.otf"), pixels)


def a_name(chance: Chance) -> str:
    return f"{chance.choice(PLACES)}{chance.choice(TRADES)}{chance.choice(KINDS)}"


def some_words(chance: Chance, count: int) -> str:
    start = int(chance.integers(len(WORDS)))
    return (WORDS[start:] + WORDS * 3)[:count]


def between(chance: Chance, low: float, high: float) -> float:
    return float(chance.uniform(low, high))


# -- seals: masks of ink, 255 where there is some ------------------------------------------------------
def a_seal(chance: Chance, oval: bool = False, radius: tuple[float, float] = (19, 22.5)) -> Image.Image:
    """A company's or an office's: ring, name on an arc, mostly a star, perhaps a caption and its number."""
    a = between(chance, *radius) * MM if not oval else 22.5 * MM
    b = a if not oval else 15 * MM
    side_x, side_y = int(2 * a + 12), int(2 * b + 12)
    mask = Image.new("L", (side_x, side_y))
    draw = ImageDraw.Draw(mask)
    x, y, line = side_x / 2, side_y / 2, max(2, round(between(chance, 0.7, 1.6) * MM))
    draw.ellipse((x - a, y - b, x + a, y + b), outline=255, width=line)
    if chance.random() < 0.2:  # a second, thinner ring within
        draw.ellipse((x - a + 2 * line, y - b + 2 * line, x + a - 2 * line, y + b - 2 * line), outline=255, width=2)
    name, high = a_name(chance), between(chance, 4.2, 6.5) * MM * (0.75 if oval else max(1, a / MM / 22.5))
    spread = min(math.radians(300), len(name) * between(chance, 0.26, 0.36) * (1.15 if oval else 1))
    _on_arc(mask, name, x, y, a - line - high * 0.72, b - line - high * 0.72, high, -math.pi / 2, spread, chance)
    has_star = chance.random() < (0.15 if oval else 0.9)
    if has_star:
        star(draw, x, y, between(chance, 5, 7) * MM, 255)
    if not has_star or chance.random() < 0.4:
        caption = str(chance.choice(["合同专用章", "公章", "业务专用章", "检测专用章"]))
        size = int(between(chance, 3.2, 4.4) * MM)
        draw.text((x, y + b * (0.5 if has_star else 0.15)), caption, fill=255, font=font(size), anchor="mm", stroke_width=1)
    if chance.random() < 0.4:
        number = f"3701{chance.integers(10**8, 10**9)}"
        _on_arc(mask, number, x, y, a - line - 7, b - line - 7, 1.7 * MM, math.pi / 2, -math.radians(75), chance)
    return mask


def _on_arc(
    mask: Image.Image, text: str, x: float, y: float, a: float, b: float, high: float, middle: float,
    spread: float, chance: Chance,
) -> None:  # fmt: skip
    """Letters whose feet point to the centre (outwards for a negative spread), about `middle`."""
    size = max(8, int(high))
    stroke = int(chance.integers(1, 3)) if size > 14 else 0
    for place, letter in enumerate(text):
        angle = middle + spread * ((place + 0.5) / len(text) - 0.5)
        tile = Image.new("L", (size * 2, size * 2))
        ImageDraw.Draw(tile).text((size, size), letter, fill=255, font=font(size), anchor="mm", stroke_width=stroke)
        turn = 90 + math.degrees(angle) + (180 if spread < 0 else 0)
        tile = tile.rotate(-turn, Image.Resampling.BICUBIC)
        left, top = round(x + a * math.cos(angle) - size), round(y + b * math.sin(angle) - size)
        here = mask.crop((left, top, left + 2 * size, top + 2 * size))
        mask.paste(ImageChops.lighter(here, tile), (left, top))


def star(draw: ImageDraw.ImageDraw, x: float, y: float, radius: float, fill: int | Colour) -> None:
    corners = []
    for number in range(10):
        reach = radius if number % 2 == 0 else radius * 0.382
        angle = math.pi * number / 5 - math.pi / 2
        corners.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(corners, fill=fill)


def worn(mask: Image.Image, chance: Chance, keep: float) -> Image.Image:
    """Uneven ink: blots, dry patches, a side that was pressed less. `keep` 0..1."""
    coarse = chance.uniform(keep, 1, (6, 6)).astype("float32")
    cloud = np.asarray(Image.fromarray(coarse).resize(mask.size, Image.Resampling.BICUBIC))
    grain = chance.normal(1, 0.2, (mask.height, mask.width))
    slope = np.ones((mask.height, mask.width))
    if chance.random() < 0.35:
        angle = between(chance, 0, 2 * math.pi)
        x, y = np.meshgrid(np.linspace(-1, 1, mask.width), np.linspace(-1, 1, mask.height))
        slope = np.clip(1 - between(chance, 0, 0.8) * (x * math.cos(angle) + y * math.sin(angle)), 0, 1)
    return Image.fromarray((np.asarray(mask) * np.clip(cloud * grain * slope, 0, 1)).astype("uint8"))


def press(page: Image.Image, mask: Image.Image, x: float, y: float, colour: Colour, strength: float) -> None:
    """Ink multiplied into the page, centre in pixels; what lies below stays visible."""
    left, top = round(x - mask.width / 2), round(y - mask.height / 2)
    ink = np.asarray(mask, dtype="float32")[:, :, None] / 255 * strength
    tint = Image.fromarray((255 * (1 - ink * (1 - np.array(colour) / 255))).astype("uint8"))
    box = (left, top, left + mask.width, top + mask.height)
    page.paste(ImageChops.multiply(page.crop(box), tint), (left, top))


# -- red things that are no seals ------------------------------------------------------------------------
def logo(draw: ImageDraw.ImageDraw, x: float, y: float, chance: Chance) -> None:
    """A firm's sign: a disc with a letter, rings, a crescent, blades, a small round badge."""
    kind, r = int(chance.integers(6)), between(chance, 9, 24) * MM
    red = a_red(chance)
    box = (x - r, y - r, x + r, y + r)
    letter = str(chance.choice(list("鲁齐中海A8")))
    if kind == 0:
        draw.ellipse(box, fill=red)
        draw.text((x, y), letter, fill="white", font=font(int(1.2 * r)), anchor="mm", stroke_width=4)
    elif kind == 1:
        draw.ellipse(box, outline=red, width=int(between(chance, 2, 6) * MM))
        draw.text((x, y), letter, fill=red, font=font(int(r)), anchor="mm", stroke_width=3)
    elif kind == 2:
        draw.ellipse(box, fill=red)
        draw.ellipse((x - r * 0.5, y - r * 0.9, x + r * 1.1, y + r * 0.7), fill="white")
    elif kind == 3:
        for start in range(0, 360, 120):
            draw.pieslice(box, start, start + 80, fill=red)
    elif kind == 4:
        for share in (1, 0.72, 0.44):
            inner = r * share
            draw.ellipse((x - inner, y - inner, x + inner, y + inner), outline=red, width=int(1.5 * MM))
    else:
        draw.ellipse(box, fill=red)
        star(draw, x, y, r * 0.7, (255, 220, 60))


def pie(draw: ImageDraw.ImageDraw, x: float, y: float, chance: Chance) -> None:
    """A chart of slices or a ring of them, some red, some not; perhaps all of one hue."""
    r, parts = between(chance, 15, 30) * MM, chance.dirichlet(np.ones(int(chance.integers(2, 7))))
    reds = chance.random() < 0.5
    box, start = (x - r, y - r, x + r, y + r), between(chance, 0, 360)
    for number, part in enumerate(parts):
        fill = a_red(chance) if reds or number == 0 else tuple(int(c) for c in chance.integers(40, 230, 3))
        draw.pieslice(box, start, start + 360 * part, fill=fill, outline="white", width=2)
        start += 360 * part
    if chance.random() < 0.5:
        inner = r * between(chance, 0.5, 0.85)
        draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill="white")
        if chance.random() < 0.5:
            draw.text((x, y), f"{chance.integers(10, 99)}%", fill=a_red(chance), font=font(int(inner * 0.7)), anchor="mm")


def name_seal(draw: ImageDraw.ImageDraw, x: float, y: float, chance: Chance) -> None:
    """方章: a person's or an office's, red on white or white on red."""
    half, red = between(chance, 6, 21) * MM, a_red(chance)
    box, cut = (x - half, y - half, x + half, y + half), chance.random() < 0.4
    draw.rectangle(box, fill=red if cut else None, outline=red, width=max(2, int(half * 0.08)))
    name = a_name(chance)[:4]
    for number, letter in enumerate(name):
        at = (x + half * (0.45 if number < 2 else -0.45), y + half * (0.45 if number % 2 else -0.45))
        draw.text(at, letter, fill="white" if cut else red, font=font(int(half * 0.8)), anchor="mm", stroke_width=1)


def circled(draw: ImageDraw.ImageDraw, x: float, y: float, chance: Chance) -> None:
    """A red pencil's ring around some words."""
    a, b = between(chance, 12, 26) * MM, between(chance, 7, 24) * MM
    turns, wobble = between(chance, 0.9, 1.25), chance.normal(0, 0.03, 4)
    points = []
    for angle in np.linspace(0, 2 * math.pi * turns, 70):
        reach = 1 + sum(w * math.sin((n + 1) * angle) for n, w in enumerate(wobble)) + 0.03 * angle / 6
        points.append((x + a * reach * math.cos(angle), y + b * reach * math.sin(angle)))
    draw.line(points, fill=a_red(chance), width=int(chance.integers(2, 6)), joint="curve")
    if chance.random() < 0.4:
        draw.text((x, y), "核实", fill=a_red(chance), font=font(34), anchor="mm")


def photo(chance: Chance, width: int, height: int) -> Image.Image:
    """A colour photograph as far as red goes: soft fields, round warm things, a warm light."""
    coarse = chance.uniform(30, 230, (5, 7, 3)).astype("uint8")
    made = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(made)
    for _ in range(int(chance.integers(1, 9))):
        x, y, r = between(chance, 0, width), between(chance, 0, height), between(chance, 4, 26) * MM
        fill = a_red(chance) if chance.random() < 0.6 else tuple(int(c) for c in chance.integers(20, 240, 3))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=fill, outline=a_red(chance), width=int(chance.integers(1, 14)))
    grain = chance.normal(0, 9, (height, width, 3))
    made = made.filter(ImageFilter.GaussianBlur(between(chance, 0.5, 3)))
    return Image.fromarray(np.clip(np.asarray(made) + grain, 0, 255).astype("uint8"))


def a_red(chance: Chance) -> Colour:
    """From vermilion over red to crimson, light and dark."""
    red, other = int(chance.integers(170, 245)), int(chance.integers(10, 70))
    return red, other + int(chance.integers(0, 50)), other + int(chance.integers(0, 40))
