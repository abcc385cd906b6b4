"""补交材料: files and folders gathered one after the other, and the enterprise they are added to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.errors import WrongUse
from ui import theme
from ui.shell.ask import Ask
from ui.widgets.boxes import across, down
from ui.widgets.buttons import link_button
from ui.widgets.labels import PlainLabel, plain_tip

if TYPE_CHECKING:
    from app.receive.amend.files import Later

_NONE = "可以一次选几个，也可以把文件、文件夹拖到这个窗口"


class LaterFiles(QWidget):
    """What is chosen or dropped is added to what was before. `firms`: id of each enterprise → its words."""

    changed = Signal()

    def __init__(self, ask: Ask, firms: Mapping[str, str]) -> None:
        super().__init__()
        self._ask = ask
        self.paths: tuple[Path, ...] = ()
        self.files = link_button("选文件…", lambda: self.take(ask.choose_files("补交的材料")))
        self.folder = link_button("选文件夹…", self._choose_folder)
        self.clear = link_button("清空", self._clear)
        self.told = PlainLabel(_NONE, "muted", pixels=theme.SMALL, elide=Qt.TextElideMode.ElideRight)
        self.firm = QComboBox()
        self.firm.setAccessibleName("补交的是哪一家的")
        self.firm.setPlaceholderText("补交的是哪一家的")
        for key, words in firms.items():
            self.firm.addItem(words, key)
        self.firm.setCurrentIndex(-1)
        self.firm.currentIndexChanged.connect(lambda _: self.changed.emit())
        chosen = across(self.files, self.folder, (self.told, 1), self.clear, gap=12)
        down(chosen, self.firm, on=self, gap=6)
        self._show()

    def later(self) -> Later | None:
        """None without any. Raises WrongUse while it is not said whose they are."""
        from app.receive.amend.files import Later

        if not self.paths:
            return None
        if self.firm.currentIndex() < 0:
            raise WrongUse("请选补交的材料是哪一家的")
        return Later(str(self.firm.currentData()), self.paths)

    def take(self, paths: Sequence[Path]) -> None:
        """Those chosen before stay; the same one twice is one."""
        self.paths = tuple(dict.fromkeys((*self.paths, *paths)))
        self._show()
        self.changed.emit()

    def _choose_folder(self) -> None:
        folder = self._ask.choose_folder("补交的材料所在的文件夹")
        if folder is not None:
            self.take((folder,))

    def _clear(self) -> None:
        self.paths = ()
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        names = [path.name for path in self.paths]
        self.told.setText(f"{len(names)} 项：{'、'.join(names)}" if names else _NONE)
        self.told.set_tone("ink" if names else "muted")
        self.told.setToolTip(plain_tip("\n".join(names)))
        self.firm.setVisible(bool(names))
        self.clear.setVisible(bool(names))
