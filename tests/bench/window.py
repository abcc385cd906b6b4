"""The window's heartbeat while 24 enterprises with 3,000 files are collected, checked, staged and received."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from app.paths import RESOURCES

_ENTERPRISES, _FILES = 24, 125


def run(folder: Path) -> list[tuple[str, float, float, bool, str]]:
    return _figures("window", folder, 33)


def run_busy(folder: Path) -> list[tuple[str, float, float, bool, str]]:
    """While something else keeps every core busy."""
    others = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        return _figures("busy", folder, 50)
    finally:
        for each in others:
            each.kill()
            each.wait()


def _figures(name: str, folder: Path, bound: float) -> list[tuple[str, float, float, bool, str]]:
    """In a process of its own: a window must not inherit what the other figures left behind."""
    environment = {**os.environ, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.window", str(folder)],
        cwd=RESOURCES.parent, env=environment, stdout=subprocess.PIPE, check=True,
    )
    told = (line.split("\t") for line in done.stdout.decode().splitlines())
    return [
        (f"{name}: longest stall while it {stage}, ms", float(worst), bound, False,
         f"{waited} ms of it waiting for a core; apart from such waits at most {own} ms")
        for stage, worst, waited, own in told
    ]  # fmt: skip


def main(folder: Path) -> None:
    """Prints a line a stage, in ms: its name, the longest gap between two beats, how much of it the thread was
    ready and had no core, and the longest of all gaps without that.
    """
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from app import clock
    from app.checks import check_batch
    from app.job import Job
    from app.ledger import Ledger
    from app.model.disc import BD
    from app.notices.read import load_notice
    from app.receive.intake import receive
    from app.send.collect import collect
    from app.send.letter import attach_letter
    from app.send.stage import stage
    from tests.bench import ground
    from tests.bench.beats import Beats, Watcher
    from tests.tour.clerk import Script
    from ui import theme
    from ui.shell.pace import Housekeeping, keep_pace
    from ui.shell.settings import Settings
    from ui.window import MainWindow

    paths = ground.packages(folder / "in", _ENTERPRISES, _FILES, _FILES * 30_000)
    ground.new_batch(folder / "batch").close()
    keep_pace()
    app = QApplication([])
    Housekeeping(app)
    theme.apply(app)
    script = Script()
    window = MainWindow(Settings(folder / "settings.json"), script)
    window.show()
    loop = QEventLoop()
    window.open_batch(folder / "batch")
    beats = Beats(Watcher().late) if "--tell" in sys.argv else Beats()

    def wait(until: object) -> None:
        check = QTimer()
        check.timeout.connect(lambda: loop.quit() if until() else None)  # type: ignore[operator]
        check.start(20)
        loop.exec()

    wait(lambda: window.session is not None and window.session.is_checked)
    session = window.session
    assert session is not None

    def measured(name: str, work: object, until: object = None) -> None:
        """`until`: what is awaited after it."""
        shown = window.session or window.ledger.session  # type: ignore[union-attr]
        beats.start()
        shown.run(name, work)  # type: ignore[arg-type]
        wait(lambda: not shown.busy)
        if until is None:
            session.recheck()
        wait(until or (lambda: session.is_checked))
        beats.stop()
        if script.errors:
            raise script.errors[0]
        longest = beats.longest
        print(name, *(f"{ms:.0f}" for ms in (longest.wall, longest.for_a_core, beats.longest_own)), sep="\t", flush=True)

    store, sandbox = session.store, session.sandbox
    measured("collects", lambda job: collect(
        store, "provincial", paths, sandbox=sandbox, job=job))
    letter = folder / "letter.pdf"
    letter.write_bytes(ground.scan_pdf(200_000, 7))
    attach_letter(store, "provincial", letter, sandbox, Job())
    store.apply("填写", ground.filled)
    session.recheck()
    wait(lambda: session.is_checked)  # every paper has been looked at for seals
    for finding in check_batch(store.batch, store.notice, clock.today()).findings:
        if finding.grade == "look":
            store.apply("核对", ground.accepting(finding))
    measured("checks", lambda job: check_batch(store.batch, store.notice, clock.today()))
    report = check_batch(store.batch, store.notice, clock.today())
    measured("stages", lambda job: stage(store, report, folder / "out", BD, sandbox, job))

    (disc,) = (folder / "out").iterdir()
    Ledger.create(folder / "台账", load_notice("2023")[1]).close()
    window.go_home()
    window.open_ledger(folder / "台账")
    wait(lambda: window.ledger is not None and window.ledger.session.is_read)
    assert window.ledger is not None
    receiver = window.ledger.session
    measured("receives", lambda job: receive(
        receiver.ledger, disc, looks=False, sandbox=receiver.sandbox, job=job,
    ), until=lambda: receiver.is_read and not receiver.is_reading)
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
