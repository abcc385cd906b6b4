"""The register of activities: added, amended, made void and taken back; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.errors import NothingFound, WrongUse
from app.ledger import Ledger
from app.ledger.event import EventKind
from app.model.after.exchange import Activity, ActivityVersion
from app.receive.exchange.told import changes_of, faults_of, what_was_done, with_enterprises

_TAKEN_BACK = "撤销登记"  # why it is void whose adding was undone


def current(versions: Iterable[ActivityVersion]) -> tuple[ActivityVersion, ...]:
    """Of each activity the one that counts, by its day; void ones too."""
    last = {each.number: each for each in versions}
    return tuple(sorted(last.values(), key=lambda each: (each.activity.day, each.number)))


def find(ledger: Ledger, number: int) -> ActivityVersion:
    """As it is now. Raises NothingFound."""
    return _versions(ledger, number)[-1]


def _versions(ledger: Ledger, number: int) -> tuple[ActivityVersion, ...]:
    known = ledger.activities(number) if number > 0 else ()
    if not known:
        raise NothingFound(f"台账里没有第 {number} 项交流活动")
    return known


def add(ledger: Ledger, activity: Activity, who: str) -> ActivityVersion:
    """Raises WrongUse, with what it lacks, AppError."""
    fresh = _sound(ledger, activity)
    return ledger.keep_activity(fresh, EventKind.ACTIVITY_ADDED, who, {})


def amend(
    ledger: Ledger, number: int, activity: Activity, who: str, seen: int | None = None
) -> ActivityVersion:
    """`seen`: the version it was made on, the present one if not told. Raises NothingFound, ChangedMeanwhile,
    WrongUse (what it lacks, or it is void, or nothing was changed), AppError.
    """
    now = find(ledger, number)
    if now.activity.void:
        raise WrongUse(f"第 {number} 项已作废（{now.activity.void}）；要改，请先撤销作废")
    fresh = _sound(ledger, activity)
    what = changes_of(now.activity, fresh)
    if not what:
        raise WrongUse("没有改动")
    base = now.version if seen is None else seen
    return ledger.keep_activity(
        fresh, EventKind.ACTIVITY_AMENDED, who, {"what": what}, number=number, seen=base, base=base
    )


def void(
    ledger: Ledger, number: int, reason: str, who: str, seen: int | None = None
) -> ActivityVersion:
    """It counts no more and stays in the list. Raises NothingFound, ChangedMeanwhile, WrongUse (no reason, or
    it is void), AppError.
    """
    now, said = find(ledger, number), reason.strip()
    if not said:
        raise WrongUse("请写明为什么作废")
    if now.activity.void:
        raise WrongUse(f"第 {number} 项已经作废")
    base = now.version if seen is None else seen
    gone, facts = replace(now.activity, void=said), {"reason": said}
    return ledger.keep_activity(
        gone, EventKind.ACTIVITY_VOIDED, who, facts, number=number, seen=base, base=base
    )


def undo(ledger: Ledger, number: int, who: str, seen: int | None = None) -> ActivityVersion:
    """As it was before its last change; undone again, as before the one before that. One that was never
    changed is made void. Raises NothingFound, ChangedMeanwhile, AppError.
    """
    versions = _versions(ledger, number)
    now = versions[-1]
    last = now.version if seen is None else seen
    before = next((each for each in versions if each.version == now.base), None)
    if before is None:  # its adding is what is taken back
        gone, facts = replace(now.activity, void=_TAKEN_BACK), {"what": "登记"}
        return ledger.keep_activity(
            gone, EventKind.ACTIVITY_UNDONE, who, facts, number=number, seen=last, base=now.version
        )
    facts = {"what": what_was_done(before.activity, now.activity)}
    return ledger.keep_activity(
        before.activity, EventKind.ACTIVITY_UNDONE, who, facts, number=number, seen=last, base=before.base
    )


def history(ledger: Ledger, number: int) -> tuple[tuple[ActivityVersion, str], ...]:
    """Each version with what was done to it, in words, the latest first. Raises NothingFound."""
    return history_of(_versions(ledger, number))


def history_of(versions: Iterable[ActivityVersion]) -> tuple[tuple[ActivityVersion, str], ...]:
    """As `history`, of all versions of one activity in their order."""
    told: list[tuple[ActivityVersion, str]] = []
    for each in versions:
        now = each.activity
        before = told[-1][0].activity if told else None
        if before is None:
            words = "登记"
        elif bool(before.void) != bool(now.void):
            words = f"作废：{now.void}" if now.void else "恢复"
        else:
            words = f"更正：{changes_of(before, now)}"
        told.append((each, words))
    return tuple(reversed(told))


def _sound(ledger: Ledger, activity: Activity) -> Activity:
    """With the ledger's names for the ledger's enterprises."""
    fresh = with_enterprises(replace(activity, void=""), ledger.entries())
    if faults := faults_of(fresh, ledger.notice):
        raise WrongUse("；".join(faults))
    return fresh
