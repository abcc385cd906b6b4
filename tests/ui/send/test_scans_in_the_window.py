"""Scans picked in the tray become one PDF; what weighs most is seen and made smaller."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app.job import Job
from app.model.documents.part import LEAVE_OUT, whole
from app.send.collect import collect
from tests.ui.conftest import a_batch
from ui.send.collect.page import CollectPage
from ui.send.scans import make_smaller, show_weights
from ui.send.weights import Bar

NAME = "山东齐峰电子信息有限公司"


def a_scan(kind: str, seed: int, side: int = 300, **more) -> bytes:
    out = io.BytesIO()
    size = (side, side * 7 // 5)
    grain = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
    grain.save(out, kind, dpi=(300, 300), **more)
    return out.getvalue()


@pytest.fixture
def page(qtbot, opened, answers, tmp_path):
    package = tmp_path / f"{NAME}.zip"
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("扫描/0001.jpg", a_scan("JPEG", 1))
        archive.writestr("扫描/0002.png", a_scan("PNG", 2))
        archive.writestr("扫描/说明.txt", b"text")
        archive.writestr("证明材料/获奖.png", a_scan("PNG", 3, 900))
    session = opened(a_batch())
    collect(session.store, "provincial", [package], sandbox=session.sandbox, job=Job())
    page = CollectPage(session, answers)
    session.start()
    qtbot.addWidget(page)
    page.resize(1130, 680)
    with qtbot.waitExposed(page):
        page.show()
    return page


def chip(page, name):
    return next(each for each in page.tray.chips if each.waiting.path.endswith(name))


def pick(page, qtbot, *names):
    for name in names:
        qtbot.mouseClick(chip(page, name), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)


def merging(page, name):
    """The menu of a chip, as far as merging goes."""
    menu = page.chip_menu(chip(page, name).waiting)
    return [action for action in menu.actions() if action.text().startswith("合并")]


def the_one(page):
    return page._session.batch.in_track("provincial")[0]


def test_picked_scans_become_one_pdf_and_can_be_had_back(page, qtbot, answers):
    pick(page, qtbot, "0001.jpg", "0002.png")
    assert [w.path.rpartition("/")[2] for w in page.tray.picked] == ["0001.jpg", "0002.png"]
    (action,) = merging(page, "0001.jpg")
    assert action.text() == "合并所选的 2 个扫描件为一个 PDF…"
    before = page._session.batch
    answers.texts = ["质量证书"]
    action.trigger()
    assert answers.errors == []
    made = page._session.batch.sources[the_one(page).sources[-1]]
    assert [member.path for member in made.members] == ["扫描/质量证书.pdf"]
    assert list(the_one(page).parts.values()).count(whole(LEAVE_OUT)) == 2
    assert page._session.undo() == "把 2 个扫描件合并为“质量证书.pdf”"
    assert page._session.batch.enterprises == before.enterprises


def test_the_pictures_of_a_folder_are_merged_without_picking(page):
    (action,) = merging(page, "0002.png")
    assert action.text() == "合并同一文件夹的 2 个扫描件为一个 PDF…"


def test_what_is_no_scan_is_not_merged(page, qtbot):
    assert merging(page, "说明.txt") == []
    pick(page, qtbot, "0001.jpg", "说明.txt")
    assert merging(page, "0001.jpg") == []


def test_a_plain_click_lets_the_picked_ones_go(page, qtbot):
    pick(page, qtbot, "0001.jpg", "0002.png")
    qtbot.mouseClick(chip(page, "说明.txt"), Qt.MouseButton.LeftButton)
    assert page.tray.picked == ()


def test_without_a_name_nothing_is_merged(page, qtbot, answers):
    pick(page, qtbot, "0001.jpg", "0002.png")
    answers.texts = [None]
    before = page._session.batch
    merging(page, "0001.jpg")[0].trigger()
    assert page._session.batch is before


def test_the_heaviest_file_has_the_longest_bar_and_a_smaller_copy(page, qtbot, answers):
    dialog = show_weights(page._session, answers, the_one(page).id, page)
    qtbot.waitExposed(dialog)
    bars = dialog.findChildren(Bar)
    assert len(bars) == 4 and bars[0]._part == 1.0
    assert page.row_menu(page.model.record(0)).actions()[-3].text() == "看什么占地方"
    dialog.close()


def test_a_smaller_copy_is_taken_after_both_sizes_were_seen(page, answers):
    key = next(k for k, m in page._session.batch.members_of(the_one(page)) if m.name == "获奖.png")
    answers.choices, answers.confirms = [2], [False]
    make_smaller(page._session, answers, the_one(page).id, key)
    assert "原来" in answers.asked[-1][1] and whole(LEAVE_OUT) not in the_one(page).parts.values()
    answers.choices, answers.confirms = [2], [True]
    make_smaller(page._session, answers, the_one(page).id, key)
    assert the_one(page).parts[key] == whole(LEAVE_OUT)
    assert "（100dpi）" in page._session.batch.sources[the_one(page).sources[-1]].members[0].path
    assert page._session.next_undo == "用 100 dpi 的较小副本代替“获奖.png”"
