"""The lines of the tree: what a disc is taken to hold, by track; what nobody knows, by folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTreeWidgetItem

from app.model.submission import Layout, TrackLayout
from app.notices.notice import Notice
from ui import theme
from ui.receive.layout.edit import Role
from ui.widgets.drawn import drawn, folder, package, sheet
from ui.widgets.labels import plain_tip

_PATH, _ROLE, _TRACK, _NAME = (int(Qt.ItemDataRole.UserRole) + n for n in (1, 2, 3, 4))


def path_of(item: QTreeWidgetItem) -> str:
    """Of the piece of the disc that the line is; "" for a line that is none."""
    return str(item.data(0, _PATH) or "")


def place_of(item: QTreeWidgetItem) -> tuple[Role, str | None, str]:
    """What is dropped on the line becomes: role, track, and the enterprise it is added to, or ""."""
    return Role(str(item.data(0, _ROLE))), str(item.data(0, _TRACK)) or None, str(item.data(0, _NAME) or "")


class LayoutItems:
    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._icons = drawn(folder), drawn(sheet), drawn(package)

    def lines(self, layout: Layout, *, all_tracks: bool) -> list[QTreeWidgetItem]:
        """A line for each track, `all_tracks` even where there is nothing; then what else there is."""
        lines = [
            self._track(layout, track.id)
            for track in self._notice.tracks
            if all_tracks or track.id in layout.tracks
        ]
        if layout.unknown:
            top = self._item(f"没有认出 {len(layout.unknown)} 个", "", Role.UNKNOWN, None, self._icons[0])
            top.setForeground(0, theme.colour(theme.AMBER))
            tracks = layout.tracks.values()
            known = [path for own in tracks for path in (own.letter, own.table, *own.packages)]
            self._by_folder(top, [*layout.unknown], [*known, *layout.beside])
            lines.append(top)
        if layout.beside:
            words = f"底稿、副本、打开过的压缩包 {len(layout.beside)} 个"
            top = self._item(words, "", Role.UNKNOWN, None, self._icons[0])
            top.addChildren([self._file(path) for path in layout.beside])
            top.setForeground(0, theme.colour(theme.MUTED))
            lines.append(top)
        return lines

    def _track(self, layout: Layout, track: str) -> QTreeWidgetItem:
        own = layout.tracks.get(track)
        title = self._notice.track(track).title
        top = self._item(title, "" if own else "没有", Role.PACKAGE, track, self._icons[0])
        for role, path in ((Role.LETTER, own.letter if own else ""), (Role.TABLE, own.table if own else "")):
            item = self._item(role.title, path, role, track, self._icons[1])
            if not path:
                item.setText(1, "没有找到")
                item.setForeground(1, theme.colour(theme.RED if own else theme.MUTED))
            top.addChild(item)
        firms = _by_name(own) if own else {}
        held = self._item(f"申报材料 {len(firms)} 家", "", Role.PACKAGE, track, self._icons[0])
        held.addChildren([self._firm(name, paths, track) for name, paths in firms.items()])
        top.addChild(held)
        return top

    def _firm(self, name: str, paths: list[str], track: str) -> QTreeWidgetItem:
        """One package is one line; several files and folders stand below."""
        single = paths[0] if len(paths) == 1 else ""
        item = self._item(name, single or f"{len(paths)} 处", Role.PACKAGE, track, self._icons[2], single)
        item.setData(0, _NAME, name)
        for path in paths if not single else ():
            child = self._item(path.rsplit("/", 1)[-1], path, Role.PACKAGE, track, self._icons[1])
            child.setData(0, _NAME, name)
            item.addChild(child)
        return item

    def _by_folder(self, top: QTreeWidgetItem, paths: Iterable[str], known: list[str]) -> None:
        """A folder in which nothing is known is a piece that can be taken as a whole."""
        folders: dict[str, QTreeWidgetItem] = {"": top}
        for path in sorted(paths, key=lambda path: (path.split("/")[:-1], path)):
            parts = path.split("/")
            for count in range(1, min(len(parts), _DEEPEST)):
                above = "/".join(parts[:count])
                if above not in folders:
                    is_whole = not any(each.startswith(f"{above}/") for each in known)
                    line = self._item(
                        parts[count - 1], "", Role.UNKNOWN, None, self._icons[0], above if is_whole else ""
                    )
                    folders["/".join(parts[: count - 1])].addChild(line)
                    folders[above] = line
            folders["/".join(parts[: min(len(parts), _DEEPEST) - 1])].addChild(self._file(path))

    def _file(self, path: str) -> QTreeWidgetItem:
        return self._item(path.rsplit("/", 1)[-1], path, Role.UNKNOWN, None, self._icons[1])

    @staticmethod
    def _item(
        text: str, shown: str, role: Role, track: str | None, icon: QIcon, path: str | None = None
    ) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, shown])
        item.setIcon(0, icon)
        item.setForeground(1, theme.colour(theme.MUTED))
        item.setToolTip(0, plain_tip(text))
        item.setToolTip(1, plain_tip(shown))
        item.setData(0, _PATH, shown if path is None else path)
        item.setData(0, _ROLE, role.value)
        item.setData(0, _TRACK, track or "")
        return item


_DEEPEST = 8  # folders below each other that are shown


def _by_name(own: TrackLayout) -> Mapping[str, list[str]]:
    """Enterprise → its pieces. Two archives of one name are two enterprises until a person joins them; they
    stand in one line, where that is seen.
    """
    firms: dict[str, list[str]] = {}
    for path, name in own.packages.items():
        firms.setdefault(name, []).append(path)
    return firms
