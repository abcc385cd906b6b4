"""Which package goes on which disc of a set. Pure.

Rule: packages are taken in recommended order, a new disc is begun when the next one does not fit (next fit),
so that each disc holds a stretch of the list. Where that takes more discs than need be, each goes on the
first disc with room for it (first fit); where that still takes more, the largest are placed first (first fit
decreasing). On every disc they stand in recommended order, and discs are numbered by their first package.
"""

from __future__ import annotations

from collections.abc import Sequence


def place(sizes: Sequence[int], room: int) -> list[list[int]]:
    """Discs of indexes into `sizes`, the fewest of the three ways; the most readable of those.

    Each size must be at most `room`.
    """
    listed = range(len(sizes))
    by_size = sorted(listed, key=lambda index: (-sizes[index], index))
    ways = (_next_fit(sizes, room), _first_fit(listed, sizes, room), _first_fit(by_size, sizes, room))
    return min(ways, key=len)


def _next_fit(sizes: Sequence[int], room: int) -> list[list[int]]:
    discs: list[list[int]] = []
    free = -1
    for index, size in enumerate(sizes):
        if size > free:
            discs.append([])
            free = room
        discs[-1].append(index)
        free -= size
    return discs


def _first_fit(order: Sequence[int], sizes: Sequence[int], room: int) -> list[list[int]]:
    discs: list[list[int]] = []
    free: list[int] = []
    for index in order:
        number = next((n for n, left in enumerate(free) if sizes[index] <= left), len(discs))
        if number == len(discs):
            discs.append([])
            free.append(room)
        discs[number].append(index)
        free[number] -= sizes[index]
    return sorted(map(sorted, discs))
