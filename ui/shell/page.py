"""What a page says of itself; rail, stack, help, warm-up and Ctrl+1 … follow from one tuple of these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

S = TypeVar("S")  # the session a page works on
O = TypeVar("O")  # what the rail's words are worked out from  # noqa: E741


class PageWidget(QWidget):
    """`go(id)`: another page is wanted."""

    title: ClassVar[str]
    go = Signal(str)

    def changing(self) -> Sequence[QWidget]:
        """What changes anything: grey where things may only be read."""
        return ()


@dataclass(frozen=True, slots=True)
class StepState:
    """How far a page's work is: `tone` red makes the words a pill; `done` a green tick for the number."""

    words: str = ""
    tone: str = "muted"
    done: bool = False


def silent(overview: object) -> StepState:
    """A page that has nothing to say in the rail."""
    return StepState()


@dataclass(frozen=True)
class Page(Generic[S, O]):
    """`make(session, ask, parent)`; `help`: two or three sentences; `needs`: modules its use reads."""

    id: str
    title: str
    make: Callable[[S, Any, QWidget], PageWidget]
    help: str
    state: Callable[[O], StepState] = silent
    needs: tuple[str, ...] = ()


def states_of(pages: Sequence[Page[S, O]], overview: O) -> dict[str, StepState]:
    """What the rail says of each page, by id."""
    return {page.id: page.state(overview) for page in pages}


def warm_up(registry: str) -> None:
    """Read all pages' code (`registry`: a module with PAGES), so that turning to one stalls nothing."""
    for page in import_module(registry).PAGES:
        for name in page.needs:
            import_module(name)
