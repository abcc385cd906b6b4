"""The children that read foreign files: how long one takes to start, what it reads for its work, that it is kept."""

from __future__ import annotations

import subprocess
from pathlib import Path

from app.job import Job
from app.paths import RESOURCES
from app.reading.containers import container_in
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.reading.words.read import words_of
from tests.bench import ground, inside
from tests.bench.measure import Figure, as_the_program

_MB = 1_000_000
_STARTS, _CALLS = 5, 40


def run(folder: Path) -> list[Figure]:
    paper = folder / "申报书.pdf"
    paper.write_bytes(ground.scan_pdf(20_000, 1))
    command = as_the_program("tests.bench.children:main", paper)
    done = subprocess.run(command, cwd=RESOURCES.parent, text=True, stdout=subprocess.PIPE, check=True)
    told = dict(line.split("\t") for line in done.stdout.splitlines())
    readers = ("nothing", "archives", "documents")
    modules = "、".join(f"{what}: {told[f'{what} modules']} modules, {told[f'{what} MB']} MB" for what in readers)
    return [
        Figure("children: start of one, s CPU", float(told["start"]), 0.3, False, f"having read {modules}"),
        Figure("children: processes for 40 calls one after the other", float(told["processes"]), 1, False),
        Figure("children: memory of one that looks into archives, MB", float(told["archives MB"]), 40, False),
    ]


def main(paper: str) -> None:
    """Prints a line a figure: what, how much."""
    def tell(what: str, value: object) -> None:
        print(f"{what}\t{value}", flush=True)

    tell("start", min(_start() for _ in range(_STARTS)))
    with Sandbox() as sandbox:
        def call(work: object, *args: object) -> object:
            return sandbox.call(work, *args, job=Job(), limits=Limits())  # type: ignore[arg-type]

        def tell_of(reader: str) -> None:
            tell(f"{reader} modules", call(inside.known))
            tell(f"{reader} MB", f"{call(inside.held) / _MB:.1f}")  # type: ignore[operator]

        tell_of("nothing")
        call(container_in, Path(paper))
        tell_of("archives")
        call(words_of, Path(paper), "pdf")
        tell_of("documents")
        tell("processes", len({call(inside.pid) for _ in range(_CALLS)}))


def _start() -> float:
    with Sandbox(1) as sandbox:
        told: float = sandbox.call(inside.seconds, job=Job(), limits=Limits())
        return told
