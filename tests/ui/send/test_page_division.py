"""Pages divided among materials: what a drag, a choice and typed numbers make of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.model.documents.part import Part
from ui.send.parts.division import Division

BOOK = (Part("form", ((1, 12),)), Part("experience", ((13, 30),)), Part("proof", ((31, 58),)))


def shown(division: Division) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(each.first, each.last, each.materials) for each in division.stretches]


def test_parts_become_stretches_and_parts_again():
    book = Division.of(BOOK, 58)
    assert shown(book) == [(1, 12, ("form",)), (13, 30, ("experience",)), (31, 58, ("proof",))]
    assert book.borders == (12, 30)
    assert book.parts() == BOOK


def test_a_border_takes_pages_from_one_side_to_the_other():
    book = Division.of(BOOK, 58)
    assert shown(book.moved(12, 15))[:2] == [(1, 15, ("form",)), (16, 30, ("experience",))]
    assert shown(book.moved(12, 9))[:2] == [(1, 9, ("form",)), (10, 30, ("experience",))]


def test_a_border_swallows_nobody():
    book = Division.of(BOOK, 58)
    assert [each.first for each in book.moved(12, 50).stretches] == [1, 30, 31]
    assert [each.first for each in book.moved(30, 0).stretches] == [1, 13, 14]


def test_pages_may_belong_to_two_materials_or_to_none():
    book = Division.of((Part("form", ((1, 4),)), Part("pledge", ((4, 4),))), 6)
    assert shown(book) == [(1, 3, ("form",)), (4, 4, ("form", "pledge")), (5, 6, ())]
    assert (book.free, book.shared) == (((5, 6),), ((4, 4),))
    assert set(book.parts()) == {Part("form", ((1, 4),)), Part("pledge", ((4, 4),))}


def test_a_file_that_is_one_material_is_it_whole():
    assert Division.of((), 3).given(1, 3, "form").parts() == (Part("form"),)
    assert Division.of((Part("form"), Part("proof")), 3).parts() == (Part("form"), Part("proof"))


_MATERIALS = st.sampled_from(("form", "experience", "proof", ""))
_DEEDS = st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20), _MATERIALS), max_size=8)


@given(_DEEDS, st.integers(0, 30), st.integers(0, 20))
def test_whatever_is_done_every_page_has_its_place(deeds, to, which):
    book = Division.of((), 20)
    for first, last, material in deeds:
        book = book.given(min(first, last), max(first, last), material)
    if book.borders:
        before = len(book.stretches)
        border = book.borders[which % len(book.borders)]
        moved = book.moved(border, to)
        assert len(moved.stretches) == before  # nothing vanishes by dragging
        book = moved
    assert [n for s in book.stretches for n in range(s.first, s.last + 1)] == list(range(1, 21))
    assert Division.of(book.parts(), 20).stretches == book.stretches


@given(_DEEDS, st.lists(st.tuples(st.integers(1, 20), st.integers(1, 20)), max_size=3))
def test_typed_pages_are_exactly_those_of_the_material(deeds, typed):
    book = Division.of((), 20)
    for first, last, material in deeds:
        book = book.given(min(first, last), max(first, last), material)
    others = {m: book.ranges(m) for m in book.materials if m != "form"}
    ranges = tuple(sorted((min(pair), max(pair)) for pair in typed))
    book = book.written("form", ranges)
    assert {p for a, b in book.ranges("form") for p in range(a, b + 1)} == {p for a, b in ranges for p in range(a, b + 1)}
    assert {m: book.ranges(m) for m in others} == others
