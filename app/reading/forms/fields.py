"""Label → value by where they stand: beside it on the line, in the next cell, or below a row of labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.model.documents.form import FieldFound
from app.reading.forms.labels import BOX, Label, Labels, division_named, value_of

_MOST_JOINED = 6  # pieces of one spread label: 统 一 信 用 代 码
_MOST_STACKED = 4  # lines of one label
_MOST_INLINE = 1_000  # characters of a cell in which pairs are looked for; longer ones are prose
_INLINE = re.compile(r"[:：]")


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


@dataclass(frozen=True, slots=True)
class _Found:
    label: Label
    text: str
    piece: Piece
    nearness: int  # 0 beside its contact, 1 anywhere, 2 below

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.nearness, self.label.rank, self.piece.page)


def fields_in(pieces: Sequence[Piece], labels: Labels) -> dict[str, FieldFound]:
    """Column id → the surest value. The division is taken from the industry's name when not told itself."""
    best: dict[str, _Found] = {}
    for found in _all_found(_lines(_stacked(pieces, labels)), labels):
        value = value_of(found.text, found.label, labels.areas)
        known = best.get(found.label.column)
        if value and not _is_label(value, labels):
            told = _Found(found.label, value, found.piece, found.nearness)
            if known is None or _is_surer(told, known):
                best[found.label.column] = told
    fields = {
        column: FieldFound(f.text, f.piece.page, f.piece.is_recognised) for column, f in sorted(best.items())
    }
    return _with_division(fields, labels)


def _is_surer(told: _Found, known: _Found) -> bool:
    """The one that stands better; but a name cut short, as a seal over it leaves it, yields to the whole."""
    if told.label.column == "name" and told.text != known.text:
        if known.piece.is_recognised and told.text.startswith(known.text):
            return True
        if told.piece.is_recognised and known.text.startswith(told.text):
            return False
    return told.order < known.order


def _with_division(fields: dict[str, FieldFound], labels: Labels) -> dict[str, FieldFound]:
    industry = fields.get("industry")
    knows = any(label.column == "division" for label in labels.by_word.values())
    if industry and knows and "division" not in fields and (code := division_named(industry.text)):
        fields["division"] = FieldFound(code, industry.page, industry.is_recognised)
    return fields


def _is_label(text: str, labels: Labels) -> bool:
    return labels.of(text) is not None


# -- lines -----------------------------------------------------------------------------------------
def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that stand side by side, from left to right; lines from the first page's top on."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.page, p.middle, p.left)):
        last = lines[-1] if lines else []
        if last and last[0].page == piece.page and _beside(last[-1], piece):
            last.append(piece)
        else:
            lines.append([piece])
    return [sorted(line, key=lambda p: p.left) for line in lines]


def _beside(one: Piece, other: Piece) -> bool:
    return abs(one.middle - other.middle) <= 0.5 * min(one.height, other.height)


def _stacked(pieces: Sequence[Piece], labels: Labels) -> list[Piece]:
    """Labels that were broken into lines in their cell, as one piece as high as a line."""
    left = sorted(pieces, key=lambda p: (p.page, p.top, p.left))
    made: list[Piece] = []
    while left:
        first = left.pop(0)
        stack = [first]
        if first.text.strip() and not _is_label(first.text, labels):
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
    stack = [first]
    for piece in others:
        if len(stack) == _MOST_STACKED or piece.page != first.page:
            break
        if piece.top > stack[-1].top + 2 * first.height:
            break
        shared = min(piece.right, stack[-1].right) - max(piece.left, stack[-1].left)
        is_under = 0.5 * first.height < piece.top - stack[-1].top <= 1.9 * first.height
        if is_under and shared >= 0.5 * min(piece.right - piece.left, stack[-1].right - stack[-1].left):
            stack.append(piece)
            if _is_label("".join(p.text for p in stack), labels):
                return stack
    return [first]


def _joined(line: Sequence[Piece], labels: Labels) -> list[Piece]:
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
    if not line[0].text.strip() or _is_label(line[0].text, labels):
        return 1
    for count in range(min(_MOST_JOINED, len(line)), 1, -1):
        if all(0 < len(p.text.strip()) <= 3 for p in line[:count]) and _is_label(
            "".join(p.text for p in line[:count]), labels
        ):
            return count
    return 1


# -- values ----------------------------------------------------------------------------------------
def _all_found(raw: Sequence[Sequence[Piece]], labels: Labels) -> Iterator[_Found]:
    lines = [_joined(line, labels) for line in raw]
    for number, line in enumerate(lines):
        person = False  # whose telephone the next one on this line is
        for at, piece in enumerate(line):
            for inline, text in _inline(piece, line[at + 1 :], labels):
                person = _person(inline, person)
                yield from _judged(inline, text, piece, line, person)
            label = labels.of(piece.text)
            if label is None:
                continue
            person = _person(label, person)
            if not label.column:
                continue
            if text := _right_of(at, number, lines, labels):
                yield from _judged(label, text, piece, line, person)
            elif text := _below(at, number, lines, labels):
                yield _Found(label, text, piece, 2)


def _person(label: Label, before: bool) -> bool:
    """True after 法定代表人, until the 联系人 comes."""
    return label.is_person or (before and label.column != "contact")


def _judged(label: Label, text: str, piece: Piece, line: Sequence[Piece], is_other: bool) -> Iterator[_Found]:
    """A telephone that stands after the 法定代表人 on the same line is his, not the contact's."""
    if is_other and label.column in ("phone", "post", "contact", "email"):
        return
    near = label.column in ("phone", "post", "email") and any("联" in p.text and "人" in p.text for p in line)
    yield _Found(label, text, piece, 0 if near else 1)


def _inline(piece: Piece, after: Sequence[Piece], labels: Labels) -> Iterator[tuple[Label, str]]:
    """“联系人：张工　移动电话：138…”, line by line; a value may also follow in the next piece."""
    for line in piece.text[:_MOST_INLINE].splitlines():
        marks = list(_INLINE.finditer(line))
        starts = [(_label_before(line, m.start(), labels), m) for m in marks]
        known = [(found, m) for found, m in starts if found is not None]
        for at, ((label, _), mark) in enumerate(known):
            end = known[at + 1][0][1] if at + 1 < len(known) else len(line)
            text = line[mark.end() : end].strip()
            if not text and at + 1 == len(known) and after and not _is_label(after[0].text, labels):
                text = after[0].text
            yield label, text if label.column else ""


def _label_before(line: str, end: int, labels: Labels) -> tuple[Label, int] | None:
    """The longest label that ends at `end`, and where it begins."""
    for start in range(max(0, end - 40), end):
        begins = start == 0 or (not line[start].isspace() and not line[start - 1].isalnum())
        if begins and (label := labels.of(line[start:end])) is not None:
            return label, start
    return None


def _right_of(at: int, number: int, lines: Sequence[Sequence[Piece]], labels: Labels) -> str:
    """The next cell; or of a PDF, the lines that stand around the label's own to its right."""
    line, label = lines[number], lines[number][at]
    after = line[at + 1 :]
    end = next((p.left for p in after if _is_label(p.text, labels)), float("inf"))
    parts = [p for p in after if p.left < end]
    boxes = len(parts) > 1 and any(BOX.search(p.text) for p in parts)
    own = parts if boxes else parts[:1]
    around = [
        (n, p)
        for n in (number - 1, number + 1)
        if 0 <= n < len(lines) and _is_free(lines[n], label, labels)
        for p in lines[n]
        if p.page == label.page and label.right <= p.left < end and _touches(p, label, own)
    ]
    above = [p.text for n, p in around if n < number]
    under = [p.text for n, p in around if n > number]
    return "".join([*above, " ".join(p.text for p in own), *under]).strip()


def _touches(piece: Piece, label: Piece, own: Sequence[Piece]) -> bool:
    """A second line of the same value: begins where the first does, less than a line away."""
    apart = abs(piece.middle - label.middle)
    if own:
        return apart <= 1.45 * label.height and abs(piece.left - own[0].left) <= 0.5 * label.height
    return apart <= 0.95 * label.height


def _is_free(line: Sequence[Piece], label: Piece, labels: Labels) -> bool:
    """Nothing stands to the left that the line's text would belong to, nor a label anywhere on it."""
    return all(p.left >= label.right for p in line) and not any(
        _is_label(p.text, labels) or _INLINE.search(p.text) for p in line
    )


def _below(at: int, number: int, lines: Sequence[Sequence[Piece]], labels: Labels) -> str:
    """Under a row that is all labels: the heading of a little table."""
    line, label = lines[number], lines[number][at]
    if len(line) < 2 or not all(_is_label(p.text, labels) for p in line) or number + 1 >= len(lines):
        return ""
    under = lines[number + 1]
    if under[0].page != label.page or any(_is_label(p.text, labels) for p in under):
        return ""
    return " ".join(p.text for p in under if p.left < label.right and p.right > label.left)


def merged(found: Sequence[Mapping[str, FieldFound]]) -> dict[str, FieldFound]:
    """The first of each."""
    fields: dict[str, FieldFound] = {}
    for each in found:
        fields = {**each, **fields}
    return fields
