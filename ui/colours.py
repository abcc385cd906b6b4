"""The window's colours, told once, for daylight: those of the dark and of high contrast are worked out."""

from __future__ import annotations

import colorsys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache

READABLE, SHARP = 4.5, 7.0  # contrast of words: WCAG 2.1 §1.4.3 and §1.4.6
VISIBLE = 3.0  # of what is no words, and of words that cannot be used now (§1.4.11)


class Part(Enum):
    """What a colour is for."""

    INK = "ink"  # words, and what is filled with paper-coloured words on it
    FAINT = "faint"  # words that cannot be used now
    PAPER = "paper"  # what words stand on
    LINE = "line"


# The datum: name → colour in daylight, what it is for.
DAYLIGHT: Mapping[str, tuple[str, Part]] = {
    "INK": ("#1F2933", Part.INK), "MUTED": ("#5D6977", Part.INK), "FAINT": ("#7B8794", Part.FAINT),
    "ACCENT": ("#1D5FBF", Part.INK), "ACCENT_DARK": ("#174E9E", Part.INK),
    "ACCENT_DEEP": ("#123F82", Part.INK), "NAVY": ("#173A75", Part.INK),
    "RED": ("#B42318", Part.INK), "AMBER": ("#855700", Part.INK), "GREEN": ("#297147", Part.INK),
    "PAPER": ("#FFFFFF", Part.PAPER), "RAIL": ("#F6F8FB", Part.PAPER), "STRIP": ("#F9FAFC", Part.PAPER),
    "DESK": ("#F1F3F7", Part.PAPER), "SELECTED": ("#EDF4FD", Part.PAPER),
    "ACCENT_SOFT": ("#E1ECFB", Part.PAPER), "ACCENT_FAINT": ("#EDF4FD", Part.PAPER),
    "RED_SOFT": ("#FBEAE8", Part.PAPER), "AMBER_SOFT": ("#FFF4DC", Part.PAPER),
    "GREEN_SOFT": ("#E8F5EE", Part.PAPER), "GREY_SOFT": ("#ECEFF4", Part.PAPER),
    "MARK": ("#FFE89A", Part.PAPER),  # behind what was searched for
    "LINE": ("#E3E8EE", Part.LINE), "ROW_LINE": ("#EDF0F4", Part.LINE), "EDGE": ("#CBD2DA", Part.LINE),
    "EDGE_DARK": ("#AAB6C3", Part.LINE), "ACCENT_LINE": ("#B9CDEB", Part.LINE),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheme:
    """Which colours are worked out: on dark paper or not, with high contrast or not."""

    is_dark: bool = False
    is_sharp: bool = False

    def seen(self, colour: str, part: Part) -> str:
        """What stands in the place of a colour of daylight (#RRGGBB)."""
        return _seen(self, colour, part)

    def named(self) -> dict[str, str]:
        return {name: self.seen(colour, part) for name, (colour, part) in DAYLIGHT.items()}


def contrast(one: str, other: str) -> float:
    """From 1 to 21 (WCAG 2.1, contrast ratio)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@cache
def _seen(scheme: Scheme, colour: str, part: Part) -> str:
    if scheme == Scheme():
        return colour
    if part is Part.PAPER:
        return _paper(scheme, colour)
    if part is Part.LINE:
        if scheme.is_sharp:  # every edge is seen
            return _FAR[scheme.is_dark]
        return _paper(scheme, colour, part)
    hue, light, strength = _hls(colour)
    light = 1 - light * 0.8 if scheme.is_dark else light
    wanted = VISIBLE if part is Part.FAINT else READABLE
    return _until(hue, light, strength, wanted=SHARP if scheme.is_sharp else wanted, scheme=scheme)


_FAR = {True: "#D0D7E0", False: "#3A4653"}  # by whether it is dark: lines of high contrast
_NIGHT, _COOL = 0.115, 0.6  # lightness and hue of the paper in the dark
_DUSK = 0.19  # no paper is lighter, or words would have to lose their colour to be read on it


def _paper(scheme: Scheme, colour: str, part: Part = Part.PAPER) -> str:
    hue, light, strength = _hls(colour)
    if scheme.is_sharp:
        is_bare = light > 0.94 and strength < 0.5  # black or white, unless it says something
        tinted = 0.15 if scheme.is_dark else 0.93
        return _hex(hue, (0.0 if scheme.is_dark else 1.0) if is_bare else tinted, strength * 0.8)
    hue, strength = (hue, min(strength, 0.9) * (0.42 if light > 0.9 else 0.75)) if strength else (_COOL, 0.13)
    lit = _NIGHT + (1 - light) * 1.05
    return _hex(hue, min(lit, _DUSK) if part is Part.PAPER else lit, strength)


def _until(hue: float, light: float, strength: float, *, wanted: float, scheme: Scheme) -> str:
    """Lighter in the dark, darker by day, until it can be read on every paper."""
    papers = [_paper(scheme, colour) for colour, part in DAYLIGHT.values() if part is Part.PAPER]
    step = 0.01 if scheme.is_dark else -0.01
    made = _hex(hue, light, strength)
    while 0 < light < 1 and min(contrast(made, paper) for paper in papers) < wanted:
        light = min(max(light + step, 0.0), 1.0)
        made = _hex(hue, light, strength)
    return made


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in _shares(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _shares(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hls(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_shares(colour))


def _hex(hue: float, light: float, strength: float) -> str:
    made = colorsys.hls_to_rgb(hue, min(max(light, 0.0), 1.0), strength)
    return "#" + "".join(f"{round(share * 255):02X}" for share in made)
