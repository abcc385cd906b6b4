"""The children that read foreign files: how long one takes to start, what it reads for its work, that it is kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from app.job import Job
from app.reading.containers import container_in
from app.reading.limits import Limits
from app.reading.sandbox import Report, Sandbox
from app.reading.words.read import words_of
from tests.bench import ground

_MB = 1_000_000
_STARTS, _CALLS = 5, 40


def run(folder: Path) -> list[tuple[str, float, float, bool]]:
    paper = folder / "申报书.pdf"
    paper.write_bytes(ground.scan_pdf(20_000, 1))
    seconds = min(_start() for _ in range(_STARTS))
    with Sandbox() as sandbox:
        def call(work: object, *args: object) -> object:
            return sandbox.call(work, *args, job=Job(), limits=Limits())  # type: ignore[arg-type]

        bare, small = call(_known), call(_held)
        call(container_in, paper)
        archives, middle = call(_known), call(_held)
        call(words_of, paper, "pdf")
        documents, large = call(_known), call(_held)
        pids = {call(_pid) for _ in range(_CALLS)}
    for what, modules, held in (("nothing", bare, small), ("archives", archives, middle), ("documents", documents, large)):
        print(f"a child that has read {what}: {modules} modules, {held / _MB:.0f} MB")  # type: ignore[operator]
    return [
        ("children: start of one, s CPU", seconds, 0.3, False),
        ("children: processes for 40 calls one after the other", len(pids), 1, False),
        ("children: memory of one that looks into archives, MB", middle / _MB, 40, False),  # type: ignore[operator]
    ]


def _start() -> float:
    with Sandbox(1) as sandbox:
        told: float = sandbox.call(_seconds, job=Job(), limits=Limits())
        return told


def _seconds(report: Report) -> float:
    return sum(psutil.Process().cpu_times()[:2])


def _held(report: Report) -> int:
    return int(psutil.Process().memory_info().rss)


def _known(report: Report) -> int:
    return len(sys.modules)


def _pid(report: Report) -> int:
    return os.getpid()
