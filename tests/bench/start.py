"""Start to first paint against a bare QMainWindow, each in a process of its own: warm and cold, from source and built."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
from functools import cache
from pathlib import Path

from app.paths import RESOURCES
from app.writing.atomic import forget_cached

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event); app.quit()
app = QApplication([]); window = Window(); window.resize(1366, 768); window.show(); sys.exit(app.exec())
"""
_ROOT = RESOURCES.parent
_BUILT = _ROOT / "dist" / "baopan" / ("baopan.exe" if sys.platform == "win32" else "baopan")
_BARE, _SOURCE = [sys.executable, "-c", BARE], [sys.executable, "-m", "ui"]
_TIMES, _TIMES_COLD = 9, 3
_READ = (".pyc", ".py", ".so", ".qm", ".pyz", ".qss", ".svg")


def run(folder: Path) -> list[tuple[str, float, float, bool]]:
    """Taken in turns, so that the machine's load is the same for all. A built program stands against the same bare
    window built the same way, whose own start is told against the one from source."""
    first, home = [*_SOURCE, "--first-paint"], [*_SOURCE, "--home-paint"]
    figures = [(f"start: {what} first paint, times a bare QMainWindow", ratio, 1.3, False)
               for what, ratio in (("warm", _ratio(first, folder)), ("cold", _ratio(first, folder, is_cold=True)))]
    figures.append(("start: the home page all painted, times a bare QMainWindow", _ratio(home, folder), 2, False))
    if _BUILT.is_file():
        built, bare = ([str(_BUILT), word] for word in ("--first-paint", "--bare-paint"))
        figures += [(f"start: {what} first paint of the built program, times a bare QMainWindow built so", ratio, 1.3, False)
                    for what, ratio in (("warm", _ratio(built, folder, bare)), ("cold", _ratio(built, folder, bare, is_cold=True)))]
        figures.append(("start: a bare QMainWindow built so, times one from source", _ratio(bare, folder), 2, False))
    else:
        print(f"{_BUILT.relative_to(_ROOT)}：没有，先 make build 才量得到打包后的启动")
    return figures


def _ratio(command: list[str], folder: Path, bare: list[str] = _BARE, *, is_cold: bool = False) -> float:
    """Of the least of several runs each."""
    for each in (bare, command):
        _seconds(each, folder)
    runs: list[tuple[float, float]] = []
    for _ in range(_TIMES_COLD if is_cold else _TIMES):
        pair = []
        for each in (bare, command):
            if is_cold:
                _forget()
            pair.append(_seconds(each, folder))
        runs.append((pair[0], pair[1]))
    return min(ours for _, ours in runs) / min(least for least, _ in runs)


def _forget() -> None:
    """What Python, Qt and the program are read from is no longer in memory, but for what this process itself uses."""
    for path in _files():
        with path.open("rb") as file:
            forget_cached(file.fileno())


@cache
def _files() -> tuple[Path, ...]:
    homes = {sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
    found = (path for home in (*map(Path, homes), _ROOT / "app", _ROOT / "ui", _ROOT / "resources", _BUILT.parent)
             for path in home.rglob("*"))
    return tuple(path for path in found if path.suffix in _READ or ".so." in path.name)


def _seconds(command: list[str], folder: Path) -> float:
    begin = time.perf_counter()
    environment = {**os.environ, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled once, as they are on any computer
    subprocess.run(command, check=True, cwd=_ROOT, env=environment)
    return time.perf_counter() - begin
