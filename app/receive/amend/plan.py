"""What an amendment changes, worked out before anything is: the same that is then done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from app.checks.words import some
from app.errors import SourceVanished, WrongUse
from app.ledger import HeldDisc, Ledger
from app.ledger.event import changed_words
from app.ledger.registration import compared_of
from app.model.batch import Sender
from app.model.submission import Layout, Maker, Standing, Submission
from app.notices.notice import Notice
from app.receive.amend.files import Later, whose
from app.receive.amend.layouts import differences, relaid
from app.receive.compose import DiscRecord, typed_codes
from app.receive.disc.on_hand import DiscOnHand, held_discs
from app.receive.reissues import papers_of
from app.receive.standing.papers import as_typed
from app.receive.standing.replacing import before_it, give_way, is_same_sender, tracks_of

_NAMED = 5  # differences of a layout that the history names


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is right; what is left empty stays.

    `code`: 校验码 as typed; `layout` of one of its discs; `later`: files to add.
    """

    code: str = ""
    day: date | None = None
    sender: Sender | None = None
    clerk: str = ""
    layout: Layout | None = None
    later: Later | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`facts`: of the event, each thing with _was and _now. `after`: the submission as it will be, but for
    what the checks make of it. `discs`: as they will be known; `is_content`: what was handed in is taken
    for something else. `replaces`: what it takes the place of, the weightiest last; `waits_for`: what counts
    beside it until a person has decided. `layouts`: each difference; `is_moved`: it is another sender's.
    """

    after: Submission
    discs: tuple[DiscOnHand, ...]
    facts: Mapping[str, str]
    is_content: bool
    replaces: tuple[str, ...] = ()
    waits_for: str = ""
    layouts: tuple[str, ...] = ()
    is_moved: bool = False
    consequences: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, for whoever is to say that it be done."""
        return (*changed_words(self.facts), *self.consequences)

    @property
    def rows(self) -> tuple[HeldDisc, ...]:
        return tuple(disc.held for disc in self.discs if disc.held)


def plan_of(ledger: Ledger, key: str, wanted: Amendment, today: date) -> Plan:
    """Raises WrongUse (nothing to change, or what cannot be), SourceVanished, NothingFound, AppError."""
    one = ledger.submission(key)
    if one.standing is Standing.VOIDED:
        raise WrongUse(f"“{key}”已作废：{one.reason}；要更正请先恢复")
    before = _discs(ledger, key)
    discs = _typed(wanted.code, before)
    after, facts = one, _compared(before, discs)
    if wanted.day:
        after, told = _on_day(after, wanted.day, ledger.notice, today)
        facts |= told
    if wanted.clerk.strip():
        facts |= _changed("clerk", one.clerk, wanted.clerk.strip())
        after = replace(after, clerk=wanted.clerk.strip())
    layouts: tuple[str, ...] = ()
    if wanted.layout:
        discs, layouts = _laid(ledger, key, discs, wanted.layout)
        if layouts:
            more = f"等 {len(layouts)} 处" if len(layouts) > _NAMED else ""
            facts |= {"layout_now": "，".join(layouts[:_NAMED]) + more}
    is_moved = wanted.sender is not None and not is_same_sender(one.sender, wanted.sender)
    if wanted.sender:
        after, told = _from_sender(ledger, after, wanted.sender, discs if is_moved else None)
        facts |= told
    if wanted.later:
        facts |= _later(ledger, key, wanted.later)
    if not facts:
        raise WrongUse("没有要更正的：写的和登记的一样")
    is_content = bool(layouts or wanted.later) or is_moved
    plan = Plan(after, tuple(discs), facts, is_content, (), "", layouts, is_moved)
    if plan.is_content:
        plan = _placed(ledger, one, plan)
    return replace(plan, consequences=_consequences(ledger, one, plan))


# -- each thing ------------------------------------------------------------------------------------
def _discs(ledger: Ledger, key: str) -> list[DiscOnHand]:
    held = {disc.name: disc for disc in held_discs(ledger, key)}
    for row in ledger.discs_of(key):
        if row.folder not in held:
            raise SourceVanished(ledger.home_of(key, row))
    return list(held.values())


def _typed(code: str, discs: list[DiscOnHand]) -> list[DiscOnHand]:
    typed = typed_codes(code, [disc.record for disc in discs]) if code.strip() else {}
    return [replace(d, held=as_typed(d.held, d.record, typed)) if d.held else d for d in discs]


def _from_sender(
    ledger: Ledger, one: Submission, sender: Sender, discs: list[DiscOnHand] | None
) -> tuple[Submission, dict[str, str]]:
    """`discs`: where it is another sender; else what may differ is its kind."""
    if discs is not None:
        _must_not_contradict(discs, sender)
        moved = replace(one, sender=sender, attempt=_next_attempt(ledger, sender))
        return moved, _changed("sender", one.sender.name, sender.name)
    after = replace(one.sender, kind=sender.kind or one.sender.kind)
    return replace(one, sender=after), _changed("sender", one.sender.with_kind, after.with_kind)


def _compared(before: list[DiscOnHand], after: list[DiscOnHand]) -> dict[str, str]:
    """Another code may have been typed that is as wrong as the one before."""
    was, now = compared_of(_rows(before)).title, compared_of(_rows(after)).title
    return _changed("code", was, now) or ({"code_now": now} if _rows(before) != _rows(after) else {})


def _rows(discs: list[DiscOnHand]) -> tuple[HeldDisc, ...]:
    return tuple(disc.held for disc in discs if disc.held)


def _on_day(one: Submission, day: date, notice: Notice, today: date) -> tuple[Submission, dict[str, str]]:
    if day > today:
        raise WrongUse(f"收到日期 {day} 还没有到，请改成今天或以前的日期")
    facts = _changed("day", one.handed_in, day.isoformat())
    return replace(one, handed_in=day.isoformat(), is_late=day > notice.deadline), facts


def _changed(what: str, was: str, now: str) -> dict[str, str]:
    return {f"{what}_was": was, f"{what}_now": now} if was != now else {}


def _laid(
    ledger: Ledger, key: str, discs: list[DiscOnHand], layout: Layout
) -> tuple[list[DiscOnHand], tuple[str, ...]]:
    records = relaid([d.record for d in discs], layout, ledger.stored_batch(key), ledger.notice)
    pairs = [(disc, record) for disc, record in zip(discs, records, strict=True) if record is not disc.record]
    told = tuple(
        words for disc, record in pairs
        for words in differences(disc.record.layout, record.layout, ledger.notice)
    )  # fmt: skip
    return [replace(disc, record=record) for disc, record in zip(discs, records, strict=True)], told


def _later(ledger: Ledger, key: str, later: Later) -> dict[str, str]:
    one = whose(ledger.stored_batch(key), later, ledger.notice)
    return {"files_now": f"{some([path.name for path in later.paths])}归“{one.name}”"}


def _must_not_contradict(discs: list[DiscOnHand], sender: Sender) -> None:
    """A disc of our own making names its sender."""
    for disc in discs:
        layout: Layout = disc.record.layout
        if layout.made_by is Maker.BAOPAN and not is_same_sender(layout.sender, sender):
            raise WrongUse(f"光盘上写明由“{layout.sender.name}”报送，不能登记成“{sender.name}”")


def _next_attempt(ledger: Ledger, sender: Sender) -> int:
    own = (one for one in ledger.submissions() if is_same_sender(one.sender, sender))
    return max((one.attempt for one in own if one.notice == ledger.notice.id), default=0) + 1


# -- what comes of it ------------------------------------------------------------------------------
def _placed(ledger: Ledger, one: Submission, plan: Plan) -> Plan:
    """As a new disc would be placed; what came after it gives way only by a person's word. What was replaced
    stays so, unless it is now another sender's.
    """
    if not (plan.is_moved or one.standing.counts):
        return plan
    tracks = _tracks(plan.discs) or tracks_of(ledger, one.id)
    before = before_it(ledger, plan.after.sender, tracks, one.id)
    keys = tuple(each.id for each in before)
    kept = "" if plan.is_moved else one.supersedes
    if kept and not tracks_of(ledger, kept) & tracks:
        kept = ""
    after = replace(plan.after, supersedes=keys[-1] if keys else kept)
    waits = any(each.at > one.at for each in before) or not give_way(before, plan.rows)
    return replace(plan, after=after, replaces=keys, waits_for=after.supersedes if keys and waits else "")


def _tracks(discs: tuple[DiscOnHand, ...]) -> set[str]:
    """With a table or packages."""
    told: list[tuple[str, DiscRecord]] = [(t, d.record) for d in discs for t in d.record.layout.tracks]
    return {t for t, r in told if r.layout.tracks[t].packages or r.layout.tracks[t].table}


def _consequences(ledger: Ledger, one: Submission, plan: Plan) -> tuple[str, ...]:
    made = []
    if plan.after.is_late != one.is_late:
        made.append("改后算逾期" if plan.after.is_late else "改后不算逾期")
    if plan.is_content and one.standing in (Standing.ACCEPTED, Standing.RETURNED):
        made.append(f"原“{one.standing.words}”，内容变了，要重新答复")
    if plan.waits_for:
        made.append(f"{plan.waits_for} 仍然计入；更正后的这一份待确认是否代替它")
    elif plan.replaces:
        made.append(f"代替 {'、'.join(plan.replaces)}")
    if one.supersedes and plan.after.supersedes != one.supersedes and not plan.after.supersedes:
        made.append(f"原来被它代替的 {one.supersedes} 不会自动恢复，可以用“恢复计入”")
    right = (paper for paper in papers_of(ledger.events(), one.id) if paper.is_right)
    issued = {paper.file: paper for paper in right}.values()
    made += [f"已出具的{paper.title}（{paper.file}）标为已更正，要出具更正件" for paper in issued]
    return tuple(made)
