"""汇总: all current submissions as one table and one board. Pure, but for the last part."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from app import clock, wording
from app.errors import WrongUse
from app.ledger import HeldDisc, Ledger
from app.ledger.registration import holes_of
from app.model.batch import Sender
from app.model.merged import Bar, Board, Chosen, Concern, Mark, MergedRow, Tile
from app.model.names import normalise_name
from app.model.submission import Entry, Standing, Submission, corrections_of
from app.notices.industries import division_name, normalise_division
from app.notices.notice import Notice
from app.writing.tables.merged import columns_of, write_into_template, write_tables

ALL = Chosen()
DIRECT = "直报"
UNKNOWN = "未填或无法识别"
Past = tuple[str, Entry]  # the year it was handed in, and the row
_GRAVEST = (
    Standing.FAULTY, Standing.RETURNED, Standing.RECEIVED, Standing.PASSED, Standing.ACCEPTED,
)  # fmt: skip
_same = lru_cache(maxsize=16_384)(normalise_name)


# -- rows ------------------------------------------------------------------------------------------
def merged_rows(
    submissions: Iterable[Submission], entries: Iterable[Entry], notice: Notice,
    discs: Mapping[str, Sequence[HeldDisc]] | None = None,
) -> tuple[MergedRow, ...]:  # fmt: skip
    """Rows of every current submission of this notice: by track, cities in their order, then 直报 by name.
    `discs` of each submission tell what of them could not be read.

    Entries of submissions of another notice count as past. Those that do not count are left out.
    """
    known = {each.id: each for each in submissions}
    owned = [(known[entry.submission], entry) for entry in entries if entry.submission in known]
    past = [(each.notice, entry) for each, entry in owned if each.notice != notice.id]
    listed = [(each, entry) for each, entry in owned if is_current(each, notice)]
    order = [track.id for track in notice.tracks]
    listed.sort(key=lambda pair: (order.index(pair[1].track), *_rank(pair[0]), pair[1].order))
    marks = _marks(listed, notice, past)
    rows = []
    numbers: Counter[str] = Counter()
    places: Counter[tuple[str, str]] = Counter()
    for at, (submission, entry) in enumerate(listed):
        numbers[entry.track] += 1
        places[_who(submission.sender), entry.track] += 1
        place = places[_who(submission.sender), entry.track]
        told = marks[at] | _own_marks(submission, entry, place, notice)
        in_order = {mark: told[mark] for mark in Mark if mark in told}
        city = submission.sender.city or entry.fields.get("city", "") or DIRECT
        short = notice.short(entry.track)
        unread = len(holes_of(entry, (discs or {}).get(submission.id, ())))
        rows.append(MergedRow(submission, entry, numbers[entry.track], place, city, short, in_order, unread))
    return tuple(rows)


def is_current(submission: Submission, notice: Notice) -> bool:
    return submission.notice == notice.id and submission.standing.counts


def _rank(submission: Submission) -> tuple[str, str, str]:
    """Bureaus by their GB/T 2260 code, the others after them."""
    sender = submission.sender
    return (sender.code or "~", sender.name, submission.id)


def _who(sender: Sender) -> str:
    return sender.code or _same(sender.name)


def _own_marks(submission: Submission, entry: Entry, place: int, notice: Notice) -> dict[Mark, str]:
    rules, sender = notice.track(entry.track), submission.sender
    quota = rules.quota_of(sender)
    told = {}
    if quota.most and place > quota.most:
        whose = "每市" if sender.is_bureau and quota == rules.quota else "该单位"
        told[Mark.OVER_QUOTA] = f"{whose}最多 {quota.most} 项，这是第 {place} 项"
    if submission.is_late:
        came = f"{wording.day(submission.came_on)}收到" if submission.came_on else "逾期收到"
        told[Mark.LATE] = f"{came}，截止{wording.day(notice.deadline)}"
    return told


# -- the same enterprise again ---------------------------------------------------------------------
def _identities(entry: Entry) -> tuple[str, ...]:
    """By which an enterprise is known again: its credit code, then its name whatever its spelling."""
    code, name = entry.code.strip().upper(), _same(entry.name)
    return tuple(filter(None, (code and f"code {code}", name and f"name {name}")))


def _marks(
    listed: Sequence[tuple[Submission, Entry]], notice: Notice, past: Sequence[Past]
) -> list[dict[Mark, str]]:
    places: dict[str, list[int]] = defaultdict(list)
    for at, (_, entry) in enumerate(listed):
        for identity in _identities(entry):
            places[identity].append(at)
    before: dict[str, list[Past]] = defaultdict(list)
    for each in past:
        for identity in _identities(each[1]):
            before[identity].append(each)
    return [_marks_of(at, listed, places, before, notice) for at in range(len(listed))]


def _marks_of(
    at: int,
    listed: Sequence[tuple[Submission, Entry]],
    places: Mapping[str, list[int]],
    before: Mapping[str, list[Past]],
    notice: Notice,
) -> dict[Mark, str]:
    entry = listed[at][1]
    marks: dict[Mark, str] = {}
    for identity in _identities(entry):
        why = "信用代码相同" if identity.startswith("code ") else "名称相同"
        others = [listed[other] for other in places[identity] if other != at]
        again = [_told(s) for s, e in others if e.track == entry.track]
        both = [(s, e) for s, e in others if e.track != entry.track]
        if again:
            marks.setdefault(Mark.DUPLICATE, f"{why}：{_listed(again)}也报了{notice.short(entry.track)}")
        if both:
            told = [f"{_told(s)}报了{notice.short(e.track)}" for s, e in both]
            marks.setdefault(Mark.BOTH_TRACKS, f"{why}：{_listed(told)}")
        if before.get(identity):
            years = [f"{year}年报过{notice.short(e.track)}" for year, e in before[identity]]
            marks.setdefault(Mark.PAST, f"{why}：{_listed(years)}")
    return marks


def _told(submission: Submission) -> str:
    return submission.sender.city or submission.sender.name


def _listed(words: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(words))


# -- filters ---------------------------------------------------------------------------------------
def chosen(rows: Iterable[MergedRow], wanted: Chosen, notice: Notice) -> tuple[MergedRow, ...]:
    """The rows a filter lets through, in their order. Areas by title, divisions by their two digits."""
    return tuple(row for row in rows if _passes(row, wanted, wanted.words, notice))


def _passes(row: MergedRow, wanted: Chosen, words: tuple[str, ...], notice: Notice) -> bool:
    return (
        (not wanted.tracks or row.track in wanted.tracks)
        and (not wanted.senders or row.sender.name in wanted.senders)
        and (not wanted.standings or row.submission.standing in wanted.standings)
        and (not wanted.areas or area_of(row, notice) in wanted.areas)
        and (not wanted.divisions or division_of(row) in wanted.divisions)
        and (not wanted.marks or not wanted.marks.isdisjoint(row.marks))
        and (not words or all(word in _haystack(row) for word in words))
    )


def _haystack(row: MergedRow) -> str:
    entry = row.entry
    texts = (entry.name, entry.code, row.city, row.sender.name, *entry.fields.values())
    return "\n".join(map(_same, texts))


def area_of(row: MergedRow, notice: Notice) -> str:
    """The title of its 重点领域, empty when the cell means none."""
    area = notice.area(row.cell("area"))
    return area.title if area else ""


def division_of(row: MergedRow) -> str:
    """The two digits of its industry, empty when the cells tell none."""
    return normalise_division(row.cell("division")) or normalise_division(row.cell("industry"))


# -- the board -------------------------------------------------------------------------------------
def board(submissions: Iterable[Submission], rows: Sequence[MergedRow], notice: Notice) -> Board:
    """All cities of the province and every 直报 sender: how far each is; `rows` from `merged_rows`."""
    submissions = tuple(submissions)
    corrections = corrections_of(submissions)
    current = [each for each in submissions if is_current(each, notice)]
    held: dict[str, list[Submission]] = defaultdict(list)
    for each in current:
        held[_who(each.sender)].append(each)
    rows_of: dict[str, list[MergedRow]] = defaultdict(list)
    for row in rows:
        rows_of[_who(row.sender)].append(row)
    bureaus = [city.sender for city in notice.region.cities]
    known = {sender.code for sender in bureaus}
    others = {key: each[0].sender for key, each in held.items() if each[0].sender.code not in known}
    direct = [others[key] for key in sorted(others, key=lambda key: others[key].name)]
    return Board(
        tuple(_tile(sender, held, rows_of, corrections, notice) for sender in bureaus),
        tuple(_tile(sender, held, rows_of, corrections, notice) for sender in direct),
        by_area(rows, notice),
        by_industry(rows),
        concerns(rows),
    )


def _tile(
    sender: Sender, held: Mapping[str, list[Submission]], rows_of: Mapping[str, list[MergedRow]],
    corrections: Mapping[str, int], notice: Notice,
) -> Tile:  # fmt: skip
    mine = held.get(_who(sender), [])
    if not mine:
        return Tile(sender)
    gravest = min(mine, key=lambda each: _GRAVEST.index(each.standing))
    rows = rows_of.get(_who(sender), [])
    return Tile(
        gravest.sender,
        {track.id: sum(row.track == track.id for row in rows) for track in notice.tracks},
        gravest.standing,
        gravest.id,
        corrections[gravest.id],
        any(each.is_late for each in mine),
        sum(row.entry.must for row in rows),
        sum(row.entry.look for row in rows),
    )


def by_area(rows: Iterable[MergedRow], notice: Notice) -> tuple[Bar, ...]:
    """As the notice counts them, nought too; what is none of them comes last, if there is any."""
    counts = {area.title: Counter[str]() for area in notice.areas}
    for row in rows:
        counts.setdefault(area_of(row, notice) or UNKNOWN, Counter())[row.track] += 1
    return tuple(Bar(title, dict(count)) for title, count in counts.items())


def by_industry(rows: Iterable[MergedRow]) -> tuple[Bar, ...]:
    """GB/T 4754 divisions, the most frequent first; unknown ones last."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        counts[division_of(row)][row.track] += 1
    ordered = sorted(counts, key=lambda code: (not code, -counts[code].total(), code))
    return tuple(Bar(division_name(code) or UNKNOWN, dict(counts[code])) for code in ordered)


def concerns(rows: Iterable[MergedRow]) -> tuple[Concern, ...]:
    """What the marks ask a person to look at: duplicates one by one, the rest sender by sender."""
    found: dict[tuple[Mark, str], list[MergedRow]] = defaultdict(list)
    for row in rows:
        for mark in row.marks:
            is_about_one = mark in (Mark.DUPLICATE, Mark.BOTH_TRACKS, Mark.PAST)
            about = row.entry.code.strip().upper() or _same(row.entry.name)
            found[mark, about if is_about_one else _who(row.sender)].append(row)
    ordered = sorted(found.items(), key=lambda item: list(Mark).index(item[0][0]))  # stable within a mark
    return tuple(_concern(mark, about) for (mark, _), about in ordered)


def _concern(mark: Mark, rows: Sequence[MergedRow]) -> Concern:
    senders = tuple(dict.fromkeys(_told(row.submission) for row in rows))
    names = list(dict.fromkeys(row.entry.name for row in rows))
    subject = names[0] if len(names) == 1 else f"{len(names)} 家"
    what = rows[0].marks[mark]
    if mark is Mark.OVER_QUOTA:
        what = f"{rows[0].track_short}多报 {len(rows)} 项：{_listed(names)}"
    return Concern(mark.title, senders, subject, what, tuple(row.key for row in rows))


# -- from a ledger ---------------------------------------------------------------------------------
def rows_of(ledger: Ledger) -> tuple[MergedRow, ...]:
    """The rows of all that counts in a ledger now."""
    return merged_rows(ledger.submissions(), ledger.entries(), ledger.notice, ledger.all_discs())


def write_merged(
    ledger: Ledger, out: Path, columns: Sequence[str] = (), template: Path | None = None, *,
    track: str | None = None, wanted: Chosen = ALL,
) -> tuple[MergedRow, ...]:  # fmt: skip
    """The table of what counts now, and its rows: a worksheet for each track, or `template` filled.

    `columns`: ids or titles. Raises WrongUse (an unknown column, a template without a track),
    TemplateInvalid, AppError.
    """
    notice = ledger.notice
    rows = chosen(rows_of(ledger), wanted, notice)
    known = [each.id for each in notice.tracks]
    tracks = [track] if track else [t for t in known if any(row.track == t for row in rows)] or known
    if template is None:
        write_tables(rows, tracks, notice, clock.today(), out, _column_ids(notice, columns))
    elif len(tracks) == 1:
        write_into_template(rows, tracks[0], notice, clock.today(), template, out)
    else:
        raise WrongUse("模板只能填一个类别，请先选一个类别")
    return tuple(row for row in rows if row.track in tracks)


def _column_ids(notice: Notice, wanted: Sequence[str]) -> tuple[str, ...]:
    columns = [column for rules in notice.tracks for column in columns_of(rules)]
    known = {name: column.id for column in columns for name in (column.title, column.id)}
    if unknown := [name for name in wanted if name not in known]:
        titles = "、".join(dict.fromkeys(column.title for column in columns))
        raise WrongUse(f"总表没有“{'”“'.join(unknown)}”这些列；可以用的有：{titles}")
    return tuple(dict.fromkeys(known[name] for name in wanted))
