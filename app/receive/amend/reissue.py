"""The papers of a submission that an amendment has made wrong, issued anew as 更正件."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.ledger import Ledger
from app.ledger.event import EventKind
from app.model.submission import Standing
from app.receive.answer import write_receipt, write_return
from app.receive.reissues import Paper, to_reissue


@dataclass(frozen=True, slots=True)
class Reissued:
    """`withdrawn`: those that are not issued anew, for what they ask is asked no more."""

    written: tuple[Path, ...] = ()
    withdrawn: tuple[Paper, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """What is to be done with each."""
        written = (f"更正件：{path}" for path in self.written)
        old = (f"{paper.day} 出具的{paper.title}（{paper.file}）" for paper in self.withdrawn)
        return (*written, *(f"请收回 {each}，不再有效" for each in old))


def reissue(ledger: Ledger, key: str, out: Path, day: date, who: str) -> Reissued:
    """Into `out`, by `who`; the papers before stay. A 补正通知 asks by the day it asked by, where that is to
    come. Raises NothingFound, AppError.
    """
    written: list[Path] = []
    withdrawn = []
    for paper in to_reissue(ledger.events(), key):
        if paper.kind is EventKind.RECEIPT_WRITTEN:
            written.append(write_receipt(ledger, key, out, day, who))
        elif ledger.submission(key).standing is Standing.RETURNED:
            written.extend(write_return(ledger, key, out, day, _due(ledger, paper, day), who))
        else:
            withdrawn.append(paper)
    return Reissued(tuple(written), tuple(withdrawn))


def _due(ledger: Ledger, paper: Paper, day: date) -> date | None:
    told = ledger.events()[paper.at].facts.get("due", "")
    due = date.fromisoformat(told) if told else None
    return due if due and due >= day else None
