"""A damaged ledger in the window: asked how, restored, opened; nothing is done without an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.ledger import Ledger
from app.ledger.connection import FILE
from tests.ledger.test_damage import KEYS, change, fill
from tests.ui.conftest import Answers
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.window import MainWindow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = fill(tmp_path / "台账")
    with Ledger.open(made) as ledger:
        ledger.backup(tmp_path / "U盘")
    change(made, "UPDATE entries SET size = 5 WHERE submission = '2023-370200-1'")
    return made


@pytest.mark.parametrize("answer, kept", [(None, None), (0, 3), (1, 3), (2, 2)])
def test_a_person_says_how_it_is_restored(folder, qtbot, tmp_path, answer, kept):
    (backup,) = (tmp_path / "U盘").iterdir()
    answers = Answers(choose=[answer], files=[backup])
    window = MainWindow(Settings.load(tmp_path / "settings.json"), answers, executor=Inline())
    qtbot.addWidget(window)
    before = (folder / FILE).read_bytes()
    window.open_folder(folder)
    title, text = answers.asked[0]
    assert title == "台账文件已损坏" and "企业 2023-370200-1" in text and str(backup) in text
    if kept is None:
        assert window.ledger is None and (folder / FILE).read_bytes() == before
    else:
        assert len(window.ledger.session.ledger.submissions()) == kept
        assert answers.told[0][0] == "台账已恢复" and ("再接收一次" in answers.told[0][1]) == (kept < len(KEYS))
        assert not answers.errors
    window.close()
