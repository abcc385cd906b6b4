"""汇总表: what is typed, pasted, dragged or imported is in the batch."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

from app.demo.cast import TRACKS
from app.demo.documents.tables import table, template
from app.errors import TableUnknown
from app.notices.read import load_notice
from tests.tour.clerk import Clerk
from tests.ui.batches import CODES, NATIONAL, PROVINCIAL, a_batch
from tests.ui.conftest import with_enterprise
from tests.ui.system_files import opened_files
from ui import theme
from ui.send.deeds import DeedsDialog
from ui.send.summary.page import SummaryPage
from ui.send.summary.row_table import HANDLE, AmissRole, MissingRole, OddRole, RowModel


@pytest.fixture
def shown(qtbot, opened, answers):
    def open_page(batch, track="provincial") -> SummaryPage:
        session = opened(batch)
        session.start()
        page = SummaryPage(session, answers)
        qtbot.addWidget(page)
        page.resize(1130, 680)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.tabs.choose(list(TRACKS).index(track))
        page.table.setFocus()
        return page

    return open_page


def column(page, key):
    return 1 + [each.id for each in page.rows.columns].index(key)


def choose(page, row, key):
    page.table.setCurrentIndex(page.rows.index(row, column(page, key)))


def fields(page, key):
    return page._session.batch.enterprises[key].fields


def editor(page, kind=QLineEdit):
    """The one open editor of the table."""
    (found,) = page.table.viewport().findChildren(kind, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found


# -- awarded before ---------------------------------------------------------------------------------
def test_a_list_of_those_awarded_before_is_brought_in_and_can_be_undone(shown, answers, tmp_path):
    book = openpyxl.Workbook()
    for row in (["2021年全省质量标杆名单"], ["企业名称"], ["济南样例有限公司"], ["甲"]):
        book.active.append(row)
    book.save(tmp_path / "名单.xlsx")
    page = shown(a_batch())
    answers.files = (tmp_path / "名单.xlsx",)
    page.awarded_button.click()
    assert [a.name for a in page._session.batch.awarded["2021年全省质量标杆名单"]] == ["济南样例有限公司"]
    assert "名单 2 家 = 载入 1 家（2020—2022 年）" in answers.told[-1][1] and "不像企业全称" in answers.told[-1][1]
    page._session.undo()
    assert page._session.batch.awarded == {}


# -- typing ----------------------------------------------------------------------------------------
def test_typing_over_a_cell_writes_it(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "phone")
    qtbot.keyClicks(page.table, "1")
    line = editor(page)
    qtbot.keyClicks(line, "3911112222")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fields(page, "e2")["phone"] == "13911112222")


def test_what_is_being_typed_is_not_lost_when_a_row_comes_meanwhile(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "phone")
    qtbot.keyClicks(page.table, "1")
    line, rows = editor(page), page.rows.rowCount()
    qtbot.keyClicks(line, "39")
    page._session.apply("收下", lambda batch: with_enterprise(batch, 9, "山东新来有限公司", page.track))
    assert editor(page) is line and line.text() == "139"
    qtbot.keyClicks(line, "11112222")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fields(page, "e2")["phone"] == "13911112222")
    qtbot.waitUntil(lambda: page.rows.rowCount() == rows + 1)


def test_chinese_typed_into_a_cell_is_kept(shown, qtbot):
    page = shown(a_batch())
    choose(page, 1, "contact")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    line = editor(page)
    line.selectAll()
    line.insert("李 敏")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: fields(page, "e3")["contact"] == "李 敏")
    assert page._session.next_undo == f"填写{PROVINCIAL[1]}的联系人"


def test_another_tab_keeps_what_was_being_typed(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "county")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    editor(page).insert("历城区")
    qtbot.mouseClick(page.tabs._group.button(0), Qt.MouseButton.LeftButton)
    assert fields(page, "e2")["county"] == "历城区"
    assert page._session.next_undo == f"填写{PROVINCIAL[0]}的县（市、区）"


def test_escape_leaves_the_cell_as_it_was(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "phone")
    qtbot.keyClicks(page.table, "9")
    qtbot.keyClick(editor(page), Qt.Key.Key_Escape)
    assert fields(page, "e2")["phone"] == "13800000002"


def test_the_area_is_chosen_from_the_notice(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "area")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    box = editor(page, QComboBox)
    assert box.count() == 5
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert page._session.notice.area(fields(page, "e2")["area"]).number == 2


def test_the_number_is_not_typed(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "order")
    qtbot.keyClicks(page.table, "7")
    assert not page.table.viewport().findChildren(QLineEdit)


def test_delete_empties_the_chosen_cells_at_once(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "contact")
    page.table.selectionModel().select(
        page.rows.index(1, column(page, "contact")), page.table.selectionModel().SelectionFlag.Select
    )
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert "contact" not in fields(page, "e2")
    assert "contact" not in fields(page, "e3")
    page._session.undo()
    assert fields(page, "e2")["contact"] == fields(page, "e3")["contact"] == "张工"


# -- what is seen ----------------------------------------------------------------------------------
def test_an_empty_required_cell_is_marked_and_counted(shown):
    batch = a_batch()
    batch = batch.with_enterprise(replace(batch.enterprises["e2"], fields={}))
    page = shown(batch)
    assert page.rows.index(0, column(page, "phone")).data(MissingRole)
    assert not page.rows.index(0, column(page, "remark")).data(MissingRole)
    assert page.header.subtitle.text().startswith("还缺 6 个必填格")


def test_area_and_division_show_their_names(shown):
    page = shown(a_batch())
    assert page.rows.index(0, column(page, "area")).data() == "1 全面质量管理"
    assert page.rows.index(0, column(page, "division")).data() == "34 通用设备制造业"


def test_what_must_be_filled_is_seen_first(shown):
    page = shown(a_batch())
    last = page.rows.index(0, column(page, "phone"))
    assert page.table.visualRect(last).right() <= page.table.viewport().width()


def test_tabs_count_against_the_quota_of_a_bureau_only(shown):
    page = shown(a_batch())
    assert [button.text() for button in page.tabs._group.buttons()] == ["全国　2 / 2", "全省　3"]


def test_a_direct_sender_has_no_quota(shown):
    page = shown(a_batch(bureau=False))
    assert [button.text() for button in page.tabs._group.buttons()] == ["全国　2", "全省　3"]


@pytest.mark.parametrize("as_written", [True, False])
def test_a_name_unlike_the_packages_is_marked_and_settled(shown, as_written):
    batch = a_batch()
    one = batch.enterprises["e4"]
    wrong = one.name.replace("（", "(").replace("）", ")")
    page = shown(batch.with_enterprise(replace(one, fields={**one.fields, "name": wrong})))
    at = page.rows.index(2, column(page, "name"))
    assert at.data() == wrong
    assert one.name in at.data(AmissRole)
    page.rows.settle_name(at, as_written=as_written)
    assert page._session.batch.enterprises["e4"].name == (wrong if as_written else one.name)
    assert not page.rows.index(2, column(page, "name")).data(AmissRole)


def test_an_empty_track_says_what_to_do(shown, qtbot):
    batch = a_batch()
    for key in ("e2", "e3", "e4"):
        batch = batch.without_enterprise(key)
    page = shown(batch)
    assert page._stack.currentWidget() is page._empty
    assert not page.preview.isEnabled()


# -- order -----------------------------------------------------------------------------------------
def test_alt_down_moves_the_row_and_keeps_it_chosen(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "contact")
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page._session.batch.order["provincial"] == ("e3", "e2", "e4")
    assert page.table.currentIndex().row() == 1
    qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert page._session.batch.order["provincial"] == ("e2", "e3", "e4")


def test_a_search_shows_rows_with_their_own_numbers_and_moves_none(shown, qtbot):
    page = shown(a_batch())
    before = page._session.batch.order["provincial"]
    page.search.insert("历下 4")  # the name, and what the experience is called
    assert [one.id for one in page.rows.rows] == ["e3"] and page.search.count == "1 / 3"
    assert page.rows.index(0, column(page, "order")).data() == "2"
    page.rows.setData(page.rows.index(0, column(page, "experience")), "另一个名称")
    assert fields(page, "e3")["experience"] == "另一个名称"
    assert [one.id for one in page.rows.rows] == ["e3"]  # what is worked on stays
    choose(page, 0, "contact")
    qtbot.keyClick(page.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert page._session.batch.order["provincial"] == before
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(page.rows.rows) == 3


def drop(page, mime, row, *, lower_half):
    """Let go of `mime` over a row's upper or lower half; below the table for a row it has not."""
    table = page.table
    rect = table.visualRect(page.rows.index(row, 2)) if row < page.rows.rowCount() else table.viewport().rect()
    y = rect.bottom() - 2 if lower_half else rect.top() + 2
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(rect.left() + 5, y), Qt.DropAction.MoveAction, mime, left, none)
    table.dropEvent(event)  # Qt itself only lets a real drag of this very view through


@pytest.mark.parametrize(
    ("row", "over", "lower_half", "wanted"),
    [
        (0, 2, True, ("e3", "e4", "e2")),
        (2, 0, False, ("e4", "e2", "e3")),
        (1, 0, True, ("e2", "e3", "e4")),
        (0, 1, True, ("e3", "e2", "e4")),
        (0, 9, True, ("e3", "e4", "e2")),
    ],
)
def test_a_row_dropped_between_two_others_lies_there(shown, qtbot, row, over, lower_half, wanted):
    page = shown(a_batch())
    handle = page.rows.index(row, HANDLE)
    qtbot.mouseClick(
        page.table.viewport(), Qt.MouseButton.LeftButton, pos=page.table.visualRect(handle).center()
    )
    held = [index for index in page.table.selectedIndexes() if index.flags() & Qt.ItemFlag.ItemIsDragEnabled]
    assert held == [handle]
    drop(page, page.rows.mimeData(held), over, lower_half=lower_half)
    assert page._session.batch.order["provincial"] == wanted


def test_rows_of_another_table_are_not_taken(shown):
    page = shown(a_batch())
    other = RowModel(page._session.notice)
    other.show(a_batch(), "provincial")
    drop(page, other.mimeData([other.index(0, HANDLE)]), 2, lower_half=True)
    assert page._session.batch.order["provincial"] == ("e2", "e3", "e4")


def test_only_the_handle_is_dragged(shown):
    page = shown(a_batch())
    assert page.rows.index(0, HANDLE).flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not page.rows.index(0, 2).flags() & Qt.ItemFlag.ItemIsDragEnabled


# -- the clipboard ---------------------------------------------------------------------------------
def test_a_block_is_pasted_from_the_chosen_cell_on(shown, qtbot):
    page = shown(a_batch())
    choose(page, 1, "contact")
    QGuiApplication.clipboard().setText("王五\t13911110001\r\n赵六\t13911110002\r\n")
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (fields(page, "e3")["contact"], fields(page, "e3")["phone"]) == ("王五", "13911110001")
    assert (fields(page, "e4")["contact"], fields(page, "e4")["phone"]) == ("赵六", "13911110002")


def test_rows_with_a_heading_go_to_the_enterprises_by_name(shown, qtbot, answers):
    page = shown(a_batch())
    choose(page, 0, "contact")
    text = f"申报单位名称\t联系人\n{PROVINCIAL[2]}\t钱七\n没有这家公司\t某某\n"
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert fields(page, "e4")["contact"] == "钱七"
    assert fields(page, "e2")["contact"] == "张工"
    assert "没有收到“没有这家公司”的申报材料" in answers.told[-1][1]


def test_more_rows_than_the_table_has_are_told(shown, qtbot, answers):
    page = shown(a_batch())
    choose(page, 2, "contact")
    QGuiApplication.clipboard().setText("甲\n乙\n丙\n")
    qtbot.keyClick(page.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert fields(page, "e4")["contact"] == "甲"
    assert "多 2 行" in answers.told[-1][1]


def test_copied_cells_are_tab_separated(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "name")
    select = page.table.selectionModel()
    for row, key in ((0, "code"), (1, "name"), (1, "code")):
        select.select(page.rows.index(row, column(page, key)), select.SelectionFlag.Select)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.splitlines() == [f"{PROVINCIAL[0]}\t{CODES[2]}", f"{PROVINCIAL[1]}\t{CODES[3]}"]


def test_an_open_editor_keeps_its_own_copy_and_paste(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "contact")
    QGuiApplication.clipboard().setText("a\tb\nc")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    line = editor(page)
    line.clear()
    qtbot.keyClick(line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert line.text().startswith("a")
    assert fields(page, "e3")["contact"] == "张工"


# -- files -----------------------------------------------------------------------------------------
def test_a_table_is_imported_and_its_rows_accounted_for(shown, tmp_path, answers):
    page = shown(a_batch(), "national")
    path = tmp_path / "登记表.xlsx"
    path.write_bytes(table("national"))
    answers.files = (path,)
    page.fill_button.click()
    assert fields(page, "e0")["name"] == NATIONAL[0]
    assert fields(page, "e0")["email"]
    assert answers.told[-1][0] == "导入完成"
    assert "2 行对上企业" in answers.told[-1][1]
    assert not answers.errors


def test_tables_of_several_tracks_are_imported_at_once(shown, tmp_path, answers):
    page = shown(a_batch(), "national")
    for track, name in (("provincial", "全省质量标杆汇总表.xlsx"), ("national", "全国质量标杆汇总表.xlsx")):
        (tmp_path / name).write_bytes(table(track))
    answers.files = tuple(sorted(tmp_path.glob("*汇总表.xlsx")))
    page.fill_button.click()
    assert fields(page, "e0")["name"] == NATIONAL[0] and fields(page, "e2")["name"] == PROVINCIAL[0]
    assert len(answers.told) == 1
    assert answers.told[0][1].count("行对上企业") == 2


def test_one_table_that_tells_the_tracks_fills_all_of_them(shown, qtbot, tmp_path, answers):
    """Whichever is shown: a column tells of each row whose it is."""
    page = shown(a_batch(), "national")
    book = openpyxl.Workbook()
    book.active.append(["序", "推荐类别", "企业名称", "领域（1-4）", "联系人/职务"])
    for number, (short, name) in enumerate([("全国", NATIONAL[0]), ("全省", PROVINCIAL[0]), ("全省", PROVINCIAL[1])], 1):
        book.active.append([number, short, name, "2", "李工"])
    book.save(tmp_path / "汇总表.xlsx")
    Clerk(page).drop_files(page, [tmp_path / "汇总表.xlsx"])
    assert {key: (fields(page, key)["area"], fields(page, key)["contact"]) for key in ("e0", "e2", "e3")} == dict.fromkeys(
        ("e0", "e2", "e3"), ("2", "李工"))  # fmt: skip
    ((_, text),) = answers.told
    assert "全国：汇总表.xlsx" in text and "表中 1 行，1 行对上企业" in text
    assert "全省：汇总表.xlsx" in text and "表中 2 行，2 行对上企业" in text and "没有填入" not in text
    assert "不认识、没有读的列：推荐类别" in text and not answers.errors
    deeds = DeedsDialog(page._session.store.history).table.rows
    assert [deed.what for deed in deeds] == ["从“汇总表.xlsx”填写全国汇总表等 2 项"]
    page._session.undo()
    assert not any(fields(page, key)["contact"] == "李工" for key in ("e0", "e2", "e3"))
    page._session.redo()
    assert all(fields(page, key)["contact"] == "李工" for key in ("e0", "e2", "e3"))


def test_a_table_without_a_known_heading_is_refused_in_words(shown, tmp_path, answers):
    page = shown(a_batch())
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙"])
    path = tmp_path / "别的.xlsx"
    book.save(path)
    answers.files = (path,)
    page.fill_button.click()
    assert isinstance(answers.errors[0], TableUnknown)
    assert fields(page, "e2") == a_batch().enterprises["e2"].fields


def test_the_provinces_template_is_kept_with_the_batch(shown, tmp_path, answers):
    page = shown(a_batch())
    path = tmp_path / "附件7.xlsx"
    path.write_bytes(template("provincial"))
    answers.files = (path,)
    page.template_button.click()
    stored = page._session.batch.templates["provincial"]
    assert (page._session.folder / stored).read_bytes() == path.read_bytes()
    assert "已载入省厅模板" in page.hint.text()


def test_what_a_template_lacks_is_told_when_it_is_loaded(shown, tmp_path, answers):
    page = shown(a_batch())
    book = openpyxl.Workbook()
    book.active.append(["序号", "企业名称", "统一社会信用代码", "吉祥物"])
    book.save(tmp_path / "附件7.xlsx")
    answers.files = (tmp_path / "附件7.xlsx",)
    page.template_button.click()
    assert "模板里没有这些列" in answers.told[-1][1] and "不认识的列“吉祥物”，留空" in answers.told[-1][1]


def test_a_template_that_cannot_be_used_says_why_and_what_next(shown, tmp_path, answers):
    page = shown(a_batch())
    (tmp_path / "附件7.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    answers.files = (tmp_path / "附件7.xlsx",)
    page.template_button.click()
    (error,) = answers.errors
    assert "旧格式" in error.detail and "另存为" in error.detail and "先不用模板" in error.advice
    assert "provincial" not in page._session.batch.templates


def test_the_table_is_written_and_opened(shown):
    page = shown(a_batch())

    with opened_files() as paths:
        page.preview.click()
    sheet = openpyxl.load_workbook(paths[0]).active
    written = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert {*PROVINCIAL, CODES[2]} <= set(written)


# -- the model -------------------------------------------------------------------------------------
def test_the_table_is_a_sound_model(qtmodeltester):
    model = RowModel(load_notice("2023")[0])
    model.show(a_batch(), "provincial")
    qtmodeltester.check(model)


def test_an_edit_keeps_the_chosen_cell(shown):
    page = shown(a_batch())
    choose(page, 1, "phone")
    page.rows.setData(page.table.currentIndex(), "13911110001")
    assert page.table.currentIndex() == page.rows.index(1, column(page, "phone"))


# -- what is seen ------------------------------------------------------------------------------------
def test_a_wrong_code_is_marked_with_its_reason_in_the_cell_and_above(shown):
    page = shown(a_batch())
    choose(page, 0, "code")
    page.rows.setData(page.table.currentIndex(), CODES[2][:-1] + "X")
    at = page.table.currentIndex()
    assert "最后一位校验码不对" in at.data(AmissRole)
    assert "最后一位校验码不对" in at.data(Qt.ItemDataRole.ToolTipRole)
    assert page.hint.text() == f"统一社会信用代码：{at.data(AmissRole)}"
    page.rows.setData(at, CODES[2])
    assert not at.data(AmissRole)
    assert "最后一位" not in page.hint.text()


@pytest.mark.parametrize(("text", "said"), [
    ("8.69E+10", "科学计数法"), ("１３８０００００００５", "13800000005"), ("86912345", "格式不对"), ("转 8023", "格式不对"),
])
def test_an_oddly_written_phone_is_marked_and_may_stay(shown, text, said):
    page = shown(a_batch())
    choose(page, 0, "phone")
    page.rows.setData(page.table.currentIndex(), text)
    at = page.table.currentIndex()
    assert said in at.data(OddRole) and not at.data(AmissRole)
    assert said in at.data(Qt.ItemDataRole.ToolTipRole) and said in page.hint.text()
    ground = page.table.grab(page.table.visualRect(at).translated(0, page.table.horizontalHeader().height())).toImage()
    assert ground.pixelColor(3, 6).name().upper() == theme.AMBER_SOFT
    page.rows.setData(at, "0531-86912345")
    assert not at.data(OddRole) and said not in page.hint.text()


@pytest.mark.parametrize(("key", "text"), [("code", "91370112MADM3K036691"), ("phone", "0531-66600000、13800000005")])
def test_what_is_typed_is_never_cut(shown, key, text):
    page = shown(a_batch())
    at = page.rows.index(0, column(page, key))
    page.table.horizontalHeader().resizeSection(at.column(), 60)
    page.rows.setData(at, text)
    assert page.table.columnWidth(at.column()) >= page.table.sizeHintForIndex(at).width()


def test_a_code_is_typed_in_a_line_that_holds_it(shown, qtbot):
    page = shown(a_batch())
    page.table.horizontalHeader().resizeSection(column(page, "code"), 60)
    choose(page, 0, "code")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    line = editor(page)
    assert line.width() > line.fontMetrics().horizontalAdvance("0" * 18)


def test_the_list_of_areas_shows_its_longest_entry(shown, qtbot):
    page = shown(a_batch())
    choose(page, 0, "area")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    box = editor(page, QComboBox)
    metrics = box.view().fontMetrics()
    assert box.view().minimumWidth() > max(metrics.horizontalAdvance(box.itemText(n)) for n in range(box.count()))


def test_each_tab_tells_its_gaps(shown):
    batch = a_batch()
    one = batch.enterprises["e0"]
    page = shown(batch.with_enterprise(replace(one, fields={**one.fields, "contact": "", "phone": ""})))
    titles = [each.text() for each in page.tabs.findChildren(QAbstractButton)]
    assert titles[0].endswith("· 缺 2 格")
    assert "缺" not in titles[1]
