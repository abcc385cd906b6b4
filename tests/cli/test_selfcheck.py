"""The program can be asked whether it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import selfcheck
from app.job import Job
from tests.road import baopan


def test_this_checkout_is_whole() -> None:
    assert baopan("selfcheck")[:2] == (0, "本程序完整\n")


def test_a_missing_part_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(selfcheck, "RESOURCES", tmp_path)
    told = selfcheck.problems(Job())
    assert any("papers/letter.typ" in line for line in told)
