"""Packing, hashing and staging 640 MB of scans against `cp -r` + `sha256sum` and `7z -mx1` + `sha256sum`; what
it takes of memory, which a quarter as much, or a whole DVD, does not change.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

from app import clock
from app.checks import check_batch
from app.job import Job
from app.model.disc import BD
from app.reading.containers.sevenzip_program import binary
from app.reading.sandbox import Sandbox
from app.send.stage import stage
from tests.bench import ground
from tests.bench.measure import Figure, Peak, best, peak_of

_MB = 1_000_000
_EACH = 40 * _MB  # bytes of an enterprise
_TIMES = 3
_SIZE = 640 * _MB


def run(folder: Path, size: int = _SIZE) -> list[Figure]:
    other = _SIZE if size > _SIZE else size // 4
    packages = ground.packages(folder / "in", max(size, other) // _EACH, 10, _EACH)
    with Sandbox() as sandbox:
        ground.clean_batch(folder / "other", packages[: other // _EACH], sandbox).close()
        with ground.clean_batch(folder / "batch", packages, sandbox) as store:
            report = ground.all_seen(check_batch(store.batch, store.notice, clock.today()))

            def ours() -> float:
                _forget(folder, store.folder)
                begin = time.perf_counter()
                stage(store, report, folder / "out", BD, sandbox, Job())
                return time.perf_counter() - begin

            mine = best(ours, _TIMES)
    peak, before = (_peak(folder, folder / name) for name in ("batch", "other"))
    _forget(folder, folder / "batch")
    shutil.rmtree(folder / "batch")
    copy = best(lambda: _copied(folder), _TIMES)
    seven = _zipped(folder)
    sizes = f"{other / 1e9:.2f} GB: {before.megabytes:.0f} MB, {size / 1e9:.2f} GB: {peak.megabytes:.0f} MB"
    return [
        Figure("packing: times as fast as cp -r + sha256sum", copy / mine, 2, True, f"{copy:.2f} s to {mine:.2f} s"),
        Figure("packing: times as fast as 7z a -tzip -mx1 + sha256sum", seven / mine, 8, True, f"{seven:.2f} s"),
        Figure("packing: peak memory of all processes, MB", peak.megabytes, 200, False, peak.words),
        Figure("packing: peak memory, of more against less", peak.megabytes / before.megabytes, 1.1, False, sizes),
    ]


def _peak(folder: Path, batch: Path) -> Peak:
    _forget(folder, batch)
    return peak_of("tests.bench.work:stage_batch", batch, folder / "out")


def _forget(folder: Path, batch: Path) -> None:
    """What was made of it."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    shutil.rmtree(batch / "work", ignore_errors=True)


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
