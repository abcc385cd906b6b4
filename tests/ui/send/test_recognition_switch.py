"""识别扫描件: a switch at the foot, on by default, kept for the next time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, Qt

from app.job import Job
from app.model.documents.words import PageState, PageWords, Words
from app.store.store import BatchStore
from tests.ui.conftest import NOTICE_TOML, Answers, a_batch, with_enterprise
from ui.send.session import Session
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.window import MainWindow


@pytest.fixture
def window(tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("app.batch.looking.can_recognise", lambda: False)
    BatchStore.create(tmp_path / "批次", a_batch(), NOTICE_TOML).close()
    shown = MainWindow(Settings.load(tmp_path / "settings.json"), Answers(), executor=Inline())
    qtbot.addWidget(shown)
    shown.show()
    shown.open_batch(tmp_path / "批次")
    qtbot.waitUntil(lambda: shown.view is not None)
    yield shown
    shown.close()


def press(qtbot, box) -> None:
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def test_it_is_on_until_a_person_turns_it_off_and_stays_so(window: MainWindow, qtbot, tmp_path: Path) -> None:
    box = window.view.foot.switch
    assert box.isVisible() and box.isChecked() and window.session.recognises
    press(qtbot, box)
    assert not window.session.recognises and not Settings.load(tmp_path / "settings.json").recognises
    press(qtbot, box)
    assert window.session.recognises and Settings.load(tmp_path / "settings.json").recognises


def test_the_foot_says_which_document_is_recognised(window: MainWindow) -> None:
    window.session.recognising.emit(3, 40)
    assert window.view.foot.switch.text() == "识别扫描件 第 3 份 共 40 份"
    window.session.recognising.emit(0, 0)
    assert window.view.foot.switch.text() == "识别扫描件"


def test_turned_off_nothing_is_recognised(opened, monkeypatch: pytest.MonkeyPatch) -> None:
    """All else is known of it; what waits is a page of pictures alone."""
    begun: list[bool] = []
    monkeypatch.setattr("app.batch.looking.can_recognise", lambda: True)
    monkeypatch.setattr("app.batch.looking.recognise", lambda *args: begun.append(True) or 0)
    monkeypatch.setattr("app.batch.looking.look", lambda *args, **told: 0)
    monkeypatch.setattr("app.batch.looking.is_unread", lambda batch, notice: False)
    monkeypatch.setattr("app.batch.looking.unread_seals", lambda batch, notice: ())
    monkeypatch.setattr("app.batch.looking.unread", lambda batch, notice, **told: ())
    batch = with_enterprise(a_batch(), 1, "山东甲某有限公司")
    scan = Words((PageWords(1, state=PageState.PICTURE),), 1)
    words = {member.sha256: scan for source in batch.sources.values() for member in source.members}
    session = opened(replace(batch, words=words))
    session.start()
    assert session.is_checked and not begun
    session.recognises = True
    monkeypatch.setattr("app.batch.looking.unrecognised", lambda batch, notice: not begun)
    session.recheck()
    assert begun == [True] and session.is_checked


def test_turned_off_in_the_midst_what_is_left_is_looked_at_without_it(
    tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The names in seals are read with the pages, unless nothing else is to be recognised."""
    looked: list[bool] = []

    def look(*_: object, recognises: bool) -> int:
        looked.append(recognises)
        return 0

    checked = Event()

    def recognise(store: BatchStore, job: Job, *_: object) -> int:
        """A page that is in hand is finished before it ends, which takes longer than a check."""
        checked.wait(20)
        job.check()
        raise AssertionError("it was not stopped")

    monkeypatch.setattr("app.batch.looking.can_recognise", lambda: True)
    monkeypatch.setattr("app.batch.looking.look", look)
    monkeypatch.setattr("app.batch.looking.recognise", recognise)
    monkeypatch.setattr("app.batch.looking.is_unread", lambda batch, notice: False)
    monkeypatch.setattr("app.batch.looking.unread_seals", lambda batch, notice: () if False in looked else (1,))
    session = Session(BatchStore.create(tmp_path / "批次", a_batch(), NOTICE_TOML), Answers(), recognises=True)
    session.start()
    qtbot.waitUntil(lambda: looked == [True])
    session.report_changed.connect(lambda _: checked.set())
    session.switch_recognition(False)
    qtbot.waitUntil(lambda: session.is_checked)
    assert looked == [True, False]
    session.close()
