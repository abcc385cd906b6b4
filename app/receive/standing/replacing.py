"""代替: when a submission takes the place of the one before it, and when a person must say so first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.errors import WrongUse
from app.ledger import HeldDisc, Ledger
from app.model.batch import Sender
from app.model.names import normalise_name
from app.model.submission import Standing, Submission


def is_same_sender(left: Sender, right: Sender) -> bool:
    if left.code or right.code:
        return left.code == right.code
    return normalise_name(left.name) == normalise_name(right.name)


def before_it(ledger: Ledger, sender: Sender, tracks: Iterable[str], key: str = "") -> list[Submission]:
    """What the sender's submission `key` of these tracks takes the place of, what is accepted last."""
    wanted = set(tracks)
    current = [
        one for one in ledger.submissions()
        if one.id != key and one.standing.counts and one.notice == ledger.notice.id
        and is_same_sender(one.sender, sender) and wanted & tracks_of(ledger, one.id)
    ]
    return sorted(current, key=lambda one: one.standing is Standing.ACCEPTED)


def tracks_of(ledger: Ledger, key: str) -> set[str]:
    return {track for track, keys in ledger.stored_batch(key).order.items() if keys}


def give_way(before: Iterable[Submission], discs: Sequence[HeldDisc]) -> bool:
    """What was accepted gives way by itself only to a whole set whose every 校验码 was compared and right."""
    if not any(one.standing is Standing.ACCEPTED for one in before):
        return True
    is_whole = {disc.number for disc in discs} >= set(range(1, max(disc.of for disc in discs) + 1))
    return is_whole and all(disc.compared.is_right for disc in discs)


def settle(ledger: Ledger, key: str, who: str) -> None:
    """What waits takes its place once its 校验码 says that it may. Raises AppError."""
    if ledger.submission(key).standing is Standing.WAITING:
        before = _before(ledger, key)
        if give_way(before, ledger.discs_of(key)):
            ledger.replace(key, [one.id for one in before], "校验码与登记表一致", who)


def take_place(ledger: Ledger, key: str, reason: str, who: str) -> Submission:
    """A person confirms that it takes the place of the accepted one. Raises WrongUse, NothingFound,
    AppError.
    """
    _asked(ledger, key, reason, "确认代替")
    ledger.replace(key, [one.id for one in _before(ledger, key)], reason.strip(), who)
    return ledger.submission(key)


def decline(ledger: Ledger, key: str, reason: str, who: str) -> Submission:
    """A person says that it does not; it is kept for the history. Raises WrongUse, NothingFound, AppError."""
    _asked(ledger, key, reason, "不予代替")
    ledger.set_standing(key, Standing.DECLINED, reason.strip(), who)
    return ledger.submission(key)


def _before(ledger: Ledger, key: str) -> list[Submission]:
    return before_it(ledger, ledger.submission(key).sender, tracks_of(ledger, key), key)


def _asked(ledger: Ledger, key: str, reason: str, what: str) -> None:
    one = ledger.submission(key)
    if one.standing is not Standing.WAITING:
        raise WrongUse(f"“{key}”是“{one.standing.words}”，没有在等待确认是否代替")
    if not reason.strip():
        raise WrongUse(f"{what}，请写明理由；理由会记在台账里")
