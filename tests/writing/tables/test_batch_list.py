"""Everything of a batch can be had as a workbook, and its figures add up."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from app.batch.edit import decide
from app.checks import check_batch
from app.model.batch import Verdict
from app.model.finding import Grade
from app.writing.tables.batch_list import write_batch_list
from tests.ui.conftest import NOTICE, a_batch, with_enterprise

DAY = date(2023, 8, 25)


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    heads, *rows = [row for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)][2:]
    return [dict(zip(heads, row, strict=True)) for row in rows if any(row)]


def test_enterprises_findings_and_figures_are_there_and_add_up(tmp_path: Path) -> None:
    batch = with_enterprise(with_enterprise(a_batch(), 1, "=甲公司", "national"), 2, "乙公司", paths=("申报书.pdf",))
    report = check_batch(batch, NOTICE, DAY)
    look = next(each for each in report.findings if each.grade is Grade.LOOK)
    batch = decide(batch, look, Verdict.RETURN, "章不清", "王敏", DAY)
    out = tmp_path / "清单.xlsx"
    write_batch_list(batch, NOTICE, report, out, DAY)
    enterprises, findings, figures = (rows_of(out, sheet) for sheet in ("企业", "问题", "统计"))
    assert [row["企业全称"] for row in enterprises] == ["=甲公司", "乙公司"] and enterprises[1]["文件数"] == 1
    assert openpyxl.load_workbook(out)["企业"].cell(4, 3).data_type == "s", "no formula"
    assert len(findings) == len(report.findings)
    decided = next(row for row in findings if row["结论"])
    assert (decided["结论"], decided["理由"]) == ("退回补正", "章不清")
    told = {str(row["项目"]).strip("　"): row["数量"] for row in figures}
    assert told["企业"] == 2 == told["其中全国"] + told["其中全省"]
    total = sum(finding.times for finding in report.findings)
    assert told["问题"] == total == sum(told[f"其中{grade.title}"] for grade in Grade)
    assert total == sum(count for name, count in told.items() if name.endswith("）"))
    assert sum(int(str(row["必须补正"])) for row in enterprises) <= told[f"其中{Grade.MUST.title}"]
    before = out.read_bytes()
    write_batch_list(batch, NOTICE, report, out, DAY)
    assert out.read_bytes() == before


def test_an_empty_batch_has_its_headings(tmp_path: Path) -> None:
    write_batch_list(a_batch(), NOTICE, check_batch(a_batch(), NOTICE, DAY), tmp_path / "空.xlsx", DAY)
    assert rows_of(tmp_path / "空.xlsx", "企业") == []
