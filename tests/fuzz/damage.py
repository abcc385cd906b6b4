"""Ways a file goes wrong: flipped, cut, zeroed, doubled, spliced, its numbers made absurd."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

_ABSURD = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF)


def damaged(content: bytes, chance: random.Random) -> bytes:
    """One to four wounds at places the chance chooses."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        if not made:
            break
        at, wound = chance.randrange(len(made)), chance.randrange(6)
        if wound == 0:
            made[at] ^= 1 << chance.randrange(8)
        elif wound == 1:
            del made[at:]
        elif wound == 2:
            end = min(len(made), at + chance.randint(1, 4096))
            made[at:end] = bytes(end - at)
        elif wound == 3:
            made[at:at] = made[at : at + chance.randint(1, 512)]
        elif wound == 4:
            del made[at : at + chance.randint(1, 512)]
        else:
            width = chance.choice((1, 2, 4, 8))
            number = chance.choice(_ABSURD) & ((1 << 8 * width) - 1)
            made[at : at + width] = number.to_bytes(width, chance.choice(("little", "big")))
    return bytes(made)


_OTHER: tuple[Any, ...] = (
    None, True, -1, 0, 1 << 70, 1e308, float("inf"), "", "..", "/", "甲", "\ud800", [], {}, [[]], ["x"], {"x": 1},
)  # fmt: skip


def places(told: Any, chance: random.Random) -> Iterator[tuple[Any, Any]]:
    """One to three values of JSON, each as what holds it and its key there."""
    for _ in range(chance.randint(1, 3)):
        here = told
        while here:
            key = chance.choice(list(here) if isinstance(here, dict) else range(len(here)))
            inner = here[key]
            if not (isinstance(inner, dict | list) and inner and chance.random() < 0.85):
                yield here, key
                break
            here = inner


def retold(content: bytes, chance: random.Random) -> bytes:
    """Still JSON, with one to three values of another kind, or gone."""
    told = json.loads(content)
    for here, key in places(told, chance):
        if chance.random() < 0.2:
            del here[key]
        else:
            here[key] = chance.choice(_OTHER)
    return json.dumps(told).encode("utf-8", "surrogatepass")
