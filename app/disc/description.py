"""All that is said of one disc, before it is put into words or into submission.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.model.batch import Decision, Sender
from app.model.disc import DiscPlan, Entry, Manifest, Placed
from app.model.documents.part import Part
from app.notices.notice import Notice, Track


@dataclass(frozen=True, slots=True)
class PackageOnDisc:
    """What a person said of the files inside, by their sha256: `parts`, what each serves as, and `orders`,
    the files a material (its id) is made of. `id` is the enterprise's in the batch: decisions refer to it.
    """

    enterprise: str  # full name
    entry: Entry
    members: int
    parts: Mapping[str, tuple[Part, ...]] = field(default_factory=dict)
    orders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class TrackOnDisc:
    """`rows`: column id → text, of the whole set in recommended order; `placed` likewise, which disc each is
    on; `packages` of this disc in the same order.
    """

    rules: Track
    rows: tuple[Mapping[str, str], ...]
    letter: Entry | None
    table: Entry
    packages: tuple[PackageOnDisc, ...]
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is said of one disc."""

    plan: DiscPlan
    notice: Notice
    sender: Sender
    tracks: tuple[TrackOnDisc, ...]
    decisions: tuple[Decision, ...]
    manifest: Manifest
    correction: int = 0  # 补正第 n 次

    @property
    def day(self) -> date:
        return date.fromisoformat(self.plan.day)

    @property
    def what(self) -> str:
        titles = "、".join(track.rules.title for track in self.tracks)
        return f"{self.notice.year}年{titles}申报材料"

    @property
    def counts(self) -> str:
        """Of the whole set, and of this disc where there are several."""
        counts = "，".join(f"{track.rules.title} {len(track.placed)} 项" for track in self.tracks)
        here = sum(len(track.packages) for track in self.tracks)
        return counts if self.plan.of == 1 else f"全套：{counts}；本张 {here} 项"

    @property
    def again(self) -> str:
        return f"补正第 {self.correction} 次" if self.correction else ""

    @property
    def place(self) -> str:
        return f"第 {self.plan.number} 张，共 {self.plan.of} 张"

    @property
    def renamed(self) -> list[Placed]:
        return [each for each in self.plan.placed if each.is_renamed]
