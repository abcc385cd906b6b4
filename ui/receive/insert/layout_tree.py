"""What the disc is taken to hold, as a tree of roles; a person puts right what was guessed wrongly."""

from __future__ import annotations

import os
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QIcon
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from app.model.submission import Layout, Maker
from app.notices.notice import Notice
from ui import theme
from ui.receive.insert.layout_edit import Role, placed, renamed, role_of
from ui.shell.ask import Ask
from ui.widgets.drawn import drawn, folder, package, sheet
from ui.widgets.labels import menu_text, plain_tip

_PATH, _ROLE, _TRACK = (int(Qt.ItemDataRole.UserRole) + n for n in (1, 2, 3))


class LayoutTree(QTreeWidget):
    """`corrected(Layout)` when a piece was dragged, or told by the menu, to be something else."""

    corrected = Signal(object)

    def __init__(self, ask: Ask, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask, self._notice = ask, notice
        self.layout_shown: Layout | None = None
        self._type = f"application/x-baopan-piece-{os.getpid()}-{id(self)}"
        self.setAccessibleName("盘上的内容")
        self.setColumnCount(2)
        self.setHeaderLabels(["认作", "盘上的位置"])
        self.setIndentation(16)
        self.setUniformRowHeights(True)
        self.setStyleSheet("QTreeWidget::item { height: 28px; }")
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.header().setStretchLastSection(False)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QTreeWidget.DragDropMode.DragDrop)
        self._icons = drawn(folder), drawn(sheet), drawn(package)

    @property
    def can_correct(self) -> bool:
        """A disc of our own says itself what it holds."""
        return self.layout_shown is not None and self.layout_shown.made_by is not Maker.BAOPAN

    # -- showing -----------------------------------------------------------------------------------
    def show_layout(self, layout: Layout) -> None:
        self.layout_shown = layout
        self.clear()
        for track in self._notice.tracks:
            if self.can_correct or track.id in layout.tracks:
                self.addTopLevelItem(self._track(layout, track.id))
        if layout.unknown:
            top = self._item(f"没有认出 {len(layout.unknown)} 个", "", Role.UNKNOWN, None, self._icons[0])
            for path in layout.unknown:
                top.addChild(self._item(path.rsplit("/", 1)[-1], path, Role.UNKNOWN, None, self._icons[1]))
            self.addTopLevelItem(top)
            top.setForeground(0, theme.colour(theme.AMBER))
        self.expandToDepth(0)
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            for at in range(item.childCount() if item else 0):
                child = item.child(at) if item else None
                if child is not None and child.childCount() <= 12:
                    child.setExpanded(True)

    def _track(self, layout: Layout, track: str) -> QTreeWidgetItem:
        own = layout.tracks.get(track)
        title = self._notice.track(track).title
        top = self._item(title, "" if own else "没有", Role.PACKAGE, track, self._icons[0])
        for role, path in ((Role.LETTER, own.letter if own else ""), (Role.TABLE, own.table if own else "")):
            item = self._item(role.title, path, role, track, self._icons[1])
            if not path:
                item.setText(1, "没有找到")
                item.setForeground(1, theme.colour(theme.RED if own else theme.FAINT))
            top.addChild(item)
        packages = own.packages if own else {}
        held = self._item(f"申报材料 {len(packages)} 家", "", Role.PACKAGE, track, self._icons[0])
        for path, name in packages.items():
            held.addChild(self._item(name, path, Role.PACKAGE, track, self._icons[2]))
        top.addChild(held)
        return top

    @staticmethod
    def _item(text: str, path: str, role: Role, track: str | None, icon: QIcon) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, path])
        item.setIcon(0, icon)
        item.setForeground(1, theme.colour(theme.MUTED))
        item.setToolTip(0, plain_tip(text))
        item.setToolTip(1, plain_tip(path))
        item.setData(0, _PATH, path)
        item.setData(0, _ROLE, role.value)
        item.setData(0, _TRACK, track or "")
        return item

    # -- dragging ----------------------------------------------------------------------------------
    def mimeTypes(self) -> list[str]:
        return [self._type]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        mime = QMimeData()
        path = str(items[0].data(0, _PATH) or "") if items else ""
        if path and self.can_correct:
            mime.setData(self._type, QByteArray(path.encode()))
        return mime

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(self._type):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        if self.itemAt(event.position().toPoint()) is not None:
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        target = self.itemAt(event.position().toPoint())
        if target is None or not event.mimeData().hasFormat(self._type):
            return
        event.acceptProposedAction()
        path = bytes(event.mimeData().data(self._type).data()).decode()
        told = str(target.data(0, _TRACK))
        self.correct(path, Role(str(target.data(0, _ROLE))), told or None)

    def correct(self, path: str, role: Role, track: str | None) -> None:
        """Take the piece for something else, if it is not that already."""
        layout = self.layout_shown
        if layout is not None and role_of(layout, path) != (role, track):
            self.corrected.emit(placed(layout, path, role, track))

    # -- menu --------------------------------------------------------------------------------------
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if is_key else self.itemAt(event.pos())
        if item is not None:
            self.show_menu(item, event.globalPos())

    def show_menu(self, item: QTreeWidgetItem, place: QPoint) -> None:
        path, layout = str(item.data(0, _PATH) or ""), self.layout_shown
        if not path or layout is None or not self.can_correct:
            return
        menu = QMenu(self)
        now = role_of(layout, path)
        for track in self._notice.tracks:
            for role in (Role.PACKAGE, Role.TABLE, Role.LETTER):
                action = menu.addAction(menu_text(f"作为{track.short}的{role.title}"))
                action.setEnabled(now != (role, track.id))
                action.triggered.connect(lambda _=False, r=role, t=track.id: self.correct(path, r, t))
        menu.addSeparator()
        if now[0] is Role.PACKAGE:
            menu.addAction("改企业名称…", lambda: self._rename(path, item.text(0)))
        if now[0] is not Role.UNKNOWN:
            menu.addAction("都不是", lambda: self.correct(path, Role.UNKNOWN, None))
        menu.popup(place)

    def _rename(self, path: str, name: str) -> None:
        told = self._ask.text("企业全称", path, name)
        if told and told.strip() and told.strip() != name and self.layout_shown is not None:
            self.corrected.emit(renamed(self.layout_shown, path, told.strip()))
