"""A batch of 1,000 enterprises with 30,000 files: opened, turned over, typed into, checked again after a change."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from app.paths import RESOURCES
from tests.bench import facts

_MB = 1_000_000
_ENTERPRISES, _FILES = 1000, 30
_TIMES = 5


def run(folder: Path, enterprises: int = _ENTERPRISES, files: int = _FILES) -> list[tuple[str, float, float, bool]]:
    """In a process of its own: a window must not inherit what the other figures left behind."""
    facts.stored(folder / "batch", enterprises, files)
    environment = {**os.environ, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.large", str(folder)],
        cwd=RESOURCES.parent, env=environment, stdout=subprocess.PIPE, check=True,
    )
    told = (line.split("\t") for line in done.stdout.decode().splitlines())
    return [(f"large: {what}", float(value), float(bound), False) for what, value, bound in told]


def main(folder: Path) -> None:
    """Prints a line a figure: what, how much, the bound. CPU is that of the window's thread."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from app import clock
    from app.batch import edit
    from app.batch.looking import Waiting
    from app.checks.again import Rechecking
    from app.model.step import Step
    from tests.tour.clerk import Script
    from ui import ahead, theme
    from ui.send.summary.row_view import RowView
    from ui.shell.pace import Housekeeping, keep_pace
    from ui.shell.settings import Settings
    from ui.window import BATCH_PAGES, MainWindow

    def tell(what: str, value: float, bound: float) -> None:
        print(f"{what}\t{value:.2f}\t{bound}", flush=True)

    keep_pace()
    app = QApplication([])
    Housekeeping(app)
    theme.apply(app)
    script = Script()
    window = MainWindow(Settings(folder / "settings.json"), script)
    window.show()
    app.processEvents()
    loop = QEventLoop()

    def wait(until: Callable[[], object]) -> None:
        check = QTimer()
        check.timeout.connect(lambda: loop.quit() if until() else None)
        check.start(2)
        loop.exec()

    def on_thread(deed: Callable[[], object]) -> float:
        """Milliseconds of the window's thread until all that it brought about is painted."""
        begin = time.thread_time()
        deed()
        app.processEvents()
        return (time.thread_time() - begin) * 1000

    ahead.read(BATCH_PAGES)  # as it is read while the home page waits for a click
    empty = psutil.Process().memory_info().rss
    begin, cpu = time.perf_counter(), time.thread_time()
    window.opening.opened.connect(loop.quit)  # not asked again and again: who asks takes part of the time
    QTimer.singleShot(0, window, lambda: window.open_batch(folder / "batch"))
    loop.exec()
    app.processEvents()
    tell("open to the first page, s", time.perf_counter() - begin, 1)
    tell("of that on the window's thread, ms CPU", (time.thread_time() - cpu) * 1000, 150)
    view, session = window.view, window.session
    assert view is not None and session is not None
    begin = time.perf_counter()
    wait(lambda: session.report.outcomes and view.states)
    tell("until it is checked the first time, s", time.perf_counter() - begin, 10)
    tell("memory of the window's process, MB", psutil.Process().memory_info().rss / _MB, 500)
    tell("of that for the batch, MB", (psutil.Process().memory_info().rss - empty) / _MB, 400)
    for page in view.pages.values():
        tell(f"{page.title} opened the first time, ms CPU", on_thread(lambda key=page.id: view.go(key)), 250)  # type: ignore[misc]
    for page in view.pages.values():
        again = min(on_thread(lambda key=page.id: view.go(key)) for _ in range(_TIMES))  # type: ignore[misc]
        tell(f"{page.title} opened again, ms CPU", again, 100)

    view.go(Step.TABLE)
    app.processEvents()
    table = next(each for each in view.findChildren(RowView) if each.isVisible())
    column = next(at for at in range(table.rows.columnCount()) if table.rows.headerData(at, Qt.Orientation.Horizontal) == "联系人")
    seen, saved = [], []
    for number in range(_TIMES):
        table.setCurrentIndex(table.rows.index(number, column))
        app.processEvents()
        seen.append(on_thread(lambda: QTest.keyClick(table, Qt.Key.Key_5)))
        for _ in range(3):
            seen.append(on_thread(lambda: QTest.keyClick(table.focusWidget() or table, Qt.Key.Key_6)))
        saved.append(on_thread(lambda: QTest.keyClick(QApplication.focusWidget() or table, Qt.Key.Key_Return)))
    wait(lambda: session.report.outcomes)
    tell("a key in a cell until it is seen, ms CPU", sorted(seen)[len(seen) // 2], 16)
    tell("Return in a cell until it is saved and seen, ms CPU", min(saved), 16)

    rechecking, waiting = Rechecking(session.notice), Waiting(session.notice)
    batch, today = session.batch, clock.today()
    rechecking.report(batch, today)
    waiting.of(batch, recognises=True)
    spent, judged = [], rechecking.judged
    for number, key in zip(range(_TIMES), batch.enterprises, strict=False):
        batch = edit.set_fields(batch, key, {"contact": f"李工{number}"})
        begin = time.thread_time()
        rechecking.report(batch, today)
        waiting.of(batch, recognises=True)
        spent.append((time.thread_time() - begin) * 1000)
    tell("checked again after one cell, ms CPU", min(spent), 50)
    tell("enterprises judged again by one cell", (rechecking.judged - judged) / _TIMES, 1)
    if script.errors:
        raise script.errors[0]
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
