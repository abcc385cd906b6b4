"""Sealed letters of the bureau, sound and faulty, beside three packages each."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from app.demo.cast import SENDER_CODE, notice, sender_named
from app.demo.documents.letters import sealed_scan
from app.model.batch import Batch, Enterprise, Letter, LetterFields
from app.writing.papers.letter import compose_letter
from app.writing.papers.letter_pdf import letter_pdf
from tests.labelled.cast import cast
from tests.labelled.faults import twin
from tests.labelled.package import Package, Told
from tests.labelled.papers import Papers, page_count
from tests.labelled.run import judged, with_facts
from tests.labelled.styles import Desk
from tests.road import done

DAY = date(2023, 8, 25)
Make = Callable[["Bureau"], bytes]


@dataclass(frozen=True)
class Bureau:
    papers: Papers
    listed: tuple[tuple[str, str, str], ...]  # name, experience, area, in the order of the table
    chance: random.Random

    def draft(self, listed: Sequence[tuple[str, str, str]] = (), sender: str = SENDER_CODE) -> Batch:
        batch = Batch(sender_named(sender), "2023", DAY.isoformat())
        for number, (name, experience, area) in enumerate(listed or self.listed):
            one = Enterprise(f"e{number}", "provincial", name, (), fields={"experience": experience, "area": area})
            batch = batch.with_enterprise(one)
        return batch.with_letter("provincial", Letter(LetterFields("济工信函〔2023〕120号", contact="科技科", phone="0531-80000000")))

    def scan(self, batch: Batch, owner: str = "") -> bytes:
        if owner:
            pdf = letter_pdf(compose_letter(batch, "provincial", notice(), DAY, 1))
            return self.papers.scan(pdf, "letter", [(min(page_count(pdf), 1), 140, 200, owner)] if owner != "-" else ())
        return sealed_scan(batch, "provincial", notice(), DAY, self.papers, "letter")

    def text(self, batch: Batch) -> bytes:
        pdf = letter_pdf(compose_letter(batch, "provincial", notice(), DAY, 1))
        return self.papers.stamped(pdf, [(1, 140, 200, batch.sender.name)])


def _turned(b: Bureau) -> Batch:
    return b.draft((*b.listed[1:], b.listed[0]))


def _fewer(b: Bureau) -> Batch:
    return b.draft(b.listed[:-1])


def _others(b: Bureau) -> Batch:
    return b.draft([(who.name, who.experience, who.area) for who in cast(b.chance.randrange(10**9), 3)])


SOUND: dict[str, Make] = {
    "letter-scanned": lambda b: b.scan(b.draft()), "letter-as-text": lambda b: b.text(b.draft()),
}  # fmt: skip
_LIST = ("LETTER-02",)
FAULTY: dict[str, tuple[Make, Told]] = {
    "letter-in-another-order": (lambda b: b.scan(_turned(b)), Told(_LIST, (("次序", "顺序"),))),
    "letter-in-another-order-as-text": (lambda b: b.text(_turned(b)), Told(_LIST, (("次序", "顺序"),))),
    "letter-lacks-one": (lambda b: b.scan(_fewer(b)), Told(_LIST, (("@last",),))),
    "letter-lacks-one-as-text": (lambda b: b.text(_fewer(b)), Told(_LIST, (("@last",),))),
    "letter-of-another-list": (lambda b: b.scan(_others(b)), Told(_LIST, (("@first",),))),
    "letter-without-a-seal": (lambda b: b.scan(b.draft(), "-"), Told(("LETTER-03",), (("章", "印"),))),
    "letter-sealed-by-another": (lambda b: b.scan(b.draft(), "青岛市工业和信息化局"), Told(("LETTER-03", "SEAL-02"), (("青岛", "青島"),))),
}


def attached(
    seed: int, kinds: Sequence[str], folder: Path, keep: Path | None, *, recognises: bool = True
) -> list[tuple[str, Told | None, list[Any]]]:
    """(kind, what must be told, the track's findings) of each letter, attached to one batch after another."""
    chance = random.Random(f"letters/{seed}")
    papers = Papers(seed)
    packages = _packages(papers, seed)
    judged(packages, folder, keep, recognises=recognises)
    listed = tuple((p.who.name, p.who.experience, p.who.area) for p in packages)
    bureau, found = Bureau(papers, listed, chance), []
    for kind in kinds:
        make, told = (SOUND[kind], None) if kind in SOUND else FAULTY[kind]
        path = folder / f"{kind}.pdf"
        path.write_bytes(make(bureau))
        done("attach", folder / "批次", "--track", "全省", path)
        report = with_facts(folder / "批次", keep, recognises=recognises)
        own = [f for f in report["findings"] if f["state"] == "found" and f["check"].startswith("LETTER")]
        found.append((kind, told and _named(told, listed), own))
    return found


def _named(told: Told, listed: Sequence[tuple[str, str, str]]) -> Told:
    words = {"@first": listed[0][0], "@last": listed[-1][0]}
    return replace(told, words=tuple(tuple(words.get(word, word) for word in group) for group in told.words))


def _packages(papers: Papers, seed: int) -> list[Package]:
    return [twin(Desk(who, papers, random.Random(f"{seed}/{who.code}")), "beside-a-letter", {}) for who in cast(seed, 3)]
