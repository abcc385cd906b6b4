"""A draft 推荐文件: what is to stand on the paper, before any typesetting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.model.disc import crockford


@dataclass(frozen=True, slots=True)
class ListedEnterprise:
    """One row of the 推荐名单; `name` exactly as the enterprise is called, `about` under the heads."""

    number: int
    name: str
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListHead:
    """`is_narrow`: its cells are a word or two, in the middle."""

    title: str
    is_narrow: bool


@dataclass(frozen=True, slots=True)
class LetterDraft:
    """The elements of a letter in the order of GB/T 9704-2012 10.1 (信函格式).

    `title` has one text a line. `attachments` are named in the 附件说明; the first of them is
    `listed` itself, set out on its own page. Empty `contact` and `phone` leave the 附注 out.
    """

    sender: str
    number: str  # 发文字号, or a blank to be filled by hand
    title: tuple[str, ...]
    recipient: str
    paragraphs: tuple[str, ...]
    attachments: tuple[str, ...]
    day: date  # 成文日期
    contact: str
    phone: str
    listed: tuple[ListedEnterprise, ...]
    heads: tuple[ListHead, ...]  # of what follows the names

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(row.name for row in self.listed)

    @property
    def code(self) -> str:
        return list_code(self.names)


def list_code(names: Iterable[str]) -> str:
    """名单核对码: the first 40 bits of the SHA-256 of the names in order, in Crockford base-32.

    Each name is UTF-8 and ends with a line feed; the code reads XXXX-XXXX. It lets two people compare
    a printed list with the one on screen by eye; it proves nothing against a forger.
    """
    content = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogatepass")
    letters = crockford(hashlib.sha256(content).digest(), 8)
    return f"{letters[:4]}-{letters[4:]}"
