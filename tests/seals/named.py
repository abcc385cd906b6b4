"""Labelled scans whose seals bear a known name: every length, letter, ink and fault that offices have.

What is drawn knows nothing of how the ring is read. Seals are cut as their makers do (GB/T 33481 for the measures):
the name over the top, a star, perhaps a caption and 13 digits below.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from app.paths import RESOURCES
from tests.seals.ink import Chance, a_red, between, some_words, star, worn

FINE = 400  # dpi at which a seal is cut
KINDS = ("plain", "long", "faint", "turned", "text", "table", "worn", "oval", "cut", "blurred", "coarse", "drawn", "two", "photocopy")
_SYSTEM = ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
           "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")  # fmt: skip
_OWN = str(RESOURCES / "fonts" / "fandol" / "FandolFang-Regular.otf")

PLACES = ("济南", "青岛", "泰安", "德州", "东营", "威海", "临沂", "菏泽", "章丘", "莱芜", "烟台", "潍坊", "淄博", "枣庄", "济宁",
          "日照", "聊城", "滨州", "山东", "山东省", "青岛市", "淄博市", "中国", "诸城", "寿光", "龙口", "莱州", "邹平", "滕州")  # fmt: skip
BRANDS = "鲁齐海岱华兴盛泰安康宏达恒源瑞丰金龙凤翔天润泽新明光正大同方圆众信诚德立远航腾飞创科智慧联合东西南北中和顺利通宇宙博雅文景福禄祥云嘉美佳益民生鼎峰峻岭巨力威特优品质尚善若水清河湖山川林森木石玉银铜铁钢晶晨曦星辰"
TRADES = ("机床", "纺织", "食品", "新材料", "重型装备", "智能仪表", "物流", "软件技术", "轴承", "药业", "电子信息", "化工",
          "汽车零部件", "能源科技", "环保设备", "生物技术", "建材", "橡胶", "造纸", "机械制造", "工程机械", "光电", "服装", "陶瓷", "酒业")  # fmt: skip
ENDINGS = ("有限公司", "有限公司", "有限责任公司", "股份有限公司", "集团有限公司", "集团股份有限公司", "总厂", "研究院")
CAPTIONS = ("合同专用章", "行政专用章", "质量专用章", "业务专用章", "财务专用章")


@dataclass(frozen=True, slots=True)
class Named:
    """A scan of one page and the truth: what stands in the ring; "" where it cannot be told (no colour)."""

    kind: str
    image: Image.Image
    dpi: int
    name: str

    def jpeg(self) -> bytes:
        out = io.BytesIO()
        self.image.save(out, "JPEG", quality=95, dpi=(self.dpi, self.dpi))
        return out.getvalue()


def named(seed: int, count: int) -> Iterator[Named]:
    """The kinds in turn; the same seed makes the same pages."""
    for number in range(count):
        yield one_named(KINDS[number % len(KINDS)], seed, number)


def one_named(kind: str, seed: int = 1, number: int = 0, name: str = "") -> Named:
    chance = np.random.Generator(np.random.PCG64([seed, KINDS.index(kind), number]))
    said = a_name(chance, long=kind == "long")
    return _page(kind, chance, name or said)


def a_name(chance: Chance, *, long: bool = False) -> str:
    """6 to 28 characters."""
    least, most = (18, 28) if long else (6, 20)
    while True:
        brand = "".join(chance.choice(list(BRANDS), int(chance.integers(2, 5))))
        parts = [str(chance.choice(PLACES)), brand, str(chance.choice(TRADES))]
        if long:
            parts += [f"（{chance.choice(PLACES)[:2]}）" if chance.random() < 0.4 else "", str(chance.choice(TRADES)), "开发"]
        elif chance.random() < 0.2:
            parts.pop(0)
        name = "".join(parts) + str(chance.choice(ENDINGS))
        if least <= len(name) <= most:
            return name


def other_than(name: str, chance: Chance) -> str:
    """Another enterprise's: nine of ten quite another, one of the same group."""
    if chance.random() < 0.1:
        return name.replace("集团", "") if "集团" in name else name.replace("有限", "集团有限", 1) if "有限" in name else "山东" + name
    while (other := a_name(chance, long=len(name) > 20)) == name:
        continue
    return other


# -- the seal: a mask at FINE dpi, 255 where there is ink ----------------------------------------------
@cache
def _font(path: str, pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, pixels)


def a_named_seal(chance: Chance, name: str, *, oval: bool = False) -> tuple[Image.Image, float]:
    """(mask, diameter in mm)."""
    mm = FINE / 25.4
    fonts = [path for path in (_OWN, _OWN, *_SYSTEM) if Path(path).is_file()]
    path = str(chance.choice(fonts))
    a = (22.5 if oval else between(chance, 19, 23)) * mm
    b = 15 * mm if oval else a
    line = between(chance, 0.7, 1.3) * mm
    mask = Image.new("L", (int(2 * a + 20), int(2 * b + 20)))
    draw, x, y = ImageDraw.Draw(mask), mask.width / 2, mask.height / 2
    draw.ellipse((x - a, y - b, x + a, y + b), outline=255, width=round(line))
    if chance.random() < 0.15:
        gap = line * 1.8
        draw.ellipse((x - a + gap, y - b + gap, x + a - gap, y + b - gap), outline=255, width=round(0.2 * mm))
        line = gap
    high = between(chance, 5.0, 7.5) * mm * (0.72 if oval else a / mm / 21) * (0.85 if len(name) > 18 else 1)
    pad = between(chance, 0.5, 1.3) * mm
    reach = (a - line - pad - high / 2, b - line - pad - high / 2)
    spread = min(math.radians(between(chance, 255, 305)), len(name) * between(chance, 0.3, 0.44) * (1.3 if oval else 1))
    room = spread / len(name) * (min(reach) + (reach[0] - reach[1]) / 2)  # of one letter, along the arc
    wide = min(high * between(chance, 0.75, 1.0), room * between(chance, 0.82, 0.95))
    _on_arc(mask, name, (x, y), reach, (wide, high), -math.pi / 2, spread, path, stroke=int(chance.integers(0, 4)))
    has_star = chance.random() < (0.2 if oval else 0.92)
    if has_star:
        star(draw, x, y, between(chance, 5, 7) * mm * (b / a), 255)
    if not has_star or chance.random() < 0.3:
        caption, size = str(chance.choice(CAPTIONS)), int(between(chance, 2.8, 3.8) * mm * (0.8 if oval else 1))
        draw.text((x, y + b * (0.5 if has_star else 0.1)), caption, fill=255, font=_font(path, size), anchor="mm", stroke_width=1)
    if chance.random() < 0.6:
        number = f"37{int(chance.integers(10**10, 10**11))}"
        inner = 1.3 * mm
        _on_arc(mask, number, (x, y), (a - line - inner, b - line - inner), (1.0 * mm, 1.7 * mm), math.pi / 2,
                -math.radians(between(chance, 50, 75)), path, stroke=1)  # fmt: skip
    return mask, 2 * a / mm


def _on_arc(
    mask: Image.Image, text: str, centre: tuple[float, float], reach: tuple[float, float], letter: tuple[float, float],
    middle: float, spread: float, path: str, stroke: int,
) -> None:  # fmt: skip
    """Letters whose feet point to the centre (outwards for a negative spread), evenly along the arc."""
    (x, y), (a, b), (wide, high) = centre, reach, letter
    for place, sign in enumerate(text):
        angle = middle + spread * ((place + 0.5) / len(text) - 0.5)
        normal = math.atan2(math.sin(angle) / b, math.cos(angle) / a)
        size = round(high)
        tile = Image.new("L", (2 * size, 2 * size))
        ImageDraw.Draw(tile).text((size, size), sign, fill=255, font=_font(path, size), anchor="mm", stroke_width=stroke)
        tile = tile.resize((max(2, round(2 * size * wide / high)), 2 * size), Image.Resampling.BICUBIC)
        square = Image.new("L", (3 * size, 3 * size))
        square.paste(tile, ((3 * size - tile.width) // 2, size // 2))
        square = square.rotate(-(90 + math.degrees(normal) + (180 if spread < 0 else 0)), Image.Resampling.BICUBIC)
        left, top = round(x + a * math.cos(angle) - 1.5 * size), round(y + b * math.sin(angle) - 1.5 * size)
        here = mask.crop((left, top, left + 3 * size, top + 3 * size))
        mask.paste(ImageChops.lighter(here, square), (left, top))


# -- the page --------------------------------------------------------------------------------------------
def _page(kind: str, chance: Chance, name: str) -> Named:
    dpi = 150 if kind == "coarse" else int(chance.choice([150, 200, 200, 300]))
    mm = dpi / 25.4
    size = round(210 * mm), round(297 * mm)
    page = _paper(kind, chance, size, mm)
    mask, _ = a_named_seal(chance, name, oval=kind == "oval")
    if kind == "drawn":
        keep, strength, blur = 1.0, 1.0, 0.0
    else:
        keep = 0.25 if kind == "worn" else between(chance, 0.55, 0.8)
        strength = between(chance, 0.28, 0.5) if kind == "faint" else between(chance, 0.7, 1.0)
        blur = between(chance, 0.15, 0.25) if kind == "blurred" else between(chance, 0.02, 0.09)  # mm
    if keep < 1:
        mask = worn(mask, chance, keep)
    turn = between(chance, -180, 180) if kind == "turned" else between(chance, -14, 14) if kind != "drawn" else 0
    mask = mask.rotate(turn, Image.Resampling.BICUBIC, expand=True)
    mask = mask.resize((round(mask.width * dpi / FINE), round(mask.height * dpi / FINE)), Image.Resampling.LANCZOS)
    mask = mask.filter(ImageFilter.GaussianBlur(blur * mm))
    x, y = between(chance, 30, 180) * mm, between(chance, 45, 265) * mm
    if kind == "cut":  # its right or left tenth hangs over the edge
        inward = between(chance, 15, 19) * mm
        x = inward if chance.random() < 0.5 else size[0] - inward
    red = (200, 30, 40) if chance.random() < 0.5 else a_red(chance)
    _press(page, mask, x, y, red, strength)
    if kind == "two":
        other, _ = a_named_seal(chance, a_name(chance))
        other = worn(other, chance, 0.6)
        other = other.resize((round(other.width * dpi / FINE), round(other.height * dpi / FINE)), Image.Resampling.LANCZOS)
        _press(page, other, size[0] - x, y + 90 * mm if y < size[1] / 2 else y - 90 * mm, red, 0.8)
    if kind == "drawn":
        return Named(kind, page, dpi, name)
    image = _scanned(page, chance, quality=(35, 50) if kind == "coarse" else (60, 92))
    if kind == "photocopy":
        return Named(kind, image.convert("L").convert("RGB"), dpi, "")
    return Named(kind, image, dpi, name)


def _paper(kind: str, chance: Chance, size: tuple[int, int], mm: float) -> Image.Image:
    """Text and table stand behind the seal where the kind says so; else the page is nearly bare."""
    page = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(page)
    letter = round(between(chance, 4.2, 5.6) * mm)
    step = letter * between(chance, 1.5, 2.0)
    rows = int((size[1] - 50 * mm) / step) if kind in ("text", "table") else int(chance.integers(0, 7))
    for row in range(rows):
        words = some_words(chance, int(chance.integers(14, int((size[0] - 50 * mm) // letter))))
        draw.text((25 * mm, 25 * mm + row * step), words, fill=(25, 25, 28), font=_font(_OWN, letter))
    if kind == "table":
        for at in np.arange(20 * mm, size[1] - 20 * mm, between(chance, 10, 18) * mm):
            draw.line((20 * mm, at, size[0] - 20 * mm, at), fill=(30, 30, 30), width=max(1, round(0.3 * mm)))
        for at in np.arange(20 * mm, size[0] - 15 * mm, between(chance, 25, 60) * mm):
            draw.line((at, 20 * mm, at, size[1] - 20 * mm), fill=(30, 30, 30), width=max(1, round(0.3 * mm)))
    return page


def _press(page: Image.Image, mask: Image.Image, x: float, y: float, colour: tuple[int, int, int], strength: float) -> None:
    left, top = round(x - mask.width / 2), round(y - mask.height / 2)
    ink = np.asarray(mask, dtype="float32")[:, :, None] / 255 * strength
    tint = Image.fromarray((255 * (1 - ink * (1 - np.array(colour) / 255))).astype("uint8"))
    below = page.crop((left, top, left + mask.width, top + mask.height))
    page.paste(ImageChops.multiply(below, tint), (left, top))


def _scanned(page: Image.Image, chance: Chance, quality: tuple[int, int]) -> Image.Image:
    page = page.rotate(between(chance, -1, 1), Image.Resampling.BILINEAR, fillcolor=(235, 235, 233))
    tint = np.array([1, 1 - between(chance, 0, 0.04), 1 - between(chance, 0, 0.1)], dtype="float32")
    grain = chance.normal(0, between(chance, 1, 4), (page.height, page.width)).astype("float32")
    seen = np.asarray(page, dtype="float32") * tint + grain[:, :, None]
    out = io.BytesIO()
    Image.fromarray(np.clip(seen, 0, 255).astype("uint8")).save(out, "JPEG", quality=int(chance.integers(quality[0], quality[1])))
    return Image.open(out).convert("RGB")
