"""登记活动, 更正活动: one form; what it still lacks is said below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from app import clock
from app.errors import WrongUse
from app.model.after.exchange import Activity, Guests, Pairing, Speaker
from app.notices.notice import Notice
from app.receive.exchange.told import TITLES, changes_of, faults_of, people_of
from ui import theme
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import line, scrolled
from ui.widgets.rows_editor import Field, RowsEditor

_REMOVE = "去掉这一行"


class ActivityDialog(QDialog):
    """`taken(Activity)`: what was written, once it lacks nothing."""

    taken = Signal(object)

    def __init__(
        self, notice: Notice, known: Sequence[str], before: Activity | None, parent: QWidget
    ) -> None:
        """`known`: names of the ledger's enterprises; `before`: what is amended, None for a new one."""
        super().__init__(parent)
        title = "更正活动" if before else "登记活动"
        self.setWindowTitle(title)
        self.resize(820, 640)
        self._notice, self._before = notice, before
        one = before or Activity(day=clock.today().isoformat())
        self._fields(one, known)
        self.faults = PlainLabel("", "red", wrap=True)
        self.take = primary_button("更正" if before else "登记", self._take)
        self._lay_out(title)
        self._look()

    def _fields(self, one: Activity, known: Sequence[str]) -> None:
        day = date.fromisoformat(one.day)
        self.day = QDateEdit(QDate(day.year, day.month, day.day))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("yyyy-MM-dd")
        self.kind = QComboBox()
        self.kind.addItems(self._notice.exchange)
        self.kind.setPlaceholderText("选一种")
        self.kind.setCurrentIndex(self.kind.findText(one.kind) if one.kind else -1)
        self.title, self.place = QLineEdit(one.title), QLineEdit(one.place)
        self.note = QPlainTextEdit(one.note)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(58)
        unit = Field("企业或别的单位、个人", 3, known)
        self.speakers = RowsEditor((unit, Field("讲什么", 3)), TITLES["speakers"], _REMOVE)
        came = (Field("单位", 3, known), Field("人数", width=84))
        self.guests = RowsEditor(came, TITLES["guests"], _REMOVE)
        sides = (Field("标杆企业", 3, known), Field("学习企业", 3, known))
        told = (Field("学什么", 2), Field("成效", 2))
        self.pairings = RowsEditor((*sides, *told), TITLES["pairings"], _REMOVE)
        self.speakers.show_rows((each.unit, each.topic) for each in one.speakers)
        self.guests.show_rows((each.unit, str(each.people)) for each in one.guests)
        self.pairings.show_rows((p.model, p.learner, p.subject, p.result) for p in one.pairings)
        for key, widget in self._widgets.items():
            widget.setAccessibleName(TITLES[key])
        for rows in (self.speakers, self.guests, self.pairings):
            rows.changed.connect(self._look)
        for field in (self.title, self.place, self.note):
            field.textChanged.connect(lambda *_: self._look())
        self.day.dateChanged.connect(lambda _: self._look())
        self.kind.currentIndexChanged.connect(lambda _: self._look())

    @property
    def _widgets(self) -> dict[str, QWidget]:
        return {
            "day": self.day, "kind": self.kind, "title": self.title, "place": self.place, "note": self.note,
        }  # fmt: skip

    def _lay_out(self, title: str) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(12)
        both = across(self.day, 8, PlainLabel(TITLES["kind"], "muted"), (self.kind, 1), gap=10)
        form.addRow(PlainLabel(TITLES["day"], "muted"), both)
        for key, widget in (
            ("title", self.title), ("place", self.place), ("speakers", self.speakers),
            ("guests", self.guests), ("pairings", self.pairings), ("note", self.note),
        ):
            form.addRow(PlainLabel(TITLES[key], "muted"), widget)
        inside = laid(down(form, None, margins=(0, 0, 14, 8)))
        hint = "单位名称写几个字就列出台账里的企业；可以从 Excel 里复制几行粘贴进来。"
        heading = PlainLabel(title, bold=True, pixels=15)
        head = down(heading, PlainLabel(hint, "muted", pixels=theme.SMALL), gap=4)
        foot = across((self.faults, 1), plain_button("取消", self.reject), self.take, gap=8)
        down(head, (scrolled(inside), 1), line(), foot, on=self, margins=(24, 18, 18, 16), gap=12)

    # -- what is written -------------------------------------------------------------------------
    def activity(self) -> Activity:
        """Raises WrongUse for a number of people that is none."""
        return replace(
            self._before or Activity(),
            day=self.day.date().toString("yyyy-MM-dd"), kind=self.kind.currentText(),
            title=self.title.text().strip(), place=self.place.text().strip(),
            note=self.note.toPlainText().strip(),
            speakers=tuple(Speaker(unit, topic) for unit, topic in self.speakers.rows()),
            guests=tuple(Guests(unit, people_of(people)) for unit, people in self.guests.rows()),
            pairings=tuple(Pairing(*texts) for texts in self.pairings.rows()),
        )  # fmt: skip

    def _look(self) -> None:
        try:
            one = self.activity()
        except WrongUse as error:
            self._say((error.detail,), "red")
            return
        if faults := faults_of(one, self._notice):
            self._say(faults, "red")
        elif self._before is not None and not changes_of(_plain(self._before), one):
            self._say(("还没有改动",), "muted")
        else:
            self.take.setEnabled(True)
            self.faults.setText("")

    def _say(self, lines: Sequence[str], tone: str) -> None:
        """The first few: the rest is said when these are mended."""
        self.take.setEnabled(False)
        self.faults.set_tone(tone)
        self.faults.setText("；".join(lines[:2]) + (f"；还有 {len(lines) - 2} 处" if len(lines) > 2 else ""))

    def _take(self) -> None:
        one = self.activity()
        self.accept()
        self.taken.emit(one)


def _plain(one: Activity) -> Activity:
    """As the form writes it: it knows no codes."""
    return replace(one, speakers=tuple(replace(each, code="") for each in one.speakers))
