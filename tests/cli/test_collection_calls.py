"""经验汇编 by the command line: listed, searched, printed, given out."""

from __future__ import annotations

import json

import pytest

from app.cli import main
from tests.receive.collection.made import NAMES, with_experiences
from tests.receive.ledgers import a_ledger


@pytest.fixture
def folder(tmp_path):
    with a_ledger(tmp_path / "台账") as ledger:
        with_experiences(ledger, tmp_path / "来件", chosen=(0, 1, 2))
    return str(tmp_path / "台账")


def test_a_search_becomes_a_volume_and_a_page(folder, tmp_path, capsys):
    out = tmp_path / "汇编"
    assert main(["collection", folder, "--out", str(out), "--search", "零缺陷", "--year", "2023"]) == 0
    said = capsys.readouterr().out
    assert "【零缺陷】" in said and "共 2 篇" in said and NAMES[1] not in said
    assert sorted(path.name for path in out.iterdir()) == [
        "2023年质量标杆经验汇编.pdf", "2023年质量标杆经验汇编网页", "2023年质量标杆经验汇编网页.zip",
    ]  # fmt: skip


def test_those_named_alone_are_taken_in(folder, tmp_path, capsys):
    out = tmp_path / "汇编"
    assert main(["collection", folder, "海风食品", "--out", str(out), "--volume"]) == 0
    assert [path.suffix for path in out.iterdir()] == [".pdf"] and "共 1 篇" in capsys.readouterr().out


def test_what_could_not_be_taken_in_is_told_by_the_exit_code(folder, tmp_path, capsys):
    assert main(["collection", folder, "--accepted", "--out", str(tmp_path / "汇编"), "--web", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert len(told["experiences"]) == 5 and [each["why"] for each in told["left_out"]] == ["打不开", "台账里没有它的经验材料"]


def test_a_list_writes_nothing_and_filters_are_told_in_parts(folder, capsys):
    assert main(["collection", folder, "--list", "--area", "供应链", "--city", "济南"]) == 0
    assert NAMES[1] in capsys.readouterr().out
    assert main(["collection", folder, "--list", "--city", "威海"]) == 2
    assert "没有“威海”这个市；有：济南市" in capsys.readouterr().err
    assert main(["collection", folder, "--list", "--year", "2019"]) == 2


def test_wrong_use_says_what_to_do_next(folder, tmp_path, capsys):
    assert main(["collection", folder]) == 2
    assert "--out" in capsys.readouterr().err
    with a_ledger(tmp_path / "空") as ledger:
        assert ledger.entries() == ()
    assert main(["collection", str(tmp_path / "空"), "--list"]) == 2
    assert "--accepted" in capsys.readouterr().err
