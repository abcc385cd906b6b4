"""Runs for a stated time; prints what a reader let escape, with the seed that shows it again."""

from __future__ import annotations

import argparse
import logging
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from app.errors import AppError
from app.job import Job
from app.reading.sandbox import Died, Sandbox, Stuck
from tests.fuzz.damage import damaged, retold
from tests.fuzz.discs import DISC, DiscFuzz
from tests.fuzz.readers import LIMITS, READERS, Reader, surveyed
from tests.fuzz.seeds import seeds

_DISCS = 0.1  # of the cases; one takes as long as ten files


def main() -> int:
    """0 when nothing but AppErrors and facts came out of the reading child, and nothing hung."""
    parser = argparse.ArgumentParser(prog="fuzz")
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="", help="one kind of file")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="baopan-fuzz-") as folder, Sandbox(1) as sandbox:
        return Fuzz(Path(folder), sandbox, options.seed, options.only).run(options.seconds)


class Fuzz:
    """Counts what was tried, what escaped, and which readers' own code fell over in the child."""

    def __init__(self, folder: Path, sandbox: Sandbox, seed: int, only: str) -> None:
        self._folder, self._sandbox, self._seed = folder, sandbox, seed
        self._seeds = {name: made for name, made in seeds(folder).items() if only in ("", name)}
        self._discs = DiscFuzz.made(folder / "盘", sandbox) if only in ("", DISC) else None
        self.tried: Counter[str] = Counter()
        self.escaped: Counter[str] = Counter()
        self.fell: Counter[str] = Counter()

    def run(self, seconds: float) -> int:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            number = sum(self.tried.values())
            chance = random.Random(f"{self._seed}/{number}")
            if self._discs is not None and (not self._seeds or chance.random() < _DISCS):
                self.tried[DISC] += 1
                self._try_disc(self._discs, chance, f"{DISC} --seed {self._seed}, file {number}")
                continue
            name = chance.choice(sorted(self._seeds))
            path = self._folder / f"case.{name}"
            spoil = retold if name in ("correction", "submission") and chance.random() < 0.7 else damaged
            path.write_bytes(spoil(self._seeds[name], chance))
            self.tried[name] += 1
            for reader in READERS.get(name, (surveyed,)):
                self._try(reader, path, f"{name} --seed {self._seed}, file {number}")
        print(
            f"{sum(self.tried.values())} files of {len(self.tried)} kinds, seed {self._seed}: "
            f"{sum(self.escaped.values())} escaped; the child had to be replaced "
            f"{sum(self.fell.values())} times {dict(self.fell)}"
        )
        return 1 if self.escaped else 0

    def _try_disc(self, discs: DiscFuzz, chance: random.Random, case: str) -> None:
        try:
            if told := discs.tried(chance):
                self._tell(told, case, "")
        except Exception:
            detail = traceback.format_exc()
            self._tell(detail.strip().splitlines()[-1][:160], case, detail)

    def _try(self, reader: Reader, path: Path, case: str) -> None:
        try:
            self._sandbox.call(reader, path, job=Job(), limits=LIMITS)
        except AppError:
            pass
        except Stuck:
            self._tell("hung", case, "")
        except Died as error:
            if error.detail.startswith("Traceback"):
                lines = error.detail.strip().splitlines()
                self._tell(f"{lines[-1][:80]} at {lines[-3].strip()[:90]}", case, error.detail)
            else:
                self.fell[path.suffix[1:]] += 1  # native code gave up; the child is there for that

    def _tell(self, what: str, case: str, detail: str) -> None:
        if not self.escaped[what]:
            print(f"ESCAPED {case}: {what}\n{detail}", file=sys.stderr)
        self.escaped[what] += 1


if __name__ == "__main__":
    sys.exit(main())
