"""What was copied from the discs → a batch and a report, as if the sender's own program had made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.batch.fill import fill
from app.checks import Need, check_batch, check_of, judged, regraded
from app.checks.cases import Case
from app.checks.disc_cases import DiscSet, ForeignDiscs, Replacing, TableCase
from app.disc.contents import Membership
from app.model.batch import Batch, Decision, Letter, Sender, Verdict
from app.model.disc import PaperCode, paper_codes
from app.model.documents.part import Part
from app.model.finding import Finding, Outcome, Report, State
from app.model.source import Source
from app.model.submission import LATER, Layout, Maker
from app.notices.notice import Notice
from app.reading.tables.headings import name_column
from app.reading.tables.sheet import Sheet
from app.receive.gathered import Gathered
from app.receive.hand.shared_table import rows_apart


@dataclass(frozen=True, slots=True)
class DiscRecord:
    """All that is kept of one disc beside its files. `files`: path on the disc → path in its 内容 folder;
    `digests`: path → sha256; `holes`: paths that could not be read, or not as listed. `group`, `edition`
    and `names` as in `Membership`.
    """

    digest: str
    disc_id: str
    check_code: str
    layout: Layout
    files: Mapping[str, str]
    sizes: Mapping[str, int]
    digests: Mapping[str, str]
    outcomes: tuple[Outcome, ...] = ()
    holes: tuple[str, ...] = ()
    number: int = 0
    of: int = 0
    group: str = ""
    edition: str = ""
    names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    # package → sha256 of a file inside → parts; package → material → sha256 of the files it is made of
    parts: Mapping[str, Mapping[str, tuple[Part, ...]]] = field(default_factory=dict)
    orders: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)  # package → enterprise's id there

    @property
    def is_later(self) -> bool:
        """No disc: files that were added after one was registered."""
        return self.of == LATER

    @property
    def membership(self) -> Membership:
        return Membership(self.group, self.number, self.of, self.edition, self.names)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Of one track: `packages` as (path on the disc, full name, source or None when not looked into yet);
    `sheet` None with `table_fault` saying why; `elsewhere`: names whose packages are on a disc still to come.
    `joined`: paths that a person added to the enterprise of that name.
    """

    packages: tuple[tuple[str, str, Source | None], ...] = ()
    sheet: Sheet | None = None
    table: str = ""
    table_fault: str = ""
    letter: Letter = field(default_factory=Letter)
    elsewhere: frozenset[str] = frozenset()
    parts: Mapping[str, Mapping[str, tuple[Part, ...]]] = field(default_factory=dict)
    orders: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)
    joined: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assembled:
    """`paths`: path of a package on the disc → enterprise id."""

    batch: Batch
    paths: Mapping[str, str]
    tables: tuple[TableCase, ...]


def compose(sender: Sender, notice: Notice, created: str, pieces: Mapping[str, Pieces]) -> Assembled:
    """Pure. Rows without a package become enterprises without sources: they were recommended all the same."""
    known = frozenset(material.id for material in notice.materials)
    batch = Batch(sender, notice.id, created)
    paths: dict[str, str] = {}
    tables: list[TableCase] = []
    for track, own in _with_rows_apart(pieces, notice).items():
        gathered = Gathered(batch, track)
        for path, name, source in own.packages:
            key = own.ids.get(path, "")
            paths[path] = gathered.package(path, name, source, key, path in own.joined)
            if source is not None:
                gathered.say(paths[path], source, own.parts.get(path, {}), own.orders.get(path, {}), known)
        batch, table = _with_rows(gathered.batch(), track, own, notice)
        tables.append(table)
        if own.letter.stored:
            batch = batch.with_letter(track, own.letter)  # what it lists, only its scan tells
    return Assembled(batch, paths, tuple(tables))


def _with_rows_apart(pieces: Mapping[str, Pieces], notice: Notice) -> dict[str, Pieces]:
    """Where one table stands for several tracks, each has its own rows of it."""
    tables = {track: (own.table, own.sheet) for track, own in pieces.items() if own.table and own.sheet}
    packaged = {track: [name for _, name, _ in own.packages] for track, own in pieces.items()}
    apart = rows_apart(tables, packaged, notice)
    return {track: replace(own, sheet=apart.get(track, own.sheet)) for track, own in pieces.items()}


def _with_rows(batch: Batch, track: str, own: Pieces, notice: Notice) -> tuple[Batch, TableCase]:
    rules = notice.track(track)
    if own.sheet is None:
        fault = own.table_fault or "光盘上没有汇总表，或没有一张表认得出表头"
        return batch, TableCase(rules, own.table, fault, year=notice.year)
    packaged = {one.id for one in batch.in_track(track)}
    batch, first = fill(batch, track, own.sheet, notice)
    matched = {key for _, key in first.matched}
    numbers = {number for number, _ in first.matched}
    column = name_column(rules)
    gathered, added = Gathered(batch, track), dict[str, int]()
    for index, row in enumerate(own.sheet.rows):
        number = own.sheet.numbers[index] if index < len(own.sheet.numbers) else index + 1
        if number in numbers or not row.get(column, ""):
            continue
        added[gathered.enterprise(row[column])] = number
    if added:
        batch, _ = fill(gathered.batch(), track, own.sheet, notice)
    bare = ((number, batch.enterprises[key]) for key, number in added.items())
    unlisted = tuple(batch.enterprises[key] for key in sorted(packaged - matched))
    bare_rows = tuple((number, one) for number, one in bare if one.name not in own.elsewhere)
    title = f"{own.table.rsplit('/', 1)[-1]} {own.sheet.title}"
    return batch, TableCase(rules, own.table, "", bare_rows, unlisted, title, notice.year)


# -- the whole report ------------------------------------------------------------------------------
def full_report(
    made: Assembled, records: Sequence[DiscRecord], notice: Notice, day: date, before: Batch | None
) -> Report:
    """The city's checks, the table's, the discs'. `before`: what the sender handed in the last time."""
    records = [record for record in records if not record.is_later]
    checked = check_batch(made.batch, notice, day)
    own = [only_seen(outcome, made.batch) for outcome in checked.outcomes]
    discs = [_to_enterprises(o, made) for record in records for o in regraded(record.outcomes, notice)]
    more = (outcome for case in _cases(made, records, before, notice) for outcome in judged(case, notice))
    return Report((*own, *_of_tables(made, notice), *discs, *_of_set(records, notice), *more))


def quick_report(made: Assembled, notice: Notice, day: date) -> Report:
    """What can be said before a byte of the packages was read."""
    checked = check_batch(made.batch, notice, day)
    seen = (o for o in checked.outcomes if Need.FILES not in check_of(o).needs)
    quick = [only_seen(outcome, made.batch) for outcome in seen]
    return Report((*quick, *_of_tables(made, notice)))


def _of_tables(made: Assembled, notice: Notice) -> list[Outcome]:
    return [outcome for table in made.tables for outcome in judged(table, notice)]


def _of_set(records: Sequence[DiscRecord], notice: Notice) -> list[Outcome]:
    """Their keys hold the disc's name here: decisions in ledgers refer to them."""
    if len(records) == 1 and records[0].of <= 1:
        return []
    whole = DiscSet(tuple((record.disc_id, record.membership) for record in records))
    return [
        replace(outcome, findings=tuple(replace(each, detail=each.what) for each in outcome.findings))
        for outcome in judged(whole, notice)
    ]


def _cases(
    made: Assembled, records: Sequence[DiscRecord], before: Batch | None, notice: Notice
) -> Iterator[Case]:
    """What is asked of the discs together, where there is anything to ask."""
    foreign = [record for record in records if record.layout.made_by is not Maker.BAOPAN]
    if foreign:
        yield ForeignDiscs(tuple((record.disc_id, record.layout.unknown) for record in foreign))
    if before is not None:
        yield Replacing(made.batch, before, notice)


def only_seen(outcome: Outcome, batch: Batch) -> Outcome:
    """What was not there was not looked at: that it is missing is told once, of the table."""
    one = batch.enterprises.get(outcome.subject)
    if one is None:
        return outcome
    is_left = any(source.to_survey for source in batch.sources_of(one))
    if is_left and Need.FILES in check_of(outcome).needs:
        return replace(_not_there(outcome, "材料包还没有看，正在看或等待查看"), is_pending=True)
    if not one.sources and Need.FILES in check_of(outcome).needs:
        return _not_there(outcome, "须先收到这一家的材料包")
    if not one.fields and Need.ROW in check_of(outcome).needs:
        return _not_there(outcome, "须先在汇总表里有这一家")
    return outcome


def _not_there(outcome: Outcome, reason: str) -> Outcome:
    return replace(outcome, state=State.SKIPPED, findings=(), reason=reason, is_pending=False)


def _to_enterprises(outcome: Outcome, made: Assembled) -> Outcome:
    """Of a file in a package: the finding is about that enterprise."""
    return replace(outcome, findings=tuple(_to_enterprise(f, made) for f in outcome.findings))


def _to_enterprise(finding: Finding, made: Assembled) -> Finding:
    parts = finding.where.split("/")
    for count in range(1, len(parts) + 1):
        key = made.paths.get("/".join(parts[:count]))
        if key is not None:
            return replace(finding, subject=key, subject_name=made.batch.enterprises[key].name)
    return finding


def missing_numbers(records: Sequence[DiscRecord]) -> tuple[int, ...]:
    """Of the set that the first disc is of."""
    of = max((record.of for record in records), default=0)
    there = {record.number for record in records}
    return tuple(number for number in range(1, of + 1) if number not in there) if of > 1 else ()


def names_on(records: Sequence[DiscRecord], numbers: Sequence[int]) -> frozenset[str]:
    """The enterprises whose packages are on these discs of the set."""
    return frozenset(
        name for record in records for number in numbers for name in record.names.get(number, ())
    )


def typed_codes(typed: str, records: Sequence[DiscRecord]) -> dict[str, PaperCode]:
    """Digest of each disc that a code was typed for → that code; one that fits none is told of the first."""
    codes = paper_codes(typed) if records else ()
    pairs = [(record, code) for record in records for code in codes]
    right = [(record.digest, code) for record, code in pairs if code.fits(record.check_code, record.digest)]
    found = dict(sorted(right, key=lambda pair: pair[1].is_whole))
    fitting = {code for _, code in right}
    for code in codes:
        if code not in fitting:
            left = [record.digest for record in records if record.digest not in found]
            found[(left or [records[0].digest])[0]] = code
    return found


def carried(records: Sequence[DiscRecord], report: Report) -> dict[str, Decision]:
    """The sender's own decisions, where the very same thing was found again; which of them settle anything is
    for `app.ledger.registration.settled` to say.
    """
    found = {finding.key for finding in report.findings}
    told = [decision for record in records for decision in record.decisions]
    return {d.finding: d for d in told if d.finding in found and d.verdict is Verdict.ACCEPT}
