"""Everything that is wrong in a notice is told at once, as data: its part, its place, one sentence."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from app.checks.notices import load_notice, look_at
from app.editions.data import data_of, insert, put
from app.notices.faults import PARTS, part_of

DATA = data_of(load_notice("2023")[0])
WIDE = "x" * 501


def of(*changes: tuple[str, Any]) -> dict[str, Any]:
    data: Any = DATA
    for place, value in changes:
        data = put(data, place, value)
    return dict(data)


def places(*changes: tuple[str, Any]) -> list[str]:
    return [fault.place for fault in look_at(of(*changes))[1]]


# What is put where → the place that is told, and a word of the sentence.
CASES: list[tuple[list[tuple[str, Any]], str, str]] = [
    ([("schema", 99)], "schema", "先更新本程序"),
    ([("materials[0].patterns[0]", "申报(")], "materials[0].patterns[0]", "正则写法有误"),
    ([("materials[0].headings[0]", "(a+)+$")], "materials[0].headings[0]", "算个没完"),
    ([("materials[2].weak[0]", WIDE)], "materials[2].weak[0]", "正则太长"),
    ([("leftovers[0]", "(a|a)*")], "leftovers[0]", "算个没完"),
    ([("materials[0].patterns", ["申报书"] * 101)], "materials[0].patterns", "最多 100 条"),
    ([("materials[3].phrases[0]", ["登记机关"])], "materials[3].phrases[0]", "每组 2 至 8 个说法"),
    ([("title", " ")], "title", "还没有填写"), ([("campaign", "")], "campaign", "还没有填写"),
    ([("issuer", "")], "issuer", "还没有填写"), ([("recipient", "")], "recipient", "还没有填写"),
    ([("name", "")], "name", "还没有填写"),
    ([("disc_label", "质量")], "disc_label", "大写字母"),
    ([("id", "../2023")], "id", "只能用字母"),
    ([("materials[4].id", "a b")], "materials[4].id", "只能用字母"),
    ([("tracks[1].title", "../x")], "tracks[1].title", "不能用作文件名"),
    ([("tracks[0].table", "汇总表?")], "tracks[0].table", "不能用作文件名"),
    ([("size.refuse", 1)], "size.warn", "不超过不收的大小"),
    ([("deadline", date(2023, 1, 1))], "deadline", "早于通知日期"),
    ([("online_deadline", date(2023, 8, 30))], "online_deadline", "早于报送截止日期"),
    ([("online_deadline", None)], "online_deadline", "缺少截止日期"),
    ([("year", 0)], "year", "四位的年份"), ([("edition", 0)], "edition", "第一次发放的是 1"),
    ([("scope.first", "6")], "scope.first", "两位数字"), ([("scope.last", "C46")], "scope.last", "两位数字"),
    ([("scope.services[0].divisions[1]", "5")], "scope.services[0].divisions", "两位数字"),
    ([("tracks[0].quota", {"least": 3, "most": 2})], "tracks[0].quota.most", "比最少项数还少"),
    ([("tracks[0].quotas", [{"who": "青岛市", "least": 4, "most": 3}])], "tracks[0].quotas[0].most", "这个单位的最少项数"),
    ([("tracks[0].quotas", [{"who": "青岛市", "most": 3}, {"who": "青岛市 ", "most": 4}])], "tracks[0].quotas[1].who", "规定了两次"),
    ([("tracks[0].quotas", [{"who": "青岛巿", "most": 3}])], "tracks[0].quotas[0].who", "不是哪个市"),
    ([("areas[1].number", 1)], "areas[1].number", "重复"), ([("areas[1].title", "")], "areas[1].title", "要有名称"),
    ([("region.name", "")], "region.name", "请填写"), ([("region.prefix", "3")], "region.prefix", "两位数字"),
    ([("region.cities[1].code", "370100")], "region.cities[1].code", "重复"),
    ([("region.cities[1].code", "320100")], "region.cities[1].code", "六位数字"),
    ([("region.cities[0].name", "")], "region.cities[0].name", "不能为空"),
    ([("region.cities[0].bureau", "")], "region.cities[0].bureau", "不能为空"),
    ([("region.cities[0].districts", ["历下区", "历下区"])], "region.cities[0].districts", "空的或者重复的"),
    ([("materials[1].id", "form")], "materials[1].id", "重复"),
    ([("materials[5].title", "")], "materials[5].title", "要有名称"),
    ([("materials[0].patterns", []), ("examples", [])], "materials[0].patterns", "必备材料"),
    ([("materials[4].within", 101)], "materials[4].within", "最多 100 年"),
    ([("materials[3].bears", ["phone"])], "materials[3].bears", "不认识“phone”"),
    ([("materials[3].part_of", "prof")], "materials[3].part_of", "不存在"),
    ([("materials[3].inside", ["fom"])], "materials[3].inside", "不存在"),
    ([("tracks", [])], "tracks", "至少要有一个"),
    ([("tracks[1].id", "national")], "tracks[1].id", "重复"), ([("tracks[1].short", "全国")], "tracks[1].short", "重复"),
    ([("tracks[1].title", "全国质量标杆")], "tracks[1].title", "重复"),
    ([("tracks[0].about", ["none"])], "tracks[0].about", "没有“none”这一列"),
    ([("tracks[0].id", "A")], "tracks[0].id", "小写字母"), ([("tracks[0].short", "全 国")], "tracks[0].short", "空格"),
    ([("tracks[0].columns[1].id", "order")], "tracks[0].columns[1].id", "重复"),
    ([("tracks[0].columns[1].title", "序号")], "tracks[0].columns[1].title", "重复"),
    ([("tracks[0].columns[1].title", "")], "tracks[0].columns[1].title", "要有名称"),
    ([("tracks[0].columns[1].kind", "txt")], "tracks[0].columns[1].kind", "只能是 text"),
    ([("tracks[0].columns[1].filled", "me")], "tracks[0].columns[1].filled", "只能是 order"),
    ([("tracks[0].columns[2].filled", "")], "tracks[0].columns", "企业名称的一列"),
    ([("tracks[0].clauses[0].about", "rain")], "tracks[0].clauses[0].about", "之一"),
    ([("tracks[0].clauses[0].at", "")], "tracks[0].clauses[0].at", "第几条"),
    ([("tracks[0].criteria", [{"title": "甲", "most": 50}, {"title": "甲", "most": 50}])], "tracks[0].criteria[1].title", "重复"),
    ([("tracks[0].criteria", [{"title": str(n), "most": 4} for n in range(25)])], "tracks[0].criteria", "最多 20 项"),
    ([("tracks[0].criteria", [{"title": "", "most": 100}])], "tracks[0].criteria[0].title", "要有名称"),
    ([("tracks[0].criteria", [{"title": "甲", "most": 100}, {"title": "乙", "most": 0}])], "tracks[0].criteria[1].most", "1 以上"),
    ([("tracks[0].criteria", [{"title": "甲", "most": 90}])], "tracks[0].criteria", "现在是 90"),
    ([("severities.NAME-05", "maybe")], "severities.NAME-05", "只能是"),
    ([("severities.NAME-5", "must")], "severities.NAME-5", "没有“NAME-5”这项检查"),
    ([("severities.NAME-05", "must")], "reasons.NAME-05", "请写明理由"), ([("switched_off", ["NAME-05"])], "reasons.NAME-05", "请写明理由"),
    ([("severities.NAME-05", "must"), ("reasons.NAME-05", " ")], "reasons.NAME-05", "请写明理由"),
    ([("reasons.NAME-05", "统一核对")], "reasons.NAME-05", "照程序的"),
    ([("switched_off", ["SEAL-99"])], "switched_off[0]", "没有“SEAL-99”这项检查"),
    ([("switched_off", ["MAT-02"])], "materials[1].required", "没有人会要它"),
    ([("letter.opening", "推荐{frist}")], "letter.opening", "不认识的填空 {frist}"),
    ([("letter.body[0]", "{x}")], "letter.body[0]", "可以用 {sender}"),
    ([("letter.declarations", ["材料真实", "材料真实"])], "letter.declarations[1]", "前面已有"),
    ([("letter.declarations", [str(n) for n in range(11)])], "letter.declarations", "最多 10 句"),
    ([("letter.declarations", [" "])], "letter.declarations[0]", "1 至 100 个字"),
    ([("letter.paper", 21)], "letter.paper", "最多 20 份"),
    ([("exchange[1]", "经验交流会")], "exchange[1]", "重复"),
    ([("exchange", [str(n) for n in range(21)])], "exchange", "最多 20 种"),
    ([("exchange[0]", " ")], "exchange[0]", "1 至 30 个字"),
    ([("examples[3].role", "form")], "examples[3]", "没有被认成 form"),
    ([("deadline", None)], "deadline", "缺少此项"), ([("year", "二〇二四")], "year", "应为整数"),
    ([("barred_years", -1)], "barred_years", "应为 0 到"), ([("title", "a\x00")], "title", "控制字符"),
    ([("deadlin", date(2023, 8, 31))], "deadlin", "是否想写 deadline"), ([("office", 3)], "office", "应为一组项目"),
    ([("areas", "甲")], "areas", "应为列表"), ([("severities", ["a"])], "severities", "应为一组"),
    ([("region", "jiangsu")], "region", "没有名为“jiangsu”的地区"),
    ([("materials[0].single", 1)], "materials[0].single", "true 或 false"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "place", "says"), CASES, ids=[f"{place}-{says}" for _, place, says in CASES])
def test_a_fault_tells_its_place_and_what_to_do(changes: list[tuple[str, Any]], place: str, says: str) -> None:
    told = {fault.place: fault for fault in look_at(of(*changes))[1]}
    assert place in told and says in told[place].says, [fault.line for fault in told.values()]
    assert told[place].part in PARTS and "\n" not in told[place].says


def test_every_fault_the_checker_knows_has_a_case() -> None:
    """By the words of the sources: each sentence is told in one of the cases above."""
    from inspect import getsource

    from app.checks import notices
    from app.notices import faults, patterns, read, regions
    from app.notices.asked import faults as asked

    told = "\n".join(f.says for changes, _, _ in CASES for f in look_at(of(*changes))[1])
    source = "".join(getsource(module) for module in (faults, read, notices, patterns, regions, asked))
    sentences = re.findall(r'(?:Fault\(\s*(?:f?"[^"]*"|place|[\w(), ]+?),\s*f?|yield f?"[^"]+", |return ")"([^"\n]*[一-鿿][^"\n]*)"', source)
    sentences += re.findall(r'(?:_ENDLESS = |most = f)"([^"]+)"', source)
    assert len(sentences) > 40
    for sentence in sentences:
        words = max(re.split(r"\{[^}]*\}+|[“”]", sentence), key=len)
        assert words in told, sentence


def test_the_notice_that_comes_with_the_program_has_none() -> None:
    assert look_at(DATA) == (load_notice("2023")[0], ())


def test_all_are_told_at_once_those_of_type_and_those_of_meaning() -> None:
    told = places(
        ("deadline", None), ("year", "x"), ("materials[0].patterns[0]", "("), ("tracks[1].short", "全国"),
        ("size.warn", "大"), ("letter.opening", "{x}"), ("severities.X-1", "must"),
    )  # fmt: skip
    assert sorted(told) == [
        "deadline", "letter.opening", "materials[0].patterns[0]", "severities.X-1", "size.warn", "tracks[1].short", "year",
    ]


def test_what_is_wrong_only_because_of_another_fault_is_not_told() -> None:
    assert places(("issued", None)) == ["issued"]
    assert places(("size.refuse", "x")) == ["size.refuse"]
    assert places(("tracks[0].columns[2].filled", 3)) == ["tracks[0].columns[2].filled"]


def test_an_item_too_many_is_one_fault_at_its_place() -> None:
    data = insert(DATA, "areas", 0, {"title": "新领域", "number": 9})
    assert [fault.place for fault in look_at(data)[1]] == ["areas[0].text"]


@pytest.mark.parametrize(
    ("place", "part"),
    [("deadline", "基本信息"), ("areas[3].title", "范围与重点领域"), ("tracks[0].quota.most", "类别"), ("size.warn", "材料"),
     ("tracks[1].columns[4].kind", "汇总表"), ("letter.body[0]", "推荐文件"), ("tracks[0].criteria[2].most", "评审"),
     ("region.cities[4].code", "报送单位"), ("severities.MAT-01", "检查")],
)  # fmt: skip
def test_each_place_belongs_to_a_part(place: str, part: str) -> None:
    assert part_of(place) == part
