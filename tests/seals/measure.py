"""How well seals are seen on the labelled pages: precision, recall, and time a page."""

from __future__ import annotations

import io
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from app.demo.documents.jpeg_pdf import jpeg_size
from app.model.documents.pages import SealFacts, Seen
from app.reading.seals.find import seal_on
from app.reading.seals.outline import DPI as LOOK_DPI
from tests.seals.ink import DPI
from tests.seals.pages import Page

NEAR = 6.0  # mm by which the middle of the frame may miss the middle of the seal


@dataclass
class Measure:
    """Counts by kind; `seconds` of looking alone."""

    pages: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def precision(self) -> float:
        found = self.right.total()
        return found / max(found + self.false.total(), 1)

    @property
    def recall(self) -> float:
        return self.right.total() / max(self.right.total() + self.missed.total(), 1)

    def lines(self) -> Iterator[str]:
        for kind, count in self.pages.items():
            faults = [f"{n} {what}" for what, n in (("missed", self.missed[kind]), ("false", self.false[kind])) if n]
            yield f"{kind:16}{count:5}  {', '.join(faults)}"
        yield (
            f"{self.pages.total()} pages: precision {self.precision:.3f}, recall {self.recall:.3f}, "
            f"{self.seconds / max(self.pages.total(), 1) * 1000:.0f} ms a page"
        )


def measured(pages: Iterable[Page]) -> Measure:
    """A grey page must be called grey: anything else counts as a false answer."""
    told = Measure()
    for page in pages:
        image = at_sixty(page.jpeg)
        start = time.perf_counter()
        facts = seal_on(image)
        told.seconds += time.perf_counter() - start
        told.pages[page.kind] += 1
        seen = facts.seen is Seen.SEEN
        if page.is_grey:
            told.false[page.kind] += facts.seen is not Seen.GREY
        elif page.centre is None:
            told.false[page.kind] += seen
        else:
            is_right = seen and is_near(facts, page)
            told.right[page.kind] += is_right
            told.missed[page.kind] += not is_right
            told.false[page.kind] += seen and not is_right
    return told


def at_sixty(jpeg: bytes) -> np.ndarray:
    width, height, _ = jpeg_size(jpeg)
    size = round(width * LOOK_DPI / DPI), round(height * LOOK_DPI / DPI)
    with Image.open(io.BytesIO(jpeg)) as picture:
        return np.asarray(picture.convert("RGB").resize(size, Image.Resampling.BOX))


def is_near(facts: SealFacts, page: Page) -> bool:
    """By the whole frame, or where the page cuts it, by the part that is left."""
    assert page.centre is not None
    wide, high = page.millimetres
    x, y = facts.x + facts.width / 2, facts.y + facts.height / 2
    cut = facts.x <= 0.001 or facts.x + facts.width >= 0.999
    if cut:
        reach = facts.height * high / wide / 2
        x = facts.x + facts.width - reach if facts.x <= 0.001 else facts.x + reach
    away = np.hypot((x - page.centre[0]) * wide, (y - page.centre[1]) * high)
    return bool(away < NEAR)
