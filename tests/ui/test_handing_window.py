"""交给同事 by clicks: handed over, seen by whom, opened there, handed back, taken back, chosen between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.store.store import BatchStore
from tests.ui.conftest import NOTICE_TOML, Answers, a_batch, with_enterprise
from ui.send.pages import PAGES
from ui.send.progress import COLLECT
from ui.send.session import Session
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.window import MainWindow

Makes = Callable[[str, Answers], MainWindow]


@pytest.fixture
def window_of(tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Makes]:
    """The window of one place: its own settings, its own folder of batches."""
    made: list[MainWindow] = []

    def make(place: str, answers: Answers) -> MainWindow:
        monkeypatch.setattr("ui.shell.settings.documents_dir", lambda: tmp_path / place)
        settings = Settings.load(tmp_path / f"{place}.json")
        settings.set_base(tmp_path / place / "批次")
        window = MainWindow(settings, answers, executor=Inline())
        qtbot.addWidget(window)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    folder = tmp_path / "甲处" / "批次" / "济南"
    batch = with_enterprise(a_batch(), 1, "山东甲一机械有限公司")
    BatchStore.create(folder, batch, NOTICE_TOML).close()
    return folder


def press(qtbot, window: QWidget, words: str) -> None:
    found = [each for each in window.findChildren(QPushButton) if each.text() == words and each.isVisible()]
    assert len(found) == 1, words
    qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)


def let_go(widget: QWidget, path: Path) -> None:
    """As Qt hands a drop on: to the widget below the pointer, then to those around it that take drops."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    kept = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, QDragEnterEvent(QPoint(5, 5), *kept))
    window = widget.window()
    drop = QDropEvent(QPointF(5, 5), *kept)
    QApplication.sendEvent(window, drop)
    assert drop.isAccepted()


def opened(window: MainWindow) -> Session:
    assert window.session is not None
    return window.session


def test_handed_over_opened_handed_back_and_gone_on_with(window_of: Makes, qtbot, ours: Path, tmp_path: Path) -> None:
    answers = Answers(text=["王芳"], save=tmp_path / "U盘" / "济南")
    (tmp_path / "U盘").mkdir()
    here = window_of("甲处", answers)
    here.open_batch(ours)
    press(qtbot, here, "交给同事")
    assert answers.told[-1][0] == "已交给 王芳" and (tmp_path / "U盘" / "济南.批次包").is_file()
    for page in PAGES:  # on top of each
        here.view.go(page.id)
        assert here.view.away.isVisible()
    press(qtbot, here, "返回首页")
    assert "已交给 王芳 · 8月25日" in here.home.rows[0].accessibleName()

    theirs = Answers(text=["赵科员"], save=tmp_path / "U盘" / "交回.批次包")
    there = window_of("乙处", theirs)
    let_go(there.home, tmp_path / "U盘" / "济南.批次包")
    assert opened(there).folder == tmp_path / "乙处" / "批次" / "济南" and not there.view.away.isVisible()
    assert theirs.told[-1][0] == "已打开交来的批次"
    opened(there).apply("收下", lambda batch: with_enterprise(batch, 2, "济南乙二食品有限公司"))
    press(qtbot, there, "交给同事")
    assert there.view.away.isVisible()

    answers.files = (tmp_path / "U盘" / "交回.批次包",)
    here.open_batch(ours)
    press(qtbot, here, "打开交回的文件…")
    assert opened(here).folder == ours and not here.view.away.isVisible()
    assert [each.name for each in opened(here).batch.enterprises.values()] == [
        "山东甲一机械有限公司", "济南乙二食品有限公司"]
    press(qtbot, here, "返回首页")
    assert "已交给" not in here.home.rows[0].accessibleName()


def test_while_it_is_away_acts_are_refused_by_name_until_it_is_taken_back(
    window_of: Makes, qtbot, ours: Path, tmp_path: Path
) -> None:
    answers = Answers(text=["王芳"], save=tmp_path / "a.批次包", confirm=[False])
    window = window_of("甲处", answers)
    window.open_batch(ours)
    press(qtbot, window, "交给同事")
    session = opened(window)
    before = session.batch
    session.run("收集材料", lambda job: pytest.fail("long work began"))
    assert not session.apply("移出", lambda batch: batch.without_enterprise("e0001"))
    press(qtbot, window, "交给同事")
    assert session.batch == before and len(answers.errors) == 3
    assert all("王芳" in error.line() and "收回" in error.line() for error in answers.errors)

    press(qtbot, window, "收回…")  # thought better of it
    assert session.batch.handed is not None
    press(qtbot, window, "收回…")
    assert session.batch.handed is None and not window.view.away.isVisible()
    assert session.apply("移出", lambda batch: batch.without_enterprise("e0001"))


def test_what_comes_back_after_all_is_told_and_chosen(window_of: Makes, qtbot, ours: Path, tmp_path: Path) -> None:
    answers = Answers(text=["王芳"], save=tmp_path / "a.批次包", choose=[None, 0])
    here = window_of("甲处", answers)
    here.open_batch(ours)
    press(qtbot, here, "交给同事")
    theirs = Answers(text=["李明"], save=tmp_path / "b.批次包")
    there = window_of("乙处", theirs)
    there.arrivals.open(tmp_path / "a.批次包")
    press(qtbot, there, "交给同事")
    press(qtbot, here, "收回…")
    opened(here).apply("移出", lambda batch: batch.without_enterprise("e0001"))

    for _ in range(2):  # once left as it is, once both are kept
        let_go(here.view, tmp_path / "b.批次包")
        title, words = answers.asked[-1]
        assert title == "两边都做过，请选用哪一边" and "企业 0 家" in words and "企业 1 家" in words
    assert opened(here).folder == ours.parent / "b" and len(opened(here).batch.enterprises) == 1
    with BatchStore.open(ours) as store:
        assert not store.batch.enterprises


def test_a_bundle_let_go_over_the_matrix_is_opened_and_not_taken_in(
    window_of: Makes, qtbot, ours: Path, tmp_path: Path
) -> None:
    answers = Answers(text=["王芳"], save=tmp_path / "a.批次包")
    window = window_of("甲处", answers)
    window.open_batch(ours)
    press(qtbot, window, "交给同事")
    window.view.go(COLLECT)
    let_go(window.view.page(COLLECT), tmp_path / "a.批次包")
    assert answers.told[-1][0] == "这个文件没有新的内容" and opened(window).folder == ours


def test_an_odd_file_is_told_and_what_is_open_stays(window_of: Makes, ours: Path, tmp_path: Path) -> None:
    answers = Answers()
    window = window_of("甲处", answers)
    window.open_batch(ours)
    (tmp_path / "坏.批次包").write_bytes(b"PK no bundle")
    window.arrivals.open(tmp_path / "坏.批次包")
    assert answers.errors[-1].code == "E313" and opened(window).folder == ours
    assert window.view.isEnabled()
    window.arrivals.open(tmp_path / "补正通知.baopan.json")
    assert answers.told[-1][0] == "这个文件请在它的那一步里打开" and opened(window).folder == ours
