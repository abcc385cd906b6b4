"""The ways to what the program tells of itself, from wherever one is: F1, settings, about."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.shell.ask import Ask
from ui.shell.keys import Keys
from ui.shell.settings import Settings

if TYPE_CHECKING:
    from ui.program.manual import ManualWindow

HELP = Keys(("F1",), "打开使用手册，翻到正在用的那一页")
PREFERENCES = Keys(("Ctrl+,",), "打开设置")


class Doors(QObject):
    """`changed`: the settings, or who works here, are others now. `practise`: by the sample."""

    changed = Signal()
    practise = Signal()

    def __init__(
        self, window: QWidget, settings: Settings, ask: Ask, where: Callable[[], str],
        executor: Executor | None = None,
    ) -> None:  # fmt: skip
        """`where`: the id of the page one is on."""
        super().__init__(window)
        self._executor = executor
        self._window, self._settings, self._ask = window, settings, ask
        self._page = where
        self._manual: ManualWindow | None = None
        PREFERENCES.bind(window, self.preferences)
        HELP.bind(window, self.manual)

    def manual(self) -> None:
        """One window, however often it is asked for, at the page one is on."""
        from ui.program.manual import ManualWindow

        if self._manual is None:
            self._manual = ManualWindow(self._executor, self._window)
            self._manual.practise.connect(self.practise)
            self._manual.destroyed.connect(self._closed)
        self._manual.turn_to(self._page())
        self._manual.show()
        self._manual.raise_()
        self._manual.activateWindow()

    def _closed(self) -> None:
        self._manual = None

    def preferences(self) -> None:
        from ui.program.preferences import Preferences

        dialog = Preferences(self._settings, self._ask, self._window)
        dialog.changed.connect(self.changed)
        dialog.open()

    def about(self) -> None:
        from ui.program.about import About

        About(self._ask, self._settings.base, self._executor, self._window).open()
