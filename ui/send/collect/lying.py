"""What lies in a cell, or waits in the tray, and why: words for tips, lines and menus. No widgets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.model.batch import Batch, Enterprise
from app.model.documents.part import LEAVE_OUT, Part, Ranges, joined, pages_shown
from app.notices.filing import Filing, having, waiting
from app.notices.notice import Notice
from ui.send.parts.division import page_count

_TOLD = 6  # files of one cell that its tip names
PENDING = "待识别"


@dataclass(frozen=True, slots=True)
class Lying:
    """One file at its place. `here`: which of its pages lie here, () for the whole of it. `pages`: how many
    it has that can be told apart, 0 where it has none.
    """

    key: str
    path: str
    filing: Filing
    here: Ranges = ()
    pages: int = 0

    @property
    def shown(self) -> str:
        """1–12; "" for the whole of it."""
        return pages_shown(self.here)

    @property
    def first(self) -> int:
        """The page where it begins here."""
        return self.here[0][0] if self.here else 1

    def holds(self, page: int) -> bool:
        """Whether a page of the file lies here; 0 is said of the whole file."""
        return not page or not self.here or any(first <= page <= last for first, last in self.here)

    def proposed_for(self, kinds: frozenset[str]) -> Lying:
        """As it would lie, were it filed as proposed."""
        return replace(self, here=_pages(self.filing.proposed, kinds))

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def why(self) -> str:
        """What tells it, or why nothing does."""
        told = self.filing.why
        is_said = not self.filing.is_pending or "识别" in told
        return told if is_said else "，".join(filter(None, (told, PENDING)))

    @property
    def line(self) -> str:
        """整本.pdf 第 1–12 页 · 首页标题：…"""
        here = f"{self.name} 第 {self.shown} 页" if self.shown else self.name
        return f"{here} · {self.why}" if self.why else here


def lying(
    batch: Batch, one: Enterprise, filings: Mapping[str, Filing], notice: Notice
) -> dict[str, tuple[Lying, ...]]:
    """Required material → the files that are it or a kind of it, in the order a person put them in."""
    members = dict(batch.members_of(one))
    found = {}
    for material in notice.required_materials:
        wanted = kinds_of(material.id, notice)
        said = {key: place for place, key in enumerate(one.made_of.get(material.id, ()))}
        keys = sorted(having(filings, material.id, notice), key=lambda key: said.get(key, len(said)))
        found[material.id] = tuple(
            Lying(key, members[key].path, filings[key], _pages(filings[key].parts, wanted),
                  page_count(batch, members[key]))
            for key in keys
        )
    return found


def waiting_of(batch: Batch, one: Enterprise, filings: Mapping[str, Filing]) -> tuple[Lying, ...]:
    """The files that wait for a person."""
    members = dict(batch.members_of(one))
    return tuple(
        Lying(key, members[key].path, filings[key], pages=page_count(batch, members[key]))
        for key in waiting(filings)
    )


def kinds_of(material: str, notice: Notice) -> frozenset[str]:
    """The material and those that are a kind of it."""
    return frozenset(each.id for each in notice.materials if material in (each.id, each.part_of))


def _pages(parts: Iterable[Part], wanted: frozenset[str]) -> Ranges:
    here = [part for part in parts if part.material in wanted]
    if any(part.is_whole for part in here):
        return ()
    return joined(stretch for part in here for stretch in part.pages)


def parts_said(parts: Sequence[Part], notice: Notice) -> str:
    """申报书 1–12、典型经验材料 13–30"""
    titles = {material.id: material.title for material in notice.materials} | {LEAVE_OUT: "不装入"}
    return "、".join(f"{titles.get(part.material, part.material)} {part.shown}".strip() for part in parts)


def tip_of(files: Sequence[Lying], maybe: Sequence[Lying], notice: Notice) -> str:
    """What a cell says when the pointer rests on it."""
    lines = [each.line for each in files[:_TOLD]]
    if len(files) > _TOLD:
        lines.append(f"……共 {len(files)} 个文件")
    for each in maybe[:_TOLD]:
        lines.append(f"{each.name}：可能是{parts_said(each.filing.proposed, notice)}，请确认")
    return "\n".join(lines)
