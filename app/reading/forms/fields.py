"""Label → value by where they stand: beside it on the line, in the next cell, or below a row of labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from app.model.documents.form import FieldFound
from app.reading.forms.labels import BOX, Label, Labels, division_named, is_unticked, value_of
from app.reading.forms.pieces import Piece, is_label, joined, lines_of, parted, stacked

_MOST_INLINE = 1_000  # characters of a cell in which pairs are looked for; longer ones are prose
_MOST_OTHERS = 4
_MOST_AROUND = 12  # pieces of a value's further lines
_TALLER = 1.3  # times a line's height: no line of the same value
_INLINE = re.compile(r"[:：]")
_WRAPPED = 12  # signs of a value from which a shorter line centred well below it is its rest
_WHOLE = 6  # signs of a text that another, longer one begins with


@dataclass(frozen=True, slots=True)
class _Found:
    label: Label
    text: str
    piece: Piece
    nearness: int  # 0 beside its contact, 1 anywhere, 2 below, 3 nothing stands there

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.nearness, self.label.rank, self.piece.page)


def fields_in(pieces: Sequence[Piece], labels: Labels) -> dict[str, FieldFound]:
    """Column id → the surest value. The division is taken from the industry's name when not told itself."""
    return told_in(pieces, labels)[0]


def told_in(pieces: Sequence[Piece], labels: Labels) -> tuple[dict[str, FieldFound], tuple[str, ...]]:
    """As `fields_in`, and the columns whose label stands there with nothing beside it anywhere."""
    best: dict[str, _Found] = {}
    empty: dict[str, bool] = {}
    said: dict[str, dict[str, None]] = {}
    for found in _all_found(lines_of(stacked(parted(pieces, labels), labels)), labels):
        value = value_of(found.text, found.label, labels.areas)
        known = best.get(found.label.column)
        if value and not is_label(value, labels):
            told = _Found(found.label, value, found.piece, found.nearness)
            said.setdefault(found.label.column, {})[value] = None
            if known is None or _is_surer(told, known):
                best[found.label.column] = told
        is_empty = not re.search(r"\w", found.text) or is_unticked(found.text)
        empty[found.label.column] = empty.get(found.label.column, True) and is_empty
    fields = {
        column: FieldFound(f.text, f.piece.page, f.piece.is_recognised, _others(f, said[column]))
        for column, f in sorted(best.items())
    }
    told_fields = _with_division(fields, labels)
    return told_fields, tuple(sorted(c for c, none in empty.items() if none and c and c not in told_fields))


def _others(best: _Found, said: Iterable[str]) -> tuple[str, ...]:
    """What else was recognised for it: a seal that hides a word in one place leaves it in another."""
    others = (text for text in said if text != best.text)
    return tuple(islice(others, _MOST_OTHERS)) if best.piece.is_recognised else ()


def _is_surer(told: _Found, known: _Found) -> bool:
    """The one that stands better; but a name cut short, as a seal over it leaves it, yields to the whole."""
    if told.label.column == "name" and told.text != known.text:
        if known.piece.is_recognised and told.text.startswith(known.text):
            return True
        if told.piece.is_recognised and known.text.startswith(told.text):
            return False
    if not (told.piece.is_recognised or known.piece.is_recognised):
        cut, whole = sorted((told.text, known.text), key=len)
        if len(cut) >= _WHOLE and whole != cut and whole.startswith(cut):
            return told.text == whole  # the other ends where its line did
    return told.order < known.order


def _with_division(fields: dict[str, FieldFound], labels: Labels) -> dict[str, FieldFound]:
    industry = fields.get("industry")
    knows = any(label.column == "division" for label in labels.by_word.values())
    if industry and knows and "division" not in fields and (code := division_named(industry.text)):
        fields["division"] = FieldFound(code, industry.page, industry.is_recognised)
    return fields


# -- values ----------------------------------------------------------------------------------------
def _all_found(raw: Sequence[Sequence[Piece]], labels: Labels) -> Iterator[_Found]:
    lines = [joined(line, labels) for line in raw]
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
            else:
                yield from (replace(each, nearness=3) for each in _judged(label, "", piece, line, person))


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
            if not text and at + 1 == len(known) and after and not is_label(after[0].text, labels):
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
    end = next((p.left for p in after if is_label(p.text, labels)), float("inf"))
    parts = [p for p in after if p.left < end]
    boxes = len(parts) > 1 and any(BOX.search(p.text) for p in parts)
    own = parts if boxes else _whole_number(parts, labels.of(label.text)) or parts[:1]
    touching = [
        (n, p)
        for n in (number - 1, number + 1)
        if 0 <= n < len(lines) and _is_free(lines[n], label, labels)
        for p in lines[n]
        if p.page == label.page and label.right <= p.left < end and _touches(p, label, own)
    ][:_MOST_AROUND]
    rows = lines[max(number - 3, 0) : number + 4] if touching else ()
    near = [p for row in rows for p in row if is_label(p.text, labels)]
    around = [(n, p) for n, p in touching if _is_nearest(label, p, near)]
    above = [p.text for n, p in around if n < number]
    under = [p.text for n, p in around if n > number]
    return "".join([*above, " ".join(p.text for p in own), *under]).strip()


def _whole_number(parts: Sequence[Piece], label: Label | None) -> list[Piece]:
    """A code that stands in several pieces, as an engine cuts what was written in boxes; [] for none."""
    joined = re.sub(r"[|丨\[\]\s]", "", "".join(p.text for p in parts))
    if label is None or label.kind != "code" or len(parts) < 2 or value_of(parts[0].text, label, ()):
        return []
    return [replace(parts[0], text=joined, right=parts[-1].right)] if value_of(joined, label, ()) else []


def _is_nearest(label: Piece, piece: Piece, near: Sequence[Piece]) -> bool:
    """Of the labels to the left of a piece: the line may be one of another's value."""
    apart = abs(piece.middle - label.middle)
    return not any(
        other.page == piece.page and other.right <= piece.left and abs(piece.middle - other.middle) < apart
        for other in near
    )


def _touches(piece: Piece, label: Piece, own: Sequence[Piece]) -> bool:
    """A second line of the same value: begins where the first does or is centred under it, a line away.

    What is larger, or says again what the first says, is a seal's.
    """
    apart = abs(piece.middle - label.middle)
    if own:
        first, near = own[0], 0.5 * label.height
        if piece.height > _TALLER * first.height or piece.text in first.text:
            return False
        centres = (piece.left + piece.right) / 2 - (first.left + first.right) / 2
        is_aligned = abs(piece.left - first.left) <= near or abs(centres) <= near
        is_less = piece.right - piece.left < first.right - first.left
        is_typed = len(first.text) >= _WRAPPED and not piece.is_recognised  # else it may be a seal's letter
        is_rest = is_typed and is_less and abs(centres) <= near  # on a cover, set wide
        return apart <= (1.9 if is_rest else 1.45) * label.height and is_aligned
    return apart <= 0.95 * label.height


def _is_free(line: Sequence[Piece], label: Piece, labels: Labels) -> bool:
    """Nothing stands to the left that the line's text would belong to, nor a label anywhere on it."""
    return all(p.left >= label.right for p in line) and not any(
        is_label(p.text, labels) or _INLINE.search(p.text) for p in line
    )


def _below(at: int, number: int, lines: Sequence[Sequence[Piece]], labels: Labels) -> str:
    """Under a row that is all labels: the heading of a little table."""
    line, label = lines[number], lines[number][at]
    if len(line) < 2 or not all(is_label(p.text, labels) for p in line) or number + 1 >= len(lines):
        return ""
    under = lines[number + 1]
    if under[0].page != label.page or any(is_label(p.text, labels) for p in under):
        return ""
    return " ".join(p.text for p in under if p.left < label.right and p.right > label.left)


def merged(found: Sequence[Mapping[str, FieldFound]]) -> dict[str, FieldFound]:
    """The first of each."""
    fields: dict[str, FieldFound] = {}
    for each in found:
        fields = {**each, **fields}
    return fields
