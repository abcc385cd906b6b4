"""What was handed in and what was seen inside it: facts, never changed once taken."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Container(StrEnum):
    """How a source is held; archives by content, never by extension."""

    FOLDER = "folder"
    FILE = "file"  # one loose document
    ZIP = "zip"
    SEVENZ = "7z"
    RAR = "rar"
    TAR = "tar"

    @property
    def is_archive(self) -> bool:
        return self not in (Container.FOLDER, Container.FILE)

    @property
    def is_one_way(self) -> bool:
        """Whether it can only be unpacked from its beginning on."""
        return self in (Container.SEVENZ, Container.RAR, Container.TAR)


class Fault(StrEnum):
    """What is wrong with a container or a member of it."""

    UNREADABLE = "unreadable"  # no reader can open it, or it is cut short   PACK-01
    PASSWORD = "password"  # PACK-02
    CRC = "crc"  # a member fails its checksum   PACK-03
    SIZE = "size"  # a member is longer or shorter than it says   PACK-03
    TRAVERSAL = "traversal"  # `..`, absolute or drive path   PACK-06
    LINK = "link"  # symbolic or hard link, device, pipe   PACK-06
    OVERLAP = "overlap"  # members that share bytes   PACK-06
    BOMB = "bomb"  # beyond the limits on total, ratio, count or depth   PACK-06
    STUCK = "stuck"  # the reader made no progress and was stopped   PACK-06
    METHOD = "method"  # sound, but packed in a way no reader here knows   PACK-07


REFUSED = (Fault.TRAVERSAL, Fault.LINK, Fault.OVERLAP)  # a member that is not taken, while the others are


@dataclass(frozen=True, slots=True)
class Trouble:
    """One fault, at one place: `path` is the member's, or empty for the whole container."""

    fault: Fault
    path: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PdfFacts:
    """What two readers said of a PDF.

    `pdfium` and `pypdf` are "ok", "failed", "password" (needs one to open; opening with the empty
    password is "ok"), "stuck", or "late" (nobody had the time to look). `bad_pages` counts from 1: pages that
    PDFium could not load. So do `blank` (nothing on them), `turned` (their text on its head or side),
    `coarse` (scans under 100 dpi) and `odd` (over 1.5 m or under 4 cm). `acts`: "script", "launch" (starts a
    program), "attached" (files). `damaged`: pages that draw with a stream which cannot be decoded,
    `damaged_parts`: "contents", "font", "picture", "note"; `undecoded` counts pages nobody got to with that.
    """

    pdfium: str
    pypdf: str
    pages: int = 0
    bad_pages: tuple[int, ...] = ()
    text: str = ""  # first 4,000 characters of its text layer; empty for a scan
    examined: bool = False  # whether what follows was taken; not before the eyes were built in
    blank: tuple[int, ...] = ()
    turned: tuple[int, ...] = ()
    coarse: tuple[int, ...] = ()
    odd: tuple[int, ...] = ()
    acts: tuple[str, ...] = ()
    unlooked: int = 0  # pages that were not looked at: the others took all the time there is
    damaged: tuple[int, ...] = ()
    damaged_parts: tuple[str, ...] = ()
    undecoded: int = 0


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    macros: bool = False
    encrypted: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a source.

    `path` is decoded, relative, "/" separated. `size` in bytes; `sha256` lower-case hex, empty when
    the bytes could not be read; `crc32` is -1 when it was not taken; `kind` by content (see
    reading.kinds). `modified` counts seconds from 1970-01-01 of the wall clock that wrote it, without
    zone. `within` is the path of the member archive it lies in (PACK-05), empty at the first level.
    `index` is its place in its container.
    """

    path: str
    size: int
    sha256: str
    kind: str
    modified: int = 0
    within: str = ""
    index: int = 0
    uncertain_name: bool = False  # neither flag nor strict UTF-8: read as GB18030
    pdf: PdfFacts | None = None
    office: OfficeFacts | None = None
    crc32: int = -1

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that was there and was not taken, and why, in words for the clerk."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that was dropped in, as it was copied into the batch.

    `stored` is relative to the batch folder, "/" separated. `size` and `sha256` are the archive's or
    the loose file's; for a folder the sum of sizes and "". `complete_zip`: a zip whose every header is
    complete, names UTF-8 or ASCII, nothing to leave out: it may go on the disc as it is. `to_survey`:
    nobody has looked into it yet, what it holds is not known.
    """

    id: str
    origin: str
    stored: str
    container: Container
    size: int
    sha256: str
    members: tuple[Member, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    complete_zip: bool = False
    to_survey: bool = False

    @property
    def name(self) -> str:
        return self.stored.rsplit("/", 1)[-1]

    @property
    def refused(self) -> tuple[Trouble, ...]:
        """Of the files that were there and were not let in."""
        return tuple(trouble for trouble in self.troubles if trouble.fault in REFUSED)
