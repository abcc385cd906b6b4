"""使用手册: the pages at the left, the one that is read at the right; what is looked for narrows them."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from itertools import groupby

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QPixmap,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from app.job import Job
from app.program.manual import Topic, look_up, topics
from ui import theme
from ui.shell.keys import Keys, keys_in
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card

KEYS = "keys"  # the topic that lists them
_NONE = "手册里没有说到。换一个短一点的词，如“校验码”“压缩包”。"
_PICTURE = "picture"
_LINE, _ABOVE, _HEADINGS = 140, {2: 16}, {1: 18, 2: 14}  # per cent; pixels by level of heading
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_LIST = """QListWidget { background: transparent; }
QListWidget::item { padding: 7px 10px; border-radius: 6px; }
QListWidget::item:selected { background: ${ACCENT_SOFT}; color: ${NAVY}; }
QListWidget:focus { border: 1px solid ${ACCENT}; border-radius: 6px; }"""


class ManualWindow(Dialog):
    """Stays open beside the work. `practise`: the person would rather try it on the sample."""

    practise = Signal()

    def __init__(self, executor: Executor | None = None, parent: QWidget | None = None) -> None:
        """`executor`: tests hand in runner.Inline()."""
        super().__init__("使用手册", 1000, 640, parent)
        self._topics, self._wanted = topics(), ""
        self.words, self.list, self.text = QLineEdit(), QListWidget(), _Text()
        self.none = PlainLabel(_NONE, "muted", wrap=True)
        self._lay_out()
        self.words.textChanged.connect(lambda _: self._look_up())
        self.list.currentItemChanged.connect(lambda _, __: self._read())
        self._gathering = Latest(executor, self)
        self._gathering.ready.connect(self._add_keys)
        self._gathering.ask(_keys)
        self._look_up()

    def _lay_out(self) -> None:
        self.words.setPlaceholderText("搜索手册")
        self.words.setAccessibleName("搜索手册")
        self.words.setClearButtonEnabled(True)
        self.list.setAccessibleName("手册各页")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.style(self.list, _LIST)
        side = QWidget()
        side.setFixedWidth(230)
        down(self.words, (self.list, 1), self.none, on=side, gap=8)
        card = Card(margins=(14, 8, 4, 8))
        card.body.addWidget(self.text)
        practise = plain_button("用样例练习", self._practise)
        practise.setToolTip("材料是编的，不会报送")
        self.lay(
            (across(side, (card, 1), gap=theme.GAP), 1),
            across(practise, None, primary_button("关闭", self.close)),
        )  # fmt: skip

    @property
    def topic(self) -> Topic | None:
        """The one that is read."""
        item = self.list.currentItem()
        found: Topic | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found

    def turn_to(self, key: str) -> None:
        """The topic of this id; what was looked for is forgotten."""
        self._wanted = key
        self.words.clear()
        self._look_up()

    def _add_keys(self, topic: Topic) -> None:
        self._topics = (*self._topics, topic)
        self._look_up()

    def _look_up(self) -> None:
        """What holds the words, told with where; the page that is read stays if it is among them."""
        was = self._wanted or (self.topic.id if self.topic else "")
        hits = look_up(self.words.text(), self._topics)
        self.list.clear()
        for hit in hits:
            around = f"\n{hit.around}" if self.words.text().strip() and hit.around else ""
            item = QListWidgetItem(f"{hit.topic.title}{around}")
            item.setData(Qt.ItemDataRole.UserRole, hit.topic)
            self.list.addItem(item)
        at = next((place for place, hit in enumerate(hits) if hit.topic.id == was), 0)
        self.list.setCurrentRow(at if hits else -1)
        if any(hit.topic.id == self._wanted for hit in hits):
            self._wanted = ""
        self.none.setVisible(not hits)

    def _read(self) -> None:
        self.text.read(self.topic)

    def _practise(self) -> None:
        self.close()
        self.practise.emit()


class _Text(QTextBrowser):
    """Shows nothing but the words of a topic and its own picture, as wide as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setAccessibleName("手册正文")
        theme.style(self, "QTextBrowser { border: none; background: transparent; }")
        self._topic: Topic | None = None
        self._picture = QPixmap()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._show)

    def read(self, topic: Topic | None) -> None:
        self._topic = topic
        path = topic.picture if topic else None
        self._picture = QPixmap(str(path)) if path else QPixmap()  # of the build itself, as an icon is
        self._show()

    def _show(self) -> None:
        topic = self._topic
        picture = f"![{topic.title if topic else ''}]({_PICTURE})\n\n" if not self._picture.isNull() else ""
        self.setMarkdown(f"# {topic.title}\n\n{picture}{topic.words}" if topic else "")
        if picture:
            width = max(min(self.viewport().width() - 24, self._picture.width()), 200)
            scaled = self._picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
            kind = QTextDocument.ResourceType.ImageResource.value
            self.document().addResource(kind, QUrl(_PICTURE), scaled)
        self._space()

    def _space(self) -> None:
        """Room between lines and paragraphs; headings no larger than the window's own."""
        block = self.document().begin()
        while block.isValid():
            level, cursor = block.blockFormat().headingLevel(), QTextCursor(block)
            form = QTextBlockFormat()
            is_picture = block.text() == "\ufffc"
            form.setLineHeight(100 if is_picture else _LINE, _PROPORTIONAL)
            form.setTopMargin(_ABOVE.get(level, 4) if block.position() else 0)
            form.setBottomMargin(4)
            cursor.mergeBlockFormat(form)
            if level:
                letters = QTextCharFormat()
                letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
                letters.setFont(theme.font(_HEADINGS.get(level, theme.BODY), bold=True))
                cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
                cursor.mergeCharFormat(letters)
            block = block.next()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever read for a text: its picture was put there."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._picture.isNull():
            self._again.start(120)  # once, when the person has let go

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._topic is not None:
            self._again.start(0)  # words are set in the colours of their day


def _keys(job: Job) -> Topic:
    return Topic(KEYS, "快捷键", keys_told(keys_in("ui")))


def keys_told(keys: Iterable[Keys]) -> str:
    """Markdown: what is pressed and what it does, by where."""
    ordered = sorted(keys, key=lambda each: (not each.is_everywhere, each.where))
    return "\n\n".join(
        f"## {where}\n\n" + "\n".join(f"- **{each.shown}**　{each.what}" for each in group)
        for where, group in groupby(ordered, key=lambda each: each.where)
    )
