"""A disc: its medium, what goes on it, and what was written."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from app.wording import Titled

SECTOR = 2048  # bytes; every file on a disc takes whole sectors


@dataclass(frozen=True, slots=True)
class Scan:
    """查毒 by a scanner, `at` (ISO 8601 to the second); `infected`: files in which something was found."""

    scanner: str
    at: str
    infected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Medium:
    """A kind of blank disc. `nominal` is what its box says, `capacity` that of its smaller variety, in bytes.

    `usable` is what we fill: about 6.4 % stay free for the directory trees and the unsafe outer edge.
    `speed` to burn at, times the medium's own single speed: slow enough to last, below what any blank is
    sold for. `remark` is said of it on the paper.
    """

    id: str
    title: str
    nominal: str
    capacity: int
    usable: int
    speed: int = 8
    remark: str = "一次写入"

    @property
    def specification(self) -> str:
        """What the sleeve of a blank disc says."""
        return f"{self.title}（{self.nominal}，{self.remark}）"


CD = Medium("cd", "CD-R", "700 MB", 736_966_656, 690_000_000)
DVD = Medium("dvd", "DVD±R", "4.7 GB", 4_700_372_992, 4_400_000_000)
DVD_DL = Medium(
    "dvd-dl", "DVD±R DL", "8.5 GB", 8_543_666_176, 8_000_000_000, remark="双层，一次写入"
)
BD = Medium("bd", "BD-R", "25 GB", 24_220_008_448, 22_670_000_000, speed=4)
MEDIA = (CD, DVD, DVD_DL, BD)  # all there are: cards, command line and papers follow


def disc_id(group: str, number: int) -> str:
    """QLBG23_3701_02: `number` from 1 to 99."""
    return f"{group}_{number:02d}"


def medium(key: str) -> Medium:
    """By id; KeyError if there is none."""
    return {each.id: each for each in MEDIA}[key]


def on_disc(size: int) -> int:
    """The bytes a file of `size` bytes takes on a disc."""
    return -(-size // SECTOR) * SECTOR


@dataclass(frozen=True, slots=True)
class Packed:
    """One member that goes into a package: `index` in its source, `path` inside the package.

    `crc32` is -1 when it was not taken at collect.
    """

    index: int
    path: str
    size: int
    sha256: str
    modified: int
    crc32: int = -1


@dataclass(frozen=True, slots=True)
class Ingredient:
    """What is taken from one source. `whole`: the stored file itself, as one member, unopened."""

    source: str
    members: tuple[Packed, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Packing:
    """How one enterprise's package comes about.

    `passed`: the stored path of a complete zip that goes on the disc byte for byte, with its `sha256`;
    otherwise it is packed from `ingredients` and `recipe` (hex) names the result. `size`: bytes, exact
    when passed, else an upper bound.
    """

    enterprise: str
    name: str
    size: int
    passed: str = ""
    sha256: str = ""
    ingredients: tuple[Ingredient, ...] = ()
    recipe: str = ""
    members: int = 0


class Piece(StrEnum):
    LETTER = "letter"
    TABLE = "table"
    PACKAGE = "package"


@dataclass(frozen=True, slots=True)
class DiscFile:
    """One payload file; `path` from the disc's root, "/" separated. `size` as in `Packing`.

    `stored`: what it is copied from, relative to the batch folder; empty for a table or a recipe.
    """

    path: str
    piece: Piece
    track: str
    size: int
    stored: str = ""
    sha256: str = ""
    packing: Packing | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """One line of a set's list: the package `file` of `enterprise` (full name) is on disc `disc`, from 1."""

    track: str
    enterprise: str
    file: str
    disc: int

    @property
    def is_renamed(self) -> bool:
        return self.file != f"{self.enterprise}.zip"


@dataclass(frozen=True, slots=True)
class DiscPlan:
    """One disc. `digest` is stable over all that decides its bytes, but for the day it is made on.

    `size`: an upper bound of the bytes it takes on the medium, its tag files included. It is disc `number`
    of `of`; `placed` lists all packages of the set, in recommended order.
    """

    disc_id: str
    medium: Medium
    day: str
    files: tuple[DiscFile, ...]
    size: int
    digest: str
    number: int = 1
    of: int = 1
    placed: tuple[Placed, ...] = ()

    @property
    def packings(self) -> tuple[Packing, ...]:
        return tuple(file.packing for file in self.files if file.packing)

    @property
    def group(self) -> str:
        """What all discs of the set share: the id without the disc's number."""
        return self.disc_id.rsplit("_", 1)[0]

    def id_of(self, number: int) -> str:
        """Of another disc of the set."""
        return disc_id(self.group, number)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a manifest. `size` in bytes, `sha256` lower-case hex."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The payload of a disc, by path."""

    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        return sum(entry.size for entry in self.entries)

    @property
    def oxum(self) -> str:
        """Payload-Oxum (RFC 8493 section 2.2.2): octets.files"""
        return f"{self.size}.{len(self.entries)}"


# -- the check code 校验码 ---------------------------------------------------------------------------
QR = "BAOPAN1"  # how the text of a paper's QR code begins
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans("OIL", "011")
_CHARACTERS, _DIGITS = 12, 64
_HEX = frozenset("0123456789ABCDEF")


def crockford(digest: bytes, characters: int) -> str:
    """The first 5 × `characters` bits in Crockford's base 32."""
    bits = int.from_bytes(digest, "big") >> (len(digest) * 8 - characters * 5)
    return "".join(_CROCKFORD[bits >> shift & 31] for shift in range(characters * 5 - 5, -1, -5))


def check_code(tagmanifest: bytes) -> str:
    """XXXX-XXXX-XXXX: the first 60 bits of the SHA-256 of tagmanifest-sha256.txt."""
    return code_of(hashlib.sha256(tagmanifest).hexdigest())


def code_of(digest: str) -> str:
    """The 校验码 that a whole digest (hex) begins with; "" for none."""
    return shown_code(crockford(bytes.fromhex(digest), _CHARACTERS)) if digest else ""


def plain_code(typed: str) -> str:
    """As Crockford reads what people write: case, spaces and dashes do not count, O is 0, I and L are 1."""
    upper = unicodedata.normalize("NFKC", typed).upper().translate(_MISREAD)
    return "".join(character for character in upper if character.isalnum())


def shown_code(typed: str) -> str:
    """In groups of four."""
    plain = plain_code(typed)
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What was typed or scanned from the paper of a disc, as `plain_code` reads it."""

    plain: str

    @property
    def is_whole(self) -> bool:
        """The whole digest, which no other disc shares; the 校验码 is its beginning."""
        return len(self.plain) == _DIGITS and _HEX.issuperset(self.plain)

    @property
    def is_complete(self) -> bool:
        """A 校验码 or a whole digest: nothing is missing, nothing too much."""
        return self.is_whole or len(self.plain) == _CHARACTERS

    @property
    def shown(self) -> str:
        return self.plain.lower() if self.is_whole else shown_code(self.plain)

    def fits(self, code: str, digest: str) -> bool:
        """A disc with that 校验码 and that whole digest (hex), either "" where it is not known."""
        if self.is_whole:
            return self.plain == digest.upper()
        return bool(code) and self.plain == plain_code(code)


class Compared(Titled):
    """Whether the 校验码 of a disc was compared with the paper that came with it; the gravest first."""

    DIFFERS = "differs", "校验码不符"
    NOT = "not", "校验码未核对"
    CODE = "code", "校验码已核对"
    WHOLE = "whole", "校验码已核对（全部摘要）"
    NONE = "none", "没有校验码"

    @property
    def is_right(self) -> bool:
        return self in (Compared.CODE, Compared.WHOLE)


def paper_code(text: str) -> PaperCode:
    """A 校验码 in any writing, a whole digest (64 hex digits), or the text of the QR code: both are in it."""
    parts = unicodedata.normalize("NFKC", text).strip().split("|")
    is_scanned = len(parts) == 4 and parts[0].upper() == QR
    return PaperCode(plain_code(parts[-1] if is_scanned else text))


def paper_codes(text: str) -> tuple[PaperCode, ...]:
    """Of several discs, with commas, semicolons or line breaks between."""
    return tuple(map(paper_code, filter(str.strip, re.split(r"[,，;；、\r\n]", text))))


def qr_content(disc: str, digest: str) -> str:
    """Read back by `paper_code`."""
    return f"{QR}|{disc}|{code_of(digest)}|{digest}"
