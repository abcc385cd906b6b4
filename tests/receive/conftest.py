"""A clean disc, not to be changed, and an empty ledger; a module that needs others makes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.job import Job
from app.ledger import Ledger
from app.model.disc import DVD
from app.reading.sandbox import Sandbox
from app.send.stage import stage
from tests.disc_batches import READY, TOML, a_ready_store


@pytest.fixture(scope="session")
def disc(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Path:
    base = tmp_path_factory.mktemp("盘")
    with a_ready_store(base / "批次", sandbox, base / "来件") as store:
        made = stage(store, READY, base / "盘", DVD, sandbox, Job())[0]
    return base / "盘" / made.disc_id


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made
