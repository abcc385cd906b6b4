"""试一试: names of files, pasted or dropped, and what each would be taken for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHeaderView, QPlainTextEdit, QTableView

from app.editions.draft import Draft
from app.notices.faults import EXPRESSIONS
from app.notices.recognise import recognise
from ui import theme
from ui.editions.fields.block import Block
from ui.editions.session import DraftSession
from ui.shell.runner import Latest
from ui.widgets.boxes import down
from ui.widgets.drop_area import local_paths
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_rows

Told = tuple[str, str]
_MOST, _SEEN = 300, 8  # names that are tried; rows that are seen at once
_SAME = {"jpg": "jpeg", "htm": "html", "tif": "tiff"}
_UNSURE = "认不出"


class _Names(QPlainTextEdit):
    """Files that are dropped give their names; nothing of them is read."""

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if paths := local_paths(event.mimeData()):
            event.acceptProposedAction()
            self.appendPlainText("\n".join(each for path in paths for each in _names_in(path)))
        else:
            super().dropEvent(event)


class NamesBlock(Block):
    def __init__(self, session: DraftSession) -> None:
        super().__init__(session, "")
        self.box, self.view = _Names(), QTableView()
        self.box.setAccessibleName("要试的文件名")
        self.box.setPlaceholderText("把文件名粘贴到这里，一行一个；也可以把文件或文件夹拖进来")
        self.box.setFixedHeight(110)
        self.box.setTabChangesFocus(True)
        self.table = RecordTable[Told]([
            Column("文件名", lambda each: each[0], tip=lambda each: each[0]),
            Column("认作", lambda each: each[1], tone=_tone),
        ], self)  # fmt: skip
        self.view.setModel(self.table)
        as_rows(self.view, "认作什么材料")
        self.view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.view.setColumnWidth(1, 200)
        self.says = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        card = Card(margins=(18, 14, 18, 16), spacing=8)
        for part in (PlainLabel("试一试：这些文件名认作什么", bold=True), self.box, self.says, self.view):
            card.body.addWidget(part)
        down(card, on=self)
        self._trying = Latest(session.thinking, self)
        self._trying.ready.connect(self._show)
        self.box.textChanged.connect(self.refresh)
        self._show(())

    def holds(self, place: str) -> bool:
        return False

    def refresh(self) -> None:
        """With the words as they are now; broken ones are tried on nothing."""
        names = [name for line in self.box.toPlainText().splitlines() if (name := line.strip())][:_MOST]
        draft = self.session.judgement.draft
        wrong = [each for each in self.session.judgement.faults if _is_expression(each.place)]
        self.says.setText("上面有说法要改，改好以后再试" if wrong and names else "")
        if wrong or not names:
            self._trying.forget()
            self._show(())
        else:
            self._trying.ask(lambda job: _tried(names, draft))

    def _show(self, told: Sequence[Told]) -> None:
        self.table.show(told)
        self.view.setVisible(bool(told))
        self.view.setFixedHeight(36 + min(max(len(told), 1), _SEEN) * theme.ROW)
        self.says.setVisible(bool(self.says.text()))


def _tone(told: Told) -> str:
    return "amber" if told[1] == _UNSURE else "green"


def _tried(names: Sequence[str], draft: Draft) -> tuple[Told, ...]:
    notice = draft.notice
    titles = {each.id: each.title for each in notice.materials}
    found = []
    for name in names:
        ending = name.rpartition(".")[2].lower()
        key = recognise(name.replace("\\", "/"), _SAME.get(ending, ending), notice)
        found.append((name, titles.get(key, _UNSURE)))
    return tuple(found)


def _is_expression(place: str) -> bool:
    return place.startswith("materials[") and any(f".{each}" in place for each in EXPRESSIONS)


def _names_in(path: Path) -> list[str]:
    """Of a folder, what lies in it, as it would be packed."""
    if not path.is_dir():
        return [path.name]
    inside = sorted(each for each in path.rglob("*") if each.is_file())[:_MOST]
    return [each.relative_to(path.parent).as_posix() for each in inside]
