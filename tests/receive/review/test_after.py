"""Visits, publicity, objections, the final list, filing on the web; how far each is, by one function."""

from __future__ import annotations

from datetime import date

import pytest

from app.errors import NothingFound, WrongUse
from app.model.review import Bar, Stage
from app.model.submission import Standing
from app.receive.experts import FINAL, write_results
from app.receive.merge import rows_of
from app.receive.review.filed import tick
from app.receive.review.gate import bars_of
from app.receive.review.kept import review_of
from app.receive.review.marks import recommend
from app.receive.review.papers import write_announcement_of, write_visit_forms
from app.receive.review.publicity import announce, answer, conclude, object_to, reopen
from app.receive.review.ranking import must_file_online
from app.receive.review.stages import called, stage_of
from app.receive.review.visits import call_off, found, send_to
from tests.receive.facts import GROUP, NOTICE, a_submission, an_entry
from tests.receive.ledgers import a_ledger, registered

FIRST, LAST, AFTER = date(2023, 9, 1), date(2023, 9, 7), "1694131200"  # 2023-09-08
MEMBERS = ("张工", "李工")


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """Three directly handed in and accepted, on 2023-09-01."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1693526400")
    with a_ledger(tmp_path / "台账") as opened:
        one = a_submission(GROUP, Standing.ACCEPTED)
        registered(opened, one, [an_entry(one, name, at, "national") for at, name in enumerate("甲乙丙", 1)])
        yield opened


def key(ledger, at):
    return rows_of(ledger)[at].key


def stages(ledger):
    return [stage_of(row, review_of(ledger)) for row in rows_of(ledger)]


def shown(ledger, *at):
    recommend(ledger, [key(ledger, each) for each in at], "刘处")
    return announce(ledger, "national", FIRST, LAST, "刘处")


def test_an_enterprise_goes_from_review_to_the_final_list(ledger, monkeypatch):
    first = rows_of(ledger)[0]
    assert stages(ledger) == [Stage.REVIEW] * 3
    send_to(ledger, [first], date(2023, 9, 1), MEMBERS, "刘处")
    assert stages(ledger)[0] is Stage.VISIT
    found(ledger, first, True, "与申报一致", "刘处")
    assert stages(ledger)[0] is Stage.REVIEW
    recommend(ledger, [first.key], "刘处")
    assert stages(ledger)[0] is Stage.PROPOSED
    announce(ledger, "national", FIRST, LAST, "刘处")
    assert stages(ledger) == [Stage.PUBLIC, Stage.REVIEW, Stage.REVIEW]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    conclude(ledger, "national", "刘处")
    assert stages(ledger) == [Stage.CHOSEN, Stage.PASSED_OVER, Stage.PASSED_OVER]
    reopen(ledger, "national", "刘处")
    assert stages(ledger)[0] is Stage.PUBLIC


def test_a_stage_is_called_as_the_notice_calls_those_chosen():
    national, provincial = NOTICE.tracks
    assert [called(Stage.PROPOSED, t) for t in (national, provincial)] == ["拟推荐", "拟认定"]
    assert [called(Stage.CHOSEN, t) for t in (national, provincial)] == ["已推荐", "已认定"]
    assert called(Stage.VISIT, national) == "现场核查"


# -- visits ----------------------------------------------------------------------------------------
def test_who_fails_a_visit_has_no_part_any_more(ledger):
    first = rows_of(ledger)[0]
    send_to(ledger, [first], FIRST, MEMBERS, "刘处")
    found(ledger, first, False, "数据对不上", "刘处")
    assert bars_of(first, review_of(ledger)) == {Bar.NOT_CONFIRMED: "现场核查没有通过（数据对不上）"}
    assert stages(ledger)[0] is Stage.OUT
    call_off(ledger, first, "刘处")
    assert stages(ledger)[0] is Stage.REVIEW


def test_a_visit_needs_people_and_a_failed_one_words(ledger):
    first = rows_of(ledger)[0]
    with pytest.raises(WrongUse):
        send_to(ledger, [first], FIRST, (" ",), "刘处")
    with pytest.raises(WrongUse, match="没有安排"):
        found(ledger, first, True, "", "刘处")
    send_to(ledger, [first], FIRST, MEMBERS, "刘处")
    with pytest.raises(WrongUse, match="写明"):
        found(ledger, first, False, " ", "刘处")


def test_the_form_names_the_enterprise_the_day_and_the_people(ledger, tmp_path):
    import docx

    send_to(ledger, rows_of(ledger)[:1], date(2023, 9, 4), MEMBERS, "刘处")
    (path,) = write_visit_forms(ledger, rows_of(ledger), tmp_path)
    cells = [cell.text for row in docx.Document(path).tables[0].rows for cell in row.cells]
    assert {"甲", "2023年9月4日", "张工、李工", "□ 通过　　□ 不通过"} <= set(cells)


# -- publicity -------------------------------------------------------------------------------------
def test_the_announcement_has_period_telephone_and_channel_and_no_person(ledger, tmp_path):
    import docx
    from pypdf import PdfReader

    shown(ledger, 0, 2)
    pdf, word = write_announcement_of(ledger, "national", tmp_path)
    said = "".join(page.extract_text() for page in PdfReader(pdf).pages).replace("\n", "")
    document = docx.Document(word)
    told = "".join(p.text for p in document.paragraphs)
    for words in (said, told):
        assert "2023年9月1日至2023年9月7日" in words and "51782609" in words and "共2家" in words
        assert "kejichu2019@shandong.cn" in words and "赵一" not in words
    listed = [[cell.text for cell in row.cells][:2] for row in document.tables[0].rows]
    assert listed == [["序号", "企业名称"], ["1", "甲"], ["2", "丙"]]


def test_no_short_word_of_the_list_is_broken_and_the_list_is_as_wide_as_the_text(ledger, tmp_path):
    import docx

    shown(ledger, 0, 2)
    _, word = write_announcement_of(ledger, "national", tmp_path)
    (table,) = docx.Document(word).tables
    widths = [column.width.mm for column in table.columns]
    assert sum(widths) == pytest.approx(156, abs=0.5)
    cell, sides = 12 / 72 * 25.4, 2 * 1.9  # mm: a character of 12 pt, what Word leaves beside the words
    titles = [area.title for area in NOTICE.areas]
    for column, width in zip(table.columns, widths, strict=True):
        texts = [each.text for each in column.cells]
        if texts[0] in ("序号", "所属市") or set(texts) & set(titles):
            assert max(map(len, texts)) * cell + sides <= width, texts


def test_the_form_of_a_visit_is_one_page(ledger, tmp_path):
    import docx

    send_to(ledger, rows_of(ledger)[:1], date(2023, 9, 4), MEMBERS, "刘处")
    (path,) = write_visit_forms(ledger, rows_of(ledger), tmp_path)
    document = docx.Document(path)
    line, (section,) = 24 / 72 * 25.4, document.sections  # mm a row of one line takes
    room = section.page_height.mm - section.top_margin.mm - section.bottom_margin.mm
    needed = sum(row.height.mm if row.height else line for row in document.tables[0].rows)
    titles = sum(paragraph.paragraph_format.line_spacing.mm for paragraph in document.paragraphs)
    assert needed + titles + 2 * line <= room  # two rows may be of two lines


def test_nobody_is_publicised_unmarked_unvisited_or_backwards(ledger):
    with pytest.raises(WrongUse, match="还没有标记"):
        announce(ledger, "national", FIRST, LAST, "刘处")
    recommend(ledger, [key(ledger, 0)], "刘处")
    with pytest.raises(WrongUse, match="早于"):
        announce(ledger, "national", LAST, FIRST, "刘处")
    send_to(ledger, rows_of(ledger)[:1], FIRST, MEMBERS, "刘处")
    with pytest.raises(WrongUse, match="现场核查的结果：甲"):
        announce(ledger, "national", FIRST, LAST, "刘处")


def test_a_list_is_final_after_its_period_and_never_before(ledger, monkeypatch):
    with pytest.raises(WrongUse, match="还没有公示"):
        conclude(ledger, "national", "刘处")
    shown(ledger, 0)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1694044800")  # its last day
    with pytest.raises(WrongUse, match="期满后"):
        conclude(ledger, "national", "刘处")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    conclude(ledger, "national", "刘处")
    with pytest.raises(WrongUse, match="已经定下来"):
        announce(ledger, "national", FIRST, LAST, "刘处")


def test_an_open_objection_holds_the_list_up_and_an_upheld_one_takes_its_enterprise_off(ledger, monkeypatch, tmp_path):
    shown(ledger, 0, 1)
    first, second = (object_to(ledger, rows_of(ledger)[at], "某协会", "获过奖", FIRST, "刘处") for at in (0, 1))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    with pytest.raises(WrongUse, match="第 1 号（甲）；第 2 号（乙）"):
        conclude(ledger, "national", "刘处")
    answer(ledger, first.number, "没有获过奖", False, "刘处")
    answer(ledger, second.number, "属实", True, "刘处")
    assert conclude(ledger, "national", "刘处").keys == (key(ledger, 0),)
    assert stages(ledger) == [Stage.CHOSEN, Stage.OUT, Stage.PASSED_OVER]
    names = [path.name for path in write_results(ledger, tmp_path)]
    assert FINAL in names


def test_objections_are_to_what_is_publicised_and_say_who_and_what(ledger):
    shown(ledger, 0)
    first, second, _ = rows_of(ledger)
    with pytest.raises(WrongUse, match="不在公示的名单里"):
        object_to(ledger, second, "某协会", "获过奖", FIRST, "刘处")
    with pytest.raises(WrongUse):
        object_to(ledger, first, "", "获过奖", FIRST, "刘处")
    with pytest.raises(NothingFound):
        answer(ledger, 7, "属实", True, "刘处")


# -- filing on the web -----------------------------------------------------------------------------
def test_who_filed_is_ticked_with_the_day_and_may_be_unticked(ledger):
    recommend(ledger, [key(ledger, 0)], "刘处")
    (row,) = must_file_online(rows_of(ledger), review_of(ledger), ledger.notice)
    assert tick(ledger, [row], date(2023, 9, 10), "刘处").filed == {row.key: "2023-09-10"}
    assert tick(ledger, [row], None, "刘处").filed == {}
    with pytest.raises(WrongUse, match="不用网上申报：乙"):
        tick(ledger, [rows_of(ledger)[1]], date(2023, 9, 10), "刘处")
