"""关于: version, whose work is in it, where things are, and what a maintainer is told of a fault."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QTableView, QWidget

from app import PRODUCT, __version__
from app.program.about import Place, diagnosis, places
from app.program.licences import Licence, licences
from ui import theme
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_listing

_COPIED = "已复制，可以粘贴到邮件或聊天里；里面没有企业名称，也没有您的文件路径。"
_NO_TEXT = "这个组件没有附带许可全文。"


class About(Dialog):
    """`base`: where new batches are kept. `executor`: tests hand in runner.Inline()."""

    def __init__(
        self, ask: Ask, base: Path, executor: Executor | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"关于{PRODUCT}", 820, 560, parent)
        self._ask = ask
        self.parts = RecordTable[Licence](
            [Column("组件", lambda each: each.name), Column("版本", lambda each: each.version),
             Column("许可", lambda each: each.terms, tip=lambda each: each.terms)], self)  # fmt: skip
        self.view, self.text = QTableView(), QPlainTextEdit()
        self.told = PlainLabel("", "green", pixels=theme.SMALL, elide=Qt.TextElideMode.ElideRight)
        self.lay(
            self._head(), *(self._place(each) for each in places(base)), 4,
            PlainLabel("随程序提供的组件", bold=True), (self._licences(), 1),
            across(
                (self.told, 1), plain_button("复制诊断信息", self.copy),
                primary_button("关闭", self.accept),
            ),
            gap=8,
        )  # fmt: skip
        self._reading = Latest(executor, self)
        self._reading.ready.connect(self._show)
        self._reading.ask(lambda job: licences())

    def _head(self) -> QWidget:
        mark, made = QLabel(), QWidget()
        mark.setPixmap(theme.brand(34, 2))
        mark.setAccessibleName(PRODUCT)
        words = down(
            PlainLabel(PRODUCT, "navy", pixels=17, bold=True),
            PlainLabel(f"版本 {__version__} · 全程离线", "muted"),
            gap=1,
        )
        across(mark, words, None, on=made, gap=12)
        return made

    def _place(self, place: Place) -> QWidget:
        made, title = QWidget(), PlainLabel(place.title, "muted")
        title.setFixedWidth(120)
        path = PlainLabel(str(place.path), elide=Qt.TextElideMode.ElideMiddle)
        folder = place.path if not place.path.suffix else place.path.parent
        button = link_button("打开", lambda: open_path(folder, self._ask))
        button.setAccessibleName(f"打开{place.title}所在的文件夹")
        button.setEnabled(folder.is_dir())
        across(title, (path, 1), button, on=made, gap=8)
        return made

    def _licences(self) -> Card:
        view = self.view
        as_listing(view, self.parts, "随程序提供的组件", {0: 150, 1: 70})
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.selectionModel().currentRowChanged.connect(self._show_text)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName("许可全文")
        self.text.setFont(theme.font(theme.SMALL))
        theme.style(
            self.text, "QPlainTextEdit { border: none; border-left: 1px solid ${LINE}; border-radius: 0; }"
        )
        card = Card()
        card.body.addLayout(across((view, 5), (self.text, 4), gap=0))
        return card

    def _show_text(self, current: QModelIndex) -> None:
        self.text.setPlainText(self.parts.record(current.row()).text or _NO_TEXT)

    def _show(self, parts: tuple[Licence, ...]) -> None:
        self.parts.show(parts)
        self.view.selectRow(0)

    def copy(self) -> None:
        screen = self.screen().size()
        size = f"{screen.width()}×{screen.height()} @{self.devicePixelRatioF():g}"
        told = diagnosis(f"Qt {qVersion()} {QGuiApplication.platformName()} {size}")
        QGuiApplication.clipboard().setText(told)
        self.told.setText(_COPIED)
