"""`python -m tests.words`: seconds of the processor a page; `python -m tests.words 24 1500`: a whole batch.

The second collects that many enterprises with that many scanned pages, then looks and recognises as the
window does: when the first verdicts are there, when all is recognised, and how much memory it took.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from app.batch.looking import look, recognise
from app.checks import check_batch
from app.clock import today
from app.job import Job
from app.model.batch import Batch, Sender
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
    for number in range(enterprises):
        name = f"山东第{number + 1}样例机床有限公司"
        enterprise(folder / "收到" / name, name, pages // enterprises, number)
    _, toml = read_notice(RESOURCES / "notices" / "2023.toml")
    batch = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-10")
    with BatchStore.create(folder / "批次", batch, toml) as store, Sandbox() as sandbox:
        collect(store, store.notice.tracks[-1].id, [folder / "收到"], each=True, sandbox=sandbox, job=Job())
        memory = _Memory()
        start = time.monotonic()
        report = check_batch(store.batch, store.notice, today())
        print(f"第一次核对　{time.monotonic() - start:.1f} 秒，{len(report.findings)} 处")
        look(store, sandbox, Job(), recognises=True)
        check_batch(store.batch, store.notice, today())
        print(f"看过文字层、印章、空白页　{time.monotonic() - start:.1f} 秒")
        used = _children_seconds()
        count = recognise(store, Job(), told=lambda number, of: memory.look())
        seconds = time.monotonic() - start
        states = Counter(page.state.value for words in store.batch.words.values() for page in words.pages)
        print(f"识别 {count} 页次　{seconds:.0f} 秒，处理器 {_children_seconds() - used:.0f} 秒；{dict(states)}")
        print(f"内存最多 {memory.most / 1e6:.0f} MB（{memory.children} 个后台程序一起），识别前半程最多 {memory.half() / 1e6:.0f} MB")


class _Memory:
    """Of this process's children together, whenever one document is begun."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.children = 0
        self._lock = threading.Lock()

    def look(self) -> None:
        rss = []
        for child in psutil.Process().children():
            try:
                rss.append(child.memory_info().rss)
            except psutil.Error:
                continue
        with self._lock:
            self.seen.append(sum(rss))
            self.children = max(self.children, len(rss))

    @property
    def most(self) -> int:
        return max(self.seen, default=0)

    def half(self) -> int:
        return max(self.seen[: len(self.seen) // 2 + 1], default=0)


def _children_seconds() -> float:
    """Of those that have ended."""
    told = psutil.Process().cpu_times()
    return float(told.children_user + told.children_system)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as scratch:
        if len(sys.argv) > 1:
            whole_batch(Path(scratch), int(sys.argv[1]), int(sys.argv[2]))
        else:
            each_page(Path(scratch) / "一家")
