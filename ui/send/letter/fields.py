"""函件要素: what the clerk may say otherwise than the notice and the sender do."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from app import wording
from app.model.batch import LetterFields, Sender
from app.notices.notice import Notice
from ui.widgets.boxes import across, fill, laid
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card

_DAY = re.compile(r"(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?")


def day_meant(text: str) -> str:
    """2023年8月25日, 2023-8-25, 2023.8.25 → ISO 8601; empty stays empty. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    found = _DAY.fullmatch(plain)
    if found is None:
        raise ValueError(text)
    return date(*(int(part) for part in found.groups())).isoformat()


def day_shown(iso: str) -> str:
    """2023年8月25日; what is no date is shown as it is."""
    try:
        return wording.day(date.fromisoformat(iso))
    except ValueError:
        return iso


class FieldsCard(Card):
    """Greyed words are what stands in the letter when a line is left empty; `edited(LetterFields)`."""

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(18, 14, 18, 14), spacing=10, parent=parent)
        self.kind, self.number, self.recipient = QLineEdit(), QLineEdit(), QLineEdit()
        self.day, self.contact, self.phone = QLineEdit(), QLineEdit(), QLineEdit()
        self.kind.setEnabled(False)
        self.fault = PlainLabel("", "red", wrap=True)
        self._shown = LetterFields()
        self._lay_out()
        self._lines = (self.number, self.recipient, self.day, self.contact, self.phone)
        for line in self._lines:
            line.editingFinished.connect(self.finish)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 4, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        people = laid(across((self.contact, 2), (self.phone, 3), gap=8))
        for title, widget in (
            ("文种", self.kind),
            ("发文字号", self.number),
            ("主送机关", self.recipient),
            ("成文日期", self.day),
            ("联系人", people),
        ):
            label = PlainLabel(title, "muted")
            label.setMinimumWidth(68)
            label.setFixedHeight(32)
            label.setBuddy(widget)
            widget.setAccessibleName(title)
            form.addRow(label, widget)
        self.contact.setAccessibleName("联系人")
        self.phone.setAccessibleName("联系电话")
        fill(self.body, PlainLabel("函件要素"), form, self.fault, None)

    def show_fields(self, fields: LetterFields, sender: Sender, notice: Notice, today: date) -> None:
        """A line that is being typed in is left alone."""
        self._shown = fields
        self.kind.setText(notice.letter.kind)
        for line, text, otherwise in (
            (self.number, fields.number, "由本单位公文系统编号"),
            (self.recipient, fields.recipient, notice.recipient),
            (self.day, day_shown(fields.day), wording.day(today)),
            (self.contact, fields.contact, sender.contact or "姓名"),
            (self.phone, fields.phone, sender.phone or "电话"),
        ):
            line.setPlaceholderText(otherwise)
            if not (line.hasFocus() and line.isModified()) and line.text() != text:
                line.setText(text)

    def finish(self) -> None:
        """Tell what was typed so far; a date that is none does not hold the other lines up."""
        try:
            day = day_meant(self.day.text())
            self._mark("")
        except ValueError:
            self._mark("成文日期请写成 2023年8月25日 这样。")
            day = self._shown.day
        wanted = LetterFields(
            self.number.text().strip(),
            day,
            self.contact.text().strip(),
            self.phone.text().strip(),
            self.recipient.text().strip(),
        )
        for line in self._lines:
            line.setModified(False)
        if wanted != self._shown:
            self.edited.emit(wanted)

    def _mark(self, fault: str) -> None:
        self.fault.setText(fault)
        self.day.setProperty("fault", bool(fault))
        self.day.style().unpolish(self.day)
        self.day.style().polish(self.day)
