"""更正, 作废, 恢复计入 by clicks; the ledger is what is asserted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt

from app.job import Job
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.intake import receive
from app.receive.layouts_of import layouts_of
from tests.hand_made import THREE, TWO, drafts_beside
from tests.ui.conftest import Answers
from tests.ui.receive.ledgers import a_ledger
from ui.receive.facts import REGISTER
from ui.receive.layout.edit import Role, placed, renamed
from ui.receive.register.page import RegisterPage
from ui.receive.view import LedgerView
from ui.shell.opening import opened_instead
