"""A file that serves several materials, in the matrix and the tray: dropped, chosen in menus, as proposed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.model.batch import Batch
from app.model.documents.part import LEAVE_OUT, Part, whole
from app.model.source import PdfFacts
from app.notices.filing import Filing, filings_of
from tests.ui.conftest import WHOLE, a_batch, with_enterprise
from ui.send.collect.lying import Lying
from ui.send.collect.matrix_model import FIRST
from ui.send.collect.page import CollectPage
from ui.send.collect.tray import MEMBER, mime_for
from ui.send.parts.dialog import PartsDialog

BOOK = (Part("form", ((1, 12),)), Part("experience", ((13, 30),)), Part("proof", ((31, 58),)))
TOLD: dict[str, Filing] = {
    "整本.pdf": Filing(why="第 13 页标题：典型经验材料", proposed=BOOK),
    "盖章件.pdf": Filing(why="首页标题：申报书，文件名说是证明材料", proposed=whole("form")),
    "扫描0001.pdf": Filing(why="扫描件，还没有识别", is_pending=True),
    "杂.pdf": Filing(why="从标题和文件名都认不出是哪一种材料"),
}


@pytest.fixture
def page_of(opened, answers, qtbot, monkeypatch) -> Callable[[Batch], CollectPage]:
    """What is told of some files stands in TOLD; no file is on any disk, so nothing is drawn."""

    def told(batch, enterprise, notice):
        found = filings_of(batch, enterprise, notice)
        return {key: TOLD.get(key.partition("/")[2], filing) if key not in enterprise.parts else filing
                for key, filing in found.items()}

    for name in ("census", "menus"):
        monkeypatch.setattr(f"ui.send.collect.{name}.filings_of", told)
    monkeypatch.setattr("ui.send.parts.divide.filings_of", told)
    monkeypatch.setattr("ui.send.parts.thumbnails.thumbnail", lambda *_: None)

    def make(batch: Batch) -> CollectPage:
        page = CollectPage(opened(batch), answers)
        monkeypatch.setattr(page.preview, "_look", lambda *_: None)
        page.resize(1154, 724)
        qtbot.addWidget(page)
        page.show()
        return page

    return make


def a_book(*paths: str, pages: int = 58) -> Batch:
    """One enterprise with PDFs of so many pages."""
    batch = with_enterprise(a_batch(), 1, "甲公司", paths=paths)
    source = batch.sources["s0001"]
    members = tuple(
        replace(m, pdf=PdfFacts("ok", "ok", pages)) if m.kind == "pdf" else m for m in source.members
    )
    return replace(batch, sources={"s0001": replace(source, members=members)})


def said(page: CollectPage) -> dict[str, tuple[Part, ...]]:
    parts = page._session.batch.enterprises["e0001"].parts
    return {key.partition("/")[2]: told for key, told in parts.items()}


def walk(menu: QMenu, *words: str) -> None:
    """Choose by what an entry begins with, as a keyboard would."""
    for word in words:
        action = next(a for a in menu.actions() if a.text().startswith(word) and a.isEnabled())
        menu = action.menu() or menu  # type: ignore[assignment]
    action.trigger()


def lines(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def at(page: CollectPage, column: int) -> QPoint:
    return page.view.visualRect(page.model.index(0, FIRST + column)).center()


def cell_menu(page: CollectPage, column: int) -> QMenu:
    page.view.setCurrentIndex(page.model.index(0, FIRST + column))
    return page.row_menu(page.matrix.rows[0])


def drop(page: CollectPage, path: str, column: int) -> QMenu | None:
    """On a cell; the menu that asks, if one does."""
    mime = mime_for(f"s0001/{path}")  # the event does not own it
    event = QDropEvent(QPointF(at(page, column)), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton,
                       Qt.KeyboardModifier.NoModifier)
    page.view.dropEvent(event)
    popup = QApplication.activePopupWidget()
    return popup if isinstance(popup, QMenu) else None


def test_a_file_dropped_on_a_second_cell_serves_there_too_or_instead(page_of):
    page = page_of(a_book("申报书.pdf"))
    menu = drop(page, "申报书.pdf", 1)
    assert menu is not None
    assert lines(menu) == ["也作为典型经验材料（仍是申报书）", "改为典型经验材料"]
    walk(menu, "也作为")
    assert said(page) == {"申报书.pdf": (Part("form"), Part("experience"))}
    menu.close()
    menu = drop(page, "申报书.pdf", 2)
    assert menu is not None
    walk(menu, "改为")
    assert said(page) == {"申报书.pdf": whole("proof")}
    assert page._session.undo() == "把“申报书.pdf”归为证明材料"
    assert said(page) == {"申报书.pdf": (Part("form"), Part("experience"))}


def test_a_file_dropped_where_it_lies_asks_and_changes_nothing(page_of):
    page = page_of(a_book("申报书.pdf"))
    assert drop(page, "申报书.pdf", 0) is None
    assert said(page) == {}


def test_what_lies_in_a_cell_is_what_is_dragged_from_it(page_of):
    page = page_of(a_book(*WHOLE))
    assert page.view.file_at(at(page, 0)) == "s0001/申报书.pdf"
    page.view.setCurrentIndex(page.model.index(0, FIRST + 2))
    page.preview.choose("s0001/证明材料/审计报告.pdf")
    assert page.view.file_at(at(page, 2)) == "s0001/证明材料/审计报告.pdf"


def test_a_file_is_carried_from_its_cell_by_the_mouse(page_of, qtbot, monkeypatch):
    page = page_of(a_book("申报书.pdf"))
    carried: list[bytes] = []

    def let_go(drag: QDrag, _: Qt.DropAction) -> Qt.DropAction:
        carried.append(bytes(drag.mimeData().data(MEMBER).data()))
        return Qt.DropAction.IgnoreAction

    monkeypatch.setattr(QDrag, "exec", let_go)
    view, left = page.view.viewport(), Qt.MouseButton.LeftButton
    for column in (0, 1):
        QTest.mousePress(view, left, Qt.KeyboardModifier.NoModifier, at(page, column))
        moved = QMouseEvent(QEvent.Type.MouseMove, QPointF(at(page, column) + QPoint(40, 0)), left, left,
                            Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(view, moved)
        QTest.mouseRelease(view, left, Qt.KeyboardModifier.NoModifier, at(page, column))
    assert carried == ["s0001/申报书.pdf".encode()], "from an empty cell nothing is carried"


def test_a_whole_volume_is_filed_as_proposed_with_one_click(page_of, qtbot):
    page = page_of(a_book("整本.pdf", "盖章件.pdf", "杂.pdf", "扫描0001.pdf"))
    assert page.tray.agree.text() == "按建议归类 2 个"
    qtbot.mouseClick(page.tray.agree, Qt.MouseButton.LeftButton)
    assert said(page) == {"整本.pdf": BOOK, "盖章件.pdf": whole("form")}
    assert [chip.waiting.path for chip in page.tray.chips] == ["杂.pdf", "扫描0001.pdf"]
    assert page.tray.agree.isHidden()
    assert page._session.undo() == "把 2 个文件按建议归类"
    assert said(page) == {}


def test_what_is_not_clear_is_not_filed_with_the_rest(page_of, monkeypatch):
    """Of two materials nobody knows the pages; a scan may yet be recognised."""
    unclear = Filing(why="文件名说装有两种", proposed=(Part("form"), Part("experience")))
    early = Filing(why="扫描件", proposed=whole("form"), is_pending=True)
    monkeypatch.setitem(TOLD, "杂.pdf", unclear)
    monkeypatch.setitem(TOLD, "扫描0001.pdf", early)
    page = page_of(a_book("杂.pdf", "扫描0001.pdf"))
    assert page.tray.agree.isHidden()
    assert [row.words.text() for row in page.tray._rows] == ["像是申报书、典型经验材料", "待识别"]


def test_the_tray_says_of_each_file_why_it_waits(page_of):
    page = page_of(a_book("杂.pdf", "扫描0001.pdf", "整本.pdf"))
    rows = {row.chip.waiting.path: row.words.text() for row in page.tray._rows}
    assert rows == {
        "整本.pdf": "像是申报书 1–12、典型经验材料 13–30、证明材料 31–58",
        "杂.pdf": "从标题和文件名都认不出是哪一种材料",
        "扫描0001.pdf": "待识别",
    }
    assert page.tray.chips[0].waiting.path == "整本.pdf", "what can be agreed to comes first"


def test_a_cell_says_which_pages_lie_there_and_why(page_of):
    page = page_of(a_book("整本.pdf"))
    walk(page.chip_menu(page.tray.chips[0].waiting), "按建议归类")
    index = page.model.index(0, FIRST + 1)
    assert index.data().endswith(" 13–30")
    assert "整本.pdf 第 13–30 页 · 您归的类" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert lines(cell_menu(page, 1))[1:3] == ["整本.pdf　第 13–30 页", "您归的类"]  # below the way to its findings
    assert (page.why.serves.text(), page.why.reason.text()) == (
        "申报书 1–12、典型经验材料 13–30、证明材料 31–58", "您归的类")


def test_a_cell_opens_its_file_where_it_begins(page_of, monkeypatch):
    page = page_of(a_book("整本.pdf"))
    opened: list[int] = []
    monkeypatch.setattr(page.preview, "_look", lambda _target, page: opened.append(page))
    for column in (1, 2, 0):
        page.view.setCurrentIndex(page.model.index(0, FIRST + column))
    assert opened == [13, 31, 1]


def test_a_missing_cell_shows_the_file_that_may_be_it(page_of):
    page = page_of(a_book("整本.pdf"))
    tip = page.model.index(0, FIRST + 2).data(Qt.ItemDataRole.ToolTipRole)
    assert "整本.pdf：可能是申报书 1–12" in tip
    walk(cell_menu(page, 2), "按建议归类")
    assert said(page) == {"整本.pdf": BOOK}


def test_while_the_program_has_yet_to_read_a_cell_says_so(page_of):
    page = page_of(a_book("扫描0001.pdf"))
    assert page.model.index(0, FIRST).data() == "待识别"
    assert page.matrix.rows[0].status == "1 个文件待识别"


def opened_dialog(page: CollectPage) -> PartsDialog:
    dialogs = page.findChildren(PartsDialog)
    assert len(dialogs) == 1
    return dialogs[0]


@pytest.mark.parametrize("way", ["tray", "cell"])
def test_pages_are_told_apart_from_the_tray_and_from_a_cell(page_of, qtbot, way):
    page = page_of(a_book("整本.pdf"))
    menu = page.chip_menu(page.tray.chips[0].waiting) if way == "tray" else cell_menu(page, 0)
    walk(menu, "装有几种材料…")
    dialog = opened_dialog(page)
    dialog.strip.begun.emit()
    dialog.strip.changed.emit(dialog.division.moved(12, 10))
    qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
    assert said(page)["整本.pdf"][:2] == (Part("form", ((1, 10),)), Part("experience", ((11, 30),)))


def test_a_file_of_one_page_is_not_told_apart(page_of):
    page = page_of(a_book("杂.pdf", pages=1))
    assert "装有几种材料…" not in lines(page.chip_menu(page.tray.chips[0].waiting))


def test_the_menu_of_a_cell_orders_its_files(page_of):
    page = page_of(a_book("申报书_1.pdf", "申报书_2.pdf", "申报书_3.pdf"))

    def keys() -> Sequence[str]:
        return [key.rpartition("_")[2] for key in page.matrix.rows[0].cells[0].keys]

    assert lines(cell_menu(page, 0))[0] == "申报书由 3 个文件组成"
    walk(cell_menu(page, 0), "申报书_3.pdf", "移到最前")
    assert keys() == ["3.pdf", "1.pdf", "2.pdf"]
    walk(cell_menu(page, 0), "申报书_3.pdf", "后移一位")
    assert keys() == ["1.pdf", "3.pdf", "2.pdf"]
    assert page._session.batch.enterprises["e0001"].made_of == {"form": tuple(
        f"s0001/申报书_{n}.pdf" for n in (1, 3, 2))}
    page._session.undo()
    page._session.undo()
    assert keys() == ["1.pdf", "2.pdf", "3.pdf"]


def test_the_menu_of_a_cell_leaves_out_adds_and_asks_again(page_of):
    page = page_of(a_book("申报书.pdf"))
    walk(cell_menu(page, 0), "也作为", "承诺书")
    assert said(page)["申报书.pdf"][0] == Part("form")
    walk(cell_menu(page, 0), "由程序重新判断")
    assert said(page) == {}
    walk(cell_menu(page, 0), "不装入")
    assert said(page) == {"申报书.pdf": whole(LEAVE_OUT)}


def test_the_line_below_the_preview_opens_the_menu_of_the_file_shown(page_of, qtbot):
    page = page_of(a_book("申报书.pdf", "整本.pdf"))
    qtbot.mouseClick(page.tray.chips[0], Qt.MouseButton.LeftButton)
    assert page.why.serves.text().startswith("待归类，像是申报书 1–12")
    qtbot.mouseClick(page.why.button, Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    walk(menu, "按建议归类")
    menu.close()
    assert said(page) == {"整本.pdf": BOOK}


def test_words_with_markup_are_shown_as_they_are():
    file = Lying("s/<b>.pdf", "<b>.pdf", Filing(why="首页标题：<i>"))
    assert file.line == "<b>.pdf · 首页标题：<i>"
