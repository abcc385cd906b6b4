"""Who was awarded in former years, as a list of them tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Award:
    """One enterprise of a list. `track`: what was awarded, in the list's own words; `listed`: what the list
    is called. `code` and `track` may be empty.
    """

    year: int
    name: str
    code: str = ""
    track: str = ""
    listed: str = ""


AwardLists = Mapping[str, tuple[Award, ...]]  # what a list is called → whom it names
