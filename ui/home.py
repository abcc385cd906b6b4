"""The home page: make a disc, take discs in, go on where one left off. Imports nothing heavy."""

from __future__ import annotations

from concurrent.futures import Executor

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from ui import theme
from ui.frame import paint_ground
from ui.recent import RecentList, RecentRow
from ui.shell.ask import Ask
from ui.shell.settings import Settings
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import link_button, plain_button, primary_button, quiet_button
from ui.widgets.labels import PlainLabel
from ui.widgets.order import tab_as_laid
from ui.widgets.panels import Card, whole_or_scrolled

WIDTH, LEAST = 780, 620  # pixels
HOME = "start"  # its page of the manual


class HomePage(QWidget):
    """Says what a person wants; the window does it."""

    new_batch = Signal()
    open_batch = Signal(object)  # Path
    open_ledger = Signal()
    open_other = Signal()
    open_handed = Signal()
    notices = Signal()
    try_sample = Signal()
    preferences = Signal()
    about = Signal()
    manual = Signal()

    def __init__(self, settings: Settings, ask: Ask, executor: Executor | None = None) -> None:
        """`executor`: tests hand in runner.Inline()."""
        super().__init__()
        self._settings = settings
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # no button looks chosen, and Tab goes to them
        self.setFocus()
        column = QWidget()
        column.setMinimumWidth(LEAST)
        column.setMaximumWidth(WIDTH)
        words = PlainLabel("申报材料的收集、核对、刻盘与接收 · 全程离线", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._caption = PlainLabel("最近", "muted")
        self.recent = RecentList(settings, ask, executor)
        self.recent.opened.connect(self.open_batch)
        self.recent.changed.connect(self.refresh)
        down(
            _brand(), 12, words, 33, self._cards(), 34, self._caption, 7, self.recent, 22,
            self._links(), 16, self._program(), None,
            on=column, margins=(0, 66, 0, 24), gap=0,
        )  # fmt: skip
        area = whole_or_scrolled(laid(across((None, 1), (column, 100), (None, 1))))
        theme.style(area, "QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; }")
        down((area, 1), on=self)
        self.refresh()

    def refresh(self) -> None:
        """Show the recent batches as they are now."""
        self.recent.refresh()
        tab_as_laid(self)
        self._caption.setVisible(bool(self._settings.recent))

    @property
    def rows(self) -> tuple[RecentRow, ...]:
        return self.recent.rows

    def _cards(self) -> QHBoxLayout:
        self.new_button = primary_button("新建批次", self.new_batch.emit)
        self.ledger_button = plain_button("打开接收台账", self.open_ledger.emit)
        make = _card(
            "制作报送光盘",
            "市局，或直接报送的企业。收齐材料、查漏补缺、出推荐文件和汇总表、刻盘。",
            self.new_button,
        )
        make.setProperty("first", True)
        take = _card(
            "接收光盘", "省厅。读盘核验、登记入库、回执补正、汇总评审。", self.ledger_button
        )
        return across(make, take, gap=20)

    def _links(self) -> QHBoxLayout:
        self.sample_link = link_button("第一次用？花五分钟跟着样例走一遍", self.try_sample.emit)
        return across(
            self.sample_link, None, link_button("打开已有批次…", self.open_other.emit),
            link_button("打开同事交来的…", self.open_handed.emit),
            link_button("通知规则", self.notices.emit), margins=(6, 0, 6, 0), gap=24,
        )  # fmt: skip

    def _program(self) -> QHBoxLayout:
        """Quietly, below all else."""
        return across(
            quiet_button("设置", self.preferences.emit), quiet_button("使用手册", self.manual.emit),
            quiet_button("关于", self.about.emit), None, margins=(6, 0, 6, 0), gap=24,
        )  # fmt: skip

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_ground(self)


def _card(title: str, text: str, button: QPushButton) -> Card:
    card = Card(margins=(24, 24, 24, 23), spacing=8)
    card.setFixedHeight(182)
    card.setMinimumWidth(290)
    card.body.addWidget(PlainLabel(title, pixels=17, bold=True))
    words = PlainLabel(text, "muted", wrap=True)
    card.body.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
    card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return card


def _brand() -> QHBoxLayout:
    mark = QLabel()
    mark.setPixmap(theme.brand(36, 2))
    name = PlainLabel("标杆报盘", "navy", pixels=28, bold=True)
    return across(None, mark, name, None, gap=11)
