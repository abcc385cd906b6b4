"""The pages of what was handed in as plain PDFs of our own making. Runs in a sandbox child.

What could act is gone from them: scripts, links, files, forms; what such a field shows stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.errors import Unreadable
from app.model.documents.pages import WORD
from app.model.documents.part import Ranges, holds
from app.model.source import Container, Member
from app.reading.containers import Report
from app.reading.forms.docx import NotReadable
from app.reading.limits import Limits
from app.reading.peek import PICTURES, each_at_hand
from app.reading.words.whole import word_lines
from app.writing.merge_scans import KINDS as SCANS
from app.writing.merge_scans import merge_scans
from app.writing.moving import move
from app.writing.smaller import smaller_copy
from app.writing.volume.binding import ODD, drawing_of

MOST_PAGES = 400  # of one paper
_MOST_SIGNS = 60_000  # characters of a Word file that are set anew
_HEAVY = 600_000  # bytes a page; above, pages become pictures that print as well
_DPI = 150
_PICTURES = frozenset({"jpeg", "png", "tiff", "bmp", "gif", "webp"})


@dataclass(frozen=True, slots=True)
class OwnPages:
    """Of one paper: `file` in the folder that was named, with pages of `sizes` (points, as they are seen);
    or `lines`, of a paper that has no pages of its own. `why`: in words, what of it is not there.
    """

    file: str = ""
    sizes: tuple[tuple[float, float], ...] = ()
    lines: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_there(self) -> bool:
        return bool(self.file or self.lines)


def own_pages(
    stored: Path, container: Container, wanted: Sequence[tuple[Member, Ranges, str]], out: Path,
    limits: Limits, report: Report,
) -> list[OwnPages]:
    """Of each (member, pages, name of the file to be made in `out`), in that order."""
    found = [OwnPages(why="读不出来") for _ in wanted]
    members = {member.sha256: member for member, _, _ in wanted}
    for member, path in each_at_hand(stored, container, tuple(members.values()), limits, report):
        for number, (each, pages, name) in enumerate(wanted):
            if each.sha256 == member.sha256:
                found[number] = _of(path, member, pages, out / name, report)
    return found


def _of(path: Path, member: Member, pages: Ranges, out: Path, report: Report) -> OwnPages:
    report(0, member.name)
    try:
        if member.kind == "pdf":
            return _of_pdf(path, pages, out, report)
        if member.kind in _PICTURES:
            return _of_picture(path, member, out, report)
        if member.kind in WORD:
            return _of_word(word_lines(path, member.kind, report))
    except (Unreadable, NotReadable):
        return OwnPages(why="打不开")
    return OwnPages(why=f"{member.kind} 文件不能印，请看原件")


def _of_pdf(path: Path, pages: Ranges, out: Path, report: Report) -> OwnPages:
    import pypdfium2 as pdfium

    try:
        source = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        return OwnPages(why="要密码，打不开" if is_locked else "打不开")
    raw = out.with_suffix(".raw")
    with closing(source), closing(pdfium.PdfDocument.new()) as made:
        named = [number for number in range(len(source)) if holds(pages, number + 1)]
        kept = [number for number in named[:MOST_PAGES] if _flattened(source, number, report)]
        if not kept:
            return OwnPages(why="没有一页读得出来")
        try:
            made.import_pages(source, kept)
        except pdfium.PdfiumError:
            return OwnPages(why="没有一页读得出来")
        made.save(raw)
    lost = len(named[:MOST_PAGES]) - len(kept)
    why = [f"有 {lost} 页读不出来"] if lost else []
    why += [f"只印了前 {MOST_PAGES} 页"] if len(named) > MOST_PAGES else []
    return replace(_plain(raw, out, report), why="，".join(why))


def _flattened(source: Any, number: int, report: Report) -> bool:
    """Whether the page loads; seals and fields that lie on it are part of it from now on."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    report(number, "")
    try:
        with closing(source[number]) as page:
            raw.FPDFPage_Flatten(page, raw.FLAT_PRINT)
            return bool(min(page.get_size()) > 1)
    except pdfium.PdfiumError:
        return False


def _plain(raw: Path, out: Path, report: Report) -> OwnPages:
    """`raw` without what acts, as `out`; one that cannot be taken apart, or is heavy, as pictures."""
    import pypdf

    try:
        with raw.open("rb") as file:
            reader = pypdf.PdfReader(file)
            writer = pypdf.PdfWriter()
            for number, page in enumerate(reader.pages):
                report(number, out.name)
                for name in ("/AA", "/Annots", "/B", "/PieceInfo", "/Metadata"):
                    page.pop(name, None)
                drawing_of(page)  # whoever binds it will want to
                writer.add_page(page)
            writer.metadata = None
            with out.open("wb") as made:
                writer.write(made)
    except (pypdf.errors.PyPdfError, *ODD):
        smaller_copy(out.name, raw, "pdf", _DPI, out, lambda: report(0, out.name))
    raw.unlink()
    return _lightened(out, report)


def _lightened(out: Path, report: Report) -> OwnPages:
    sizes = _sizes(out)
    if out.stat().st_size > _HEAVY * len(sizes):
        heavy = out.with_suffix(".heavy")
        move(out, heavy)
        smaller_copy(out.name, heavy, "pdf", _DPI, out, lambda: report(0, out.name))
        heavy.unlink()
    return OwnPages(out.name, sizes)


def _sizes(path: Path) -> tuple[tuple[float, float], ...]:
    import pypdfium2 as pdfium

    with closing(pdfium.PdfDocument(path)) as document:
        return tuple(document.get_page_size(number) for number in range(len(document)))


def _of_picture(path: Path, member: Member, out: Path, report: Report) -> OwnPages:
    from PIL import Image

    scan = path
    if member.kind not in SCANS:
        scan = out.with_suffix(".png")
        try:
            with Image.open(path, formats=PICTURES) as picture:
                picture.convert("RGB").save(scan)
        except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
            raise Unreadable(member.name) from error
    merge_scans([(member.name, scan)], out, lambda: report(0, member.name))
    if scan != path:
        scan.unlink()
    return _lightened(out, report)


def _of_word(lines: Sequence[str]) -> OwnPages:
    kept: list[str] = []
    room = _MOST_SIGNS
    for line in lines:
        kept.append(line[:room])
        room -= len(line)
        if room <= 0:
            return OwnPages(lines=tuple(kept), why="太长，只印了开头")
    return OwnPages(lines=tuple(kept)) if kept else OwnPages(why="里面没有文字")
