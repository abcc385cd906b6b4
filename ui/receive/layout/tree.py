"""What the disc is taken to hold, as a tree of roles; a person puts right what was guessed wrongly."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QMenu, QTreeWidget, QTreeWidgetItem, QWidget

from app.model.submission import Layout, Maker
from app.notices.notice import Notice
from app.receive.hand.whose import Names
from ui.receive.layout.edit import Role, added, also_placed, placed, renamed, role_of, roles_of
from ui.receive.layout.items import LayoutItems, path_of, place_of
from ui.shell.ask import Ask
from ui.widgets.labels import menu_text

_MOST_FIRMS = 20  # in a menu


class LayoutTree(QTreeWidget):
    """`corrected(Layout)` when pieces were dragged, or told by the menu, to be something else; `wanted(path)`
    when one is to be looked at. `tells_headings`: whether the page lets a table's columns be told anew.
    """

    corrected = Signal(object)
    wanted = Signal(str)
    headings_wanted = Signal(str)  # of that table they are to be told anew

    def __init__(
        self, ask: Ask, notice: Notice, parent: QWidget | None = None, *, tells_headings: bool = False
    ) -> None:
        super().__init__(parent)
        self._tells_headings = tells_headings
        self._ask, self._notice, self._items = ask, notice, LayoutItems(notice)
        self.layout_shown: Layout | None = None
        self.known: tuple[str, ...] = ()  # full names that stand in the tables
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
        self.setSelectionMode(QTreeWidget.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QTreeWidget.DragDropMode.DragDrop)
        self.setExpandsOnDoubleClick(False)
        self.itemDoubleClicked.connect(lambda item, _: self._look(item))

    @property
    def can_correct(self) -> bool:
        """A disc of our own says itself what it holds."""
        return self.layout_shown is not None and self.layout_shown.made_by is not Maker.BAOPAN

    # -- showing -----------------------------------------------------------------------------------
    def show_layout(self, layout: Layout) -> None:
        self.layout_shown = layout
        self.clear()
        self.addTopLevelItems(self._items.lines(layout, all_tracks=self.can_correct))
        self.expandToDepth(0)
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            for at in range(item.childCount() if item else 0):
                child = item.child(at) if item else None
                if child is not None and child.childCount() <= 12:
                    child.setExpanded(True)

    def chosen(self) -> list[str]:
        """Paths of the pieces that are selected; what lies below a folder or an enterprise goes along."""
        lines = self.selectedItems()
        paths = [path for line in lines for path in ([path_of(line)] if path_of(line) else _below(line))]
        folders = tuple(f"{path}/" for path in paths)
        return list(dict.fromkeys(path for path in paths if not path.startswith(folders)))

    # -- dragging ----------------------------------------------------------------------------------
    def mimeTypes(self) -> list[str]:
        return [self._type]

    def mimeData(self, items: Sequence[QTreeWidgetItem]) -> QMimeData:
        mime = QMimeData()
        paths = [path for item in items for path in ([path_of(item)] if path_of(item) else _below(item))]
        if paths and self.can_correct:
            mime.setData(self._type, QByteArray("\0".join(dict.fromkeys(paths)).encode()))
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
        paths = bytes(event.mimeData().data(self._type).data()).decode().split("\0")
        role, track, firm = place_of(target)
        if firm and track is not None:
            self.add(paths, track, firm)
        elif role in (Role.LETTER, Role.TABLE):
            self.correct(paths[0], role, track)
        else:
            self.take(paths, role, track)

    # -- what is told ------------------------------------------------------------------------------
    def correct(self, path: str, role: Role, track: str | None) -> None:
        """Take the piece for something else, if it is not that already."""
        layout = self.layout_shown
        if layout is not None and role_of(layout, path) != (role, track):
            self.corrected.emit(placed(layout, path, role, track))

    def take(self, paths: Sequence[str], role: Role, track: str | None) -> None:
        """Several at once. Packages whose names tell nobody are asked for: they are of one enterprise."""
        layout = self.layout_shown
        if layout is None or not paths:
            return
        told_by = Names(self.known, self._notice)
        called = {path: path.rsplit("/", 1)[-1] for path in paths if role_of(layout, path)[0] is not role}
        nameless = [path for path, name in called.items() if told_by.is_kind(name)]
        if role is Role.PACKAGE and track is not None and nameless:
            told = self._ask.text("这些是哪一家的材料？请填企业全称", _some(nameless), layout.sender.name)
            if not told or not told.strip():
                return
            layout = added(layout, nameless, track, told.strip())
            paths = [path for path in paths if path not in nameless]
        for path in paths:
            layout = placed(layout, path, role, track)
            if role is Role.PACKAGE and path in called:
                layout = renamed(layout, path, told_by.full(called[path]))
        self.corrected.emit(layout)

    def add(self, paths: Sequence[str], track: str, firm: str) -> None:
        """To what that enterprise has."""
        layout = self.layout_shown
        own = layout.tracks.get(track) if layout is not None else None
        fresh = [path for path in paths if own is None or own.packages.get(path) != firm]
        if layout is not None and fresh:
            self.corrected.emit(added(layout, fresh, track, firm))

    # -- menu --------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._look(item)
        elif event.key() == Qt.Key.Key_Delete and self.can_correct:
            self.take(self.chosen(), Role.UNKNOWN, None)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        item = self.currentItem() if is_key else self.itemAt(event.pos())
        if item is not None:
            self.show_menu(item, event.globalPos())

    def show_menu(self, item: QTreeWidgetItem, place: QPoint) -> None:
        if not item.isSelected():
            self.setCurrentItem(item)
        paths, layout = self.chosen(), self.layout_shown
        if not paths or layout is None:
            return
        menu = QMenu(self)
        if len(paths) == 1:
            menu.addAction("看一看", partial(self.wanted.emit, paths[0]))
        if self.can_correct:
            self._offer_roles(menu, paths, layout)
            self._offer_firms(menu, paths, layout)
            menu.addSeparator()
            if self._tells_headings and any(r is Role.TABLE for r, _ in roles_of(layout, paths[0])):
                menu.addAction("重新指明表头…", partial(self.headings_wanted.emit, paths[0]))
            _, track, firm = place_of(item)
            if firm and track is not None:
                menu.addAction("改企业名称…", partial(self._rename, track, firm))
            if any(roles_of(layout, path) for path in paths):
                menu.addAction("都不是", lambda: self.take(paths, Role.UNKNOWN, None))
        menu.popup(place)

    def _offer_roles(self, menu: QMenu, paths: Sequence[str], layout: Layout) -> None:
        now = roles_of(layout, paths[0]) if len(paths) == 1 else []
        roles = (Role.PACKAGE, Role.TABLE, Role.LETTER) if len(paths) == 1 else (Role.PACKAGE,)
        for track in self._notice.tracks:
            for role in roles:
                action = menu.addAction(menu_text(f"作为{track.short}的{role.title}"))
                action.setEnabled((role, track.id) not in now)
                action.triggered.connect(partial(self._take_for, paths, role, track.id))
        for role, other in now:
            for track in (each for each in self._notice.tracks if (role, each.id) not in now):
                if role is not Role.PACKAGE and other:
                    action = menu.addAction(menu_text(f"同时作为{track.short}的{role.title}"))
                    action.triggered.connect(partial(self._also, paths[0], role, track.id))

    def _offer_firms(self, menu: QMenu, paths: Sequence[str], layout: Layout) -> None:
        """To add them to an enterprise that is there."""
        firms = [(track.id, track.short, name) for track in self._notice.tracks
                 for name in dict.fromkeys(_packages(layout, track.id).values())
                 if any(_packages(layout, track.id).get(path) != name for path in paths)]
        if firms:
            menu.addAction("归到已有的一家…", partial(self._choose_firm, paths, firms[:_MOST_FIRMS]))

    def _choose_firm(self, paths: Sequence[str], firms: Sequence[tuple[str, str, str]]) -> None:
        options = [f"{short}：{name}" for _, short, name in firms]
        at = self._ask.choose("归到哪一家", _some(paths), options)
        if at is not None:
            self.add(paths, firms[at][0], firms[at][2])

    def _take_for(self, paths: Sequence[str], role: Role, track: str, _: bool = False) -> None:
        if role is Role.PACKAGE:
            self.take(paths, role, track)
        else:
            self.correct(paths[0], role, track)

    def _also(self, path: str, role: Role, track: str, _: bool = False) -> None:
        if self.layout_shown is not None:
            self.corrected.emit(also_placed(self.layout_shown, path, role, track))

    def _rename(self, track: str, name: str) -> None:
        layout = self.layout_shown
        told = self._ask.text("企业全称", name, name)
        if layout is None or not told or not told.strip() or told.strip() == name:
            return
        for path, own in _packages(layout, track).items():
            if own == name:
                layout = renamed(layout, path, told.strip())
        self.corrected.emit(layout)

    def _look(self, item: QTreeWidgetItem) -> None:
        if path_of(item):
            self.wanted.emit(path_of(item))
        else:
            item.setExpanded(not item.isExpanded())


def _packages(layout: Layout, track: str) -> dict[str, str]:
    own = layout.tracks.get(track)
    return dict(own.packages) if own else {}


def _below(line: QTreeWidgetItem) -> list[str]:
    """Of a line that is no piece itself: an enterprise of several, a folder that holds what is known too."""
    found: list[str] = []
    if place_of(line)[2] or line.parent() is not None:
        for at in range(line.childCount()):
            child = line.child(at)
            found += [path_of(child)] if path_of(child) else _below(child)
    return found


def _some(paths: Sequence[str]) -> str:
    shown = "、".join(path.rsplit("/", 1)[-1] for path in paths[:3])
    return shown if len(paths) <= 3 else f"{shown} 等 {len(paths)} 个"
