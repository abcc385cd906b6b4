"""Pages of a document that serve as a material: as they are written, as they are read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import WrongUse
from app.model.documents.part import Part, joined, pages_shown, read_pages, whole

stretches = st.lists(st.tuples(st.integers(1, 300), st.integers(0, 40)).map(lambda p: (p[0], p[0] + p[1])), max_size=12)


@pytest.mark.parametrize(
    "text, pages",
    [("1-12", ((1, 12),)), ("3", ((3, 3),)), ("15，1–4、5 至 8", ((1, 8), (15, 15))), ("2-5,4-9", ((2, 9),))],
)
def test_pages_are_read_as_people_write_them(text: str, pages: tuple[tuple[int, int], ...]) -> None:
    assert read_pages(text) == pages


@pytest.mark.parametrize("text", ["", "0", "5-3", "1-", "-4", "一", "1-2-3", "100000", "1..3"])
def test_what_is_no_page_is_refused_with_the_way_to_write_it(text: str) -> None:
    with pytest.raises(WrongUse, match="1-12"):
        read_pages(text)


@given(stretches)
def test_joined_stretches_hold_the_same_pages_in_order_and_apart(given_: list[tuple[int, int]]) -> None:
    made = joined(given_)
    assert {p for a, b in made for p in range(a, b + 1)} == {p for a, b in given_ for p in range(a, b + 1)}
    assert all(left[1] + 1 < right[0] for left, right in pairwise(made))
    assert not made or read_pages(pages_shown(made, "-", ",")) == made


@given(stretches.filter(bool), st.integers(1, 400))
def test_a_part_holds_its_own_pages_and_no_other(given_: list[tuple[int, int]], page: int) -> None:
    part = Part("form", joined(given_))
    assert part.holds(page) == any(a <= page <= b for a, b in given_) and not part.is_whole


def test_a_whole_file_holds_every_page() -> None:
    (part,) = whole("form")
    assert part.is_whole and part.holds(1) and part.holds(999) and part.shown == "" and whole("") == ()
