"""What was read out of an application form or a licence: offers for the table, never the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.model.documents.part import Part, Ranges, joined, pages_shown

FORM, LICENCE = "form", "licence"  # materials of a notice that tell an enterprise's own words


@dataclass(frozen=True, slots=True)
class FieldFound:
    """`page` from 1, 0 where the file has no fixed pages. `is_recognised`: by OCR from a picture; then
    `others` are what was recognised of it elsewhere in the paper.
    """

    text: str
    page: int = 0
    is_recognised: bool = False
    others: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple[str, ...]:
        return (self.text, *self.others)


@dataclass(frozen=True, slots=True)
class FormFacts:
    """Column id → what the file says of it. `reason`: why nothing could be read, in words for the clerk.

    `title`: the lines that name the form, blanks dropped. `empty`: columns whose label stands there with
    nothing beside it.
    """

    fields: Mapping[str, FieldFound] = field(default_factory=dict)
    reason: str = ""
    title: FieldFound | None = None
    empty: tuple[str, ...] = ()

    @property
    def is_recognised(self) -> bool:
        """Whether any of it comes from OCR."""
        return any(found.is_recognised for found in self.fields.values())


def form_key(sha256: str, pages: Ranges = ()) -> str:
    """What `Batch.forms` keeps the facts of a file, or of some pages of it, under."""
    return f"{sha256}#{pages_shown(pages, '-', ',')}" if pages else sha256


def papers_in(parts: Iterable[Part]) -> Iterator[tuple[str, Ranges]]:
    """Which of those papers a file that serves as `parts` holds, and on which pages, () for all of it.

    The same pages are one paper: the form, where a licence is said to be in it.
    """
    own, told = tuple(parts), set[Ranges]()
    for material in (FORM, LICENCE):
        pages = [part.pages for part in own if part.material == material]
        if pages:
            is_whole = any(not each for each in pages)
            where = () if is_whole else joined(stretch for each in pages for stretch in each)
            if where not in told:
                told.add(where)
                yield material, where
