"""推荐文件 of a track as a batch holds it: what is filled in and vouched for, the scan that came back."""

from __future__ import annotations

from dataclasses import dataclass

from app.model.source import Member


@dataclass(frozen=True, slots=True)
class LetterFields:
    """函件要素 of a track's letter; empty ones fall back to the notice's and the sender's."""

    number: str = ""  # 发文字号
    day: str = ""  # 成文日期, ISO 8601
    contact: str = ""  # 联系人
    phone: str = ""
    recipient: str = ""  # 主送机关


@dataclass(frozen=True, slots=True)
class Declared:
    """One sentence of the notice (`text`) that `who` vouched for on `day` (ISO 8601), of the list whose code
    is `of` (`list_code` of app.model.draft): of another list nothing was said.
    """

    text: str
    of: str
    who: str
    day: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The state of one track's 推荐文件. `declared`: what a person vouched for, each of its list.

    `listed` is the list (full names in order) the last draft was made from; `stored` the sealed PDF
    that was attached (relative to the batch folder), `sealed_list` the list it stands for.
    """

    fields: LetterFields = LetterFields()
    listed: tuple[str, ...] = ()
    stored: str = ""
    size: int = 0
    sha256: str = ""
    sealed_list: tuple[str, ...] = ()
    member: Member | None = None  # facts of the attached PDF
    declared: tuple[Declared, ...] = ()
