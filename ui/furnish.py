"""What comes after the first paint: the rest of the program is read in a thread, then all is dressed."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from app.paths import log_file
from app.reading.scratch import sweep_soon
from ui import arriving, home, not_opened, opening, theme
from ui.input_method import fcitx
from ui.program import doors
from ui.shell.ask import Dialogs
from ui.shell.crash import CrashHandler, log_to
from ui.shell.settings import Settings
from ui.widgets import sorting
from ui.widgets.border import keep_in
from ui.widgets.focus_ring import FocusRing
from ui.window import MainWindow

READ = (arriving, home, not_opened, opening, doors)  # what `MainWindow.furnish` and the first step need


def dress(app: QApplication, window: MainWindow, settings: Settings) -> None:
    """All but the window's own parts, which come next: colours, words, the log, what nobody foresaw."""
    log_to(log_file())
    theme.apply(app)
    FocusRing(app)
    fcitx.begin(app)
    keep_in(settings.shares, settings.save)
    sorting.keep_in(settings.orders, settings.save)
    CrashHandler(Dialogs(window, settings), log_file(), window).install()
    sweep_soon()
