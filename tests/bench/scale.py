"""125 to 1,000 enterprises, 2,000 to 20,000 rows of a ledger: the cost of one stays what it is with a few.

Processor seconds of all processes: what the disk or another program takes meanwhile is no growth of ours.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
import numpy as np

from app import clock
from app.checks import check_batch
from app.garbage import uncollected
from app.job import Job
from app.ledger import Ledger
from app.ledger.connection import FILE
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
_TRIES = 5  # submissions, of which that counts that cost least
_ROUNDS = 7

Costs = dict[str, float]


def run(folder: Path) -> list[Figure]:
    made = {count: _of_a_batch(folder / f"{count}", count) for count in _ENTERPRISES}
    batches, machine = _of_open_batches(folder, made)
    ledgers, rows = _of_a_ledger(folder / "台账")
    return [*_figures("an enterprise", batches, machine), _history(folder), *_figures("a row", ledgers, rows)]


def _figures(of: str, costs: dict[int, Costs], machine: dict[int, Costs]) -> list[Figure]:
    """Each cost is of one; the exponent is of the whole: 1 is proportional. `machine`: what work of the same kind
    costs with nothing of ours in it, by the name of that whose limit it is.
    """
    few, *_, many = counts = list(costs)
    made = []
    for name in costs[few]:
        each = [costs[count][name] for count in counts]
        exponent = 1 + float(np.polyfit(np.log(counts), np.log(each), 1)[0])
        told = "、".join(f"{count} at {one * 1000:.3g} ms" for count, one in zip(counts, each, strict=True))
        what = f"scale: {name}, cost of {of} among {many} against {few}"
        alone = machine[many][name] / machine[few][name] if name in machine[few] else 0.0
        against = f"; the machine alone: {alone:.2f}, {_LIMITS[name]}" if alone else ""
        limit = alone if alone > _MORE else 0.0  # which forbids nothing otherwise
        made.append(Figure(what, each[-1] / each[0], _MORE, False, f"exponent {exponent:.2f}; {told}{against}", limit))
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
        costs[name] = processor_seconds(work) / count

    with Sandbox() as sandbox:
        ground.clean_batch(folder / "warm", ground.packages(folder / "one", 1, 5, 20_000), sandbox).close()
        put("collect and decide", lambda: ground.clean_batch(folder / "batch", paths, sandbox).close())
        with BatchStore.open(folder / "batch") as store:
            report = ground.all_seen(check_batch(store.batch, store.notice, clock.today()))
            put("stage", lambda: stage(store, report, folder / "out", BD, sandbox, Job()))
    return costs


def _of_open_batches(folder: Path, made: dict[int, Costs]) -> tuple[dict[int, Costs], dict[int, Costs]]:
    """With what opening and checking cost; and the machine's own."""
    with ExitStack() as stack:
        stores = {count: stack.enter_context(BatchStore.open(folder / f"{count}" / "batch")) for count in _ENTERPRISES}
        checked = _least_in_turn({count: partial(_check, store) for count, store in stores.items()})
        alone = _least_in_turn({count: partial(_as_many_objects, count) for count in _ENTERPRISES})
    opened = _least_in_turn({
        count: lambda own=folder / f"{count}" / "batch": BatchStore.open(own).close()  # type: ignore[misc]
        for count in _ENTERPRISES
    })
    decoded = _least_in_turn({count: partial(_decoded, count) for count in _ENTERPRISES})
    costs = {count: {**each, "open": opened[count], "check": checked[count]} for count, each in made.items()}
    return costs, {count: {"check": alone[count], "open": decoded[count]} for count in made}


def _check(store: BatchStore) -> None:
    """In a thread of its own, that remembers nothing of the last time."""
    with ThreadPoolExecutor(1) as own:
        own.submit(check_batch, store.batch, store.notice, clock.today()).result()


@dataclass(frozen=True, slots=True)
class _Plain:
    place: int
    name: str
    told: tuple[str, ...]


@uncollected()
def _as_many_objects(count: int) -> None:
    """A file's facts of each enterprise decoded, and kept with what is made of them: as a check reads and makes."""
    facts = [msgspec.json.decode(_RECORD) for _ in range(count)]
    kept = []
    for fact in facts:
        for place in range(_OUTCOMES):
            file = fact["files"][place % len(fact["files"])]
            kept.append(_Plain(place, f"{file['path']}{place}", (fact["name"], file["sha256"])))


@uncollected()
def _decoded(count: int) -> list[object]:
    """As much JSON as a history has of so many enterprises, kept as plain values."""
    return [msgspec.json.decode(_RECORD) for _ in range(count * _RECORDS)]


_FILES = [{"path": f"证明材料/{n:02d}.pdf", "size": 4000 + n, "sha256": f"{n:064x}", "kind": "pdf"} for n in range(5)]
_RECORD = msgspec.json.encode({"name": "济南第0001精密机械有限公司", "files": _FILES})
_RECORDS = 4  # of an enterprise
_OUTCOMES = 300  # so that it takes about as long as a check


def _of_a_ledger(folder: Path) -> tuple[dict[int, Costs], dict[int, Costs]]:
    """Of one row of ten that are registered together, and of one that is read among all; and SQLite's own."""
    registered: dict[int, float] = {}
    copies: dict[int, Path] = {}
    done = 0
    with province.a_ledger(folder, 0) as ledger:
        for count in _SUBMISSIONS:
            for number in range(done, count - _TRIES):
                province.hand_in(ledger, number, proofs=1)
            last = range(count - _TRIES, count)
            done, rows = count, count * province.EACH
            registered[rows] = min(
                processor_seconds(lambda n=n: province.hand_in(ledger, n, proofs=1)) for n in last  # type: ignore[misc]
            ) / province.EACH
            copies[rows] = shutil.copytree(folder, folder.with_name(f"{rows}"), ignore=shutil.ignore_patterns("lock"))
    with ExitStack() as stack:
        ledgers = {rows: stack.enter_context(Ledger.open(own, reads_only=True)) for rows, own in copies.items()}
        plain = {rows: stack.enter_context(closing(sqlite3.connect(own / FILE))) for rows, own in copies.items()}
        read = _least_in_turn({rows: own.entries for rows, own in ledgers.items()})
        alone = _least_in_turn({rows: partial(_fetched, own) for rows, own in plain.items()})
    opened = _least_in_turn({
        rows: lambda own=own: Ledger.open(own, reads_only=True).close()  # type: ignore[misc]
        for rows, own in copies.items()
    })
    costs = {
        rows: {"register": each, "read all rows": read[rows], "open the ledger": opened[rows]}
        for rows, each in registered.items()
    }
    return costs, {rows: {"read all rows": each} for rows, each in alone.items()}


@uncollected()
def _fetched(raw: sqlite3.Connection) -> list[dict[str, object]]:
    """Nothing but the rows, each by the names of its columns."""
    asked = raw.execute("SELECT entries.* FROM entries JOIN submissions ON submissions.id = entries.submission")
    names = [each[0] for each in asked.description]
    return [dict(zip(names, row, strict=True)) for row in asked]


_LIMITS = {
    "open": "as much JSON decoded",
    "check": "as many plain objects decoded and made",
    "read all rows": "the same rows fetched from SQLite, each made a dict",
}


def _least_in_turn(works: dict[int, Callable[[], object]]) -> dict[int, float]:
    """Of one, the least of several rounds. Each round has all sizes, and of each as many altogether: what a
    machine does meanwhile falls on all alike.
    """
    most = max(works)

    def of_one(count: int) -> float:
        times = most // count

        def again() -> None:
            for _ in range(times):
                works[count]()

        return processor_seconds(again) / (times * count)

    rounds = [{count: of_one(count) for count in works} for _ in range(_ROUNDS)]
    return {count: min(each[count] for each in rounds) for count in works}
