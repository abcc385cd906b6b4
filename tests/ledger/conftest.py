"""The same tests on both engines: `new_ledger` makes one, `opened_again` opens it a second time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.ledger import Ledger
from tests.ledger.postgres import Postgres, postgres

NewLedger = Callable[[Path, bytes], Ledger]
ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture(params=ENGINES)
def new_ledger(request: pytest.FixtureRequest) -> NewLedger:
    def make(folder: Path, notice: bytes) -> Ledger:
        address = request.getfixturevalue("server").new_database() if request.param == "postgresql" else ""
        return Ledger.create(folder, notice, address)

    return make
