"""The pages of a batch, in the order of the work: the one place that lists them."""

from __future__ import annotations

from ui.send.check import page as check
from ui.send.collect import page as collect
from ui.send.disc import page as disc
from ui.send.letter import page as letter
from ui.send.progress import Overview
from ui.send.session import Session
from ui.send.summary import page as summary
from ui.shell.page import Page

PAGES: tuple[Page[Session, Overview], ...] = (
    collect.PAGE, check.PAGE, summary.PAGE, letter.PAGE, disc.PAGE,
)  # fmt: skip
