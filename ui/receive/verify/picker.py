"""Which submission 核验 shows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from ui.receive.facts import SHORT, Facts
from ui.widgets.labels import plain_tip

_TIP = int(Qt.ItemDataRole.ToolTipRole)


class SubmissionPicker(QComboBox):
    """Those that count, those that wait; a replaced one only while it is open."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("报送单位")
        self.setMinimumWidth(250)

    def show_facts(self, facts: Facts, opened: str) -> None:
        """`opened`: the id of the submission shown, "" for none."""
        self.clear()
        for one in (*facts.current, *facts.beside):
            self.addItem(f"{one.sender.name} · {SHORT[one.standing]}", one.id)
            self.setItemData(self.count() - 1, plain_tip(one.id), _TIP)
        if opened and self.findData(opened) < 0 and (old := facts.submission(opened)):
            self.addItem(f"{old.sender.name} · {old.standing.words}", opened)
        self.setCurrentIndex(self.findData(opened))
