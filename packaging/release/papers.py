"""The papers that go with the program, 使用手册.pdf and 安装说明.pdf, laid from Markdown by Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from app import PRODUCT
from app.program.manual import PICTURES, topics
from ui.theme import FAMILIES

_INSTALL = Path(__file__).with_name("install.md")
_MARGIN, _FOOT = 16.0, 8.0  # millimetres; from the sheet's lower edge to the number of the page
_LETTERS, _WIDE = 10.5, 560  # points; pixels of 96 an inch that a picture takes of the sheet's 672
_FIXED = 0.95  # of the letters: those of one width look larger
_CLOSE, _NARROW = 8.0, 200  # the same of a paper that is to be one sheet


def manual(target: Path) -> None:
    """Every page of the program's own manual, each on a sheet of its own."""
    chapters = (f"# {each.title}\n\n{each.text}" for each in topics())
    _write(target, f"{PRODUCT} 使用手册", chapters, _LETTERS, _WIDE)


def install(target: Path) -> None:
    """For whoever looks after the computers of an office."""
    _write(target, f"{PRODUCT} 安装说明", [_INSTALL.read_text("utf-8")], _CLOSE, _NARROW)


def _write(target: Path, title: str, chapters: Iterable[str], letters: float, wide: int) -> None:
    """A PDF on A4; needs a QGuiApplication."""
    writer = QPdfWriter(str(target))
    writer.setTitle(title)
    writer.setCreator(PRODUCT)
    margins = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    writer.setPageLayout(QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins,
        QPageLayout.Unit.Millimeter,
    ))  # fmt: skip
    _print(_set(chapters, letters, wide), writer)


def _set(chapters: Iterable[str], letters: float, wide: int) -> QTextDocument:
    """One after another; pictures that this checkout has none of are left out."""
    document = QTextDocument()
    font = QFont(list(FAMILIES))
    font.setPointSizeF(letters)
    document.setDefaultFont(font)
    for path in PICTURES.glob("*.png"):
        document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(path.name), QImage(str(path)))
    cursor = QTextCursor(document)
    for number, chapter in enumerate(chapters):
        start = cursor.position()
        cursor.insertMarkdown(_with_pictures(chapter))
        if number:
            _on_a_new_sheet(document, start)
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertBlock(QTextBlockFormat(), QTextCharFormat())  # of no list that the chapter ended in
    _narrow(document, wide)
    _level(document, letters)
    return document


def _print(document: QTextDocument, writer: QPdfWriter) -> None:
    """Sheet by sheet, its number below; no heading stands at a sheet's end."""
    layout = document.documentLayout()
    layout.setPaintDevice(writer)
    sheet = QRectF(writer.pageLayout().paintRectPixels(writer.resolution()))
    document.setDocumentMargin(0)
    document.setPageSize(QSizeF(sheet.size()))
    for block in _headings(document):
        if _sheet_of(block) != _sheet_of(block.next()):
            _on_a_new_sheet(document, block.position())
    below = QPointF(sheet.width(), sheet.height() + (_MARGIN - _FOOT) / 25.4 * writer.logicalDpiY())
    painter = QPainter(writer)
    painter.setFont(document.defaultFont())
    for number in range(document.pageCount()):
        if number:
            writer.newPage()
        seen = QRectF(0, number * sheet.height(), sheet.width(), sheet.height())
        painter.save()
        painter.translate(0, -seen.top())
        context = QAbstractTextDocumentLayout.PaintContext()
        # a line that only touches it is the other sheet's
        context.clip = seen.adjusted(0, 1, 0, -1)  # type: ignore[attr-defined]
        painter.setClipRect(seen)
        layout.draw(painter, context)
        painter.restore()
        at = below - QPointF(painter.fontMetrics().horizontalAdvance(str(number + 1)), 0)
        painter.drawText(at, str(number + 1))
    painter.end()


def _headings(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.next().isValid():
        if block.blockFormat().headingLevel():
            yield block
        block = block.next()


def _sheet_of(block: QTextBlock) -> int:
    """The one on which its first line stands."""
    document, laid = block.document(), block.layout()
    document.documentLayout().blockBoundingRect(block)  # which lays it out
    first = laid.position().y() + laid.lineAt(0).position().y()
    return int(first // document.pageSize().height())


def _with_pictures(chapter: str) -> str:
    lines = chapter.splitlines()
    named = (line.partition("](")[2].rstrip(")") if line.startswith("![") else "" for line in lines)
    return "\n".join(
        line for line, name in zip(lines, named, strict=True) if not name or (PICTURES / name).is_file()
    )


def _on_a_new_sheet(document: QTextDocument, position: int) -> None:
    cursor = QTextCursor(document)
    cursor.setPosition(position)
    form = cursor.blockFormat()
    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    cursor.setBlockFormat(form)


def _narrow(document: QTextDocument, wide: int) -> None:
    """Pictures as wide as they are to be on the sheet."""
    for cursor in list(_pieces(document)):
        form = cursor.charFormat()
        if form.isImageFormat():
            image = form.toImageFormat()
            image.setWidth(wide)
            cursor.setCharFormat(image)


def _level(document: QTextDocument, letters: float) -> None:
    """Names of files and commands no larger than the words around them."""
    for cursor in list(_pieces(document)):
        form = cursor.charFormat()
        if form.fontFixedPitch():
            form.setFontPointSize(letters * _FIXED)
            cursor.setCharFormat(form)


def _pieces(document: QTextDocument) -> Iterator[QTextCursor]:
    """Each piece of one look, chosen."""
    block = document.begin()
    while block.isValid():
        each = block.begin()
        while not each.atEnd():
            piece = each.fragment()
            cursor = QTextCursor(document)
            cursor.setPosition(piece.position())
            cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
            yield cursor
            each += 1
        block = block.next()
