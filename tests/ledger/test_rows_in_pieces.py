"""What is large is read from a row piece by piece: between two of them the window's thread may have Python."""

from __future__ import annotations

import sys
import zlib

import msgspec
import pytest

from app.errors import LedgerDamaged
from app.ledger import rows
from app.model.finding import Finding, Grade, Outcome, Report, State

MISSING = Finding("未找到申报书", "请补交申报书", grade=Grade.MUST)
REPORT = Report(tuple(
    Outcome("FORM-01", "有申报书", f"e{number:04d}", "甲公司", State.FOUND, (MISSING,)) for number in range(200)
))


def row_of(report: object) -> dict[str, object]:
    return {"id": "1", "report": zlib.compress(msgspec.json.encode(report))}


def test_each_outcome_of_a_report_is_a_piece():
    calls: list[str] = []
    sys.setprofile(lambda frame, event, called: calls.append(called.__name__) if event == "c_call" else None)
    try:
        read = rows.report_of(row_of(REPORT))
    finally:
        sys.setprofile(None)
    assert read == REPORT
    assert calls.count("decode") >= len(REPORT.outcomes)


@pytest.mark.parametrize("told", [{"outcomes": 3}, {"outcomes": [{"check": 1}]}, []])
def test_one_that_is_no_report_is_told_as_damage(told):
    with pytest.raises(LedgerDamaged):
        rows.report_of(row_of(told))
