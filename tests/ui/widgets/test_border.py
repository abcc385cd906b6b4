"""A border is dragged, by the mouse or by keys, and stands there again the next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from ui.shell.settings import Settings
from ui.widgets import border
from ui.widgets.border import Border


@pytest.fixture(autouse=True)
def _afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(border, "KEPT", border.Shares())


@pytest.fixture
def page(qtbot):
    kept = []

    def make() -> tuple[Border, QWidget, QWidget]:
        whole, left, right, other = QWidget(), QWidget(), QWidget(), QWidget()
        made = Border("试", 600, "边")
        whole.setLayout(made.between(left, right, other))
        other.hide()
        whole.resize(1000 + made.width(), 300)
        qtbot.addWidget(whole)
        whole.show()
        kept.append(whole)
        return made, left, right

    return make


def test_what_is_dragged_is_given_and_remembered(page, qtbot, tmp_path: Path):
    settings = Settings(tmp_path / "settings.json")
    border.keep_in(settings.shares, settings.save)
    made, left, right = page()
    assert left.width() == pytest.approx(600, abs=3)
    qtbot.mousePress(made, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    with qtbot.waitSignal(made._keeping.timeout):
        drag(made, -200)
    qtbot.mouseRelease(made, Qt.MouseButton.LeftButton)
    assert left.width() == pytest.approx(400, abs=20) and right.width() == pytest.approx(600, abs=20)
    again = Settings.load(settings.path)
    border.keep_in(again.shares, again.save)
    _, left, _ = page()
    assert left.width() == pytest.approx(400, abs=20)


def drag(made: Border, by: int) -> None:
    """As the mouse does with its button held; offscreen there is none."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    at = QPointF(by, 5)
    event = QMouseEvent(QEvent.Type.MouseMove, at, at, Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton,
                        Qt.KeyboardModifier.NoModifier)
    made.mouseMoveEvent(event)


def test_keys_move_it_and_neither_side_is_lost(page, qtbot):
    made, left, right = page()
    qtbot.keyClick(made, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: left.width() == pytest.approx(580, abs=3))
    for _ in range(60):
        qtbot.keyClick(made, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: 140 <= right.width() <= 160)


def test_shares_that_make_no_sense_are_left_out(tmp_path: Path):
    path = tmp_path / "settings.json"
    path.write_text('{"recent": [], "folders": {}, "geometry": "", "shares": {"试": "x", "乙": 300}}', "utf-8")
    assert Settings.load(path).shares == {"乙": 300}
