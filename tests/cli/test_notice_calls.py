"""Notices by the command line: listed, looked at, checked, made anew, compared."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import docx

from app.checks.notices import load_notice, parse_notice
from app.editions import own
from tests.builders import a_docx, a_pdf
from tests.road import baopan, done

CAMPAIGNS = Path(__file__).parents[1] / "notices" / "campaigns"
NEXT = CAMPAIGNS / "benchmark-2024.toml"


def test_the_list_tells_built_in_own_and_drafts() -> None:
    done("notice", "new", "--from", "2023")
    assert done("notice", "list").splitlines() == [
        "2023  自带  2023年全国及全省质量标杆申报", "2024  草稿  2023年全国及全省质量标杆申报",
    ]  # fmt: skip
    told = json.loads(done("notice", "list", "--json"))["notices"]
    assert [(each["key"], each["origin"], each["offered"]) for each in told] == [("2023", "built-in", True), ("2024", "draft", False)]


def test_a_year_goes_from_last_years_to_use() -> None:
    said = done("notice", "new", "--from", "2023")
    assert "还是去年的有 18 处" in said and "deadline  报送截止日期：2023年8月31日（每年另定）" in said
    code, said, _ = baopan("notice", "set", "2024", "deadline=2024-08-31", "issued=2024-08-01", "title=", "tracks[0].quota.most=3")
    assert code == 0 and "标题：还没有填写" in said
    code, said, _ = baopan("notice", "check", "2024")
    assert code == 1 and "【基本信息】标题（title）：还没有填写" in said
    code, _, said = baopan("notice", "use", "2024")
    assert code == 2 and "title：还没有填写" in said
    done("notice", "set", "2024", "title=2024年申报", "online_deadline=2024-09-15", "areas[0].words=甲、乙", 'leftovers=["^a$"]')
    assert "11 处还是去年的" in done("notice", "confirm", "2024", "office", "disc_label")
    done("notice", "use", "2024")
    notice = load_notice("2024")[0]
    assert notice.track("national").quota.most == 3 and notice.areas[0].words == ("甲", "乙") and notice.leftovers == ("^a$",)
    assert "2024  自己的  2024年申报" in done("notice", "list")
    done("notice", "drop", "2024")
    assert baopan("notice", "show", "2024")[0] == 2


def test_an_own_edition_of_the_same_notice() -> None:
    done("notice", "new", "--from", "2023", "--same")
    done("notice", "set", "2023", "tracks[0].quota.most=1")
    done("notice", "use", "2023")
    assert load_notice("2023")[0].track("national").quota.most == 1
    done("notice", "drop", "2023")
    assert load_notice("2023")[0].track("national").quota.most == 2


def test_wrong_words_are_told_in_one_line_and_change_nothing() -> None:
    done("notice", "new", "--from", "2023")
    before = own.open_draft("2024")
    for words in (["deadline=明天"], ["year=x"], ["tracks[7].short=x"], ["title"], ["tracks[0].files_online=也许"]):
        code, _, said = baopan("notice", "set", "2024", *words)
        assert code == 2 and said.count("\n") == 1
    assert baopan("notice", "confirm", "2024", "campaign")[0] == 2
    assert baopan("notice", "new", "--from", "2023")[0] == 2, "the id is taken"
    assert own.open_draft("2024") == before


def test_a_file_is_looked_at_like_an_id(tmp_path: Path) -> None:
    wrong = tmp_path / "x.toml"
    wrong.write_bytes(NEXT.read_bytes().replace(b"2024-07-31", b"2024-06-31"))
    assert baopan("notice", "check", wrong)[0] == 2, "no date, so no TOML"
    wrong.write_bytes(NEXT.read_bytes().replace(b"2024-07-31", b"2024-06-30"))
    code, out, _ = baopan("notice", "check", wrong, "--json")
    assert code == 1 and [each["place"] for each in json.loads(out)["faults"]] == ["deadline"]
    assert "没有要改的" in done("notice", "check", NEXT)
    assert "  申报类别“全国质量标杆” · 推荐项数 · 最多：3" in done("notice", "show", NEXT)
    assert parse_notice(NEXT.read_bytes()).title in done("notice", "show", NEXT, "--json")


def test_two_editions_are_compared() -> None:
    code, out, _ = baopan("notice", "diff", "2023", NEXT)
    assert code == 1 and "【类别】申报类别“全国质量标杆” · 推荐项数 · 最多：2 → 3" in out
    told = json.loads(baopan("notice", "diff", "2023", NEXT, "--json")[1])["differences"]
    assert {"part": "基本信息", "place": "year", "words": "年度", "was": "2023", "now": "2024"} in told
    assert done("notice", "diff", NEXT, NEXT) == "没有不同\n"


# -- handed out ------------------------------------------------------------------------------------
def test_a_notice_is_handed_out_as_one_file_and_added_by_its_code(tmp_path: Path) -> None:
    place = tmp_path / "发放"
    (place / "附件").mkdir(parents=True)
    (place / "附件" / "附件1.pdf").write_bytes(a_pdf())
    (place / "规则.toml").write_bytes(NEXT.read_bytes())
    told = json.loads(done("notice", "pack", place, "--out", tmp_path, "--json"))
    path = tmp_path / "2024年质量标杆.通知包"
    assert told["path"] == str(path) and told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    code, _, said = baopan("notice", "add", path, "--code", "0000-0000-0000")
    assert code == 2 and "没有装入" in said and baopan("notice", "show", "2024")[0] == 2
    assert f"校验码：{told['code']}" in done("notice", "add", path, "--code", told["code"].lower().replace("-", " "))
    assert done("notice", "files", "2024") == "附件/附件1.pdf\n"
    done("new", tmp_path / "批次", "--sender", "370100", "--notice", "2024")


def test_another_edition_is_taken_only_when_that_is_said(tmp_path: Path) -> None:
    done("notice", "add", NEXT)
    done("notice", "add", NEXT)
    newer = tmp_path / "x.toml"
    newer.write_bytes(NEXT.read_bytes().replace(b"2024-07-31", b"2024-08-01"))
    code, _, said = baopan("notice", "add", newer)
    assert code == 2 and "报送截止日期：2024年7月31日 → 2024年8月1日" in said
    done("notice", "add", newer, "--replace")
    assert str(load_notice("2024")[0].deadline) == "2024-08-01"


def test_files_are_put_beside_a_draft_and_packed_with_it(tmp_path: Path) -> None:
    done("notice", "new", "--from", "2023")
    (tmp_path / "附件1.pdf").write_bytes(a_pdf())
    assert baopan("notice", "enclose", "2024", "别的", tmp_path / "附件1.pdf")[0] == 2
    assert done("notice", "enclose", "2024", "附件", tmp_path / "附件1.pdf") == "附件/附件1.pdf\n"
    assert "文件 1 个" in done("notice", "pack", "2024", "--out", tmp_path / "草稿.通知包")
    assert json.loads(done("notice", "files", "2024", "--json"))["files"][0]["role"] == "附件"
    assert done("notice", "enclose", "2024", "附件", "附件1.pdf", "--remove") == ""
    assert baopan("notice", "pack", "2023", "--out", tmp_path / "x.zip")[0] == 2


def test_a_notice_is_tried_by_one_command() -> None:
    told = done("notice", "trial", CAMPAIGNS / "green-factory.toml").splitlines()
    assert told[0] == "走通：收集材料、填汇总表" and told[-1] == "这份规则试得通"
    assert "MAT-01  查得出  必备材料齐全（第一种）（缺自评价报告）" in told
    assert baopan("notice", "trial", "没有的")[0] == 2


def test_a_newer_edition_is_told_shown_and_taken_by_word(tmp_path: Path) -> None:
    batch = tmp_path / "批次"
    done("new", batch, "--sender", "370100")
    assert done("notice", "adopt", batch) == "没有新版；现在用的是第 1 版\n"
    done("notice", "new", "--from", "2023", "--same")
    done("notice", "set", "2023", "barred_years=5")
    done("notice", "use", "2023")
    assert "规则有 2 处不同（第 2 版）" in baopan("check", batch)[2]
    code, said, _ = baopan("notice", "adopt", batch)
    assert code == 1 and "获评后几年内不再申报：3 → 5" in said
    assert "采用第 2 版规则" in done("notice", "adopt", batch, "--yes")
    assert "没有新版；现在用的是第 2 版" in done("notice", "adopt", batch)
    done("ledger-new", tmp_path / "台账")
    assert json.loads(done("notice", "adopt", tmp_path / "台账", "--json")) == {
        "schema": 1, "edition": 2, "newer": None, "differences": [],
    }  # fmt: skip


def test_what_enterprises_need_is_one_folder_and_one_zip(tmp_path: Path) -> None:
    said = done("notice", "forms", "2023", "--out", tmp_path)
    folder = tmp_path / "2023年质量标杆申报资料"
    assert "全国申报书（空白）.docx" in said and "1 申报须知.docx" in said
    guide = "\n".join(each.text for each in docx.Document(str(folder / "1 申报须知.docx")).paragraphs)
    assert "申报书（必备，加盖公章，只交一份）" in guide and "2023年8月31日" in guide and "500.0 MB" in guide
    form = docx.Document(str(folder / "全国申报书（空白）.docx"))
    assert "请以通知附件为准" in form.paragraphs[2].text
    assert "统一社会信用代码（必填）" in [row.cells[0].text for row in form.tables[0].rows]
    (listed,) = docx.Document(str(folder / "2 材料清单.docx")).tables
    assert [row.cells[1].text for row in listed.rows][:3] == ["材料", "申报书", "典型经验材料"]
    with zipfile.ZipFile(tmp_path / "2023年质量标杆申报资料.zip") as archive:
        assert len(archive.namelist()) == 7 and archive.testzip() is None
    before = (tmp_path / "2023年质量标杆申报资料.zip").read_bytes()
    done("notice", "forms", "2023", "--out", tmp_path)
    assert (tmp_path / "2023年质量标杆申报资料.zip").read_bytes() == before, "the same notice, the same bytes"


def test_official_forms_go_before_blank_ones_of_ours(tmp_path: Path) -> None:
    done("notice", "new", "--from", "2023")
    (tmp_path / "申报书.docx").write_bytes(a_docx())
    done("notice", "enclose", "2024", "空白表", tmp_path / "申报书.docx")
    done("notice", "use", "2024")
    said = done("notice", "forms", "2024", "--out", tmp_path / "给企业")
    assert "空白表/申报书.docx" in said and "（空白）" not in said
