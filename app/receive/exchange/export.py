"""The register of activities written out as a workbook."""

from __future__ import annotations

from pathlib import Path

from app import clock
from app.errors import WrongUse
from app.ledger import Ledger
from app.receive.exchange.files import attached, of_activity
from app.receive.exchange.register import current
from app.receive.exchange.told import sum_of
from app.writing.tables.activities import write_activities


def write_register(ledger: Ledger, out: Path) -> str:
    """The sums in words, as the table has them. Raises WrongUse while nothing counts, AppError."""
    versions = current(ledger.activities())
    told = sum_of(each.activity for each in versions).words
    if not told:
        raise WrongUse("还没有登记交流活动，没有可以导出的")
    files = {
        each.number: [one.name for one in attached(ledger, of_activity(each.number))] for each in versions
    }
    write_activities(versions, files, told, ledger.notice, clock.today(), out)
    return told
