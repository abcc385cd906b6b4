"""作废: a registration that should not be; what it had replaced comes back only when a person says so."""

from __future__ import annotations

from collections.abc import Iterable

from app.errors import WrongUse
from app.ledger import Ledger
from app.model.submission import Standing, Submission
from app.receive.standing.replacing import before_it, is_same_sender, tracks_of


def void(ledger: Ledger, key: str, reason: str, who: str) -> Submission:
    """It counts nowhere from now on; its files, its number and its history stay. What waited for it alone
    waits no longer. Raises WrongUse, NothingFound, AppError.
    """
    one = ledger.submission(key)
    if one.standing is Standing.VOIDED:
        raise WrongUse(f"“{key}”已经作废：{one.reason}")
    if not reason.strip():
        raise WrongUse("作废，请写明理由；理由会记在台账里，也印在更正的回执上")
    with ledger.at_once():
        waiting = waiting_for(ledger, key)
        ledger.set_standing(key, Standing.VOIDED, reason.strip(), who)
        let_go(ledger, waiting, f"{key} 已作废", who)
    return ledger.submission(key)


def waiting_for(ledger: Ledger, key: str) -> tuple[str, ...]:
    """What waits to take the place of `key`."""
    known = ledger.submissions()
    return tuple(one.id for one in known if one.standing is Standing.WAITING and one.supersedes == key)


def let_go(ledger: Ledger, waiting: Iterable[str], why: str, who: str) -> None:
    """Those that waited count, where nothing stands in their way any more. Raises AppError."""
    for key in waiting:
        if not in_its_way(ledger, key):
            ledger.reinstate(key, why, who)


def in_its_way(ledger: Ledger, key: str) -> list[Submission]:
    """What counts of its sender for one of its tracks. Raises NothingFound."""
    return before_it(ledger, ledger.submission(key).sender, tracks_of(ledger, key), key)


def offered(ledger: Ledger, key: str) -> tuple[Submission, ...]:
    """What of the sender of `key` was replaced, and may count again, since nothing else does for its tracks:
    the newest of each track. Raises NothingFound.
    """
    sender, covered = ledger.submission(key).sender, set[str]()
    found = []
    for one in reversed(ledger.submissions()):
        if one.standing is not Standing.SUPERSEDED or not is_same_sender(one.sender, sender):
            continue
        tracks = tracks_of(ledger, one.id)
        if one.notice == ledger.notice.id and not tracks & covered and not in_its_way(ledger, one.id):
            covered |= tracks
            found.append(one)
    return tuple(found)


def reinstate(ledger: Ledger, key: str, reason: str, who: str) -> Submission:
    """What was replaced or void counts again, as the checks make of it: it is to be answered anew.

    Raises WrongUse (it counts, or another does), NothingFound, AppError.
    """
    one = ledger.submission(key)
    if not one.standing.is_past:
        raise WrongUse(f"“{key}”是“{one.standing.words}”，不用恢复")
    if not reason.strip():
        raise WrongUse("恢复，请写明理由；理由会记在台账里")
    if others := in_its_way(ledger, key):
        raise WrongUse(f"“{one.sender.name}”现在计入的是“{others[-1].id}”；先把它作废，才能恢复“{key}”")
    ledger.reinstate(key, reason.strip(), who)
    return ledger.submission(key)
