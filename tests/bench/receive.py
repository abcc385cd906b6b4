"""A disc folder received, against bagit.py --validate, cp -r + sync and 7z t of each package, in one run.

Both sides find the disc in the page cache, and begin with nothing waiting to be written. Half of the
packages are stored (the product's own), half deflated (passed through as they came).
"""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from app import clock
from app.checks import check_batch
from app.demo.documents.jpeg_pdf import jpeg_pdf
from app.job import Job
from app.ledger import Ledger
from app.model.disc import BD
from app.notices.read import load_notice
from app.reading.containers.sevenzip_program import binary
from app.reading.sandbox import Sandbox
from app.receive.intake import preview_disc, receive
from app.send.stage import stage
from tests.bench import ground
from tests.bench.disc import bagit, hashed, timed
from tests.bench.measure import best, cost_of

_MB = 1_000_000
_EACH = 40 * _MB  # bytes of an enterprise
_FILES = 10
_TIMES = 3


def run(folder: Path, size: int = 640 * _MB) -> list[tuple[str, float, float, bool]]:
    disc = _disc(folder, size // _EACH)
    out = folder / "out"
    answer = best(lambda: timed(lambda: _answered(disc, out), out), _TIMES)
    works: dict[str, Callable[[], object]] = {
        "bagit.py": lambda: bagit(disc), "cp + sync": lambda: _copied(disc, out), "7z t": lambda: _tested(disc),
        "receive": lambda: _received(disc, out), "SHA-256 alone": lambda: hashed(disc),
    }
    rounds = [[_on_disk(work, out) for work in works.values()] for _ in range(_TIMES)]  # the load changes
    *steps, ours, _ = seconds = [min(each) for each in zip(*rounds, strict=True)]
    peak = cost_of(lambda: _on_disk(lambda: _received(disc, out), out)).peak
    shutil.rmtree(out)
    print("、".join(f"{name} {each:.2f} s" for name, each in zip(works, seconds, strict=True)))
    return [
        ("receive: times as fast as bagit.py, cp + sync and 7z t one after the other", sum(steps) / ours, 2, True),
        ("receive: the first answer, seconds", answer, 3, False),
        ("receive: peak memory of all processes, MB", peak / _MB, 400, False),
    ]


def _on_disk(work: Callable[[], object], out: Path) -> float:
    """Begun with nothing waiting to be written and no `out`."""
    shutil.rmtree(out, ignore_errors=True)
    _synced(out.parent)
    return timed(work)


def _received(disc: Path, out: Path) -> None:
    """To the row, which comes before seals and forms are looked at."""
    with Sandbox() as sandbox, Ledger.create(out, load_notice("2023")[1]) as ledger:
        receive(ledger, disc, looks=False, sandbox=sandbox, job=Job())


def _answered(disc: Path, out: Path) -> None:
    with Sandbox() as sandbox, Ledger.create(out, load_notice("2023")[1]) as ledger:
        preview_disc(ledger, disc, sandbox=sandbox, job=Job())


def _disc(folder: Path, enterprises: int, deflated: int = 2) -> Path:
    """A disc as a city makes it; every `deflated`-th package came as an archive and was passed through."""
    scans = _Scans()
    paths = []
    for number in range(1, enterprises + 1):
        home = folder / "in" / f"济南第{number:04d}精密机械有限公司"
        files = {name: scans.pdf(_EACH // _FILES) for name in ground.names(_FILES)}
        paths.append(_zipped(home, files) if number % deflated == 0 else _unpacked(home, files))
    with Sandbox() as sandbox, ground.clean_batch(folder / "batch", paths, sandbox) as store:
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
