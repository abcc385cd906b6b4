"""The rail says how far each page is, beside its title."""

from __future__ import annotations

import pytest

from ui.shell.page import StepState
from ui.shell.rail import StepButton


@pytest.mark.parametrize("tone", ["muted", "red"])
@pytest.mark.parametrize(("words", "shown"), [("15 处必改", "15 处必改"), ("有改动，要重做" * 3, "…")])
def test_words_never_lie_on_the_title(qtbot, words: str, shown: str, tone: str) -> None:
    step = StepButton(1, "收集材料")
    qtbot.addWidget(step)
    step.resize(187, 46)
    step.show_state(StepState(words, tone))
    assert step.words == shown or shown == step.words[-1]
    assert words in step.accessibleName()
