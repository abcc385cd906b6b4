"""分页 by mouse, keyboard and typing; the batch is what counts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.model.batch import Batch
from app.model.documents.part import Part, whole
from app.model.source import PdfFacts
from app.notices.filing import Filing
from tests.ui.conftest import a_batch, with_enterprise
from ui.send.parts.dialog import PartsDialog
from ui.shell.runner import Latest

KEY = "s0001/整本.pdf"
BOOK = (Part("form", ((1, 12),)), Part("experience", ((13, 30),)), Part("proof", ((31, 58),)))
PROPOSED = Filing(why="第 13 页标题：典型经验材料", proposed=BOOK)


@pytest.fixture
def asked(opened, qtbot, monkeypatch):
    """The dialog over a document of `pages` pages that is on no disk: its pages stay white."""
    monkeypatch.setattr("ui.send.parts.thumbnails.thumbnail", lambda *_: None)

    windows: list[QWidget] = []

    def make(filing: Filing = PROPOSED, pages: int = 58) -> PartsDialog:
        batch = with_enterprise(a_batch(), 1, "甲公司", paths=("整本.pdf",))
        source = batch.sources["s0001"]
        member = replace(source.members[0], pdf=PdfFacts("ok", "ok", pages))
        session = opened(replace(batch, sources={"s0001": replace(source, members=(member,))}))
        monkeypatch.setattr("ui.findings.preview.PreviewPane.show_member", lambda *_: None)
        windows.append(QWidget())
        qtbot.addWidget(windows[0])
        one = session.batch.enterprises["e0001"]
        dialog = PartsDialog(session, one, KEY, member, filing, pages, windows[0])
        dialog.resize(1200, 700)
        dialog.show()
        return dialog

    yield make
    windows.clear()


def batch_of(dialog: PartsDialog) -> Batch:
    return dialog._session.batch


def said(dialog: PartsDialog) -> tuple[Part, ...]:
    return batch_of(dialog).enterprises["e0001"].parts.get(KEY, ())


def click(dialog: PartsDialog, widget: QWidget, qtbot) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def at(dialog: PartsDialog, page: int) -> QPoint:
    return dialog.strip.grid.sheet(page).center()


def drag(dialog: PartsDialog, start: QPoint, end: QPoint) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(dialog.strip, left, none, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(dialog.strip, start + (end - start) * share)
    QTest.mouseRelease(dialog.strip, left, none, end)


def test_one_click_takes_what_is_proposed_and_undo_takes_it_back(asked, qtbot):
    dialog = asked()
    assert dialog.accept_button.text() == "按建议归类"
    click(dialog, dialog.accept_button, qtbot)
    assert said(dialog) == BOOK
    assert dialog._session.undo() == "把“整本.pdf”分页归为 3 种材料"
    assert said(dialog) == ()


def test_a_border_is_dragged(asked, qtbot):
    dialog = asked()
    drag(dialog, dialog.strip.grid.handle(12).center(), dialog.strip.grid.handle(15).center())
    assert dialog.ranges.fields["form"].text() == "1-15"
    assert dialog.accept_button.text() == "照此归类"
    click(dialog, dialog.accept_button, qtbot)
    assert said(dialog)[:2] == (Part("form", ((1, 15),)), Part("experience", ((16, 30),)))


def test_a_drag_is_one_step_back(asked, qtbot):
    dialog = asked()
    drag(dialog, dialog.strip.grid.handle(12).center(), dialog.strip.grid.handle(15).center())
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.strip, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.division.parts() == BOOK


def test_from_a_page_on_a_new_material_begins(asked, qtbot):
    dialog = asked(Filing(why="认不出"))
    assert not dialog.accept_button.isEnabled()
    for page, (_, button) in zip((1, 13, 31), dialog.choices, strict=True):
        qtbot.mouseClick(dialog.strip, Qt.MouseButton.LeftButton, pos=at(dialog, page))
        click(dialog, button, qtbot)
    click(dialog, dialog.accept_button, qtbot)
    assert said(dialog) == BOOK


def test_the_keyboard_does_all_of_it(asked, qtbot):
    dialog = asked(Filing(), pages=6)
    strip, press = dialog.strip, lambda key, *mod: qtbot.keyClick(dialog.strip, key, *mod)
    press(Qt.Key.Key_1)
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Left)
    press(Qt.Key.Key_2)
    assert dialog.division.parts() == (Part("form", ((1, 4),)), Part("experience", ((5, 6),)))
    press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert dialog.division.ranges("experience") == ((4, 6),)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert dialog.division.ranges("experience") == ((6, 6),)
    assert strip.accessibleName() == "第 6 页，典型经验材料"
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    press(Qt.Key.Key_Delete)
    assert dialog.division.free == ((1, 2),)
    qtbot.keyClick(dialog.accept_button, Qt.Key.Key_Space)
    assert said(dialog) == (Part("form", ((3, 5),)), Part("experience", ((6, 6),)))


def test_pages_are_typed(asked, qtbot):
    dialog = asked()
    field = dialog.ranges.fields["proof"]
    field.selectAll()
    qtbot.keyClicks(field, "30-40,58")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.division.ranges("proof") == ((30, 40), (58, 58))
    assert dialog.ranges.note.text() == "第 30 页同时属于几种材料；第 41–57 页未归类"


@pytest.mark.parametrize("typed, told", [("30-", "页码写成 1-12 或 1-12,15；本文件共 58 页"), ("1-59", "本文件只有 58 页")])
def test_pages_that_are_not_there_are_told_and_change_nothing(asked, qtbot, typed, told):
    dialog = asked()
    field = dialog.ranges.fields["proof"]
    field.selectAll()
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert dialog.ranges.note.text() == told
    assert field.property("fault") is True
    assert dialog.division.parts() == BOOK


def test_pages_swept_over_become_what_is_chosen_and_may_be_two_things(asked, qtbot):
    dialog = asked()
    drag(dialog, at(dialog, 3), at(dialog, 5))
    assert dialog.says.text() == "第 3–5 页是："
    also = next(a for a in dialog.page_menu().actions() if a.text() == "第 3–5 页同时也是")
    menu = also.menu()
    assert menu is not None
    next(a for a in menu.actions() if a.text() == "证明材料").trigger()
    assert dialog.division.ranges("form") == ((1, 12),)
    assert dialog.division.ranges("proof") == ((3, 5), (31, 58))


def test_it_begins_with_what_was_said(asked):
    dialog = asked(Filing(parts=whole("form"), by_person=True))
    assert dialog.division.parts() == whole("form")


def test_going_back_changes_nothing(asked, qtbot):
    dialog = asked()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert said(dialog) == ()


def test_only_pages_in_sight_and_the_next_are_drawn(asked, qtbot):
    dialog = asked(Filing(), pages=900)
    qtbot.waitUntil(lambda: not any(each.busy for each in dialog.findChildren(Latest))
                    and not dialog._pictures._next.isActive())
    assert 20 < len(dialog._pictures._kept) < 120
