"""The pages of each material, to be typed: 申报书 [1-12] 典型经验材料 [13-30]."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.errors import WrongUse
from app.model.documents.part import pages_shown, read_pages
from app.notices.notice import Notice
from ui import theme
from ui.send.parts.division import Division
from ui.send.parts.tints import swatch_picture
from ui.widgets.boxes import across, down, restyle
from ui.widgets.labels import PlainLabel, plain_tip

WRONG = "页码写成 1-12 或 1-12,15"


class _Field(QLineEdit):
    entered = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()


class RangesPanel(QWidget):
    """A line for each material that must be there, and for each that has pages."""

    written = Signal(str, object)  # material, Ranges
    sought = Signal(int)  # the first page of the material whose line is gone to

    def __init__(self, division: Division, notice: Notice) -> None:
        super().__init__()
        self._notice, self._division = notice, division
        self.fields: dict[str, QLineEdit] = {}
        self._rows: QVBoxLayout = down(gap=6)
        self.note = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        down(PlainLabel("各种材料的页码", bold=True), self._rows, self.note, on=self, gap=8)
        self.show_division(division)

    def show_division(self, division: Division) -> None:
        """What is being typed stays as it is."""
        self._division = division
        wanted = {each.id for each in self._notice.required_materials} | set(division.materials)
        for material in (each.id for each in self._notice.materials if each.id in wanted):
            if material not in self.fields:
                self._add(material)
            field = self.fields[material]
            if not (field.hasFocus() and field.isModified()):
                field.setText(pages_shown(division.ranges(material), "-", ","))
                restyle(field, "fault", False)
        self.note.setText(_note(division))

    def _add(self, material: str) -> None:
        title = self._notice.material(material).title
        mark, name, field = PlainLabel(), PlainLabel(title), _Field()
        mark.setPixmap(swatch_picture(material, self._notice))
        name.setFixedWidth(104)
        field.setPlaceholderText("没有")
        field.setAccessibleName(f"{title}的页码")
        field.setToolTip(plain_tip(WRONG))
        field.entered.connect(lambda: self._seek(material))
        field.editingFinished.connect(lambda: self._typed(material))
        self.fields[material] = field
        self._rows.addLayout(across(mark, name, (field, 1), gap=6))

    def _seek(self, material: str) -> None:
        if ranges := self._division.ranges(material):
            self.sought.emit(ranges[0][0])

    def _typed(self, material: str) -> None:
        field = self.fields[material]
        if not field.isModified():
            return
        try:
            ranges = read_pages(field.text()) if field.text().strip() else ()
        except WrongUse:
            restyle(field, "fault", True)
            self.note.setText(f"{WRONG}；本文件共 {self._division.count} 页")
            return
        if ranges and ranges[-1][1] > self._division.count:
            restyle(field, "fault", True)
            self.note.setText(f"本文件只有 {self._division.count} 页")
            return
        field.setModified(False)
        self.written.emit(material, ranges)


def _note(division: Division) -> str:
    free, shared = pages_shown(division.free), pages_shown(division.shared)
    told = [f"第 {shared} 页同时属于几种材料" if shared else "", f"第 {free} 页未归类" if free else ""]
    return "；".join(each for each in told if each)
