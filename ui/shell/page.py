"""What a page says of itself; rail, stack, help, warm-up and Ctrl+1 … follow from one tuple of these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

S = TypeVar("S")  # the session a page works on
O = TypeVar("O")  # what the rail's words are worked out from  # noqa: E741


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to: the page, and what is to be chosen there.

    `subject`: the id of an enterprise, a track or a submission; `detail`: what of it, as that page tells its
    things apart (a column, a material, a file); `finding`: the key of the very finding.
    """

    page: str
    subject: str = ""
    detail: str = ""
    finding: str = ""


class PageWidget(QWidget):
    """`go`: another page is wanted, told by its id, or a Target on it.

    What may have changed is told to `renew`: it is shown at once where it is seen, else when it next is.
    """

    title: ClassVar[str]
    go = Signal(object)
    is_stale = True  # whether it is shown anew when it is next seen

    def renew(self) -> None:
        self.is_stale = not self.isVisible()
        if not self.is_stale:
            self.show_anew()

    def show_anew(self) -> None:
        """All that it shows, as it is now."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_stale:
            self.renew()

    def land(self, target: Target) -> None:
        """Choose what a link leads to; called once this page is the one shown."""

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
