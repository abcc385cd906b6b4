"""What a check of discs may ask: what was read of one, of its set, of its paper, of the tables on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from app.checks.cases import Case
from app.checks.check import Need, check
from app.checks.words import said_of
from app.disc.contents import Disc, Membership
from app.disc.source import Fault
from app.model.batch import Batch, Enterprise
from app.model.disc import Compared, PaperCode
from app.model.finding import Finding, Outcome, Who
from app.notices.notice import Notice, Track

WHOLE_SET = "整套光盘"
# What only the disc can tell: its docstring is also why each of its findings is one.
disc_check = partial(check, who=Who.BUREAU, needs=Need.DISC, mend_at=None, tells_why=True)


@dataclass(frozen=True)
class DiscCase(Case):
    """A disc that was read through. `digests`: path → algorithm → hex of what is there; `damaged`: what could
    not be read to its end.
    """

    disc: Disc
    digests: Mapping[str, Mapping[str, str]]
    damaged: tuple[Fault, ...] = ()

    @property
    def subject(self) -> str:
        return self.disc.id

    @property
    def unread(self) -> tuple[Fault, ...]:
        return (*self.disc.unread, *self.damaged)

    @cached_property
    def differences(self) -> tuple[Fault, ...]:
        """Faults of the lists themselves, then every listed file that is not there or not as listed."""
        unread = {fault.where for fault in self.damaged}
        listed = (path for path in self.disc.expected if path not in unread)
        found = ((path, self._difference(path)) for path in listed)
        return (*self.disc.faults, *(Fault(path, what) for path, what in found if what))

    def _difference(self, path: str) -> str:
        if path not in self.disc.files:
            return "在清单里，光盘上没有"
        said, there = self.disc.sizes.get(path), self.disc.files[path]
        if all(self.digests[path][name] == digest for name, digest in self.disc.expected[path].items()):
            is_told = said in (None, there)
            return "" if is_told else f"长 {there:,} 字节，submission.json 写的是 {said:,} 字节"
        length = f"，长度应为 {said:,} 字节，实为 {there:,} 字节" if said not in (None, there) else ""
        return f"内容与清单不同{length}"

    @property
    def whole(self) -> tuple[str, ...]:
        """The enterprises whose packages are all as they should be."""
        damaged = {self.disc.packages.get(fault.where) for fault in (*self.differences, *self.unread)}
        return tuple(sorted(set(self.disc.packages.values()) - damaged))

    def finding(self, where: str, what: str, fix: str) -> Finding:
        """At a file; of an enterprise's package it is about that enterprise."""
        one = self.disc.packages.get(where, "")
        name = f"{one}的申报材料 {where.rsplit('/', 1)[-1]}" if one else where
        return Finding(said_of(name, what), fix, where, detail=what, subject=one, subject_name=one)


@dataclass(frozen=True, slots=True)
class TypedCode(Case):
    """The 校验码 of a disc and its whole digest ("" when it has none), and what was typed of its paper.

    `unlike`: where the disc is not what they vouch for.
    """

    disc: str
    code: str
    typed: PaperCode
    digest: str = ""
    unlike: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        return self.disc

    @property
    def is_same(self) -> bool:
        return self.typed.fits(self.code, self.digest)


    @property
    def compared(self) -> Compared:
        if not self.code:
            return Compared.NONE
        if not self.typed.plain:
            return Compared.NOT
        if not self.is_same or self.unlike:
            return Compared.DIFFERS
        return Compared.WHOLE if self.typed.is_whole else Compared.CODE


def unlike(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Where a disc, by the checks of a `DiscCase`, is not what its 校验码 vouches for."""
    return tuple(dict.fromkeys(finding.where for each in outcomes for finding in each.findings))


@dataclass(frozen=True, slots=True)
class Paper(Case):
    """Whether a disc with a 校验码 was compared with its paper; `is_taken_in`: by who must have done so."""

    disc: str
    compared: Compared
    is_taken_in: bool = False

    @property
    def subject(self) -> str:
        return self.disc


def of_paper(told: TypedCode, *, is_taken_in: bool = False) -> Iterator[Case]:
    """What is to be asked of a disc and its paper, whether anything was typed or not."""
    if told.typed.plain:
        yield told
    if told.code and told.compared is not Compared.DIFFERS:  # which the one before tells
        yield Paper(told.disc, told.compared, is_taken_in)


@dataclass(frozen=True, slots=True)
class DiscSet(Case):
    """Discs that are taken for one set: of each its id and what it says of its set."""

    discs: tuple[tuple[str, Membership], ...]

    @property
    def subject(self) -> str:
        disc, said = self.discs[0]
        return said.group or disc


@dataclass(frozen=True, slots=True)
class ForeignDiscs(Case):
    """Discs that our program did not make: of each its id and the files that no rule knows."""

    discs: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def subject(self) -> str:
        return self.discs[0][0]


@dataclass(frozen=True, slots=True)
class Replacing:
    """What a sender hands in, and what it hands in the place of."""

    batch: Batch
    before: Batch
    notice: Notice

    @property
    def subject(self) -> str:
        return "batch"

    @property
    def subject_name(self) -> str:
        return self.batch.sender.name


@dataclass(frozen=True, slots=True)
class TableCase:
    """The table of a track on discs that came. `fault`: why it cannot be read, "" when it was; `place`: which
    file; then the rows without a package, by number, and the packages without a row. `title`: its file's
    name, its worksheets' and what stands above the headings; `year`: the notice's.
    """

    rules: Track
    place: str
    fault: str = ""
    bare_rows: tuple[tuple[int, Enterprise], ...] = ()
    unlisted: tuple[Enterprise, ...] = ()
    title: str = ""
    year: int = 0

    @property
    def subject(self) -> str:
        return self.rules.id

    @property
    def subject_name(self) -> str:
        return self.rules.title
