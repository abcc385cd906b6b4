"""From anywhere in a city's window: a file's pages told apart."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.notices.filing import Filing, filings_of
from ui.send.parts.dialog import PartsDialog
from ui.send.parts.division import page_count
from ui.send.session import Session


def can_divide(session: Session, enterprise: str, key: str) -> bool:
    """Whether it is a document of several pages."""
    one = session.batch.enterprises.get(enterprise)
    member = dict(session.batch.members_of(one)).get(key) if one is not None else None
    return member is not None and page_count(session.batch, member) > 1


def is_bound(session: Session, enterprise: str, key: str) -> bool:
    """Whether the program proposes to tell its pages apart (整本)."""
    one = session.batch.enterprises.get(enterprise)
    if one is None or not can_divide(session, enterprise, key):
        return False
    filing = filings_of(session.batch, one, session.notice).get(key, Filing())
    return len({part.material for part in filing.proposed}) > 1


def divide(session: Session, enterprise: str, key: str, parent: QWidget) -> PartsDialog | None:
    """Opens beside what goes on; None where there is nothing to tell apart any more."""
    if not can_divide(session, enterprise, key):
        return None
    batch, one = session.batch, session.batch.enterprises[enterprise]
    member = dict(batch.members_of(one))[key]
    filing = filings_of(batch, one, session.notice).get(key, Filing())
    dialog = PartsDialog(session, one, key, member, filing, page_count(batch, member), parent)
    dialog.open()
    return dialog
