"""设置, 关于 and the manual, as a person uses them from wherever one is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton, QWidget

from app import __version__
from app.program import manual as told
from app.scanning.scanner import own_words
from app.store import clerk
from tests.ui.conftest import Answers
from ui.program.about import About
from ui.program.manual import KEYS, ManualWindow
from ui.program.preferences import Preferences
from ui.receive.pages import PAGES as RECEIVE
from ui.send.new_batch import NewBatchPage
from ui.send.pages import PAGES as SEND
from ui.shell.page import Page
from ui.shell.runner import Inline
from ui.shell.settings import NIGHT, SYSTEM, Settings
from ui.window import MainWindow


@pytest.fixture
def window_with(tmp_path: Path, qtbot, monkeypatch) -> Iterator[Callable[..., MainWindow]]:
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


def press(qtbot, window: QWidget, words: str) -> None:
    button = next(each for each in window.findChildren(QPushButton) if each.text() == words and each.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def type_key(qtbot, window: QWidget, key: Qt.Key, *with_it: Qt.KeyboardModifier) -> None:
    """Shortcuts go to the window that is used."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, key, *with_it)


def open_batch(qtbot, window: MainWindow) -> None:
    press(qtbot, window, "新建批次")
    press(qtbot, window, "建立批次")


# -- 设置 -----------------------------------------------------------------------------------------
def test_settings_are_kept_and_go_at_once_for_what_is_open(window_with, qtbot, tmp_path: Path) -> None:
    window = window_with(Answers(folder=tmp_path / "工作"))
    open_batch(qtbot, window)
    type_key(qtbot, window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(Preferences)
    dialog.name.setText("  钱科员 ")
    dialog.recognises.click()
    press(qtbot, dialog, "更改…")
    dialog.colours.setCurrentIndex(dialog.colours.findData(NIGHT))
    dialog.percent.setCurrentIndex(dialog.percent.findData(130))
    assert "下次打开" in dialog.later.text()
    with qtbot.waitSignal(window.settings_changed):
        press(qtbot, dialog, "确定")
    kept = Settings.load(tmp_path / "settings.json")
    assert (kept.recognises, kept.colours, kept.size, kept.base) == (False, NIGHT, 130, tmp_path / "工作")
    assert clerk.kept().name == "钱科员"
    assert not window.session.recognises and not window.view.foot.switch.isChecked()
    window.go_home()
    press(qtbot, window, "新建批次")
    assert str(tmp_path / "工作") in window.findChild(NewBatchPage).place.text()


def test_the_scanner_of_the_office_is_named_in_the_settings(window_with, qtbot) -> None:
    answers = Answers()
    window = window_with(answers)
    press(qtbot, window, "设置")
    dialog = window.findChild(Preferences)
    assert dialog.scanner.text() == "" and "写命令" in dialog.scanner.placeholderText()
    dialog.scanner.setText('scan "')
    press(qtbot, dialog, "确定")
    assert answers.errors and dialog.isVisible() and own_words() == ""
    dialog.scanner.setText("scan -q {folder}")
    with qtbot.waitSignal(window.settings_changed):
        press(qtbot, dialog, "确定")
    assert own_words() == "scan -q {folder}"


def test_settings_that_were_given_up_stay_as_they_were(window_with, qtbot, tmp_path: Path) -> None:
    window = window_with()
    press(qtbot, window, "设置")
    dialog = window.findChild(Preferences)
    dialog.name.setText("别人")
    dialog.recognises.click()
    press(qtbot, dialog, "取消")
    assert window._settings.recognises and clerk.kept().name == "赵科员"
    assert not (tmp_path / "settings.json").exists()


@pytest.mark.parametrize("odd", ['"colours": "pink"', '"size": 5000', '"size": "130"', '"colours": 3'])
def test_odd_settings_are_as_none(odd: str, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{"recent": [], "folders": {{}}, "geometry": "", {odd}}}', "utf-8")
    kept = Settings.load(path)
    assert (kept.colours, kept.size) == (SYSTEM, 100)


# -- 关于 -----------------------------------------------------------------------------------------
def test_about_tells_version_places_and_licences(window_with, qtbot) -> None:
    window = window_with()
    press(qtbot, window, "关于")
    about = window.findChild(About)
    assert any(__version__ in label for label in texts(about))
    parts = [about.parts.record(row) for row in range(about.parts.rowCount())]
    assert {"Python", "numpy", "PySide6_Essentials"} <= {each.name for each in parts}
    about.view.selectRow([each.name for each in parts].index("numpy"))
    assert "Redistribution and use" in about.text.toPlainText()
    press(qtbot, about, "复制诊断信息")
    assert __version__ in QGuiApplication.clipboard().text() and "Qt 6" in QGuiApplication.clipboard().text()


def texts(window: QWidget) -> list[str]:
    from PySide6.QtWidgets import QLabel

    return [label.text() for label in window.findChildren(QLabel)]


# -- 手册 -----------------------------------------------------------------------------------------
def test_f1_opens_the_manual_at_the_page_one_is_on(window_with, qtbot) -> None:
    window = window_with()
    type_key(qtbot, window, Qt.Key.Key_F1)
    manual = window.findChild(ManualWindow)
    assert manual.topic.id == "start"
    open_batch(qtbot, window)
    for page in SEND:
        window.view.go(page.id)
        type_key(qtbot, window, Qt.Key.Key_F1)
        assert window.findChildren(ManualWindow) == [manual] and manual.topic.id == page.id
    assert manual.topic.title in manual.text.toPlainText()


def test_every_page_of_both_sides_has_its_page_in_the_manual() -> None:
    titles = {each.id: each.title for each in told.topics()}
    pages: list[Page[Any, Any]] = [*SEND, *RECEIVE]
    assert {page.id: page.title for page in pages}.items() <= titles.items()


def test_what_is_looked_for_narrows_the_pages(window_with, qtbot) -> None:
    window = window_with()
    press(qtbot, window, "使用手册")
    manual = window.findChild(ManualWindow)
    manual.words.insert("坏道")
    assert [manual.list.item(row).text().split("\n")[0] for row in range(manual.list.count())] == ["读盘"]
    assert "坏道" in manual.list.item(0).text() and manual.topic.id == "insert"
    manual.words.setText("没有这样的词")
    assert manual.none.isVisible() and manual.list.count() == 0
    manual.words.clear()
    assert manual.topic is not None and not manual.none.isVisible()


def test_the_manual_shows_the_pages_own_picture(window_with, qtbot, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(told, "PICTURES", tmp_path)
    picture = QImage(1200, 600, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.red)
    picture.save(str(tmp_path / told.pictures_wanted()["collect"]))
    window = window_with()
    type_key(qtbot, window, Qt.Key.Key_F1)
    manual = window.findChild(ManualWindow)
    manual.turn_to("collect")
    image = manual.text.grab().toImage()
    assert any(image.pixelColor(image.width() // 2, y).red() > 200 > image.pixelColor(image.width() // 2, y).green() + 100
               for y in range(0, image.height(), 5))


def test_the_list_of_keys_is_what_is_bound(window_with, qtbot) -> None:
    from ui.shell.keys import keys_in

    window = window_with()
    press(qtbot, window, "使用手册")
    manual = window.findChild(ManualWindow)
    manual.turn_to(KEYS)
    shown = manual.text.toPlainText()
    bound = keys_in("ui")
    assert all(each.what in shown and each.shown in shown for each in bound)
    assert {"F1", "Ctrl+Z", "Y", "Alt+Up"} <= {sequence for each in bound for sequence in each.sequences}


def test_the_manual_leads_to_the_sample(window_with, qtbot, monkeypatch) -> None:
    window = window_with()
    begun: list[bool] = []
    monkeypatch.setattr(window, "practise", lambda: begun.append(True))
    press(qtbot, window, "使用手册")
    press(qtbot, window.findChild(ManualWindow), "用样例练习")
    assert begun == [True]


def test_a_shortcut_is_bound_where_it_says_what_it_does() -> None:
    """So that the list is whole: nobody but Keys makes one."""
    ui = Path(__file__).resolve().parents[3] / "ui"
    makers = [path.relative_to(ui).as_posix() for path in ui.rglob("*.py") if "QShortcut(" in path.read_text("utf-8")]
    assert makers == ["shell/keys.py"]
