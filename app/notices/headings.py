"""What a document says it is: the title and first lines of its pages, and the fixed phrases of forms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.model.documents.part import Part
from app.model.documents.words import PageState, PageWords, Words
from app.notices.names import SILENT, Witness
from app.notices.notice import Notice

_MOST_LINE = 60  # characters of a heading: what is longer is a sentence
_LINES = 5  # of a page that may be its heading
_BEGINNING = 600  # characters of a document in which its fixed phrases stand
_SHORT = 16  # characters of a line that is no line of running text
_TITLE_PAGE = 40  # characters of a page that holds a heading and little else
_REMEMBERED = 100_000  # documents: more than any batch has
_BLANKS = re.compile(r"\s+")
_BESIDE = re.compile(r"[（(【\[][^（(【\[）)】\]]*[）)】\]]")
_ANNEX = re.compile(r"^附件?[一二三四五六七八九十\d]*[:：.、-]?(?=.{2})")
_SECTION = re.compile(
    r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十]+[、.．]|\d+(?:\.\d+)*[、.．])"
)
_DIVIDER = re.compile(r"^第[一二三四五六七八九十\d]{1,3}(?:部分|[篇编册卷章])[:：、.．]?(?=.{2})")
# A sentence, a field and what stands in it, a section of something.
_NO_HEADING = re.compile(rf"[，。；！？：:]|名称|{_SECTION.pattern}")
_CONTENTS = re.compile(r"^目录$|^材料(?:清单|目录)$|目录$")


@dataclass(frozen=True, slots=True)
class Content:
    """`first`: what its beginning tells. `begins`: (page, material, line) of each page that begins one, in
    order, each time another than before; kinds as the material they are part of, but for those that the
    material around them may contain. `apart`: likewise, with those of them that have fixed columns of their
    own, as a licence bound into a form.
    """

    first: Witness = SILENT
    begins: tuple[tuple[int, str, str], ...] = ()
    apart: tuple[tuple[int, str, str], ...] = ()


NOTHING = Content()


def content_of(words: Words | None, notice: Notice, called: tuple[tuple[str, str], ...] = ()) -> Content:
    """`called`: material → the title that the table gives it, normalised."""
    if words is None or not words.pages:
        return NOTHING
    return _content(words.pages, words.text, notice, called)


def plain(text: str) -> str:
    """Letters and digits alone, to compare titles."""
    return re.sub(r"[\W_]+", "", text).casefold()


@lru_cache(maxsize=_REMEMBERED)
def _content(
    pages: tuple[PageWords, ...], text: str, notice: Notice, called: tuple[tuple[str, str], ...]
) -> Content:
    told = [(page.page, _told_by(page, notice, called, is_first=page is pages[0])) for page in pages]
    first = told[0][1]
    if not first.materials:
        first = _phrases(_BLANKS.sub("", text[: 3 * _BEGINNING])[:_BEGINNING], notice)
    begins: list[tuple[int, str, str]] = []
    apart: list[tuple[int, str, str]] = []
    for page, witness in ((pages[0].page, first), *told[1:]):
        if not witness.material:
            continue
        material = notice.material(witness.material)
        top = notice.top(witness.material)
        for found, held in ((begins, material.inside), (apart, () if material.phrases else material.inside)):
            around = found[-1][1] if found else ""
            if top != around and around not in held:
                found.append((page if found else pages[0].page, top, witness.words))
    return Content(first, tuple(begins), tuple(apart))


def parts_of(begins: tuple[tuple[int, str, str], ...], count: int) -> tuple[Part, ...]:
    """Each material on its pages, where a document holds several: until the next one begins."""
    if len({material for _, material, _ in begins}) < 2:
        return ()
    ends = [page - 1 for page, _, _ in begins[1:]] + [max(count, begins[-1][0])]
    stretches: dict[str, list[tuple[int, int]]] = {}
    for (page, material, _), end in zip(begins, ends, strict=True):
        stretches.setdefault(material, []).append((page, end))
    return tuple(Part(material, tuple(pages)) for material, pages in stretches.items())


def _heading(page: PageWords, notice: Notice, *, is_first: bool = True) -> Witness:
    """What a page's title, else one of its first lines, says it begins.

    Beyond the first page only what stands out: the line that a page breaks off in says nothing.
    """
    lines = [_BLANKS.sub("", line) for line in page.head.splitlines()]
    lines = [line for line in lines if line][:_LINES]
    if any(_CONTENTS.search(line) for line in lines[:2]):
        return SILENT
    is_title_page = page.state is not PageState.HEAD and sum(map(len, lines)) <= _TITLE_PAGE
    if not (is_first or is_title_page):
        lines = [line for line in lines[:1] if len(line) <= _SHORT]
    title = _BLANKS.sub("", page.title)
    for line in dict.fromkeys((title, *lines) if title else lines):
        bare = _ANNEX.sub("", _BESIDE.sub("", line))
        if _SECTION.match(bare) and is_title_page:
            bare = _SECTION.sub("", bare)
        if is_title_page or line == title:
            bare = _DIVIDER.sub("", bare)
        if not 1 < len(bare) <= _MOST_LINE or _NO_HEADING.search(bare):
            continue
        if material := _headed(bare, notice):
            return Witness((material,), line, is_clear=True)
    return SILENT


def _headed(line: str, notice: Notice) -> str:
    return next((each.id for each in notice.by_specialty if each.heads(line)), "")


def _told_by(
    page: PageWords, notice: Notice, called: tuple[tuple[str, str], ...], *, is_first: bool
) -> Witness:
    heading = _heading(page, notice, is_first=is_first)
    return heading if heading.materials else _called(page, called, _LINES if is_first else 1)


def _called(page: PageWords, called: tuple[tuple[str, str], ...], most: int) -> Witness:
    """Whether it begins, in the first `most` lines, with the very title the table has."""
    lines = [page.title, *page.head.splitlines()[:most], "".join(page.head.splitlines()[:2])]
    for material, title in called:
        for line in lines:
            if title and title in plain(line) and len(plain(line)) <= len(title) + 20 and "名称" not in line:
                return Witness((material,), line, is_clear=True)
    return SILENT


def _phrases(beginning: str, notice: Notice) -> Witness:
    told = [each.id for each in notice.by_specialty if each.is_spoken_of(beginning)]
    return Witness((told[0],), "", is_clear=True) if len({notice.top(each) for each in told}) == 1 else SILENT
