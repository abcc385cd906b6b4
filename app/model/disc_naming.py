"""NAME-04: which file name each package bears on the disc, and when it may differ from the full name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count

from app.model.batch import Batch, Enterprise, Verdict
from app.model.disc_names import disc_name_faults, fold, proposed_disc_name
from app.model.finding import Finding

CHECK = "NAME-04"
PLACE = "企业全称"  # `where` of its findings about the name itself
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


def disc_names(batch: Batch, track: str) -> Mapping[str, str]:
    """Enterprise id → its package's file name: the full name, or the proposal a clerk accepted."""
    proposed = proposed_names(batch, track)
    return {
        one.id: proposed[one.name] if _is_accepted(batch, one, proposed[one.name]) else one.name + ENDING
        for one in batch.in_track(track)
    }


def decision_key(enterprise: Enterprise, proposal: str) -> str:
    """Of the finding on this name with this proposal: a decision holds for what was seen."""
    seen = detail(enterprise, proposal)
    return Finding("", "", PLACE, detail=seen, check=CHECK, subject=enterprise.id).key


def detail(enterprise: Enterprise, proposal: str) -> str:
    return f"{enterprise.name}\x1f{proposal}"


def _is_accepted(batch: Batch, enterprise: Enterprise, proposal: str) -> bool:
    decision = batch.decisions.get(decision_key(enterprise, proposal))
    return decision is not None and decision.verdict is Verdict.ACCEPT


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
