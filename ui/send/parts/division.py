"""Which pages of a document are which material, while a person divides it. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from app.model.batch import Batch
from app.model.documents.part import LEAVE_OUT, Part, Ranges, joined
from app.model.source import Member

MOST = 3_000  # pages that are shown one by one


def page_count(batch: Batch, member: Member) -> int:
    """The pages of a PDF that can be told apart; 0 where it has none, or nobody could count them."""
    if member.kind != "pdf":
        return 0
    words = batch.words.get(member.sha256)
    counted = member.pdf.pages if member.pdf is not None else 0
    return min(counted or (words.count if words is not None else 0), MOST)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Pages `first` to `last`, from 1, that belong to the same `materials`; () to none."""

    first: int
    last: int
    materials: tuple[str, ...]


@dataclass(frozen=True)
class Division:
    """`pages[n]`: the materials that page n + 1 belongs to, in the order they were given; () is none."""

    pages: tuple[tuple[str, ...], ...]

    @staticmethod
    def of(parts: Iterable[Part], count: int) -> Division:
        """What `parts` say of a document of `count` pages; what lies beyond its end is dropped."""
        held: list[tuple[str, ...]] = [()] * count
        for part in parts:
            for first, last in part.pages or ((1, count),):
                for page in range(first, min(last, count) + 1) if part.material != LEAVE_OUT else ():
                    if part.material not in held[page - 1]:
                        held[page - 1] = (*held[page - 1], part.material)
        return Division(tuple(held))

    @property
    def count(self) -> int:
        return len(self.pages)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """One after another, all pages."""
        made, at = [], 1
        for materials, group in groupby(self.pages, key=frozenset):
            length = sum(1 for _ in group)
            made.append(Stretch(at, at + length - 1, self.pages[at - 1] if materials else ()))
            at += length
        return tuple(made)

    @cached_property
    def borders(self) -> tuple[int, ...]:
        """The pages after which another stretch begins."""
        return tuple(stretch.last for stretch in self.stretches[:-1])

    @cached_property
    def materials(self) -> tuple[str, ...]:
        """Each once, in the order of their first pages."""
        return tuple(dict.fromkeys(material for page in self.pages for material in page))

    @property
    def free(self) -> Ranges:
        """Pages of no material."""
        return joined((page, page) for page, held in enumerate(self.pages, 1) if not held)

    @property
    def shared(self) -> Ranges:
        """Pages of several materials."""
        return joined((page, page) for page, held in enumerate(self.pages, 1) if len(held) > 1)

    def ranges(self, material: str) -> Ranges:
        """The pages of one material, all of them named."""
        return joined((page, page) for page, held in enumerate(self.pages, 1) if material in held)

    def stretch_at(self, page: int) -> Stretch:
        return next(each for each in self.stretches if each.first <= page <= each.last)

    # -- changes: each returns a new Division ----------------------------------------------------
    def given(self, first: int, last: int, material: str) -> Division:
        """These pages are `material` and nothing else; "" frees them."""
        held = (material,) if material else ()
        return Division(tuple(
            held if first <= page <= last else before for page, before in enumerate(self.pages, 1)
        ))

    def written(self, material: str, ranges: Ranges) -> Division:
        """Exactly these pages belong to `material`; what else they belong to stays."""
        chosen = {page for first, last in ranges for page in range(first, min(last, self.count) + 1)}
        return Division(tuple(
            held if (material in held) == (page in chosen)
            else (*held, material) if page in chosen
            else tuple(each for each in held if each != material)
            for page, held in enumerate(self.pages, 1)
        ))

    def moved(self, border: int, to: int) -> Division:
        """The border after page `border` is put after page `to`; each side keeps a page of its own."""
        before, after = self.stretch_at(border), self.stretch_at(border + 1)
        to = min(max(to, before.first), after.last - 1)
        gains = before if to > border else after
        first, last = sorted((border, to))
        return Division(tuple(
            gains.materials if first < page <= last else held for page, held in enumerate(self.pages, 1)
        ))

    def parts(self) -> tuple[Part, ...]:
        """As a file serves: whole where all its pages are of one material."""
        whole = ((1, self.count),)
        return tuple(
            Part(material, () if ranges == whole else ranges)
            for material in self.materials
            for ranges in (self.ranges(material),)
        )
