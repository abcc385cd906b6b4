"""交接: what the paper says of the discs that are handed in. Facts only, all of them from the discs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.model.batch import Sender
from app.model.disc import Medium, qr_content

_SPOKEN = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class HandedPackage:
    """One enterprise on a disc; `number` is its place in the track's recommended order."""

    number: int
    enterprise: str


@dataclass(frozen=True, slots=True)
class HandedTrack:
    """What a disc holds of one track."""

    id: str
    title: str
    has_letter: bool
    packages: tuple[HandedPackage, ...]


@dataclass(frozen=True, slots=True)
class HandedDisc:
    """One finished disc. `files` and `bytes` are its Payload-Oxum; `day` is ISO 8601.

    `digest`: SHA-256 of its tagmanifest-sha256.txt, lower-case hex; `check_code` is its beginning.
    """

    id: str
    number: int
    of: int
    medium: Medium
    day: str
    files: int
    bytes: int
    digest: str
    check_code: str
    decisions: int
    tracks: tuple[HandedTrack, ...]

    @property
    def place(self) -> str:
        return f"第 {self.number} 张，共 {self.of} 张"

    @property
    def specification(self) -> str:
        return self.medium.specification

    @property
    def digest_groups(self) -> tuple[str, ...]:
        """The whole digest, four characters at a time, as it is compared by eye."""
        return tuple(self.digest[at : at + 4] for at in range(0, len(self.digest), 4))

    @property
    def spoken(self) -> str:
        """The check code for reading aloud, a digit with its word: 7七 · K · 3三 · M ／ …"""
        groups = self.check_code.split("-")
        return " ／ ".join(" · ".join(map(_spoken, group)) for group in groups)

    @property
    def qr_content(self) -> str:
        return qr_content(self.id, self.digest)


@dataclass(frozen=True, slots=True)
class Inspection:
    """One row of 检验: what the program looked at before the disc was made, what is left to each hand."""

    quality: str
    checked: str
    sender: tuple[str, ...]
    receiver: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """One 交接: the discs of a set in order, and who hands them to whom. `sheets`: what goes along on paper,
    in words.
    """

    year: int
    notice: str
    sender: Sender
    recipient: str
    department: str
    discs: tuple[HandedDisc, ...]
    inspections: tuple[Inspection, ...]
    sheets: str = ""

    @property
    def titles(self) -> tuple[str, ...]:
        """Of the tracks, in order, over all discs."""
        return tuple(dict.fromkeys(track.title for disc in self.discs for track in disc.tracks))

    @property
    def subject(self) -> str:
        return f"{self.year}年{'、'.join(self.titles)}申报材料"

    @property
    def files(self) -> int:
        return sum(disc.files for disc in self.discs)

    @property
    def bytes(self) -> int:
        return sum(disc.bytes for disc in self.discs)

    @property
    def day(self) -> date:
        """The day the discs were made."""
        return max(date.fromisoformat(disc.day) for disc in self.discs)

    def count(self, title: str) -> int:
        """Enterprises of one track over all discs."""
        tracks = [track for disc in self.discs for track in disc.tracks if track.title == title]
        return sum(len(track.packages) for track in tracks)

    @property
    def letters(self) -> int:
        """推荐文件, each counted once though it lies on every disc."""
        return len({track.title for disc in self.discs for track in disc.tracks if track.has_letter})


def _spoken(character: str) -> str:
    return f"{character}{_SPOKEN[int(character)]}" if character.isdigit() else character
