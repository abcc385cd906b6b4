"""The right side of 制作光盘: the check code once there is one, and the tree of what goes on the disc."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QResizeEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from app import wording
from app.model.batch import Staging
from app.model.disc import DiscPlan, qr_content
from ui import theme
from ui.send.disc.qr_code import QrCode
from ui.widgets.boxes import across, fill
from ui.widgets.buttons import plain_button
from ui.widgets.drawn import drawn, folder, package, sheet
from ui.widgets.labels import PlainLabel, plain_tip
from ui.widgets.panels import Card

TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "submission.json")


_CODE_PIXELS = (24, 20, 17)


class CodeCard(Card):
    """校验码 in large letters and as a QR code; before there is one, what it will be for.

    In a set each disc has its own: `turned(number)` when a person turns to another.
    """

    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 14, 16, 14), spacing=8, parent=parent)
        self.code = PlainLabel()
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code.setAccessibleName("校验码")
        self.title = PlainLabel("校验码", "muted")
        self.qr = QrCode("校验码的二维码", 116)
        self.note = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        self.note.setMinimumHeight(36)
        self.back = plain_button("<", lambda: self.turned.emit(self._number - 1), small=True)
        self.forth = plain_button(">", lambda: self.turned.emit(self._number + 1), small=True)
        self.back.setAccessibleName("上一张")
        self.forth.setAccessibleName("下一张")
        self._number = 1
        first = across(self.back, (self.title, 1), self.forth)
        fill(self.body, first, self.code, (self.qr, Qt.AlignmentFlag.AlignHCenter), self.note)
        for label in (self.title, self.code, self.note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_code()

    def _fit_code(self) -> None:
        """As large as it can be seen whole."""
        room = self.body.contentsRect().width()
        fonts = [theme.font(pixels, bold=True, fixed=True) for pixels in _CODE_PIXELS]
        fitting = [font for font in fonts if QFontMetrics(font).horizontalAdvance(self.code.text()) <= room]
        self.code.setFont((fitting or fonts[-1:])[0])

    def show_disc(self, staging: Staging | None, number: int = 1, of: int = 1) -> None:
        """Disc `number` of `of`, from 1; no staging before there is one."""
        code = staging.check_code if staging else ""
        self._number = number
        self.title.setText(f"第 {number} 张的校验码（共 {of} 张）" if of > 1 else "校验码")
        self.back.setVisible(of > 1)
        self.forth.setVisible(of > 1)
        self.back.setEnabled(number > 1)
        self.forth.setEnabled(number < of)
        self.code.setText(code)
        self._fit_code()
        self.code.setVisible(bool(code))
        self.qr.setVisible(bool(code))
        whole = qr_content(staging.disc_id, staging.digest) if staging and staging.digest else code
        self.qr.show_text(whole)
        last = "内容改动一个字节，校验码就不同。"
        first = "印在登记表上，省厅收盘时核对。" if code else "生成刻录目录后显示。"
        self.note.setText(f"{first}\n{last}")


class TreeCard(Card):
    """光盘内容, as it will look on the disc; packages folded away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(14, 12, 8, 8), spacing=6, parent=parent)
        self.title = PlainLabel("光盘内容")
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("光盘内容")
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.tree.setUniformRowHeights(True)
        self.tree.setSelectionMode(QTreeWidget.SelectionMode.NoSelection)
        self.tree.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.tree.setStyleSheet("QTreeWidget::item { height: 25px; }")
        self._later = PlainLabel("问题都处理完后显示", "muted")
        self._later.setAlignment(Qt.AlignmentFlag.AlignCenter)
        fill(self.body, self.title, (self.tree, 1), (self._later, 1))
        self._shown: DiscPlan | None = None
        self._folder_icon, self._sheet, self._package = drawn(folder), drawn(sheet), drawn(package)

    def show_plan(self, plan: DiscPlan | None) -> None:
        if plan == self._shown and plan is not None:
            return
        self._shown = plan
        self.tree.clear()
        self.tree.setVisible(plan is not None)
        self._later.setVisible(plan is None)
        self.title.setText(f"第 {plan.number} 张的内容" if plan and plan.of > 1 else "光盘内容")
        if plan is None:
            return
        folders: dict[str, QTreeWidgetItem] = {}
        for name in ("说明文件.TXT", "光盘目录.html"):
            self.tree.addTopLevelItem(_item(name, self._sheet))
        for file in sorted(plan.files, key=lambda f: f.path.count("/")):
            parent, _, name = file.path.rpartition("/")
            item = _item(name, self._package if file.packing else self._sheet)
            item.setToolTip(0, plain_tip(f"{name}　{'' if file.sha256 else '约 '}{wording.size(file.size)}"))
            self._folder(parent, folders).addChild(item)
        for path, item in folders.items():
            if path.endswith("/申报材料"):
                item.setText(0, f"申报材料（{item.childCount()} 家）")
            item.setExpanded(not path.endswith("/申报材料"))
        self.tree.addTopLevelItem(_item(f"{TAGS[2]} 等 {len(TAGS)} 个", self._sheet))

    def _folder(self, path: str, folders: dict[str, QTreeWidgetItem]) -> QTreeWidgetItem:
        if path not in folders:
            parent, _, name = path.rpartition("/")
            item = folders[path] = _item(name, self._folder_icon)
            if parent:
                self._folder(parent, folders).addChild(item)
            else:
                self.tree.addTopLevelItem(item)
        return folders[path]


def _item(name: str, icon: QIcon) -> QTreeWidgetItem:
    made = QTreeWidgetItem([name])
    made.setIcon(0, icon)
    return made
