"""What a check may ask: one enterprise, one track, or the whole batch, with the notice and the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Protocol

from app.checks.words import shown
from app.model.awarded import Award
from app.model.batch import Batch, Enterprise, Letter, member_key
from app.model.correction import Point
from app.model.disc_names import fold, proposed_names
from app.model.documents.form import FormFacts, form_key, papers_in
from app.model.documents.part import Ranges, joined, pages_shown
from app.model.documents.words import Words
from app.model.finding import Finding, Grade, Who
from app.model.names import normalise_name
from app.model.source import Container, Member, Source
from app.notices.filing import Filing, FilingState, filings_of
from app.notices.notice import Material, Notice, Track, tracks_of


class Case(Protocol):
    """Something findings are about."""

    @property
    def subject(self) -> str: ...

    @property
    def subject_name(self) -> str:
        return self.subject


def place(source: Source, path: str = "", within: str = "", page: int = 0) -> str:
    """`archive!/inner/path#page=3`, as a clerk finds it; a folder's members follow a plain "/"."""
    inner = () if source.container is Container.FILE else (within, path)
    where = "!/".join((source.name, *(part for part in inner if part)))
    if source.container is Container.FOLDER:
        where = where.replace("!/", "/", 1)
    return f"{where}#page={page}" if page else where


@dataclass(frozen=True, slots=True)
class Filed:
    """One member of an enterprise's package and what it serves as, on which of its pages."""

    key: str
    source: Source
    member: Member
    filing: Filing

    @property
    def role(self) -> str:
        """The (first) material it serves as, "" while it waits."""
        return self.filing.role

    def serves(self, *materials: str) -> bool:
        """As any of them."""
        for part in self.filing.parts:  # noqa: SIM110 - every check asks it of every file
            if part.material in materials:
                return True
        return False

    def pages_as(self, material: str) -> Ranges:
        """The pages that are it, () for the whole file."""
        own = [part.pages for part in self.filing.parts if part.material == material]
        return () if not all(own) else joined(stretch for pages in own for stretch in pages)

    @property
    def shown(self) -> str:
        return shown(self.member.path)

    def shown_as(self, material: Material) -> str:
        """“整本.pdf”第 3–4 页（营业执照）; a file that is it wholly by its name alone."""
        pages = self.pages_as(material.id)
        return f"“{self.shown}”" + (f"第 {pages_shown(pages)} 页（{material.title}）" if pages else "")

    def finding_as(self, material: Material, what: str, fix: str) -> Finding:
        """At its first page that is `material`; of a volume, told apart from those of its other pages."""
        pages = self.pages_as(material.id)
        made = self.finding(what, fix, page=pages[0][0] if pages else 0)
        return replace(made, detail=f"{made.detail}\x1f{material.id}") if pages else made

    def finding(
        self, what: str, fix: str, *, page: int = 0, why: str = "", grade: Grade | None = None,
        who: Who = Who.ENTERPRISE,
    ) -> Finding:
        """A finding at this file. Its key changes with the content: a decision is about what was seen."""
        member = self.member
        where = place(self.source, member.path, member.within, page)
        return Finding(
            what, fix, where, why, who, grade, member=self.key, page=page, detail=member.sha256[:16]
        )


def _around(member: Member) -> Iterator[str]:
    """The paths of the archives it may lie in, outermost first."""
    parts = member.within.split("!/") if member.within else []
    return ("!/".join(parts[:count]) for count in range(1, len(parts) + 1))


@dataclass(frozen=True)
class EnterpriseCase:
    whole: BatchCase
    enterprise: Enterprise

    @property
    def subject(self) -> str:
        return self.enterprise.id

    @property
    def subject_name(self) -> str:
        return self.enterprise.name

    @property
    def batch(self) -> Batch:
        return self.whole.batch

    @property
    def notice(self) -> Notice:
        return self.whole.notice

    @cached_property
    def rules(self) -> Track:
        return self.notice.track(self.enterprise.track)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        return self.batch.sources_of(self.enterprise)

    @cached_property
    def files(self) -> tuple[Filed, ...]:
        """The members that will be packed: neither left out nor inside an archive that is.

        A file inside an archive goes along with it, whatever a person said of the file alone.
        """
        filings = filings_of(self.batch, self.enterprise, self.notice)
        files = []
        for source in self.sources:
            first_level = (member for member in source.members if not member.within)
            out = {m.path for m in first_level if _is_out(filings[member_key(source, m)])}
            for member in source.members:
                key = member_key(source, member)
                inside_out = any(archive in out for archive in _around(member))
                if not inside_out and (member.within or not _is_out(filings[key])):
                    files.append(Filed(key, source, member, filings[key]))
        return tuple(files)

    @cached_property
    def opened(self) -> frozenset[str]:
        """Keys of the archives inside a package whose contents were seen."""
        inner = (filed for filed in self.files if filed.member.within)
        return frozenset(filed.key[: -len(f"!/{filed.member.path}")] for filed in inner)

    def having(self, material: str) -> tuple[Filed, ...]:
        """The files that are this material or a kind of it, those a person put in order in that order."""
        wanted = {m.id for m in self.notice.materials if material in (m.id, m.part_of)}
        found = [filed for filed in self.files if filed.serves(*wanted)]
        said = {key: place for place, key in enumerate(self.enterprise.made_of.get(material, ()))}
        return tuple(sorted(found, key=lambda filed: said.get(filed.key, len(said))))

    def read_as(self, filed: Filed, material: str) -> FormFacts | None:
        """What was read of it as a form or a licence, on the pages that are that."""
        held = (pages for own, pages in papers_in(filed.filing.parts) if own == material)
        return next((self.batch.forms.get(form_key(filed.member.sha256, pages)) for pages in held), None)

    def words(self, filed: Filed) -> Words | None:
        """What it says; None where nobody has read it yet."""
        return self.batch.words.get(filed.member.sha256)

    def words_as(self, filed: Filed, material: str) -> Words | None:
        """What its pages say that are `material`."""
        said = self.words(filed)
        return said.on(filed.pages_as(material)) if said else None

    def cell(self, column: str) -> str:
        return self.enterprise.fields.get(column, "").strip()


def _is_out(filing: Filing) -> bool:
    return filing.state is FilingState.LEFT_OUT


@dataclass(frozen=True)
class TrackCase:
    whole: BatchCase
    track: str

    @property
    def subject(self) -> str:
        return self.track

    @cached_property
    def rules(self) -> Track:
        return self.whole.notice.track(self.track)

    @property
    def subject_name(self) -> str:
        return self.rules.title

    @cached_property
    def enterprises(self) -> tuple[Enterprise, ...]:
        return self.whole.batch.in_track(self.track)

    @property
    def letter(self) -> Letter:
        return self.whole.batch.letter(self.track)


@dataclass(frozen=True)
class BatchCase:
    batch: Batch
    notice: Notice
    today: date

    @property
    def subject(self) -> str:
        return "batch"

    @property
    def subject_name(self) -> str:
        return self.batch.sender.name

    @cached_property
    def enterprises(self) -> tuple[EnterpriseCase, ...]:
        """In recommended order, track by track."""
        return tuple(
            EnterpriseCase(self, enterprise)
            for track in tracks_of(self.batch, self.notice)
            for enterprise in self.batch.in_track(track)
        )

    @cached_property
    def tracks(self) -> tuple[TrackCase, ...]:
        """The tracks that are being sent: with an enterprise, or with a letter already."""
        return tuple(
            TrackCase(self, track.id)
            for track in self.notice.tracks
            if self.batch.order.get(track.id) or self.batch.letter(track.id).stored
        )

    @cached_property
    def returned(self) -> Mapping[str, tuple[tuple[int, Point], ...]]:
        """What the province wants mended, numbered from 1, by the enterprise's code and by its name."""
        found: dict[str, list[tuple[int, Point]]] = {}
        points = self.batch.correction.points if self.batch.correction else ()
        for number, point in enumerate(points, 1):
            for told in filter(None, plain_identity(point.code, point.enterprise)):
                found.setdefault(told, []).append((number, point))
        return {told: tuple(points) for told, points in found.items()}

    @cached_property
    def awarded(self) -> Mapping[str, tuple[Award, ...]]:
        """Who was awarded before, by the notice's own lists and those brought in; by code and by name."""
        found: dict[str, list[Award]] = {}
        for award in (*self.notice.awarded, *chain.from_iterable(self.batch.awarded.values())):
            for told in filter(None, plain_identity(award.code, award.name)):
                found.setdefault(told, []).append(award)
        return {told: tuple(awards) for told, awards in found.items()}

    @cached_property
    def disc_names(self) -> dict[str, Mapping[str, str]]:
        """Track → full name → the file name proposed for the disc."""
        return {track: proposed_names(self.batch, track) for track in tracks_of(self.batch, self.notice)}

    @cached_property
    def names_by_track(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(track, name folded as file systems do) → the different full names that fall together there."""
        groups: dict[tuple[str, str], dict[str, None]] = {}
        for case in self.enterprises:
            name = case.enterprise.name
            groups.setdefault((case.enterprise.track, fold(name)), {})[name] = None
        return {key: tuple(names) for key, names in groups.items()}


def identity(enterprise: Enterprise) -> tuple[str, str]:
    """What tells one enterprise from another: its code if given, and its normalised name."""
    return plain_identity(enterprise.fields.get("code", ""), enterprise.name)


def plain_identity(code: str, name: str) -> tuple[str, str]:
    return normalise_name(code).replace("-", "").upper(), normalise_name(name)


def is_same(left: Enterprise, right: Enterprise) -> bool:
    """By code where both have one, or by normalised name."""
    if left is right:
        return True
    (left_code, left_name), (right_code, right_name) = identity(left), identity(right)
    return bool(left_code and left_code == right_code) or left_name == right_name
