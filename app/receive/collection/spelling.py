"""When a text holds what was typed: whatever the width, the case and the line breaks. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from app.model.after.asked import Marked

MOST_TERMS = 8  # words of one search
_LONGEST = 60  # characters of one word
_BEFORE, _AFTER = 16, 110  # characters of a snippet around what was found
_ROOM = 80  # characters in which several words are seen at once
_LOOKED = 60  # places of words that are weighed against each other
_WIDE = 0xFEE0  # from a sign of ASCII to the same sign as wide as a Chinese one


def folded(text: str) -> str:
    """The same for two spellings that differ in width, case, blanks and line breaks."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\0", "")
    return "".join(plain.split()).encode("utf-8", "ignore").decode()


def terms_of(words: str) -> tuple[str, ...]:
    """The words of a search, each once, folded; those that add nothing are left out."""
    told = dict.fromkeys(folded(each)[:_LONGEST] for each in words.replace("　", " ").split())
    found = [each for each in told if each]
    kept = [each for each in found if not any(each != other and each in other for other in found)]
    return tuple(kept[:MOST_TERMS])


def marked(text: str, terms: Sequence[str]) -> tuple[Marked, ...]:
    """The whole of it, in pieces; what was looked for is marked."""
    return tuple(_pieces(text, terms))


def snippet(text: str, terms: Sequence[str]) -> tuple[Marked, ...]:
    """The stretch in which most of the words stand, one line; the beginning where there is none."""
    first = _telling(text, tuple(terms)) if terms else None
    start = max(first - _BEFORE, 0) if first is not None else 0
    end = min((first or 0) + _AFTER, len(text))
    cut = " ".join(text[start:end].split())
    before, after = "…" if start else "", "…" if end < len(text) else ""
    return tuple(_pieces(f"{before}{cut}{after}", terms))


def _telling(text: str, terms: tuple[str, ...]) -> int | None:
    """Where the shortest of the stretches begins that hold most of the words."""
    looked = islice(_pattern(terms).finditer(text), _LOOKED)
    places = [(found.start(), folded(found.group())) for found in looked]
    if not places:
        return None
    ends = []
    for start, _ in places:
        nearest: dict[str, int] = {}
        for at, word in places:
            if start <= at < start + _ROOM:
                nearest.setdefault(word, at)
        ends.append((-len(nearest), max(nearest.values()) - start, start))
    return min(ends)[2]


def first_in(text: str, terms: Sequence[str]) -> bool:
    """Whether any of them stands there."""
    return bool(terms) and _pattern(tuple(terms)).search(text) is not None


def _pieces(text: str, terms: Sequence[str]) -> Iterator[Marked]:
    at = 0
    for found in _pattern(tuple(terms)).finditer(text) if terms else ():
        if found.start() > at:
            yield Marked(text[at:found.start()])
        yield Marked(found.group(), is_hit=True)
        at = found.end()
    if at < len(text):
        yield Marked(text[at:])


@lru_cache(maxsize=32)
def _pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """The longest first, so that what is part of another does not break it."""
    ordered = sorted(terms, key=len, reverse=True)
    return re.compile("|".join(r"\s*".join(map(_sign, term)) for term in ordered), re.IGNORECASE)


def _sign(sign: str) -> str:
    wide = chr(ord(sign) + _WIDE) if "!" <= sign <= "~" else ""
    return f"[{re.escape(sign)}{wide}]" if wide else re.escape(sign)
