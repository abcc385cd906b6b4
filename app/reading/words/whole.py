"""All the words of a document, page by page, to be read and searched. Runs in a sandbox child."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from app.model.documents.pages import WORD
from app.model.documents.part import Ranges, holds
from app.model.source import Container, Member
from app.reading.containers import Report
from app.reading.forms.docx import NotReadable
from app.reading.forms.office import as_docx, office_program
from app.reading.limits import Allowance, Limits
from app.reading.peek import each_at_hand
from app.reading.scratch import ScratchFolder
from app.reading.words.layer import Locked, NoReader, layers
from app.reading.words.page import compact
from app.reading.words.spoken import letters_in
from app.reading.words.written import docx_lines

MOST = 400_000  # characters of one document
_SECONDS = 60.0  # of the processor, for one document
_FULL_LINE = 0.85  # of its page's longest line: goes on in the next
_LEAST_LINE = 24  # half widths of a line that may go on
_PAGE_NUMBER = re.compile(r"[-—–·\s]*\d{1,4}[-—–·\s]*|第\s*\d{1,4}\s*页(?:\s*共\s*\d{1,4}\s*页)?")
_ENDS = "。！？；：.!?;:"
Pages = tuple[tuple[int, str], ...]  # a page, from 1, and what stands on it


def texts_within(
    stored: Path, container: Container, wanted: Sequence[tuple[Member, Ranges]],
    limits: Limits, report: Report,
) -> dict[tuple[str, Ranges], Pages]:  # fmt: skip
    """(sha256, pages) of each that has words of its own → its pages; one that is a picture, or cannot be
    read, is left out.
    """
    members = {member.sha256: member for member, _ in wanted}
    found: dict[tuple[str, Ranges], Pages] = {}
    for member, path in each_at_hand(stored, container, tuple(members.values()), limits, report):
        for each, pages in wanted:
            if each.sha256 == member.sha256:
                with suppress(Locked, NoReader, NotReadable):
                    if told := text_of(path, member.kind, pages, report):
                        found[member.sha256, pages] = told
    return found


def text_of(path: Path, kind: str, pages: Ranges, report: Report) -> Pages:
    """() where it has no words of its own. Raises Locked, NoReader, NotReadable, AppError."""
    if kind == "pdf":
        return _of_pdf(path, pages, report)
    lines = word_lines(path, kind, report) if kind in WORD else _of_text(path) if kind == "text" else []
    text = "\n".join(lines)[:MOST]
    return ((1, text),) if letters_in(text) else ()


def word_lines(path: Path, kind: str, report: Report) -> list[str]:
    """Paragraphs, and rows of tables. Raises NotReadable, also where no program here reads the old kinds."""
    report(0, path.name)
    if kind == "docx":
        return docx_lines(path)
    if not office_program():
        raise NotReadable(f".{kind} 文件本机不能读取")
    with ScratchFolder() as folder:
        return docx_lines(as_docx(path, kind, folder))


def flowing(lines: Sequence[str]) -> str:
    """A page's lines as paragraphs: one that fills the page's width goes on in the next."""
    told = [line for line in map(compact, lines) if line]
    while told and _PAGE_NUMBER.fullmatch(told[-1]):
        told.pop()
    widest = max(map(_width, told), default=0)
    made, goes_on = "", False
    for line in told:
        made += line if goes_on or not made else f"\n{line}"
        goes_on = _width(line) >= max(_LEAST_LINE, _FULL_LINE * widest) and line[-1] not in _ENDS
    return made


def _width(line: str) -> int:
    """Of Chinese signs two."""
    return sum(2 if sign > "\u2e7f" else 1 for sign in line)


def _of_pdf(path: Path, pages: Ranges, report: Report) -> Pages:
    _, found = layers(path, report, Allowance(_SECONDS))
    told: list[tuple[int, str]] = []
    room = MOST
    for layer in found:
        if holds(pages, layer.number) and (text := flowing(layer.lines)[:room]):
            told.append((layer.number, text))
            room -= len(text)
        if room <= 0:
            break
    return tuple(told)


def _of_text(path: Path) -> list[str]:
    content = path.read_bytes()[: 4 * MOST]
    for encoding in ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding).splitlines()
    return []
