"""The province's window over 200 submissions with 2,000 enterprises: each page opened, the table written."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from app.paths import RESOURCES
from tests.bench import province

_MB = 1_000_000
PAGE_SECONDS = 0.3  # until a page is there, whichever engine the ledger lies in


def run(folder: Path) -> list[tuple[str, float, float, bool]]:
    """In a process of its own: a window must not inherit what the other figures left behind."""
    begin = time.perf_counter()
    with province.a_ledger(folder / "台账", province.SUBMISSIONS - 1) as ledger:
        made = time.perf_counter() - begin
        begin = time.perf_counter()
        province.hand_in(ledger, province.SUBMISSIONS - 1)
        last = time.perf_counter() - begin
    figures = [(f"ledger: {what}", value, bound, False) for what, value, bound in in_the_window(folder / "台账")]
    each = made / (province.SUBMISSIONS - 1)
    return [("ledger: registering the 200th, times the mean of those before", last / each, 2, False), *figures]


def in_the_window(ledger: Path) -> list[tuple[str, float, float]]:
    """What `main` measures, in a process of its own."""
    environment = {**os.environ, "HOME": str(ledger.parent), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.ledger", str(ledger)],
        cwd=RESOURCES.parent, env=environment, stdout=subprocess.PIPE, check=True,
    )
    told = (line.split("\t") for line in done.stdout.decode().splitlines())
    return [(what, float(value), float(bound)) for what, value, bound in told]


def main(folder: Path) -> None:
    """Prints a line a figure: what, how much, the bound."""
    from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from tests.tour.clerk import Script
    from ui import theme
    from ui.shell.pace import keep_pace
    from ui.shell.runner import Latest
    from ui.shell.settings import Settings
    from ui.window import MainWindow

    keep_pace()
    app = QApplication([])
    theme.apply(app)
    script = Script()
    window = MainWindow(Settings(folder.parent / "settings.json"), script)
    window.show()
    loop, watch, gaps = QEventLoop(), QElapsedTimer(), [0.0]
    beat = QTimer()
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    beat.setInterval(2)
    beat.timeout.connect(lambda: gaps.append(watch.nsecsElapsed() / 1e6) or watch.start())  # type: ignore[func-returns-value]

    def wait(until: Callable[[], object]) -> None:
        check = QTimer()
        check.timeout.connect(lambda: loop.quit() if until() else None)
        check.start(5)
        loop.exec()

    def quiet() -> bool:
        view = window.ledger
        return view is not None and view.session.is_read and view.is_ready and not any(
            latest.busy for latest in window.findChildren(Latest))

    def stall(what: str, deed: Callable[[], object], bound: float) -> float:
        """Seconds until all of it is there."""
        gaps[:] = [0.0]
        begin = time.perf_counter()
        watch.start()
        beat.start()
        QTimer.singleShot(0, deed)
        wait(lambda: len(gaps) > 3 and quiet())
        beat.stop()
        print(f"{what}, ms\t{max(gaps):.1f}\t{bound}", flush=True)
        return time.perf_counter() - begin

    begin = time.perf_counter()
    stall("longest stall while it opens", lambda: window.open_ledger(folder), 50)
    print(f"open until all is shown, s\t{time.perf_counter() - begin:.2f}\t3", flush=True)
    view = window.ledger
    assert view is not None
    for page in view.pages.values():
        stall(f"{page.title} opened the first time", lambda key=page.id: view.go(key), 50)  # type: ignore[misc]
    slowest = max(
        (stall(f"{page.title} opened again", lambda key=page.id: view.go(key), 50), page.title)  # type: ignore[misc]
        for page in view.pages.values()
    )
    print(f"slowest page opened again, {slowest[1]}, s\t{slowest[0]:.2f}\t{PAGE_SECONDS}", flush=True)
    session = view.session
    keys = [one.id for one in session.facts.submissions]
    for key in keys[:20]:
        stall_free(session, key, wait)
    before = psutil.Process().memory_info().rss
    stall("longest stall while 180 submissions are looked at", lambda: session.open_submission(keys[20]), 50)
    for key in keys[20:]:
        stall_free(session, key, wait)
    grown = psutil.Process().memory_info().rss - before
    print(f"memory grown by looking at 180 more, MB\t{grown / _MB:.1f}\t40", flush=True)
    print(f"table of 2,000 written, s\t{_written(folder.parent, session):.2f}\t5", flush=True)
    if script.errors:
        raise script.errors[0]
    window.close()


def stall_free(session: object, key: str, wait: Callable[[Callable[[], object]], None]) -> None:
    session.open_submission(key)  # type: ignore[attr-defined]
    wait(lambda: session.one is not None and session.one.submission.id == key)  # type: ignore[attr-defined]


def _written(folder: Path, session: object) -> float:
    from app.receive.merge import write_merged

    begin = time.perf_counter()
    write_merged(session.ledger, folder / "总表.xlsx")  # type: ignore[attr-defined]
    return time.perf_counter() - begin


if __name__ == "__main__":
    main(Path(sys.argv[1]))
