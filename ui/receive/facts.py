"""What the pages of a ledger show, worked out once for each change. No widgets, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app import wording
from app.ledger import HeldDisc
from app.ledger.event import Event
from app.ledger.registration import compared_of, holes_of
from app.model.disc import Compared
from app.model.merged import Board, Mark, MergedRow, Tile
from app.model.submission import Entry, Standing, Submission, corrections_of
from app.notices.notice import Notice
from app.receive.merge import board, merged_rows

INSERT, VERIFY, REGISTER, MERGE, REVIEW = "insert", "verify", "register", "merge", "review"  # pages, by id
EXCHANGE, STATISTICS = "exchange", "statistics"
COLLECTION = "collection"
READING = ("读盘", "接收光盘")  # what that work is called
TONES = {
    Standing.RECEIVED: "muted", Standing.PASSED: "accent", Standing.FAULTY: "red",
    Standing.ACCEPTED: "green", Standing.RETURNED: "amber", Standing.SUPERSEDED: "muted",
    Standing.WAITING: "amber", Standing.DECLINED: "muted", Standing.VOIDED: "muted",
}
SHORT = {standing: standing.words for standing in Standing} | {
    Standing.PASSED: "检查通过", Standing.SUPERSEDED: "已代替", Standing.WAITING: "待确认代替",
}
CODE_TONES = {Compared.DIFFERS: "red", Compared.NOT: "amber", Compared.CODE: "green", Compared.WHOLE: "green"}
CODE_SHORT = {
    Compared.DIFFERS: "不符", Compared.NOT: "未核对", Compared.CODE: "已核对", Compared.WHOLE: "已核对",
    Compared.NONE: "—",
}


NOTHING = Board((), (), (), ())


@dataclass(frozen=True)
class Facts:
    """All of a ledger. `entries` and `rows` are those of the submissions that count, not of replaced ones.

    `backed_up`: when the ledger was last copied, as a clerk reads it; empty when it never was. `discs`: of
    each submission. `corrections`: id → 补正第 n 次, 0 for none.
    """

    submissions: tuple[Submission, ...] = ()
    entries: tuple[Entry, ...] = ()
    rows: tuple[MergedRow, ...] = ()
    board: Board = NOTHING
    backed_up: str = ""
    discs: Mapping[str, tuple[HeldDisc, ...]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    by_submission: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    corrections: Mapping[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[Submission, ...]:
        """Those whose seals and forms the program has yet to look at, in order of arrival."""
        return tuple(each for each in (*self.current, *self.beside) if each.to_examine)

    @property
    def unrecognised(self) -> tuple[Submission, ...]:
        """Those not answered yet of which recognition has more to tell."""
        own = (*self.current, *self.beside)
        return tuple(each for each in own if each.to_recognise and each.standing.is_open)

    def count(self, *standings: Standing) -> int:
        """How many submissions that count stand so."""
        return sum(each.standing in standings for each in self.current)

    @property
    def current(self) -> tuple[Submission, ...]:
        return tuple(each for each in self.submissions if each.standing.counts)

    @property
    def beside(self) -> tuple[Submission, ...]:
        """Those that wait for a person to say whether they take the place of an accepted one."""
        return tuple(each for each in self.submissions if each.standing is Standing.WAITING)

    def submission(self, key: str) -> Submission | None:
        return next((each for each in self.submissions if each.id == key), None)

    def history(self, one: Submission) -> tuple[Event, ...]:
        """What was done with the discs of its sender under this notice, the latest first."""
        its = {each.id for each in self.submissions if _whose(each) == _whose(one)}
        return tuple(event for event in reversed(self.events) if event.submission in its)

    def is_in_the_way(self, one: Submission, tracks: Iterable[str]) -> bool:
        """Whether another of its sender counts for one of `tracks`."""
        who, wanted = _whose(one), set(tracks)
        others = (each for each in self.current if _whose(each) == who and each.id != one.id)
        return any(e.track in wanted for s in others for e in self.by_submission.get(s.id, ()))

    def attempt(self, one: Submission) -> str:
        """首次报送, 补正第 1 次"""
        return wording.handed_in(one.attempt, self.corrections.get(one.id, 0))

    def sender(self, one: Submission) -> str:
        """烟台（补正第 1 次）"""
        again = f"（{self.attempt(one)}）" if self.corrections.get(one.id) else ""
        return f"{_short(one.sender.city or one.sender.name)}{again}"

    def compared(self, one: Submission) -> Compared:
        return compared_of(self.discs.get(one.id, ()))

    def counts(self, key: str, notice: Notice) -> str:
        """全国 2　全省 10"""
        return _tally(Counter(entry.track for entry in self.by_submission.get(key, ())), notice)


@dataclass(frozen=True, slots=True)
class Overview:
    """What the rail's words are worked out from; `is_reading`: a disc is being read."""

    facts: Facts
    is_reading: bool = False


def facts_of(
    submissions: tuple[Submission, ...], entries: tuple[Entry, ...], notice: Notice, backed_up: str = "",
    discs: Mapping[str, tuple[HeldDisc, ...]] | None = None, events: tuple[Event, ...] = (),
    beside: tuple[Entry, ...] = (),
) -> Facts:  # fmt: skip
    """`beside`: entries of submissions that wait."""
    rows = merged_rows(submissions, entries, notice, discs)
    grouped: dict[str, list[Entry]] = {}
    for entry in (*entries, *beside):
        grouped.setdefault(entry.submission, []).append(entry)
    by_submission = {key: tuple(found) for key, found in grouped.items()}
    shown = board(submissions, rows, notice)
    return Facts(
        submissions, entries, rows, shown, backed_up, discs or {}, events, by_submission,
        corrections_of(submissions),
    )  # fmt: skip


def _whose(one: Submission) -> tuple[str, str]:
    return one.sender.code or one.sender.name, one.notice


def headline(facts: Facts) -> str:
    """16 市中 12 市已报送，4 市未到；直报企业 2 家"""
    cities, away, direct = len(facts.board.cities), len(facts.board.missing), len(facts.board.direct)
    told = f"{cities} 市中 {cities - away} 市已报送"
    if away:
        told += f"，{away} 市未到"
    return f"{told}；直报企业 {direct} 家" if direct else told


@dataclass(frozen=True, slots=True)
class TileText:
    """One sender's tile in words; without a `submission` nothing has come yet."""

    title: str
    words: str
    tone: str
    counts: str
    submission: str = ""
    tip: str = ""


_MOST_DIRECT = 4


def tile_texts(shown: Board, notice: Notice) -> tuple[TileText, ...]:
    """The cities, then the 直报 senders; many of these share the last tile."""
    direct = shown.direct
    kept, rest = (direct, ()) if len(direct) <= _MOST_DIRECT else (direct[:3], direct[3:])
    made = [tile_text(tile, notice) for tile in (*shown.cities, *kept)]
    if rest:
        counts = Counter[str]()
        for tile in rest:
            counts.update(tile.counts)
        accepted = sum(tile.standing is Standing.ACCEPTED for tile in rest)
        tip = "、".join(tile.name for tile in rest)
        title, words = f"其余直报 {len(rest)} 家", f"已受理 {accepted}"
        made.append(TileText(title, words, "muted", _tally(counts, notice), rest[0].submission, tip))
    return tuple(made)


def tile_text(tile: Tile, notice: Notice) -> TileText:
    if tile.standing is None:
        return TileText(tile.name, "未收到", "", "—")
    again = f"（补正第 {tile.corrections} 次）" if tile.corrections else ""
    open_ones = f"企业材料 {tile.must} 处必须补正　" if tile.must else ""
    late = "逾期　" if tile.is_late else ""
    tip = f"{tile.sender.name}{again}　{late}{open_ones}{SHORT[tile.standing]}"
    words, tone = SHORT[tile.standing], TONES[tile.standing]
    return TileText(tile.name, words, tone, _tally(tile.counts, notice) or "—", tile.submission, tip)


def _tally(counts: Mapping[str, int], notice: Notice) -> str:
    return "　".join(f"{each.short} {counts[each.id]}" for each in notice.tracks if counts.get(each.id))


@dataclass(frozen=True, slots=True)
class ActionItem:
    """One line of 需要处理: `action` is what the link says, `mark` what the total table is filtered by."""

    title: str
    tone: str
    senders: str
    subject: str
    what: str
    action: str
    submission: str
    mark: Mark | None = None
    rows: tuple[str, ...] = ()


COPY, CONFIRM = "用副本补读", "去确认"
_RED = (Mark.DUPLICATE, Mark.OVER_QUOTA)
_ACTIONS = {Mark.DUPLICATE: "比对", Mark.BOTH_TRACKS: "比对", Mark.PAST: "查看", Mark.OVER_QUOTA: "查看",
          Mark.LATE: "登记说明"}


def action_items(facts: Facts) -> tuple[ActionItem, ...]:
    """What a person must see to: what could not be read, what waits, what is wrong, what the marks say."""
    return (*_holes(facts), *_beside(facts), *_faulty(facts), *_marked(facts))


def _holes(facts: Facts) -> list[ActionItem]:
    made = []
    for key, discs in facts.discs.items():
        one = facts.submission(key)
        holes = [(disc, path) for disc in discs for path in disc.holes]
        if one is None or not holes or one not in facts.current:
            continue
        entries = facts.by_submission.get(key, ())
        damaged = sum(bool(holes_of(entry, discs)) for entry in entries)
        subject = f"{damaged} 家受影响，{len(entries) - damaged} 家完好" if entries else ""
        what = f"第 {'、'.join(sorted({str(d.number) for d, _ in holes}))} 张盘有 {len(holes)} 个文件读不完整"
        made.append(ActionItem("光盘读取错误", "red", facts.sender(one), subject, what, COPY, key))
    return made


def _beside(facts: Facts) -> list[ActionItem]:
    return [
        ActionItem("待确认代替", "amber", facts.sender(one), "整份报送",
                   f"要代替已受理的 {one.supersedes}；确认以前照旧", CONFIRM, one.id)
        for one in facts.beside
    ]


def _faulty(facts: Facts) -> list[ActionItem]:
    made = []
    for one in facts.current:
        must = [e for e in facts.by_submission.get(one.id, ()) if e.must]
        if one.standing is Standing.FAULTY:
            found = f"企业材料 {sum(e.must for e in must)} 处必须补正"
            what = found if must else "推荐文件、汇总表或光盘有问题"
            subject = f"{len(must)} 家" if must else "整份报送"
            made.append(ActionItem("核验有问题", "red", facts.sender(one), subject, what, "去核验", one.id))
    return made


def _marked(facts: Facts) -> list[ActionItem]:
    by_title = {mark.title: mark for mark in Mark}
    of_row = {row.key: row.submission.id for row in facts.rows}
    made = []
    for concern in facts.board.concerns:
        mark = by_title[concern.title]
        submission = of_row.get(concern.rows[0], "") if concern.rows else ""
        tone = "red" if mark in _RED else "amber"
        senders = " · ".join(_short(each) for each in concern.senders)
        made.append(ActionItem(concern.title, tone, senders, concern.subject, concern.what, _ACTIONS[mark],
                           submission, mark, concern.rows))
    return made


def _short(place: str) -> str:
    return place.removesuffix("市") if len(place) <= 4 else place
