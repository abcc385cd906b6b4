"""One experience to read: its words with what was found marked, or the pages as they were handed in."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app import wording
from app.job import Job
from app.model.after.asked import Hit
from app.model.after.experience import ExperienceText
from app.model.batch import Batch
from app.paths import inside
from app.receive.collection.spelling import marked
from ui import theme
from ui.findings.preview import PreviewPane
from ui.receive.collection.hits import under, units
from ui.receive.collection.years import Years
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import SegmentBar
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, line, pile

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

WORDS, PAGES = 0, 1


@dataclass(frozen=True)
class _Opened:
    hit: Hit
    terms: tuple[str, ...]
    text: ExperienceText
    batch: Batch
    folder: Path


class _Shelf:
    """What the preview reads from: the files of the submission that the experience came with."""

    def __init__(self, session: LedgerSession) -> None:
        self._session = session
        self.ask: Ask = session.ask
        self.executor: Executor | None = session.executor
        self.batch: Batch
        self.folder: Path
        self.submission = ""

    @property
    def scratch(self) -> Path:
        own = inside(self._session.scratch, self.submission)
        own.mkdir(exist_ok=True)
        return own

    @property
    def sandbox(self) -> Sandbox:
        return self._session.sandbox


class ReadingPane(Card):
    def __init__(
        self, session: LedgerSession, years: Years, ask: Ask, parent: QWidget | None = None
    ) -> None:
        self._one: _Opened | None = None
        self._marks: list[tuple[int, int]] = []
        super().__init__(parent=parent)
        self._years = years
        self._opening = Latest(session.thinking, self)
        self._opening.ready.connect(self._opened)
        self._opening.failed.connect(ask.show_error)
        self.title = PlainLabel("", bold=True, pixels=16, wrap=True)
        self.under = PlainLabel("", "muted", wrap=True)
        self.lacking = PlainLabel("", "amber", pixels=theme.SMALL, wrap=True)
        self.tabs = SegmentBar(["文字", "原件"])
        self.tabs.chosen.connect(lambda _: self._turn())
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("经验的文字")
        self.text.setFont(theme.font(14))
        self.text.setStyleSheet("border: none; border-radius: 0; padding: 10px 14px;")
        self._shelf = _Shelf(session)
        self.preview = PreviewPane(self._shelf, "这篇经验没有能看的文件", parent=self)
        self.preview.setProperty("look", "inner")
        head = down(self.title, self.under, self.lacking, gap=4)
        top = across((head, 1), (self.tabs, Qt.AlignmentFlag.AlignTop), margins=(16, 12, 12, 10), gap=12)
        whole = laid(down(top, line(), gap=0))
        body = down(whole, (self._turning(), 1), gap=0)
        self._faces = pile(self.body)
        nothing = EmptyState("左边选一篇，在这里读", "")
        nothing.title.setFont(theme.font())
        nothing.title.set_tone("muted")
        self._faces.addWidget(nothing)
        self._faces.addWidget(laid(body))

    def _turning(self) -> QWidget:
        holder = QWidget()
        self._stack = pile(down(on=holder, gap=0, margins=(0, 0, 0, 8)))
        self._stack.addWidget(self.text)
        self._stack.addWidget(self.preview)
        return holder

    # -- showing -----------------------------------------------------------------------------------
    def show_hit(self, hit: Hit | None, terms: Sequence[str]) -> None:
        """`terms`: folded words that are marked."""
        if hit is None:
            self._opening.forget()
            self._faces.setCurrentIndex(0)
            return
        them, wanted = self._years.them, tuple(terms)

        def work(job: Job) -> _Opened:
            ledger = them.ledger_of(hit.one)
            batch = ledger.batch_of(hit.one.submission)
            return _Opened(hit, wanted, them.text(hit.one), batch, ledger.folder_of(hit.one.submission))

        self._opening.ask(work)

    def _opened(self, opened: _Opened) -> None:
        one, text = opened.hit.one, opened.text
        self.title.setText(one.title or one.name)
        facts = [words for label, words in one.facts if label not in ("所属市", "重点领域")]
        self.under.setText(f"{under(opened.hit)}\n{'　'.join(facts)}")
        self.lacking.setText("；".join(text.lacking) or ("" if one.papers else "台账里没有它的经验材料"))
        self.lacking.setVisible(bool(self.lacking.text()))
        self._mark(text.whole, opened.terms)
        self._shelf.submission, self._shelf.batch = one.submission, opened.batch
        self._shelf.folder = opened.folder
        self._one = opened
        self._faces.setCurrentIndex(1)
        self._turn()

    def _turn(self) -> None:
        """The pages are opened when they are looked at."""
        is_pages = self.tabs.current == PAGES
        self._stack.setCurrentIndex(PAGES if is_pages else WORDS)
        if is_pages and self._one is not None:
            papers, hit = self._one.hit.one.papers, self._one.hit
            begins = {paper.key: paper.pages[0][0] for paper in papers if paper.pages}
            keys = [paper.key for paper in papers]
            if 0 <= hit.paper < len(keys):
                begins[keys[hit.paper]] = hit.page
                keys.insert(0, keys.pop(hit.paper))
            self.preview.show_members(keys, begins)

    def _mark(self, text: str, terms: Sequence[str]) -> None:
        shown = wording.visible(text)
        self.text.setPlainText(shown or "没有读到正文的文字，请看“原件”。")
        self._marks, at = [], 0
        for piece in marked(shown, terms):
            end = at + units(piece.text)
            if piece.is_hit:
                self._marks.append((at, end))
            at = end
        self._paint_marks()
        first = QTextCursor(self.text.document())
        if self._marks:
            first.setPosition(self._marks[0][0])
        self.text.setTextCursor(first)
        self.text.centerCursor()


    def _paint_marks(self) -> None:
        selections = []
        for start, end in self._marks:
            told = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.text.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            told.cursor = cursor  # type: ignore[attr-defined]
            told.format.setBackground(QColor(theme.AMBER_SOFT))  # type: ignore[attr-defined]
            selections.append(told)
        self.text.setExtraSelections(selections)

    def changeEvent(self, event: QEvent) -> None:
        """Another scheme of colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self._marks:
            self._paint_marks()
