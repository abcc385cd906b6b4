"""交流推广 is written, amended, made void and taken back by clicks; files are dropped beside it. The ledger is asserted."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from app.model.after.exchange import Guests, Pairing, Speaker
from app.model.submission import Standing
from app.receive.exchange.files import attached, of_activity
from app.receive.exchange.register import find
from tests.ui.conftest import Answers
from tests.ui.receive.ledgers import a_ledger, bureau, hand_in
from tests.ui.test_sizes import SIZES, assert_it_fits
from ui.receive.exchange.dialog import ActivityDialog
from ui.receive.exchange.page import ExchangePage
from ui.receive.facts import EXCHANGE
from ui.receive.view import LedgerView
from ui.shell.opening import opened_instead
from ui.widgets.labels import PlainLabel
from ui.widgets.rows_editor import RowsEditor

FIRMS = [("provincial", f"济南{n}号机械有限公司") for n in "甲乙丙"]


@pytest.fixture
def view(tmp_path: Path, shown) -> LedgerView:
    ledger = a_ledger(tmp_path / "台账")
    hand_in(ledger, bureau(0), FIRMS, Standing.ACCEPTED, codes=["91370100MA3C000001"])
    made: LedgerView = shown(ledger)
    made.go(EXCHANGE)
    return made


@pytest.fixture
def page(view: LedgerView) -> ExchangePage:
    made = view.page(EXCHANGE)
    assert isinstance(made, ExchangePage)
    return made


def click(qtbot, widget) -> None:
    assert widget.isEnabled() and widget.isVisible()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def write(rows: RowsEditor, *lines: tuple[str, ...]) -> None:
    """Each into the empty row at the end."""
    for texts in lines:
        for cell, text in zip(rows.lines[-1].cells, texts, strict=False):
            cell.insert(text)


def dialog_of(page: ExchangePage, qtbot) -> ActivityDialog:
    assert page.dialog is not None
    qtbot.waitUntil(page.dialog.isVisible)
    return page.dialog


def written(page: ExchangePage, qtbot, title: str = "经验交流会") -> None:
    click(qtbot, page.first if not page.shown else page.add)
    dialog = dialog_of(page, qtbot)
    dialog.kind.setCurrentIndex(0)
    dialog.title.insert(title)
    dialog.place.insert("济南")
    write(dialog.speakers, (FIRMS[0][1], "追溯"), ("某协会", ""))
    write(dialog.guests, (FIRMS[1][1], "3"), ("某院", "12人"))
    write(dialog.pairings, (FIRMS[0][1], FIRMS[1][1], "追溯", "下降"))
    click(qtbot, dialog.take)


def test_an_activity_is_registered_once_it_lacks_nothing(page, qtbot):
    assert page.header.subtitle.text() == "" and not page.export.isEnabled()
    click(qtbot, page.first)
    dialog = dialog_of(page, qtbot)
    assert dialog.faults.text() == "还没有写方式、题目、地点" and not dialog.take.isEnabled()
    dialog.title.insert("x")
    write(dialog.guests, ("某院", "十"))
    assert "应是一个整数" in dialog.faults.text() and not dialog.take.isEnabled()
    dialog.reject()
    written(page, qtbot)
    one = find(page._session.ledger, 1).activity
    assert one.speakers == (Speaker(FIRMS[0][1], "追溯", "91370100MA3C000001"), Speaker("某协会"))
    assert one.guests == (Guests(FIRMS[1][1], 3), Guests("某院", 12)) and one.day == "2023-08-25"
    assert one.pairings == (Pairing(FIRMS[0][1], FIRMS[1][1], "追溯", "下降"),)
    assert find(page._session.ledger, 1).who == "赵科员"
    assert page.header.subtitle.text() == "1 次活动 · 参加 2 家单位、15 人次 · 对标 1 对"
    assert page.add.property("look") == "primary" and page.export.property("look") == "plain"


def test_it_is_amended_made_void_and_taken_back(page, qtbot, answers: Answers):
    written(page, qtbot)
    ledger = page._session.ledger
    click(qtbot, page.amend)
    dialog = dialog_of(page, qtbot)
    assert dialog.faults.text() == "还没有改动" and not dialog.take.isEnabled()
    qtbot.mouseClick(dialog.guests.lines[0].remove, Qt.MouseButton.LeftButton)
    click(qtbot, dialog.take)
    assert find(ledger, 1).activity.guests == (Guests("某院", 12),)
    answers.texts = [None, "改期"]
    for reason in ("", "改期"):
        click(qtbot, page.void)
        assert find(ledger, 1).activity.void == reason
    assert not page.amend.isVisible() and not page.export.isEnabled() and page.header.subtitle.text() == "登记的都已作废"
    for void, guests in (("", 1), ("", 2), ("撤销登记", 2)):
        click(qtbot, page.undo)
        now = find(ledger, 1).activity
        assert (now.void, len(now.guests)) == (void, guests)
    told = [label.text() for label in page.card.findChildren(PlainLabel)]
    assert any("作废：改期" in text for text in told) and any("赵科员　登记" in text for text in told)


def test_what_another_has_changed_meanwhile_is_not_overwritten(page, qtbot, answers: Answers):
    written(page, qtbot)
    click(qtbot, page.amend)
    dialog = dialog_of(page, qtbot)
    ledger = page._session.ledger
    version = find(ledger, 1)
    ledger.keep_activity(version.activity, "activity-amended", "别人", {"what": "x"}, number=1, seen=1, base=1)
    dialog.place.insert("市")
    click(qtbot, dialog.take)
    assert [error.code for error in answers.errors] == ["E211"] and find(ledger, 1).who == "别人"


def test_files_are_filed_opened_and_taken_off(page, qtbot, answers: Answers, tmp_path: Path):
    written(page, qtbot)
    ledger, owner = page._session.ledger, of_activity(1)
    photo, odd = tmp_path / "会场.jpg", tmp_path / "照片.jpg.exe"
    for path in (photo, odd):
        path.write_bytes(path.name.encode())
    answers.files = (photo, odd)
    click(qtbot, page.attach)
    assert {each.name for each in attached(ledger, owner)} == {"会场.jpg", "照片.jpg.exe"}
    by_name = {each.name: each for each in attached(ledger, owner)}
    with opened_instead() as opened:
        for name in ("会场.jpg", "照片.jpg.exe"):
            page._files.open(by_name[name])
    assert [path.name for path in opened] == ["会场.jpg"] and "可能是程序" in answers.told[-1][1]
    answers.files = (photo,)
    click(qtbot, page.attach)
    assert "早已归入" in answers.told[-1][1]
    answers.choices = [[each.name for each in attached(ledger, owner)].index("会场.jpg")]
    click(qtbot, page.take_off)
    assert [each.name for each in attached(ledger, owner)] == ["照片.jpg.exe"]
    (ledger.store / by_name["照片.jpg.exe"].stored).unlink()
    page._files.open(by_name["照片.jpg.exe"])
    assert "文件找不到了" in answers.told[-1][1]


def test_files_dropped_on_the_card_are_filed(page, qtbot, tmp_path: Path):
    written(page, qtbot)
    photo = tmp_path / "会场.jpg"
    photo.write_bytes(b"picture")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    middle, how = QPointF(100, 100), Qt.MouseButton.LeftButton
    assert page.card.acceptDrops()
    page.card.dropEvent(QDropEvent(middle, Qt.DropAction.CopyAction, mime, how, Qt.KeyboardModifier.NoModifier))
    assert [each.name for each in attached(page._session.ledger, of_activity(1))] == ["会场.jpg"]


def test_the_list_is_searched_and_written_out(page, qtbot, answers: Answers, tmp_path: Path):
    written(page, qtbot)
    written(page, qtbot, "专题讲座")
    page.search.insert("讲座 乙号")
    assert [each.version.number for each in page.view.records.rows] == [2] and page.count.text() == "1 项"
    page.search.clear()
    answers.save, answers.confirms = tmp_path / "登记表.xlsx", [False]
    click(qtbot, page.export)
    assert openpyxl.load_workbook(answers.save)["交流活动"].max_row == 5


def test_rows_pasted_from_a_spreadsheet_fill_the_form(page, qtbot, qapp):
    click(qtbot, page.first)
    guests = dialog_of(page, qtbot).guests
    qapp.clipboard().setText("某院\t12\r\n某所\t3\r\n")
    guests.lines[0].cells[0].setFocus()
    qtbot.keyClick(guests.lines[0].cells[0], Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert guests.rows() == (("某院", "12"), ("某所", "3")) and len(guests.lines) == 3


def test_who_only_reads_changes_nothing(tmp_path: Path, shown, qtbot):
    from app.ledger import Ledger

    ledger = a_ledger(tmp_path / "另一本")
    hand_in(ledger, bureau(0), FIRMS, Standing.ACCEPTED)
    ledger.close()
    view = shown(Ledger.open(tmp_path / "另一本", reads_only=True))
    view.go(EXCHANGE)
    page = view.page(EXCHANGE)
    assert not page.add.isEnabled() and not page.first.isEnabled()


def test_a_full_page_fits_every_screen(view, page, qtbot):
    written(page, qtbot)
    for size in SIZES:
        assert_it_fits(view, EXCHANGE, size)
