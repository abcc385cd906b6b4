"""Whether the name read in a seal's ring is clearly another's than the one expected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from app.model.documents.pages import SealFacts, SealText
from app.model.names import normalise_name

CLEAR = 0.88  # of 1: from where a reading is worth comparing
_SURE = 0.985  # from where every letter of it counts
_WHOLE = 0.93  # from where a reading that is right but for one word lacks that word
_LEAST = 5  # letters; fewer are no name
_ANOTHER = 0.36  # share of the letters read that must be others
_MISSING = 0.34  # what a letter that was not read counts
_TELLING = ("集团", "股份", "责任")  # that one name has and the other has not
_OFFICE = re.compile(r"(?:局|委员会|政府|厅|办公室|部)(?:\W.*)?$")
_SIGNS = re.compile(r"[\W_]|\d")


def is_clear(read: SealText) -> bool:
    return read.score >= CLEAR and len(_plain(read.text)) >= _LEAST


def is_another(read: SealText, names: Sequence[str]) -> bool:
    """A name that is clear, and clearly none of `names`: slips of recognition make no other name."""
    text = _plain(read.text)
    return is_clear(read) and all(_differs(text, _plain(name), read.score) for name in names if _plain(name))


def _plain(name: str) -> str:
    return _SIGNS.sub("", normalise_name(name))


@lru_cache(maxsize=4096)  # the same names are compared at every look at a batch
def _differs(read: str, name: str, score: float) -> bool:
    turned = min((read[at:] + read[:at] for at in range(len(read))), key=lambda text: _cost(text, name))
    if _cost(turned, name) >= _ANOTHER * len(read):
        return True
    changes = _changes(name, turned)
    if any(word in theirs and word not in ours for ours, theirs in changes for word in _TELLING):
        return True  # an engine leaves letters out, but reads no word that does not stand there
    if score >= _WHOLE and [theirs for _, theirs in changes] == [""] and changes[0][0] in _TELLING:
        return True  # nor does it leave out that very word and get all others right
    if score >= _SURE and len(name) - len(turned) >= 2 and name.endswith(turned):
        return True  # a place before the name that this ring has not: a slip would show in the score
    return score >= _SURE and any(_tells(ours, theirs) for ours, theirs in changes)


def _changes(name: str, read: str) -> list[tuple[str, str]]:
    """(letters of the name, letters read in their place), each run that differs; what only stands before or
    behind the whole name may be digits and captions.
    """
    codes = SequenceMatcher(None, name, read, autojunk=False).get_opcodes()
    inside = [code for code in codes if code[0] != "equal" and (code[2] > code[1] or 0 < code[1] < len(name))]
    return [(name[a:b], read[c:d]) for _, a, b, c, d in inside]


def _tells(ours: str, theirs: str) -> bool:
    """Two letters and more side by side are no slip; nor is a word that stands in one name alone."""
    if len(theirs) >= 2 and len(ours) != 1:
        return True
    return any((word in ours) is not (word in theirs) for word in _TELLING)


def _cost(read: str, name: str) -> float:
    """Edit distance (Levenshtein 1966) in which letters that were not read count little."""
    row = [at * _MISSING for at in range(len(name) + 1)]
    for count, sign in enumerate(read, 1):
        above, row = row, [float(count)]
        for at, letter in enumerate(name, 1):
            row.append(min(above[at] + 1, row[-1] + _MISSING, above[at - 1] + (sign != letter)))
    return row[-1]


def is_office(read: SealText) -> bool:
    """A public body's: of who recommends, never of who applies."""
    return _OFFICE.search(read.text) is not None


def of_pages(pages: Sequence[SealFacts]) -> tuple[SealText, ...]:
    return tuple(text for page in pages for text in page.texts)
