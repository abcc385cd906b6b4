"""A bare window, painted and gone: the start of a built program stands against it, built the same way."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class _Window(QMainWindow):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        QApplication.quit()


def main() -> int:
    app = QApplication(sys.argv)
    window = _Window()
    window.resize(1366, 768)
    window.show()
    return app.exec()
