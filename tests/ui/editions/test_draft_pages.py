"""The pages of a draft: what is typed is kept and judged at once, taken back, and never lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.checks.notices import load_notice
from app.editions import own
from app.editions.fields import field_at
from app.notices.faults import PARTS
from tests.ui.conftest import Answers
from tests.ui.editions.hands import Hands, click, press
from tests.ui.texts import cut, overlapping
from ui.editions.fields.rules import RulesBlock
from ui.editions.session import DraftSession
from ui.editions.view import DraftView
from ui.shell.runner import Inline


@pytest.fixture
def at(qtbot, answers: Answers) -> Iterator[Callable[[], Hands]]:
    """At the draft of next year's notice."""
    sessions = []

    def make() -> Hands:
        key = own.drafts()[0].key if own.drafts() else own.begin("2023", "2024", 2024).key
        session = DraftSession(own.open_draft(key), answers, executor=Inline())
        sessions.append(session)
        view = DraftView(session, answers)
        qtbot.addWidget(view)
        view.resize(1366, 768)
        view.show()
        view.activateWindow()
        qtbot.waitUntil(view.isActiveWindow)
        return Hands(view)

    yield make
    for session in sessions:
        session.close()


def test_what_is_typed_is_the_drafts_at_once_and_on_the_disk_when_one_leaves(at) -> None:
    hands = at()
    hands.write("标题", "2024年的新标题")
    hands.write("报送截止日期", "2024年8月31日")
    session = hands.view.session
    assert session.draft.value("title") == "2024年的新标题" and session.draft.value("deadline") == date(2024, 8, 31)
    session.close()
    assert own.open_draft("2024").value("title") == "2024年的新标题"


def test_what_is_wrong_stands_beside_the_field_while_it_is_typed(at) -> None:
    hands = at()
    hands.write("光盘卷标前缀", "qlbg太长")
    assert "只能用大写字母" in "".join(hands.notes(hands.line("光盘卷标前缀")))
    assert hands.view.rail.steps["part1"].accessibleName().endswith("1 处")
    hands.write("报送截止日期", "八月底")
    assert any("应为日期" in note for note in hands.notes(hands.line("报送截止日期")))
    hands.write("报送截止日期", "")
    assert "缺少此项，请填写" in hands.notes(hands.line("报送截止日期"))
    hands.write("光盘卷标前缀", "QLBG24")
    assert "只能用大写字母" not in "".join(hands.notes(hands.line("光盘卷标前缀")))


def test_what_is_still_last_years_is_confirmed_by_a_click(at) -> None:
    hands = at()
    press(hands.line("标题"), "仍照去年")
    assert "title" not in {each.place for each in hands.view.session.judgement.kept}
    assert hands.view.session.undo() == "“标题”仍照去年"
    assert "title" in {each.place for each in hands.view.session.judgement.kept}


def test_a_field_is_undone_as_one_and_redone(at) -> None:
    hands = at()
    before = hands.view.session.draft
    inner = hands.line("工作简称").editor.inner
    click(inner)
    inner.selectAll()
    QTest.keyClicks(inner, "abc")
    hands.write("发文单位", "某厅")
    foot = hands.view.foot
    click(foot.undo_button)
    assert hands.view.session.draft.value("campaign") == "abc"
    click(foot.undo_button)
    assert hands.view.session.draft == before and inner.text() == "质量标杆"
    click(foot.redo_button)
    assert inner.text() == "abc" and hands.view.session.draft.value("campaign") == "abc"


def test_a_material_is_added_moved_and_taken_away(at) -> None:
    hands = at()
    hands.turn("材料")
    rows = hands.rows("申报材料")
    count = rows.list.count()
    click(rows.add_button)
    hands.write("名称", "现场视频")
    hands.write("文件名里的说法", "视频\n录像")
    hands.tick("必备")
    draft = hands.view.session.draft
    made = draft.value(f"materials[{count}]")
    assert (made["id"], made["title"], made["patterns"], made["required"]) == (
        "material9", "现场视频", ["视频", "录像"], True)
    assert rows.list.item(count).text().startswith("现场视频")
    click(rows.up_button)
    assert hands.view.session.draft.value(f"materials[{count - 1}].title") == "现场视频"
    click(rows.remove_button)
    assert rows.list.count() == count
    assert hands.view.session.undo() == "删去申报材料“现场视频”"


def test_which_row_is_wrong_is_seen_in_the_list_and_gone_to_by_a_button(at) -> None:
    hands = at()
    hands.view.session.put("tracks[1].columns[2].kind", "nothing")
    press(hands.view, "下一处")
    assert hands.view.page(hands.view.step).header.title.text() == "汇总表"
    rows = hands.rows("汇总表的列")
    assert rows.list.currentRow() == 2 and rows.list.item(2).text().endswith("要改")
    assert rows.place == "tracks[1].columns"


@pytest.mark.parametrize("place, value", [("letter.direct_body", ["{x}"]), ("tracks[0].quotas", [{"who": "nobody"}])])
def test_what_the_button_goes_to_is_brought_into_sight(at, place: str, value: object) -> None:
    hands = at()
    hands.view.resize(911, 512)
    hands.view.session.put(place, value)
    press(hands.view, "下一处")
    page = hands.view.page(hands.view.step)
    QTest.qWait(0)  # it is scrolled to by the next event
    reached = page.area.verticalScrollBar().value()
    title = field_at(place).title
    block = hands.line(title) if place.startswith("letter") else hands.grid(title)
    top = block.mapTo(page.area.viewport(), block.rect().topLeft()).y()
    assert reached > 0 and 0 <= top < page.area.viewport().height()


def test_columns_of_another_track_are_its_own(at) -> None:
    hands = at()
    hands.turn("汇总表")
    press(hands.view.page(hands.view.step), "全省质量标杆")
    hands.row("汇总表的列", "备注")
    hands.write("列名", "说明")
    hands.write("打印宽度（字）", "9")
    assert hands.view.session.draft.value("tracks[1].columns[12].width") == 9, "it is still the one that was chosen"
    told = hands.view.session.draft
    assert told.value("tracks[1].columns[12].title") == "说明" and told.value("tracks[0].columns[14].title") == "备注"


def test_cities_are_pasted_from_excel_and_a_wrong_code_is_told_by_its_row(at) -> None:
    hands = at()
    hands.turn("报送单位")
    hands.clear_grid("各市")
    assert hands.view.session.draft.value("region.cities") == []
    hands.paste("各市", "370100\t济南市\t济南市某局\n32\t南京市\t南京市某局\n")
    assert [each["name"] for each in hands.view.session.draft.value("region.cities")] == ["济南市", "南京市"]
    assert any("“南京市” · 代码：" in note for note in hands.notes(hands.grid("各市")))


def test_a_cell_is_written_by_hand(at) -> None:
    hands = at()
    hands.turn("评审")
    grid = hands.grid("评审指标")
    click(grid.add_button)
    (editor,) = grid.view.viewport().findChildren(QLineEdit)
    editor.insert("创新性")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()  # what a cell was given is taken by the next event
    assert hands.view.session.draft.value("tracks[0].criteria") == [{"title": "创新性", "says": ""}]
    assert any("分值" in note for note in hands.notes(grid))


def test_quotas_of_single_senders_sentences_to_vouch_for_paper_and_districts_are_filled_in(at) -> None:
    hands = at()
    hands.turn("类别")
    hands.paste("另行规定的项数", "青岛市\t1\t3\n省属\t\t1")
    told = hands.view.session.draft.notice.tracks[0]
    assert [(each.who, each.most) for each in told.quotas] == [("青岛市", 3), ("省属", 1)]
    hands.turn("推荐文件")
    hands.write("要先确认的声明", "已核实材料真实\n已公示")
    hands.write("纸质一式几份", "3")
    letter = hands.view.session.draft.notice.letter
    assert letter.declarations == ("已核实材料真实", "已公示") and letter.paper == 3
    hands.turn("报送单位")
    hands.paste("各市", "370100\t济南市\t济南市工业和信息化局\t历下区、市中区", row=0)
    assert hands.view.session.draft.notice.region.cities[0].districts == ("历下区", "市中区")
    assert hands.view.session.judgement.faults == ()


def test_a_check_is_regraded_and_switched_off(at) -> None:
    hands = at()
    hands.turn("检查")
    block = hands.seen(RulesBlock, lambda each: True)
    block.search.insert("DATE-01")
    press(block, "停用")
    assert hands.view.session.draft.value("switched_off") == ["DATE-01"]
    assert "DATE-01：改了级别或停用了这项检查，请写明理由" in "".join(hands.notes(block)) and block.reason.hasFocus()
    QTest.keyClicks(block.reason, "later")
    assert hands.view.session.draft.value("reasons") == {"DATE-01": "later"} and hands.view.session.judgement.faults == ()
    press(block, "必须补正")
    told = hands.view.session.draft
    assert told.value("switched_off") == [] and told.value("severities") == {"DATE-01": "must"}
    assert told.value("reasons") == {"DATE-01": "later"} and block.table.rows[0].reason == "later"
    press(block, "照程序")
    assert hands.view.session.draft.value("severities") == {} == hands.view.session.draft.value("reasons")


def test_what_no_notice_says_is_told_and_taken_away(at) -> None:
    hands = at()
    hands.view.session.put("scope.titel", 3)
    hands.turn("范围与重点领域")
    page = hands.view.page(hands.view.step)
    press(page.strange, "删去")
    assert hands.view.session.judgement.faults == () and not page.strange.isVisible()


def test_a_draft_is_put_in_use_once_nothing_is_wrong(at, answers: Answers) -> None:
    hands = at()
    hands.view.session.put("year", "明年")
    page = hands.view.page(hands.view.step)
    assert not page.use_button.isEnabled() and "1 处要改" in page.use_button.toolTip()
    hands.view.session.put("year", 2024)
    used = []
    hands.view.used.connect(used.append)
    click(page.use_button)
    assert used == ["2024"] and load_notice("2024")[0].year == 2024 and own.drafts() == ()
    assert "是去年的内容" in answers.asked[-1][1]


@pytest.mark.parametrize("part", PARTS)
def test_a_page_fits_and_nothing_is_cut(at, part: str) -> None:
    view = at().view
    for size in ((1366, 768), (911, 512), (683, 384)):
        view.resize(*size)
        view.go(f"part{PARTS.index(part) + 1}")
        for _ in range(3):
            QApplication.processEvents()
        assert (view.width(), view.height()) == size
        assert overlapping(view) == [] and cut(view) == []
