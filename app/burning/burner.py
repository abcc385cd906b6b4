"""What every burner does, and what is refused before any of them is asked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from app import wording
from app.disc.drives import disc_drives
from app.errors import DoesNotFit, os_errors
from app.job import Job
from app.model.disc import Medium


@dataclass(frozen=True, slots=True)
class Drive:
    """`id` is what the system calls it (E:, /dev/sr0), `name` what a clerk sees."""

    id: str
    name: str


class Burner(Protocol):
    """Hands an image to a program of the system. `name` is that program's, as a clerk knows it."""

    @property
    def name(self) -> str: ...

    def drives(self) -> tuple[Drive, ...]:
        """The drives for discs, in order; none is no error. Raises AppError."""

    def burn(self, image: Path, drive: Drive, medium: Medium, job: Job) -> None:
        """Burns and closes the disc; returns once the program says it is done.

        What is on the disc then is for `verify` to say. Cancelling ends the program: the disc is spoilt.
        Raises DoesNotFit, SourceVanished, BurnFailed, Cancelled.
        """


def drives() -> tuple[Drive, ...]:
    """Those for discs, as the system lists them."""
    return tuple(Drive(each.id, each.name) for each in disc_drives())


def refuse_larger(image: Path, medium: Medium) -> int:
    """The image's bytes. Raises DoesNotFit when such a disc cannot hold it, AppError."""
    with os_errors(image):
        size = image.stat().st_size
    if size > medium.capacity:
        excess = wording.size(size - medium.capacity)
        raise DoesNotFit(f"映像 {image.name} 有 {wording.size(size)}，比一张 {medium.title} 多 {excess}")
    return size
