"""The board is clicked, the table of all is narrowed, and what is exported is what is seen."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from PySide6.QtCore import QPoint, Qt

from app.errors import TemplateInvalid
from app.model.merged import Mark
from tests.ui.conftest import Answers
from ui.receive.facts import CONFIRM, COPY, INSERT, MERGE, REGISTER, VERIFY
from ui.receive.merge.page import MergePage
from ui.receive.view import LedgerView


def board(view: LedgerView) -> MergePage:
    view.go(MERGE)
    page = view.page(MERGE)
    assert isinstance(page, MergePage)
    return page


def click_link(qtbot, page: MergePage, title: str) -> None:
    row = next(n for n, m in enumerate(page.action_items.records.rows) if m.title == title)
    index = page.action_items.records.index(row, 4)
    page.action_items.scrollTo(index)
    place = page.action_items.visualRect(index).center()
    qtbot.mouseClick(page.action_items.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_tile_opens_what_its_city_handed_in(qtbot, whole: LedgerView):
    page = board(whole)
    zibo, jinan = page.tiles.tiles[2], page.tiles.tiles[0]
    qtbot.mouseClick(zibo, Qt.MouseButton.LeftButton)
    assert whole.step == VERIFY and whole.session.one.submission.id == "2023-370300-1"
    whole.go(MERGE)
    qtbot.mouseClick(jinan, Qt.MouseButton.LeftButton)
    assert whole.step == REGISTER and whole.session.one.submission.id == "2023-370100-1"


def test_a_city_that_has_not_come_cannot_be_opened(qtbot, whole: LedgerView):
    page = board(whole)
    qtbot.mouseClick(page.tiles.tiles[8], Qt.MouseButton.LeftButton)
    assert page.tiles.tiles[8].tile_text.title == "泰安" and whole.step == MERGE


def test_comparing_a_duplicate_shows_both_rows(qtbot, whole: LedgerView):
    page = board(whole)
    click_link(qtbot, page, "重复申报")
    rows = page.total.shown_rows()
    assert not page.is_on_board and {row.city for row in rows} == {"淄博市", "滨州市"}
    assert {row.entry.name for row in rows} == {"山东鲁北化工装备有限公司"}
    page.total.clear()
    assert len(page.total.shown_rows()) == whole.session.facts.board.counts[page.total.track]


def test_why_it_was_late_is_kept_in_the_history(qtbot, whole: LedgerView, answers: Answers):
    page = board(whole)
    answers.texts = ["邮路延误，已电话说明"]
    click_link(qtbot, page, "逾期")
    assert "逾期说明：邮路延误，已电话说明" in [event.what for event in whole.session.ledger.events()]


def test_holes_lead_to_reading_another_copy(qtbot, whole: LedgerView):
    click_link(qtbot, board(whole), "光盘读取错误")
    assert whole.step == INSERT


def test_every_line_of_what_waits_lands_at_its_submission(qtbot, whole: LedgerView):
    """On the page of its deed, with the submission it speaks of chosen there."""
    page, landed = board(whole), set()
    for item in [each for each in page.action_items.records.rows if each.mark is None]:
        whole.go(MERGE)
        row = page.action_items.records.rows.index(item)
        index = page.action_items.records.index(row, 4)
        page.action_items.scrollTo(index)
        place = page.action_items.visualRect(index).center()
        qtbot.mouseClick(page.action_items.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert whole.step == {COPY: INSERT, CONFIRM: REGISTER}.get(item.action, VERIFY)
        assert whole.session.one is not None and whole.session.one.submission.id == item.submission
        landed.add(whole.step)
    assert VERIFY in landed


def test_search_and_filters_narrow_the_table(qtbot, whole: LedgerView):
    page = board(whole)
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    table = page.total
    table.tabs.choose(1)
    table.search.insert("青岛 仪表")
    assert {row.entry.name for row in table.shown_rows()} == {"青岛仪表有限公司"}
    table.search.clear()
    table.senders.setCurrentIndex(table.senders.findText("潍坊市工业和信息化局"))
    assert len(table.shown_rows()) == 15
    table.marks.setCurrentIndex(table.marks.findData(Mark.DUPLICATE))
    assert table.shown_rows() == ()


def test_the_merged_table_holds_every_row(qtbot, whole: LedgerView, answers: Answers, tmp_path: Path):
    answers.save, answers.choices, answers.confirms = tmp_path / "总表.xlsx", [0], [False]
    qtbot.mouseClick(board(whole).export, Qt.MouseButton.LeftButton)
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    text = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    names = {row.entry.name for row in whole.session.facts.rows}
    assert len(book.sheetnames) == 2 and names <= set(text) and not any("只含" in cell for cell in text)
    assert "全国" in answers.asked[0][1] and "全省" in answers.asked[0][1]


def test_only_the_rows_seen_and_the_columns_picked_are_exported(
    qtbot, whole: LedgerView, answers: Answers, tmp_path: Path
):
    page = board(whole)
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    page.total.tabs.choose(1)
    page.total.search.insert("青岛仪表")
    page.total.show_column("phone", False)
    answers.save, answers.choices, answers.confirms = tmp_path / "总表.xlsx", [0], [False]
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    text = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "青岛仪表有限公司" in text and "青岛重工有限公司" not in text and "联系电话" not in text
    assert any("只含：搜索“青岛仪表”" in cell for cell in text)  # the file itself says what was chosen
    assert any("只含 搜索“青岛仪表”" in told for _, told in answers.asked)


def a_template(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append(["序号", "所属市", "推荐次序", "企业全称", "信用代码", "收到日期", "省厅编号"])
    book.save(path)
    return path


def filled(path: Path) -> list[tuple]:
    (sheet,) = openpyxl.load_workbook(path)
    return [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[3]]


def test_the_province_template_is_filled_with_all_rows_of_one_track(
    qtbot, whole: LedgerView, answers: Answers, tmp_path: Path
):
    answers.choices, answers.confirms = [1, 1], [False]
    answers.files, answers.save = (a_template(tmp_path / "省厅模板.xlsx"),), tmp_path / "填好.xlsx"
    qtbot.mouseClick(board(whole).export, Qt.MouseButton.LeftButton)
    wanted = [row for row in whole.session.facts.rows if row.track == "provincial"]
    rows = filled(tmp_path / "填好.xlsx")
    assert [row[3] for row in rows] == [row.entry.name for row in wanted]
    assert {row[1] for row in rows} == {row.city for row in wanted}
    assert {row[5] for row in rows} == {"2023-08-24", "2023-09-01"} and {row[6] for row in rows} == {None}
    assert "总表已导出" in answers.asked[-1][0]


def test_the_template_is_filled_with_the_rows_seen(qtbot, whole: LedgerView, answers: Answers, tmp_path: Path):
    page = board(whole)
    qtbot.mouseClick(page.turn, Qt.MouseButton.LeftButton)
    page.total.tabs.choose(1)
    page.total.search.insert("青岛")
    answers.choices, answers.confirms = [1, 0], [False]
    answers.files, answers.save = (a_template(tmp_path / "省厅模板.xlsx"),), tmp_path / "填好.xlsx"
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    assert [row[3] for row in filled(tmp_path / "填好.xlsx")] == [row.entry.name for row in page.total.shown_rows()]


def test_a_workbook_that_is_no_template_is_told_and_nothing_is_written(
    qtbot, whole: LedgerView, answers: Answers, tmp_path: Path
):
    openpyxl.Workbook().save(tmp_path / "空表.xlsx")
    answers.choices, answers.files, answers.save = [1, 1], (tmp_path / "空表.xlsx",), tmp_path / "填好.xlsx"
    qtbot.mouseClick(board(whole).export, Qt.MouseButton.LeftButton)
    assert isinstance(answers.errors[0], TemplateInvalid) and not (tmp_path / "填好.xlsx").exists()


def test_a_person_may_think_better_of_it(qtbot, whole: LedgerView, answers: Answers, tmp_path: Path):
    answers.choices, answers.save = [1, None], tmp_path / "填好.xlsx"
    qtbot.mouseClick(board(whole).export, Qt.MouseButton.LeftButton)
    assert not (tmp_path / "填好.xlsx").exists() and not answers.errors


def test_an_empty_ledger_says_where_to_begin(empty: LedgerView):
    page = board(empty)
    assert "读盘" in page._quiet.title.text() and not page.export.isEnabled()


def test_the_first_link_under_the_mouse_has_a_hand(qtbot, whole: LedgerView):
    page = board(whole)
    place = page.action_items.visualRect(page.action_items.records.index(0, 4)).center()
    qtbot.mouseMove(page.action_items.viewport(), QPoint(5, 5))
    qtbot.mouseMove(page.action_items.viewport(), place)
    assert page.action_items.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
