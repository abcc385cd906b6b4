"""What was found of one file: the materials it serves as, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.model.documents.part import LEAVE_OUT, Part


class FilingState(StrEnum):
    FILED = "filed"
    WAITING = "waiting"  # for a person: nobody knows what it is, or its witnesses disagree
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Filing:
    """Of one file. `parts`: what it serves as; () while it waits. `proposed`: what it may be, for a person to
    confirm. `why`: in words for the clerk, what tells it (“首页标题：…”), or why nothing does. `is_pending`:
    the program has yet to read or recognise it, and may then know better.
    """

    parts: tuple[Part, ...] = ()
    why: str = ""
    proposed: tuple[Part, ...] = ()
    by_person: bool = False
    is_pending: bool = False

    @property
    def state(self) -> FilingState:
        if any(part.material == LEAVE_OUT for part in self.parts):
            return FilingState.LEFT_OUT
        return FilingState.FILED if self.parts else FilingState.WAITING

    @property
    def materials(self) -> tuple[str, ...]:
        """Ids, each once, in order of pages."""
        return tuple(dict.fromkeys(part.material for part in self.parts if part.material != LEAVE_OUT))

    @property
    def role(self) -> str:
        """The first of them, LEAVE_OUT, or "" while it waits."""
        return self.parts[0].material if self.parts else ""

    def serves(self, material: str) -> bool:
        return any(part.material == material for part in self.parts)

    def holds(self, material: str, page: int) -> bool:
        """Whether a page of the file belongs to `material`."""
        return any(part.material == material and part.holds(page) for part in self.parts)
