"""Who works here: said once a day, kept, never a reason not to start."""

from __future__ import annotations

from datetime import date

import pytest

from app.paths import user_dir
from app.store import clerk

DAY = date(2023, 8, 25)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1692950400")
    monkeypatch.setenv("USER", "pc-07")
    monkeypatch.delenv("USERNAME", raising=False)


def test_nobody_said_so_the_system_does() -> None:
    assert clerk.kept() == clerk.Clerk("", "") and clerk.at_work() == "pc-07"


def test_a_name_is_kept_and_is_of_its_day_alone() -> None:
    clerk.keep(" 周 敏\n")
    assert clerk.at_work() == "周 敏" and clerk.kept().is_of(DAY) and not clerk.kept().is_of(date(2023, 8, 26))


@pytest.mark.parametrize("content", [b"", b"[]", b'{"name": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_damaged_file_is_as_none(content: bytes) -> None:
    (user_dir() / "clerk.json").write_bytes(content)
    assert clerk.at_work() == "pc-07"
    clerk.keep("周敏")
    assert clerk.at_work() == "周敏"


def test_what_is_not_seen_is_no_part_of_a_name() -> None:
    assert clerk.plain("周\u202e敏\x1b[31m" + "长" * 99) == ("周 敏 [31m" + "长" * 99)[:40]
