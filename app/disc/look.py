"""A disc looked at in a child: its directory and its tag files are foreign, and are parsed nowhere else.

What comes back has been bounded there; all that is done with it here is to read bytes at known places.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from app.disc import bag
from app.disc.contents import Disc, read_disc
from app.disc.copies import joined
from app.disc.copying import NamedSource, named
from app.disc.iso.image import open_image
from app.disc.iso.volume import trees
from app.disc.source import DiscSource, open_source, read_small
from app.errors import DiscOdd, os_errors
from app.job import Job
from app.model.disc import check_code
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError, one_of
from app.reading.sandbox_child import Report

T = TypeVar("T")
_LIMITS = Limits(stall_seconds=300.0)  # an optical drive seeks to every folder


@dataclass(frozen=True, slots=True)
class Looked:
    """`digest` of the tag manifest; "" when it has none. `copies`: of the same disc, for its holes."""

    disc: Disc
    digest: str
    copies: tuple[NamedSource, ...]


def open_disc(place: Path, job: Job, sandbox: Sandbox | None = None) -> Disc:
    """A folder, else an image or a drive, under names that can be shown.

    Raises SourceVanished, Unreadable when it is no disc, DiscOdd, Cancelled, AppError.
    """
    return _in_child(_disc, place, place, job=job, sandbox=sandbox)


def look_at(place: Path, also: Sequence[Path], job: Job, sandbox: Sandbox) -> Looked:
    """Under names that can be kept; what the disc has lost and copies at `also` have is among its files.

    Raises as `open_disc` does.
    """
    return _in_child(_looked, place, place, tuple(also), job=job, sandbox=sandbox)


def disc_over(first: DiscSource, copy: NamedSource, job: Job, sandbox: Sandbox) -> Disc:
    """One that was looked at, joined with another copy. Raises as `open_disc` does."""
    return _in_child(_joined, first.place, first, copy, job=job, sandbox=sandbox)


def check_code_of_image(image: Path, job: Job, sandbox: Sandbox | None = None) -> str:
    """Of a whole image of ours; "" of one that was cut short. Raises as `open_disc` does."""
    return _in_child(_check_code, image, image, job=job, sandbox=sandbox)


def _in_child(
    work: Callable[..., T], place: Path, *args: object, job: Job, sandbox: Sandbox | None
) -> T:
    with one_of(sandbox) as children:
        try:
            return children.call(work, *args, job=job, limits=_LIMITS)
        except SandboxError as error:
            raise DiscOdd(f"{place.name or place}{error.item and f'，{error.item}'}") from error


# -- in the child ----------------------------------------------------------------------------------
def _disc(place: Path, report: Report) -> Disc:
    return read_disc(named(open_source(place)), report)


def _looked(place: Path, also: tuple[Path, ...], report: Report) -> Looked:
    copies = tuple(named(open_source(each)) for each in also)
    disc = read_disc(joined(named(open_source(place)), copies, report), report)
    return Looked(disc, _tag_digest(disc), copies)


def _joined(first: DiscSource, copy: NamedSource, report: Report) -> Disc:
    return read_disc(joined(first, [copy], report), report)


def _check_code(image: Path, report: Report) -> str:
    report(0, image.name)
    with os_errors(image):
        if trees(image).size != image.stat().st_size:
            return ""
    seen = open_image(image)
    return check_code(seen.read(bag.TAG_MANIFEST)) if bag.TAG_MANIFEST in seen.files else ""


def _tag_digest(disc: Disc) -> str:
    for algorithm in bag.STRONG:
        name = f"tagmanifest-{algorithm}.txt"
        content = read_small(disc.source, name, disc.files.get(name, 0))
        if content:
            return hashlib.sha256(content).hexdigest()
    return ""
