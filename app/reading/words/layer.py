"""The text layer of a PDF, line by line: where each stands and how large its letters are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.model.documents.words import MOST_PAGES, PageState
from app.reading.containers import Report
from app.reading.limits import Allowance
from app.reading.words.page import Row
from app.reading.words.spoken import letters_in

_MOST_SIGNS = 30_000  # characters of a page
_MOST_ROWS = 400
_OBJECTS = 200  # looked at on a page without words; what it is shows long before
_FEW = 8  # letters; a page of pictures with no more has no text of its own
_SCANNERS = ("扫描全能王", "CamScanner", "扫描王", "扫描创建", "扫描宝")  # programs that sign what they made
_SIGNATURE = 40  # letters; a page of pictures with no more and a scanner's name among them
_ODD = re.compile("[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")  # private ones, and none at all
_KNOWN = 0.6  # share of a text's letters that are known ones; less is a font without its key


@dataclass(frozen=True, slots=True)
class Layer:
    """One page, from 1. `lines` in PDFium's order, which is that of reading."""

    number: int
    rows: tuple[Row, ...]
    state: PageState

    @property
    def lines(self) -> list[str]:
        return [row.text for row in self.rows]


class Locked(Exception):
    """It wants a password."""


class NoReader(Exception):
    """PDFium does not open it."""


def layers(path: Path, report: Report, allowance: Allowance) -> tuple[int, Iterator[Layer]]:
    """(pages, those that load, one after the other) until `allowance` is spent. Raises Locked, NoReader."""
    import pypdfium2 as pdfium

    report(0, path.name)
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise (Locked if "password" in str(error).lower() else NoReader) from error
    return len(document), _layers(document, path.name, report, allowance)


def _layers(document: Any, name: str, report: Report, allowance: Allowance) -> Iterator[Layer]:
    import pypdfium2 as pdfium

    with closing(document):
        for at in range(min(len(document), MOST_PAGES)):
            report(at, name)
            if at and allowance.is_spent:
                return
            try:
                with closing(document[at]) as page:
                    yield _layer(page, at + 1)
            except pdfium.PdfiumError:
                continue  # PDF-01 tells of pages that do not load


def _layer(page: Any, number: int) -> Layer:
    with closing(page.get_textpage()) as words:
        rows = _rows(words, page.get_height())
    text = "".join(row.text for row in rows)
    count = letters_in(text)
    is_signature = count <= _SIGNATURE and any(scanner in text for scanner in _SCANNERS)
    if count and _is_known(text, count) and not ((count <= _FEW or is_signature) and _is_covered(page)):
        return Layer(number, rows, PageState.TEXT)
    return Layer(number, (), PageState.PICTURE if _shows_something(page) else PageState.EMPTY)


def _is_known(text: str, count: int) -> bool:
    odd = len(_ODD.findall(text))
    return odd < (1 - _KNOWN) * (count + odd)


def _rows(words: Any, height: float) -> tuple[Row, ...]:
    import pypdfium2.raw as raw

    count = min(words.count_chars(), _MOST_SIGNS)
    if count <= 0:
        return ()
    text = words.get_text_range(0, count)
    rows: list[Row] = []
    at = 0
    for line in text.splitlines(keepends=True):
        told = line.strip()
        if told and len(rows) < _MOST_ROWS:
            first = at + len(line) - len(line.lstrip())
            boxes = []
            for place in {first, first + len(told) // 2, first + len(told) - 1}:
                index = raw.FPDFText_GetCharIndexFromTextIndex(words, place)
                if 0 <= index < count:
                    boxes.append(words.get_charbox(index, loose=True))
            boxes = [box for box in boxes if box[3] > box[1]]
            if boxes:
                rows.append(
                    Row(
                        "".join(sign if sign.isprintable() else " " for sign in told),
                        height - max(box[3] for box in boxes), height - min(box[1] for box in boxes),
                        max(box[3] - box[1] for box in boxes), min(box[0] for box in boxes),
                    )
                )  # fmt: skip
        at += len(line)
    return tuple(rows)


def _is_covered(page: Any) -> bool:
    """Whether pictures make up much of it."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    covered = 0.0
    for count, thing in enumerate(page.get_objects(max_depth=3)):
        if count >= _OBJECTS:
            break
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            covered += abs(right - left) * abs(top - bottom)
    return bool(covered >= 0.3 * width * height)


def _shows_something(page: Any) -> bool:
    """Pictures, or letters drawn as shapes."""
    import pypdfium2.raw as raw

    return bool(raw.FPDFPage_CountObjects(page) > 0 or raw.FPDFPage_GetAnnotCount(page) > 0)
