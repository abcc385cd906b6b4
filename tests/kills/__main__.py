"""python -m tests.kills [N]: N kills over all acts, by turns; every run that goes wrong is told with its seed."""

from __future__ import annotations

import argparse
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.disc_batches import DAY
from tests.kills.acts import ACTS, Act
from tests.kills.handing import HANDING
from tests.kills.killing import alone

_ALL = ACTS | HANDING
_LIVES = 4  # kills of one act before it is left to end


class Suffering:
    """One act with what it starts from, how long it takes and what it leads to when nobody disturbs it."""

    def __init__(self, folder: Path, act: Act) -> None:
        self.place, self.before, self.act = folder / "here", folder / "before", act
        self.place.mkdir(parents=True)
        alone(lambda: act.ready(self.place))
        shutil.copytree(self.place, self.before)
        self.seconds = max(alone(self.run)[0] for _ in self.afresh(2))
        self.calm = act.state(self.place)

    def afresh(self, times: int) -> Iterator[int]:
        for number in range(times):
            shutil.rmtree(self.place)
            shutil.copytree(self.before, self.place)
            yield number

    def run(self) -> None:
        self.act.run(self.place)

    def suffer(self, chance: random.Random, most: int) -> tuple[int, list[str]]:
        """(kills that took place, what was wrong)."""
        kills, wrong = 0, []
        for _ in self.afresh(1):
            for _ in range(chance.randint(1, most)):
                _, is_killed = alone(self.run, chance.uniform(0.0, self.seconds))
                kills += is_killed
                wrong += self.act.amiss(self.place, self.before, self.calm)
            alone(self.run)
            if self.act.state(self.place) != self.calm:
                wrong.append("the end is not what it is when nobody disturbs")
        return kills, wrong


def main() -> int:
    """0 when after every kill all was right."""
    parser = argparse.ArgumentParser(prog="kills")
    parser.add_argument("kills", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", choices=list(_ALL), nargs="+", default=list(_ALL), metavar="ACT")
    options = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = DAY
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="baopan-kills-") as name:
        return _many(Path(name), options.only, options.kills, options.seed)


def _many(folder: Path, names: list[str], wanted: int, seed: int) -> int:
    begin = time.perf_counter()
    acts = {name: Suffering(folder / name, _ALL[name]) for name in names}
    kills = dict.fromkeys(names, 0)
    faults = number = 0
    while sum(kills.values()) < wanted:
        name = min(kills, key=lambda each: kills[each])
        chance = random.Random(f"{seed}/{name}/{number}")
        try:
            done, wrong = acts[name].suffer(chance, min(_LIVES, wanted - sum(kills.values())))
        except Exception as error:
            done, wrong = 1, [f"{type(error).__name__}: {error}"]
        kills[name] += done
        for line in wrong:
            faults += 1
            print(f"{name}, --seed {seed}, run {number}: {line}", flush=True)
        number += 1
        if number % 20 == 0:
            print(f"{sum(kills.values())} kills {kills}, {time.perf_counter() - begin:.0f} s", flush=True)
    print(f"{sum(kills.values())} kills {kills}, {number} runs, seed {seed}: {faults or 'nothing'} wrong")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
