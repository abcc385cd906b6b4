"""The notice's own text and what came with it are at hand; its template is offered where it is filled."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QListWidget, QPlainTextEdit

from app.demo.documents.tables import template
from app.editions import own
from tests.ui.conftest import NOTICE, a_batch, with_enterprise
from tests.ui.editions.hands import button, press
from ui.send.collect.page import CollectPage
from ui.send.letter.page import LetterPage
from ui.send.notice_files import NoticeFiles
from ui.send.summary.page import SummaryPage
from ui.shell.opening import opened_instead

LINK = "通知原文与空白表格"
TABLE = "附件2 全省质量标杆申报汇总表.xlsx"


def came_with_it(folder: str, name: str, content: bytes) -> Path:
    own.install(NOTICE)
    path = own.files_folder(NOTICE.id) / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


@pytest.fixture
def shown(qtbot, opened, answers):
    def open_page(kind):
        session = opened(with_enterprise(a_batch(), 1, "山东甲一机械有限公司"))
        page = kind(session, answers)
        qtbot.addWidget(page)
        page.resize(1130, 680)
        page.show()
        session.start()
        return page

    return open_page


def dialog_of(page) -> NoticeFiles:
    press(page, LINK)
    (dialog,) = page.findChildren(NoticeFiles)
    return dialog


@pytest.mark.parametrize("kind", [CollectPage, SummaryPage, LetterPage])
def test_the_notices_own_text_is_read_beside_the_work(shown, kind) -> None:
    came_with_it("通知", "通知.txt", "各市工业和信息化局：<b>现组织</b>申报".encode())
    dialog = dialog_of(shown(kind))
    assert [each.toPlainText() for each in dialog.findChildren(QPlainTextEdit)] == ["各市工业和信息化局：<b>现组织</b>申报"]


def test_what_came_with_it_is_listed_by_what_it_is_for_and_opened_outside(shown) -> None:
    came_with_it("通知", "通知.txt", b"text")
    form = came_with_it("空白表", "申报书.doc", b"\xd0\xcf\x11\xe0 not read here")
    came_with_it("获评名单", "名单.xlsx", b"for the rules alone")
    dialog = dialog_of(shown(LetterPage))
    listed = dialog.findChild(QListWidget)
    assert [listed.item(n).text() for n in range(listed.count())] == ["通知　通知.txt", "空白表　申报书.doc"]
    listed.setCurrentRow(1)
    with opened_instead() as taken:
        press(dialog, "用本机软件打开")
        listed.setCurrentRow(0)
        press(dialog, "用本机软件打开")
    assert [each.name for each in taken] == [form.name, "通知.txt"]


def test_where_nothing_came_with_it_nothing_is_offered(shown) -> None:
    own.install(NOTICE)  # an own one, without files
    page = shown(SummaryPage)
    for words in (LINK, "用通知附的模板"):
        with pytest.raises(LookupError):
            button(page, words)


def test_the_template_that_came_with_it_is_taken_by_one_button(shown) -> None:
    came_with_it("汇总表模板", TABLE, template("provincial"))
    page = shown(SummaryPage)
    page.tabs.choose([track.id for track in NOTICE.tracks].index("provincial"))
    page.tabs.chosen.emit(page.tabs.current)
    assert "通知附有这一类的模板" in page.hint.text()
    press(page, "用通知附的模板")
    assert page._session.batch.templates["provincial"] and "已载入" in page.hint.text()
    assert not page.offered_button.isVisible()
