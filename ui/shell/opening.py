"""Hands a file or folder to the system: its viewer, its file manager."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices

from ui.shell.ask import Ask, Printed


def open_path(path: Path, ask: Ask) -> bool:
    """Whether a program took it; says where it lies when the system knows none for it."""
    taken = QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
    if not taken:
        ask.tell("没有能打开它的程序", f"请到这里手工打开：\n{path}")
    return taken


def print_or_open(title: str, papers: Sequence[Path], ask: Ask) -> bool:
    """Whether they were printed, or another program took them all."""
    wanted = ask.print(title, papers)
    if wanted is Printed.OUTSIDE:
        return all([open_path(paper, ask) for paper in papers])
    return wanted is Printed.PRINTED


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
