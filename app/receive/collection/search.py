"""A search in the index: what holds every word, the most telling first, with the stretch where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from app.model.after.asked import Asked, Hit
from app.receive.collection.index import Found, Index
from app.receive.collection.spelling import first_in, folded, snippet, terms_of

_IN_HEAD = 40  # what a word in the name or title counts, where one in the text counts 1
_MOST = 30  # times that a word counts: a long paper is no better for being long


def search(index: Index, asked: Asked) -> tuple[Hit, ...]:
    """Ranked; in the order of the total table where no words are asked, and among equals."""
    terms = terms_of(asked.words)
    found = [each for each in index.having(terms) if asked.lets_through(each.one)]
    return tuple(sorted((_hit(each, terms) for each in found), key=lambda hit: -hit.weight))


def _weight(found: Found, terms: Sequence[str]) -> int:
    head = found.folded[:found.head]
    return sum(_IN_HEAD * (term in head) + min(found.folded.count(term), _MOST) for term in terms)


def _hit(found: Found, terms: Sequence[str]) -> Hit:
    text = found.text
    is_told = bool(text.abstract) and (not terms or first_in(text.abstract, terms))
    shown = snippet(text.abstract if is_told else _body(found), terms)
    count = sum(found.folded.count(term) for term in terms)
    hit = Hit(found.one, shown, count, weight=_weight(found, terms))
    for page in text.pages if terms else ():
        if first_in(page.text, terms):
            return replace(hit, paper=page.paper, page=page.page)
    return hit


def _body(found: Found) -> str:
    """Its text without the lines at its head that say what the title and the name do."""
    told = {folded(found.one.title), folded(found.one.name), ""}
    lines = found.text.whole.split("\n")
    first = next((at for at, line in enumerate(lines) if folded(line) not in told), 0)
    return "\n".join(lines[first:])
