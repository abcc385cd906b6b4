"""The rail says how far each page is, beside its title."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from ui import theme
from ui.shell.page import StepState
from ui.shell.rail import Rail, StepButton


@pytest.mark.parametrize("tone", ["muted", "red"])
@pytest.mark.parametrize(("words", "shown"), [("15 处必改", "15 处必改"), ("有改动，要重做" * 3, "…")])
def test_words_never_lie_on_the_title(qtbot, words: str, shown: str, tone: str) -> None:
    step = StepButton(1, "收集材料")
    qtbot.addWidget(step)
    step.resize(187, 46)
    step.show_state(StepState(words, tone))
    assert step.words == shown or shown == step.words[-1]
    assert words in step.accessibleName()


def test_of_a_narrow_rail_nothing_is_cut(qtbot) -> None:
    """The circle stands in the middle, what waits is a whole dot on it."""
    rail = Rail([("a", "收集材料")], "备份与恢复")
    qtbot.addWidget(rail)
    rail.set_narrow(True)
    rail.resize(rail.width(), 400)
    rail.show()
    step = rail.steps["a"]
    step.show_state(StepState("3 处必改", "red"))
    assert step.visibleRegion().boundingRect() == step.rect()
    seen, red = step.grab().toImage(), QColor(theme.RED)
    dot = [(x, y) for x in range(seen.width()) for y in range(seen.height()) if seen.pixelColor(x, y) == red]
    wide, high = (max(at) - min(at) for at in zip(*dot, strict=True))
    assert wide == high >= 6
