"""What a document says, page by page: facts taken once from its bytes, whatever the notice asks for.

From its text where it has one, else recognised (OCR); never the whole text, but what judging it needs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.model.documents.part import Ranges, holds

MOST_HEAD = 120  # characters of a page's first lines
MOST_PAGES = 1_000  # that are told of one by one
MOST_TEXT = 6_000  # characters of the beginning
MOST_NAMES = 20
MOST_OF_PAGE = 8  # names, codes and gaps of one page


class PageState(StrEnum):
    TEXT = "text"  # it has a text layer: never recognised
    RECOGNISED = "recognised"  # a picture whose words were recognised
    HEAD = "head"  # a picture of which only the first lines were recognised
    PICTURE = "picture"  # a picture that nobody has recognised yet
    EMPTY = "empty"  # neither text nor picture, or a picture on which no word was found


NOT_WHOLE = (PageState.PICTURE, PageState.HEAD)


@dataclass(frozen=True, slots=True)
class PageWords:
    """`page` from 1; a Word file is one page, its first. `head`: its first lines, one under the other, blanks
    dropped within Chinese. `title`: the line that is largest among them, "" where none stands out. `printed`:
    the number printed on it, as it stands there (“3/12”, “第 3 页 共 12 页” → “3/12”; “3”), "" if none.
    `length`, `names`, `codes`, `gaps`: as in `Words`, of this page alone, MOST_OF_PAGE at most.
    """

    page: int
    head: str = ""
    title: str = ""
    printed: str = ""
    state: PageState = PageState.TEXT
    length: int = field(default=0, hash=False)
    names: Mapping[str, int] = field(default_factory=dict, hash=False)
    codes: tuple[str, ...] = field(default=(), hash=False)
    gaps: tuple[str, ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class Words:
    """One document. `count`: its pages, 0 where it has none of its own (a Word file).

    `text`: its first MOST_TEXT characters, blanks and line breaks kept. `length`: characters of the whole but
    blanks and signs, of the pages that have words. `names`: names of enterprises and organisations it speaks
    of → how many times, the most frequent first. `codes`: 统一社会信用代码 whose check digit is right, in
    order. `years`: years (four digits, or before 年) → how many times. `gaps`: what is still to be filled in
    (请在此填写, ×××, ____ …), as it stands there, each once. `state`: "read"; "stuck", "unreadable",
    "locked" (wants a password), "other" (a kind of file without words). `tries`: how often it was read.
    """

    pages: tuple[PageWords, ...] = ()
    count: int = 0
    text: str = ""
    length: int = 0
    names: Mapping[str, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    years: Mapping[str, int] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    state: str = "read"
    tries: int = 1

    def on(self, pages: Ranges) -> Words:
        """What it says on those pages: of their text the heads alone, of their years nothing. () is all."""
        if not pages or self.state != "read":
            return self
        held = tuple(one for one in self.pages if holds(pages, one.page))
        names: Counter[str] = Counter()
        for one in held:
            names.update(one.names)
        return replace(
            self, pages=held, state="read" if held else "unreadable", years={},
            text="\n".join(one.head for one in held)[:MOST_TEXT], length=sum(one.length for one in held),
            names=dict(names.most_common(MOST_NAMES)),
            codes=tuple(dict.fromkeys(code for one in held for code in one.codes)),
            gaps=tuple(dict.fromkeys(gap for one in held for gap in one.gaps)),
        )  # fmt: skip

    @property
    def pictures(self) -> tuple[int, ...]:
        """Pages whose words nobody has recognised yet."""
        return tuple(one.page for one in self.pages if one.state is PageState.PICTURE)

    @property
    def is_whole(self) -> bool:
        """Whether all its pages are known: none waits to be recognised, or was but in part."""
        return all(one.state not in NOT_WHOLE for one in self.pages)

    @property
    def is_recognised(self) -> bool:
        """Whether any of its words come from OCR."""
        return any(one.state in (PageState.RECOGNISED, PageState.HEAD) for one in self.pages)

    @property
    def is_open(self) -> bool:
        """Whether nothing at all is known of what it says, and looking again (OCR) could tell."""
        return bool(self.pictures) and all(one.state is PageState.PICTURE for one in self.pages)
