"""Scanned pages → what they say, by recognition, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from app.model.documents.words import MOST_NAMES, MOST_TEXT, PageState, PageWords, Words
from app.reading.containers import Report
from app.reading.limits import Allowance
from app.reading.ocr import engine
from app.reading.pages.drawn import NotDrawn, drawn
from app.reading.words.page import Row, levelled, page_words
from app.reading.words.read import spoken_on, told_by
from app.reading.words.spoken import MOST_CODES, MOST_GAPS, MOST_YEARS, letters_in, most

HEAD_LINES, COVER_LINES = 4, 6  # of a page's top that are read; of the first one's, which may be a cover
_SEEN_AT = 0.55  # of a head's sides: where its lines stand is plain enough there, in a quarter of the time
_WIDE, _TALL = 0.55, 1.2  # of the page's width, of its lines' usual height: running text is wide and not tall


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pages, from 1, of one document: `whole`, or their first lines alone; `upright` as in `drawn`."""

    pages: tuple[int, ...]
    whole: bool
    upright: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recognised:
    """`lines`: page → where its words stand, of those that were wanted whole."""

    words: Words
    lines: Mapping[int, tuple[engine.Line, ...]]


def recognised(path: Path, kind: str, wanted: Wanted, report: Report, seconds: float) -> Recognised:
    """What those pages say; of several only as far as `seconds` of the processor reach, but one at least.

    A page without a word is EMPTY, and so is what cannot be drawn: nothing more is to be had of it.
    """
    allowance = Allowance(seconds)
    pages: dict[int, PageWords] = {}
    texts: list[str] = []
    lines: dict[int, tuple[engine.Line, ...]] = {}
    report(0, path.name)
    try:
        for number, image in drawn(
            path, kind, wanted.pages, head=not wanted.whole, upright=wanted.upright
        ):
            found, unread = (engine.lines_of(image), ()) if wanted.whole else first_lines(image, number)
            rows = [Row(f.text, f.top, f.bottom, f.height, f.left) for f in found]
            pages.setdefault(number, _page(number, rows, wanted.whole, unread))
            if wanted.whole:
                texts.extend((*(row.text for row in levelled(rows)), ""))
                lines[number] = (*lines.get(number, ()), *found)
            report(number, path.name)
            if allowance.is_spent:
                last = wanted.pages.index(number) + 1
                wanted = replace(wanted, pages=wanted.pages[:last])
                break
    except NotDrawn:
        pass
    told = [pages.get(number, PageWords(number, state=PageState.EMPTY)) for number in wanted.pages]
    words = told_by(told, texts, 0)
    return Recognised(words if wanted.whole else _spoken_in_heads(words), lines)


def first_lines(image: Any, number: int) -> tuple[tuple[engine.Line, ...], tuple[float, ...]]:
    """The first lines of a page, and how high those of them are that nobody read: beyond a document's first
    page no running text is, but for the topmost line, which tells whether a heading comes before it.
    """
    places = engine.places_of(image, _SEEN_AT)
    if number == 1:
        return engine.lines_at(image, places[:COVER_LINES]), ()
    usual = median(place.height for place in places) if places else 0.0
    first = places[:HEAD_LINES]
    running = {
        place for place in first[1:]
        if place.width > _WIDE * image.shape[1] and place.height < _TALL * usual
    }  # fmt: skip
    wanted = [place for place in first if place not in running]
    return engine.lines_at(image, wanted), tuple(place.height for place in running)


def together_with(before: Words, more: Words) -> Words:
    """What was known of a document, and what was recognised of some of its pages since."""
    fresh = {page.page: page for page in more.pages}
    told_twice = _spoken_in_heads(
        Words(tuple(page for page in before.pages if page.state is PageState.HEAD and page.page in fresh))
    )
    text = "\n".join(filter(None, (before.text, more.text)))[:MOST_TEXT]
    return replace(
        before,
        pages=tuple(fresh.get(page.page, page) for page in before.pages),
        text=text,
        length=before.length + more.length,
        names=_summed(before.names, more.names, told_twice.names, MOST_NAMES),
        codes=tuple(dict.fromkeys((*before.codes, *more.codes)))[:MOST_CODES],
        years=_summed(before.years, more.years, told_twice.years, MOST_YEARS),
        gaps=tuple(dict.fromkeys((*before.gaps, *more.gaps)))[:MOST_GAPS],
    )


def _spoken_in_heads(words: Words) -> Words:
    """Names, codes and years of first lines count, as long as no more is known of their pages."""
    told = told_by(words.pages, [line for page in words.pages for line in page.head.splitlines()], 0)
    return replace(words, names=told.names, codes=told.codes, years=told.years)


def _summed(
    before: Mapping[str, int], more: Mapping[str, int], twice: Mapping[str, int], count: int
) -> dict[str, int]:
    return most(Counter(before) + Counter(more) - Counter(twice), count)


def _page(number: int, rows: Sequence[Row], whole: bool, unread: Sequence[float]) -> PageWords:
    if not any(letters_in(row.text) for row in rows):
        return PageWords(number, state=PageState.EMPTY if whole else PageState.HEAD)
    page = page_words(number, rows, PageState.RECOGNISED if whole else PageState.HEAD, unread)
    return spoken_on(page, [row.text for row in levelled(rows)])

