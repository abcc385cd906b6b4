"""The window's thread keeps Python to itself while it shows something: the workers wait that long."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QListView, QTableView

_HELD = 0.05 + 1e-9  # seconds after which a worker that waits for Python gets it all the same
_ROUNDED = 1e-9  # Python keeps whole microseconds, rounded down: each time one less, if it were not for this


@contextmanager
def undisturbed() -> Iterator[None]:
    """For what takes milliseconds and opens no dialog.

    A list asks its model for some thousand values in one painting. Python lets a worker in after half a
    millisecond that it waits, each time, and a busy machine takes its time to come back: a painting of 10 ms
    took 1,200, with 250 changes of thread where there are eight in here.
    """
    was = sys.getswitchinterval() + _ROUNDED
    sys.setswitchinterval(max(was, _HELD))
    try:
        yield
    finally:
        sys.setswitchinterval(was)


class TableView(QTableView):
    """What every table of the program is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with undisturbed():
            super().paintEvent(event)


class ListView(QListView):
    """What every list of the program is."""

    def paintEvent(self, event: QPaintEvent) -> None:
        with undisturbed():
            super().paintEvent(event)
