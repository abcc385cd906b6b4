"""统一社会信用代码, telephone numbers, dates: what is in form and what a fault is called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.checks.enterprise.code import code_fault, plain_code
from app.checks.enterprise.fields import is_date, is_phone
from app.model.documents.form import FieldFound, FormFacts
from app.model.finding import State
from tests.checks.cases import a_batch, a_code, a_member, applied, found, outcomes, read_forms

# the example of python-stdnum, and codes of public companies that hold both check digits
REAL = (
    "91110000600037341L", "914403001922038216", "9144030071526726XG", "91330100799655058B",
    "91370200264574251E", "913700007456765902", "91370000706266601D", "91370000163044841F",
    "9152000071430580XT", "91370000723865016M",
)


@pytest.mark.parametrize("code", REAL)
def test_a_true_code_has_no_fault(code: str) -> None:
    assert code_fault(code) == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("913700007456765903", "最后一位校验码"),
        ("91310115MA1G4L1WXK", "校验码不对"),
        ("9137000O7456765902", "“O”"),
        ("91370000745676590", "17 位"),
        ("370100200012345", "注册号"),
        ("9.13701E+17", "科学计数法"),
        ("913700007456765802", "组织机构代码"),
        ("9137A0007456765902", "行政区划"),
        ("企业代码待补充企业代码待补充企业代码", "不该出现"),
    ],
)
def test_a_wrong_code_is_told_what_is_wrong(text: str, says: str) -> None:
    assert says in code_fault(text)


@pytest.mark.parametrize("text", ["９１３７００００７４５６７６５９０２", "913700 0074567 65902", "91-3700-007456765902"])
def test_full_width_digits_and_gaps_are_a_matter_of_form_not_a_wrong_code(text: str) -> None:
    batch = a_batch(applied(code=text))
    assert not found(batch, "CODE-01") and [f.grade for f in found(batch, "FIELD-02")] == ["should"]


@given(st.sampled_from(REAL), st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_is_always_found(code: str, place: int, letter: str) -> None:
    changed = code[:place] + letter + code[place + 1 :]
    assert (code_fault(changed) == "") == (changed == code)


@given(st.text(max_size=30))
def test_no_text_breaks_the_check(text: str) -> None:
    assert code_fault(text) or len(plain_code(text)) == 18


@given(st.integers(0, 99_999_999))
def test_a_made_code_holds_both_digits(number: int) -> None:
    assert code_fault(a_code(number)) == ""


def test_a_code_of_the_former_laiwu_belongs_to_jinan() -> None:
    assert not found(a_batch(applied(code=a_code(region="371200"))), "CODE-02")


def test_a_wrong_code_is_not_asked_where_it_comes_from() -> None:
    assert not found(a_batch(applied(code="914403007152672600")), "CODE-02")


@pytest.mark.parametrize(
    "text",
    ["13800138000", "138 0013 8000", "138-0013-8000", "+8613800138000", "0531-82345678", "(0531)82345678", "053182345678", "010-62345678", "0531-82345678-8001", "400-820-8820",
     "13800138000、0531-82345678", "13800138000/13900139000", "13800138000 13900139000", "0531-82345678转801"],
)
def test_a_telephone_number_in_form(text: str) -> None:
    assert is_phone(text)


@pytest.mark.parametrize("text", ["1380013800", "23800138000", "82345678", "张三", "13800138000；无", "1380013800O"])
def test_a_telephone_number_out_of_form(text: str) -> None:
    assert not is_phone(text)


@pytest.mark.parametrize("text", ["2023-08-31", "2023/8/31", "2023.8.31", "2023年8月31日", "2023 年 8 月 31 日"])
def test_a_date_in_form(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", ["2023-02-30", "8月31日", "45169", "2023-08", "二〇二三年八月"])
def test_a_date_out_of_form(text: str) -> None:
    assert not is_date(text)


@pytest.mark.parametrize(("text", "faults"), [("12,345.6", 0), ("12345", 0), ("1.2亿元", 1), ("1.2E+05", 1), ("1,23", 1)])
def test_a_number_is_digits_only(text: str, faults: int) -> None:

    batch = a_batch(applied(track="provincial", revenue=text))
    assert len(found(batch, "FIELD-02")) == faults


def test_a_form_nobody_could_read_is_told_as_not_looked_at() -> None:
    batch = a_batch(applied())
    scan = {key: FormFacts(reason="是扫描件，没有可读取的文字") for key in read_forms(applied())}
    for forms, reason in (({}, "还没有读取"), (scan, "扫描件")):
        (outcome,) = outcomes(replace(batch, forms=forms), "NAME-03")
        assert outcome.state is State.SKIPPED and reason in outcome.reason


def test_a_name_in_another_spelling_is_the_same_name() -> None:
    one = applied("济南（中）机床有限公司")
    batch = a_batch(one).with_forms(read_forms(one, name="济南(中) 机床有限公司"))
    (outcome,) = outcomes(batch, "NAME-03")
    assert outcome.state is State.PASSED


def test_the_two_names_are_shown_side_by_side() -> None:
    one = applied()
    (finding,) = found(a_batch(one).with_forms(read_forms(one, name="济南试制机床集团有限公司")), "NAME-03")
    assert finding.compare == ("济南试制机床集团有限公司", "济南试制机床有限公司")
    assert finding.where.endswith("申报书.pdf#page=1") and finding.member


@pytest.mark.parametrize(
    ("empty", "is_filled", "count"),
    [(("name",), True, 0), (("name",), False, 1), (("name", "contact", "phone"), True, 1)],
)
def test_where_the_seal_goes_on_a_page_of_its_own_is_no_empty_field(
    empty: tuple[str, ...], is_filled: bool, count: int
) -> None:
    one = applied(extra=(a_member("申报书盖章页.pdf", content="页"),))
    forms = read_forms(one)
    (page,) = (member.sha256 for source in one.sources for member in source.members if "盖章页" in member.path)
    forms |= {key: FormFacts({"name": FieldFound(one.enterprise.name, 1)} if is_filled else {}) for key in forms}
    told = found(a_batch(one).with_forms(forms | {page: FormFacts(empty=empty)}), "FORM-02")
    assert len(told) == count
