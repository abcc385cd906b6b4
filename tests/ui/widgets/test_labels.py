"""Foreign text is shown as it is: never as markup, never as a shortcut."""

from __future__ import annotations

import ast
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel

from ui.widgets.labels import PlainLabel, menu_text, plain_tip
from ui.widgets.table import Column, RecordTable

UI = Path(__file__).resolve().parents[3] / "ui"
HOSTILE = "<img src=x><b>申报书</b>&amp;.pdf"


def test_a_label_shows_markup_as_text(qtbot):
    label = PlainLabel(HOSTILE)
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE


def test_a_tip_shows_markup_as_text():
    assert "<b>" not in plain_tip(HOSTILE)
    table = RecordTable([Column("名称", lambda text: text, tip=lambda text: text)])
    table.show([HOSTILE])
    assert "<b>" not in table.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_short_place_shortens_the_text_and_keeps_it_in_the_tip(qtbot):
    label = PlainLabel("很长的文件名" * 20, elide=Qt.TextElideMode.ElideMiddle)
    qtbot.addWidget(label)
    label.resize(100, 20)
    label.show()
    assert "很长的文件名" * 20 in label.toolTip()
    assert label.text() == "很长的文件名" * 20


def test_an_ampersand_in_a_menu_is_no_shortcut():
    assert menu_text("A&B.pdf") == "A&&B.pdf"
    assert len(menu_text("长" * 200)) < 45


def test_the_window_makes_no_label_that_could_show_markup():
    """Every QLabel in ui/ is a PlainLabel, but for those that hold a picture."""
    allowed = {"labels.py"}
    for path in sorted(UI.rglob("*.py")):
        if path.name in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "QLabel":
                assert not node.args, f"{path.name}:{node.lineno} makes a QLabel with text"


def test_copy_paste_and_cut_stay_with_the_text_fields():
    for path in sorted(UI.rglob("*.py")):
        source = path.read_text("utf-8")
        for word in ('"Ctrl+C"', '"Ctrl+V"', '"Ctrl+X"'):
            assert word not in source, f"{path.name} binds {word}"


def test_no_shortcut_of_the_window_takes_a_text_fields_key(opened, answers, qtbot):
    from tests.ui.conftest import a_batch
    from ui.send.view import BatchView

    view = BatchView(opened(a_batch()), answers)
    qtbot.addWidget(view)
    keys = {shortcut.key().toString() for shortcut in view.findChildren(QShortcut)}
    assert keys.isdisjoint({"Ctrl+C", "Ctrl+V", "Ctrl+X", "Ctrl+A"})
    assert QKeySequence(QKeySequence.StandardKey.Undo).toString() in keys


def test_the_guard_knows_a_label_with_text():
    assert isinstance(PlainLabel("x"), QLabel)


def test_what_turns_the_order_of_a_name_is_shown(qtbot):
    label = PlainLabel("材料\u202efdp.exe")
    qtbot.addWidget(label)
    assert label.text() == "材料〔U+202E〕fdp.exe"
    table = RecordTable([Column("名称", lambda name: name)])
    table.show(["材料\u202efdp.exe"])
    assert table.index(0, 0).data() == "材料〔U+202E〕fdp.exe"
