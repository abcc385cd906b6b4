"""From the home page into a batch and back, as a person goes."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton

from app.batch.edit import set_fields
from app.checks.notices import read_notice
from app.editions.enclosures import Enclosure, Role, enclosed
from app.editions.pack import pack
from app.job import Job
from app.paths import free_folder
from app.store.store import BatchStore
from tests.builders import a_pdf
from tests.ui.conftest import JINAN, NOTICE_TOML, Answers, a_batch, with_enterprise
from ui.send.deeds import DeedsDialog
from ui.send.new_batch import NewBatchPage, folder_name
from ui.send.pages import PAGES
from ui.send.progress import COLLECT
from ui.shell.runner import Inline
from ui.shell.settings import Settings, when
from ui.window import MainWindow

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def window_with(tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("ui.shell.settings.documents_dir", lambda: tmp_path / "文档")
    made = []

    def make(answers: Answers | None = None) -> MainWindow:
        window = MainWindow(Settings.load(tmp_path / "settings.json"), answers or Answers(), executor=Inline())
        qtbot.addWidget(window)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


def press(qtbot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def begin(qtbot, window: MainWindow) -> NewBatchPage:
    press(qtbot, window.home.new_button)
    return window.findChild(NewBatchPage)


def test_a_batch_is_made_by_two_buttons(window_with, qtbot, tmp_path):
    window = window_with()
    page = begin(qtbot, window)
    page.contact.insert("李工")
    page.phone.insert("0531-12345678")
    press(qtbot, page.make_button)
    assert window.session is not None
    sender = window.session.batch.sender
    assert (sender.code, sender.name, sender.contact) == ("370100", JINAN.name, "李工")
    assert window.session.folder == tmp_path / "文档" / "标杆报盘" / "2023年 济南市工业和信息化局"
    assert window.windowTitle() == "标杆报盘 — 济南市工业和信息化局 2023 年质量标杆"


def test_a_direct_enterprise_must_give_its_name(window_with, qtbot):
    window = window_with()
    page = begin(qtbot, window)
    page.bureau.setCurrentIndex(page.bureau.findText("直报企业（省属、中央驻鲁）"))
    assert not page.make_button.isEnabled()
    page.enterprise.insert("山东某某集团有限公司")
    press(qtbot, page.make_button)
    assert not window.session.batch.sender.is_bureau


def test_a_direct_enterprise_says_its_kind_where_its_quota_depends_on_it(window_with, qtbot, tmp_path):
    stick = of_2024(tmp_path)
    own = b'quotas = [{ who = "\xe7\x9c\x81\xe5\xb1\x9e", most = 1 }]'  # 省属
    stick.write_bytes(stick.read_bytes().replace(b"quota = { least = 1, most = 2 }", b"quota = { least = 1, most = 2 }\n" + own))
    window = window_with(Answers(files=[stick]))
    page = begin(qtbot, window)
    load(qtbot, page)
    page.bureau.setCurrentIndex(page.bureau.findText("直报企业（省属）"))
    assert page.bureau.findText("直报企业（中央驻鲁）") > 0 > page.bureau.findText("直报企业（省属、中央驻鲁）")
    page.enterprise.insert("山东某某集团有限公司")
    press(qtbot, page.make_button)
    assert window.session.batch.sender.with_kind == "山东某某集团有限公司（省属）"


def test_all_sixteen_cities_are_offered(window_with, qtbot):
    page = begin(qtbot, window_with())
    assert page.bureau.count() == 17


def of_2024(tmp_path: Path) -> Path:
    stick = tmp_path / "2024.toml"
    stick.write_bytes(NOTICE_TOML.replace(b'id = "2023"', b'id = "2024"', 1).replace(b"year = 2023", b"year = 2024", 1))
    return stick


def load(qtbot, page: NewBatchPage) -> None:
    press(qtbot, next(each for each in page.findChildren(QPushButton) if each.text() == "从 U 盘载入…"))


def test_a_notice_from_a_stick_can_be_chosen(window_with, qtbot, tmp_path):
    window = window_with(Answers(files=[of_2024(tmp_path)]))
    page = begin(qtbot, window)
    load(qtbot, page)
    assert page.notice.currentData() == "2024"
    press(qtbot, page.make_button)
    assert window.session.notice.year == 2024


GREEN = Path(__file__).parents[1] / "notices" / "campaigns" / "green-factory.toml"  # of another province


@pytest.mark.parametrize("chosen", ["烟台市工业和信息化局", "直报企业（省属、中央驻鲁）"])
def test_who_sends_stays_chosen_where_the_notice_that_came_has_it(window_with, qtbot, tmp_path, chosen):
    answers = Answers(files=[of_2024(tmp_path)])
    page = begin(qtbot, window_with(answers))
    page.bureau.setCurrentIndex(page.bureau.findText(chosen))
    page.enterprise.insert("山东某某集团有限公司")
    before = page.chosen_sender()
    load(qtbot, page)
    assert page.notice.currentData() == "2024" and page.chosen_sender() == before
    answers.files = (GREEN,)
    load(qtbot, page)
    assert page.notice.currentData() == "green-2024"
    assert page.chosen_sender().name in ("南京市工业和信息化局", "山东某某集团有限公司")


def test_one_that_was_handed_out_with_its_files_is_taken_once_its_code_was_seen(window_with, qtbot, tmp_path):
    notice = read_notice(of_2024(tmp_path))[0]
    text = tmp_path / "通知.pdf"
    text.write_bytes(a_pdf(text="notice"))
    packed = pack(notice, [Enclosure(Role.TEXT, text)], tmp_path / "发给各市.通知包", Job())
    answers = Answers(files=[packed.path], confirm=[False])
    page = begin(qtbot, window_with(answers))
    load(qtbot, page)
    assert packed.code in answers.asked[-1][1] and page.notice.currentData() == "2023", "nothing by itself"
    load(qtbot, page)
    assert page.notice.currentData() == "2024" and [each.name for each in enclosed("2024")] == ["通知.pdf"]


def test_a_bad_notice_is_told_with_its_problems(window_with, qtbot, tmp_path):
    stick = tmp_path / "坏.toml"
    stick.write_text("schema = 1\ntitel = 3\n", "utf-8")
    answers = Answers(files=[stick])
    load(qtbot, begin(qtbot, window_with(answers)))
    assert answers.errors[0].code == "E201"


def test_going_home_keeps_the_batch_among_the_recent(window_with, qtbot):
    window = window_with()
    press(qtbot, begin(qtbot, window).make_button)
    window.go_home()
    assert window.session is None
    assert [row.recent.title for row in window.home.rows] == ["济南市工业和信息化局 2023 年质量标杆"]
    window.home.rows[0].click()
    assert window.session is not None


def test_a_folder_that_is_no_batch_is_told(window_with, tmp_path):
    answers = Answers()
    window = window_with(answers)
    window.open_batch(tmp_path)
    assert answers.errors[0].code == "E206"
    assert window.session is None


def test_a_recent_batch_that_is_gone_is_offered_no_more(window_with, tmp_path):
    answers = Answers()
    window = window_with(answers)
    window._settings.remember_batch(tmp_path / "gone", "甲", "")
    window.home.refresh()
    window.home.rows[0].click()
    assert answers.errors[0].code == "E206"
    assert window._settings.recent == []


def test_a_damaged_batch_is_offered_as_it_last_was(window_with, tmp_path):
    BatchStore.create(tmp_path / "b", with_enterprise(a_batch(), 1, "甲公司"), NOTICE_TOML).close()
    history = tmp_path / "b" / "history.jsonl"
    content = bytearray(history.read_bytes())
    content[40] ^= 0xFF
    history.write_bytes(bytes(content))
    answers = Answers(confirm=[True])
    window = window_with(answers)
    window.open_batch(tmp_path / "b")
    assert answers.asked
    assert window.session is not None
    assert window.session.batch.listed("provincial") == ("甲公司",)


def test_a_second_window_is_told_who_has_the_batch(window_with, tmp_path):
    BatchStore.create(tmp_path / "b", a_batch(), NOTICE_TOML).close()
    code = ("import sys; from pathlib import Path; from app.store.store import BatchStore\n"
            "store = BatchStore.open(Path(sys.argv[1])); print('open', flush=True); input()")
    other = subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "b")], cwd=ROOT, text=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert other.stdout is not None
        other.stdout.readline()
        answers = Answers()
        window = window_with(answers)
        window.open_batch(tmp_path / "b")
        assert answers.errors[0].code == "E205"
        assert window.session is None
    finally:
        other.communicate("\n")


def test_every_step_opens_by_its_button_and_by_its_key(window_with, qtbot, tmp_path):
    BatchStore.create(tmp_path / "b", with_enterprise(a_batch(), 1, "甲公司"), NOTICE_TOML).close()
    window = window_with()
    window.open_batch(tmp_path / "b")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number, page in enumerate(PAGES, 1):
        window.view.rail.steps[page.id].click()
        assert window.view.step == page.id
        assert window.view.page(page.id).header.title.text() == page.title
        window.view.go(PAGES[0].id)
        qtbot.keyClick(window.view, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        assert window.view.step == page.id


def test_ctrl_z_takes_back_the_last_decision(window_with, qtbot, tmp_path):
    BatchStore.create(tmp_path / "b", with_enterprise(a_batch(), 1, "甲公司"), NOTICE_TOML).close()
    window = window_with()
    window.open_batch(tmp_path / "b")
    window.view.page(COLLECT)._confirm_all()
    press(qtbot, window.view.foot.undo_button)
    assert not window.session.batch.enterprises["e0001"].is_confirmed


def test_what_was_taken_back_is_done_again_by_ctrl_y(window_with, qtbot, tmp_path):
    BatchStore.create(tmp_path / "b", with_enterprise(a_batch(), 1, "甲公司"), NOTICE_TOML).close()
    window = window_with()
    window.open_batch(tmp_path / "b")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    foot = window.view.foot
    assert not foot.deeds_button.isVisibleTo(window)
    window.view.page(COLLECT)._confirm_all()
    assert foot.undo_button.isVisibleTo(window) and not foot.redo_button.isVisibleTo(window)
    for key, is_confirmed in ((Qt.Key.Key_Z, False), (Qt.Key.Key_Y, True)):
        qtbot.keyClick(window.view, key, Qt.KeyboardModifier.ControlModifier)
        assert window.session.batch.enterprises["e0001"].is_confirmed is is_confirmed
        assert foot.redo_button.isVisibleTo(window) is not is_confirmed


def test_of_all_that_was_done_a_person_comes_back_to_any(window_with, qtbot, tmp_path):
    with BatchStore.create(tmp_path / "b", with_enterprise(a_batch(), 1, "甲公司"), NOTICE_TOML) as store:
        states = [store.apply(f"改成{name}", partial(set_fields, key="e0001", values={"name": name})) for name in "乙丙丁"]
    window = window_with()
    window.open_batch(tmp_path / "b")
    press(qtbot, window.view.foot.deeds_button)
    (dialog,) = window.view.findChildren(DeedsDialog)
    assert [one.what for one in dialog.table.rows] == ["改成丁", "改成丙", "改成乙"]
    assert not dialog.back.isEnabled()
    place = dialog.view.visualRect(dialog.table.index(2, 2)).center()
    qtbot.mouseClick(dialog.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    press(qtbot, dialog.back)
    assert window.session.batch.enterprises == states[0].enterprises
    press(qtbot, window.view.foot.redo_button)
    press(qtbot, window.view.foot.redo_button)
    assert window.session.batch.enterprises == states[2].enterprises


def test_damaged_settings_do_not_keep_the_window_from_opening(tmp_path):
    for content in ("", "[1]", '{"recent": [{"no": 1}], "folders": {}, "geometry": ""}', "\x00"):
        (tmp_path / "s.json").write_text(content, "utf-8")
        assert Settings.load(tmp_path / "s.json").recent == []


def test_settings_are_kept(tmp_path):
    settings = Settings.load(tmp_path / "s.json")
    settings.remember_batch(Path("/a"), "甲", "12 家")
    settings.remember_folder("选择", Path("/材料"))
    again = Settings.load(tmp_path / "s.json")
    assert (again.recent[0].title, again.folder_for("选择")) == ("甲", str(Path("/材料")))
    assert json.loads((tmp_path / "s.json").read_text("utf-8"))


def test_times_read_as_people_say_them():
    from datetime import datetime

    now = datetime(2023, 8, 25, 15, 0)
    told = [when(text, now) for text in ("2023-08-25T09:42:00", "2023-08-24T23:00:00", "2023-08-01T08:00:00", "x")]
    assert told == ["今天 09:42", "昨天", "8月1日", ""]


def test_folder_names_are_legal_everywhere(tmp_path):
    assert folder_name(2023, 'a/b:c*?"<>|\\') == "2023年 a_b_c_______"
    (tmp_path / "x").mkdir()
    assert free_folder(tmp_path / "x").name == "x (2)"


def test_qts_own_buttons_speak_chinese(qtbot):
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
    assert QLocale().language() is QLocale.Language.Chinese


def test_a_batch_is_backed_up_from_the_rail(window_with, qtbot, tmp_path):
    answers = Answers(folder=tmp_path / "U盘")
    window = window_with(answers)
    press(qtbot, begin(qtbot, window).make_button)
    press(qtbot, next(b for b in window.view.rail.findChildren(QPushButton) if b.text() == "备份与恢复"))
    (copy,) = (tmp_path / "U盘").iterdir()
    assert (copy / "history.jsonl").is_file() and "备份" in copy.name
    assert answers.told[-1][0] == "已备份"
