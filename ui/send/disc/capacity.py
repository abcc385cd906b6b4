"""The kinds of blank disc, how many of each it takes, and how full each disc gets."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app import wording
from app.errors import AppError, DoesNotFit
from app.model.batch import Batch
from app.model.disc import MEDIA, Medium
from app.notices.notice import Notice
from ui import theme
from ui.send.disc.disc_bars import DiscBars, Fill
from ui.send.disc.stretches import estimated, stretches
from ui.send.discs import DiscState
from ui.widgets.boxes import across, fill
from ui.widgets.labels import PlainLabel, plain_tip
from ui.widgets.panels import Card


class MediumCard(Card):
    """Name, capacity, whether everything fits; clicked, or chosen with Space; `chosen(Medium)`."""

    chosen = Signal(object)

    def __init__(self, medium: Medium, parent: QWidget | None = None) -> None:
        super().__init__(margins=(12, 8, 12, 8), spacing=1, parent=parent)
        self.medium = medium
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(60)
        self.title = PlainLabel(medium.title, bold=True)
        self.text = PlainLabel("", "muted", pixels=theme.SMALL)
        self.body.addWidget(self.title)
        self.body.addWidget(self.text)

    def show_state(self, words: str, tone: str, *, is_chosen: bool) -> None:
        self.text.setText(" · ".join(filter(None, (self.medium.nominal, words))))
        self.text.set_tone(tone)
        self.set_chosen(is_chosen)
        self.setAccessibleName(f"{self.medium.title}，{self.text.text()}{'，已选' if is_chosen else ''}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.medium)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.medium)
        else:
            super().keyPressEvent(event)


class CapacityCard(Card):
    """`medium_chosen(Medium)`, `disc_chosen(number)`."""

    medium_chosen = Signal(object)
    disc_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(18, 16, 18, 12), spacing=0, parent=parent)
        self.media = {each.id: MediumCard(each) for each in MEDIA}
        self.bars = DiscBars()
        self.note = PlainLabel("", "muted", wrap=True)
        for each in self.media.values():
            each.chosen.connect(self.medium_chosen)
        cards = across(*((each, 1) for each in self.media.values()), gap=10)
        fill(self.body, cards, 14, self.bars, 8, self.note)
        self.bars.chosen.connect(self.disc_chosen)

    def show_state(self, state: DiscState, batch: Batch, notice: Notice, medium: Medium, number: int) -> None:
        """`number`: the disc the page is about, from 1."""
        for each in MEDIA:
            self._show_medium(each, state.counts.get(each.id), is_chosen=each == medium)
        fills = [Fill(p.number, p.disc_id, stretches(p, notice.region), medium.usable) for p in state.plans]
        about = () if fills else estimated(batch, notice)
        self.bars.show_fills(fills or [Fill(1, "", about, medium.usable, about=True)], number)
        self._show_note(state, sum(each.size for each in about))

    def _show_medium(self, medium: Medium, count: int | AppError | None, *, is_chosen: bool) -> None:
        card = self.media[medium.id]
        if isinstance(count, AppError):
            words = "放不下" if isinstance(count, DoesNotFit) else "还不能计算"
            card.show_state(words, "red", is_chosen=is_chosen)
            card.setToolTip(plain_tip(count.detail))
            return
        card.show_state(f"需 {count} 张" if count else "", "muted", is_chosen=is_chosen)
        card.setToolTip("")

    def _show_note(self, state: DiscState, collected: int) -> None:
        self.note.setToolTip("")
        if isinstance(state.problem, DoesNotFit):
            lines = state.problem.detail.splitlines()
            more = f"（共 {len(lines)} 处）" if len(lines) > 1 else ""
            self._say(f"{lines[0]}{more}", "red")
            self.note.setToolTip(plain_tip(state.problem.detail))
        elif len(state.plans) > 1:
            self._say("推荐文件、汇总表和全套清单每张盘都有。企业整家放置，次序即推荐次序。", "muted")
        elif state.plans:
            self._say("推荐文件、汇总表和全套目录也在盘上。企业整家放置，次序即推荐次序。", "muted")
        else:
            known = f"按收到的材料估算，约 {wording.size(collected)}。"
            self._say(known if collected else "收集材料后，这里显示每家占多少。", "muted")

    def _say(self, words: str, tone: str) -> None:
        self.note.setText(words)
        self.note.set_tone(tone)
