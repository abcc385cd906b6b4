"""What keeps the window's thread from waiting for Python's own housekeeping, and widgets in its hands."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.windows import with_a_fine_clock

# Seconds a worker may hold Python while the window waits. Qt lets go of it at each call that paints: with two
# workers at it, half a millisecond each time made a row of a table take ten times as long as its painting.
# Windows counts whole milliseconds: told less than one, who waits does not sleep but asks again and again,
# and takes a processor for it.
_SWITCH = 0.001 if sys.platform == "win32" else 0.0001
_EVERY = 250  # milliseconds between two looks for garbage
_FEW, _MANY = 5_000, 40_000  # objects made since the last look: not worth one; facts, made in masses
_OLDER = 10_000  # objects made since what earlier looks left was gone through
_LATER = 1000  # milliseconds
_LONG = 0.005  # seconds; objects that took so long to go through are not gone through again


def keep_pace() -> None:
    """Once, before the window is shown. From here on garbage is looked for by `Housekeeping` alone."""
    with_a_fine_clock()
    sys.setswitchinterval(_SWITCH)
    gc.disable()
    gc.freeze()


class Housekeeping(QObject):
    """Looks for circles of objects nobody holds, on the window's thread.

    Python does so in whichever thread made the last object: there it would take widgets and timers apart that
    belong to the window's, which ends the program, and would hold up all others while it goes through the
    facts of a large batch. Those hold no circles: what was made in masses is set aside, as is what took long.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._made = 0
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        made = gc.get_count()[0]
        if made < _FEW:
            return
        if made > _MANY:
            gc.freeze()
            return
        self._made += made
        begin = time.thread_time()
        if self._made > _OLDER:
            self._made = 0
            gc.collect()
        else:
            gc.collect(0)
        if time.thread_time() - begin > _LONG:
            gc.freeze()


def look_at_all_soon(is_in_the_way: Callable[[], bool] = lambda: False) -> None:
    """When the pages that were left are gone, and nobody waits for the window: it takes some 100 ms."""

    def now_or_later() -> None:
        if is_in_the_way():
            look_at_all_soon(is_in_the_way)
        else:
            look_at_all()

    QTimer.singleShot(_LATER, now_or_later)


def look_at_all() -> None:
    """Once a batch or ledger is closed: what was set aside while it was open is looked at too."""
    if not gc.isenabled():  # it is ours to look
        gc.unfreeze()
        gc.collect()
        gc.freeze()
