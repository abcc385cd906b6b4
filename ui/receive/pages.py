"""The pages of a ledger, in the order of the work: the one place that lists them."""

from __future__ import annotations

from ui.receive.collection import page as collection
from ui.receive.exchange import page as exchange
from ui.receive.facts import Overview
from ui.receive.insert import page as insert
from ui.receive.merge import page as merge
from ui.receive.register import page as register
from ui.receive.review import page as review
from ui.receive.session import LedgerSession
from ui.receive.statistics import page as statistics
from ui.receive.verify import page as verify
from ui.shell.page import Page

PAGES: tuple[Page[LedgerSession, Overview], ...] = (
    insert.PAGE, verify.PAGE, register.PAGE, merge.PAGE, review.PAGE, collection.PAGE, exchange.PAGE,
    statistics.PAGE,
)  # fmt: skip
