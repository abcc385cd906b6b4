"""A batch checked again and again: what a change does not touch keeps its outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

from app.checks.cases import BatchCase, Case, EnterpriseCase
from app.checks.run import judged
from app.checks.watched import Remembered
from app.model.batch import Batch, Enterprise
from app.model.finding import Outcome, Report
from app.notices.notice import Notice, tracks_of

_TOLD = ("disc_names", "names_by_track", "returned", "awarded")  # of the whole, what each is judged by
_OWN = tuple(name for name, each in vars(EnterpriseCase).items() if isinstance(each, cached_property))


class _Whole(BatchCase):
    """Stays while its batch becomes another; who asks for the others is known to have read them."""

    @property
    def enterprises(self) -> tuple[EnterpriseCase, ...]:
        tracks = tracks_of(self.batch, self.notice)
        return tuple(EnterpriseCase(self, one) for track in tracks for one in self.batch.in_track(track))


class Rechecking:
    """`report` is what `check_batch` says, at the cost of what changed since. One thread at a time."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._day: date | None = None
        self._remembered = Remembered(self._judge)
        self._told: dict[str, Mapping[Any, Any]] = {}
        self._rests: dict[str, object] = {}

    @property
    def judged(self) -> int:
        """How many enterprises were judged, in all calls together."""
        return self._remembered.done

    def report(self, batch: Batch, today: date) -> Report:
        if today != self._day:
            self._day, self._remembered = today, Remembered(self._judge)
            self._whole = _Whole(batch, self._notice, today)
        fresh = BatchCase(batch, self._notice, today)
        vars(fresh).update(self._still(batch))
        self._told = {name: getattr(fresh, name) for name in _TOLD}
        kept = self._remembered.of(batch, self._told, self._show)
        order = [key for track in tracks_of(batch, self._notice) for key in batch.order.get(track, ())]
        # the cases of the enterprises know what their files are; as they were judged, so they are asked again
        vars(fresh)["enterprises"] = tuple(kept[key][0] for key in order)
        whole: tuple[Case, ...] = (*fresh.tracks, fresh)
        outcomes = chain.from_iterable(kept[key][1] for key in order)
        return Report((*outcomes, *(each for case in whole for each in judged(case, self._notice))))

    def _still(self, batch: Batch) -> dict[str, Mapping[Any, Any]]:
        """What is told of the whole batch as it was the last time, where it rests on the same."""
        named = [(key, one.track, one.name) for key, one in batch.enterprises.items()], batch.order
        rests: dict[str, object] = {
            "disc_names": named, "names_by_track": named,
            "returned": batch.correction, "awarded": batch.awarded,
        }  # fmt: skip
        still = {name: self._told[name] for name in self._told if self._rests[name] == rests[name]}
        self._rests = rests
        return still

    def _show(self, batch: Batch, told: Mapping[str, Mapping[Any, Any]]) -> None:
        """The cases stand for the batch as it is now, each time."""
        vars(self._whole).update(batch=batch, **told)

    def _judge(self, batch: Batch, enterprise: Enterprise) -> tuple[EnterpriseCase, tuple[Outcome, ...]]:
        case = EnterpriseCase(self._whole, enterprise)
        outcomes = judged(case, self._notice)
        for name in _OWN:  # while it is told what they read
            getattr(case, name)
        return case, outcomes
