"""Rows find their enterprises; nothing is lost and nothing guessed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.batch.fill import Conflict, fill, is_near
from app.model.batch import Batch, Enterprise, Sender
from app.notices.read import load_notice
from app.reading.tables.sheet import Sheet

NOTICE = load_notice("2023")[0]
JINAN = Sender("济南市工业和信息化局", "370100", "济南市")


def a_batch(*names: str, sender: Sender = JINAN, **fields: str) -> Batch:
    batch = Batch(sender, "2023", "2023-08-20")
    for number, name in enumerate(names, 1):
        batch = batch.with_enterprise(Enterprise(f"e{number}", "national", name, (), fields=dict(fields)))
    return batch


def a_sheet(*rows: dict[str, str]) -> Sheet:
    return Sheet(tuple(rows), numbers=tuple(range(4, 4 + len(rows))))


def test_the_same_full_name_takes_the_row_and_is_confirmed() -> None:
    batch, filled = fill(a_batch("济南甲公司"), "national", a_sheet({"name": "济南甲公司", "contact": "赵一"}), NOTICE)
    assert batch.enterprises["e1"].fields == {"name": "济南甲公司", "contact": "赵一"}
    assert batch.enterprises["e1"].is_confirmed
    assert (filled.matched, filled.changed, filled.conflicts) == (((4, "e1"),), 2, ())


def test_another_spelling_matches_and_the_tables_name_is_kept() -> None:
    batch, _ = fill(a_batch("山东（济南）甲公司"), "national", a_sheet({"name": "山东(济南) 甲公司"}), NOTICE)
    enterprise = batch.enterprises["e1"]
    assert (enterprise.name, enterprise.fields["name"]) == ("山东（济南）甲公司", "山东(济南) 甲公司")
    assert not enterprise.is_confirmed


def test_a_credit_code_matches_where_names_do_not() -> None:
    batch = a_batch("老名字公司", code="91370100MA3C0000XX")
    _, filled = fill(batch, "national", a_sheet({"name": "新名字集团", "code": "91370100ma3c0000xx"}), NOTICE)
    assert filled.matched == ((4, "e1"),)


def test_limited_and_limited_liability_are_near_and_so_is_one_character() -> None:
    assert is_near("济南甲电器有限责任公司", "济南甲电器有限公司")
    assert is_near("济南甲电器有限公司", "济南甲电气有限公司")
    assert is_near("济南甲电器有限公司", "济南甲甲电器有限公司")
    assert not is_near("济南甲电器有限公司", "济南乙电气有限公司")
    assert not is_near("甲公司", "乙公司")
    assert not is_near("", "")


def test_an_exact_match_goes_before_a_near_one() -> None:
    batch = a_batch("济南甲电气有限公司", "济南甲电器有限公司")
    rows = a_sheet({"name": "济南甲电器有限公司"}, {"name": "济南甲电气有限公司"})
    assert fill(batch, "national", rows, NOTICE)[1].matched == ((4, "e2"), (5, "e1"))


def test_a_name_near_to_two_enterprises_is_left_to_the_clerk() -> None:
    batch = a_batch("济南甲电气有限公司", "济南甲电机有限公司")
    _, filled = fill(batch, "national", a_sheet({"name": "济南甲电器有限公司"}), NOTICE)
    assert filled.matched == ()
    assert "都相近" in filled.unmatched[0].reason


def test_a_second_row_of_one_enterprise_and_a_row_without_a_package_are_told() -> None:
    rows = a_sheet({"name": "甲公司"}, {"name": "甲公司"}, {"name": "乙公司"})
    _, filled = fill(a_batch("甲公司"), "national", rows, NOTICE)
    assert filled.matched == ((4, "e1"),)
    assert [(item.path, item.reason) for item in filled.unmatched] == [
        ("第 5 行", "“甲公司”：“甲公司”已有另外一行"), ("第 6 行", "没有收到“乙公司”的申报材料"),
    ]


def test_blank_cells_keep_what_was_there_and_other_values_are_named() -> None:
    batch = a_batch("甲公司", contact="旧", phone="1")
    batch, filled = fill(batch, "national", a_sheet({"name": "甲公司", "contact": "新", "phone": ""}), NOTICE)
    assert (batch.enterprises["e1"].fields["contact"], batch.enterprises["e1"].fields["phone"]) == ("新", "1")
    assert filled.conflicts == (Conflict("e1", "contact", "旧", "新"),)


def test_the_order_follows_the_numbers_and_enterprises_without_a_row_come_after() -> None:
    rows = a_sheet({"name": "丙公司", "order": "2"}, {"name": "乙公司", "order": "1"})
    batch, _ = fill(a_batch("甲公司", "乙公司", "丙公司"), "national", rows, NOTICE)
    assert batch.listed("national") == ("乙公司", "丙公司", "甲公司")
    rows = a_sheet({"name": "丙公司", "order": "2"}, {"name": "乙公司", "order": "2"})
    batch, _ = fill(a_batch("甲公司", "乙公司", "丙公司"), "national", rows, NOTICE)
    assert batch.listed("national") == ("丙公司", "乙公司", "甲公司")


def test_columns_the_program_writes_are_not_taken() -> None:
    batch, _ = fill(a_batch("甲公司"), "national", a_sheet({"name": "甲公司", "sender": "别的局"}), NOTICE)
    assert "sender" not in batch.enterprises["e1"].fields


NAMES = st.sampled_from(["济南甲电器有限公司", "济南甲电气有限公司", "济南甲电器有限责任公司", "济南乙（山东）公司", "济南乙(山东)公司", ""])


@given(st.lists(NAMES.filter(bool), unique=True, max_size=5), st.lists(NAMES, max_size=6))
def test_every_row_is_matched_or_told_and_no_enterprise_has_two(packages: list[str], rows: list[str]) -> None:
    before = a_batch(*packages)
    after, filled = fill(before, "national", a_sheet(*({"name": name} for name in rows)), NOTICE)
    assert len(filled.matched) + len(filled.unmatched) == len(rows)
    assert len({key for _, key in filled.matched}) == len(filled.matched)
    assert sorted(after.order.get("national", ())) == sorted(before.order.get("national", ()))
