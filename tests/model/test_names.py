"""When two spellings are one name, and how two names differ, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.names import name_difference, normalise_name

NAMES = st.text(alphabet="济南机床（）()  有限责任公司ＡAa·•-—", max_size=20)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("济南（中）公司", "济南(中)公司"), ("济南〔中〕公司", "济南(中)公司"), ("济南 公司", "济南\u3000公司"),
        ("ＡＢＣ公司", "abc公司"), ("济南\u200b公司", "济南公司"), ("甲·乙公司", "甲•乙公司"), ("甲—乙", "甲-乙"),
    ],
)
def test_spellings_of_one_name_are_the_same(left: str, right: str) -> None:
    assert normalise_name(left) == normalise_name(right)


def test_limited_and_limited_liability_are_two_names() -> None:
    assert normalise_name("甲有限公司") != normalise_name("甲有限责任公司")


@pytest.mark.parametrize(
    ("left", "right", "says"),
    [
        ("济南（中）公司", "济南(中)公司", "括号不同"), ("济南 公司", "济南公司", "前者有空格"),
        ("甲有限责任公司", "甲有限公司", "前者是“有限责任公司”"), ("甲有限公司", "甲有限责任公司", "后者是“有限责任公司”"),
        ("济南机床厂", "齐南机床厂", "前者是“济”，后者是“齐”"), ("济南机床厂", "济南机床总厂", "后者多了“总”"),
        ("ＡＢ公司", "AB公司", "“Ａ”和“A”"),
    ],
)
def test_a_difference_is_said_in_words(left: str, right: str, says: str) -> None:
    assert says in name_difference(left, right)


@given(NAMES, NAMES)
def test_there_is_a_difference_exactly_when_they_differ(left: str, right: str) -> None:
    assert bool(name_difference(left, right)) == (left != right)


@given(NAMES)
def test_normalising_twice_changes_nothing(name: str) -> None:
    assert normalise_name(normalise_name(name)) == normalise_name(name)
