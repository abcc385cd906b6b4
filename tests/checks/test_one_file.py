"""A new check of a disc is one file: dropped in, it is run, listed, graded by notices and stands on the paper."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import app.checks.disc
from app.batch.verify import verify
from app.checks import claims, rules_table, run
from app.job import Job
from app.model.batch import Batch, Sender
from app.model.disc import DVD
from app.model.finding import Finding, Grade
from app.model.handover import HandedDisc
from app.notices.notice import Notice
from app.writing.papers.handover import handover_facts
from tests.checks.cases import notice_2023

MODULE = '''"""Green files."""
from __future__ import annotations
from collections.abc import Iterator
from app.checks.check import Claim
from app.checks.disc_cases import DiscCase, disc_check
from app.model.finding import Finding, Grade, Trait


@disc_check(
    "DISC-90", "盘上没有绿色的文件", grade=Grade.LOOK, trait=Trait.SAFE, claim=Claim(9, "盘上没有绿色的文件")
)
def none_green(case: DiscCase) -> Iterator[Finding]:
    """绿色的文件来历不明。"""
    for path in case.disc.files:
        if "绿" in path:
            yield case.finding(path, "是绿色的", "请核对。")
'''


def find_anew() -> None:
    """The program looks for its checks once."""
    for kept in (run.catalogue, run._by_id, run._as_wanted):
        kept.cache_clear()


@pytest.fixture
def dropped_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A disc with a green file; the check is one module on the path of `app.checks.disc`."""
    (tmp_path / "checks").mkdir()
    (tmp_path / "checks" / "green.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(app.checks.disc, "__path__", [*app.checks.disc.__path__, str(tmp_path / "checks")])
    find_anew()
    (tmp_path / "盘").mkdir()
    (tmp_path / "盘" / "绿.txt").write_text("x")
    yield tmp_path / "盘"
    monkeypatch.undo()
    sys.modules.pop("app.checks.disc.green", None)
    vars(app.checks.disc).pop("green", None)
    find_anew()


def green(disc: Path, notice: Notice | None = None) -> list[Finding]:
    return [f for f in verify(disc, Job(), notice=notice).findings if f.title == "盘上没有绿色的文件"]


def test_it_is_run_and_listed(dropped_in: Path) -> None:
    (finding,) = green(dropped_in)
    assert (finding.grade, finding.where, finding.why) == (Grade.LOOK, "绿.txt", "绿色的文件来历不明")
    assert "| DISC-90 | 盘上没有绿色的文件 | 安 | 请人工核对 | 市局 | 绿色的文件来历不明。 |" in rules_table()


def test_a_notice_grades_it_anew_or_switches_it_off(dropped_in: Path) -> None:
    (finding,) = green(dropped_in, replace(notice_2023(), severities={"DISC-90": "must"}))
    assert finding.grade is Grade.MUST
    assert green(dropped_in, replace(notice_2023(), switched_off=("DISC-90",))) == []


def test_what_a_disc_was_judged_before_is_graded_by_the_notice_of_the_ledger(dropped_in: Path) -> None:
    judged = verify(dropped_in, Job()).outcomes
    stern, silent = {"severities": {"DISC-90": "must"}}, {"switched_off": ("DISC-90",)}
    for change, grades in (({}, [Grade.LOOK]), (stern, [Grade.MUST]), (silent, [])):
        told = run.regraded(judged, replace(notice_2023(), **change))  # type: ignore[arg-type]
        assert [f.grade for outcome in told if outcome.check == "DISC-90" for f in outcome.findings] == grades


def test_its_line_stands_on_the_register(dropped_in: Path) -> None:
    disc = HandedDisc("盘", 1, 1, DVD, date(2023, 8, 24).isoformat(), 1, 1, "0" * 64, "0000-0000-0000", 0, ())
    notice = notice_2023()
    batch = Batch(Sender("济南市工信局"), notice.id, "")
    rows = handover_facts(batch, notice, [disc], claims(notice)).inspections
    assert [row.checked for row in rows if "绿色" in row.checked] == [
        "没有程序和脚本文件；没有加密的文档；盘上没有绿色的文件"
    ]
