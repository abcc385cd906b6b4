"""An activity in words: what it lacks, what a change changed, and back from what a person wrote. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.errors import WrongUse
from app.model.after.exchange import Activity, Guests, Pairing, Speaker
from app.model.names import normalise_name
from app.model.submission import Entry
from app.notices.notice import Notice

TITLES = {
    "day": "日期", "kind": "方式", "title": "题目", "place": "地点", "speakers": "主讲", "guests": "参加单位",
    "pairings": "对标", "note": "说明",
}  # fmt: skip
_NEEDED = ("day", "kind", "title", "place")
_MOST_PEOPLE = 100_000  # of one unit: more is a slip of the hand


# -- what it lacks -----------------------------------------------------------------------------------
def faults_of(activity: Activity, notice: Notice) -> tuple[str, ...]:
    """Why it cannot be registered yet, a line each; none: it can."""
    return tuple(_faults(activity, notice))


def _faults(one: Activity, notice: Notice) -> Iterator[str]:
    if missing := [TITLES[key] for key in _NEEDED if not getattr(one, key).strip()]:
        yield f"还没有写{'、'.join(missing)}"
    if one.day and not _is_day(one.day):
        yield f"日期“{one.day}”应写成 2023-08-31 这样"
    if one.kind and notice.exchange and one.kind not in notice.exchange:
        yield f"没有“{one.kind}”这种方式；可以写：{'、'.join(notice.exchange)}"
    for number, speaker in enumerate(one.speakers, 1):
        if not speaker.unit.strip():
            yield f"主讲第 {number} 行还没有写单位"
    yield from _guest_faults(one.guests)
    for number, pair in enumerate(one.pairings, 1):
        told = {"标杆企业": pair.model, "学习企业": pair.learner, "学什么": pair.subject}
        if lacking := [title for title, words in told.items() if not words.strip()]:
            yield f"对标第 {number} 行还没有写{'、'.join(lacking)}"
        elif normalise_name(pair.model) == normalise_name(pair.learner):
            yield f"对标第 {number} 行的标杆企业和学习企业是同一家"


def _guest_faults(guests: Iterable[Guests]) -> Iterator[str]:
    before: set[str] = set()
    for number, each in enumerate(guests, 1):
        if not each.unit.strip():
            yield f"参加单位第 {number} 行还没有写单位"
        if not 1 <= each.people <= _MOST_PEOPLE:
            yield f"参加单位第 {number} 行{'的人数不对' if each.people else '还没有写人数'}"
        name = normalise_name(each.unit)
        if name and name in before:
            yield f"参加单位“{each.unit}”写了两次"
        before.add(name)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# -- what changed ------------------------------------------------------------------------------------
def changes_of(before: Activity, now: Activity) -> str:
    """题目由“甲”改为“乙”；对标：2 对改为 3 对. "" where nothing did."""
    told = []
    for key, title in TITLES.items():
        was, own = getattr(before, key), getattr(now, key)
        if was == own:
            continue
        if isinstance(was, tuple):
            counts = f"{len(was)} 行改为 {len(own)} 行" if len(was) != len(own) else "有改动"
            told.append(f"{title}{counts}")
        else:
            told.append(f"{title}由“{was}”改为“{own}”" if was else f"{title}写为“{own}”")
    return "；".join(told)


def what_was_done(before: Activity, now: Activity) -> str:
    """更正, 作废, 恢复: what an undoing takes back."""
    if bool(before.void) == bool(now.void):
        return "更正"
    return "作废" if now.void else "恢复"


# -- all of them -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Sum:
    """Of those that count. `units`: different ones that came; `people`: each time they came."""

    activities: int
    units: int
    people: int
    pairings: int

    @property
    def figures(self) -> tuple[int, int, int, int]:
        return self.activities, self.units, self.people, self.pairings

    @property
    def words(self) -> str:
        if not self.activities:
            return ""
        told = [f"{self.activities} 次活动"]
        told += [f"参加 {self.units} 家单位、{self.people} 人次"] if self.units else []
        told += [f"对标 {self.pairings} 对"] if self.pairings else []
        return " · ".join(told)


def sum_of(activities: Iterable[Activity]) -> Sum:
    counting = [each for each in activities if not each.void]
    units = {normalise_name(guests.unit) for each in counting for guests in each.guests}
    people, pairs = sum(each.people for each in counting), sum(len(each.pairings) for each in counting)
    return Sum(len(counting), len(units), people, pairs)


def sums_by_kind(activities: Iterable[Activity]) -> dict[str, Sum]:
    """Kind → its sums, in the order the first of each comes; of those that count."""
    counting = [each for each in activities if not each.void]
    kinds = dict.fromkeys(each.kind for each in counting)
    return {kind: sum_of(each for each in counting if each.kind == kind) for kind in kinds}


# -- enterprises of the ledger -----------------------------------------------------------------------
def with_enterprises(activity: Activity, entries: Iterable[Entry]) -> Activity:
    """Names that enterprises of the ledger bear, whatever their spelling, as the ledger has them."""
    known = {normalise_name(entry.name): entry for entry in entries}

    def named(text: str) -> str:
        found = known.get(normalise_name(text))
        return found.name if found else text.strip()

    def code_of(text: str) -> str:
        found = known.get(normalise_name(text))
        return found.code if found else ""

    return replace(
        activity,
        speakers=tuple(replace(s, unit=named(s.unit), code=code_of(s.unit)) for s in activity.speakers),
        guests=tuple(replace(g, unit=named(g.unit)) for g in activity.guests),
        pairings=tuple(replace(p, model=named(p.model), learner=named(p.learner)) for p in activity.pairings),
    )


# -- from a line -------------------------------------------------------------------------------------
def speaker_of(line: str) -> Speaker:
    """某某公司：讲题, or the name alone."""
    unit, _, topic = line.replace(":", "：").replace("=", "：").partition("：")
    return Speaker(unit.strip(), topic.strip())


def guests_of(line: str) -> Guests:
    """某某公司：12. Raises WrongUse."""
    unit, _, people = line.replace(":", "：").replace("=", "：").partition("：")
    return Guests(unit.strip(), people_of(people))


def people_of(text: str) -> int:
    """12 or 12人; 0 of nothing. Raises WrongUse."""
    plain = text.strip().removesuffix("人").strip()
    if not plain:
        return 0
    if not re.fullmatch(r"[0-9]{1,6}", plain):
        raise WrongUse(f"人数“{text.strip()}”应是一个整数")
    return int(plain)


def pairing_of(line: str) -> Pairing:
    """标杆企业→学习企业：学什么：成效. Raises WrongUse."""
    sides, *rest = line.replace(":", "：").split("：", 2)
    found = re.fullmatch(r"(.+?)\s*(?:→|->|=>|>|＞)\s*(.+)", sides.strip())
    if found is None:
        raise WrongUse(f"对标“{line}”应写成 标杆企业→学习企业：学什么：成效")
    subject, result = (*rest, "", "")[:2]
    return Pairing(found[1].strip(), found[2].strip(), subject.strip(), result.strip())
