"""Ways a file goes wrong: flipped, cut, zeroed, doubled, spliced, its numbers made absurd."""

from __future__ import annotations

import random

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
