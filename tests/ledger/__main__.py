"""200 submissions with 2,000 enterprises, in SQLite and moved into PostgreSQL: how long each question and
each page takes."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from app.job import Job
from app.ledger import Ledger
from app.ledger.move import move
from app.model.submission import Standing
from tests.bench import province
from tests.bench.ledger import PAGE_SECONDS, in_the_window
from tests.ledger.postgres import postgres

BOUND = PAGE_SECONDS  # s, on a PC that does nothing else


def main(submissions: int) -> int:
    with tempfile.TemporaryDirectory(prefix="ledger") as scratch, postgres() as server:
        folder = Path(scratch) / "台账"
        province.a_ledger(folder, submissions).close()
        slowest = max(measure("SQLite", folder), pages("SQLite", folder))
        began = time.perf_counter()
        move(folder, server.new_database(), None, Job())
        print(f"PostgreSQL  搬过去并逐行核对  {time.perf_counter() - began:.2f} s")
        slowest = max(slowest, measure("PostgreSQL", folder), pages("PostgreSQL", folder))
    print(f"最慢的一问、一页 {slowest:.3f} s，应不超过 {BOUND} s")
    return int(slowest > BOUND)


def measure(engine: str, folder: Path) -> float:
    """The slowest question in seconds; opening, which reads and checks every row, is told beside."""
    began = time.perf_counter()
    ledger = Ledger.open(folder)
    print(f"{engine}  打开，核对每一行  {time.perf_counter() - began:.2f} s")
    with ledger:
        key = ledger.submissions()[-1].id
        asked: dict[str, Callable[[], object]] = {
            "全部报送": ledger.submissions, "全部企业": ledger.entries, "全部光盘": ledger.all_discs,
            "全部经过": ledger.events, "一份的材料": lambda: ledger.batch_of(key),
            "一份的结论": lambda: ledger.report_of(key), "别人改过没有": ledger.last_change,
            "别人在看哪一份": ledger.claims, "受理一份": lambda: ledger.set_standing(key, Standing.ACCEPTED, "", "李"),
        }
        taken = {name: min(timed(ask) for _ in range(3)) for name, ask in asked.items()}
    for name, seconds in taken.items():
        print(f"{engine}  {name}  {seconds * 1000:.1f} ms")
    return max(taken.values())


def pages(engine: str, folder: Path) -> float:
    """Seconds until the slowest page is there when it is turned to again."""
    told = {what: value for what, value, _ in in_the_window(folder)}
    for what, value in told.items():
        print(f"{engine}  {what}  {value}")
    return next(value for what, value in told.items() if what.startswith("slowest page"))


def timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else province.SUBMISSIONS))
