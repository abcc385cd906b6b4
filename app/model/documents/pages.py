"""What was seen on the pages of a document: its seals (印章), blank and turned pages.

Facts, never an opinion on who sealed it, nor on what should be on them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from app.model.documents.part import Ranges, holds
from app.model.source import Member

SCANS = ("pdf", "jpeg", "png", "tiff", "bmp")  # kinds, by content, on which a seal can be seen
PICTURES = ("jpeg", "png", "tiff", "bmp")  # of these a page each
WORD = ("docx", "doc", "wps")  # kinds that are written, printed and then sealed


def is_scan(member: Member) -> bool:
    """Whether its pages can be looked at."""
    return member.kind in SCANS and bool(member.sha256) and member.size > 0


class Seen(StrEnum):
    """`GREY`: the page is a scan without colour, on which red ink cannot be told from black."""

    SEEN = "seen"
    NOT_SEEN = "not-seen"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class SealText:
    """What stands along one seal's ring, as it was recognised; `score` 0..1 is how sure the engine is of it.

    The rest tells where, so that it can be drawn again: centre `x`, `y` and half axes `a`, `b` in mm, from
    the page's upper left; `turn` of the longer one in degrees; the letters stand `outer` to `inner` mm inward
    of the line; `start` is the direction in degrees (clockwise from the right) of the middle of the stretch
    without letters, `gap` how wide that is.
    """

    text: str
    score: float
    x: float = 0.0
    y: float = 0.0
    a: float = 0.0
    b: float = 0.0
    turn: float = 0.0
    outer: float = 0.0
    inner: float = 0.0
    start: float = 90.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class SealFacts:
    """One page. `x`, `y`, `width`, `height`: the frame, as shares 0..1 of the page, from its upper left.

    The frame is that of the seal, or of what came nearest to one; all zero where nothing did. `page` counts
    from 1, `millimetres` is the longer diameter, `score` runs from 0 to 1: a seal from 0.5 on. `texts`: what
    the page's seals say, once it `is_read`; "" where nothing could be made out.
    """

    seen: Seen
    page: int = 1
    x: float = 0.0
    y: float = 0.0
    width: float = 0.0
    height: float = 0.0
    millimetres: float = 0.0
    score: float = 0.0
    texts: tuple[SealText, ...] = ()
    is_read: bool = False

    @property
    def frame(self) -> tuple[float, float, float, float] | None:
        """(x, y, width, height) as shares of the page; None where there is nothing to frame."""
        return (self.x, self.y, self.width, self.height) if self.width else None


@dataclass(frozen=True, slots=True)
class Signature:
    """An electronic one of a PDF, as far as its bytes tell: nothing is said of its certificate's worth.

    `signer`: the name in its certificate, "" where none can be read. `is_last`: nothing was added to the file
    after it. `is_intact`: what was signed is as it was then; None where that cannot be told.
    """

    signer: str = ""
    is_last: bool = False
    is_intact: bool | None = None


@dataclass(frozen=True, slots=True)
class Seals:
    """One document. `pages` are those that were looked at, best first: a seal seen, else the nearest to it.

    `state` is "looked", "partly" (its pages took all the time there is), or why nobody could look: "stuck"
    (its reader hung or died), "unreadable". `signatures`: the electronic ones of the file. `asked`: the pages
    that were meant, () for all: beyond a clear seal on one of these nobody looked.
    """

    pages: tuple[SealFacts, ...] = ()
    state: str = "looked"
    signatures: tuple[Signature, ...] = ()
    asked: Ranges = ()

    def answers(self, pages: Ranges) -> bool:
        """Whether it tells of the seals on these pages (() for any), or never will."""
        return not pages or self.asked == pages or any(holds(pages, one.page) for one in self.seen)

    @property
    def seen(self) -> tuple[SealFacts, ...]:
        return tuple(page for page in self.pages if page.seen is Seen.SEEN)

    @property
    def grey(self) -> tuple[int, ...]:
        """Numbers of the pages without colour, in order."""
        return tuple(sorted(page.page for page in self.pages if page.seen is Seen.GREY))


@dataclass(frozen=True, slots=True)
class Pages:
    """Numbers of pages, from 1, in order, as they are shown: `sideways` lie on either side.

    Only pages that are a picture were looked at, and for their position only those without a text layer.
    What cannot be told is in none of them. `state` as in `Seals`; `unlooked`: how many pages nobody saw when
    it is "partly". `upright`: those seen to lie as they should, which spares who draws them another look.
    """

    blank: tuple[int, ...] = ()
    upside_down: tuple[int, ...] = ()
    sideways: tuple[int, ...] = ()
    state: str = "looked"
    unlooked: int = 0
    upright: Ranges = field(default=(), compare=False)  # decides nothing
