"""The window from its first line to its last."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.paths import log_file
from app.reading.scratch import sweep_soon
from ui import theme
from ui.shell.appearance import Appearance, set_size
from ui.shell.ask import Dialogs
from ui.shell.crash import CrashHandler, log_to
from ui.shell.pace import keep_pace
from ui.shell.screen import fit
from ui.shell.settings import Settings
from ui.widgets.border import keep_in
from ui.widgets.focus_ring import FocusRing
from ui.window import MainWindow


def main() -> int:
    if "--selfcheck" in sys.argv:
        from ui.selfcheck import main as selfcheck

        return selfcheck()
    keep_pace()
    log_to(log_file())
    settings = Settings.load()
    set_size(settings.size)
    app = QApplication(sys.argv)
    app.setApplicationName("标杆报盘")
    appearance = Appearance(app, settings)
    theme.apply(app)
    FocusRing(app)
    keep_in(settings.shares, settings.save)
    window = MainWindow(settings)
    window.settings_changed.connect(appearance.show)
    crash = CrashHandler(Dialogs(window, settings), log_file(), window)
    crash.install()
    fit(window, window.screen().availableGeometry())
    window.show()
    sweep_soon()
    if "--first-paint" in sys.argv:  # how long a start takes: shown, painted, gone
        QTimer.singleShot(0, app.quit)
    return app.exec()
