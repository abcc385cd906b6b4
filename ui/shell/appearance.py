"""Which colours and what size: as the system has them, or as a person set them here."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from ui import theme
from ui.colours import Scheme, contrast
from ui.shell.settings import DAY, NIGHT, SHARP, SYSTEM, Settings

_SIZE = "QT_SCALE_FACTOR"  # Qt reads it when the application is made
_BARE = 20.5  # contrast that nothing but black and white has
_GROUNDS = (
    (QPalette.ColorRole.Window, QPalette.ColorRole.WindowText),
    (QPalette.ColorRole.Base, QPalette.ColorRole.Text),
    (QPalette.ColorRole.Button, QPalette.ColorRole.ButtonText),
)


def set_size(percent: int) -> None:
    """Before there is a QApplication; whoever set Qt's own variable knows better."""
    if percent != 100:
        os.environ.setdefault(_SIZE, f"{percent / 100:g}")


class Appearance(QObject):
    """Made before theme.apply, for it looks at the system's own palette; follows the system from then on."""

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__(app)
        self._app, self._settings = app, settings
        self._is_bare = all(
            contrast(app.palette().color(one).name(), app.palette().color(other).name()) > _BARE
            for one, other in _GROUNDS
        )
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.show)
        theme.use(self._wanted())

    def show(self) -> None:
        """What the system and the settings say by now, on all that is on the screen."""
        if self._wanted() != theme.scheme():
            theme.use(self._wanted())
            theme.dress(self._app)

    def _wanted(self) -> Scheme:
        system = QGuiApplication.styleHints().colorScheme()
        return scheme_of(self._settings.colours, system, is_sharp=self._is_bare or _windows_is_sharp())


def scheme_of(wanted: str, system: Qt.ColorScheme, *, is_sharp: bool) -> Scheme:
    """`wanted` as in the settings; `is_sharp`: the system asks for high contrast."""
    is_dark = system is Qt.ColorScheme.Dark
    return {
        SYSTEM: Scheme(is_dark, is_sharp), DAY: Scheme(), NIGHT: Scheme(is_dark=True),
        SHARP: Scheme(is_dark, is_sharp=True),
    }[wanted]  # fmt: skip


def _windows_is_sharp() -> bool:
    """Windows' 高对比度: SystemParametersInfo, SPI_GETHIGHCONTRAST."""
    if sys.platform != "win32":
        return False
    import ctypes

    class HighContrast(ctypes.Structure):
        _fields_ = [("cbSize", ctypes.c_uint), ("dwFlags", ctypes.c_uint), ("scheme", ctypes.c_wchar_p)]

    told = HighContrast(ctypes.sizeof(HighContrast), 0, None)
    get = ctypes.windll.user32.SystemParametersInfoW
    return bool(get(0x0042, told.cbSize, ctypes.byref(told), 0)) and bool(told.dwFlags & 1)
