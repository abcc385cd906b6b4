"""答复: what the province answers a sender. Facts only; how they are worded is for `writing`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.model.disc import Compared
from app.model.finding import Finding
from app.model.submission import Submission


@dataclass(frozen=True, slots=True)
class ReceivedDisc:
    """One disc as it was read. `digest`: SHA-256, lower-case hex; `check_code` empty for one made by hand.

    `holes`: how many files could not be read whole. `at`: ISO 8601. `compared`: its 校验码 with the paper.
    """

    disc_id: str
    number: int
    of: int
    check_code: str
    digest: str
    holes: int = 0
    at: str = ""
    compared: Compared = Compared.NOT

    @property
    def digest_groups(self) -> tuple[str, ...]:
        """The whole digest, four characters at a time, as it is compared by eye."""
        return tuple(self.digest[at : at + 4] for at in range(0, len(self.digest), 4))


@dataclass(frozen=True, slots=True)
class ReceivedEnterprise:
    """`order` is its place in the track; `size` of its package in bytes, 0 when there is none."""

    order: int
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Reissue:
    """That a paper is a 更正件: the `number`th, of the one that was issued on `day` as `file`.

    `changes`: what was amended since, each in words.
    """

    number: int
    day: date
    file: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """One 接收回执. `must` and `look` are still open, `by_sender` were settled by the sender's own word and
    nobody else's; `corrections`: it is 补正第 n 次, 0 for none. `clerk`: who issues it.
    """

    submission: Submission
    discs: tuple[ReceivedDisc, ...]
    enterprises: Mapping[str, tuple[ReceivedEnterprise, ...]]
    must: int = 0
    look: int = 0
    corrections: int = 0
    by_sender: int = 0
    clerk: str = ""
    reissue: Reissue | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing to be mended, as it is told to whoever mends it.

    `request` follows 请; `in_program`: how it is done in the sender's own program; `basis`: the clause it
    rests on, or the reason; `where` as findings have it.
    """

    finding: Finding
    request: str
    in_program: str
    basis: str
    where: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What one enterprise, or the sender itself (`name` empty), is asked to mend, the weightiest first."""

    id: str
    track: str | None
    order: int
    name: str
    code: str
    demands: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class ReturnNotice:
    """One 补正通知: `number` is that of the disc it asks for, 补正第 n 次; `due` None: as soon as may be.

    `discs` are all of the submission it answers; `clerk`: who issues it.
    """

    submission: Submission
    number: int
    reason: str
    due: date | None
    asked: tuple[Asked, ...]
    discs: tuple[ReceivedDisc, ...] = ()
    clerk: str = ""
    reissue: Reissue | None = None
