"""Step 1 by mouse and keyboard; the batch is what counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QWidget

from app.batch import edit
from app.model.batch import Batch
from app.model.documents.part import LEAVE_OUT, whole
from app.send.dropped.unfinished import Rest, unfinished
from tests.builders import a_folder, a_pdf, a_zip
from tests.ui.conftest import WHOLE, a_batch, with_enterprise
from ui.send.collect.census import Waiting
from ui.send.collect.matrix_model import FIRST, NAME, MatrixModel
from ui.send.collect.page import CollectPage
from ui.send.collect.removed import RemovedDialog
from ui.send.collect.removing import RemovingDialog
from ui.send.collect.tray import mime_of
from ui.send.deeds import DeedsDialog
from ui.send.progress import CHECK
from ui.widgets.drop_area import SLIM

UNSEALED = "1 处待核对"  # complete, but nobody pressed a seal on these pages
DROPPED = "2 处待核对"  # nor wrote more than a line
FILES = {"申报书.pdf": a_pdf(), "典型经验材料.pdf": a_pdf(text="experience"), "证明材料/执照.pdf": a_pdf(text="licence")}


@pytest.fixture
def page_of(opened, answers, qtbot):
    def make(batch: Batch) -> CollectPage:
        page = CollectPage(opened(batch), answers)
        page.resize(1154, 724)
        qtbot.addWidget(page)
        page.show()
        QApplication.processEvents()  # laid out as what it shows wants it
        return page

    return make


def batch_of(page: CollectPage) -> Batch:
    return page._session.batch


def drop(widget: QWidget, mime: QMimeData, at: QPoint) -> None:
    event = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    widget.dropEvent(event)


def files(*paths: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return mime


def test_the_line_above_accounts_for_every_file(page_of):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司", paths=(*WHOLE, "扫描件1.pdf"), left_out=("Thumbs.db",)))
    assert page.header.subtitle.text() == "1 家企业 · 收到 6 个文件 = 已归类 4 + 待归类 1 + 不需要 1"


def test_dropped_packages_become_enterprises(page_of, answers, tmp_path):
    page = page_of(a_batch())
    answers.choices = [1]  # 全省
    packages = [a_zip(tmp_path / f"{name}.zip", FILES) for name in ("山东甲某有限公司", "山东乙某有限公司")]
    drop(page.drop, files(*packages), QPoint(50, 20))
    assert batch_of(page).listed("provincial") == ("山东甲某有限公司", "山东乙某有限公司")
    assert [row.status for row in page.matrix.rows] == [DROPPED, DROPPED]
    assert answers.errors == []


def test_a_folder_of_what_bears_no_names_is_asked_about_and_taken_apart(page_of, answers, tmp_path):
    page = page_of(a_batch())
    answers.choices = [0, 0]  # 全国; 每一个是一家企业
    everything = tmp_path / "全部材料"
    for name in ("1号", "山东乙某有限公司"):
        a_folder(everything / name, FILES)
    page.take([everything])
    assert [title for title, _ in answers.asked][1] == "“全部材料”里有 2 个文件夹或压缩包"
    assert set(batch_of(page).listed("national")) == {"1号", "山东乙某有限公司"}


def test_the_only_one_in_a_folder_that_bears_no_name_is_called_by_its_own(page_of, answers, tmp_path):
    page = page_of(a_batch())
    a_folder(tmp_path / "全国" / "山东甲某有限公司", FILES)
    a_folder(tmp_path / "全省" / "申报材料", FILES)  # tells no name: the folder is the package
    page.take([tmp_path / "全国", tmp_path / "全省"])
    assert answers.asked == []
    assert batch_of(page).listed("national") == ("山东甲某有限公司",)
    assert batch_of(page).listed("provincial") == ("全省",)


def test_parts_of_one_enterprise_are_asked_about(page_of, answers, tmp_path):
    """All bear its name, or the folder does."""
    page = page_of(a_batch())
    for name in ("山东甲某有限公司申报书", "山东甲某有限公司证明材料"):
        a_folder(tmp_path / "全省" / name, FILES)
    for name in ("山东乙某有限公司", "济南丙某有限公司"):
        a_folder(tmp_path / "山东丁某集团有限公司" / name, FILES)
    answers.choices = [1, 1, 1]  # 合起来是一家; 全省; 合起来是一家
    page.take([tmp_path / "全省"])
    page.take([tmp_path / "山东丁某集团有限公司"])
    assert [title.partition("里有")[1] for title, _ in answers.asked].count("里有") == 2
    assert batch_of(page).listed("provincial") == ("全省", "山东丁某集团有限公司")


def test_a_folder_that_is_divided_by_tracks_is_asked_about_where_names_leave_a_doubt(page_of, answers, tmp_path):
    page = page_of(a_batch())
    for track, name in (("全国", "甲"), ("全省", "山东乙某有限公司"), ("全省", "山东丙某有限公司")):
        a_folder(tmp_path / "材料" / track / name, FILES)
    answers.choices = [0]
    page.take([tmp_path / "材料"])
    assert answers.asked == [("“材料”里按类别分了文件夹", "全国 1 家，全省 2 家")]
    assert batch_of(page).listed("national") == ("甲",)
    assert set(batch_of(page).listed("provincial")) == {"山东乙某有限公司", "山东丙某有限公司"}
    assert page._session.undo() is not None and not batch_of(page).enterprises, "one act"
    page._session.redo()
    deeds = DeedsDialog(page._session.store.history).table.rows
    assert len(deeds) == 1 and len(batch_of(page).enterprises) == 3


def test_what_folders_and_names_tell_is_not_asked_but_said(page_of, answers, qtbot, tmp_path):
    page = page_of(a_batch())
    for track, name in (("全国", "山东甲某有限公司"), ("全省", "山东乙某有限公司"), ("全省", "山东丙某有限公司")):
        a_folder(tmp_path / "材料" / track / name, FILES)
    with qtbot.waitSignal(page._session.noted) as said:
        page.take([tmp_path / "材料"])
    assert said.args == ["已收下 3 家：全国 1 家，全省 2 家；每个文件夹或压缩包作为一家"]
    for name in ("山东丁某有限公司", "山东戊某有限公司"):
        a_folder(tmp_path / "全国" / name, FILES)
    page.take([tmp_path / "全国"])
    assert answers.asked == []
    assert set(batch_of(page).listed("national")) == {"山东甲某有限公司", "山东丁某有限公司", "山东戊某有限公司"}


@pytest.mark.parametrize(("answer", "count"), [(0, 1), (1, 0)])
def test_what_was_still_to_come_is_gone_on_with_if_wanted(page_of, opened, answers, qtbot, tmp_path, answer, count):
    page = page_of(a_batch())
    package = a_zip(tmp_path / "山东甲某有限公司.zip", FILES)
    Rest(page._session.folder, [("provincial", package)], replaces=False).note()
    answers.choices = [answer]
    again = CollectPage(page._session, answers)
    qtbot.addWidget(again)
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.asked[0][0] == "上次没有收完" and "还有 1 家没有收下：山东甲某有限公司.zip" in answers.asked[0][1]
    qtbot.waitUntil(lambda: unfinished(page._session.folder) is None)
    assert len(batch_of(page).enterprises) == count


def test_a_second_package_of_the_same_name_replaces_the_first_if_wanted(page_of, answers, tmp_path):
    page = page_of(with_enterprise(a_batch(), 1, "山东甲某有限公司", paths=("申报书.pdf",)))
    answers.choices = [1, 0]  # 全省; 替换
    page.take([a_zip(tmp_path / "山东甲某有限公司.zip", FILES)])
    assert len(batch_of(page).enterprises) == 1
    assert page.matrix.rows[0].status == DROPPED


def test_going_back_at_a_question_takes_nothing_in(page_of, answers, tmp_path):
    page = page_of(a_batch())
    answers.choices = [None]
    page.take([a_zip(tmp_path / "山东甲某有限公司.zip", FILES)])
    assert not batch_of(page).enterprises


def test_a_vanished_file_is_told_and_nothing_is_lost(page_of, answers, tmp_path):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司"))
    answers.choices = [1]
    page.take([tmp_path / "没有了.zip"])
    assert answers.errors[0].code == "E301"
    assert len(batch_of(page).enterprises) == 1


def test_one_click_on_the_hint_confirms_a_name(page_of, qtbot):
    page = page_of(with_enterprise(a_batch(), 1, "济南试制机床有限公司"))
    box = page.view.visualRect(page.model.index(0, NAME))
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton,
                     pos=QPoint(box.right() - 12, box.center().y()))
    assert batch_of(page).enterprises["e0001"].is_confirmed


def test_all_names_are_confirmed_at_once(page_of, qtbot):
    page = page_of(with_enterprise(with_enterprise(a_batch(), 1, "甲公司"), 2, "乙公司"))
    qtbot.mouseClick(page.confirm_all, Qt.MouseButton.LeftButton)
    assert all(one.is_confirmed for one in batch_of(page).enterprises.values())
    assert page.confirm_all.isHidden()


def test_a_name_is_edited_in_place(page_of, qtbot):
    page = page_of(with_enterprise(a_batch(), 1, "海岱物流"))
    page.view.setCurrentIndex(page.model.index(0, NAME))
    page.view.edit(page.view.currentIndex())
    editor = page.view.findChild(QLineEdit)
    editor.selectAll()
    editor.insert("山东海岱物流股份有限公司")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: batch_of(page).enterprises["e0001"].is_confirmed)
    one = batch_of(page).enterprises["e0001"]
    assert (one.name, one.is_confirmed) == ("山东海岱物流股份有限公司", True)


@pytest.mark.parametrize("comes", ["another enterprise", "a finding"])
def test_what_is_being_typed_is_not_lost_when_something_comes_meanwhile(page_of, qtbot, comes):
    page = page_of(with_enterprise(a_batch(), 1, "海岱物流"))
    page.view.setCurrentIndex(page.model.index(0, NAME))
    page.view.edit(page.view.currentIndex())
    editor = page.view.findChild(QLineEdit)
    editor.selectAll()
    editor.insert("山东海岱")
    if comes == "another enterprise":
        page._session.apply("收下", lambda batch: with_enterprise(batch, 2, "乙公司"))
    else:
        page._session.apply("填", lambda batch: edit.set_fields(batch, "e0001", {"contact": "张工"}))
    assert page.view.findChild(QLineEdit) is editor and editor.text() == "山东海岱"
    editor.insert("物流股份有限公司")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.view.is_editing)
    assert batch_of(page).enterprises["e0001"].name == "山东海岱物流股份有限公司"
    assert page.model.rowCount() == len(batch_of(page).enterprises)


def a_waiting(page: CollectPage) -> Waiting:
    return page.tray.chips[0].waiting


def test_a_chip_dropped_on_a_cell_says_what_the_file_is(page_of):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司", paths=(*WHOLE[1:], "扫描件1.pdf")))
    box = page.view.visualRect(page.model.index(0, FIRST))
    drop(page.view, mime_of(a_waiting(page)), box.center())
    assert batch_of(page).enterprises["e0001"].parts == {"s0001/扫描件1.pdf": whole("form")}
    assert page.matrix.rows[0].status == UNSEALED
    assert page.tray.chips == ()


def test_a_chip_cannot_go_to_another_enterprise(page_of, answers):
    batch = with_enterprise(a_batch(), 1, "甲公司", paths=(*WHOLE[1:], "扫描件1.pdf"))
    page = page_of(with_enterprise(batch, 2, "乙公司"))
    drop(page.view, mime_of(a_waiting(page)), page.view.visualRect(page.model.index(1, FIRST)).center())
    assert not any(one.parts for one in batch_of(page).enterprises.values())
    assert "甲公司" in answers.told[0][1]


def chosen(page: CollectPage, *titles: str) -> None:
    """Walk the menu of the current row as a keyboard would."""
    menu = page.row_menu(page.view.row_at(page.view.currentIndex()))
    for title in titles:
        action = next(a for a in menu.actions() if a.text().startswith(title))
        menu = action.menu() or menu
    action.trigger()


def test_the_menu_moves_leaves_out_and_removes(page_of):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司"))
    page.view.setCurrentIndex(page.model.index(0, FIRST))
    chosen(page, "归为", "不装入光盘")
    assert batch_of(page).enterprises["e0001"].parts == {"s0001/申报书.pdf": whole(LEAVE_OUT)}
    chosen(page, "换到全国")
    assert batch_of(page).listed("national") == ("甲公司",)
    chosen(page, "移出本批次")
    assert not batch_of(page).enterprises
    assert page._session.undo() is not None
    assert batch_of(page).listed("national") == ("甲公司",)


def test_moving_out_is_asked_first(page_of, answers):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司"))
    page.view.setCurrentIndex(page.model.index(0, NAME))
    answers.confirms = [False]
    chosen(page, "移出本批次")
    assert "甲公司" in answers.asked[-1][0]
    assert batch_of(page).listed("provincial") == ("甲公司",)


def test_what_was_moved_out_is_listed_and_put_back_where_it_stood(page_of, qtbot):
    batch = a_batch()
    for number, name in enumerate(("甲公司", "乙公司", "丙公司"), 1):
        batch = with_enterprise(batch, number, name)
    page = page_of(batch)
    assert page.gone.isHidden()
    page.view.setCurrentIndex(page.model.index(1, NAME))
    chosen(page, "移出本批次")
    assert batch_of(page).listed("provincial") == ("甲公司", "丙公司")
    assert page.gone.text() == "已移出 1 家…"
    qtbot.mouseClick(page.gone, Qt.MouseButton.LeftButton)
    dialog = page.findChild(RemovedDialog)
    assert [each.enterprise.name for each in dialog.table.rows] == ["乙公司"]
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert batch_of(page).listed("provincial") == ("甲公司", "乙公司", "丙公司")
    assert page.gone.isHidden()


def test_several_are_moved_out_at_once_and_come_back_by_one_undo(page_of, qtbot, answers):
    batch = a_batch()
    for number, name in enumerate(("甲公司", "乙公司", "丙公司"), 1):
        batch = with_enterprise(batch, number, name)
    page = page_of(batch)
    page.view.setCurrentIndex(page.model.index(0, NAME))
    chosen(page, "移出几家")
    dialog = page.findChild(RemovingDialog)
    assert not dialog.out.isEnabled()
    for row, key in ((0, Qt.KeyboardModifier.NoModifier), (2, Qt.KeyboardModifier.ControlModifier)):
        place = dialog.view.visualRect(dialog.table.index(row, 0)).center()
        qtbot.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, key, place)
    assert dialog.out.text() == "移出 2 家…"
    qtbot.mouseClick(dialog.out, Qt.MouseButton.LeftButton)
    assert answers.asked[-1][0] == "把 2 家企业移出本批次？" and "甲公司、丙公司" in answers.asked[-1][1]
    assert batch_of(page).listed("provincial") == ("乙公司",)
    page._session.undo()
    assert batch_of(page).listed("provincial") == ("甲公司", "乙公司", "丙公司")


def test_the_dots_at_the_end_of_a_row_open_its_menu(page_of, qtbot):
    page = page_of(with_enterprise(with_enterprise(a_batch(), 1, "甲公司"), 2, "乙公司"))
    last = page.view.visualRect(page.model.index(1, page.model.columnCount() - 1))
    with qtbot.waitSignal(page.view.menu_wanted) as wanted:
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=last.center() + QPoint(last.width() // 2 - 14, 0))
    assert wanted.args[0].row() == 1
    (menu,) = [menu for menu in page.findChildren(QMenu) if menu.isVisible()]
    menu.close()  # an open one would take the clicks of whoever comes next


def test_where_rows_stand_the_place_to_drop_is_one_line_high(page_of):
    assert page_of(a_batch()).drop.height() > 300
    assert page_of(with_enterprise(a_batch(), 1, "甲公司")).drop.height() == SLIM


def test_what_is_searched_for_is_all_that_is_listed(page_of, qtbot):
    batch = a_batch()
    for number, name in enumerate(("甲机床公司", "乙仪表公司", "丙机床公司"), 1):
        batch = with_enterprise(batch, number, name, paths=(*WHOLE[1:], f"扫描件{number}.pdf"))
    page = page_of(batch)
    qtbot.keyClick(page.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page.search.insert("机床")
    assert [row.name for row in page.model.rows] == ["甲机床公司", "丙机床公司"]
    assert page.search.count == "2 / 3"
    assert page.tray._count.text() == "待归类 2 / 3 个文件"
    page.search.clear()
    page.search.insert("扫描件2")  # a file that waits is in the tray alone
    assert page.tray._count.text() == "待归类 1 / 3 个文件"
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(page.model.rows) == 3 and page.search.count == ""
    assert len(batch_of(page).enterprises) == 3


def test_a_heading_sorts_what_is_shown_and_nothing_else(page_of, qtbot):
    batch = a_batch()
    for number, (name, size) in enumerate((("甲公司", 3), ("乙公司", 20), ("丙公司", 1)), 1):
        batch = with_enterprise(batch, number, name, size=size * 1_000_000)
    page, header = page_of(batch), None
    header = page.view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(page.model.columnCount() - 2) + 20, 10)
    orders = []
    for _ in range(3):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        orders.append([row.name[0] for row in page.model.rows])
    assert orders == [["丙", "甲", "乙"], ["乙", "甲", "丙"], ["甲", "乙", "丙"]]
    assert batch_of(page).listed("provincial") == ("甲公司", "乙公司", "丙公司")


def test_the_cursor_stays_with_its_enterprise(page_of):
    page = page_of(with_enterprise(with_enterprise(a_batch(), 1, "甲公司"), 2, "乙公司"))
    page.view.setCurrentIndex(page.model.index(1, FIRST))
    chosen(page, "换到全国")
    assert page.view.row_at(page.view.currentIndex()).name == "乙公司"
    assert page.view.currentIndex().row() == 0


def test_the_menu_key_opens_the_menu_of_the_current_row(page_of, qtbot):
    page = page_of(with_enterprise(with_enterprise(a_batch(), 1, "甲公司"), 2, "乙公司"))
    page.view.setCurrentIndex(page.model.index(1, NAME))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), QPoint(5, 5))
    with qtbot.waitSignal(page.view.menu_wanted) as wanted:
        page.view.contextMenuEvent(event)
    assert wanted.args[0].row() == 1


def test_files_dropped_on_a_row_are_added_to_it(page_of, answers, tmp_path):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司", paths=WHOLE[1:]))
    answers.choices = [0]
    (tmp_path / "申报书（补）.pdf").write_bytes(a_pdf())
    place = page.view.visualRect(page.model.index(0, NAME)).center()
    drop(page.view, files(tmp_path / "申报书（补）.pdf"), place)
    assert len(batch_of(page).enterprises["e0001"].sources) == 2
    assert page.matrix.rows[0].status == UNSEALED


def test_replacing_keeps_the_row_and_drops_the_old_files(page_of, answers, tmp_path):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司", confirmed=True))
    answers.files = (a_zip(tmp_path / "补正材料.zip", FILES),)
    page._actions.replace(page.matrix.rows[0])
    one = batch_of(page).enterprises["e0001"]
    assert (one.name, one.is_confirmed, len(one.sources)) == ("甲公司", True, 1)
    assert one.sources != ("s0001",)
    assert page._session.undo() == "用新材料替换甲公司的旧材料"
    assert batch_of(page).enterprises["e0001"].sources == ("s0001",), "one act"


def test_several_files_take_the_place_of_the_old_ones_together(page_of, answers, tmp_path):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司"))
    answers.files = tuple(a_zip(tmp_path / f"补正{number}.zip", FILES | {number: b"x"}) for number in "12")
    page._actions.replace(page.matrix.rows[0])
    assert len(batch_of(page).enterprises["e0001"].sources) == 2
    deeds = DeedsDialog(page._session.store.history).table.rows
    assert [deed.what for deed in deeds] == ["用新材料替换甲公司的旧材料等 2 项"]
    page._session.undo()
    assert batch_of(page).enterprises["e0001"].sources == ("s0001",)
    page._session.redo()
    assert len(batch_of(page).enterprises["e0001"].sources) == 2


def test_what_was_not_taken_is_listed_with_reasons(page_of, answers):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司", left_out=("Thumbs.db",)))
    page._actions.show_left_out(page.matrix.rows[0])
    assert "Thumbs.db：系统残留文件" in answers.told[0][1]


def test_the_next_step_is_one_button(page_of, qtbot):
    page = page_of(with_enterprise(a_batch(), 1, "甲公司"))
    with qtbot.waitSignal(page.go) as went:
        qtbot.mouseClick(page.next_button, Qt.MouseButton.LeftButton)
    assert went.args == [CHECK]


def test_a_page_of_the_form_is_shown_beside_its_cell(page_of, answers, tmp_path):
    page = page_of(a_batch())
    answers.choices = [1]
    page.take([a_zip(tmp_path / "山东甲某有限公司.zip", FILES)])
    page.view.setCurrentIndex(page.model.index(0, FIRST))
    assert page.preview._count.text() == "第 1 / 1 页"
    assert page.preview.sheet._image is not None


def test_the_matrix_keeps_the_rules_of_a_model(page_of, qtmodeltester):
    page = page_of(with_enterprise(with_enterprise(a_batch(), 1, "甲公司"), 2, "乙公司", paths=()))
    assert isinstance(page.model, MatrixModel)
    qtmodeltester.check(page.model)


def test_however_many_enterprises_there_are_the_preview_stays_in_sight(page_of):
    batch = a_batch()
    for number in range(1, 61):
        batch = with_enterprise(batch, number, f"山东第{number}某有限公司")
    page = page_of(batch)
    assert page.matrix.rows and page.layout().totalHeightForWidth(1140) <= 512


def test_what_lies_beside_the_packages_is_told_with_its_place(page_of, answers, tmp_path):
    page = page_of(a_batch())
    for name in ("山东甲某有限公司", "山东乙某有限公司", "济南丙某有限公司"):
        a_folder(tmp_path / "全省" / name, FILES)
    (tmp_path / "全省" / "全市一览表.xlsx").write_bytes(b"x")
    (tmp_path / "全省" / "山东乙某有限公司补充承诺书.pdf").write_bytes(b"%PDF")
    page.take([tmp_path / "全省"])
    assert "请拖到“汇总表”一页" in answers.told[0][1]
    assert "是山东乙某有限公司的，请拖到它那一行" in answers.told[0][1]
