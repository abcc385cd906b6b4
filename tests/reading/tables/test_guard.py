"""What goes to the clipboard begins no formula, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.reading.tables.guard import as_cell, guarded, unguarded
from app.reading.tables.sheet import _parse_tabbed


@pytest.mark.parametrize("text", [
    "=1+1", "=cmd|'/c calc'!A1", "@SUM(A1)", "+86-531-88888888", "-2+3", " =1", "\uff1d1+1", "\uff0b1+A1", "'=1", "\n=1",
])  # fmt: skip
def test_what_would_be_a_formula_goes_as_text(text: str) -> None:
    assert guarded(text) == f"'{text}" and unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "山东甲一机械有限公司", "-5", "+5.25", "86-531-8888", "'90年代", "a=b", "（=）"])
def test_anything_else_goes_as_it_is(text: str) -> None:
    assert guarded(text) == text == unguarded(text)


@given(st.text())
@example("'-5")
@example("''=")
def test_every_text_comes_back_as_it_was_and_begins_no_formula(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "@", "\uff1d", "\uff20"))


@pytest.mark.parametrize("text", ["=1+1", "甲\n=cmd|x", "a\tb", '说"好"\t的', "+86-531-1"])
def test_a_copied_cell_is_one_cell_when_pasted(text: str) -> None:
    assert _parse_tabbed(as_cell(text) + "\t山东") == [[text, "山东"]]
