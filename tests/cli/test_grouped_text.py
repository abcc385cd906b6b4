"""The command line tells many of one kind once, with every key below it."""

from __future__ import annotations

import pytest

from app.cli.show import report_text
from app.model.finding import Finding, Grade, Outcome, Report, State


def test_many_of_one_kind_are_told_once_and_every_key_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    findings = tuple(
        Finding(
            f"“包{n}.zip”是压缩包里的压缩包", "请打开核对", f"甲.zip!/包{n}.zip", grade=Grade.LOOK, check="PACK-05",
            subject="e1", subject_name="甲公司",
        )
        for n in range(5)
    )  # fmt: skip
    report_text(Report((Outcome("PACK-05", "没有压缩包套压缩包", "e1", "甲公司", State.FOUND, findings),)), {})
    said = capsys.readouterr().out
    assert said.count("请人工核对") == 1 and "5 处：“…”是压缩包里的压缩包" in said and said.count("怎样改") == 1
    assert all(finding.key in said and finding.where in said for finding in findings)
    assert "还有 5 处要处理" in said
