"""What was read out of a sealed letter: its words where they stand, for its list to be compared."""

from __future__ import annotations

from dataclasses import dataclass

MOST_COLUMNS = 60  # stretches of words that stand one under the other
MOST_SIGNS = 12_000  # of all of them


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """`columns`: words that stand one under the other, line by line, from the first page on: the cells of a
    table's column are one, a paragraph is one. `is_recognised`: any of them by OCR. `reason`: why there are
    none, in words for the clerk.
    """

    columns: tuple[str, ...] = ()
    is_recognised: bool = False
    reason: str = ""
