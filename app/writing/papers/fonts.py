"""Which typefaces an official paper is set in, and what stands in for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from app.paths import RESOURCES

if TYPE_CHECKING:
    import typst

FONT_FOLDER = RESOURCES / "fonts"

# What a character is looked for in when the face itself lacks it (FandolFang has no 镕 堃 喆 昇).
_RARE = (
    "Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "SimSun", "Songti SC", "STSong",
    "SimSun-ExtB", "Noto Sans CJK SC", "Microsoft YaHei", "WenQuanYi Micro Hei",
)
# Ours. It has no Latin letters; those of Libertinus (inside typst) are as light as its strokes.
_OPEN_FANG = ("FandolFang R", "Libertinus Serif")
# In order of preference: what a bureau's PC has by licence, what Windows brings, what is free.
FACES: dict[str, tuple[str, ...]] = {
    "body": (  # 仿宋
        "FangSong", "仿宋", "FangSong_GB2312", "仿宋_GB2312", "FZFangSong-Z02S", "STFangsong", "华文仿宋",
        "Zhuque Fangsong (technical preview)", *_OPEN_FANG, *_RARE,
    ),
    "title": (  # 小标宋
        "FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "STZhongsong",
        "华文中宋", *_RARE,
    ),
    "heading": (  # 黑体
        "SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", *_RARE,
    ),
    "kai": (  # 楷体
        "KaiTi", "楷体", "KaiTi_GB2312", "楷体_GB2312", "STKaiti", "LXGW WenKai", *_OPEN_FANG, *_RARE,
    ),
    "song": ("SimSun", "宋体", "STSong", *_RARE),  # 宋体, for page numbers
}


@cache
def known_fonts() -> typst.Fonts:
    """The system's fonts and ours, searched once; a font installed later is seen at the next start."""
    import typst

    return typst.Fonts(font_paths=[FONT_FOLDER])


@cache
def faces() -> dict[str, tuple[str, ...]]:
    """`FACES` without the families this computer lacks; our own 仿宋 is the last resort."""
    here = {family.casefold() for family in known_fonts().families()}
    return {
        face: tuple(dict.fromkeys(f for f in wanted if f.casefold() in here)) or ("FandolFang R",)
        for face, wanted in FACES.items()
    }
