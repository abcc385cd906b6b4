"""What must not be taken for a fault of substance, and what nobody could look at."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

import app.checks
from app.model.awarded import Award
from app.model.batch import Batch
from app.model.documents.part import Part
from app.model.documents.words import PageState, PageWords, Words
from app.model.finding import State
from app.notices.industries import division_of_name
from app.notices.notice import Notice
from tests.checks.cases import (
    Bad,
    a_batch,
    a_code,
    a_member,
    applied,
    found,
    notice_2023,
    outcomes,
    report,
    with_awards,
)
from tests.checks.substance_cases import (
    BAD,
    EXPERIENCE,
    LICENCE,
    NAME,
    OTHER,
    awarded,
    bound,
    in_form,
    member_of,
    saying,
    titled,
    two_forms,
)

SUBSTANCE = ("EXP-01", "EXP-02", "EXP-03", "NAME-07", "CODE-03", "CODE-04", "FORM-03", "MAT-07", "PROOF-01", "DUP-03")
SOUND = {
    "an experience that calls its enterprise by its brand": saying(
        EXPERIENCE, names={OTHER: 3}, text="试制公司推行精益，试制公司的客户有青岛别家机床有限公司"),
    "one that names customers, and itself": saying(EXPERIENCE, names={OTHER: 9, NAME: 3}),
    "one that names a subsidiary": saying(EXPERIENCE, names={"济南试制精工有限公司": 6}, text=""),
    "one that names who certified and who judged": saying(
        EXPERIENCE, names={"中国质量协会": 7, "华标认证有限公司": 4, "济南市工业和信息化局": 3}, text=""),
    "one that names customers, whose own name stands in a hidden column": saying(EXPERIENCE, names={}, text=""),
    "a finished text with a few ××": saying(EXPERIENCE, gaps=("××公司",)),
    "a finished text that kept its chapter's instruction": saying(EXPERIENCE, text="一、概况（500字以内）" + "好" * 900),
    "its title tells the prize of a former year": titled("获2021年全国质量标杆提名的做法"),
    "its title tells no call": titled("基于零缺陷的质量管理经验"),
    "its title is this year's": titled("2023年全国质量标杆典型经验材料"),
    "a certificate that still holds": bound("证明材料/体系证书.pdf", "pdf", "有效期至2024年5月1日"),
    "old and renewed in one scan": bound("证明材料/体系证书.pdf", "pdf", "有效期至2019年5月1日 有效期至 2025-05-01"),
    "a licence without end": bound("证明材料/执照.pdf", "pdf", "营业期限：2001年3月5日至长期"),
    "a short certificate": bound("证明材料/奖状.docx", "docx", "授予你单位质量奖", 8),
    "a note beside much text": bound("证明材料/清单.docx", "docx", "证明材料清单，详见各附件", 900),
    "an industry in its own words": a_batch(applied(industry="数控机床制造")),
    "an industry in the classification's words": a_batch(applied(industry="通用设备制造业", division="C3421")),
    "an industry whose word is in two divisions": a_batch(applied(industry="设备制造业")),
    "a form whose digits were misread": in_form(a_batch(applied()), name=NAME, is_recognised=True, division="84"),
    "the Word form beside its scan, read by OCR": two_forms(is_recognised=True, experience="零缺陷管埋的经验"),
    "awarded before the barred years": awarded(2019),
    "another with nearly its name": awarded(2021, "济南试制机床厂"),
    "one file under two names, of one kind": a_batch(applied(extra=[
        a_member("证明材料/ISO9001证书.pdf", content="同"), a_member("证明材料/体系证书.pdf", content="同")])),
    "a proof that is also filed as what kind of proof it is": a_batch(applied(extra=[
        a_member("证明材料/附件1.pdf", content="同"), a_member("证明材料/审计报告2.pdf", content="同")])),
}  # fmt: skip


@pytest.mark.parametrize("case", SOUND)
def test_no_needless_question_is_asked(case: str) -> None:
    told = [f for f in report(with_awards(SOUND[case])).findings if f.check in SUBSTANCE]
    assert told == []


def test_a_volume_that_serves_two_materials_is_no_copy() -> None:
    """Said by a person: the form's pages and the experience's lie in one file, which came twice."""
    one = applied(members=[a_member("整本.pdf", content="同"), a_member("整本副本.pdf", content="同")])
    keys = [f"{one.sources[0].id}/{name}" for name in ("整本.pdf", "整本副本.pdf")]
    both = (Part("form", ((1, 12),)), Part("experience", ((13, 30),)))
    for parts, times in (((both, both), 0), ((both, (Part("form"),)), 0), (((Part("form"),), (Part("experience"),)), 1)):
        said = replace(one.enterprise, parts=dict(zip(keys, parts, strict=True)))
        assert len(found(a_batch(replace(one, enterprise=said)), "MAT-07")) == times


def test_an_experience_bound_in_a_volume_is_not_measured_by_the_whole() -> None:
    batch = saying(EXPERIENCE, length=100)
    (one,) = batch.enterprises.values()
    key = f"{one.sources[0]}/{EXPERIENCE}"
    bound_in = replace(one, parts={key: (Part("experience", ((3, 4),)), Part("proof", ((5, 9),)))})
    assert not found(batch.with_enterprise(bound_in), "EXP-01")


def test_a_notice_that_asks_for_no_length_and_no_year_gets_neither() -> None:
    notice = notice_2023()
    plain = replace(notice, materials=tuple(replace(m, least=0, within=0) for m in notice.materials))
    short, old = saying(EXPERIENCE, length=100), saying("证明材料/审计报告.pdf", years={"2010": 3})
    for batch in (short, old):
        asked, unasked = report(batch), report(batch, notice=plain)
        assert {f.check for f in asked.findings} - {f.check for f in unasked.findings} <= {"EXP-01", "PROOF-01"}
        assert not [f for f in unasked.findings if f.check in ("EXP-01", "PROOF-01")]


RENAMED = {"experience": "story", "proof": "papers", "audit": "books"}  # material ids are the notice's own


def renamed() -> Notice:
    notice = notice_2023()
    told = tuple(replace(m, id=RENAMED.get(m.id, m.id), part_of=RENAMED.get(m.part_of, m.part_of)) for m in notice.materials)
    return replace(notice, materials=told)


@pytest.mark.parametrize("bad", [b for b in BAD if b.check in ("EXP-01", "EXP-02", "EXP-03", "NAME-07", "PROOF-01")], ids=str)
def test_a_notice_may_call_its_materials_otherwise(bad: Bad) -> None:
    assert [f for f in report(bad.batch, notice=renamed()).findings if f.check == bad.check and bad.says in f.what]


def test_no_check_of_substance_knows_a_material_by_its_id() -> None:
    notice = notice_2023()
    ids = {m.id for m in notice.materials} - {c.id for track in notice.tracks for c in track.columns}
    for path in sorted((Path(app.checks.__file__).parent / "substance").glob("*.py")):
        told = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
        assert not told & ids, path.name


def with_words(path: str, said: Words | None) -> Batch:
    batch = a_batch(applied())
    digest = member_of(batch, path).sha256
    others = {key: words for key, words in batch.words.items() if key != digest}
    return replace(batch, words=others if said is None else {**others, digest: said})


SCAN = Words(pages=(PageWords(1, state=PageState.PICTURE),), count=1)


@pytest.mark.parametrize("check", ["EXP-01", "EXP-02", "EXP-03"])
@pytest.mark.parametrize("said, why, is_pending", [
    (None, "还没有读取", True), (SCAN, "没有识别文字", False), (Words(state="locked"), "要密码", False),
    (Words(state="other"), "读不出文字的格式", False),
])  # fmt: skip
def test_what_nobody_read_is_never_passed(check: str, said: Words | None, why: str, is_pending: bool) -> None:
    (outcome,) = outcomes(with_words(EXPERIENCE, said), check)
    assert (outcome.state, outcome.is_pending) == (State.SKIPPED, is_pending)
    assert f"“{EXPERIENCE}”" in outcome.reason and why in outcome.reason


def test_without_a_list_of_the_awarded_nothing_was_compared() -> None:
    (told, _) = outcomes(a_batch(applied()), "DUP-03")
    assert (told.state, told.is_pending) == (State.SKIPPED, False) and "没有载入" in told.reason


def test_the_licence_is_compared_by_codes_that_hold_alone() -> None:
    assert not found(saying(LICENCE, codes=(a_code(1),)), "CODE-04")
    batch = in_form(saying(LICENCE, codes=()), LICENCE, is_recognised=True, code="91370100000000070X")
    assert not found(batch, "CODE-04"), "a misread code is no other one"


def test_an_award_of_the_notice_itself_counts_as_one_brought_in() -> None:
    notice = replace(notice_2023(), awarded=(Award(2022, NAME, listed="2022年名单"),))
    assert "2022年名单" in next(f.what for f in report(a_batch(applied()), notice=notice).findings if f.check == "DUP-03")


@pytest.mark.parametrize("name, code", [
    ("汽车制造业", "36"), ("专用设备", "35"), ("C36 汽车制造业（零部件）", "36"), ("软件与信息技术服务业", "65"),
    ("酒饮料和精制茶制造", "15"), ("机床", ""), ("食品", ""), ("38", ""), ("", ""),
])  # fmt: skip
def test_a_division_is_known_by_its_own_name_alone(name: str, code: str) -> None:
    assert division_of_name(name) == code
