"""How far one step of the rail is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepState:
    """`tone` red makes the words a pill; `done` a green tick for the number."""

    title: str
    words: str = ""
    tone: str = "muted"
    done: bool = False
