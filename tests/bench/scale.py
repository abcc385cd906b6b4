"""125 to 1,000 enterprises, 2,000 to 20,000 rows of a ledger: the cost of one stays what it is with a few.

Processor seconds of all processes: what the disk or another program takes meanwhile is no growth of ours.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from app import clock
from app.checks import check_batch
from app.job import Job
from app.ledger import Ledger
from app.model.disc import BD
from app.reading.sandbox import Sandbox
from app.send.stage import stage
from app.store.loading import HISTORY
from app.store.store import BatchStore
from tests.bench import ground, province
from tests.bench.measure import Figure, processor_seconds

_ENTERPRISES = (125, 500, 1000)
_SUBMISSIONS = (200, 600, 2000)  # of ten rows each
_MORE = 1.05  # times, what one may cost among many
_TRIES = 5

Costs = dict[str, float]


def run(folder: Path) -> list[Figure]:
    batches = {count: _of_a_batch(folder / f"{count}", count) for count in _ENTERPRISES}
    ledgers = _of_a_ledger(folder / "台账")
    return [*_figures("an enterprise", batches), _history(folder), *_figures("a row", ledgers)]


def _figures(of: str, costs: dict[int, Costs]) -> list[Figure]:
    """Each cost is of one; the exponent is of the whole: 1 is proportional."""
    few, *_, many = counts = list(costs)
    made = []
    for name in costs[few]:
        each = [costs[count][name] for count in counts]
        exponent = 1 + float(np.polyfit(np.log(counts), np.log(each), 1)[0])
        told = "、".join(f"{count} at {one * 1000:.2f} ms" for count, one in zip(counts, each, strict=True))
        what = f"scale: {name}, cost of {of} among {many} against {few}"
        made.append(Figure(what, each[-1] / each[0], _MORE, False, f"exponent {exponent:.2f}; {told}"))
    return made


def _history(folder: Path) -> Figure:
    """A line tells what it changes, however many there are."""
    few, *_, many = each = [
        (folder / f"{count}" / "batch" / HISTORY).stat().st_size / count for count in _ENTERPRISES
    ]
    told = "、".join(f"{count} at {size:,.0f} B" for count, size in zip(_ENTERPRISES, each, strict=True))
    what = f"scale: history, bytes of an enterprise among {_ENTERPRISES[-1]} against {_ENTERPRISES[0]}"
    return Figure(what, many / few, _MORE, False, told)


def _of_a_batch(folder: Path, count: int) -> Costs:
    """Of one enterprise with five files."""
    paths = ground.packages(folder / "in", count, 5, 20_000)
    costs: Costs = {}

    def put(name: str, work: Callable[[], object]) -> None:
        costs[name] = min(processor_seconds(work) for _ in range(_TRIES if name in _REPEATED else 1)) / count

    with Sandbox() as sandbox:
        ground.clean_batch(folder / "warm", ground.packages(folder / "one", 1, 5, 20_000), sandbox).close()
        put("collect and decide", lambda: ground.clean_batch(folder / "batch", paths, sandbox).close())
        put("open", lambda: BatchStore.open(folder / "batch").close())
        with BatchStore.open(folder / "batch") as store:
            put("check", lambda: check_batch(store.batch, store.notice, clock.today()))
            report = ground.all_seen(check_batch(store.batch, store.notice, clock.today()))
            put("stage", lambda: stage(store, report, folder / "out", BD, sandbox, Job()))
    return costs


_REPEATED = ("open", "check")


def _of_a_ledger(folder: Path) -> dict[int, Costs]:
    """Of one row of ten that are registered together, and of one that is read among all."""
    found: dict[int, Costs] = {}
    done = 0
    with province.a_ledger(folder, 0) as ledger:
        for count in _SUBMISSIONS:
            for number in range(done, count - _TRIES):
                province.hand_in(ledger, number, proofs=1)
            last = range(count - _TRIES, count)
            done = count
            one = min(processor_seconds(lambda n=n: province.hand_in(ledger, n, proofs=1)) for n in last)  # type: ignore[misc]
            rows = count * province.EACH
            found[rows] = {
                "register": one / province.EACH,
                "read all rows": _least(ledger.entries) / rows,
                "open the ledger": _least(lambda: Ledger.open(folder, reads_only=True).close()) / rows,
            }
    return found


def _least(work: Callable[[], object]) -> float:
    return min(processor_seconds(work) for _ in range(_TRIES))
