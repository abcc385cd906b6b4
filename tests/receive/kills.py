"""The window on a province's desk, killed at random moments and started again: python -m tests.receive.kills N

Each time the pile of discs goes on with the one that was in hand. At the end the ledger is what it is when
nothing happens, and what went in.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from app.demo.province import HandedIn, ProvinceCampaign, make_province_demo, province_at
from app.ledger import Ledger
from app.model.submission import Standing
from app.paths import RESOURCES
from app.receive.merge import rows_of

_LATEST = 2.5  # seconds from the first disc to a kill; all discs take about twice as long
_READY, _DONE = "ready", "done"


# -- the killed one --------------------------------------------------------------------------------
def window(ledger: Path, discs: Path, first: int, end: int, seen: Path | None) -> None:
    """The real window: opens the ledger from the home page, then disc by disc, by clicks and drops, up to
    `end`.

    What is in `seen` is not looked at again.
    """
    from PySide6.QtWidgets import QApplication

    from app.batch import page_findings, seal_names
    from app.reading.ocr import engine
    from tests import kept
    from tests.tour.clerk import Script
    from tests.tour.province import ProvinceRoad
    from ui import theme
    from ui.shell.settings import Settings
    from ui.window import MainWindow

    class Person(Script):
        def choose(self, title: str, text: str, options: Sequence[str]) -> int | None:
            return list(options).index("打开已有台账…")

    app = QApplication([])
    theme.apply(app)
    person = Person()
    person.folder = ledger
    # What is at stake is what is kept, not what is recognised, which takes its time after every kill.
    vars(seal_names)["engine"] = SimpleNamespace(**vars(engine) | {"has_ocr": lambda: False})
    if seen is not None:
        kept.is_on, page_findings._seen = True, kept.Sights(seen).seen
    main = MainWindow(Settings(ledger.parent / "settings.json", recognises=False), person)
    main.show()
    road = ProvinceRoad(main, person, province_at(discs), ledger.parent)
    road.open()
    print(_READY, flush=True)
    for number, disc in enumerate(province_at(discs).discs[first:end], first):
        road.receive(disc)
        print(_DONE, number, flush=True)
    road.see_all()
    main.close()


# -- who kills it ----------------------------------------------------------------------------------
@dataclass(slots=True)
class Desk:
    """`first`: the disc in hand, of those before `end`; `kills`: how many took place."""

    ledger: Path
    discs: Path
    end: int
    seen: Path | None = None
    first: int = 0
    kills: int = 0

    def sit_down(self, kill_after: float | None) -> None:
        """One run of the window; killed `kill_after` seconds after it stood open, or left to end."""
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(self.ledger.parent)}
        command = [sys.executable, "-m", "tests.receive.kills", "--window",
                   str(self.ledger), str(self.discs), str(self.first), str(self.end), *([str(self.seen)] if self.seen else [])]
        child = subprocess.Popen(
            command, cwd=RESOURCES.parent, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert child.stdout is not None
        killer: threading.Timer | None = None
        for line in child.stdout:
            word, *number = line.split()
            if word == _READY and kill_after is not None:
                killer = threading.Timer(kill_after, child.kill)
                killer.start()
            elif word == _DONE:
                self.first = int(number[0]) + 1
        code = child.wait()
        if killer is not None:
            killer.cancel()
        if code not in (0, -9):
            raise RuntimeError(f"the window ended with {code}")
        self.kills += code == -9


def killed(
    folder: Path, discs: Path, kills: int, seed: int, seen: Path | None = None, end: int | None = None
) -> tuple[Path, int]:
    """(the ledger in `folder` after all discs, or those before `end`, were received; kills that took place)."""
    from app.notices.read import load_notice

    Ledger.create(folder / "台账", load_notice("2023")[1]).close()
    end = len(province_at(discs).discs) if end is None else end
    desk, draw = Desk(folder / "台账", discs, end, seen), random.Random(seed)
    for _ in range(kills):
        desk.sit_down(draw.uniform(0.0, _LATEST))
        if desk.first == end:
            break
    desk.sit_down(None)
    return desk.ledger, desk.kills


# -- what must be so -------------------------------------------------------------------------------
def told(ledger: Ledger) -> dict[str, object]:
    """All of a ledger but times of day: rows, standings, table, discs, and every stored byte."""
    submissions = ledger.submissions()
    return {
        "submissions": [(s.id, s.sender.name, s.digest, s.standing, s.supersedes, s.files, s.bytes) for s in submissions],
        "table": [(row.key, row.entry.name, row.entry.code, row.entry.must, row.entry.look, sorted(row.marks))
                  for row in rows_of(ledger)],
        "discs": [(s.id, d.digest, d.disc_id, d.number, d.of, d.holes) for s in submissions for d in ledger.discs_of(s.id)],
        "files": dict(_files(ledger.store)),
        "half": sorted(path.name for path in (ledger.folder / "接收中").glob("*") if any(path.rglob("*"))),
    }


def _files(store: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(store.rglob("*")):
        if path.is_file() and path.name != "记录.json":
            yield path.relative_to(store).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()


def went_in(campaign: ProvinceCampaign) -> set[tuple[str, str]]:
    """(sender, enterprise) of every disc that counts."""
    last: dict[str, HandedIn] = {disc.sender.name: disc for disc in campaign.discs if disc.standing}
    return {
        (sender, name)
        for sender, disc in last.items()
        for track, rows in disc.rows.items()
        for name in {*(who.name for who in rows), *disc.packed[track]}
    }


def came_out(ledger: Ledger) -> list[tuple[str, str]]:
    return [(row.sender.name, row.entry.name) for row in rows_of(ledger)]


def faults(ledger: Ledger, campaign: ProvinceCampaign) -> list[str]:
    """What was doubled or lost; empty when nothing was."""
    rows = came_out(ledger)
    current = [one for one in ledger.submissions() if one.standing is not Standing.SUPERSEDED]
    senders = [one.sender.name for one in current]
    found = [f"lost: {each}" for each in went_in(campaign) - set(rows)]
    found += [f"from nowhere: {each}" for each in set(rows) - went_in(campaign)]
    found += [f"twice: {each}" for each in set(rows) if rows.count(each) > 1]
    found += [f"two submissions of {each}" for each in set(senders) if senders.count(each) > 1]
    return found


def main() -> int:
    """0 when after `kills` kills, five a ledger, every ledger is what it should be."""
    parser = argparse.ArgumentParser(prog="kills")
    parser.add_argument("kills", type=int, nargs="?", default=30)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--window", nargs="+", metavar="LEDGER DISCS FIRST END [SEEN]")
    options = parser.parse_args()
    if options.window:
        ledger, discs, first, end, *seen = options.window
        window(Path(ledger), Path(discs), int(first), int(end), Path(seen[0]) if seen else None)
        return 0
    with tempfile.TemporaryDirectory(prefix="baopan-kills-") as name:
        return _many(Path(name), options.kills, options.seed)


def _many(folder: Path, wanted: int, seed: int) -> int:
    begin = time.perf_counter()
    campaign = make_province_demo(folder / "样例")
    calm, _ = killed(_new(folder / "平静"), campaign.folder, 0, seed)
    with Ledger.open(calm) as ledger:
        expected = told(ledger)
        wrong = faults(ledger, campaign)
    done = number = 0
    while done < wanted and not wrong:
        number += 1
        path, kills = killed(_new(folder / f"{number}"), campaign.folder, min(5, wanted - done), seed + number)
        done += kills
        with Ledger.open(path) as ledger:
            wrong = faults(ledger, campaign)
            got = told(ledger)
            wrong += [f"{what} differs" for what in expected if got[what] != expected[what]]
        print(f"{done} kills, {number} ledgers, {time.perf_counter() - begin:.0f} s", flush=True)
    print("\n".join(wrong) or "nothing doubled, nothing lost")
    return 1 if wrong else 0


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


if __name__ == "__main__":
    sys.exit(main())
