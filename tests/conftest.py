from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo import Campaign, make_demo
from app.demo.province import ProvinceCampaign, make_province_demo
from app.reading.sandbox import Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as box:
        yield box


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """The whole sample campaign, made once."""
    folder: Path = tmp_path_factory.mktemp("demo") / "样例"
    return make_demo(folder)


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> ProvinceCampaign:
    """The discs of all cities, made once; what is to be changed must be copied first."""
    folder: Path = tmp_path_factory.mktemp("province") / "各市光盘"
    return make_province_demo(folder)
