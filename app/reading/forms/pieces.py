"""Where the words of a page stand: pieces, the lines they make, and what was set apart put together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.reading.forms.labels import Labels

_MOST_JOINED = 6  # pieces of one spread label: 统 一 信 用 代 码
_MOST_STACKED = 4  # lines of one label
_TOUCHING = re.compile(r"([\u4e00-\u9fff]{2,14})([0-9A-Za-z][\x21-\x7e]{5,64})([\u4e00-\u9fff]{2,14})?")
_NEIGHBOURS = 8  # pieces of a line that another may stand above
_LEADING = 1.0  # line heights from one line of a cell to the next, at most; the next row's are wider apart
_BRACKETS = ("（", "(", "〔", "[", "【")
_LEAST_SPREAD = 5  # signs of a number that was set wide apart
_WIDEST = 4.0  # line heights from one of them to the next


@dataclass(frozen=True, slots=True)
class Piece:
    """Text that stands together, or a whole cell (then "" is an empty one). Top grows downwards.

    Any unit will do, as long as one line of text is about `bottom` - `top` high.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    page: int = 0
    is_recognised: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 0.01)


def is_label(text: str, labels: Labels) -> bool:
    return labels.of(text) is not None


def parted(pieces: Sequence[Piece], labels: Labels) -> list[Piece]:
    """What an engine took for one text where a long value touches the labels of its cells' neighbours."""
    made: list[Piece] = []
    for piece in pieces:
        found = _TOUCHING.fullmatch(piece.text) if piece.is_recognised else None
        if found and is_label(found[1], labels) and (not found[3] or is_label(found[3], labels)):
            made.extend(_cut(piece, [part for part in found.groups() if part]))
        else:
            made.append(piece)
    return made


def _cut(piece: Piece, parts: Sequence[str]) -> Iterator[Piece]:
    """A character of Chinese is as wide as two others."""
    widths = [sum(1 if sign.isascii() else 2 for sign in part) for part in parts]
    left, unit = piece.left, (piece.right - piece.left) / sum(widths)
    for part, width in zip(parts, widths, strict=True):
        yield replace(piece, text=part, left=left, right=left + width * unit)
        left += width * unit


def lines_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand side by side, from left to right; lines from the first page's top on."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.page, p.middle, p.left)):
        last = lines[-1] if lines else []
        is_beside = last and last[0].page == piece.page and _beside(last[-1], piece)
        if is_beside and not any(_over(other, piece) for other in last[-_NEIGHBOURS:]):
            last.append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.left) for line in lines]


def _over(one: Piece, other: Piece) -> bool:
    """Whether one stands above the other, however near: then they are two lines of one cell."""
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.5 * min(one.right - one.left, other.right - other.left)


def _beside(one: Piece, other: Piece) -> bool:
    return abs(one.middle - other.middle) <= 0.5 * min(one.height, other.height)


def stacked(pieces: Sequence[Piece], labels: Labels) -> list[Piece]:
    """Labels that were broken into lines in their cell, as one piece as high as a line."""
    left = sorted(pieces, key=lambda p: (p.page, p.top, p.left))
    made: list[Piece] = []
    while left:
        first = left.pop(0)
        stack = [first]
        if first.text.strip():
            stack = _stack(first, left, labels)
        last = stack[-1]
        if len(stack) > 1:
            left = [p for p in left if p not in stack]
            middle, half = (first.top + last.bottom) / 2, first.height / 2
            text = "".join(p.text for p in stack)
            first = Piece(text, min(p.left for p in stack), middle - half, max(p.right for p in stack),
                          middle + half, first.page, first.is_recognised)
        made.append(first)
    return made


def _stack(first: Piece, others: Sequence[Piece], labels: Labels) -> list[Piece]:
    """The longest that is one label: “申报企业” goes on in “（加盖公章）”, “申报单位” in “名称”."""
    stack, longest = [first], [first]
    if first.text.lstrip().startswith(_BRACKETS):
        return longest  # said aside of a label above, not of the one below
    for piece in others:
        if len(stack) == _MOST_STACKED or piece.page != first.page:
            break
        if piece.top > stack[-1].top + 2 * first.height:
            break
        shared = min(piece.right, stack[-1].right) - max(piece.left, stack[-1].left)
        is_under = 0.5 * first.height < piece.top - stack[-1].top <= 1.9 * first.height
        if is_under and shared >= 0.5 * min(piece.right - piece.left, stack[-1].right - stack[-1].left):
            is_row = is_label(stack[-1].text, labels) and is_label(piece.text, labels)
            if is_row and piece.top - stack[-1].top > _LEADING * first.height:
                break  # of its own
            stack.append(piece)
            if is_label("".join(p.text for p in stack), labels):
                longest = [*stack]
    return longest


def joined(line: Sequence[Piece], labels: Labels) -> list[Piece]:
    """Labels that were spread over several pieces (联 系 人) as one."""
    made: list[Piece] = []
    at = 0
    while at < len(line):
        count = _label_length(line[at:], labels)
        parts = line[at : at + count]
        text = "".join(p.text for p in parts) if count > 1 else parts[0].text
        first, last = parts[0], parts[-1]
        made.append(
            Piece(text, first.left, first.top, last.right, first.bottom, first.page, first.is_recognised)
        )
        at += count
    return made


def _label_length(line: Sequence[Piece], labels: Labels) -> int:
    if not line[0].text.strip() or is_label(line[0].text, labels):
        return 1
    for count in range(min(_MOST_JOINED, len(line)), 1, -1):
        if all(0 < len(p.text.strip()) <= 3 for p in line[:count]) and is_label(
            "".join(p.text for p in line[:count]), labels
        ):
            return count
    return 1


# -- what was set wide apart -------------------------------------------------------------------------
def closed_up(pieces: Sequence[Piece]) -> list[Piece]:
    """Numbers whose digits and letters were set wide apart, or each in a box of its own, as one piece."""
    made: list[Piece] = []
    for line in lines_of(pieces):
        at = 0
        while at < len(line):
            count = _spread(line[at:])
            parts = line[at : at + count]
            text = "".join(piece.text for piece in parts)
            made.append(replace(
                parts[0], text=text, top=min(p.top for p in parts), right=parts[-1].right,
                bottom=max(p.bottom for p in parts),
            ) if count > 1 else parts[0])  # fmt: skip
            at += count
    return made


def _spread(line: Sequence[Piece]) -> int:
    """How many pieces from here on are single signs of one number, at one pitch; 1 for none."""
    count = 0
    while count < len(line) and _is_sign(line[count].text):
        count += 1
    while count >= _LEAST_SPREAD:
        places = [(piece.left + piece.right) / 2 for piece in line[:count]]
        pitches = [right - left for left, right in pairwise(places)]
        usual = sorted(pitches)[len(pitches) // 2]
        wrong = next((at for at, p in enumerate(pitches) if not _near(p, usual, line[at].height)), None)
        if wrong is None:
            return count
        count = wrong + 1
    return 1


def _near(pitch: float, usual: float, height: float) -> bool:
    return usual <= _WIDEST * height and 0.6 * usual <= pitch <= 1.4 * usual


def _is_sign(text: str) -> bool:
    """A digit or letter, or what touched: two of them."""
    return 0 < len(text) <= 2 and text.isascii() and text.isalnum()
