"""通知原文与空白表格: what came with the notice of an open batch, at hand on the pages that need it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from app import wording
from app.editions.enclosures import Enclosure, Role, enclosed
from app.notices.notice import Notice
from ui import theme
from ui.findings.preview import PreviewPane
from ui.findings.rendition import OFFICE
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, primary_button, quiet_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import plain_tip
from ui.widgets.panels import PageHeader

_KINDS = {"txt": "text", "jpg": "jpeg"}  # as previews call them, where they are not called by their ending
_ITEMS = (
    "QListWidget::item { padding: 0 8px; height: 32px; border-radius: 6px; }"
    "QListWidget::item:selected { background: ${SELECTED}; }"
)
_SHOWN = (Role.TEXT, Role.ANNEX, Role.FORM, Role.TEMPLATE)


def put_link(header: PageHeader, session: Session, ask: Ask) -> None:
    """A quiet link beside the page's words; none where nothing came with the notice."""
    if files := files_with(session.notice):
        header.put_beside_subtitle(quiet_button(
            "通知原文与空白表格", lambda: NoticeFiles(files, session, ask, header.window()).open()))


def files_with(notice: Notice) -> tuple[Enclosure, ...]:
    """The notice's own text first."""
    return tuple(each for each in enclosed(notice.id) if each.role in _SHOWN)


class NoticeFiles(Dialog):
    """The list at the left; what can be shown is shown beside it, the rest is opened outside."""

    def __init__(self, files: tuple[Enclosure, ...], session: Session, ask: Ask,
                 parent: QWidget | None = None) -> None:
        super().__init__("通知原文与空白表格", 1000, 640, parent)
        self._files, self._ask = files, ask
        self.list = QListWidget()
        self.list.setAccessibleName("随通知来的文件")
        self.list.setFixedWidth(300)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.style(self.list, _ITEMS)
        for each in files:
            item = QListWidgetItem(wording.visible(f"{each.role.value}　{each.name}"))
            item.setToolTip(plain_tip(each.name))
            self.list.addItem(item)
        self.preview = PreviewPane(session, "选中一个文件，在这里看")
        self.open_button = plain_button("用本机软件打开", self._open)
        self.lay(
            heading(session.notice.title),
            (across(self.list, (self.preview, 1), gap=12), 1),
            across(None, self.open_button, primary_button("关闭", self.reject), gap=8),
        )  # fmt: skip
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        path = self._files[row].path
        self.preview.show_file(path, path.name, kind=kind_of(path))
        self.open_button.setHidden(kind_of(path) in OFFICE)  # those the preview itself leads to

    def _open(self) -> None:
        open_path(self._files[self.list.currentRow()].path, self._ask)


def kind_of(path: Path) -> str:
    ending = path.name.rpartition(".")[2].lower()
    return _KINDS.get(ending, ending)
