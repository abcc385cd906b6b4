"""A window starts where the whole of it is seen."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QWidget

_FRAME = QSize(16, 40)  # pixels that the system's frame may take; told only once the window is shown


def fit(window: QWidget, room: QRect) -> None:
    """Make it no larger than `room`, the part of the screen that no task bar takes, and put it in there."""
    window.resize(window.size().boundedTo(room.size() - _FRAME))
    taken = QRect(window.pos(), window.size() + _FRAME)
    if not room.contains(taken):
        taken.moveCenter(room.center())
        window.move(taken.topLeft())
