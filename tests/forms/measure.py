"""How many fields of scanned forms are read right, and how many a clerk would be asked about for nothing."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.checks.alike import is_alike
from app.reading.forms.labels import form_labels
from app.reading.forms.read import read_fields
from tests.checks.cases import notice_2023
from tests.forms.scanned import Scan


@dataclass
class Measure:
    """Counts by layout and by column. `asked`: read as what FORM-01 or NAME-03 would tell as different."""

    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    forms: int = 0

    @property
    def share(self) -> float:
        return self.right.total() / max(self.fields.total(), 1)

    @property
    def needless(self) -> float:
        return self.asked.total() / max(self.fields.total(), 1)

    def lines(self) -> Iterator[str]:
        yield from self.wrong
        for place in (0, 1):
            for name in dict.fromkeys(key[place] for key in self.fields):
                every, right, asked = (
                    sum(count for key, count in counter.items() if key[place] == name)
                    for counter in (self.fields, self.right, self.asked)
                )
                yield f"{name:14}{right:5} of {every:4} right  {right / every:6.1%}  {asked:3} asked"
        yield f"fields right: {self.share:.1%}; asked about for nothing: {self.needless:.1%}"
        yield f"{self.forms} forms, {self.seconds / max(self.forms, 1):.1f} s a form"


def measured(scans: Iterable[Scan]) -> Measure:
    notice, told = notice_2023(), Measure()
    columns, labels = notice.track("national"), form_labels(notice)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "form"
        for scan in scans:
            path.write_bytes(scan.jpeg)
            start = time.process_time()
            facts = read_fields(path, "jpeg", labels, Path(name), lambda: None)
            told.seconds += time.process_time() - start
            told.forms += 1
            for column, said in scan.form.said.items():
                key, found = (scan.form.layout, column), facts.fields.get(column)
                told.fields[key] += 1
                read = found.text if found else ""
                if read and is_alike(columns.column(column), read, said, notice):
                    told.right[key] += 1
                    continue
                told.wrong.append(f"{scan.form.layout} {scan.dpi} dpi {scan.lean:+.1f}°  {column}: {said} → {read or '—'}")
                readings = found.readings if found else ()
                same = (is_alike(columns.column(column), r, said, notice, is_recognised=True) for r in readings)
                told.asked[key] += found is not None and not any(same)
    return told
