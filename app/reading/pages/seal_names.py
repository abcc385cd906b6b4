"""Opens a document to read its seals, or to draw what was read. Runs in a sandbox child.

What looks at pictures is first imported there.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from app.errors import Unreadable
from app.model.documents.pages import SealText
from app.model.source import Container, Member
from app.reading.containers import Report
from app.reading.limits import Allowance, Limits
from app.reading.pages.images import UnreadablePages, page_images
from app.reading.peek import each_at_hand

_MOST_MM = 40.0  # of a seal's half axis


def read_names(
    stored: Path, container: Container, member: Member, pages: tuple[int, ...], limits: Limits, report: Report
) -> dict[int, tuple[SealText, ...]]:
    """Page → what its seals say; a page that cannot be drawn is left out."""
    for _, path in each_at_hand(stored, container, [member], limits, report):
        return _names_in(path, pages, limits, report)
    return {}


def _names_in(
    path: Path, pages: tuple[int, ...], limits: Limits, report: Report
) -> dict[int, tuple[SealText, ...]]:
    from app.reading.seals.name import DPI, names_on

    found: dict[int, tuple[SealText, ...]] = {}
    with contextlib.suppress(UnreadablePages):
        for page in page_images(path, report, Allowance(limits.seconds), only=pages):
            with contextlib.suppress(ValueError):
                found[page.number] = names_on(page.draw(DPI))
            report(page.number, path.name)
            if len(found) == len(pages):
                break
    return found


def draw_strip(path: Path, page: int, read: SealText, rows: int, report: Report) -> tuple[int, int, bytes]:
    """(width, height, RGB bytes): the name unrolled, as it stands on the page. Raises Unreadable."""
    from app.reading.seals.name import DPI, strip_of

    if not (0 < read.b <= read.a < _MOST_MM and 0 < read.inner - read.outer < read.b):
        raise Unreadable(path.name)
    try:
        sheets = page_images(path, report, Allowance(Limits().seconds), only=(page,))
        drawn = next(sheets).draw(DPI)  # the file lies open as long as they are held
    except (UnreadablePages, StopIteration, ValueError) as error:
        raise Unreadable(path.name) from error
    strip = strip_of(drawn, read, rows)
    return strip.shape[1], strip.shape[0], strip.tobytes()
