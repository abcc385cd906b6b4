"""交流推广 and 年度统计 by the command line."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from app.cli import main
from app.ledger import Ledger
from app.model.submission import Standing
from tests.receive.facts import GROUP, a_submission, an_entry
from tests.receive.ledgers import a_ledger, registered
from tests.receive.statistics.test_figures import a_year_before

NAMES = ("济南甲机械有限公司", "济南乙食品有限公司")


@pytest.fixture
def folder(tmp_path):
    with a_ledger(tmp_path / "台账") as ledger:
        one = a_submission(GROUP, Standing.ACCEPTED)
        registered(ledger, one, [an_entry(one, n, at, "national", id=f"e{at}") for at, n in enumerate(NAMES, 1)])
    return tmp_path / "台账"


def test_an_activity_from_its_registering_to_its_undoing(folder, tmp_path, capsys):
    photo = tmp_path / "会场.jpg"
    photo.write_bytes(b"picture")
    add = [
        "activity", str(folder), "add", "--day", "2023-10-12", "--kind", "经验交流会", "--title", "交流会", "--place", "济南",
        "--speaker", f"{NAMES[0]}：全流程追溯", "--guests", "某院：12", "--pair", f"{NAMES[0]}→{NAMES[1]}：追溯：下降",
        "--file", str(photo), "--clerk", "刘处",
    ]  # fmt: skip
    assert main(add) == 0
    assert "归入：会场.jpg" in (said := capsys.readouterr().out)
    assert f"第 1 项  2023-10-12  经验交流会  交流会  济南  主讲 {NAMES[0]}  1 家 12 人  对标 1 对" in said
    assert main(["activity", str(folder), "amend", "1", "--place", "青岛"]) == 0
    assert main(["activity", str(folder), "void", "1", "--reason", "没有办成"]) == 0
    assert main(["activity", str(folder), "undo", "1"]) == 0
    assert main(["activity", str(folder), "show", "1"]) == 0
    said = capsys.readouterr().out
    assert "作废：没有办成" in said and "更正：地点由“济南”改为“青岛”" in said and "附件/活动-1/会场.jpg" in said
    assert main(["activities", str(folder), "--json", "--out", str(tmp_path / "登记表.xlsx")]) == 0
    (told,) = json.loads(capsys.readouterr().out)["activities"]
    assert told["place"] == "青岛" and told["void"] == "" and told["files"][0]["name"] == "会场.jpg"
    assert (tmp_path / "登记表.xlsx").is_file()
    assert main(["activity", str(folder), "amend", "1", "--unfile", "会场.jpg"]) == 0
    assert main(["activities", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "移出：会场.jpg" in said and "1 次活动 · 参加 1 家单位、12 人次 · 对标 1 对" in said


def test_photographs_of_a_visit_are_filed(folder, tmp_path, capsys):
    photo = tmp_path / "车间.jpg"
    photo.write_bytes(b"picture")
    own = ["visit", str(folder), "--track", "全国", "甲机械"]
    assert main([*own, "--file", str(photo)]) == 2
    assert "没有安排现场核查" in capsys.readouterr().err
    assert main([*own, "--day", "2023-09-04", "--members", "张工", "--file", str(photo)]) == 0
    assert main([*own, "--unfile", "车间.jpg"]) == 0
    assert main(["visit", str(folder), "--track", "全国", "甲机械", "乙食品", "--file", str(photo)]) == 2
    with Ledger.open(folder) as ledger:
        (one,) = ledger.attachments()
        assert one.withdrawn and (ledger.store / one.stored).read_bytes() == b"picture"


def test_statistics_write_a_workbook_and_a_picture_of_each_chart(folder, tmp_path, capsys):
    before = a_year_before(tmp_path / "2022")
    assert main(["statistics", str(folder), "--out", str(tmp_path / "统计.xlsx"), "--with", str(before), "--cross", "市×行业,受理"]) == 0
    said = capsys.readouterr().out
    assert "按年度：2022年 1，2023年 2" in said
    assert "收到 2 家 · 受理 2 家" in said and "各表合计都是 2 家，相互一致" in said
    pictures = sorted(path.name for path in tmp_path.glob("*.png"))
    assert pictures == [f"统计_按{by}.png" for by in sorted(("申报类别", "市", "行业", "重点领域", "企业规模", "年度"))]
    with Image.open(tmp_path / pictures[0]) as picture:
        assert picture.width > 1500


@pytest.mark.parametrize("arguments", [
    ["activity", "add", "--title", "交流会"], ["activity", "amend"], ["activity", "void", "9", "--reason", "x"],
    ["activity", "add", "--kind", "经验交流会", "--title", "x", "--place", "x", "--guests", "某院：十"],
    ["activity", "add", "--kind", "经验交流会", "--title", "x", "--place", "x", "--file", "没有这个文件.jpg"],
    ["activities", "--out", "x.xlsx"],
])  # fmt: skip
def test_wrong_use_is_said_in_one_line(folder, capsys, arguments):
    assert main([arguments[0], str(folder), *arguments[1:]]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    with Ledger.open(folder) as ledger:
        assert ledger.activities() == ()
