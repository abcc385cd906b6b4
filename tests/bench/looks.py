"""24 enterprises with 1,500 scanned pages are looked at behind an open window, then again after one file changed."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from app.paths import RESOURCES

_ENTERPRISES, _FEW, _MANY = 24, 300, 1_500  # pages in all
_NAMES = ("申报书", "典型经验材料", "证明材料/营业执照", "证明材料/审计报告", "证明材料/检测报告")
_KINDS = ("prose", "form", "account", "certificate", "cover", "sparse", "chart", "prose 180", "blank", "card")
_DPI = 200  # of the scans
_EVERY = 0.1  # seconds between two looks at the memory


def run(folder: Path) -> list[tuple[str, float, float, bool]]:
    """In processes of their own, few pages before many."""
    pool = _pool(24)
    few, few_peak = _looked(folder / "few", pool, _FEW)
    many, many_peak = _looked(folder / "many", pool, _MANY)
    del few
    return [
        ("looks: CPU of render, seal and sheet, ms a page", many["cpu"] / _MANY * 1000, 100, False),
        ("looks: two workers, pages a second", _MANY / many["first"], 0, True),
        ("looks: longest stall of the window meanwhile, ms", many["stall"], 50, False),
        (f"looks: peak memory, all processes, {_MANY} pages, MB", many_peak / 1e6, 2_000, False),
        (f"looks: peak memory of {_MANY} pages to that of {_FEW}", many_peak / few_peak, 1.2, False),
        ("looks: again after one file changed, share of the first", many["changed"] / many["first"], 0.1, False),
        ("looks: again with nothing changed, share of the first", many["nothing"] / many["first"], 0.02, False),
    ]


def _looked(folder: Path, pool: list[bytes], pages: int) -> tuple[dict[str, float], int]:
    """(what the window's process told, highest sum of resident memory over it and its children in bytes)."""
    for number in range(_ENTERPRISES):
        share = pages // _ENTERPRISES + (number < pages % _ENTERPRISES)
        _package(folder / "in" / f"济南第{number + 1:04d}精密机械有限公司", pool, share, number)
    environment = {**os.environ, "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    window = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.looks", str(folder)],
        cwd=RESOURCES.parent, env=environment, stdout=subprocess.PIPE,
    )
    peaks, stop = [0], threading.Event()
    watcher = threading.Thread(target=lambda: _watch(window.pid, peaks, stop))
    watcher.start()
    told, _ = window.communicate()
    stop.set()
    watcher.join()
    if window.returncode:
        raise SystemExit(f"the window ended with {window.returncode}")
    return {name: float(value) for name, value in (line.split("\t") for line in told.decode().splitlines())}, max(peaks)


def _watch(pid: int, peaks: list[int], stop: threading.Event) -> None:
    while not stop.wait(_EVERY):
        try:
            own = psutil.Process(pid)
            peaks.append(sum(one.memory_info().rss for one in (own, *own.children(recursive=True))))
        except psutil.Error:
            continue


def _pool(count: int) -> list[bytes]:
    """Colour scans at 200 dpi, as offices make them."""
    from PIL import Image

    from tests.sheets.scanned import scan_of

    made = []
    for number in range(count):
        with Image.open(io.BytesIO(scan_of(_KINDS[number % len(_KINDS)], 9, number).jpeg)) as picture:
            large = picture.convert("RGB").resize((picture.width * 4 // 3, picture.height * 4 // 3))
        out = io.BytesIO()
        large.save(out, "JPEG", quality=75, dpi=(_DPI, _DPI))
        made.append(out.getvalue())
    return made


def _package(home: Path, pool: list[bytes], pages: int, seed: int) -> None:
    """`pages` scans of the pool, over five documents no other package has."""
    import img2pdf

    chance = random.Random(seed)
    (home / "证明材料").mkdir(parents=True)
    for place, name in enumerate(_NAMES):
        count = pages // len(_NAMES) + (place < pages % len(_NAMES))
        (home / f"{name}.pdf").write_bytes(img2pdf.convert([chance.choice(pool) for _ in range(count)]))


def main(folder: Path) -> None:
    """Prints what is measured: its name and its value, in seconds, the stall in ms."""
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtWidgets import QApplication

    from app.batch.page_findings import unlooked
    from app.job import Job
    from app.reading.sandbox import Sandbox
    from app.send.collect import collect
    from tests.bench import ground
    from tests.bench.beats import Beats, Watcher
    from tests.tour.clerk import Script
    from ui import theme
    from ui.shell.pace import keep_pace
    from ui.shell.settings import Settings
    from ui.window import MainWindow

    packages = sorted((folder / "in").iterdir())
    with ground.new_batch(folder / "batch") as store, Sandbox() as sandbox:
        collect(store, "provincial", packages, sandbox=sandbox, job=Job())
    keep_pace()
    app = QApplication([])
    theme.apply(app)
    script = Script()
    window = MainWindow(Settings(folder / "settings.json"), script)
    window.show()
    loop, beats = QEventLoop(), Beats(Watcher().late) if "--tell" in sys.argv else Beats()

    def seconds_until(is_so: Callable[[], bool]) -> float:
        start = time.perf_counter()
        check = QTimer()
        check.timeout.connect(lambda: loop.quit() if is_so() else None)
        check.start(10)
        loop.exec()
        return time.perf_counter() - start

    def is_looked() -> bool:
        return window.session is not None and window.session.is_checked and not window.session.busy

    window.open_batch(folder / "batch")
    seconds_until(lambda: window.session is not None and bool(window.session.report.outcomes))
    beats.start()  # the window is there, and looking begins
    first = seconds_until(is_looked)
    beats.stop()
    session = window.session
    assert session is not None and not unlooked(session.batch, session.notice)
    cpu = sum(sum(one.cpu_times()[:2]) for one in psutil.Process().children())
    session.recheck()
    nothing = seconds_until(is_looked)
    changed = packages[0] / "证明材料" / "审计报告.pdf"
    changed.write_bytes(changed.read_bytes() + b"\n%changed\n")
    session.run("收下", lambda job: collect(session.store, "provincial", packages[:1], sandbox=session.sandbox, job=job))
    seconds_until(lambda: not session.busy)
    again = seconds_until(is_looked)
    window.close()
    if script.errors:
        raise script.errors[0]
    stall = beats.longest.wall
    for name, value in {"first": first, "cpu": cpu, "stall": stall, "nothing": nothing, "changed": again}.items():
        print(f"{name}\t{value}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
