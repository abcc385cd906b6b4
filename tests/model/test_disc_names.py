"""A name is legal on every reading system at once, or the clerk is told why not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.disc_names import (
    beyond_bmp,
    disc_name_faults,
    disc_path_faults,
    proposed_disc_name,
    twins,
    unpack_faults,
    utf16_units,
)

ODD = st.text(max_size=90) | st.text(alphabet="CONauxé\u0301;%:.zip 公司𠮷\u202e", max_size=90)


@pytest.mark.parametrize("name", ["济南试制机床有限公司.zip", "某" * 60 + ".zip", "A（B）.zip", "CONSOLE.zip", "a b.zip"])
def test_a_good_name_has_no_fault_and_is_proposed_unchanged(name: str) -> None:
    assert disc_name_faults(name) == [] and proposed_disc_name(name) == name


@pytest.mark.parametrize("character", '\\/:*?"<>|;%')
def test_a_forbidden_character_is_named(character: str) -> None:
    assert f"“{character}”" in "".join(disc_name_faults(f"甲{character}乙.zip"))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("con.zip", "保留名"), ("LPT9", "保留名"), ("COM¹.txt", "保留名"), ("NUL .zip", "保留名"),
        ("甲.", "句点"), ("甲 ", "空格"), ("甲\n乙", "U+000A"), ("甲\u202e乙", "U+202E"), ("甲\ud800", "U+D800"),
        ("", "不是"), ("..", "不是"), ("某" * 61 + ".zip", "65"), ("𠮷" * 31 + ".zip", "66"),
    ],
)
def test_every_other_fault_is_told(name: str, says: str) -> None:
    assert says in "".join(disc_name_faults(name))


def test_sixty_four_units_are_allowed() -> None:
    assert disc_name_faults("某" * 60 + ".zip") == []


def test_a_path_has_one_hundred_and_twenty_units() -> None:
    assert disc_path_faults("/".join(("某" * 59, "某" * 60))) == []
    assert "121" in disc_path_faults("/".join(("某" * 60, "某" * 60)))[0]


@given(ODD)
def test_a_proposed_name_is_legal_and_stays(name: str) -> None:
    proposed = proposed_disc_name(name)
    assert disc_name_faults(proposed) == [] and proposed_disc_name(proposed) == proposed


@given(ODD)
def test_a_legal_name_can_be_unpacked_on_windows(name: str) -> None:
    assert disc_name_faults(name) or unpack_faults(name) == []


def test_a_proposed_name_keeps_its_ending() -> None:
    assert proposed_disc_name("某" * 90 + ".zip") == "某" * 60 + ".zip"
    assert proposed_disc_name("甲:乙?.zip") == "甲：乙？.zip"


def test_names_that_fall_together_are_found() -> None:
    decomposed = unicodedata.normalize("NFD", "é厂")
    assert twins(["A厂", "乙厂", "a厂", "é厂", decomposed]) == [("A厂", "a厂"), ("é厂", decomposed)]


def test_characters_outside_the_bmp_are_counted_double_and_named() -> None:
    assert beyond_bmp("𠮷利𬭸𠮷") == "𠮷𬭸" and utf16_units("𠮷利") == 3


def test_windows_unpacks_what_the_disc_forbids() -> None:
    assert unpack_faults("证明;材料/100%.pdf") == [] and unpack_faults("a/b:c.pdf")
