"""What only the window's own process can tell of a build: Qt runs, speaks Chinese, finds its pages."""

from __future__ import annotations

import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main() -> int:
    """Prints a line per fault; 0 when there is none."""
    from PySide6.QtWidgets import QApplication, QDialogButtonBox

    from ui import theme
    from ui.shell.settings import Settings
    from ui.window import MainWindow

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    faults = []
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    said = box.buttons()[0].text()
    if "取消" not in said:
        faults.append(f"按钮上是“{said}”，不是中文")
    window = MainWindow(Settings.load())
    if window.grab().isNull():
        faults.append("窗口画不出来")
    from ui.receive import pages as receive
    from ui.send import pages as send

    if not (send.PAGES and receive.PAGES):
        faults.append("缺页面")
    sys.stdout.buffer.write("\n".join(faults).encode())
    return 1 if faults else 0
