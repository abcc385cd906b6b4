"""Whether two writings of one cell of the table mean the same."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from app.model.names import normalise_name
from app.notices.industries import normalise_division
from app.notices.notice import Column, Notice

_AREA_CODES = 7  # digits from which on two numbers that end alike are one: with and without 0531
_CUT = 6  # characters from which on a recognised text that ends early was cut by its reader
# What an engine takes for one another; each group is told by its first.
_TWINS = ("0OoQD\u3007○", "1Il丨|i!", "2Zz", "5Ss", "8B", "6bG", "9gq", "vV", "uU", "cC", "kK", "xX×", "pP",
          "己已巳", "末未", "日曰", "人入八", "土士", "千干于", "天夫", "太大犬", "戊戌戍", "侯候", "拔拨",
          "治冶", "析折", "准淮", "晴睛", "历厉", "一-—－_", "口囗", "目且", "几儿", "刀力", "王玉", "间问",
          "白自", "免兔", "束東", "孑子", "毫亳", "兖充")  # fmt: skip
_CN = re.compile("[cd][nh]$")  # the ending of an address, as engines see it
_SEEN_AS = {sign: group[0] for group in reversed(_TWINS) for sign in group}


def is_alike(
    column: Column, left: str, right: str, notice: Notice, *, is_recognised: bool = False
) -> bool:
    """`left` stands in a paper, `right` in the table. `is_recognised`: `left` by an engine, whose slips are
    none of the paper's.
    """  # fmt: skip
    by_kind = _BY_KIND.get(column.kind) or _BY_COLUMN.get(column.id)
    if by_kind is not None and by_kind(left, right):
        return True
    ours, theirs = _meant(column, left, notice), _meant(column, right, notice)
    if ours == theirs:
        return True
    if not is_recognised or column.kind == "area":
        return False
    return is_misread(_CN.sub("cn", ours) if column.kind == "email" else ours, theirs)


def is_misread(recognised: str, text: str) -> bool:
    """Whether an engine that looked at `text` may well have told `recognised`."""
    ours, theirs = twinned(recognised), twinned(text)
    return ours == theirs or (len(ours) >= _CUT and theirs.startswith(ours))


def twinned(text: str, *, keep_length: bool = False) -> str:
    """With one sign for all that look alike to an engine; `keep_length`: without dropping those it omits."""
    kept = (sign for sign in text if keep_length or sign.isalnum() or sign in _SEEN_AS)
    return "".join(_SEEN_AS.get(sign, sign) for sign in kept).lower()


def _meant(column: Column, text: str, notice: Notice) -> str:
    if column.kind == "phone":
        return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
    if column.kind == "code":
        return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if column.kind == "area" and (area := notice.area(text)):
        return str(area.number)
    if column.kind == "division" and (code := normalise_division(text)):
        return code
    if column.filled == "name":
        return normalise_name(text)
    return "".join(sign for sign in normalise_name(text) if sign.isalnum())


def _same_numbers(left: str, right: str) -> bool:
    """Whether one of the numbers of either is one of the other's, with or without its area code."""
    ours, theirs = _numbers(left), _numbers(right)
    return any(a.endswith(b) or b.endswith(a) for a in ours for b in theirs)


def _numbers(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text)
    pieces = re.split(r"[、,，;；/\s]+(?=\d{7}|1[3-9]|0\d{2}|\(0)|转", folded)
    return [digits for piece in pieces if len(digits := re.sub(r"\D", "", piece)) >= _AREA_CODES]


def _same_persons(left: str, right: str) -> bool:
    """张三, 张 三 and 张三（科长）; of several persons one is enough."""
    return bool(_persons(left) & _persons(right))


def _persons(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", text)
    bare = re.sub(r"\([^()]*\)|\d{5,}", " ", folded)
    parts = {part for part in re.split(r"[\s、,，;；/]+", bare) if len(part) > 1}
    return {*parts, re.sub(r"\s", "", bare)} - {""}


_BY_KIND: dict[str, Callable[[str, str], bool]] = {"phone": _same_numbers}
_BY_COLUMN: dict[str, Callable[[str, str], bool]] = {"contact": _same_persons}
