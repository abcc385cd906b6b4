"""Packing, hashing and staging 640 MB of scans against `cp -r` + `sha256sum` and `7z -mx1` + `sha256sum`."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from app import clock
from app.checks import check_batch
from app.job import Job
from app.model.disc import DVD
from app.reading.containers.sevenzip_program import binary
from app.reading.sandbox import Sandbox
from app.send.stage import stage
from tests.bench import ground
from tests.bench.measure import best, cost_of

_MB = 1_000_000
_TIMES = 3


def run(folder: Path) -> list[tuple[str, float, float, bool]]:
    paths = ground.packages(folder / "in", 16, 10, 40 * _MB)
    peaks = []
    with Sandbox() as sandbox, ground.clean_batch(folder / "batch", paths, sandbox) as store:
        report = ground.all_seen(check_batch(store.batch, store.notice, clock.today()))

        def ours() -> float:
            shutil.rmtree(folder / "out", ignore_errors=True)
            shutil.rmtree(store.folder / "work", ignore_errors=True)
            cost = cost_of(lambda: stage(store, report, folder / "out", DVD, sandbox, Job()))
            peaks.append(cost.peak)
            return cost.seconds

        mine = best(ours, _TIMES)
    shutil.rmtree(folder / "out")
    shutil.rmtree(folder / "batch")
    copy = best(lambda: _copied(folder), _TIMES)
    seven = _zipped(folder)
    return [
        ("packing: times as fast as cp -r + sha256sum", copy / mine, 2, True),
        ("packing: times as fast as 7z a -tzip -mx1 + sha256sum", seven / mine, 8, True),
        ("packing: peak memory of all processes, MB", max(peaks) / _MB, 200, False),
    ]


def _copied(folder: Path) -> float:
    shutil.rmtree(folder / "copy", ignore_errors=True)
    begin = time.perf_counter()
    subprocess.run(["cp", "-r", str(folder / "in"), str(folder / "copy")], check=True)
    sums = f"find '{folder / 'copy'}' -type f -print0 | xargs -0 sha256sum > '{folder / 'sums'}'"
    subprocess.run(sums, shell=True, check=True)
    return time.perf_counter() - begin


def _zipped(folder: Path) -> float:
    out = folder / "zips"
    out.mkdir()
    begin = time.perf_counter()
    for home in sorted((folder / "in").iterdir()):
        subprocess.run(
            [str(binary()), "a", "-tzip", "-mx1", str(out / f"{home.name}.zip"), str(home)],
            check=True, stdout=subprocess.DEVNULL,
        )
    subprocess.run(f"sha256sum '{out}'/*.zip > '{folder / 'sums'}'", shell=True, check=True)
    return time.perf_counter() - begin
