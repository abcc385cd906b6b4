"""1,000 enterprises: the cost of each stays what it is with a few."""

from __future__ import annotations

import time
from pathlib import Path

from app import clock
from app.checks import check_batch
from app.job import Job
from app.model.disc import BD
from app.reading.sandbox import Sandbox
from app.send.stage import stage
from tests.bench import ground

_FEW, _MANY = 125, 1000


def run(folder: Path) -> list[tuple[str, float, float, bool]]:
    few, many = _costs(folder / "few", _FEW), _costs(folder / "many", _MANY)
    return [
        (f"scale: {name}, cost an enterprise at {_MANY} against {_FEW}", (b / _MANY) / (a / _FEW), 1.5, False)
        for (name, a), (_, b) in zip(few.items(), many.items(), strict=True)
    ]


def _costs(folder: Path, count: int) -> dict[str, float]:
    paths = ground.packages(folder / "in", count, 5, 20_000)
    costs = {}
    with Sandbox() as sandbox:
        begin = time.perf_counter()
        with ground.clean_batch(folder / "batch", paths, sandbox) as store:
            costs["collect and decide"] = time.perf_counter() - begin
            begin = time.perf_counter()
            report = check_batch(store.batch, store.notice, clock.today())
            costs["check"] = time.perf_counter() - begin
            begin = time.perf_counter()
            stage(store, ground.all_seen(report), folder / "out", BD, sandbox, Job())
            costs["stage"] = time.perf_counter() - begin
    return costs
