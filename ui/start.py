"""The window from its first line to its last.

What is imported here at the top is read before the first paint: `tests/ui/test_start.py` holds the list.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui.shell.appearance import Appearance, set_size
from ui.shell.pace import Housekeeping, keep_pace
from ui.shell.screen import fit
from ui.shell.settings import Settings
from ui.window import MainWindow

if TYPE_CHECKING:
    from ui.ahead import ReadAhead

_REST = "ui.furnish"
_FIRST_PAINT, _HOME_PAINT = "--first-paint", "--home-paint"  # how long a start takes: shown, painted, gone


def main() -> int:
    if "--selfcheck" in sys.argv:
        from ui.selfcheck import main as selfcheck

        return selfcheck()
    keep_pace()
    settings = Settings.load()
    set_size(settings.size)
    app = QApplication(sys.argv)
    app.setApplicationName("标杆报盘")
    Housekeeping(app)
    appearance = Appearance(app, settings)
    window = MainWindow(settings, is_furnished=False)
    window.settings_changed.connect(appearance.show)
    fit(window, window.screen().availableGeometry())
    rest = _Rest(app, window, settings)
    if _FIRST_PAINT in sys.argv:
        window.painted.connect(app.quit)
    else:
        window.painted.connect(rest.read)
    window.show()
    code = app.exec()
    rest.wait()
    return code


def open_given(window: MainWindow, given: Sequence[str]) -> None:
    """The file that was double-clicked: the first of what the program was started with that is no switch."""
    for each in given:
        if not each.startswith("--"):
            window.arrivals.open(Path(each).absolute())
            break


class _Rest(QObject):
    """Reads the rest in a thread once the window is painted, and has it made when it is there."""

    _read = Signal()

    def __init__(self, app: QApplication, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._app, self._window, self._settings = app, window, settings
        self._reading = Thread(target=self._import, name="rest")
        self._ahead: ReadAhead | None = None
        self._read.connect(self._furnish)

    def read(self) -> None:
        self._reading.start()

    def wait(self) -> None:
        """Before the window goes: it may have been closed at once."""
        if self._reading.is_alive():
            self._reading.join()
        if self._ahead is not None:
            self._ahead.wait()

    def _import(self) -> None:
        try:
            import_module(_REST)
        finally:
            self._read.emit()  # what cannot be read is told where it is asked for once more

    def _furnish(self) -> None:
        from ui.furnish import dress

        dress(self._app, self._window, self._settings)
        QTimer.singleShot(0, self._make)  # what a person did meanwhile comes between

    def _make(self) -> None:
        self._window.furnish()
        open_given(self._window, sys.argv[1:])
        if _HOME_PAINT in sys.argv:
            QTimer.singleShot(0, self._paint_and_go)
        else:
            from ui.ahead import ReadAhead

            self._ahead = ReadAhead(self._settings, self)

    def _paint_and_go(self) -> None:
        self._window.repaint()
        self._app.quit()
