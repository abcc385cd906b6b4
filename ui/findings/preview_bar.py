"""The bar above a preview: which file, which page, how it is shown."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from ui import theme
from ui.widgets.boxes import across
from ui.widgets.buttons import quiet_button
from ui.widgets.labels import PlainLabel, plain_tip

TIP = int(Qt.ItemDataRole.ToolTipRole)


class PreviewBar(QWidget):
    """Says what is wanted; the pane does it."""

    turned = Signal(int)  # pages on or back
    chosen = Signal(str)  # another file, by its key
    zoomed = Signal()  # wide, or whole again
    menu_wanted = Signal(QMenu)  # to be filled

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(40)
        self.setObjectName("head")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme.style(self, "QWidget#head { border-bottom: 1px solid ${LINE}; }")
        self.title = PlainLabel(elide=Qt.TextElideMode.ElideMiddle)
        self.chooser = QComboBox()
        self.chooser.setAccessibleName("这一格的文件")
        self.chooser.setStyleSheet("QComboBox { border: none; padding: 0 4px; font-size: 13px; }")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.chooser.setMinimumContentsLength(8)
        self.chooser.hide()
        self.chooser.currentIndexChanged.connect(lambda _: self._chose())
        self.back = quiet_button("上页", lambda: self.turned.emit(-1))
        self.count = PlainLabel("", "muted", pixels=theme.SMALL)
        self.next = quiet_button("下页", lambda: self.turned.emit(1))
        self.zoom = quiet_button("放大", self.zoomed.emit)
        self.more = quiet_button("⋯", self._open_menu)
        told = (
            (self.back, "上一页"), (self.next, "下一页"), (self.zoom, "按宽度放大"),
            (self.more, "放大、旋转、在单独窗口中看"),
        )  # fmt: skip
        for button, name in told:
            button.setAccessibleName(name)
            button.setToolTip(name)
        turning = (self.back, self.count, self.next, self.zoom, self.more)
        across((self.title, 1), (self.chooser, 1), *turning, on=self, margins=(14, 0, 10, 0), gap=4)

    def show_files(self, keys: Sequence[str]) -> None:
        """Those that can be chosen from; of one alone its title is enough."""
        self.chooser.blockSignals(True)
        self.chooser.clear()
        for key in keys:
            self.chooser.addItem(key.rpartition("/")[2], key)
            self.chooser.setItemData(self.chooser.count() - 1, plain_tip(key.partition("/")[2]), TIP)
        self.chooser.blockSignals(False)
        self.chooser.setVisible(len(keys) > 1)
        self.title.setVisible(len(keys) <= 1)

    def show_page(self, page: int, pages: int) -> None:
        self.count.setText(f"第 {page} / {pages} 页" if pages else "")
        for button, can_turn in ((self.back, page > 1), (self.next, page < pages)):
            button.setVisible(pages > 1)
            button.setEnabled(can_turn)
        self.zoom.hide()

    def show_zoom(self, is_whole: bool) -> None:
        self.zoom.setText("放大" if is_whole else "整页")

    def _chose(self) -> None:
        if key := self.chooser.currentData():
            self.chosen.emit(str(key))

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu)
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))
