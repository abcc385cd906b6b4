"""One page's lines → its first lines, its title, the number printed on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from app.model.documents.words import MOST_HEAD, PageState, PageWords
from app.reading.words.spoken import closed_up

_MOST_LINES = 12  # at the top of a page, that may be its head
_TITLE_LINES = 8
_NO_TITLE = ("。", "；", "，", "、")  # what a sentence ends with
_STANDS_OUT = 1.2  # as large as the lines that follow, or larger
_SEEN_TO = 1.15  # likewise of a picture, whose lines are measured to a twentieth of their height
CELLS = "\t"  # between what stands apart on one line
_HAN = r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_INNER_BLANK = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_OF = re.compile(
    r"第\s*(\d{1,4})\s*页\s*[,，/／|]?\s*[（(]?\s*共\s*(\d{1,4})\s*页|Page\s*(\d{1,4})\s*of\s*(\d{1,4})",
    re.IGNORECASE,
)
_OF_TURNED = re.compile(r"共\s*(\d{1,4})\s*页\s*[,，/／|]?\s*第\s*(\d{1,4})\s*页")
_BARE = re.compile(r"^\W*(\d{1,4})\s*[/／]\s*(\d{1,4})\W*$")
_ONE = re.compile(
    r"^(?:[-—–―·•~\s]*(\d{1,3})[-—–―·•~\s]*|第\s*(\d{1,4})\s*页|Page\s*(\d{1,4}))$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page; `top` and `bottom` from the page's top, `height` of its letters, in one unit."""

    text: str
    top: float
    bottom: float
    height: float
    left: float = 0.0

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def page_words(
    number: int, rows: Sequence[Row], state: PageState = PageState.TEXT, unread: Sequence[float] = ()
) -> PageWords:
    """`rows` in any order: they are taken from the top. `unread`: heights of lines that nobody read."""
    ordered = levelled(rows)
    printed = _printed(ordered)
    first = [row for row in ordered if row.text != printed[1]][:_MOST_LINES]
    least = _STANDS_OUT if state is PageState.TEXT else _SEEN_TO
    title = _title(first[:_TITLE_LINES], [*(row.height for row in ordered), *unread], least)
    head = "\n".join(filter(None, (compact(row.text) for row in first)))[:MOST_HEAD]
    return PageWords(number, head, title[:MOST_HEAD], printed[0], state)


def compact(text: str) -> str:
    """Without blanks within Chinese, one blank elsewhere; also between the cells of a table."""
    cells = (" ".join(_INNER_BLANK.sub("", closed_up(cell)).split()) for cell in text.split(CELLS))
    return " ".join(filter(None, cells))


def levelled(rows: Sequence[Row]) -> list[Row]:
    """From the top; what stands on one line, from its left, is one row."""
    levels: list[list[Row]] = []
    for row in sorted((row for row in rows if row.text.strip()), key=lambda row: row.middle):
        last = levels[-1][0] if levels else None
        if last is not None and abs(row.middle - last.middle) < 0.4 * min(row.height, last.height):
            levels[-1].append(row)
        else:
            levels.append([row])
    made = []
    for level in levels:
        level.sort(key=lambda row: row.left)
        text = CELLS.join(row.text.strip() for row in level)
        tallest = max(row.height for row in level)
        made.append(
            Row(text, min(r.top for r in level), max(r.bottom for r in level), tallest, level[0].left)
        )
    return made


def _title(first: Sequence[Row], heights: Sequence[float], least: float) -> str:
    """The tallest line of the head, and those as tall beside it, if it is `least` times as tall as what the
    page's lines are.
    """
    if not first:
        return ""
    tallest = max(row.height for row in first)
    others = [height for height in heights if height < 0.95 * tallest]
    if len(heights) > 1 and (not others or tallest < least * median(others)):
        return ""
    if len(others) < len(heights) / 2 and len(heights) > 3:
        return ""  # most of it is as large
    at = next(n for n, row in enumerate(first) if row.height >= 0.95 * tallest)
    end = at + 1
    while end < len(first) and end - at < 3 and first[end].height >= 0.9 * tallest:
        end += 1
    title = compact("".join(row.text.strip() for row in first[at:end]))
    return "" if title.endswith(_NO_TITLE) or "：" in title else title


def _printed(rows: Sequence[Row]) -> tuple[str, str]:
    """(number, the text of its line) at the foot, else at the head; ("", "") where there is none."""
    near = [*reversed(rows[-2:]), *rows[:2]]
    for row in near:
        if found := _OF.search(row.text):
            return f"{found[1] or found[3]}/{found[2] or found[4]}", row.text
        if found := _OF_TURNED.search(row.text):
            return f"{found[2]}/{found[1]}", row.text
        found = _BARE.match(row.text)
        if found and 0 < int(found[1]) <= int(found[2]):
            return f"{int(found[1])}/{int(found[2])}", row.text
    for row in near if len(rows) > 1 else ():
        if found := _ONE.match(row.text.strip()):
            return str(int(found[1] or found[2] or found[3])), row.text
    return "", ""
