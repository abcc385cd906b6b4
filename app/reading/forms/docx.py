"""The words of a .docx where they stand: cells of its tables, and paragraphs."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from app.reading.forms.pieces import Piece
from app.reading.office import DAMAGED_ZIP

_MOST_BYTES = 60_000_000  # of the document's own XML; pictures are not read
_MOST_PIECES = 20_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BOXES = {"F0FE": "☑", "F052": "☑", "F0FD": "☒", "F0A8": "□"}  # of Wingdings


class NotReadable(Exception):
    """Why, in words for the clerk; ends as FormFacts.reason."""


def docx_pieces(path: Path) -> tuple[Piece, ...]:
    """Rows stand three units apart, so that no two are taken for lines of one cell. Raises NotReadable."""
    body = docx_body(path)
    pieces: list[Piece] = []
    for row in docx_rows(body):
        top = 3.0 * (pieces[-1].bottom // 3 + 1) if pieces else 0.0
        column = 0
        for text, span in row:
            pieces.append(Piece(text, column, top, column + span, top + 1))
            column += span
        if len(pieces) > _MOST_PIECES:
            break
    return tuple(pieces)


def docx_body(path: Path) -> Any:
    from docx.oxml.parser import parse_xml
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(path) as package, package.open("word/document.xml") as file:
            content = file.read(_MOST_BYTES + 1)
    except DAMAGED_ZIP as error:
        raise NotReadable("Word 文件打不开") from error
    if len(content) > _MOST_BYTES:
        raise NotReadable("Word 文件内容太大，没有读取")
    try:
        return parse_xml(content)  # without entities or network
    except (XMLSyntaxError, ValueError) as error:
        raise NotReadable("Word 文件内容不完整") from error


def docx_rows(element: Any) -> list[list[tuple[str, int]]]:
    """(text, columns) of every cell, row by row; a paragraph is a row of one. Outermost first."""
    rows: list[list[tuple[str, int]]] = []
    waiting = [element]
    while waiting:  # a stack, for a hostile file may nest without end
        here = waiting.pop()
        if here.tag == f"{_W}p":
            if text := _text(here).strip():
                rows.append([(text, 1)])
        elif here.tag == f"{_W}tr":
            rows.append([_cell(cell) for cell in _cells(here)])
            waiting.extend(reversed([inner for cell in _cells(here) for inner in _inner_tables(cell)]))
        elif here.tag != _FALLBACK and isinstance(here.tag, str):
            waiting.extend(reversed(here))
        if len(rows) > _MOST_PIECES:
            break
    return rows


def _cells(row: Any) -> list[Any]:
    """Also those that lie in a content control."""
    return [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]


def _inner_tables(cell: Any) -> list[Any]:
    """Its own; those in them come with their rows."""
    return [table for table in cell.iter(f"{_W}tbl") if next(table.iterancestors(f"{_W}tc")) is cell]


def _cell(cell: Any) -> tuple[str, int]:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    width = span.get(f"{_W}val", "1") if span is not None else "1"
    paragraphs = [p for p in cell.iter(f"{_W}p") if next(p.iterancestors(f"{_W}tc")) is cell]
    text = "\n".join(_text(paragraph) for paragraph in paragraphs).strip()
    return text, min(int(width[:4]), 100) if width.isdecimal() else 1


def _text(paragraph: Any) -> str:
    parts: list[str] = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}sym"):
        if any(ancestor.tag == _FALLBACK for ancestor in node.iterancestors()):
            continue
        if node.tag == f"{_W}t":
            parts.append(node.text or "")
        elif node.tag == f"{_W}sym":
            parts.append(_BOXES.get(node.get(f"{_W}char", ""), ""))
        else:
            parts.append("\t" if node.tag == f"{_W}tab" else "\n")
    return "".join(parts)
