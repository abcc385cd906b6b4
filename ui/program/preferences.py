"""设置: who works here, where new work is kept, and how the window looks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QLineEdit, QWidget

from app.errors import AppError
from app.scanning.scanner import known, own_words, set_own
from app.store import clerk
from ui import theme
from ui.shell.ask import Ask
from ui.shell.settings import DAY, NIGHT, SHARP, SIZES, SYSTEM, Settings
from ui.widgets.boxes import across, down
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.labels import PlainLabel

_COLOURS = {SYSTEM: "跟随系统", DAY: "浅色", NIGHT: "深色", SHARP: "高对比度"}
_LATER = "文字大小在下次打开标杆报盘时生效。"


class Preferences(QDialog):
    """`changed` once a person said 确定: settings and clerk are kept by then."""

    changed = Signal()

    def __init__(self, settings: Settings, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("设置")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(540)
        self._settings, self._ask, self._base = settings, ask, settings.base
        self.name = QLineEdit(clerk.kept().name)
        self.name.setPlaceholderText("登记、结论、接收回执和补正通知上写的姓名")
        self.place = PlainLabel(str(self._base), "muted", elide=Qt.TextElideMode.ElideMiddle)
        self.recognises = QCheckBox("识别扫描件上的文字")
        self.recognises.setChecked(settings.recognises)
        self.scanner = QLineEdit(own_words())
        found = next((each.name for each in known()), "")
        hint = f"用 {found}；用别的就写命令" if found else "没有认出；可写命令，{folder} 处是要查的文件夹"
        self.scanner.setPlaceholderText(hint)
        self.colours, self.percent = QComboBox(), QComboBox()
        for key, words in _COLOURS.items():
            self.colours.addItem(words, key)
        for percent in SIZES:
            self.percent.addItem(f"{percent} %", percent)
        self.colours.setCurrentIndex(self.colours.findData(settings.colours))
        self.percent.setCurrentIndex(self.percent.findData(settings.size))
        self.percent.currentIndexChanged.connect(lambda _: self._tell())
        self.later = PlainLabel("", "muted", pixels=theme.SMALL)
        down(
            PlainLabel("设置", pixels=15, bold=True), 4, self._form(), 2, self.later, 4,
            across(None, plain_button("取消", self.reject), primary_button("确定", self._keep), gap=8),
            on=self, margins=(theme.MARGIN, 20, theme.MARGIN, 20), gap=8,
        )  # fmt: skip
        self._tell()

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(20)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        where = across((self.place, 1), link_button("更改…", self._choose_place), gap=12)
        named: dict[str, QWidget] = {
            "经办人": self.name, "扫描件": self.recognises, "查毒命令": self.scanner,
            "颜色": self.colours, "文字大小": self.percent,
        }  # fmt: skip
        for words, field in named.items():
            if field is not self.recognises:  # which says itself what it is
                field.setAccessibleName(words)
            form.addRow(PlainLabel(words, "muted"), field)
            if field is self.name:
                form.addRow(PlainLabel("新批次放在", "muted"), where)
        return form

    def _tell(self) -> None:
        self.later.setText(_LATER if self.percent.currentData() != self._settings.size else " ")

    def _choose_place(self) -> None:
        chosen = self._ask.choose_folder("新批次放在哪个文件夹里")
        if chosen is not None:
            self._base = chosen
            self.place.setText(str(chosen))

    def _keep(self) -> None:
        if self.scanner.text().strip() != own_words():
            try:
                set_own(self.scanner.text())
            except AppError as error:  # the others are kept once this one is right
                self._ask.show_error(error)
                return
        settings = self._settings
        settings.recognises = self.recognises.isChecked()
        settings.colours, settings.size = str(self.colours.currentData()), int(self.percent.currentData())
        settings.set_base(Path(self._base))
        settings.save()
        if clerk.plain(self.name.text()) != clerk.kept().name:
            clerk.keep(self.name.text())
        self.changed.emit()
        self.accept()
