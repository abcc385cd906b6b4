"""One member's bytes, or one page's picture, for a preview. Runs in a sandbox child."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

from app.errors import Unreadable, os_errors
from app.model.source import Container, Member, Trouble
from app.paths import inside
from app.reading.containers import Item, Report, container_of, stream
from app.reading.limits import Limits

PICTURES = ("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")  # as Pillow calls them
_MOST_HIGH = 20_000  # pixels; a page may call itself a mile long


def peek(
    stored: Path, container: Container, member: Member, out: Path, limits: Limits, report: Report
) -> None:
    """Writes the member to `out`. Raises Unreadable when it cannot be had whole."""
    if not member.within:
        _extract(stored, container, member.path, out, limits, report)
        return
    with tempfile.TemporaryDirectory() as folder:
        here = stored
        for level, path in enumerate(member.within.split("!/")):
            inner = Path(folder) / str(level)
            _extract(here, container, path, inner, limits, report)
            here, container = inner, container_of(inner)
        _extract(here, container, member.path, out, limits, report)


def _extract(
    stored: Path, container: Container, path: str, out: Path, limits: Limits, report: Report
) -> None:
    troubles: list[Trouble] = []
    for item in stream(stored, container, limits, troubles, report):
        if item.path == path:
            write(item, out)
            if item.is_sound:
                return
            break
    raise Unreadable(path)


def each_at_hand(
    stored: Path, container: Container, members: Sequence[Member], limits: Limits, report: Report
) -> Iterator[tuple[Member, Path]]:
    """Several of its members, one after the other, as files that last until the next is asked for.

    What cannot be had whole is left out. An archive is gone through once.
    """
    if container is Container.FILE:
        yield members[0], stored
        return
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "document"
        lying = {member.path: member for member in members if not member.within}
        if container is Container.FOLDER:
            yield from ((member, inside(stored, path)) for path, member in lying.items())
        elif lying:
            for item in stream(stored, container, limits, [], report):
                if (member := lying.pop(item.path, None)) is not None:
                    write(item, out)
                    if item.is_sound:
                        yield member, out
                if not lying:
                    break
        for member in (member for member in members if member.within):
            with suppress(Unreadable):
                peek(stored, container, member, out, limits, report)
                yield member, out


def write(item: Item, out: Path) -> None:
    """The bytes of a member as they come; whether it `is_sound` is known thereafter."""
    with os_errors(out), out.open("wb") as file:
        for chunk in item.chunks:
            file.write(chunk)


def render_page(pdf: Path, page: int, width_px: int, report: Report) -> tuple[int, int, bytes]:
    """(width, height, RGB bytes) of a page, from 1, opened with the empty password. Raises Unreadable."""
    import pypdfium2 as pdfium

    report(0, pdf.name)
    with os_errors(pdf), pdf.open("rb") as file:
        try:
            with closing(pdfium.PdfDocument(file)) as document:
                document.init_forms()  # an electronic seal is drawn as a field of a form
                sheet = document[page - 1]
                scale = min(width_px / sheet.get_width(), _MOST_HIGH / sheet.get_height())
                picture = sheet.render(scale=scale, rev_byteorder=True).to_pil().convert("RGB")
                return picture.width, picture.height, picture.tobytes()
        except (pdfium.PdfiumError, IndexError, ZeroDivisionError) as error:
            raise Unreadable(f"{pdf.name} 第 {page} 页") from error


def draw_picture(path: Path, width_px: int, report: Report) -> tuple[int, int, bytes]:
    """(width, height, RGB bytes) of a picture, upright, no larger than asked. Raises Unreadable."""
    from PIL import Image, ImageOps

    report(0, path.name)
    with os_errors(path), path.open("rb") as file:
        try:
            with Image.open(file, formats=PICTURES) as picture:
                picture.draft("RGB", (2 * width_px, 8 * width_px))  # a JPEG is decoded no larger than needed
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
            raise Unreadable(path.name) from error
    upright.thumbnail((width_px, 4 * width_px))
    paper = Image.new("RGB", upright.size, "white")
    paper.paste(upright, mask=upright)
    return paper.width, paper.height, paper.tobytes()


def page_count(pdf: Path, report: Report) -> int:
    """Raises Unreadable."""
    import pypdfium2 as pdfium

    report(0, pdf.name)
    with os_errors(pdf), pdf.open("rb") as file:
        try:
            with closing(pdfium.PdfDocument(file)) as document:
                return len(document)
        except pdfium.PdfiumError as error:
            raise Unreadable(pdf.name) from error
