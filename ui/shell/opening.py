"""Hands a file or folder to the system: its viewer, its file manager."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from ui.shell.ask import Ask


def open_path(path: Path, ask: Ask) -> None:
    """Says where it lies when the system knows no program for it."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        ask.tell("没有能打开它的程序", f"请到这里手工打开：\n{path}")


class _Taker(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.paths: list[Path] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.paths.append(Path(url.toLocalFile()))


@contextmanager
def opened_instead() -> Iterator[list[Path]]:
    """For tours and tests: nothing is launched inside the block; the paths asked for, in order."""
    taker = _Taker()
    QDesktopServices.setUrlHandler("file", taker, "take")  # type: ignore[arg-type]
    try:
        yield taker.paths
    finally:
        QDesktopServices.unsetUrlHandler("file")
