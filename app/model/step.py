"""The five steps of a sender's work, by the id of their pages; a finding is mended at one of them."""

from __future__ import annotations

from enum import StrEnum


class Step(StrEnum):
    COLLECT = "collect"
    CHECK = "check"
    TABLE = "table"
    LETTER = "letter"
    DISC = "disc"
