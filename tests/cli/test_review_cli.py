"""The review by the command line: sheets out, scores in, marks, lists."""

from __future__ import annotations

import json

import openpyxl
import pytest

from app.cli import main
from app.ledger import Ledger
from app.model.submission import Standing
from tests.builders import a_zip
from tests.receive.facts import a_submission, an_entry
from tests.receive.ledgers import a_ledger, registered
from tests.road import baopan, done

NAMES = ("济南甲机械有限公司", "济南乙食品有限公司")


@pytest.fixture
def folder(tmp_path):
    with a_ledger(tmp_path / "台账") as ledger:
        jinan = a_submission("济南", Standing.ACCEPTED)
        entries = [an_entry(jinan, n, at, "national", id=f"e{at}") for at, n in enumerate(NAMES, 1)]
        packages = [a_zip(tmp_path / f"{name}.zip", {"申报书.pdf": b"%PDF"}) for name in NAMES]
        registered(ledger, jinan, entries, (), packages)
    return tmp_path / "台账"


def test_from_the_packages_to_the_lists(folder, tmp_path, capsys):
    out = tmp_path / "评审"
    assert main(["experts", str(folder), "--out", str(out / "材料"), "--accepted"]) == 0
    assert len(list((out / "材料").rglob("申报书.pdf"))) == 2
    assert main(["sheets", str(folder), "--out", str(out), "--expert", "张三", "--expert", "李四=数字化融合"]) == 0
    for name, points in (("张三", (80, 90)), ("李四", (82, 95))):
        book = openpyxl.load_workbook(out / f"评分表_{name}.xlsx")
        for row, value in zip((4, 5), points, strict=True):
            book.worksheets[0].cell(row, 7).value = value
        book.save(out / f"评分表_{name}.xlsx")
    assert main(["scores", str(folder), *map(str, sorted(out.glob("评分表_*.xlsx")))]) == 0
    assert main(["recommend", str(folder), "--track", "全国", "--first", "1"]) == 0
    assert main(["results", str(folder), "--out", str(out / "结果")]) == 0
    said = capsys.readouterr().out
    assert "拟推荐全国：济南市 济南乙食品有限公司" in said and "1 家须在 2023-09-15 前网上申报" in said
    assert {path.name for path in (out / "结果").iterdir()} == {"评审结果.xlsx", "公示名单.xlsx", "网上申报提醒名单.xlsx"}


def test_what_was_given_back_has_no_part_without_a_reason(folder, tmp_path, capsys):
    with Ledger.open(folder) as ledger:
        ledger.set_standing("2023-370100-1", Standing.RETURNED, "", "")
    recommend = ["recommend", str(folder), "--track", "全国", "甲机械"]
    assert main(recommend) == 2
    assert "退回补正，还没有受理；确要列入，请先写明理由" in capsys.readouterr().err
    assert main([*recommend, "--reason", "原件已补齐"]) == 0
    assert main(["results", str(folder), "--out", str(tmp_path / "结果")]) == 0
    assert "列入的理由：原件已补齐" in capsys.readouterr().out
    assert main(["admit", str(folder), "--track", "全国", "甲机械", "--withdraw"]) == 0
    assert main(["stages", str(folder)]) == 0
    assert "全国 不参加评审　济南市 济南甲机械有限公司（不参加排名：退回补正，还没有受理；原来的标记不作数）" in capsys.readouterr().out


def test_from_a_visit_to_the_final_list(folder, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1694995200")  # 2023-09-18
    own = [str(folder), "--track", "全国"]
    assert main(["visit", *own, "甲机械", "--day", "2023-09-01", "--members", "张工、李工", "--out", str(tmp_path)]) == 0
    assert main(["visit", *own, "甲机械", "--passed", "--text", "与申报一致"]) == 0
    assert main(["recommend", *own, "甲机械", "乙食品"]) == 0
    assert main(["publicity", *own, "--from", "2023-09-04", "--to", "2023-09-10", "--out", str(tmp_path)]) == 0
    assert main(["objection", *own, "乙食品", "--from", "某协会", "--text", "获过奖"]) == 0
    assert main(["publicity", *own, "--final"]) == 2
    assert main(["objection", str(folder), "--close", "1", "--text", "属实", "--upheld"]) == 0
    assert main(["publicity", *own, "--final"]) == 0
    assert main(["filed", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "名单定下来：1 家" in said and "甲机械有限公司：逾期未填报" in said and "www.caq.org.cn" in said
    assert main(["filed", *own, "甲机械", "--day", "2023-09-14"]) == 0
    assert main(["stages", *own]) == 0
    assert "全国 已推荐　济南市 济南甲机械有限公司" in capsys.readouterr().out
    assert {path.suffix for path in tmp_path.iterdir() if path.is_file()} >= {".pdf", ".docx"}


def test_wrong_use_is_said_in_one_line(folder, tmp_path, capsys):
    for arguments in (
        ["recommend", str(folder), "--track", "全国"],
        ["recommend", str(folder), "--track", "全国", "没有这家"],
        ["sheets", str(folder), "--out", str(tmp_path), "--expert", "张三=没有的组"],
        ["results", str(tmp_path), "--out", str(tmp_path)],
    ):
        assert main(arguments) == 2
        assert capsys.readouterr().err.count("\n") == 1
    with Ledger.open(folder) as ledger:
        assert ledger.review() == b""


def told(*words) -> dict:
    return json.loads(done(*words, "--json"))


def test_scripts_are_told_how_far_each_is_and_who_filed(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1694995200")  # 2023-09-18
    own = (folder, "--track", "全国")
    done("visit", *own, "甲机械", "--day", "2023-09-01", "--members", "张工、李工")
    done("visit", *own, "甲机械", "--passed", "--text", "与申报一致")
    done("recommend", *own, "甲机械", "乙食品")
    done("publicity", *own, "--from", "2023-09-04", "--to", "2023-09-20")
    done("objection", *own, "乙食品", "--from", "某协会", "--text", "获过奖")
    done("objection", folder, "--close", "1", "--text", "属实", "--upheld")
    first, second = told("stages", *own)["enterprises"]
    assert (first["name"], first["stage"], first["called"], first["takes_part"]) == (NAMES[0], "public", "公示", True)
    assert first["visit"] == {"day": "2023-09-01", "members": ["张工", "李工"], "state": "passed", "words": "与申报一致"}
    assert (second["stage"], [*second["bars"]]) == ("out", ["objection"]) and "visit" not in second
    assert second["objections"][0]["state"] == "upheld"
    code, out, _ = baopan("filed", folder, "--json")
    assert code == 1 and json.loads(out)["enterprises"][0]["overdue"]
    filed = told("filed", *own, "甲机械", "--day", "2023-09-14")
    assert filed["deadline"] == "2023-09-15" and [one["filed"] for one in filed["enterprises"]] == ["2023-09-14"]
