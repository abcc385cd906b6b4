"""What a notice is made of in words is what it is made of in types."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator, Mapping
from datetime import date

import pytest

from app.checks.notices import load_notice
from app.editions.data import data_of
from app.editions.fields import FIELDS, Kind, below, field_at, fields_of
from app.editions.words import place_words, value_words
from app.notices.faults import PARTS
from app.notices.notice import Notice

DATA = data_of(load_notice("2023")[0])
ONE = {str: {Kind.TEXT, Kind.LONG, Kind.CHOICE, Kind.KEY}, int: {Kind.NUMBER, Kind.BYTES}, bool: {Kind.YES}, date: {Kind.DAY}}
MANY = {Kind.WORDS, Kind.PATTERNS, Kind.SOME}


def types_below(kind: typing.Any, path: str) -> Iterator[tuple[str, set[Kind]]]:
    for field in dataclasses.fields(kind):
        told, place = typing.get_type_hints(kind)[field.name], f"{path}.{field.name}".removeprefix(".")
        inner = next((each for each in typing.get_args(told) if each is not type(None)), None)
        if dataclasses.is_dataclass(told):
            yield place, {Kind.TABLE}
            yield from types_below(told, place)
        elif typing.get_origin(told) is tuple and dataclasses.is_dataclass(inner):
            yield place, {Kind.ROWS}
            yield from types_below(inner, f"{place}[]")
        elif typing.get_origin(told) is tuple:
            yield place, MANY if inner is str else {Kind.GROUPS}
        elif typing.get_origin(told) is Mapping:
            yield place, {Kind.MAP}
        else:
            yield place, ONE[inner or told]


TYPES = dict(types_below(Notice, ""))


def test_each_thing_a_notice_can_say_has_its_line_and_nothing_else_has() -> None:
    assert {field.path for field in FIELDS} == set(TYPES)
    assert [field.path for field in FIELDS if field.kind not in TYPES[field.path]] == []


def test_each_part_has_fields_and_each_row_a_key_it_is_told_by() -> None:
    assert all(fields_of(part) for part in PARTS)
    for field in FIELDS:
        if field.kind is Kind.ROWS:
            assert field.key in {each.name for each in below(field.path)}
        if field.among:
            assert field_at(field.among) in FIELDS


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("deadline", "报送截止日期"), ("tracks[1].quota.most", "申报类别“全省质量标杆” · 推荐项数 · 最多"),
        ("materials[2].headings[1]", "申报材料“证明材料” · 页面标题第 2 项"),
        ("tracks[0].columns[3].kind", "申报类别“全国质量标杆” · 汇总表的列“统一社会信用代码” · 填什么"),
        ("region.cities[0].code", "报送单位 · 各市“济南市” · 代码"), ("severities.NAME-05", "改过的级别 · NAME-05"),
        ("areas[9].title", "重点领域“第 10 项” · 简称"), ("tracks[0].clauses[0]", "申报类别“全国质量标杆” · 通知原话“行业范围”"),
    ],
)
def test_a_place_is_told_in_words(place: str, words: str) -> None:
    assert place_words(place, DATA) == words


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [("size.warn", 500_000_000, "500.0 MB"), ("materials[].sealed", True, "是"), ("deadline", date(2024, 8, 3), "2024年8月3日"),
     ("tracks[].columns[].kind", "code", "统一社会信用代码"), ("online_deadline", None, "（没有）"),
     ("tracks[].quota", {"least": 1, "most": 2}, "最少 1，最多 2"), ("areas[].words", ["甲", "乙"], "甲、乙")],
)  # fmt: skip
def test_a_value_is_told_in_words(place: str, value: object, words: str) -> None:
    assert value_words(value, field_at(place)) == words
