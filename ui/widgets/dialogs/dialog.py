"""A dialog over a page: its title, its size, its margins, and its end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui import theme
from ui.widgets.boxes import Part, down
from ui.widgets.labels import PlainLabel


class Dialog(QDialog):
    """Gone for good once it is closed; fill it by `lay`."""

    def __init__(self, title: str, width: int, height: int = 0, parent: QWidget | None = None) -> None:
        """In pixels; without a height it is as high as what is in it, and `width` is the least."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if height:
            self.resize(width, height)
        else:
            self.setMinimumWidth(width)

    def lay(self, *parts: Part, gap: int = 12) -> QVBoxLayout:
        """One below another, in the margins every dialog has; the buttons come last."""
        return down(*parts, on=self, margins=(theme.MARGIN, 18, theme.MARGIN, 18), gap=gap)


def heading(text: str) -> PlainLabel:
    """What stands above all else in it."""
    return PlainLabel(text, pixels=15, bold=True, wrap=True)
