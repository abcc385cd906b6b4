"""What is there at once, and what comes after: the first paint waits for little, the home page for all it needs."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path

import pytest

from app.model.batch import Batch, Sender
from app.notices.read import load_notice
from app.paths import RESOURCES
from app.store.store import BatchStore
from tests.bench.start import BARE
from tests.ui.conftest import Answers
from ui import ahead
from ui.home import HomePage
from ui.shell.settings import Settings
from ui.window import MainWindow

# Why it is read before the first paint; anything else is read after it.
OURS = {
    "ui": "", "ui.start": "", "ui.window": "", "ui.frame": "what is painted",
    "ui.shell": "", "ui.shell.settings": "where the window stood, how large all is, which colours",
    "ui.shell.appearance": "the size is told before there is a QApplication; the ground has the scheme's colours",
    "ui.theme": "the ground's colours", "ui.colours": "", "ui.shell.screen": "it starts where the whole of it is seen",
    "ui.shell.pace": "threads must not hold it up", "app": "", "app.paths": "where the settings lie",
    "app.windows": "a program without a console has no streams",
}  # fmt: skip
LIBRARIES = {
    "json": "the settings", "platformdirs": "where they lie", "dataclasses": "settings and schemes",
    "colorsys": "dark schemes are worked out", "gc": "the pace", "copy": "of dataclasses",
    "runpy": "python -m", "org": "the copy module asks for Jython",
}  # fmt: skip


@cache
def read_by(*command: str) -> frozenset[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-X", "importtime", *command], cwd=RESOURCES.parent, env=environment,
                          capture_output=True, text=True, check=True)
    lines = (line.split("|") for line in done.stderr.splitlines() if line.startswith("import time:"))
    return frozenset(line[2].strip() for line in lines if len(line) == 3) - {"imported package"}


def more_than_a_bare_window() -> frozenset[str]:
    return read_by("-m", "ui", "--first-paint") - read_by("-c", BARE)


def test_before_the_first_paint_only_what_it_needs_of_ours_is_read():
    assert {name for name in more_than_a_bare_window() if name.split(".")[0] in ("app", "ui")} == set(OURS)


def test_and_few_libraries_beside_qt():
    others = {name.split(".")[0].lstrip("_") for name in more_than_a_bare_window()} - {"app", "ui"}
    assert others <= set(LIBRARIES)


@pytest.fixture
def frame(qtbot, tmp_path):
    window = MainWindow(Settings.load(tmp_path / "settings.json"), Answers(), is_furnished=False)
    qtbot.addWidget(window)
    return window


def test_the_window_is_on_the_screen_before_it_is_furnished(frame, qtbot):
    with qtbot.waitSignal(frame.painted):
        frame.show()
    assert frame.centralWidget() is None
    place = frame.geometry()
    frame.furnish()
    qtbot.waitUntil(frame.findChild(HomePage).isVisible)
    assert frame.geometry() == place


def test_it_is_told_once_that_it_is_painted(frame, qtbot):
    told = []
    frame.painted.connect(lambda: told.append(1))
    with qtbot.waitSignal(frame.painted):
        frame.show()
    frame.repaint()
    frame.furnish()
    frame.repaint()
    assert told == [1]


def test_a_window_that_is_closed_at_once_asks_nothing_and_keeps_what_was_kept(frame, qtbot, tmp_path):
    frame.show()
    assert frame.close() and not (tmp_path / "settings.json").exists()


@pytest.mark.parametrize("word", ["--first-paint", "--home-paint", "--bare-paint"])
def test_a_start_comes_to_its_end(word, tmp_path):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-m", "ui", word], cwd=RESOURCES.parent, env=environment,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "Traceback" not in done.stderr


def told_by(script: str, folder: Path) -> list[str]:
    """Its lines, printed by a program of its own: here all is read already."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder)}
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(folder)], cwd=RESOURCES.parent,
                          env=environment, capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.split()


def test_what_opening_a_batch_needs_is_read_while_the_home_page_waits(tmp_path):
    empty = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-20")
    BatchStore.create(tmp_path / "batch", empty, load_notice("2023")[1]).close()
    more = told_by("""
        import sys
        from pathlib import Path
        from PySide6.QtCore import QEventLoop, QTimer
        from PySide6.QtWidgets import QApplication
        from tests.ui.conftest import Answers
        from ui import ahead, theme
        from ui.shell.settings import Settings
        from ui.window import MainWindow
        app, folder = QApplication([]), Path(sys.argv[1])
        theme.apply(app)
        settings = Settings(folder / "settings.json")
        window = MainWindow(settings, Answers())
        reading = ahead.ReadAhead(settings, window)
        loop = QEventLoop()
        reading.is_read.connect(loop.quit)
        loop.exec()
        before = set(sys.modules)
        window.opening.opened.connect(loop.quit)
        QTimer.singleShot(0, window, lambda: window.open_batch(folder / "batch"))
        loop.exec()
        window.close()
        print(*(set(sys.modules) - before))
    """, tmp_path)
    assert [name for name in more if name.split(".")[0] in ("app", "ui")] == []


@pytest.mark.parametrize("last, read", [("", "ui.send.pages"), ("batch", "ui.send.pages"), ("ledger", "ui.receive.pages")])
def test_the_side_that_was_worked_on_last_is_read_and_the_other_is_not(tmp_path, last, read):
    settings = Settings(tmp_path / "settings.json")
    for folder in ("ledger", "batch"):
        (tmp_path / folder).mkdir()
    (tmp_path / "ledger" / "台账.sqlite").touch()
    if last:
        settings.remember_batch(tmp_path / last, "", "")
    assert ahead.pages_for(settings) == read
