"""The papers that were issued of a submission: which are right, which an amendment has made wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.ledger.event import Event, EventKind
from app.model.answer import Reissue

_TITLES = {EventKind.RECEIPT_WRITTEN: "接收回执", EventKind.RETURN_WRITTEN: "补正通知"}
_ENDING = (EventKind.AMENDED, EventKind.VOIDED, EventKind.REINSTATED)


@dataclass(frozen=True, slots=True)
class Paper:
    """`at`: which event wrote it, by its place in the history. `ended`: what came after and made it wrong."""

    kind: EventKind
    file: str
    day: date
    at: int
    ended: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return _TITLES[self.kind]

    @property
    def is_right(self) -> bool:
        return not self.ended


def all_papers(events: Iterable[Event]) -> dict[str, tuple[Paper, ...]]:
    """Submission → every paper that was issued of it, in order."""
    found: dict[str, list[Paper]] = {}
    for at, event in enumerate(events):
        papers = found.setdefault(event.submission, [])
        if event.kind in _TITLES:
            day = datetime.fromisoformat(event.at).date()
            papers.append(Paper(event.kind, event.facts.get("file", ""), day, at))
        elif event.kind in _ENDING:
            words = event.changes or (_said(event),)
            papers[:] = [replace(paper, ended=(*paper.ended, *words)) for paper in papers]
    return {key: tuple(papers) for key, papers in found.items()}


def _said(event: Event) -> str:
    """What an amendment without changes was, as the paper that follows has it."""
    what = {EventKind.VOIDED: "这份登记已作废", EventKind.REINSTATED: "这份登记恢复计入"}.get(event.kind)
    reason = event.facts.get("reason", "")
    return f"{what}（{reason}）" if what and reason else what or event.what


def papers_of(events: Iterable[Event], key: str) -> tuple[Paper, ...]:
    return all_papers(events).get(key, ())


def marked(events: Sequence[Event]) -> tuple[Event, ...]:
    """Those that issued a paper which is wrong by now say so."""
    wrong = {paper.at for papers in all_papers(events).values() for paper in papers if not paper.is_right}
    told = {at: replace(events[at], facts={**events[at].facts, "amended": "yes"}) for at in wrong}
    return tuple(told.get(at, event) for at, event in enumerate(events))


def reissued(events: Iterable[Event], key: str, kind: EventKind) -> Reissue | None:
    """What a paper of that kind corrects when it is issued now; None where there is nothing to correct."""
    wrong = [paper for paper in papers_of(events, key) if paper.kind is kind and not paper.is_right]
    if not wrong:
        return None
    number = len({len(paper.ended) for paper in wrong})  # those between two amendments are one
    return Reissue(number, wrong[-1].day, wrong[-1].file, wrong[-1].ended)


def to_reissue(events: Iterable[Event], key: str) -> tuple[Paper, ...]:
    """The last paper of each kind, where that is wrong."""
    last = {paper.kind: paper for paper in papers_of(events, key)}
    return tuple(paper for paper in last.values() if not paper.is_right)
