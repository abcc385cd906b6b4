"""As for a batch's checks: every other one has a case that passes it and one that fails it, in each grade."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

import pytest

from app.checks.cases import Case
from app.checks.disc_cases import DiscCase, DiscSet, ForeignDiscs, Paper, Replacing, TableCase, TypedCode
from app.checks.ledger.twins import LedgerCase
from app.checks.run import catalogue, judged
from app.disc.contents import Disc, Membership
from app.disc.source import DiscSource, Fault
from app.model.disc import Compared, paper_code
from app.model.finding import Finding, Grade, State
from app.model.submission import Twin
from tests.checks.cases import a_batch, applied, notice_2023
from tests.checks.test_each_check import BATCH_KINDS

MUST, SHOULD, LOOK = Grade.MUST, Grade.SHOULD, Grade.LOOK
NAME = "济南试制机床有限公司"
PACKAGE, LETTER = f"data/全省/{NAME}.zip", "data/全省/推荐文件.pdf"
SUMS = {PACKAGE: {"sha256": "a1"}, LETTER: {"sha256": "b2"}}
ONE = applied(NAME).enterprise


def a_disc(
    sums: dict[str, dict[str, str]] = SUMS, damaged: tuple[Fault, ...] = (), **told: Any
) -> DiscCase:
    """Whole, unless told otherwise. `sums`: what is there."""
    facts: dict[str, Any] = {
        "id": "QLBG23_3701_01", "files": dict.fromkeys(sums, 9), "expected": SUMS, "listed_by": frozenset({"sha256"}),
        "extra": (), "faults": (), "oddities": (), "unread": (), "packages": {PACKAGE: NAME}, "sizes": {}, "digest": "",
        "membership": Membership(), "submission": None, **told,
    }  # fmt: skip
    return DiscCase(Disc(source=cast(DiscSource, None), **facts), sums, damaged)


def a_set(*numbers: int, group: str = "济南", edition: str = "一") -> DiscSet:
    return DiscSet(tuple((f"盘{n}", Membership(group, n, 3, edition, {2: (NAME,)})) for n in numbers))


def twins(*, other_year: bool) -> LedgerCase:
    twin = Twin("2023-370100-1", "e1", NAME, NAME, "", False, "national", "2023-370200-1", "青岛市工信局", "2022", other_year)
    return LedgerCase("济南市工信局", (twin,), notice_2023())


@dataclass(frozen=True)
class Bad:
    """A case with one fault: the check must find it, `times`, with this grade, saying these words."""

    check: str
    case: Case
    grade: Grade
    says: str
    times: int = 1


RULES = notice_2023().tracks[0]
CODE = TypedCode("盘1", "7K3M-Q9TX-2B8D", paper_code("7k3m q9tx 2b8d"))
GOOD: tuple[Case, ...] = (
    a_disc(), CODE, a_set(3, 1, 2), ForeignDiscs((("盘1", ()),)), Paper("盘1", Compared.CODE),
    Replacing(a_batch(applied()), a_batch(applied()), notice_2023()), TableCase(RULES, "表.xlsx", title="2023年汇总表", year=2023), LedgerCase("济南市工信局", (), notice_2023()),
)  # fmt: skip
NO_LIST = {"expected": {}, "listed_by": frozenset()}
BAD = (
    Bad("DISC-01", a_disc({LETTER: SUMS[LETTER]}), MUST, f"{NAME}的申报材料 {NAME}.zip 在清单里，光盘上没有"),
    Bad("DISC-01", a_disc({**SUMS, PACKAGE: {"sha256": "c3"}}), MUST, "内容与清单不同"),
    Bad("DISC-01", a_disc({**SUMS, PACKAGE: {"sha256": "c3"}}, sizes={PACKAGE: 8}), MUST, "长度应为 8 字节，实为 9 字节"),
    Bad("DISC-01", a_disc(faults=(Fault("bagit.txt", "看不懂"),)), MUST, "bagit.txt 看不懂"),
    Bad("DISC-01", a_disc({}), MUST, "在清单里，光盘上没有", times=2),
    Bad("DISC-02", a_disc(extra=("data/多余.txt",)), SHOULD, "data/多余.txt 不在清单里"),
    Bad("DISC-03", a_set(1, 3), MUST, f"整套光盘“济南”缺第 2 张（共 3 张），上面有 1 家：{NAME}"),
    Bad("DISC-03", a_set(1, 2, 3, 3), MUST, "第 3 张给了不止一次"),
    Bad("DISC-03", DiscSet((*a_set(1, 2, 3).discs, *a_set(3, group="青岛").discs)), MUST, "是另一套"),
    Bad("DISC-03", DiscSet((*a_set(1, 2).discs, *a_set(3, edition="二").discs)), MUST, "不是同一次制作的"),
    Bad("DISC-03", DiscSet((("盘1", Membership()), ("盘2", Membership()))), MUST, "没有说明各属于哪一套"),
    Bad("DISC-04", TypedCode("盘1", "7K3M-Q9TX-2B8D", paper_code("0000-0000-0000")), MUST, "光盘上算出的是 7K3M-Q9TX-2B8D"),
    Bad("DISC-04", TypedCode("盘1", "", paper_code("0000-0000-0000")), MUST, "无从核对"),
    Bad("DISC-04", replace(CODE, unlike=("autorun.inf", "data/甲.zip")), MUST, "有不是它担保的内容：autorun.inf、data/甲.zip"),
    Bad("DISC-05", a_disc({LETTER: SUMS[LETTER]}, (Fault(PACKAGE, "读不出来"),)), MUST, f"{NAME}.zip 读不出来"),
    Bad("DISC-05", a_disc(unread=(Fault(LETTER, "读不出来"),)), MUST, "推荐文件.pdf 读不出来"),
    Bad("DISC-06", a_disc(**NO_LIST), LOOK, "光盘没有清单，可能是手工刻制的"),
    Bad("DISC-06", a_disc(listed_by=frozenset({"md5"})), LOOK, "光盘清单只有 MD5 摘要"),
    Bad("DISC-06", a_disc(oddities=(Fault("data/空", "是空文件夹"),)), SHOULD, "data/空 是空文件夹"),
    Bad("DISC-07", ForeignDiscs((("盘1", ()), ("盘2", ("说明.doc", "其他.doc")))), LOOK, "2 个文件没有认出：说明.doc、其他.doc"),
    Bad("DISC-08", Replacing(a_batch(), a_batch(applied(NAME)), notice_2023()), LOOK, f"比上一次少了 1 家：{NAME}（全国）"),
    Bad("DISC-09", Paper("盘1", Compared.NOT, is_taken_in=True), LOOK, "盘1 校验码未核对"),
    Bad("TABLE-01", TableCase(RULES, "", "打不开"), MUST, f"{RULES.title}：打不开"),
    Bad("TABLE-02", TableCase(RULES, "表.xlsx", "", ((4, ONE),)), MUST, f"汇总表第 4 行的“{NAME}”没有材料包"),
    Bad("TABLE-02", TableCase(RULES, "表.xlsx", "", (), (ONE,)), MUST, f"材料包“{NAME}”在汇总表里没有一行"),
    Bad("TABLE-03", TableCase(RULES, "表.xlsx", title="汇总表.xlsx 2022年申报汇总表", year=2023), LOOK, "写的是 2022 年，不是 2023 年"),
    Bad("DUP-01", twins(other_year=False), MUST, "青岛市工信局也报送了这一家（全国，名称相同）"),
    Bad("DUP-01", twins(other_year=True), LOOK, "青岛市工信局在 2022 年也报送了这一家"),
)  # fmt: skip
KEYS = (  # as the rules of discs told them before they were checks
    "DISC-01-1d0b4086 DISC-01-2e3afb24 DISC-01-bc76017e DISC-01-c59c2df3 DISC-01-1d0b4086 "
    "DISC-01-abc29f9d DISC-02-994cc45d DISC-03-d00d42e9 DISC-03-266b0bb0 DISC-03-51d47577 "
    "DISC-03-ad3c91f1 DISC-03-87301366 DISC-04-72f6e188 DISC-04-0cbef290 DISC-04-fe558fe5 DISC-05-b8af5bc0 "
    "DISC-05-b06ac9cc DISC-06-6ad28b75 DISC-06-66f7a9b8 DISC-06-60dd79b8 DISC-07-8897938e DISC-08-c8b6dfa1 "
    "DISC-09-016701a7 TABLE-01-c4797214 TABLE-02-02bf0841 TABLE-02-7226a4e3 TABLE-03-d91d9f70 DUP-01-6e9a0bac DUP-01-6e9a0bac"
)
EVERY = {(kind, rule.id) for kind, rules in catalogue().items() if kind not in BATCH_KINDS for rule in rules}


def found(bad: Bad) -> tuple[Finding, ...]:
    (outcome,) = (each for each in judged(bad.case) if each.check == bad.check)
    return outcome.findings


def test_every_check_has_a_case_that_fails_it_in_each_of_its_grades() -> None:
    given = {(type(bad.case), bad.check, bad.grade) for bad in BAD}
    assert given == {
        (kind, rule.id, grade)
        for kind, rules in catalogue().items() if kind not in BATCH_KINDS for rule in rules for grade in rule.grades
    }  # fmt: skip


def test_every_check_has_a_case_that_passes_it() -> None:
    passed = {(type(case), each.check) for case in GOOD for each in judged(case) if each.state is State.PASSED}
    assert passed == EVERY and len(GOOD) == len({type(case) for case in GOOD})


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: f"{bad.check} {bad.says}")
def test_a_fault_is_found_and_told_with_its_reason_and_what_next(bad: Bad) -> None:
    findings = found(bad)
    assert [finding.grade for finding in findings] == [bad.grade] * bad.times
    assert all(bad.says in finding.what for finding in findings)
    assert all(f.fix and f.why and f.where and f.subject_name and f.who.title == "市局" for f in findings)
    assert len({finding.key for finding in findings}) == bad.times
    assert not any(outcome.state is State.BROKEN for outcome in judged(bad.case))


def test_the_key_of_a_finding_of_a_disc_never_changes() -> None:
    """Decisions in ledgers refer to it."""
    keys = [finding.key for bad in BAD for finding in found(bad)]
    assert keys == KEYS.split()


def test_a_damaged_package_is_about_its_enterprise_and_the_others_are_whole() -> None:
    other = f"data/全省/{NAME}二厂.zip"
    case = a_disc({**SUMS, PACKAGE: {"sha256": "c3"}}, packages={PACKAGE: NAME, other: f"{NAME}二厂"})
    (finding,) = found(Bad("DISC-01", case, MUST, ""))
    assert (finding.subject, finding.subject_name) == (NAME, NAME)
    assert case.whole == (f"{NAME}二厂",)


def test_what_cannot_be_compared_was_not_looked_at() -> None:
    told = {outcome.check: (outcome.state, outcome.reason) for outcome in judged(a_disc(**NO_LIST))}
    assert told["DISC-01"] == told["DISC-02"] == (State.SKIPPED, "须先有：光盘上有清单")
    rows = {outcome.check: outcome for outcome in judged(TableCase(RULES, "", "打不开"))}
    assert rows["TABLE-02"].reason == "须先通过“有汇总表且认得出表头”，才能检查这一项"
