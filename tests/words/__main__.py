"""`python -m tests.words`: seconds of the processor a page; `python -m tests.words 24 1500`: a whole batch.

The second collects that many enterprises with that many scanned pages and opens the window on them: when the
first verdicts are there, when all is recognised, how long the window stood still at most, how much memory it took.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from app.job import Job
from app.model.batch import Batch, Sender
from app.model.finding import Outcome, Report
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.reading.ocr import engine
from app.reading.pages.drawn import drawn
from app.reading.sandbox import Sandbox
from app.reading.words.recognise import first_lines
from app.send.collect import collect
from app.store.store import BatchStore
from tests.words.ground import enterprise


def each_page(folder: Path) -> None:
    """One thread, as in the background."""
    enterprise(folder, "山东样例机床有限公司", 22, 1)
    start = time.process_time()
    engine.has_ocr() and engine.lines_of(next(image for _, image in drawn(next(folder.glob("营业*")), "pdf", (1,), head=False)))
    print(f"第一页（含装入识别组件）　{time.process_time() - start:.2f} 秒")
    spent, count = Counter[str](), Counter[str]()
    for path in sorted(folder.glob("*.pdf"))[:5]:
        for head in (False, True):
            for number in (1, 2):
                start = time.process_time()
                for _, image in drawn(path, "pdf", (number,), head=head):
                    _ = first_lines(image, number) if head else engine.lines_of(image)
                    kind = ("首页上半" if number == 1 else "页首") if head else "整页"
                    spent[kind] += time.process_time() - start
                    count[kind] += 1
    for kind in spent:
        print(f"{kind}　每页 {spent[kind] / count[kind]:.2f} 秒（处理器时间，{count[kind]} 页）")
    print(f"内存 {psutil.Process().memory_info().rss / 1e6:.0f} MB")


def whole_batch(folder: Path, enterprises: int, pages: int) -> None:
    """What is collected is opened in a window that nobody sees, which does the rest by itself."""
    for number in range(enterprises):
        name = f"山东第{number + 1}样例机床有限公司"
        enterprise(folder / "收到" / name, name, pages // enterprises, number)
    _, toml = read_notice(RESOURCES / "notices" / "2023.toml")
    batch = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-10")
    with BatchStore.create(folder / "批次", batch, toml) as store, Sandbox() as sandbox:
        collect(store, store.notice.tracks[-1].id, [folder / "收到"], each=True, sandbox=sandbox, job=Job())
    in_the_window(folder)


def in_the_window(folder: Path) -> None:
    from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer
    from PySide6.QtWidgets import QApplication

    from tests.tour.clerk import Script
    from ui import theme
    from ui.shell.pace import keep_pace
    from ui.shell.settings import Settings
    from ui.window import MainWindow

    keep_pace()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    theme.apply(app)
    script = Script()
    window = MainWindow(Settings(folder / "settings.json"), script)
    window.show()
    loop, beat, clock, gaps = QEventLoop(), QTimer(), QElapsedTimer(), [0]

    def wait(is_so: Callable[[], object]) -> None:
        check = QTimer()
        check.timeout.connect(lambda: loop.quit() if is_so() else None)
        check.start(20)
        loop.exec()

    window.open_batch(folder / "批次")
    wait(lambda: window.session is not None and window.session.report.outcomes)
    session = window.session
    assert session is not None
    begun: list[int] = []
    session.recognising.connect(lambda number, of: begun.append(of))
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    beat.timeout.connect(lambda: gaps.append(clock.restart()))
    memory, start = _Memory(), time.monotonic()
    clock.start()
    beat.start(5)
    wait(lambda: not awaited(session.report))
    print(f"每家有了第一批结论（扫描页的空白、倒放和识别还在后面）　{time.monotonic() - start:.1f} 秒", flush=True)
    wait(lambda: begun)
    print(f"看过文字层、印章、空白页　{time.monotonic() - start:.1f} 秒", flush=True)
    wait(lambda: session.is_checked and not session.busy)
    seconds = time.monotonic() - start
    beat.stop()
    memory.stop()
    states = Counter(page.state.value for words in session.batch.words.values() for page in words.pages)
    print(f"全部识别完　{seconds:.0f} 秒；各页 {dict(states)}")
    print(f"窗口最长停顿　{max(gaps)} 毫秒")
    print(f"内存最多　{memory.most / 1e6:.0f} MB（连同 {memory.children} 个后台程序），前半程最多 {memory.half() / 1e6:.0f} MB")
    window.close()
    if script.errors:
        raise script.errors[0]


def awaited(report: Report) -> list[Outcome]:
    """What nobody has looked at yet, but for what is recognised first."""
    return [one for one in report.pending if one.check in ("SEAL-01", "PACK-01", "PDF-01")]


class _Memory:
    """Of this process and its children together, every other second, by a thread of its own."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.children = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        own = psutil.Process()
        while not self._ended.wait(2):
            rss = []
            for one in (own, *own.children(recursive=True)):
                with suppress(psutil.Error):
                    rss.append(one.memory_info().rss)
            self.seen.append(sum(rss))
            self.children = max(self.children, len(rss) - 1)

    @property
    def most(self) -> int:
        return max(self.seen, default=0)

    def half(self) -> int:
        return max(self.seen[: len(self.seen) // 2 + 1], default=0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        if len(sys.argv) > 1:
            whole_batch(Path(scratch), int(sys.argv[1]), int(sys.argv[2]))
        else:
            each_page(Path(scratch) / "一家")
