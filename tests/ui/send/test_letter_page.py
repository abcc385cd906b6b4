"""推荐文件: drafted, exported, brought back; what was said of it is in the batch."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app import clock
from app.demo.cast import TRACKS
from app.errors import WrongUse
from app.send.letter import draft_pdf_bytes
from tests.ui.batches import NATIONAL, PROVINCIAL, a_batch
from tests.ui.system_files import opened_files
from ui.send.letter.fields import day_meant, day_shown
from ui.send.letter.page import DRAFT, SEALED, LetterPage
from ui.send.letter.steps import difference
from ui.send.progress import CHECK
from ui.widgets.step_row import Standing


@pytest.fixture
def shown(qtbot, opened, answers):
    def open_page(batch, track="national") -> LetterPage:
        session = opened(batch)
        session.start()
        page = LetterPage(session, answers)
        qtbot.addWidget(page)
        page.resize(1130, 680)
        page.tabs.choose(list(TRACKS).index(track))
        return page

    return open_page


@pytest.fixture
def scan(tmp_path) -> Path:
    """A sealed letter that can be read; its seal does not item here."""
    path = tmp_path / "盖章.pdf"
    from app.notices.read import load_notice

    path.write_bytes(draft_pdf_bytes(a_batch(), "national", load_notice("2023")[0], clock.today()))
    return path


@pytest.fixture
def picture(tmp_path) -> Path:
    """A scan without any text, under a name that tells nothing."""
    path = tmp_path / "扫描.pdf"
    Image.new("RGB", (413, 585), "white").save(path)  # A4 at 50 dpi
    return path


def letter(page, track="national"):
    return page._session.batch.letter(track)


def drop(page, *paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    middle = QPointF(page.rect().center())
    enter = QDragEnterEvent(middle.toPoint(), Qt.DropAction.CopyAction, mime, left, none)
    QApplication.sendEvent(page, enter)
    QApplication.sendEvent(page, QDropEvent(middle, Qt.DropAction.CopyAction, mime, left, none))
    return enter.isAccepted()


# -- 声明 ------------------------------------------------------------------------------------------
ASKED = ("已核实申报材料真实、齐全", "已公示 5 个工作日，无异议")


@pytest.fixture
def asking(shown):
    def open_page() -> LetterPage:
        page = shown(a_batch())
        store = page._session.store
        store.notice = replace(store.notice, letter=replace(store.notice.letter, declarations=ASKED, paper=3))
        page._show(page._session.batch)
        page.show()
        return page

    return open_page


def test_what_must_be_vouched_for_is_ticked_before_anything_is_printed(asking, qtbot):
    page = asking()
    assert "2 句声明" in page.steps.drafting.text.text() and "3 份" in page.steps.sealing.text.text()
    buttons = (page.steps.print_button, page.steps.export_pdf, page.steps.export_word)
    assert not any(each.isEnabled() for each in buttons)
    for n, text in enumerate(ASKED):
        qtbot.mouseClick(page.declarations.boxes[text], Qt.MouseButton.LeftButton)
        assert all(each.isEnabled() for each in buttons) is (n == 1)
    assert [each.text for each in letter(page).declared] == [*ASKED] and letter(page).declared[0].who
    assert page._session.undo() == "确认全国推荐文件的声明" and not page.steps.print_button.isEnabled()
    assert not page.declarations.boxes[ASKED[1]].isChecked()


def test_a_tick_is_taken_back_and_does_not_hold_for_a_changed_list(asking, qtbot):
    page = asking()
    first, second = (page.declarations.boxes[text] for text in ASKED)
    for box in (first, second, first):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
    assert [each.text for each in letter(page).declared] == [ASKED[1]] and not first.isChecked()
    page._session.apply("调整次序", lambda batch: batch.with_order("national", batch.order["national"][::-1]))
    assert not second.isChecked()


def test_a_notice_that_asks_for_none_shows_none(shown):
    page = shown(a_batch())
    page.show()
    assert not page.declarations.isVisible() and page.steps.print_button.isEnabled()


# -- 函件要素 --------------------------------------------------------------------------------------
def test_a_field_is_kept_when_it_is_left(shown, qtbot):
    page = shown(a_batch())
    page.fields.number.insert("济工信函〔2023〕118号")
    qtbot.keyClick(page.fields.number, Qt.Key.Key_Return)
    assert letter(page).fields.number == "济工信函〔2023〕118号"
    assert letter(page, "provincial").fields.number == ""


def test_another_tab_keeps_what_was_being_typed_where_it_belongs(shown, qtbot):
    page = shown(a_batch())
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.fields.number.setFocus()
    page.fields.number.insert("济工信函〔2023〕118号")
    qtbot.mouseClick(page.tabs._group.button(1), Qt.MouseButton.LeftButton)
    assert letter(page).fields.number == "济工信函〔2023〕118号"
    assert letter(page, "provincial").fields.number == ""
    assert page.fields.number.text() == ""


def test_the_draft_has_what_was_just_typed(shown, tmp_path, answers):
    page = shown(a_batch())
    page.fields.number.insert("济工信函〔2023〕118号")
    answers.save = tmp_path / "函.docx"
    answers.confirms = [False]
    page.steps.export_word.click()
    assert letter(page).fields.number == "济工信函〔2023〕118号"


def test_a_day_is_understood_as_it_is_written(shown, qtbot):
    page = shown(a_batch())
    page.fields.day.insert("2023年8月25日")
    qtbot.keyClick(page.fields.day, Qt.Key.Key_Return)
    assert letter(page).fields.day == "2023-08-25"
    assert page.fields.day.text() == "2023年8月25日"


def test_what_is_no_day_is_marked_and_not_kept(shown, qtbot):
    page = shown(a_batch())
    page.fields.contact.insert("李明")
    page.fields.day.insert("8月底")
    qtbot.keyClick(page.fields.day, Qt.Key.Key_Return)
    assert letter(page).fields.day == ""
    assert letter(page).fields.contact == "李明"
    assert page.fields.fault.text()


@pytest.mark.parametrize("text", ["2023-8-25", "2023.08.25", "2023/8/25", " 2023年 8月 25日 ", "２０２３年８月２５日"])
def test_days_in_every_usual_form(text):
    assert day_meant(text) == "2023-08-25"
    assert day_shown("2023-08-25") == "2023年8月25日"


@pytest.mark.parametrize("text", ["2023年2月30日", "八月", "25"])
def test_days_that_are_none(text):
    with pytest.raises(ValueError):
        day_meant(text)


def test_while_a_draft_is_set_nothing_else_is_said(shown, qtbot):
    page = shown(a_batch())
    told: list[str] = []
    page.preview.clear = told.append  # type: ignore[method-assign]
    with qtbot.waitExposed(page):
        page.show()
    assert told == ["正在排版…"]


# -- drafting --------------------------------------------------------------------------------------
def test_word_is_exported_and_the_list_recorded(shown, tmp_path, answers):
    page = shown(a_batch())
    answers.save = tmp_path / "函"
    answers.confirms = [False]
    page.steps.export_word.click()
    with zipfile.ZipFile(tmp_path / "函.docx") as word:
        text = word.read("word/document.xml").decode()
    assert NATIONAL[0] in text
    assert letter(page).listed == NATIONAL
    assert page.steps.drafting.mark.standing is Standing.DONE


def test_pdf_is_exported(shown, tmp_path, answers):
    page = shown(a_batch(), "provincial")
    answers.save = tmp_path / "函.pdf"
    answers.confirms = [False]
    page.steps.export_pdf.click()
    assert (tmp_path / "函.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert letter(page, "provincial").listed == PROVINCIAL


def test_the_drafts_of_all_tracks_go_into_one_folder_at_once(shown, tmp_path, answers):
    page = shown(a_batch())
    answers.folder = tmp_path / "草稿"
    page.steps.all_button.click()
    assert sorted(path.name for path in answers.folder.iterdir()) == sorted(
        f"{short}推荐文件（草稿）{kind}" for short in TRACKS.values() for kind in (".pdf", ".docx")
    )
    assert letter(page).listed == NATIONAL and letter(page, "provincial").listed == PROVINCIAL


def test_with_one_track_there_is_nothing_to_do_together(shown):
    page = shown(a_batch().without_enterprise("e0").without_enterprise("e1"), "provincial")
    assert page.steps.all_button.isHidden()


def test_printing_hands_on_the_drafts_that_are_not_sealed_yet(shown, scan):
    page = shown(a_batch())
    with opened_files() as paths:
        page.steps.print_button.click()
    assert [path.name for path in paths] == ["全国推荐文件（草稿）.pdf", "全省推荐文件（草稿）.pdf"]
    drop(page, scan)
    page.tabs.choose(1)
    with opened_files() as paths:
        page.steps.print_button.click()
    assert [path.name for path in paths] == ["全省推荐文件（草稿）.pdf"]


def test_a_list_changed_after_the_draft_is_told(shown, tmp_path, answers):
    page = shown(a_batch())
    page.show()
    answers.save = tmp_path / "函.pdf"
    answers.confirms = [False]
    page.steps.export_pdf.click()
    page._session.apply("调整", lambda b: b.with_order("national", ("e1", "e0")))
    assert page.steps.drafting.mark.standing is Standing.WARN
    assert "次序变了" in page.steps.drafting.text.text()


# -- the scan --------------------------------------------------------------------------------------
def test_a_chosen_scan_is_kept_in_the_batch(shown, scan, answers):
    page = shown(a_batch())
    answers.files = (scan,)
    page.steps.attach_button.click()
    assert (page._session.folder / letter(page).stored).read_bytes() == scan.read_bytes()
    assert letter(page).sealed_list == NATIONAL
    assert page.versions.current == SEALED


def test_a_dropped_scan_that_says_nothing_goes_to_the_track_shown(shown, picture):
    page = shown(a_batch(), "provincial")
    assert drop(page, picture)
    assert letter(page, "provincial").stored
    assert not letter(page).stored


def test_a_scan_that_lists_another_track_goes_there_and_is_shown(shown, scan):
    page = shown(a_batch(), "provincial")
    drop(page, scan)
    assert letter(page).stored and not letter(page, "provincial").stored
    assert (page.track, page.versions.current) == ("national", SEALED)


def test_scans_of_all_tracks_are_dropped_together_and_taken_back_together(shown, scan, picture):
    page = shown(a_batch())
    named = picture.rename(picture.with_name("全省质量标杆推荐文件（盖章）.pdf"))
    drop(page, named, scan)
    assert letter(page).stored and letter(page, "provincial").stored
    page._session.undo()
    assert not letter(page).stored and not letter(page, "provincial").stored


def test_a_person_says_of_which_track_a_scan_is_that_does_not_tell_it(shown, scan, picture, answers):
    page = shown(a_batch())
    answers.choices = [1]
    drop(page, scan, picture)
    assert [title for title, _ in answers.asked] == [f"“{picture.name}”是哪一类的推荐文件？"]
    assert letter(page, "provincial").size == picture.stat().st_size


def test_anything_but_pdfs_is_turned_away(shown, scan, tmp_path, answers):
    page = shown(a_batch())
    other = tmp_path / "盖章.jpg"
    other.write_bytes(b"\xff\xd8\xff")
    drop(page, other)
    drop(page, scan, other)
    assert [title for title, _ in answers.told] == ["请拖入 PDF"] * 2
    assert not letter(page).stored


def test_a_pdf_that_is_none_is_refused_in_words(shown, tmp_path, answers):
    page = shown(a_batch())
    false = tmp_path / "假.pdf"
    false.write_bytes(b"\xff\xd8\xff\xe0 not a pdf")
    answers.files = (false,)
    page.steps.attach_button.click()
    assert isinstance(answers.errors[0], WrongUse)
    assert not letter(page).stored


def test_a_list_changed_after_sealing_is_told(shown, scan, answers):
    page = shown(a_batch())
    page.show()
    answers.files = (scan,)
    page.steps.attach_button.click()
    page._session.apply("移出", lambda b: b.without_enterprise("e1"))
    assert page.steps.attaching.mark.standing is Standing.WARN
    assert f"少了{NATIONAL[1]}" in page.steps.attaching.text.text()


def test_a_scan_taken_back_by_undo_shows_the_draft_again(shown, scan, answers):
    page = shown(a_batch())
    page.show()
    answers.files = (scan,)
    page.steps.attach_button.click()
    page._session.undo()
    assert not letter(page).stored
    assert page.versions.current == DRAFT
    assert not page.steps.attach_button.isHidden()


def test_what_has_to_be_looked_at_leads_to_the_questions(shown, qtbot, picture, answers):
    page = shown(a_batch())
    answers.files = (picture,)
    page.steps.attach_button.click()
    assert page.steps.attaching.mark.standing is Standing.WARN
    with qtbot.waitSignal(page.go) as went:
        page.steps.look_button.click()
    assert went.args == [CHECK]


def test_a_track_without_enterprises_has_nothing_to_draft(shown):
    batch = a_batch().without_enterprise("e0").without_enterprise("e1")
    page = shown(batch)
    assert not page.steps.export_pdf.isEnabled()
    assert not page.steps.attach_button.isEnabled()
    assert not drop(page, Path("/x.pdf"))


def test_differences_are_said_in_words():
    assert difference(("甲", "乙"), ("甲", "乙")) == ""
    assert difference(("甲", "乙"), ("乙", "甲")) == "次序变了"
    assert difference(("甲",), ("甲", "乙", "丙")) == "增加了乙等 2 家"
    assert difference(("甲", "乙"), ("丙", "乙")) == "增加了丙，少了甲"
