"""Hands a file or folder to the system: its viewer, its file manager."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from ui.ask import Ask


def open_path(path: Path, ask: Ask) -> None:
    """Says where it lies when the system knows no program for it."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        ask.tell("没有能打开它的程序", f"请到这里手工打开：\n{path}")
