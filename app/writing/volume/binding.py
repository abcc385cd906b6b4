"""Pages of others laid into the empty sheets of a paper of ours. Runs in a sandbox child."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from app.errors import Unreadable, os_errors
from app.reading.containers import Report

# What is raised, besides its own errors, of a damaged page
ODD = (
    KeyError, ValueError, TypeError, AttributeError, IndexError, NotImplementedError, RecursionError,
    ZeroDivisionError,
)  # fmt: skip
_CONTENTS, _RESOURCES, _XOBJECT, _PAGE = "/Contents", "/Resources", "/XObject", "/Bound"


@dataclass(frozen=True, slots=True)
class Place:
    """Page `sheet` of ours takes page `page` (both from 0) of `file`, as large as fits into `room`: left,
    bottom, width and height in points.
    """

    sheet: int
    file: Path
    page: int
    room: tuple[float, float, float, float]


def bind(sheets: Path, places: Sequence[Place], out: Path, report: Report) -> None:
    """`sheets` with the pages in them as `out`, which is nobody's yet; its links and bookmarks stay.

    Raises Unreadable, AppError.
    """
    import pypdf

    writer = pypdf.PdfWriter(clone_from=sheets)
    for path, group in groupby(places, lambda place: place.file):
        report(0, path.name)
        try:
            with path.open("rb") as file:
                reader = pypdf.PdfReader(file)
                for place in group:
                    _lay(writer.pages[place.sheet], reader.pages[place.page], place.room, writer)
                    report(place.page, path.name)
        except (pypdf.errors.PyPdfError, *ODD) as error:
            raise Unreadable(path.name) from error
    with os_errors(out), out.open("wb") as made:
        writer.write(made)


def _lay(sheet: Any, page: Any, room: tuple[float, float, float, float], writer: Any) -> None:
    """As a form of its own: whatever its drawing leaves open ends with it."""
    from pypdf.generic import DictionaryObject, NameObject

    content, box, turned = drawing_of(page)
    left, bottom, right, top = box
    width, height = right - left, top - bottom
    width, height = (height, width) if turned in (90, 270) else (width, height)
    scale = min(room[2] / max(width, 1), room[3] / max(height, 1), 1.0)
    across = room[0] + (room[2] - scale * width) / 2
    up = room[1] + (room[3] - scale * height) / 2
    moved = f"{scale:.5f} 0 0 {scale:.5f} {across:.3f} {up:.3f} cm"
    upright = _upright(turned, left, bottom, right, top)
    drawn = _stream(f"q {moved} {upright} cm {_PAGE} Do Q\n".encode(), writer)
    resources = DictionaryObject(sheet.get(_RESOURCES, DictionaryObject()).get_object())  # others share it
    forms = DictionaryObject(resources.get(_XOBJECT, DictionaryObject()).get_object())
    forms[NameObject(_PAGE)] = _form(page, content, box, writer)
    resources[NameObject(_XOBJECT)] = forms
    sheet[NameObject(_RESOURCES)] = resources
    sheet[NameObject(_CONTENTS)] = _followed(sheet, drawn, writer)


def drawing_of(page: Any) -> tuple[bytes, tuple[float, float, float, float], int]:
    """What draws a page, the box of it that is seen, and by how many degrees it is turned. Raises ODD."""
    contents, box = page.get_contents(), page.cropbox
    edges = (float(box.left), float(box.bottom), float(box.right), float(box.top))
    return contents.get_data() if contents is not None else b"", edges, int(page.get("/Rotate", 0)) % 360


def _form(page: Any, content: bytes, box: tuple[float, float, float, float], writer: Any) -> Any:
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject

    form = DecodedStreamObject()
    form.set_data(content)
    packed = form.flate_encode()
    packed[NameObject("/Type")] = NameObject(_XOBJECT)
    packed[NameObject("/Subtype")] = NameObject("/Form")
    packed[NameObject("/BBox")] = ArrayObject(FloatObject(each) for each in box)
    resources = page.get(_RESOURCES, DictionaryObject()).get_object()
    packed[NameObject(_RESOURCES)] = resources.clone(writer)
    return _added(packed, writer)


def _followed(sheet: Any, drawn: Any, writer: Any) -> Any:
    """Ours between q and Q, then what is `drawn`: it begins afresh."""
    from pypdf.generic import ArrayObject

    if _CONTENTS not in sheet:
        return ArrayObject([drawn])
    before = sheet.raw_get(_CONTENTS)
    held = before.get_object()
    own = list(held) if isinstance(held, ArrayObject) else [before]
    return ArrayObject([_stream(b"q\n", writer), *own, _stream(b"\nQ\n", writer), drawn])


def _stream(content: bytes, writer: Any) -> Any:
    from pypdf.generic import DecodedStreamObject

    made = DecodedStreamObject()
    made.set_data(content)
    return _added(made, writer)


def _added(made: Any, writer: Any) -> Any:
    return writer._add_object(made)  # noqa: SLF001 - the only way to a reference


def _upright(turned: int, left: float, bottom: float, right: float, top: float) -> str:
    """The matrix that puts the page, turned as it is seen, at the origin (ISO 32000-1 table 30, Rotate)."""
    match turned:
        case 90:
            told = (0, -1, 1, 0, -bottom, right)
        case 180:
            told = (-1, 0, 0, -1, right, top)
        case 270:
            told = (0, 1, -1, 0, top, -left)
        case _:
            told = (1, 0, 0, 1, -left, -bottom)
    return " ".join(f"{each:.3f}" for each in told)
