"""How well blank and turned sheets are told on the labelled scans: precision, recall, and time a page."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from app.reading.pages.blank import is_blank
from app.reading.pages.turn import DPI as FINE
from app.reading.pages.turn import turn_of
from tests.sheets.drawn import DPI
from tests.sheets.scanned import Scan


@dataclass
class Measure:
    """Counts by kind of scan and by what was to be told of it; `seconds` of looking alone."""

    scans: Counter[str] = field(default_factory=Counter)
    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    false: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: float = 0.0

    def precision(self, what: str) -> float:
        right, false = _of(self.right, what), _of(self.false, what)
        return right / max(right + false, 1)

    def recall(self, what: str) -> float:
        right, missed = _of(self.right, what), _of(self.missed, what)
        return right / max(right + missed, 1)

    def lines(self) -> Iterator[str]:
        for kind, count in self.scans.items():
            faults = [
                f"{counter[what, kind]} {what} {word}"
                for what in ("blank", "turned")
                for word, counter in (("missed", self.missed), ("false", self.false))
                if counter[what, kind]
            ]
            yield f"{kind:20}{count:5}  {', '.join(faults)}"
        for what in ("blank", "turned"):
            false = _of(self.false, what)
            yield f"{what}: precision {self.precision(what):.3f} ({false} false), recall {self.recall(what):.3f}"
        yield f"{self.scans.total()} pages, {self.seconds / max(self.scans.total(), 1) * 1000:.0f} ms a page"


def measured(scans: Iterable[Scan]) -> Measure:
    """A page turned by a quarter and told to stand on its head is false, and missed as well."""
    told = Measure()
    for scan in scans:
        fine, small = at(scan.jpeg, FINE), at(scan.jpeg, FINE // 2)
        start = time.process_time()
        blank = is_blank(small)
        turn = 0 if blank else turn_of(fine[:, :, 1]) or 0
        told.seconds += time.process_time() - start
        told.scans[scan.kind] += 1
        for what, truth, answer in (("blank", scan.is_blank, blank), ("turned", scan.turn, turn)):
            told.right[what, scan.kind] += bool(truth and answer == truth)
            told.missed[what, scan.kind] += bool(truth and answer != truth)
            told.false[what, scan.kind] += bool(answer and answer != truth)
    return told


def at(jpeg: bytes, dpi: int) -> np.ndarray:
    with Image.open(io.BytesIO(jpeg)) as picture:
        size = round(picture.width * dpi / DPI), round(picture.height * dpi / DPI)
        return np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX))


def _of(counter: Counter[tuple[str, str]], what: str) -> int:
    return sum(count for (told, _), count in counter.items() if told == what)
