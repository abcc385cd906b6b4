"""What is made of many facts is not gone through for garbage again and again while it is made."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from app.checks import check_batch
from app.checks.notices import parse_notice
from app.garbage import uncollected
from app.notices.read import load_notice
from tests.bench.facts import a_batch
from tests.bench.province import a_ledger

NOTICE = parse_notice(load_notice("2023")[1])


@pytest.fixture
def looked() -> Iterator[list[str]]:
    """Grows each time Python looks for garbage by itself; once it does when it is let to again."""
    told: list[str] = []

    def look(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            told.append(phase)

    was_on = gc.isenabled()
    gc.enable()
    gc.callbacks.append(look)
    yield told
    gc.callbacks.remove(look)
    if not was_on:
        gc.disable()


def test_a_whole_batch_is_checked_in_peace(looked: list[str]) -> None:
    batch = a_batch(60, 5)
    check_batch(batch, NOTICE, date(2023, 8, 20))
    looked.clear()
    check_batch(batch, NOTICE, date(2023, 8, 20))
    assert len(looked) <= 1 and gc.isenabled()


def test_the_rows_of_a_ledger_are_read_in_peace(looked: list[str], tmp_path: Path) -> None:
    with a_ledger(tmp_path / "台账", 8) as ledger:
        ledger.entries()
        looked.clear()
        assert len(ledger.entries()) == 80
        assert len(looked) <= 1 and gc.isenabled()


@pytest.mark.parametrize("switch", [gc.enable, gc.disable])
def test_it_is_afterwards_as_it_was(switch: Callable[[], None], looked: list[str]) -> None:
    switch()
    was_on = gc.isenabled()
    with pytest.raises(ValueError, match="within"), uncollected():
        assert not gc.isenabled()
        raise ValueError("within")
    assert gc.isenabled() is was_on
