from __future__ import annotations

from pathlib import Path

import pytest

from app.demo import Campaign, make_demo


@pytest.fixture(scope="session")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    """The whole sample campaign, made once."""
    folder: Path = tmp_path_factory.mktemp("demo") / "样例"
    return make_demo(folder)
