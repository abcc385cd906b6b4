"""What the clerk does by hand changes the Batch and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from app.batch import edit
from app.errors import NothingFound, WrongUse
from app.model.batch import Batch, Enterprise, Sender, Verdict
from app.model.documents.part import LEAVE_OUT, Part, whole
from app.model.finding import Finding, Grade
from app.model.source import Container, Member, Source
from app.notices.filing import filings_of
from app.notices.read import load_notice
from app.send.collect import name_from

NOTICE = load_notice("2023")[0]
NAMES = ("山东鲁泰精密机械股份有限公司", "章丘铸锻（集团）有限责任公司", "济南云图软件有限公司")


@pytest.fixture
def batch() -> Batch:
    made = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "")
    for number, name in enumerate(NAMES, 1):
        members = (Member("证明/a.pdf", 1, "", "pdf"), Member("资料.zip", 1, "", "zip"),
                   Member("a.pdf", 1, "", "pdf", within="资料.zip"))
        source = Source(f"s{number}", "", f"materials/s{number}/{name}.zip", Container.ZIP, 1, "", members)
        one = Enterprise(f"e{number}", "provincial", name, (source.id,))
        made = made.with_enterprise(one, [source])
    return made


def test_an_enterprise_is_found_by_id_name_spelling_or_part(batch: Batch) -> None:
    for text in ("e2", NAMES[1], "章丘铸锻(集团)有限责任公司", "铸锻", f"全省:{NAMES[1]}", "全省：铸锻"):
        assert edit.find_enterprise(batch, text, NOTICE).id == "e2"
    for text in ("有限", "没有的公司", f"全国:{NAMES[1]}"):
        with pytest.raises(NothingFound):
            edit.find_enterprise(batch, text, NOTICE)


def test_a_file_is_found_by_path_or_name_unless_two_have_it(batch: Batch) -> None:
    one = batch.enterprises["e1"]
    assert edit.find_member(batch, one, "证明/a.pdf") == "s1/证明/a.pdf"
    assert edit.find_member(batch, one, "资料.zip") == "s1/资料.zip"
    assert edit.find_member(batch, one, "资料.zip!/a.pdf") == "s1/资料.zip!/a.pdf"
    with pytest.raises(NothingFound, match="2 个文件"):
        edit.find_member(batch, one, "a.pdf")


def test_a_role_and_a_column_are_found_by_the_words_on_the_screen(batch: Batch) -> None:
    assert edit.find_role(NOTICE, "典型经验材料") == "experience"
    assert edit.find_role(NOTICE, "不装入") == LEAVE_OUT
    rules = NOTICE.track("provincial")
    assert edit.find_column(rules, "手机").id == "phone"
    assert edit.find_column(rules, "县(市、区)").id == "county"
    for find in (lambda: edit.find_role(NOTICE, "合同"), lambda: edit.find_column(rules, "身高")):
        with pytest.raises(NothingFound, match=r"现有|可用"):
            find()


def test_renaming_confirms_and_an_empty_name_is_refused(batch: Batch) -> None:
    after = edit.rename(batch, "e1", "  新名有限公司 ")
    assert after.enterprises["e1"].name == "新名有限公司" and after.enterprises["e1"].is_confirmed
    with pytest.raises(WrongUse):
        edit.rename(batch, "e1", "  ")


def test_assigning_an_archive_takes_back_what_was_said_of_its_files(batch: Batch) -> None:
    inner = edit.assign(batch, "e1", "s1/资料.zip!/a.pdf", "form")
    outer = edit.assign(inner, "e1", "s1/资料.zip", "proof")
    assert outer.enterprises["e1"].parts == {"s1/资料.zip": whole("proof")}
    assert edit.assign(outer, "e1", "s1/资料.zip", "").enterprises["e1"].parts == {}


def test_a_whole_folder_is_assigned_at_once(batch: Batch) -> None:
    keys = edit.find_members(batch, batch.enterprises["e1"], "证明/")
    assert keys == ("s1/证明/a.pdf",)
    assert edit.assign_all(batch, "e1", keys, "licence").enterprises["e1"].parts == {keys[0]: whole("licence")}


def test_a_cell_is_written_emptied_and_the_name_cell_renames(batch: Batch) -> None:
    after = edit.set_fields(batch, "e1", {"contact": " 张工 ", "phone": "13800000000"})
    assert after.enterprises["e1"].fields == {"contact": "张工", "phone": "13800000000"}
    after = edit.set_fields(after, "e1", {"contact": "", "name": "新名有限公司"})
    assert after.enterprises["e1"].fields == {"phone": "13800000000"}
    assert after.enterprises["e1"].name == "新名有限公司"


def test_the_named_come_first_and_the_rest_keeps_its_order(batch: Batch) -> None:
    after = edit.reorder(batch, "provincial", ["云图"], NOTICE)
    assert after.listed("provincial") == (NAMES[2], NAMES[0], NAMES[1])
    with pytest.raises(WrongUse, match="两次"):
        edit.reorder(batch, "provincial", ["云图", "云图"], NOTICE)


def test_moving_and_removing_keep_the_order_of_the_others(batch: Batch) -> None:
    moved = edit.move_track(batch, "e2", "national")
    assert moved.listed("national") == (NAMES[1],) and moved.listed("provincial") == (NAMES[0], NAMES[2])
    gone = edit.remove(moved, "e2")
    assert gone.listed("national") == () and "s2" in gone.sources


def test_a_must_cannot_be_waved_through_and_a_decision_needs_a_reason(batch: Batch) -> None:
    must = Finding("没有申报书", "请补交", grade=Grade.MUST, check="MAT-01", subject="e1")
    look = Finding("章看不清", "请看", grade=Grade.LOOK, check="MAT-05", subject="e1")
    day = date(2023, 8, 25)
    with pytest.raises(WrongUse, match="必须补正"):
        edit.decide(batch, must, Verdict.ACCEPT, "没关系", "甲", day)
    with pytest.raises(WrongUse, match="理由"):
        edit.decide(batch, look, Verdict.ACCEPT, " ", "甲", day)
    after = edit.decide(batch, look, Verdict.ACCEPT, "看过", "甲", day)
    assert after.decisions[look.key].day == "2023-08-25"
    assert edit.withdraw(after, look.key) == batch


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("山东鲁泰精密机械股份有限公司.zip", "山东鲁泰精密机械股份有限公司"),
        ("03 山东某某有限公司（补正）申报材料.rar", "山东某某有限公司"),
        ("（1）济南云图软件有限公司.7z", "济南云图软件有限公司"),
        ("章丘铸锻(集团)有限责任公司质量标杆.tar.gz", "章丘铸锻(集团)有限责任公司"),
        ("山东省某某研究院材料", "山东省某某研究院"),
        ("鲁泰精密.zip", "鲁泰精密"),
        ("3M中国有限公司", "3M中国有限公司"),
        ("360数科有限公司.zip", "360数科有限公司"),
        ("山东鲁能集团有限公司青岛分公司.zip", "山东鲁能集团有限公司青岛分公司"),
        ("新建文件夹", "新建文件夹"),
        (".zip", ".zip"),
    ],
)
def test_the_full_name_is_taken_from_the_file_name(file: str, name: str) -> None:
    assert name_from(file) == name


FORM_AND_PROOF = (Part("form", ((1, 12),)), Part("proof", ((13, 58),)))


def test_a_file_serves_several_materials_each_with_its_pages(batch: Batch) -> None:
    after = edit.serve(batch, "e1", "s1/证明/a.pdf", FORM_AND_PROOF)
    assert after.enterprises["e1"].parts == {"s1/证明/a.pdf": FORM_AND_PROOF}
    filing = filings_of(after, after.enterprises["e1"], NOTICE)["s1/证明/a.pdf"]
    assert filing.materials == ("form", "proof") and filing.by_person
    assert filing.holds("form", 12) and not filing.holds("form", 13) and filing.holds("proof", 13)


def test_a_material_is_made_of_files_in_the_order_a_person_gives(batch: Batch) -> None:
    first, second = "s1/资料.zip!/a.pdf", "s1/证明/a.pdf"
    split = edit.serve(batch, "e1", second, FORM_AND_PROOF)
    made = edit.make_of(split, "e1", "form", (second, first))
    one = made.enterprises["e1"]
    assert one.made_of == {"form": (second, first)}
    assert one.parts == {second: FORM_AND_PROOF, first: whole("form")}  # what else it serves as stays


def test_a_file_that_is_put_elsewhere_leaves_the_order(batch: Batch) -> None:
    keys = ("s1/资料.zip!/a.pdf", "s1/证明/a.pdf")
    made = edit.make_of(batch, "e1", "form", keys)
    assert edit.assign(made, "e1", keys[0], "proof").enterprises["e1"].made_of == {}
    assert edit.make_of(edit.assign(batch, "e1", keys[0], LEAVE_OUT), "e1", "form", keys).enterprises["e1"].parts == {
        key: whole("form") for key in keys
    }
