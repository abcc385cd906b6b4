"""What the scanned pages of a document look like: facts, never an opinion on what should be on them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pages:
    """Numbers of pages, from 1, in order, as they are shown: `sideways` lie on either side.

    Only pages that are a picture were looked at, and for their position only those without a text layer.
    What cannot be told is in none of them. `state` is "looked", or why nobody could look: "stuck" (its reader
    hung or died), "unreadable".
    """

    blank: tuple[int, ...] = ()
    upside_down: tuple[int, ...] = ()
    sideways: tuple[int, ...] = ()
    state: str = "looked"
