"""What was copied from the discs → a batch and a report, as if the sender's own program had made them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.batch.fill import fill
from app.checks import Need, check_batch, check_of
from app.disc.contents import Membership
from app.disc.sets import set_faults
from app.disc.verify import SET, Rule, code_outcome
from app.model.batch import Batch, Decision, Enterprise, Letter, Sender, Verdict
from app.model.disc import plain_code
from app.model.finding import Finding, Grade, Outcome, Report, State, Trait, Who
from app.model.names import ARCHIVE
from app.model.source import Container, Source
from app.model.submission import Layout, Maker, TrackLayout
from app.notices.notice import Notice, Track, tracks_of
from app.reading.tables.headings import name_column
from app.reading.tables.sheet import Sheet

TABLE = Rule("TABLE-01", "有汇总表且认得出表头", Trait.USABLE, Grade.MUST, "省厅按汇总表登记和汇总")
ROWS = Rule("TABLE-02", "汇总表与材料包一一对应", Trait.COMPLETE, Grade.MUST, "一行一个材料包")
KNOWN = Rule("DISC-07", "盘上的文件都认得", Trait.COMPLETE, Grade.LOOK, "没有认出的文件不会归到任何一家")
FEWER = Rule("DISC-08", "补正盘没有少企业", Trait.COMPLETE, Grade.LOOK, "补正盘代替上一次报送的全部内容")
RULES = (TABLE, ROWS, KNOWN, FEWER)
_OF_PROVINCE = {Need.DISC, Need.LEDGER}  # what only the province can find
_MOST_NAMES = 10


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
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # package → sha256 → material id
    ids: Mapping[str, str] = field(default_factory=dict)  # package → enterprise's id there

    @property
    def membership(self) -> Membership:
        return Membership(self.group, self.number, self.of, self.edition, self.names)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Of one track: `packages` as (path on the disc, full name, source or None when not looked into yet);
    `sheet` None with `table_fault` saying why; `elsewhere`: names whose packages are on a disc still to come.
    """

    packages: tuple[tuple[str, str, Source | None], ...] = ()
    sheet: Sheet | None = None
    table: str = ""
    table_fault: str = ""
    letter: Letter = field(default_factory=Letter)
    elsewhere: frozenset[str] = frozenset()
    roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assembled:
    """`paths`: path of a package on the disc → enterprise id."""

    batch: Batch
    paths: Mapping[str, str]
    outcomes: tuple[Outcome, ...]  # TABLE-01 and TABLE-02


def compose(sender: Sender, notice: Notice, created: str, pieces: Mapping[str, Pieces]) -> Assembled:
    """Pure. Rows without a package become enterprises without sources: they were recommended all the same."""
    batch = Batch(sender, notice.id, created)
    paths: dict[str, str] = {}
    outcomes: list[Outcome] = []
    for track, own in pieces.items():
        for path, name, source in own.packages:
            batch, paths[path] = _with_package(batch, track, path, name, source, own.ids.get(path, ""))
            batch = _with_roles(batch, paths[path], own.roles.get(path, {}), notice)
        batch, said = _with_rows(batch, track, own, notice)
        outcomes += said
        if own.letter.stored:
            listed = batch.listed(track)
            batch = batch.with_letter(track, replace(own.letter, listed=listed, sealed_list=listed))
    return Assembled(batch, paths, tuple(outcomes))


def _with_package(
    batch: Batch, track: str, path: str, name: str, source: Source | None, key: str
) -> tuple[Batch, str]:
    """Loose files go with what else bears the name; two archives of one name are two, for DUP-01 to tell."""
    old = next((e for e in batch.in_track(track) if e.name == name), None)
    if old is not None and source is not None and _is_loose(source, *batch.sources_of(old)):
        joined = replace(old, sources=(*old.sources, source.id))
        return batch.with_enterprise(joined, [source]), old.id
    if old is not None and source is None and not ARCHIVE.search(path):
        return batch, old.id
    if not re.fullmatch(r"[a-z]{1,8}\d{1,9}", key) or key in batch.enterprises:
        key = _next_id(batch)
    made = Enterprise(key, track, name, (source.id,) if source else ())
    return batch.with_enterprise(made, [source] if source else []), made.id


def _is_loose(source: Source, *others: Source) -> bool:
    return source.container is Container.FILE or all(o.container is Container.FILE for o in others)


def _with_roles(batch: Batch, key: str, roles: Mapping[str, str], notice: Notice) -> Batch:
    """What the sender's clerk said of single files, told by their contents."""
    one = batch.enterprises[key]
    known = {material.id for material in notice.materials}
    said = {
        place: roles[member.sha256]
        for place, member in batch.members_of(one)
        if roles.get(member.sha256) in known
    }
    return batch.with_enterprise(replace(one, roles={**one.roles, **said})) if said else batch


def _next_id(batch: Batch) -> str:
    """Of our own kind, so that it is never one that the sender gave."""
    return next(key for n in itertools.count(1) if (key := f"p{n:04d}") not in batch.enterprises)


def _with_rows(batch: Batch, track: str, own: Pieces, notice: Notice) -> tuple[Batch, list[Outcome]]:
    rules = notice.track(track)
    if own.sheet is None:
        return batch, [_no_table(own, rules), _skipped(ROWS, rules)]
    packaged = {one.id for one in batch.in_track(track)}
    batch, first = fill(batch, track, own.sheet, notice)
    matched = {key for _, key in first.matched}
    numbers = {number for number, _ in first.matched}
    column = name_column(rules)
    added: dict[str, int] = {}
    for index, row in enumerate(own.sheet.rows):
        number = own.sheet.numbers[index] if index < len(own.sheet.numbers) else index + 1
        if number in numbers or not row.get(column, ""):
            continue
        key = _next_id(batch)
        batch = batch.with_enterprise(Enterprise(key, track, row[column], ()))
        added[key] = number
    if added:
        batch, _ = fill(batch, track, own.sheet, notice)
    found = [*_without_package(batch, added, own, rules), *_without_row(batch, packaged - matched, rules)]
    return batch, [_passed(TABLE, rules), _outcome(ROWS, rules, found)]


def _no_table(own: Pieces, rules: Track) -> Outcome:
    said = own.table_fault or "光盘上没有汇总表，或没有一张表认得出表头"
    fix = "请报送单位补交汇总表；表在别处的，请在“读盘”里指给程序。"
    finding = _finding(TABLE, rules, f"{rules.title}：{said}", fix, own.table or rules.table)
    return _outcome(TABLE, rules, [finding])


def _without_package(
    batch: Batch, added: Mapping[str, int], own: Pieces, rules: Track
) -> Iterator[Finding]:
    for key, number in added.items():
        one = batch.enterprises[key]
        if one.name not in own.elsewhere:
            what = f"汇总表第 {number} 行的“{one.name}”没有材料包"
            fix = "请报送单位补交这一家的材料，或从汇总表里去掉这一行。"
            yield _finding(ROWS, rules, what, fix, f"{rules.table} 第 {number} 行", one)


def _without_row(batch: Batch, keys: set[str], rules: Track) -> Iterator[Finding]:
    for key in sorted(keys):
        one = batch.enterprises[key]
        what = f"材料包“{one.name}”在汇总表里没有一行"
        yield _finding(ROWS, rules, what, "请报送单位在汇总表里补上这一家，或说明不报。", one.name, one)


def _finding(
    rule: Rule, rules: Track | None, what: str, fix: str, where: str, one: Enterprise | None = None,
    subject: str = "batch", subject_name: str = "",
) -> Finding:
    if one is not None:
        subject, subject_name = one.id, one.name
    elif rules is not None:
        subject, subject_name = rules.id, rules.title
    return Finding(
        what=what, fix=fix, where=where, why=rule.why, who=Who.BUREAU, grade=rule.grade, detail=what,
        check=rule.id, title=rule.title, subject=subject, subject_name=subject_name,
    )  # fmt: skip


def _outcome(rule: Rule, rules: Track, findings: Sequence[Finding]) -> Outcome:
    state = State.FOUND if findings else State.PASSED
    return Outcome(rule.id, rule.title, rules.id, rules.title, state, tuple(findings))


def _passed(rule: Rule, rules: Track) -> Outcome:
    return _outcome(rule, rules, ())


def _skipped(rule: Rule, rules: Track) -> Outcome:
    reason = f"须先通过“{TABLE.title}”，才能检查这一项"
    return Outcome(rule.id, rule.title, rules.id, rules.title, State.SKIPPED, (), reason)


# -- the whole report ------------------------------------------------------------------------------
def full_report(
    made: Assembled, records: Sequence[DiscRecord], notice: Notice, day: date, before: Batch | None
) -> Report:
    """The city's checks, the table's, the discs'. `before`: what the sender handed in the last time."""
    checked = check_batch(made.batch, notice, day)
    own = [only_seen(outcome, made.batch) for outcome in checked.outcomes]
    discs = [_to_enterprises(o, made) for record in records for o in record.outcomes]
    more = [o for o in (_set(records), _unknown(records), _fewer(made.batch, before, notice)) if o]
    return Report((*own, *made.outcomes, *discs, *more))


def quick_report(made: Assembled, notice: Notice, day: date) -> Report:
    """What can be said before a byte of the packages was read."""
    checked = check_batch(made.batch, notice, day)
    seen = (o for o in checked.outcomes if Need.FILES not in check_of(o).needs)
    quick = [only_seen(outcome, made.batch) for outcome in seen]
    return Report((*quick, *made.outcomes))


def only_seen(outcome: Outcome, batch: Batch) -> Outcome:
    """What was not there was not looked at: TABLE-02 tells it, once."""
    one = batch.enterprises.get(outcome.subject)
    if one is None:
        return outcome
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


def _set(records: Sequence[DiscRecord]) -> Outcome | None:
    if len(records) == 1 and records[0].of <= 1:
        return None
    faults = set_faults([(record.disc_id, record.membership) for record in records])
    group = records[0].group or records[0].disc_id
    findings = [
        _finding(SET, None, f"{disc or '整套光盘'} {what}", fix, disc or "整套光盘", None, group, group)
        for disc, what, fix in faults
    ]
    state = State.FOUND if findings else State.PASSED
    return Outcome(SET.id, SET.title, group, group, state, tuple(findings))


def _unknown(records: Sequence[DiscRecord]) -> Outcome | None:
    hand = [record for record in records if record.layout.made_by is not Maker.BAOPAN]
    if not hand:
        return None
    fix = "请核对它们是什么；是某一家材料的，请在“读盘”里归到那一家。"
    findings = []
    for record in hand:
        left = record.layout.unknown
        if left:
            names = "、".join(left[:_MOST_NAMES]) + ("等" if len(left) > _MOST_NAMES else "")
            what = f"有 {len(left)} 个文件没有认出：{names}"
            findings.append(
                _finding(KNOWN, None, what, fix, left[0], None, record.disc_id, record.disc_id)
            )
    name = hand[0].disc_id
    state = State.FOUND if findings else State.PASSED
    return Outcome(KNOWN.id, KNOWN.title, name, name, state, tuple(findings))


def _fewer(batch: Batch, before: Batch | None, notice: Notice) -> Outcome | None:
    if before is None:
        return None
    gone = [
        f"{one.name}（{notice.short(track)}）"
        for track in tracks_of(before, notice)
        for one in before.in_track(track)
        if one.name not in batch.listed(track)
    ]
    name = batch.sender.name
    if not gone:
        return Outcome(FEWER.id, FEWER.title, "batch", name, State.PASSED)
    shown = "、".join(gone[:_MOST_NAMES]) + ("等" if len(gone) > _MOST_NAMES else "")
    what = f"比上一次少了 {len(gone)} 家：{shown}"
    fix = "请与报送单位核对是不是不再推荐；是的，写明理由。"
    finding = _finding(FEWER, None, what, fix, "上一次报送", None, "batch", name)
    return Outcome(FEWER.id, FEWER.title, "batch", name, State.FOUND, (finding,))


def typed_codes(typed: str, records: Sequence[DiscRecord]) -> list[Outcome]:
    """DISC-04 for each disc that a code was typed for; a code that fits none is told of the first."""
    codes = [code for code in re.split(r"[,，;；、]", typed) if code.strip()]
    if not codes:
        return []
    right = {plain_code(code) for code in codes}
    fitting = [record for record in records if plain_code(record.check_code) in right]
    wrong = [c for c in codes if plain_code(c) not in {plain_code(r.check_code) for r in records}]
    others = [record for record in records if record not in fitting] or list(records)
    return [
        *(code_outcome(record.disc_id, record.check_code, record.check_code) for record in fitting),
        *(code_outcome(others[0].disc_id, others[0].check_code, code) for code in wrong),
    ]


def carried(records: Sequence[DiscRecord], report: Report) -> dict[str, Decision]:
    """The sender's own decisions on what a person has to look at, where the very same thing was found again.

    A disc cannot excuse itself from what only the province finds.
    """
    looks = {
        f.key for f in report.findings
        if f.grade is Grade.LOOK and _OF_PROVINCE.isdisjoint(check_of(f).needs)
    }
    told = [decision for record in records for decision in record.decisions]
    return {d.finding: d for d in told if d.finding in looks and d.verdict is Verdict.ACCEPT}


def track_layouts(
    records: Sequence[DiscRecord], notice: Notice
) -> dict[str, list[tuple[DiscRecord, TrackLayout]]]:
    """By track, the discs that hold something of it."""
    found: dict[str, list[tuple[DiscRecord, TrackLayout]]] = {}
    for record in records:
        for track, own in record.layout.tracks.items():
            found.setdefault(track, []).append((record, own))
    return {track.id: found[track.id] for track in notice.tracks if track.id in found}
