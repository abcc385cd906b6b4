"""A ledger that is open for reading: what would change it is grey, and says why."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

WHY = "这本台账在别的窗口或电脑里打开着，这里只能看；要修改，请等那边关闭后重新打开"


class ReadingOnly(QObject):
    """Stays grey whatever its page thinks of it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        widget.setToolTip(WHY)
        widget.setDisabled(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(watched, QWidget) and watched.isEnabled():
            watched.setDisabled(True)
        return False
