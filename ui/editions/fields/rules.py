"""检查: each rule of the program, how grave this notice takes it, and whether it is looked for at all."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QLineEdit, QTableView, QWidget

from app.checks import checks_in
from app.editions.fields import field_at
from ui import theme
from ui.editions.fields.block import Block, Notes
from ui.editions.session import DraftSession
from ui.shell.search import SearchLine, found
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import SegmentBar
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_rows

_OFF, _OWN = "停用", "照程序"
_GRADES, _SWITCHED, _REASONS = "severities", "switched_off", "reasons"


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    title: str
    grade: str
    says: str
    now: str  # what this notice makes of it; "" where nothing
    reason: str = ""  # why it does
    is_wrong: bool = False


class RulesBlock(Block):
    def __init__(self, session: DraftSession) -> None:
        super().__init__(session, _GRADES)
        field = field_at(_GRADES)
        self._choices = {"": _OWN, **(field.choices if field else {}), _OFF: _OFF}
        self.notes, self.view = Notes(session), QTableView()
        self.table = RecordTable[Rule]([
            Column("编号", lambda each: each.id, tone=_tone),
            Column("检查什么", lambda each: each.title, tip=lambda each: each.says),
            Column("程序的级别", lambda each: each.grade),
            Column("这份通知", lambda each: each.now, tip=lambda each: each.reason, tone=_tone),
            Column("理由", lambda each: each.reason, tip=lambda each: each.reason),
        ], self)  # fmt: skip
        self.view.setModel(self.table)
        as_rows(self.view, "检查")
        self.search = SearchLine("检查", self, self.view)
        self.grades = SegmentBar(tuple(self._choices.values()))
        self.reason = QLineEdit()
        self.reason.setAccessibleName("理由")
        self.title = PlainLabel("", bold=True, wrap=True)
        self.says = PlainLabel("", "muted", wrap=True)
        self._lay_out()
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        self.search.textChanged.connect(lambda _: self.refresh())
        self.grades.chosen.connect(self._grade)
        self.reason.textEdited.connect(self._give_reason)
        self.reason.editingFinished.connect(session.settle)

    def holds(self, place: str) -> bool:
        return place.startswith((_GRADES, _SWITCHED, _REASONS))

    def refresh(self) -> None:
        draft, judged = self.session.draft, self.session.judgement
        grades, off = draft.value(_GRADES, {}) or {}, draft.value(_SWITCHED, []) or []
        told = draft.value(_REASONS, {})
        reasons = {key: str(why) for key, why in told.items()} if isinstance(told, dict) else {}
        known = {rule.id: rule for rule in checks_in()}
        rules = [
            Rule(rule.id, rule.title, " / ".join(grade.title for grade in rule.grades), rule.explanation,
                 self._now(rule.id, grades, off), reasons.get(rule.id, ""))
            for rule in known.values()
        ]  # fmt: skip
        rules += [
            Rule(each, "没有这项检查", "", "", self._now(each, grades, off), reasons.get(each, ""), True)
            for each in dict.fromkeys([*grades, *off, *reasons]) if each not in known
        ]
        shown = [each for each in rules
                 if found(self.search.terms, (each.id, each.title, each.now, each.reason))]  # fmt: skip
        at = self.view.currentIndex().row()
        self.table.show(shown)
        self.search.show_count(len(shown), len(rules))
        if shown and self.view.currentIndex().row() < 0:
            self.view.selectRow(max(min(at, len(shown) - 1), 0))
        self.notes.show_notes([(each, f"{draft.words(each.place)}：") for each in judged.faults
                               if self.holds(each.place)], [])  # fmt: skip
        self._show_chosen()

    def reveal(self, place: str) -> QWidget | None:
        self.search.clear()
        key = place.rpartition(".")[2]
        if place.startswith(_SWITCHED):
            key = str(self.session.draft.value(place))
        ids = [rule.id for rule in self.table.rows]
        if key in ids:
            self.view.selectRow(ids.index(key))
        inner = self.reason if place.startswith(_REASONS) and self.reason.isEnabled() else self.view
        inner.setFocus(Qt.FocusReason.OtherFocusReason)
        return self

    # -- inside ------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        view = self.view
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for column, width in ((0, 90), (2, 150), (3, 100)):
            view.setColumnWidth(column, width)
        for column in (1, 4):
            view.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        view.setMinimumHeight(5 * theme.ROW)
        listed = Card()
        listed.body.addWidget(view, 1)
        chosen = Card(margins=(18, 14, 18, 14), spacing=8)
        why = across(PlainLabel("理由", "muted"), (self.reason, 1), gap=10)
        for part in (self.title, self.says, laid(across(self.grades, None)), laid(why), self.notes):
            chosen.body.addWidget(part)
        down(across(self.search, None), (listed, 1), chosen, on=self, gap=12)

    def _now(self, key: str, grades: object, off: object) -> str:
        if isinstance(off, list) and key in off:
            return _OFF
        told = grades.get(key, "") if isinstance(grades, dict) else ""
        return self._choices.get(str(told), str(told)) if told else ""

    @property
    def chosen(self) -> Rule | None:
        row = self.view.currentIndex().row()
        return self.table.record(row) if 0 <= row < len(self.table.rows) else None

    def _show_chosen(self) -> None:
        rule = self.chosen
        self.grades.setEnabled(rule is not None)
        self.title.setText(f"{rule.id} {rule.title}" if rule else "")
        self.says.setText(rule.says if rule else "")
        words = list(self._choices.values())
        now = (rule.now if rule else "") or _OWN
        if now in words and self.grades.current != words.index(now):
            self.grades.show_chosen(words.index(now))
        is_changed = rule is not None and bool(rule.now or rule.reason)
        self.reason.setEnabled(is_changed)
        self.reason.setPlaceholderText("为什么这样改，会照原样显示给经办人" if is_changed else "")
        if self.reason.text() != (why := rule.reason if rule else ""):
            self.reason.setText(why)

    def _grade(self, number: int) -> None:
        rule = self.chosen
        if rule is None:
            return
        draft = self.session.draft
        key = list(self._choices)[number]
        off = [each for each in draft.value(_SWITCHED, []) or [] if each != rule.id]
        grades = {each: told for each, told in (draft.value(_GRADES, {}) or {}).items() if each != rule.id}
        if key == _OFF:
            off.append(rule.id)
        elif key:
            grades[rule.id] = key
        reasons = self._reasons(rule.id, rule.reason if key else "")
        values = {_SWITCHED: off, _GRADES: grades, _REASONS: reasons}
        self.session.put_all(values, f"{rule.id} {self._choices[key]}")
        if key and not rule.reason:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_reason(self, text: str) -> None:
        if (rule := self.chosen) is not None:
            self.session.put(f"{_REASONS}.{rule.id}", text if rule.now or text else None)

    def _reasons(self, key: str, why: str) -> dict[str, str]:
        """With this one; none where it is empty."""
        told = self.session.draft.value(_REASONS, {})
        others = {each: text for each, text in told.items() if each != key} if isinstance(told, dict) else {}
        return {**others, key: why} if why else others


def _tone(rule: Rule) -> str:
    is_open = rule.is_wrong or (bool(rule.now) and not rule.reason)
    return "red" if is_open else "accent" if rule.now else "ink"


