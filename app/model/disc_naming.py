"""The file names proposed for packages on the disc, where the full name itself is not legal or not alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from app.model.batch import Batch
from app.model.disc_names import disc_name_faults, fold, proposed_disc_name

ENDING = ".zip"


def proposed_names(batch: Batch, track: str) -> Mapping[str, str]:
    """Full name → a file name that is legal everywhere and falls together with no other of the track.

    A name that is legal and alone is its own proposal. Of names that fall together, the first by code
    points keeps its own: the recommended order may change without changing a name.
    """
    names = sorted({enterprise.name for enterprise in batch.in_track(track)})
    kept = [name for name in names if not disc_name_faults(name + ENDING)]
    taken: set[str] = set()
    proposed: dict[str, str] = {}
    for name in (*kept, *(name for name in names if name not in kept)):
        free = next(each for each in _numbered(proposed_disc_name(name + ENDING)) if fold(each) not in taken)
        taken.add(fold(free))
        proposed[name] = free
    return proposed


def _numbered(name: str) -> Iterator[str]:
    """The name, then with a number that shows, still within its length."""
    yield name
    stem = name.removesuffix(ENDING)
    for number in count(2):
        tail = f"（{number}）{ENDING}"
        cut = stem
        while disc_name_faults(cut + tail) and len(cut) > 1:
            cut = cut[:-1]
        yield cut + tail
