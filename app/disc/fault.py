"""What is wrong with a disc's directory or its tag files, as data: a few are told, the others counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

MOST_TOLD = 200  # of one kind; a manifest of nothing but faults would fill the memory with them


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is a path from the disc's root, or "" for a tree as a whole; `what` is Chinese."""

    where: str
    what: str


class Faults:
    """The first `most` of each group, and how many more there are."""

    def __init__(self, most: int = MOST_TOLD) -> None:
        self._most = most
        self._told: list[Fault] = []
        self._counts: Counter[str] = Counter()

    def add(self, where: str, what: str, group: str = "") -> None:
        """`group`: the place of the line that counts what is not told."""
        self._counts[group] += 1
        if self._counts[group] <= self._most:
            self._told.append(Fault(where, what))

    def all(self) -> list[Fault]:
        more = {group: count - self._most for group, count in self._counts.items() if count > self._most}
        return [*self._told, *(Fault(group, more_of(count)) for group, count in more.items())]


def more_of(count: int) -> str:
    return f"另有 {count} 处问题，没有一一列出"
