"""A notice file: read whole or told all at once; names lead to roles; cells lead to areas."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest

from app.checks.notices import parse_notice
from app.demo.cast import notice as sample_notice
from app.demo.cast import sender_named
from app.errors import NothingFound, NoticeInvalid
from app.model.batch import Batch, Enterprise, Sender
from app.model.documents.part import LEAVE_OUT, whole
from app.model.source import Container, Member, Source
from app.notices.filing import filings_of, roles_of, waiting
from app.notices.industries import division_name, normalise_division
from app.notices.patterns import fault_of
from app.notices.read import load_notice, notice_ids, read_notice
from app.notices.recognise import recognise

NOTICE, TOML = load_notice("2023")


@pytest.mark.parametrize("key", notice_ids())
def test_each_shipped_notice_loads_and_is_named_for_its_year(key: str) -> None:
    notice, _ = load_notice(key)
    assert notice.id == key == str(notice.year)


def test_the_2023_notice_says_what_the_paper_says() -> None:
    assert (NOTICE.size.warn, NOTICE.size.refuse) == (500_000_000, 524_288_000)
    assert str(NOTICE.deadline) == "2023-08-31" and str(NOTICE.online_deadline) == "2023-09-15"
    assert NOTICE.track("national").quota.most == 2 and NOTICE.track("provincial").quota.most == 0
    assert len(NOTICE.areas) == 4
    assert {f"{n:02d}" for n in range(6, 47)} <= NOTICE.scope.inside
    assert not NOTICE.scope.inside & set(NOTICE.scope.grey)


def test_all_faults_are_told_at_once_with_their_place() -> None:
    text = TOML.decode()
    text = text.replace("warn = 500_000_000", 'warn = "很大"').replace("deadline = 2023-08-31", "deadlin = 2023-08-31")
    text = text.replace("files_online = true", "files_online = 3")
    with pytest.raises(NoticeInvalid) as told:
        parse_notice(text.encode())
    for line in ("size.warn：应为整数", "deadlin：不认识的项目，是否想写 deadline？", "deadline：缺少此项", "tracks[0].files_online：应为true 或 false"):
        assert line in told.value.detail


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("'申报书'", "'申报书('", "materials[0].patterns[0]：正则写法有误"),
        ("refuse = 524_288_000", "refuse = 1", "size.warn：提醒的大小"),
        ("deadline = 2023-08-31", "deadline = 2023-01-31", "deadline：早于通知日期"),
        ('disc_label = "QLBG23"', 'disc_label = "质量"', "disc_label：只能用大写字母"),
        ('part_of = "proof"', 'part_of = "prof"', "提到的材料“prof”不存在"),
        ('{count}家', '{cuont}家', "letter.opening：不认识的填空 {cuont}"),
        ('role = "licence"', 'role = "form"', "examples[3]：“证明材料/1 营业执照.jpg”没有被认成 form"),
        ("[severities]", '[severities]\n"NAME-05" = "maybe"', "severities.NAME-05：只能是"),
        ("schema = 2", "schema = 99", "schema：这份规则"),
        ('id = "provincial"', 'id = "县级"', "tracks[1].id：只能用小写字母"),
        ('short = "全省"', 'short = "全国"', "tracks[1].short：“全国”重复"),
        ("online_deadline = 2023-09-15", "", "online_deadline：有要网上申报的类别"),
        ('region = "shandong"', 'region = "jiangsu"', "region：没有名为“jiangsu”的地区（现有 shandong）"),
        ('kind = "area"', 'kind = "aera"', "tracks[0].columns[5].kind：不认识“aera”，只能是 text、code"),
        ('filled = "order"', 'filled = "oder"', "tracks[0].columns[0].filled：不认识“oder”，只能是 order、sender"),
        ("patterns = ['申报书', '申报表', '申请书', '推荐表']", "patterns = []", "materials[0].patterns：必备材料"),
        ("[severities]", '[severities]\n"NAME-5" = "must"', "severities.NAME-5：没有“NAME-5”这项检查，是否想写 NAME-0"),
        ('"专家讲座", ', '"专家讲座", "专家讲座", ', "exchange[2]：“专家讲座”重复"),
        ('"专家讲座", ', '" ", ', "exchange[1]：每种方式 1 至 30 个字"),
        ("switched_off = []", 'switched_off = ["SEAL-99"]', "switched_off[0]：没有“SEAL-99”这项检查"),
        ("switched_off = []", 'switched_off = ["MAT-02"]', "materials[1].required：是必备材料，检查它的 MAT-02 却停用了"),
        ("[size]", "[size", "写法有误"),
        ("'申报书'", "'(申报+)+书'", "materials[0].patterns[0]：正则会让程序算个没完"),
        ("'^thumbs\\.db$'", "'(a|a)*$'", "leftovers[0]：正则会让程序算个没完"),
        ("'申报书'", "'(?i)申报书'", "materials[0].patterns[0]：正则写法有误"),
        ("'申报书'", "'申{99999999999}'", "materials[0].patterns[0]：正则写法有误"),
        ("year = 2023", "year = " + "9" * 5_000, "写法有误"),
        ("year = 2023", "year = 0x" + "f" * 5_000, "year：应为 0 到"),
        ("warn = 500_000_000", "warn = inf", "size.warn：应为整数"),
        ("[size]", "deep = " + "[" * 5_000 + "]" * 5_000 + "\n[size]", "写法有误"),
        ('bears = ["name", "code"]', 'bears = ["name", "phone"]', "materials[3].bears：不认识“phone”，只能是 name、code"),
        ('id = "2023"', 'id = "../2023"', "id：只能用字母"),
        ('title = "全省质量标杆"', 'title = "../全省"', "tracks[1].title：不能用作文件名"),
        ('campaign = "质量标杆"', 'campaign = "质量\\u0000标杆"', "campaign：含有看不见的控制字符"),
    ],
)
def test_a_fault_names_the_key_and_what_is_expected(old: str, new: str, line: str) -> None:
    assert old in TOML.decode()
    with pytest.raises(NoticeInvalid) as told:
        parse_notice(TOML.decode().replace(old, new).encode())
    assert line in told.value.detail


def test_a_notice_from_a_usb_stick_is_read_with_or_without_bom(tmp_path: Path) -> None:
    path = tmp_path / "2024.toml"
    path.write_bytes(b"\xef\xbb\xbf" + TOML.replace(b'id = "2023"', b'id = "2024"'))
    assert read_notice(path)[0].id == "2024"
    path.write_bytes("标题".encode("gbk"))
    with pytest.raises(NoticeInvalid, match="UTF-8"):
        read_notice(path)


@pytest.mark.parametrize(
    ("cell", "number"),
    [("4", 4), ("4 数字化融合", 4), ("④", 4), ("（二）质量工程技术", 2), ("供应链质量管控", 3), ("5G+工业互联网", 4),
     ("全面质量管理", 1), ("3、产业链", 3), ("", 0), ("7", 0), ("质量", 0), ("1 供应链", 0), ("全面质量与数字化", 0)],
)
def test_a_cell_means_one_area_or_none(cell: str, number: int) -> None:
    area = NOTICE.area(cell)
    assert (area.number if area else 0) == number


@pytest.mark.parametrize(
    ("path", "kind", "role"),
    [
        ("申报书/扫描件1.pdf", "pdf", "form"),
        ("山东某某公司/证明材料/扫描件1.pdf", "pdf", "proof"),
        ("证明材料/承诺书.pdf", "pdf", "pledge"),
        ("申报书.exe", "exe", ""),
        ("某公司典型经验.docx", "docx", "experience"),
        ("质量管理体系典型经验.docx", "docx", "experience"),
        ("照片.jpg", "jpeg", ""),
    ],
)
def test_a_name_tells_its_role(path: str, kind: str, role: str) -> None:
    assert recognise(path, kind, NOTICE) == role


def case_with(*members: Member, roles: dict[str, str] | None = None) -> tuple[Batch, Enterprise]:
    source = Source("s1", "x", "materials/s1/x.zip", Container.ZIP, 1, "", members)
    one = Enterprise("e1", "national", "甲有限公司", ("s1",), parts={k: whole(r) for k, r in (roles or {}).items()})
    return Batch(Sender("局", "370100"), "2023", "").with_enterprise(one, [source]), one


def test_a_persons_assignment_wins_over_the_pattern() -> None:
    batch, one = case_with(Member("申报书.pdf", 1, "", "pdf"), roles={"s1/申报书.pdf": LEAVE_OUT})
    assert roles_of(batch, one, NOTICE) == {"s1/申报书.pdf": LEAVE_OUT}


def test_an_unknown_archive_takes_the_role_of_what_it_holds_and_gives_it_to_the_rest() -> None:
    batch, one = case_with(
        Member("资料.zip", 1, "", "zip"),
        Member("营业执照.jpg", 1, "", "jpeg", within="资料.zip"),
        Member("IMG_01.jpg", 1, "", "jpeg", within="资料.zip"),
        Member("IMG_02.jpg", 1, "", "jpeg"),
    )
    roles = roles_of(batch, one, NOTICE)
    assert roles["s1/资料.zip"] == roles["s1/资料.zip!/IMG_01.jpg"] == "licence"
    assert waiting(filings_of(batch, one, NOTICE)) == ("s1/IMG_02.jpg",)


def test_a_sender_is_a_city_by_code_or_name_or_else_an_enterprise() -> None:
    assert sender_named("370100").name == sender_named("济南").name == "济南市工业和信息化局"
    assert len(sample_notice().region.cities) == 16
    direct = sender_named("山东能源集团有限公司")
    assert not direct.is_bureau and direct.name == "山东能源集团有限公司"
    with pytest.raises(NothingFound):
        sender_named("990100")


def test_a_foreign_province_lies_in_the_notice_itself() -> None:
    own = """
[region]
name = "江苏省"
short = "江苏"
prefix = "32"
bureaus = ["工业和信息化局"]
cities = [{ code = "320100", name = "南京市", bureau = "南京市工业和信息化局" }]
"""
    region = parse_notice(TOML.replace(b'region = "shandong"\n', b"") + own.encode()).region
    assert region.sender_named("320100").is_bureau and region.sender_named("南京").city == "南京市"
    with pytest.raises(NothingFound, match="如 320100"):
        region.sender_named("370100")
    assert region.place_of("320000") == "江苏省" and region.place_of("370100").startswith("外省")


@pytest.mark.parametrize(
    ("cell", "code"), [("C38", "38"), ("C3812", "38"), ("3812", "38"), ("３４", "34"), ("38 电气机械", "38"), ("99", "99"),
                       ("00", ""), ("电气", ""), ("38123", "")]
)
def test_a_division_is_two_digits_however_it_is_written(cell: str, code: str) -> None:
    assert normalise_division(cell) == ("" if code == "99" else code)


def test_divisions_have_names() -> None:
    assert division_name("C34") == "通用设备制造业" and division_name("x") == ""


def test_no_pattern_a_notice_may_hold_keeps_the_program_busy() -> None:
    """The worst of those that are let pass, on the worst names, in steps that double: the time does not."""
    slow = [".*.*甲", "a?" * 12 + "甲", "(?:ab|cd)*(?:ab|cd)*甲", "a{0,250}a{0,250}甲"]
    assert not any(map(fault_of, slow))
    material = replace(NOTICE.materials[0], patterns=tuple(slow))
    began = time.process_time()
    for name in ("a" * 100_000, "ab" * 50_000, "cd" * 50_000):
        assert not material.says(name)
    assert time.process_time() - began < 10  # (a+)+ would take longer than the sun shines


@pytest.mark.parametrize(
    "pattern", ["(a+)+$", "(a?){30}", "a?" * 30, "(a|a)*", "(?:a|b|ab)*", "(x+x+)+", "a*a*a*", "(?=a+a+)(b*)+", "(a)\\1"],
)
def test_a_pattern_that_goes_back_without_end_is_refused(pattern: str) -> None:
    assert fault_of(pattern)
