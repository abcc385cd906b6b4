"""A batch: one sender's work under one notice, from the first package to the disc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from app.model.awarded import Award
from app.model.correction import Correction
from app.model.disc import Scan
from app.model.documents.form import FormFacts
from app.model.documents.letter import LetterFacts
from app.model.documents.pages import Pages, Seals
from app.model.documents.part import LEAVE_OUT, Part
from app.model.documents.recommendation import Letter as Letter
from app.model.documents.recommendation import LetterFields as LetterFields
from app.model.documents.words import Words
from app.model.handing.handed import Handed
from app.model.source import Member, Source
from app.wording import Titled


@dataclass(frozen=True, slots=True)
class Sender:
    """报送单位: `code` is the GB/T 2260 code of the city, empty for a 直报 enterprise; `kind` is of these
    alone (省属), in the words of the notice's region, "" where nobody said it.
    """

    name: str
    code: str = ""
    city: str = ""
    contact: str = ""
    phone: str = ""
    kind: str = ""

    @property
    def is_bureau(self) -> bool:
        return bool(self.code)

    @property
    def with_kind(self) -> str:
        """某某集团有限公司（省属）"""
        return f"{self.name}（{self.kind}）" if self.kind else self.name


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One enterprise's application in one track.

    `track` is its id in the notice. `name` is the full name (申报企业全称) the package carries. `parts` and
    `made_of` hold only what a person said: member key → what the file serves as, and material → member keys
    of the files it is made of, in order. `fields` are the cells of its row in the 汇总表, column id → text.
    `sources` are ids of `Batch.sources`, in order of arrival.
    """

    id: str
    track: str
    name: str
    sources: tuple[str, ...]
    is_confirmed: bool = False
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    made_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)

    def leaves_out(self, key: str) -> bool:
        """Whether a person said that this file is not packed."""
        return any(part.material == LEAVE_OUT for part in self.parts.get(key, ()))


class Verdict(Titled):
    ACCEPT = "accept", "核对通过"  # 可以报送, 可以受理
    RETURN = "return", "退回补正"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of one finding; `day` is ISO 8601. `by_sender`: what the sender is called, when it
    came with its disc (市局); empty for one made here.
    """

    finding: str
    verdict: Verdict
    reason: str
    who: str
    day: str
    by_sender: str = ""

    @property
    def check(self) -> str:
        """Id of the check whose finding it is about: the key begins with it."""
        return self.finding.rpartition("-")[0]

    @property
    def title(self) -> str:
        """核对通过, or 市局判定：核对通过 — whose judgement it is stands before it."""
        return f"{self.by_sender}判定：{self.verdict.title}" if self.by_sender else self.verdict.title


@dataclass(frozen=True, slots=True)
class Staging:
    """A staging directory that was finished: `plan` is the digest of what it was made from.

    `image`: the disc image made of it, beside it; empty before there is one. `digest`: SHA-256 (hex) of its
    tag manifest, of which `check_code` is the beginning; "" where an older program made it.
    """

    folder: str
    disc_id: str
    check_code: str
    plan: str
    day: str
    files: int
    bytes: int
    image: str = ""
    digest: str = ""
    scan: Scan | None = None  # None: 未查毒


class Place(Titled):
    """What was read back: only a drive proves the disc itself."""

    DRIVE = "drive", "光盘"
    IMAGE = "image", "光盘映像"
    FOLDER = "folder", "文件夹"


@dataclass(frozen=True, slots=True)
class Readback:
    """读盘校验 of one disc: `check_code` is that of the staging it was compared with.

    `at`: ISO 8601 to the second. `drive`: its name, or the path that was read. `medium`: the kind it was
    made for. `problems` counts the findings, `damaged` names the enterprises they touch.
    """

    disc_id: str
    check_code: str
    at: str
    place: Place
    drive: str
    medium: str
    files: int
    bytes: int
    problems: int = 0
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything the clerk has done so far. `enterprises` of one track appear in recommended order (序号 =
    place), `templates` are the province's own tables in the batch folder, `stagings` and `readbacks` by disc.
    """

    sender: Sender
    notice: str
    created: str
    enterprises: Mapping[str, Enterprise] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    letters: Mapping[str, Letter] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    stagings: Mapping[str, Staging] = field(default_factory=dict)
    order: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seals: Mapping[str, Seals] = field(default_factory=dict)  # of documents that must be sealed, by sha256
    pages: Mapping[str, Pages] = field(default_factory=dict)  # of documents that may be scans, by sha256
    forms: Mapping[str, FormFacts] = field(default_factory=dict)  # read out of 申报书, by SHA-256
    letter_facts: Mapping[str, LetterFacts] = field(default_factory=dict)  # of sealed letters, by sha256
    words: Mapping[str, Words] = field(default_factory=dict)  # what documents say, by sha256
    readbacks: Mapping[str, Readback] = field(default_factory=dict)
    correction: Correction | None = None  # what the province asked to be mended, the newest
    awarded: Mapping[str, tuple[Award, ...]] = field(default_factory=dict)  # lists brought in, by their title
    handed: Handed | None = None  # who has it now, while it is not worked on here
    rules: str | None = None  # SHA-256 of the rules taken over last; None: those it was begun with

    def in_track(self, track: str) -> tuple[Enterprise, ...]:
        """The track's enterprises in recommended order."""
        return tuple(map(self.enterprises.__getitem__, self.order.get(track, ())))

    def sources_of(self, enterprise: Enterprise) -> tuple[Source, ...]:
        return tuple(self.sources[key] for key in enterprise.sources)

    def members_of(self, enterprise: Enterprise) -> tuple[tuple[str, Member], ...]:
        """(member key, member) of all its sources; the key is `source id/path`."""
        return tuple(
            (member_key(source, member), member)
            for source in self.sources_of(enterprise)
            for member in source.members
        )

    def said_parts(self, enterprise: Enterprise) -> dict[str, tuple[Part, ...]]:
        """What a person said of files that are sent: sha256 → parts. Holds in any other packing."""
        if not enterprise.parts:  # as of most
            return {}
        return {
            member.sha256: parts
            for key, member in self.members_of(enterprise)
            if (parts := enterprise.parts.get(key)) and not enterprise.leaves_out(key) and member.sha256
        }

    def said_orders(self, enterprise: Enterprise) -> dict[str, tuple[str, ...]]:
        """Material → sha256 of the files that a person put in this order."""
        if not enterprise.made_of:
            return {}
        shas = {key: member.sha256 for key, member in self.members_of(enterprise)}
        return {
            material: told
            for material, keys in enterprise.made_of.items()
            if (told := tuple(sha for key in keys if (sha := shas.get(key))))
        }

    def letter(self, track: str) -> Letter:
        return self.letters.get(track, Letter())

    def listed(self, track: str) -> tuple[str, ...]:
        """The list a letter of this track stands for: full names in recommended order."""
        return tuple(enterprise.name for enterprise in self.in_track(track))

    def is_verified(self, disc_id: str) -> bool:
        """Whether the disc that was made was read in a drive, and every byte was right."""
        made, read = self.stagings.get(disc_id), self.readbacks.get(disc_id)
        if made is None or read is None or read.check_code != made.check_code:
            return False
        return read.place is Place.DRIVE and not read.problems

    # -- changes: each returns a new Batch -------------------------------------------------------
    def with_enterprise(self, enterprise: Enterprise, sources: Iterable[Source] = ()) -> Batch:
        """Add it at the end of its track, or put it in place of the one with its id."""
        order = dict(self.order)
        if enterprise.id not in self.enterprises:
            order[enterprise.track] = (*order.get(enterprise.track, ()), enterprise.id)
        elif self.enterprises[enterprise.id].track != enterprise.track:
            old = self.enterprises[enterprise.id].track
            order[old] = tuple(key for key in order[old] if key != enterprise.id)
            order[enterprise.track] = (*order.get(enterprise.track, ()), enterprise.id)
        return replace(
            self,
            enterprises={**self.enterprises, enterprise.id: enterprise},
            sources={**self.sources, **{source.id: source for source in sources}},
            order=order,
        )

    def without_enterprise(self, key: str) -> Batch:
        """Take it out of the list; its sources stay recorded, its files stay on disk."""
        gone = self.enterprises[key]
        return replace(
            self,
            enterprises={k: e for k, e in self.enterprises.items() if k != key},
            order={**self.order, gone.track: tuple(k for k in self.order[gone.track] if k != key)},
        )

    def with_order(self, track: str, keys: Iterable[str]) -> Batch:
        wanted = tuple(keys)
        if sorted(wanted) != sorted(self.order.get(track, ())):
            raise ValueError("an order must name each enterprise of the track once")
        return replace(self, order={**self.order, track: wanted})

    def with_decision(self, decision: Decision) -> Batch:
        return replace(self, decisions={**self.decisions, decision.finding: decision})

    def without_decision(self, finding: str) -> Batch:
        return replace(self, decisions={k: d for k, d in self.decisions.items() if k != finding})

    def with_letter(self, track: str, letter: Letter) -> Batch:
        return replace(self, letters={**self.letters, track: letter})

    def with_seals(self, found: Mapping[str, Seals]) -> Batch:
        return replace(self, seals={**self.seals, **found})

    def with_pages(self, found: Mapping[str, Pages]) -> Batch:
        return replace(self, pages={**self.pages, **found})

    def with_staging(self, staging: Staging) -> Batch:
        return replace(self, stagings={**self.stagings, staging.disc_id: staging})

    def with_readback(self, readback: Readback) -> Batch:
        return replace(self, readbacks={**self.readbacks, readback.disc_id: readback})

    def with_words(self, found: Mapping[str, Words]) -> Batch:
        return replace(self, words={**self.words, **found})

    def with_forms(self, facts: Mapping[str, FormFacts]) -> Batch:
        return replace(self, forms={**self.forms, **facts})


def member_key(source: Source, member: Member) -> str:
    """Names a member within a batch, for good."""
    return "/".join((source.id, f"{member.within}!/{member.path}" if member.within else member.path))
