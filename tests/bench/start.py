"""Start to first paint against a bare QMainWindow, each in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from app.paths import RESOURCES
from tests.bench.measure import best

_BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event); app.quit()
app = QApplication([]); window = Window(); window.resize(1366, 768); window.show(); sys.exit(app.exec())
"""


def run(folder: Path) -> list[tuple[str, float, float, bool]]:
    bare = [sys.executable, "-c", _BARE]
    ours = [sys.executable, "-m", "ui", "--first-paint"]
    for command in (bare, ours):
        _seconds(command, folder)  # once, so that both find their files in memory
    return [("start: first paint, times a bare QMainWindow",
             best(lambda: _seconds(ours, folder), 7) / best(lambda: _seconds(bare, folder), 7), 2, False)]


def _seconds(command: list[str], folder: Path) -> float:
    begin = time.perf_counter()
    environment = {**os.environ, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(command, check=True, cwd=RESOURCES.parent, env=environment)
    return time.perf_counter() - begin
