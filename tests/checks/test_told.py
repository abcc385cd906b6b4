"""What findings say to others than the sender's clerk: no page of his program, the clause, who is asked."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.checks import check_of
from app.checks.run import checks_in
from app.checks.told import advice, basis, changed_words, is_receivers, request
from app.model.batch import Batch, Enterprise, Sender
from app.model.finding import Finding, Grade, Who
from app.notices.clauses import TOPICS
from app.notices.read import parse_notice, read_notice
from app.paths import RESOURCES

NOTICE, TOML = read_notice(RESOURCES / "notices" / "2023.toml")
PAGES = re.compile(r"“?(收集材料|核对问题|制作光盘)”|在“|程序打包|不装入光盘|点“")
BATCH = Batch(Sender("济南市工业和信息化局", "370100"), "2023", "2023-08-20").with_enterprise(
    Enterprise("e1", "national", "甲公司", ())
).with_enterprise(Enterprise("e2", "provincial", "乙公司", ()))


def a_finding(check: str, grade: Grade = Grade.MUST, **facts: object) -> Finding:
    return Finding("有一处", "请在“收集材料”里移出多出的企业", grade=grade, check=check, subject="e1", **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("rule", checks_in(), ids=lambda rule: rule.id)
def test_what_is_asked_on_paper_is_a_request_in_the_world_of_whoever_reads_it(rule) -> None:
    """It follows 请, ends as a part of a sentence does, and names no page and no other addressee."""
    if rule.asks is None:
        return
    assert rule.asks and not re.search(r"^请|请企业|请报送单位|[。；]$", rule.asks) and not PAGES.search(rule.asks)
    assert len(rule.asks) <= 40


@pytest.mark.parametrize("rule", checks_in(), ids=lambda rule: rule.id)
def test_who_receives_a_disc_is_told_his_own_next_step(rule) -> None:
    for grade in rule.grades:
        finding = a_finding(rule.id, grade, who=rule.who)
        if check_of(finding).sender_settles or rule.province_decides:
            assert not PAGES.search(advice(finding))
        assert ("受理" in advice(finding)) or (grade is Grade.MUST and "退回补正" in advice(finding))


def test_an_enterprises_fault_is_asked_of_it_and_of_whoever_hands_in_for_itself() -> None:
    theirs = a_finding("MAT-01", ask="补交申报书")
    assert "请企业补交申报书" in advice(theirs) and "请报送单位补交申报书" in advice(theirs, by_bureau=False)
    assert "请报送单位" in advice(replace(theirs, who=Who.BUREAU)) and request(theirs) == "补交申报书"


def test_what_is_the_receivers_own_business_is_asked_of_nobody() -> None:
    assert is_receivers(a_finding("DATE-01", Grade.SHOULD)) and not is_receivers(a_finding("MAT-01"))
    assert advice(a_finding("DATE-01", Grade.SHOULD)) == "不影响受理。"
    unseen = a_finding("PDF-03", Grade.SHOULD, ask=None)  # what the program could not look at
    assert is_receivers(unseen) and advice(unseen) == "不影响受理。"


@pytest.mark.parametrize("rule", [rule for rule in checks_in() if rule.clause], ids=lambda rule: rule.id)
def test_a_check_cites_what_a_notice_can_say(rule) -> None:
    assert rule.clause in TOPICS


def test_the_clause_is_that_of_the_track() -> None:
    size = a_finding("SIZE-01")
    assert basis(size, BATCH, NOTICE) == "通知一（三）1：“单个企业申报材料不超过500MB”"
    assert basis(replace(size, subject="e2"), BATCH, NOTICE).startswith("通知二（二）2：")
    assert basis(a_finding("DISC-01", who=Who.BUREAU) and replace(size, check="DISC-01", subject="盘1"), BATCH, NOTICE) == (
        "通知一（三）1、二（二）2：“刻盘后报省工业和信息化厅科技处”"
    )


def test_what_rests_on_no_clause_says_its_reason() -> None:
    assert basis(a_finding("PACK-05", why="首页标题"), BATCH, NOTICE) == "首页标题"


def test_a_quota_of_one_track_is_not_cited_in_the_other() -> None:
    assert basis(replace(a_finding("QUOTA-01"), subject="provincial"), BATCH, NOTICE) == ""
    assert "1—2项" in basis(replace(a_finding("QUOTA-01"), subject="national"), BATCH, NOTICE)


def test_a_check_that_the_notice_regrades_or_switches_off_tells_why() -> None:
    told = replace(NOTICE, severities={"SIZE-01": "should"}, switched_off=("NAME-05",),
                   reasons={"SIZE-01": "光盘改为蓝光", "NAME-05": "由省厅统一核对"})  # fmt: skip
    assert basis(a_finding("SIZE-01"), BATCH, told).endswith("不超过500MB”；这份通知把这一项定为“建议修改”：光盘改为蓝光")
    assert changed_words("NAME-05", told) == "这份通知停用了这项检查：由省厅统一核对"
    assert changed_words("SIZE-01", NOTICE) == "" and "；" not in basis(a_finding("SIZE-01"), BATCH, NOTICE)


def test_rules_that_gave_no_reasons_before_there_were_any_still_open() -> None:
    before = TOML.replace(b"[severities]\n", b'[severities]\n"NAME-05" = "should"\n').replace(b"[reasons]\n", b"")
    assert parse_notice(before).reasons == {"NAME-05": "规则里没有写明理由"}


def test_a_copy_of_before_there_were_clauses_gets_them_and_the_office() -> None:
    """As batches and ledgers of older programs hold it."""
    text = TOML.decode()
    before = re.sub(r"(?ms)^clauses = \[.*?^\]\n", "", re.sub(r"(?ms)^\[office\]\n.*?\n\n", "", text))
    assert "clauses =" not in before and "[office]" not in before
    assert parse_notice(before.encode()).tracks == NOTICE.tracks
    assert parse_notice(before.encode()).office == NOTICE.office and NOTICE.office.phone.startswith("0531")
    other = before.replace("issued = 2023-08-09", "issued = 2023-08-08").encode()
    assert not parse_notice(other).tracks[0].clauses, "another notice of that name says nothing of ours"


def test_a_clause_about_nothing_known_is_told(tmp_path) -> None:
    from app.errors import NoticeInvalid

    with pytest.raises(NoticeInvalid, match=r"tracks\[0\].clauses"):
        parse_notice(TOML.replace(b'about = "scope"', b'about = "weather"', 1))
