"""How many a sender may recommend in a track: the one place that says so, by who the sender is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.model.batch import Sender
from app.model.names import normalise_name

DIRECT = "直报"  # all that send without a bureau, of whichever kind


@dataclass(frozen=True)
class Quota:
    """推荐项数 of a bureau; `most` 0 means no upper bound."""

    least: int = 0
    most: int = 0


NO_BOUND = Quota()


@dataclass(frozen=True)
class OwnQuota:
    """What `who` is held to instead: a city (its code, its name, its bureau), a direct enterprise by its full
    name, a kind of them as the region tells them (省属), or all of them (直报).
    """

    who: str
    least: int = 0
    most: int = 0

    @property
    def quota(self) -> Quota:
        return Quota(self.least, self.most)


def quota_of(base: Quota, own: Iterable[OwnQuota], sender: Sender) -> Quota:
    """What is said of the sender itself, else of its kind, else of all direct ones; bureaus else have `base`,
    direct ones no bound.
    """
    told = {normalise_name(each.who): each.quota for each in own}
    for name in _names(sender):
        if name and (found := told.get(normalise_name(name))) is not None:
            return found
    return base if sender.is_bureau else NO_BOUND


def _names(sender: Sender) -> tuple[str, ...]:
    """By which a quota may mean it, the closest first."""
    if sender.is_bureau:
        return sender.code, sender.name, sender.city, sender.city.removesuffix("市")
    return sender.name, sender.kind, DIRECT
