"""Who has a batch now, while it is not worked on here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

ENDING = ".批次包"  # of the one file that a batch is handed over as


@dataclass(frozen=True, slots=True)
class Handed:
    """`to` has it, `by` gave it away; `at` is ISO 8601 with zone."""

    to: str
    by: str
    at: str

    @property
    def day(self) -> str:
        """11月27日; as it stands where it is no time."""
        try:
            then = datetime.fromisoformat(self.at)
        except ValueError:
            return self.at
        return f"{then.month}月{then.day}日"

    @property
    def words(self) -> str:
        return f"已交给 {self.to} · {self.day}"
