"""Files that are pieces of one document: numbered pages, 封面 and 正文, 盖章页 beside the full text."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ENDING = re.compile(r"\.[0-9A-Za-z]{1,5}$")
_PAGE = re.compile(
    r"第?\s*(?:\d{1,4}|[一二三四五六七八九十]{1,3})\s*(?:页|面|张)?|(?:page|p)[\s_.-]*\d{1,4}", re.IGNORECASE
)
_NUMBERED = re.compile(r"^(.*?)[\s_.·—–-]*(?:[（(]\s*\d{1,4}\s*[)）]|第?\s*\d{1,4}\s*[页面张]?)$")
_PIECE = re.compile(
    r"封面|封皮|扉页|正文|(?:盖章|签章|签字|盖公章|公章|用印)页|首页|末页|续页|上册|下册|[上下]半?部分"
    r"|第[一二三四五六七八九十\d]+[册部卷]分?"
)
_SEALED = re.compile(r"(?:盖章|签章|签字|盖公章|公章|用印)页")
_SCANNED = re.compile(  # as scanners, telephones and cameras call what they make
    r"^(?:扫描(?:件|全能王)?|未命名|图片|照片|微信图片|mmexport|img|image|dsc|scan(?:ned)?|camscanner|photo|pic|page|p|"
    r"文档|新建文档)?[\s_.—–-]*$",
    re.IGNORECASE,
)


def natural(path: str) -> tuple[tuple[int, int, str], ...]:
    """As a person sorts names: 2 before 10."""
    found = re.findall(r"\d+|\D+", path.casefold())
    return tuple((0, int(part[:18]), "") if part.isdecimal() else (1, 0, part) for part in found)


def stem_of(name: str) -> str:
    return _ENDING.sub("", name).strip()


def is_page(name: str) -> bool:
    """第3页.jpg, 03.jpg, p3.png: nothing but the number of a page."""
    return _PAGE.fullmatch(stem_of(name)) is not None


def is_piece(name: str) -> bool:
    """Whether a name says that it is a part of a document: 封面, 正文, 盖章页, 上册."""
    return _PIECE.search(stem_of(name)) is not None


def is_sealed_page(name: str) -> bool:
    return _SEALED.search(stem_of(name)) is not None


def series_of(name: str) -> str:
    """What numbered files of one series have in common, a sign for none; "" where it is not numbered.

    申报书_01 → 申报书; 第3页 and 03 → #.
    """
    stem = stem_of(name)
    if is_page(name):
        return "#"
    found = _NUMBERED.match(stem)
    return (found[1].casefold().strip() or "#") if found else ""


def is_scanners(series: str) -> bool:
    """Whether a scanner or a telephone gave the name: it says nothing of what belongs together."""
    return _SCANNED.match(series) is not None


def groups_of(paths: Iterable[str]) -> dict[tuple[str, str], list[str]]:
    """(folder, series) → the paths of each numbered series of two or more, in order."""
    found: dict[tuple[str, str], list[str]] = {}
    for path in sorted(paths, key=natural):
        folder, _, name = path.rpartition("/")
        if series := series_of(name):
            found.setdefault((folder, series), []).append(path)
    return {key: each for key, each in found.items() if len(each) > 1}
