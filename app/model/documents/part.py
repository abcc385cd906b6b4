"""What a file serves as: a document may hold several materials, each on its pages (整本)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import WrongUse

LEAVE_OUT = "leave-out"  # instead of a material: a person wants the file not packed
_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_DASH = re.compile(r"\s*[-–—~至到]\s*")

Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or some pages of it, as `material` (its id in the notice, or LEAVE_OUT).

    `pages`: first and last page of each stretch, from 1, in order and apart; () is the whole file.
    """

    material: str
    pages: Ranges = ()

    @property
    def is_whole(self) -> bool:
        return not self.pages

    def holds(self, page: int) -> bool:
        return holds(self.pages, page)

    @property
    def shown(self) -> str:
        """1–12、15; "" for the whole file."""
        return pages_shown(self.pages)


def holds(pages: Ranges, page: int) -> bool:
    """() is the whole file."""
    return not pages or any(first <= page <= last for first, last in pages)


def whole(material: str) -> tuple[Part, ...]:
    """A file that is one material and nothing else; "" is none."""
    return (Part(material),) if material else ()


def pages_shown(pages: Ranges, dash: str = "–", comma: str = "、") -> str:
    """As a person reads them; with "-" and "," as `read_pages` and the command line have them."""
    return comma.join(str(a) if a == b else f"{a}{dash}{b}" for a, b in pages)


def read_pages(text: str) -> Ranges:
    """“1-12,15”: stretches of pages, put in order and joined where they touch. Raises WrongUse."""
    found = []
    for piece in re.split(r"[,，、;；\s]+", _DASH.sub("-", text.strip())):
        match = _RANGE.fullmatch(piece)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise WrongUse(f"页码“{text}”应写成 1-12 或 1-12,15")
        found.append((first, last))
    return joined(found)


def joined(stretches: Iterable[tuple[int, int]]) -> Ranges:
    """In order, without overlap."""
    made: list[tuple[int, int]] = []
    for first, last in sorted(stretches):
        if made and first <= made[-1][1] + 1:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return tuple(made)
