"""A document's bytes → what it says, without recognition: pages that are pictures stay open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.errors import os_errors
from app.model.documents.pages import SCANS, WORD
from app.model.documents.words import MOST_OF_PAGE, MOST_TEXT, PageState, PageWords, Words
from app.reading.containers import Report
from app.reading.forms.docx import NotReadable
from app.reading.forms.office import as_docx, office_program
from app.reading.limits import Allowance
from app.reading.words.layer import Locked, NoReader, layers
from app.reading.words.page import page_words
from app.reading.words.spoken import (
    MOST_YEARS,
    closed_up,
    codes_in,
    gaps_in,
    letters_in,
    most,
    names_in,
    years_in,
)
from app.reading.words.written import docx_head, docx_lines, pictures_in

KINDS = frozenset((*SCANS, *WORD, "text"))
PICTURES = frozenset(SCANS) - {"pdf"}
SECONDS = 60.0  # of the processor, for one document
_MOST_SIGNS = 2_000_000  # characters of a document that are looked through
_MOST_BYTES = 4_000_000  # of a plain text
_MOST_LINES = 20_000
_FULL_LINE = 0.85  # of its page's longest line: goes on in the next


def words_of(path: Path, kind: str, report: Report, seconds: float = SECONDS) -> Words:
    """By `kind` (reading.kinds). What cannot be read says so in `state`; raises AppError only where the file
    itself cannot be had.
    """
    with os_errors(path), path.open("rb"):
        pass
    try:
        if kind == "pdf":
            return _of_pdf(path, report, Allowance(seconds))
        if kind in WORD:
            return _of_word(path, kind, report)
    except Locked:
        return Words(state="locked")
    except (NoReader, NotReadable):
        return Words(state="unreadable")
    if kind in PICTURES:
        return _of_picture(path)
    return _of_text(path) if kind == "text" else Words(state="other")


def told_by(pages: Iterable[PageWords], lines: Sequence[str], count: int) -> Words:
    """`lines` of all its pages that have words, in order."""
    text = "\n".join(lines)[:_MOST_SIGNS]
    return Words(
        pages=tuple(pages), count=count, text=text[:MOST_TEXT], length=letters_in(text),
        names=most(names_in(_unbroken(lines))), codes=codes_in(text),
        years=most(years_in(text), MOST_YEARS), gaps=gaps_in(text),
    )  # fmt: skip


def spoken_on(page: PageWords, lines: Sequence[str]) -> PageWords:
    """With whom and what it speaks of; `lines` are all that is known of it."""
    text = "\n".join(lines)
    return replace(
        page, length=letters_in(text), names=most(names_in(_unbroken(lines)), MOST_OF_PAGE),
        codes=codes_in(text)[:MOST_OF_PAGE], gaps=gaps_in(text)[:MOST_OF_PAGE],
    )


def _of_pdf(path: Path, report: Report, allowance: Allowance) -> Words:
    count, found = layers(path, report, allowance)
    pages: list[PageWords] = []
    lines: list[str] = []
    signs = 0
    for layer in found:
        page = page_words(layer.number, layer.rows, layer.state)
        pages.append(spoken_on(page, layer.lines) if count > 1 and signs < _MOST_SIGNS else page)
        if signs < _MOST_SIGNS:
            lines.extend((*layer.lines, ""))
            signs += sum(map(len, layer.lines))
    return told_by(pages, lines, count)


def _of_word(path: Path, kind: str, report: Report) -> Words:
    if kind == "docx":
        return _of_docx(path)
    if not office_program():
        return Words(state="other")
    report(0, path.name)
    with TemporaryDirectory() as folder:
        return _of_docx(as_docx(path, kind, Path(folder)))


def _of_docx(path: Path) -> Words:
    lines = docx_lines(path)[:_MOST_LINES]
    first = page_words(1, docx_head(path))
    state = PageState.TEXT
    if not any(map(letters_in, lines)):
        state = PageState.PICTURE if pictures_in(path) else PageState.EMPTY
    return told_by([PageWords(1, first.head, first.title, "", state)], lines, 0)


def _of_picture(path: Path) -> Words:
    from PIL import Image

    count = 1
    with suppress(OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        with Image.open(path) as picture:
            count = min(getattr(picture, "n_frames", 1), 500)
        return Words(tuple(PageWords(n, state=PageState.PICTURE) for n in range(1, count + 1)), count)
    return Words(state="unreadable")


def _of_text(path: Path) -> Words:
    content = path.read_bytes()[:_MOST_BYTES] if path.stat().st_size <= _MOST_BYTES else b""
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            lines = content.decode(encoding).splitlines()[:_MOST_LINES]
            head = "\n".join(line.strip() for line in lines if line.strip())
            state = PageState.TEXT if head else PageState.EMPTY
            return told_by([PageWords(1, head[:120], "", "", state)], lines, 0)
    return Words(state="unreadable")


def _unbroken(lines: Sequence[str]) -> Iterator[str]:
    """A line that fills its page's width is put together with the next: a name may go on there."""
    widest, held = max(map(len, lines), default=0), ""
    for line in lines:
        told = closed_up(line.strip())
        held += told
        goes_on = len(told) >= 12 and len(line) >= _FULL_LINE * min(widest, 60) and told[-1:].isalnum()
        if not goes_on or len(held) > 1_500:
            yield held
            held = ""
    if held:
        yield held
