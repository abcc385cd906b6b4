"""A disc received to its row, against bagit.py --validate, cp -r + sync and 7z t one after the other, in one run.

Both sides find the disc in the page cache, and begin with nothing waiting to be written. Half of the
packages are stored (the product's own), half deflated (passed through as they came). Then two discs, one
after the other, from a drive of 20 MB/s: a reader that is held back, and everything behind it as it is.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from operator import sub
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PIL import Image

from app import clock
from app.checks import check_batch
from app.demo.documents.jpeg_pdf import jpeg_pdf
from app.disc.source import FolderSource
from app.job import Job
from app.ledger import Ledger
from app.model.disc import BD
from app.notices.read import load_notice
from app.reading.containers.sevenzip_program import binary
from app.reading.sandbox import Sandbox
from app.receive.intake import preview_disc
from app.send.stage import stage
from tests.bench import ground
from tests.bench.disc import bagit, timed
from tests.bench.measure import Figure, Peak, best, peak_of
from tests.bench.work import row, surveyed_soon

_MB = 1_000_000
_EACH = 40 * _MB  # bytes of an enterprise
_FILES = 10
_TIMES = 3
_DRIVE = 20 * _MB  # bytes a second, as a DVD drive reads


_SIZE = 640 * _MB


def run(folder: Path, size: int = _SIZE) -> list[Figure]:
    """A disc of a quarter of that, or, beside a whole DVD, of 640 MB, shows what memory depends on."""
    other = _SIZE if size > _SIZE else size // 4
    disc, second = _disc(folder, size // _EACH, "370100"), _disc(folder / "second", size // _EACH, "370200")
    less, out = _disc(folder / "other", other // _EACH, "370100"), folder / "out"
    return [*_from_a_folder(disc, out), *_memory(disc, less, out), *_from_a_drive(disc, second, out)]


def _memory(disc: Path, other: Path, out: Path) -> list[Figure]:
    peak, before = (_peak(each, out) for each in (disc, other))
    sizes = "、".join(f"{_bytes(each) / 1e9:.2f} GB: {of.megabytes:.0f} MB" for each, of in ((other, before), (disc, peak)))
    return [
        Figure("receive: peak memory of all processes, MB", peak.megabytes, 300, False, peak.words),
        Figure("receive: peak memory, of more against less", peak.megabytes / before.megabytes, 1.1, False, sizes),
    ]


def _peak(disc: Path, out: Path) -> Peak:
    shutil.rmtree(out, ignore_errors=True)
    peak = peak_of("tests.bench.work:receive_disc", disc, out)
    shutil.rmtree(out)
    return peak


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _from_a_folder(disc: Path, out: Path) -> list[Figure]:
    answer = best(lambda: timed(lambda: _answered(disc, out), out), _TIMES)
    works: dict[str, Callable[[], object]] = {
        "bagit.py": lambda: bagit(disc), "cp + sync": lambda: _copied(disc, out), "7z t": lambda: _tested(disc),
        "the row": lambda: _received(disc, out, sandbox),
        "the row and all packages": lambda: _looked_into(disc, out, sandbox),
    }
    with Sandbox() as sandbox:  # kept, as the window keeps its own
        _on_disk(works["the row"], out)
        rounds = [[_on_disk(work, out) for work in works.values()] for _ in range(_TIMES)]  # the load changes
    *steps, to_row, _ = seconds = [min(each) for each in zip(*rounds, strict=True)]
    shutil.rmtree(out)
    told = "、".join(f"{name} {each:.2f} s" for name, each in zip(works, seconds, strict=True))
    return [
        Figure("receive: the row, times as fast as bagit.py, cp + sync and 7z t one after the other",
               sum(steps) / to_row, 2, True, told),
        Figure("receive: the first answer, seconds", answer, 3, False),
    ]


def _from_a_drive(disc: Path, second: Path, out: Path) -> list[Figure]:
    """The second one is read while the first is looked into."""
    last, stands, verdict = [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]
    sizes = [_bytes(each) for each in (disc, second)]
    with Sandbox() as sandbox, Ledger.create(out, load_notice("2023")[1]) as ledger, ThreadPoolExecutor(2) as behind:
        begin = time.perf_counter()

        def look(number: int, key: str) -> None:
            verdict[number] = surveyed_soon(ledger, key, sandbox)

        looks = []
        for number, each in enumerate((disc, second)):
            with held_back(_DRIVE, lambda now, number=number: last.__setitem__(number, now)):  # type: ignore[misc]
                key = row(ledger, each, sandbox)
            stands[number] = time.perf_counter()
            looks.append(behind.submit(look, number, key))
        for done in looks:
            done.result()
    ideal = sum(sizes) / _DRIVE
    of = f"a drive of {_DRIVE // _MB} MB/s, {sizes[0] / 1e9:.2f} GB"
    return [
        Figure("receive: from the last byte to the row, seconds", max(map(sub, stands, last)), 2, False, of),
        Figure("receive: from the last byte to the first verdict, seconds", max(map(sub, verdict, last)), 5, False, of),
        Figure("receive: two discs to their verdicts, times the drive alone",
               (max(verdict) - begin) / ideal, 1.05, False, f"{max(verdict) - begin:.1f} s to {ideal:.1f} s"),
    ]


@contextmanager
def held_back(rate: int, told: Callable[[float], object]) -> Iterator[None]:
    """Every folder that a disc is read from gives `rate` bytes a second; `told` of each block when it came."""
    blocks, began, done = FolderSource.blocks, time.perf_counter(), 0

    def slow(self: FolderSource, path: str, start: int) -> Iterator[bytes | memoryview]:
        nonlocal done
        for block in blocks(self, path, start):
            done += len(block)
            time.sleep(max(0.0, began + done / rate - time.perf_counter()))
            told(time.perf_counter())
            yield block

    with patch.object(FolderSource, "blocks", slow), patch.object(FolderSource, "is_slow", True):
        yield


def _on_disk(work: Callable[[], object], out: Path) -> float:
    """Begun with nothing waiting to be written and no `out`."""
    shutil.rmtree(out, ignore_errors=True)
    _synced(out.parent)
    return timed(work)


def _received(disc: Path, out: Path, sandbox: Sandbox) -> None:
    """To the row, which comes before packages are looked into."""
    with Ledger.create(out, load_notice("2023")[1]) as ledger:
        row(ledger, disc, sandbox)


def _looked_into(disc: Path, out: Path, sandbox: Sandbox) -> None:
    with Ledger.create(out, load_notice("2023")[1]) as ledger:
        surveyed_soon(ledger, row(ledger, disc, sandbox), sandbox)


def _answered(disc: Path, out: Path) -> None:
    with Sandbox() as sandbox, Ledger.create(out, load_notice("2023")[1]) as ledger:
        preview_disc(ledger, disc, sandbox=sandbox, job=Job())


def _disc(folder: Path, enterprises: int, sender: str, deflated: int = 2) -> Path:
    """A disc as a city makes it; every `deflated`-th package came as an archive and was passed through."""
    scans = _Scans()
    paths = []
    for number in range(1, enterprises + 1):
        home = folder / "in" / f"济南第{number:04d}精密机械有限公司"
        files = {name: scans.pdf(_EACH // _FILES) for name in ground.names(_FILES)}
        paths.append(_zipped(home, files) if number % deflated == 0 else _unpacked(home, files))
    with Sandbox() as sandbox, ground.clean_batch(folder / "batch", paths, sandbox, sender) as store:
        report = ground.all_seen(check_batch(store.batch, store.notice, clock.today()))
        (made,) = stage(store, report, folder / "discs", BD, sandbox, Job())
    shutil.rmtree(folder / "in")
    return folder / "discs" / made.disc_id


class _Scans:
    """A4 in colour at 200 dpi, some 700 kB a page; they differ in a few bytes, so that no two files are one."""

    def __init__(self) -> None:
        self._pages = [_page(seed) for seed in range(4)]
        self._made = 0

    def pdf(self, size: int) -> bytes:
        pages, done = [], 0
        while done < size:
            self._made += 1
            page = self._pages[self._made % len(self._pages)]
            pages.append(page[:2] + b"\xff\xfe\x00\x0a%08d" % self._made + page[2:])  # a comment (B.2.4.5)
            done += len(page)
        return jpeg_pdf(pages)


def _page(seed: int) -> bytes:
    """Lines of dark strokes on paper with a scanner's noise, as JPEG."""
    chance = np.random.Generator(np.random.PCG64(seed))
    shade = np.full((2339, 1654), 236.0)
    for top in range(160, 2160, 52):
        strokes = np.repeat(np.repeat(chance.random((8, 330)) < 0.4, 4, axis=0), 4, axis=1)
        shade[top : top + 32, 160:1480] -= 190 * strokes
    noise = chance.normal(0, 8, (2339, 1654, 3))
    page = Image.fromarray((shade[:, :, None] + noise).clip(0, 255).astype("uint8"))
    out = io.BytesIO()
    page.save(out, "JPEG", quality=75, optimize=True, dpi=(200, 200))
    return out.getvalue()


def _zipped(home: Path, files: dict[str, bytes]) -> Path:
    made = home.with_name(home.name + ".zip")
    made.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made


def _unpacked(home: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    return home


def _synced(folder: Path) -> None:
    subprocess.run(["sync", "-f", str(folder)], check=True)


def _copied(disc: Path, to: Path) -> None:
    subprocess.run(["cp", "-r", str(disc), str(to)], check=True)
    _synced(to)


def _tested(disc: Path) -> None:
    for package in sorted(disc.rglob("*.zip")):
        subprocess.run([str(binary()), "t", str(package)], check=True, stdout=subprocess.DEVNULL)
