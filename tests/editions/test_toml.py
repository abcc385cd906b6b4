"""What was written is read back as the equal notice, always in the same bytes."""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.notices import load_notice, look_at, parse_notice, read_notice
from app.editions.data import data_of, insert, move, place_of, put, steps_of, value_at
from app.editions.toml import toml_of, write_toml
from app.notices.notice import Notice
from app.notices.read import data_of_toml

CAMPAIGNS = sorted((Path(__file__).parents[1] / "notices" / "campaigns").glob("*.toml"))
NOTICE, _ = load_notice("2023")
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=8) | st.sampled_from(['"', "\\", "'", "''\n", "a\\b", "\t\r\x00\x7f"])


@pytest.mark.parametrize("path", CAMPAIGNS, ids=lambda path: path.stem)
def test_each_notice_is_read_back_as_it_was_written(path: Path) -> None:
    notice = read_notice(path)[0]
    assert parse_notice(toml_of(notice)) == notice


def test_the_built_in_notice_is_read_back_and_says_its_region_itself() -> None:
    written = toml_of(NOTICE)
    assert parse_notice(written) == NOTICE and toml_of(parse_notice(written)) == written
    assert len(tomllib.loads(written.decode())["region"]["cities"]) == 16, "it means the same on every computer"


def any_of(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of `Notice`, sound by type."""
    inner = next((each for each in typing.get_args(kind) if each is not type(None)), None)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.fixed_dictionaries({field.name: any_of(hints[field.name]) for field in dataclasses.fields(kind)}).map(
            lambda told: typing.cast(Any, kind)(**told)
        )
    if typing.get_origin(kind) is tuple:
        return st.lists(any_of(inner), max_size=2).map(tuple)
    if typing.get_origin(kind) is Mapping:
        return st.dictionaries(TEXT, TEXT, max_size=2)
    if inner is date or kind is date:
        return st.dates() if inner is None else st.none() | st.dates()
    return {str: TEXT, int: st.integers(0, 1 << 50), bool: st.booleans()}[kind]


@given(any_of(Notice))
@settings(deadline=None, max_examples=60)
def test_any_notice_sound_or_not_is_read_back_as_it_was_written(notice: Notice) -> None:
    notice = dataclasses.replace(notice, schema=2)
    seen, _ = look_at(data_of_toml(toml_of(notice)))
    assert data_of(seen) == data_of(notice) or any(fault.says.startswith("含有看不见") for fault in look_at(data_of(notice))[1])
    assert data_of_toml(toml_of(notice)) == data_of(notice)


PLAIN = st.recursive(
    TEXT | st.integers(-9, 1 << 50) | st.booleans() | st.dates() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3), max_leaves=12,
)  # fmt: skip


@given(st.dictionaries(TEXT, PLAIN, max_size=5))
@settings(deadline=None, max_examples=200)
def test_any_data_is_read_back_as_it_was_written(data: dict[str, Any]) -> None:
    assert tomllib.loads(write_toml(data).decode()) == data


def test_data_is_changed_beside_never_in_place() -> None:
    data = {"a": [{"b": 1}, {"b": 2}], "c": {"d": 3}}
    assert put(data, "a[1].b", 5) == {"a": [{"b": 1}, {"b": 5}], "c": {"d": 3}}
    assert put(data, "a[0]", None)["a"] == [{"b": 2}] and "c" not in put(data, "c", None)
    assert put(data, "x.y.z", 1)["x"] == {"y": {"z": 1}}
    assert insert(data, "a", 1, {"b": 9})["a"][1] == {"b": 9} and insert(data, "new", 0, 1)["new"] == [1]
    assert [each["b"] for each in move(data, "a", 0, 1)["a"]] == [2, 1]
    assert data == {"a": [{"b": 1}, {"b": 2}], "c": {"d": 3}}
    with pytest.raises(KeyError):
        put(data, "a[2].b", 1)


def test_places_are_read_and_said() -> None:
    assert steps_of("tracks[0].quota.most") == ("tracks", 0, "quota", "most")
    assert place_of(("severities", "MAT-01")) == "severities.MAT-01"
    assert value_at({"a": [1]}, "a[3]", "none") == "none"
