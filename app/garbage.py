"""When Python's collector stays away: it goes through all that lives, the more often the more is made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """All that is made meanwhile is kept, and holds no circles: to look for what is not, again and again,
    takes longer the more there is.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
