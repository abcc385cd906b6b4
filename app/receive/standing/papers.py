"""What is typed or scanned of the papers of discs that were registered before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.checks.disc_cases import unlike
from app.ledger import HeldDisc, Ledger
from app.model.disc import PaperCode
from app.receive.compose import DiscRecord, typed_codes
from app.receive.disc.on_hand import held_discs
from app.receive.standing.replacing import settle


def compare_codes(ledger: Ledger, key: str, code: str, who: str) -> bool:
    """Whether any was told of. `code`: as in `receive`; what is typed last stands. Raises NothingFound,
    AppError.
    """
    held = held_discs(ledger, key) if code.strip() else []
    typed = typed_codes(code, [disc.record for disc in held])
    rows = [(disc.held, disc.record) for disc in held if disc.held and disc.held.digest in typed]
    discs = [as_typed(row, record, typed) for row, record in rows]
    if discs:
        ledger.compare(key, discs, who)
        settle(ledger, key, who)
    return bool(discs)


def as_typed(disc: HeldDisc, record: DiscRecord, typed: Mapping[str, PaperCode]) -> HeldDisc:
    """`typed`: digest → what was typed for that disc."""
    code = typed.get(disc.digest)
    return disc if code is None else replace(disc, typed=code.shown, unlike=unlike(record.outcomes))
