"""How well the names in seals are read, on labelled pages: another's name told, the own one doubted."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image

from app.checks.seal_names import is_another, is_clear
from app.model.documents.pages import SealText
from app.reading.seals.name import DPI, names_on
from tests.seals.named import Named, other_than


@dataclass
class NameMeasure:
    """Counts by kind of seal; `other`: of quite another enterprise, `twin`: of one of the same group."""

    pages: Counter[str] = field(default_factory=Counter)
    exact: Counter[str] = field(default_factory=Counter)
    doubted: Counter[str] = field(default_factory=Counter)
    untold: Counter[str] = field(default_factory=Counter)
    twins: int = 0
    twins_told: int = 0
    seconds: float = 0.0

    @property
    def told(self) -> float:
        return 1 - self.untold.total() / max(self.pages.total(), 1)

    @property
    def doubts(self) -> float:
        return self.doubted.total() / max(self.pages.total(), 1)

    def lines(self) -> Iterator[str]:
        for kind, count in self.pages.items():
            faults = ((self.doubted[kind], "own name doubted"), (self.untold[kind], "other name not told"))
            said = ", ".join(f"{number} {what}" for number, what in faults if number)
            yield f"{kind:12}{count:4} pages, {self.exact[kind]:3} letter for letter  {said}"
        yield (
            f"{self.pages.total()} seals: another's name told {self.told:.1%}, own name doubted {self.doubts:.1%}, "
            f"of the same group told {self.twins_told}/{self.twins}; "
            f"{self.seconds / max(self.pages.total(), 1):.2f} s of the processor a page"
        )


def measured_names(pages: Iterable[Named], seed: int) -> NameMeasure:
    """Each page is asked about its own name, another's and that of a company of the same group."""
    chance = np.random.Generator(np.random.PCG64([seed, 99]))
    found = NameMeasure()
    for page in pages:
        if not page.name:
            continue
        started = time.process_time()
        texts = names_on(_drawn(page))
        found.seconds += time.process_time() - started
        found.pages[page.kind] += 1
        found.exact[page.kind] += any(text.text == page.name for text in texts)
        found.doubted[page.kind] += is_told(texts, page.name)
        other, twin = other_than(page.name, chance), twin_of(page.name)
        if page.kind != "two":  # whose second seal is another's anyway
            found.untold[page.kind] += not is_told(texts, other)
        if twin:
            found.twins += 1
            found.twins_told += is_told(texts, twin)
    return found


def is_told(texts: Sequence[SealText], name: str) -> bool:
    """As SEAL-02 judges: of what was read clearly all is another's."""
    clear = [text for text in texts if is_clear(text)]
    return bool(clear) and all(is_another(text, [name]) for text in clear)


def twin_of(name: str) -> str:
    """With or without 集团; "" where neither makes sense."""
    return name.replace("集团", "") if "集团" in name else name.replace("有限", "集团有限", 1) if "有限" in name else ""


def _drawn(page: Named) -> np.ndarray:
    size = round(page.image.width * DPI / page.dpi), round(page.image.height * DPI / page.dpi)
    return np.asarray(page.image.convert("RGB").resize(size, Image.Resampling.BICUBIC))
