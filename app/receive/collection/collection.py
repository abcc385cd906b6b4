"""The experiences of one ledger, and of those of earlier years that were put beside it, as one collection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.errors import WrongUse, os_errors
from app.job import Job
from app.ledger import Ledger
from app.model.after.asked import Asked, Hit
from app.model.after.experience import Experience, ExperienceText
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.receive.collection.collect import collect, index_of
from app.receive.collection.search import search
from app.writing import atomic

EARLIER = "经验汇编.往年台账.txt"


class Collection:
    """`ledgers`: this year's first, open as long as it is used; those of other years only to be read."""

    def __init__(self, ledgers: Sequence[Ledger]) -> None:
        """Raises WrongUse of two of one notice."""
        self.ledgers = tuple(ledgers)
        years: set[str] = set()
        for each in self.ledgers:
            if each.notice.id in years:
                raise WrongUse(f"“{each.folder.name}”也是 {each.notice.year} 年的台账，已经在里面了")
            years.add(each.notice.id)
        self._indexes = [index_of(each) for each in self.ledgers]
        self._homes: dict[str, int] = {}  # experience → its ledger's place

    @property
    def notice(self) -> Notice:
        """This year's."""
        return self.ledgers[0].notice

    def collect(self, sandbox: Sandbox, job: Job) -> None:
        """Each ledger's index as the ledger is now. Raises Cancelled, AppError."""
        for ledger, part in job.through(self.ledgers):
            collect(ledger, sandbox, part)

    def experiences(self) -> tuple[Experience, ...]:
        """This year's in the order of its table, then the years before, the last first."""
        found = [(number, one) for number in self._in_order() for one in self._indexes[number].experiences()]
        self._homes = {one.key: number for number, one in found}
        return tuple(one for _, one in found)

    def search(self, asked: Asked) -> tuple[Hit, ...]:
        """Ranked over all years."""
        hits = (hit for number in self._in_order() for hit in search(self._indexes[number], asked))
        return tuple(sorted(hits, key=lambda hit: -hit.weight))

    def ledger_of(self, one: Experience) -> Ledger:
        if one.key not in self._homes:
            self.experiences()
        return self.ledgers[self._homes.get(one.key, 0)]

    def text(self, one: Experience) -> ExperienceText:
        return index_of(self.ledger_of(one)).text(one.key)

    def _in_order(self) -> list[int]:
        others = range(1, len(self.ledgers))
        return [0, *sorted(others, key=lambda number: -self.ledgers[number].notice.year)]


def title_of(notice: Notice, chosen: Iterable[Experience]) -> str:
    """2023年质量标杆经验汇编, or with the first and the last of its years."""
    years = sorted({one.year for one in chosen} or {notice.year})
    told = f"{years[0]}" if len(years) == 1 else f"{years[0]}—{years[-1]}"
    return f"{told}年{notice.campaign}经验汇编"


# -- which ledgers ---------------------------------------------------------------------------------
def earlier_of(ledger: Ledger) -> tuple[Path, ...]:
    """Folders of earlier years' ledgers, as they were put beside this one. Raises AppError."""
    path = ledger.folder / EARLIER
    with os_errors(path):
        try:
            lines = path.read_text("utf-8-sig").splitlines()
        except (FileNotFoundError, UnicodeDecodeError):
            return ()
    return tuple(Path(line) for line in lines if line.strip())


def keep_earlier(ledger: Ledger, folders: Iterable[Path]) -> None:
    """From now on these. Raises AppError."""
    lines = "".join(f"{folder.resolve()}\r\n" for folder in dict.fromkeys(folders))
    atomic.write_text(ledger.folder / EARLIER, lines, "utf-8-sig")
