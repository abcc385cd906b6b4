"""One ledger with five experiences, collected once; what changes it makes its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.job import Job
from app.ledger import Ledger
from app.reading.sandbox import Sandbox
from app.receive.collection.collect import collect
from app.receive.collection.index import Index
from tests.receive.collection.made import with_experiences
from tests.receive.ledgers import a_ledger


@pytest.fixture(scope="session")
def experienced(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Iterator[Ledger]:
    base = tmp_path_factory.mktemp("汇编")
    with a_ledger(base / "台账") as ledger:
        with_experiences(ledger, base / "来件")
        collect(ledger, sandbox, Job())
        yield ledger


@pytest.fixture
def index(experienced: Ledger) -> Index:
    return Index(experienced.folder / "经验汇编.索引.sqlite")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "台账"
