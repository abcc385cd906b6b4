"""What the sixteen cities hand in: the discs, good and bad, as facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.demo.cast import Applicant, sender_named
from app.model.batch import Sender
from app.model.submission import Maker, Standing


@dataclass(frozen=True, slots=True)
class HandedIn:
    """One disc, or one set, as it reaches the province.

    `places`: what a clerk points at, a folder, an image or an archive for each disc of the set. `rows` of its
    tables in the order of their 序号, `packed` the enterprises whose packages it should hold; `damaged` those
    whose packages are damaged or missing. `handed_in`: the day it came, which the clerk enters. `attempt`:
    补正第 n 次. `standing` once registered, None when it cannot be; `checks`: ids of the rules that find what
    is wrong.
    """

    places: tuple[Path, ...]
    sender: Sender
    made_by: Maker
    rows: Mapping[str, tuple[Applicant, ...]]
    packed: Mapping[str, tuple[str, ...]]
    damaged: tuple[str, ...]
    handed_in: date
    attempt: int
    standing: Standing | None
    checks: tuple[str, ...]
    title: str
    text: str

    @property
    def place(self) -> Path:
        """The first, or only, disc."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class ProvinceCampaign:
    """Where everything lies. `discs` in the order of the codes; a 补正 disc comes after the one it mends."""

    folder: Path
    notice: str
    discs: tuple[HandedIn, ...]
    missing: tuple[Sender, ...]  # cities of which no disc can be registered
    readme: Path

    def of(self, sender: str) -> tuple[HandedIn, ...]:
        """By code, city or name; the corrected one last."""
        wanted = sender_named(sender)
        return tuple(each for each in self.discs if each.sender == wanted)
