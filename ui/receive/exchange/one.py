"""The card beside the list: one activity in full, its files and its history."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app import wording
from app.model.after.attachment import Attachment
from app.model.after.exchange import ActivityVersion
from ui import theme
from ui.widgets.boxes import across, down, fill, laid, refill
from ui.widgets.buttons import link_button
from ui.widgets.drop_area import local_paths
from ui.widgets.labels import PlainLabel, menu_text, plain_tip
from ui.widgets.panels import Card, line, scrolled
from ui.widgets.pill import Pill

WIDTH = 348
_MOST_GUESTS = 6  # units told; more are counted


@dataclass(frozen=True, slots=True)
class Shown:
    """An activity as it is now, `files` that are filed with it, and its `history`, the latest first."""

    version: ActivityVersion
    files: tuple[Attachment, ...] = ()
    history: tuple[tuple[ActivityVersion, str], ...] = ()


def sections(shown: Shown) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Title and lines of what was told of it."""
    one = shown.version.activity
    if one.speakers:
        yield "主讲", tuple(f"{s.unit}：{s.topic}" if s.topic else s.unit for s in one.speakers)
    if one.pairings:
        yield "对标", tuple(
            f"{p.learner} 学 {p.model}：{p.subject}" + (f"；{p.result}" if p.result else "")
            for p in one.pairings
        )
    if one.guests:
        told = [f"{g.unit}　{g.people} 人" for g in one.guests[:_MOST_GUESTS]]
        rest = len(one.guests) - _MOST_GUESTS
        more = [f"……另有 {rest} 家，见导出的 Excel"] if rest > 0 else []
        yield f"参加 {len(one.guests)} 家、{one.people} 人", (*told, *more)
    if one.note:
        yield "说明", (one.note,)


class ActivityCard(Card):
    """`first` and `more`: the buttons, in two rows; `opened` is given the file that is clicked.

    `dropped(tuple[Path, ...])`: files to be filed with it.
    """

    dropped = Signal(object)

    def __init__(
        self, first: Sequence[QWidget], more: Sequence[QWidget], opened: Callable[[Attachment], object]
    ) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._opened = opened
        self.name = PlainLabel("", bold=True, pixels=14, wrap=True)
        self.place = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        self.state = Pill("", "muted")
        self._told = down(gap=4)
        inside = laid(down(self._told, None, margins=(16, 4, 16, 12)))
        place = across((self.place, 1), self.state, gap=10)
        head = down(self.name, place, gap=6, margins=(16, 14, 16, 12))
        rows = (across(*row, None, gap=8) for row in (first, more))
        foot = down(*rows, gap=8, margins=(14, 10, 14, 10))
        fill(self.body, head, line(), (scrolled(inside), 1), line(), foot)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.dropped.emit(local_paths(event.mimeData()))

    def show_one(self, shown: Shown) -> None:
        one = shown.version.activity
        self.name.setText(one.title)
        self.place.setText(f"{one.day}　{one.place}")
        self.state.show_text("已作废" if one.void else one.kind, "muted" if one.void else "accent")
        refill(self._told, *self._parts(shown))

    def _parts(self, shown: Shown) -> Iterator[QWidget | int]:
        if shown.version.activity.void:
            yield from _section("为什么作废", (shown.version.activity.void,), "red")
        for title, lines in sections(shown):
            yield from _section(title, lines)
        told_of_files = f"文件 {len(shown.files)} 个" if shown.files else "文件：照片、会议记录可以拖到这里"
        yield from _section(told_of_files, ())
        yield from map(self._link, shown.files)
        told = tuple(f"{v.at[:16].replace('T', ' ')}　{v.who}　{words}" for v, words in shown.history)
        yield from _section("经过", told, "muted")

    def _link(self, one: Attachment) -> QWidget:
        button = link_button(menu_text(wording.visible(one.name)), lambda: self._opened(one))
        button.setToolTip(plain_tip(f"{one.name}\n{wording.size(one.size)}，{one.who} {one.at[:10]} 归入"))
        return laid(across(button, None))


def _section(title: str, lines: Sequence[str], tone: str = "ink") -> Iterator[QWidget | int]:
    yield 6
    yield PlainLabel(title, "muted", pixels=theme.SMALL)
    for text in lines:
        label = PlainLabel(text, tone, pixels=theme.SMALL if tone == "muted" else theme.BODY, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        yield label
