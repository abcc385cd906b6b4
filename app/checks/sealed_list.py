"""What a sealed letter lists, compared with the list: the same, another order, or not to be told."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from app.checks.alike import twinned
from app.checks.words import some
from app.model.batch import Batch, Letter
from app.model.documents.letter import LetterFacts

_MOST_SOUGHT = 40  # names that are looked for in spite of an engine's slips
_MOST_PLACES = 2_000  # where one of them may stand
_MOST_LIKELY = 8  # of these that are looked at
_SLIPS = 0.15  # of a name's signs
_HEADS = re.compile(r"^(序号|推荐|名单|申报|企业|单位|名称|全称)+")
_COMPANY = re.compile(r"[\u4e00-\u9fff()A-Za-z·]{4,40}(?:公司|集团|厂|院|所|中心|合作社|银行)")


class Told(Enum):
    """What the letter itself says of the list."""

    SAME = auto()
    DIFFERS = auto()
    PARTLY = auto()  # some of the names were not found
    NOTHING = auto()  # it cannot be read
    NOT_YET = auto()  # nobody has read it


@dataclass(frozen=True, slots=True)
class Comparison:
    """`words`: what differs, which names were not found, or why nothing was read."""

    told: Told
    words: str = ""
    is_recognised: bool = False


def compared(batch: Batch, track: str) -> Comparison:
    """The track's attached letter against its list. What stands in its scan counts, not what was noted."""
    letter, listed = batch.letter(track), batch.listed(track)
    facts = batch.letter_facts.get(letter.sha256) if letter.sha256 else None
    if facts is None:
        text = letter.member.pdf.text if letter.member and letter.member.pdf else ""
        if not text.strip():
            return Comparison(Told.NOT_YET if _can_be_read(letter) else Told.NOTHING)
        facts = LetterFacts((text,))
    return _compared(facts, listed, letter.sealed_list, batch.sender.name, _listed_beside(batch, track))


def text_of(batch: Batch, track: str) -> str | None:
    """What was read of the track's letter; "" when nothing can be, None while nobody has read it."""
    letter = batch.letter(track)
    facts = batch.letter_facts.get(letter.sha256) if letter.sha256 else None
    if facts is not None:
        return "\n".join(facts.columns)
    text = letter.member.pdf.text if letter.member and letter.member.pdf else ""
    said = batch.words.get(letter.sha256)
    text = text if text.strip() or said is None else said.text
    return text if text.strip() else None if _can_be_read(letter) else ""


def _listed_beside(batch: Batch, track: str) -> tuple[str, ...]:
    """The lists of other tracks that the same letter stands for."""
    sha256 = batch.letter(track).sha256
    others = (other for other in batch.order if other != track and batch.letter(other).sha256 == sha256)
    return tuple(name for other in others if sha256 for name in batch.listed(other))


def is_changed(letter: Letter, listed: tuple[str, ...], seen: Comparison) -> bool:
    """Whether there is no doubt that the letter does not stand for this list."""
    if seen.told is Told.DIFFERS and not seen.is_recognised:
        return True
    return seen.told is not Told.SAME and bool(letter.sealed_list) and letter.sealed_list != listed


def _can_be_read(letter: Letter) -> bool:
    """A picture is not: its list is compared by a person."""
    kind = letter.member.kind if letter.member else ""
    return bool(letter.sha256) and kind == "pdf" and letter.size > 0


@lru_cache(maxsize=64)
def _compared(
    facts: LetterFacts, listed: tuple[str, ...], noted: tuple[str, ...], sender: str,
    beside: tuple[str, ...] = (),
) -> Comparison:
    """`noted`: the list it was said to stand for; `beside`: other names that may stand in it."""
    if not any(column.strip() for column in facts.columns):
        return Comparison(Told.NOTHING, facts.reason)
    columns = [_plain(column) for column in facts.columns]
    places, left = _places(columns, listed)
    if facts.is_recognised:
        _seek(left, [name for name in listed if name not in places], places)
    absent = [name for name in listed if name not in places]
    if absent:
        return Comparison(Told.PARTLY, some(absent), facts.is_recognised)
    gone = [name for name in noted if name not in places and any(_plain(name) in each for each in left)]
    allowed = {_plain(name) for name in (sender, *beside)}
    others = [*gone, *(each for each in _others(left, gone) if each not in allowed)]
    if others:
        return Comparison(Told.DIFFERS, f"上面还有{some(others)}", facts.is_recognised)
    stands = sorted(listed, key=lambda name: places[name])
    moved = next(((a, b) for a, b in zip(stands, listed, strict=True) if a != b), None)
    if moved is None:
        return Comparison(Told.SAME, is_recognised=facts.is_recognised)
    place = listed.index(moved[1]) + 1
    words = f"次序不同，第 {place} 位上面是“{moved[0]}”，名单里是“{moved[1]}”"
    return Comparison(Told.DIFFERS, words, facts.is_recognised)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _places(
    columns: Sequence[str], listed: Sequence[str]
) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Name → (column, place) where it stands last, as the list is what ends a letter; and what is left of the
    columns. Longer names first: one may be part of another.
    """  # fmt: skip
    left, places = list(columns), dict[str, tuple[int, int]]()
    for name in sorted(set(listed), key=len, reverse=True):
        sought = _plain(name)
        for at, column in enumerate(left):
            if sought and (place := column.rfind(sought)) >= 0:
                places[name] = (at, place)
                left[at] = column.replace(sought, "\n" * len(sought))
    return places, left


def _seek(left: list[str], absent: Sequence[str], places: dict[str, tuple[int, int]]) -> None:
    """The names an engine may have misread, by the nearest that stands anywhere."""
    columns = [twinned(column, keep_length=True) for column in left]
    for name in absent[:_MOST_SOUGHT]:
        sought = twinned(_plain(name))
        windows = [(at, max(start - 2, 0)) for at, start in _likely(sought, columns)]
        around = len(sought) + 4
        nearest = (_nearest(sought, columns[at][from_ : from_ + around], at, from_) for at, from_ in windows)
        slips, at, start, end = min(nearest, default=(len(sought), 0, 0, 0))
        if slips <= _SLIPS * len(sought):
            places[name] = (at, start)
            for texts in (left, columns):
                texts[at] = texts[at][:start] + "\n" * (end - start) + texts[at][end:]


def _likely(sought: str, columns: Sequence[str]) -> list[tuple[int, int]]:
    """(column, place) where `sought` may begin: where most of its three signs in a row say so."""
    votes: Counter[tuple[int, int]] = Counter()
    for offset in range(len(sought) - 2):
        for at, column in enumerate(columns):
            place = column.find(sought[offset : offset + 3])
            while place >= 0 and len(votes) < _MOST_PLACES:
                votes[at, max(place - offset, 0)] += 1
                place = column.find(sought[offset : offset + 3], place + 1)
    return [place for place, _ in votes.most_common(_MOST_LIKELY)]


def _nearest(sought: str, text: str, at: int, from_: int) -> tuple[int, int, int, int]:
    """(slips, column, first, end) of the stretch of text that is most like `sought` (Sellers' distance)."""
    row = [(0, place) for place in range(len(text) + 1)]  # slips so far, where the stretch begins
    for count, sign in enumerate(sought, 1):
        fresh = [(count, 0)]
        for place, other in enumerate(text, 1):
            fresh.append(min(
                (row[place - 1][0] + (sign != other), row[place - 1][1]),
                (row[place][0] + 1, row[place][1]),
                (fresh[place - 1][0] + 1, fresh[place - 1][1]),
            ))  # fmt: skip
        row = fresh
    end = min(range(len(row)), key=lambda place: (row[place][0], -place))
    return row[end][0], at, from_ + row[end][1], from_ + end


def _others(left: Sequence[str], known: Sequence[str]) -> list[str]:
    """Companies in a column of names that the list does not have, beside those `known`."""
    found = []
    for column in left:
        if "\n" in column:
            chunks = (_HEADS.sub("", chunk) for chunk in re.split(r"[\n\d.、,;:]+", column))
            named = (chunk for chunk in chunks if _COMPANY.fullmatch(chunk))
            found += [name for name in named if name not in map(_plain, known)]
    return found
