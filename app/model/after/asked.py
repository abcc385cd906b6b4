"""What may be asked of all experiences, and what is answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.model.after.experience import Experience
from app.wording import Titled


class Scope(Titled):
    """Whose experiences are looked through."""

    CHOSEN = "chosen", "入选的"
    ACCEPTED = "accepted", "已受理的"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: every one of its `words`, and of each kind that is told one of those; empty is all."""

    words: str = ""
    scope: Scope = Scope.CHOSEN
    tracks: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    cities: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()

    def lets_through(self, one: Experience) -> bool:
        """Whatever its words are."""
        return (
            (one.is_chosen or self.scope is Scope.ACCEPTED)
            and (not self.tracks or one.track in self.tracks)
            and (not self.areas or one.area in self.areas)
            and (not self.industries or one.industry in self.industries)
            and (not self.cities or one.city in self.cities)
            and (not self.years or one.year in self.years)
        )


@dataclass(frozen=True, slots=True)
class Marked:
    """A piece of a text; `is_hit`: it is what was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """`count`: how often the words stand in it, 0 where none were asked. `paper` and `page`: where the first
    of them stands, the paper from 0 and -1 where it is on none. `weight`: how telling it is.
    """

    one: Experience
    snippet: tuple[Marked, ...] = ()
    count: int = 0
    paper: int = -1
    page: int = 1
    weight: int = 0

    @property
    def shown(self) -> str:
        return "".join(piece.text for piece in self.snippet)


@dataclass(frozen=True, slots=True)
class Kinds:
    """What there is to choose from, each in an order of its own."""

    tracks: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    years: tuple[int, ...] = field(default=())


def kinds_of(them: Iterable[Experience]) -> Kinds:
    listed = tuple(them)

    def each(values: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, values)))

    return Kinds(
        each(one.track for one in listed), each(one.area for one in listed),
        each(sorted(one.industry for one in listed)), each(one.city for one in listed),
        tuple(sorted({one.year for one in listed}, reverse=True)),
    )  # fmt: skip
