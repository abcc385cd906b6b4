"""Score sheets out and back, averages and ranks, 拟推荐, and the lists that follow."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import LedgerDamaged, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.review import Ballot, Review, Score, average_of, points
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.reading.tables.scores import hundredths
from app.reading.tables.workbook import worksheets
from app.receive.experts import write_results, write_score_sheets
from app.receive.merge import merged_rows, rows_of
from app.receive.review.kept import review_of
from app.receive.review.marks import recommend
from app.receive.review.ranking import grouped, must_file_online, ranking
from app.receive.review.scores import take_scores, trim
from tests.receive.facts import GROUP, NOTICE, a_submission, an_entry
from tests.receive.ledgers import WITHOUT_EVENT_KINDS, a_ledger, registered

NAMES = ("山东甲机械有限公司", "济南乙食品有限公司", "济南丙化工有限公司")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(1) as box:
        yield box


@pytest.fixture
def ledger(tmp_path):
    """Three enterprises in the national track, of two areas; whoever hands in directly has no quota."""
    with a_ledger(tmp_path / "台账") as opened:
        jinan = a_submission(GROUP, Standing.ACCEPTED)
        entries = [
            an_entry(jinan, name, at, "national", f"91370100000000001{at}", id=f"e{at}",
                     fields={"area": "1" if at == 3 else "4", "phone": f"1380000000{at}"})
            for at, name in enumerate(NAMES, 1)
        ]  # fmt: skip
        registered(opened, jinan, entries)
        yield opened


def keys(ledger):
    return [row.key for row in rows_of(ledger)]


def filled(path: Path, scores: dict[str, object]) -> Path:
    """As an expert would: points typed into their column."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(min_row=4):
            if row[3].value in scores:
                row[6].value = scores[row[3].value]
    book.save(path)
    return path


def sheet_of(ledger, expert, scores, folder):
    (path,) = write_score_sheets(ledger, {expert: ()}, folder)
    return filled(path, dict(zip(NAMES, scores, strict=False)))


def take(ledger, sandbox, *paths):
    return take_scores(ledger, paths, "刘处", sandbox, Job())


def grid(path: Path, name: str = "全国质量标杆"):
    return {page.name: page.grid for page in worksheets(path, lambda *_: None)}[name]


def test_a_score_sheet_takes_points_from_0_to_100_and_nothing_else(ledger, tmp_path):
    one, two = write_score_sheets(ledger, {"张三": (), "李四": ("数字化融合",)}, tmp_path)
    assert (one.name, two.name) == ("评分表_张三.xlsx", "评分表_李四.xlsx")
    (sheet,) = openpyxl.load_workbook(one).worksheets
    (rule,) = sheet.data_validations.dataValidation
    assert (rule.type, rule.formula1, rule.formula2, str(rule.sqref)) == ("decimal", "0", "100", "G4:G6")
    assert sheet.freeze_panes == "E4" and sheet.protection.sheet
    assert [cell.protection.locked for cell in sheet[4]] == [True] * 6 + [False] * 2
    assert [row[3] for row in grid(one)[3:]] == [NAMES[2], NAMES[0], NAMES[1]]  # by area
    assert [row[3] for row in grid(two)[3:]] == list(NAMES[:2])


@pytest.mark.parametrize("experts", [{}, {" ": ()}, {"张三": (), "张三 ": ()}, {"张三": ("没有的组",)}])
def test_experts_need_a_name_each_and_groups_that_exist(ledger, tmp_path, experts):
    with pytest.raises(WrongUse):
        write_score_sheets(ledger, experts, tmp_path)


def test_scores_come_back_as_they_were_typed(ledger, tmp_path, sandbox):
    path = sheet_of(ledger, "张三", (88, 91.255, " 90分"), tmp_path)
    (told,) = take(ledger, sandbox, path)
    assert (told.expert, told.taken, told.left_out, told.unscored) == ("张三", 3, (), ())
    scores = review_of(ledger).ballots["张三"].scores
    assert [scores[key].value for key in keys(ledger)] == [8800, 9126, 9000]


def test_what_cannot_be_taken_is_told_row_by_row(ledger, tmp_path, sandbox):
    path = sheet_of(ledger, "张三", ("优秀", 101), tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet["D4"], sheet["G4"] = "换了一家公司", 80
    sheet["A7"], sheet["D7"], sheet["G7"] = "全国-2023-999999-1-01", "别处", 60
    book.save(path)
    (told,) = take(ledger, sandbox, path)
    assert told.taken == 0 and len(told.left_out) == 4
    assert review_of(ledger) == Review()


def test_a_blank_score_is_no_nought(ledger, tmp_path, sandbox):
    (told,) = take(ledger, sandbox, sheet_of(ledger, "张三", (80, None, 0), tmp_path))
    assert told.unscored == (NAMES[1],)
    last = ranking(rows_of(ledger), review_of(ledger), "national")[-1]
    assert last.row.entry.name == NAMES[1] and (last.rank, last.average) == (0, None)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", "不是表格".encode()])
def test_a_file_that_is_no_score_sheet_is_told_and_the_others_go_on(ledger, tmp_path, sandbox, content):
    bad = tmp_path / "评分表_王五.xlsx"
    bad.write_bytes(content)
    wrong, right = take(ledger, sandbox, bad, sheet_of(ledger, "张三", (80,), tmp_path))
    assert wrong.taken == 0 and "不是评分表" in wrong.left_out[0].reason
    assert right.taken == 1


def test_a_later_sheet_of_an_expert_replaces_what_it_scores(ledger, tmp_path, sandbox):
    take(ledger, sandbox, sheet_of(ledger, "张三", (80, 70), tmp_path / "1"))
    take(ledger, sandbox, sheet_of(ledger, "张三", (85,), tmp_path / "2"))
    scores = review_of(ledger).ballots["张三"].scores
    assert [scores[key].value for key in keys(ledger)[:2]] == [8500, 7000]


# -- averages and ranks ----------------------------------------------------------------------------
def rows(*names, sender=GROUP):
    jinan = a_submission(sender, Standing.ACCEPTED)
    return merged_rows([jinan], [an_entry(jinan, n, at, "national") for at, n in enumerate(names, 1)], NOTICE)


def reviewed(table, **given) -> Review:
    ballots = {
        expert: Ballot(expert, {row.key: Score(row.entry.name, value * 100)
                                for row, value in zip(table, values, strict=False) if value is not None})
        for expert, values in given.items()
    }  # fmt: skip
    return Review(ballots)


def test_ties_share_a_rank_and_the_next_one_is_passed_over():
    table = rows("甲", "乙", "丙", "丁")
    ranked = ranking(table, reviewed(table, a=(80, 90, 80, None)), "national")
    told = [(one.row.entry.name, one.rank, one.is_tied) for one in ranked]
    assert told == [("乙", 1, False), ("甲", 2, True), ("丙", 2, True), ("丁", 0, False)]


def test_the_highest_and_the_lowest_are_left_out_only_where_there_are_three():
    table = rows("甲", "乙")
    review = replace(reviewed(table, a=(100, 60), b=(80, 90), c=(50, None)), is_trimmed=True)
    first, second = ranking(table, review, "national")
    assert (first.row.entry.name, first.average, first.is_trimmed) == ("甲", 8000, True)
    assert (second.average, second.is_trimmed) == (7500, False)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=20), st.booleans())
def test_an_average_lies_between_the_lowest_and_the_highest(scores, is_trimmed):
    assert min(scores) <= average_of(scores, is_trimmed) <= max(scores)


def test_averages_are_rounded_half_up():
    assert average_of([9000, 9001], False) == 9001 and points(9001) == "90.01"
    assert average_of([100, 101, 101], False) == 101


@pytest.mark.parametrize(
    ("text", "value"),
    [("85", 8500), ("85.5分", 8550), ("0", 0), ("100", 10000), ("99.995", 10000), ("100.01", None), ("-1", None),
     ("", None), ("1e2", None), ("85,5", None), ("NaN", None)],
)  # fmt: skip
def test_points_are_numbers_from_0_to_100(text, value):
    assert hundredths(text) == value


def test_a_corrected_disc_keeps_the_scores_by_name():
    before, after = rows("甲", "乙"), a_submission(attempt=2, standing=Standing.ACCEPTED)
    table = merged_rows([after], [an_entry(after, "乙", 1, "national")], NOTICE)
    (one,) = ranking(table, reviewed(before, a=(70, 90)), "national")
    assert one.average == 9000


def test_groups_follow_the_notice():
    table = rows("甲", sender="济南")
    assert list(grouped(table, "area", NOTICE)) == ["数字化融合"]
    assert list(grouped(table, "division", NOTICE)) == ["电气机械和器材制造业"]
    assert list(grouped(table, "city", NOTICE)) == ["济南市"]
    assert list(grouped(table, "contact", NOTICE)) == ["赵一"]
    assert list(grouped(table, "nonsense", NOTICE)) == ["未分组"]


# -- what follows ----------------------------------------------------------------------------------
def test_what_was_recommended_must_file_online_and_is_published(ledger, tmp_path, sandbox):
    take(ledger, sandbox, sheet_of(ledger, "张三", (80, 90, 85), tmp_path / "1"))
    take(ledger, sandbox, sheet_of(ledger, "李四", (81, 91.5, 85), tmp_path / "2"))
    recommend(ledger, [keys(ledger)[1], keys(ledger)[2]], "刘处")
    assert [row.entry.name for row in must_file_online(rows_of(ledger), review_of(ledger), ledger.notice)] == list(NAMES[1:])
    ranked, public, online = write_results(ledger, tmp_path / "结果")
    cells = [dict(zip(grid(ranked)[2], row, strict=True)) for row in grid(ranked)[3:]]
    assert [(c["名次"], c["企业名称"], c["张三"], c["平均分"], c["拟推荐全国"]) for c in cells] == [
        ("1", NAMES[1], "90", "90.75", "是"), ("2", NAMES[2], "85", "85", "是"), ("3", NAMES[0], "80", "80.5", ""),
    ]  # fmt: skip
    assert [row[1] for row in grid(public)[3:]] == [NAMES[1], NAMES[2]]
    assert "138" not in str(grid(public)) and "赵一" not in str(grid(public))
    assert "2023年9月15日前完成网上申报" in grid(online)[1][0]
    assert "13800000002" in grid(online)[3]


def test_without_scores_there_is_a_list_and_nothing_to_publish(ledger, tmp_path):
    assert [path.name for path in write_results(ledger, tmp_path / "结果")] == ["评审结果.xlsx"]


def test_only_what_is_in_the_table_can_be_recommended(ledger):
    with pytest.raises(WrongUse):
        recommend(ledger, ["全国-2023-370100-9-01"], "刘处")


def test_marks_of_the_other_track_stay_and_of_a_replaced_disc_go(ledger):
    first, second, _ = keys(ledger)
    qingdao = a_submission("青岛", Standing.ACCEPTED)
    registered(ledger, qingdao, [an_entry(qingdao, "青岛丁公司", id="e1")])
    other = keys(ledger)[-1]
    recommend(ledger, [first, other], "刘处")
    assert recommend(ledger, [second], "刘处", "national").recommended == (other, second)
    ledger.set_standing("2023-Z7K3M-1", Standing.SUPERSEDED, "", "")
    assert recommend(ledger, [other, second], "刘处").recommended == (other,)


def test_a_review_is_kept_and_a_damaged_one_is_said(ledger):
    assert trim(ledger, True, "刘处") == review_of(ledger) == Review(is_trimmed=True)
    assert ledger.events()[-1].what == "平均分：去掉一个最高分和一个最低分"
    ledger.set_review(b"{", "", "")
    with pytest.raises(LedgerDamaged):
        review_of(ledger)


def test_a_ledger_from_before_there_were_reviews_takes_one(tmp_path):
    a_ledger(tmp_path / "台账").close()
    old = sqlite3.connect(tmp_path / "台账" / "台账.sqlite")
    old.executescript(WITHOUT_EVENT_KINDS)
    old.executescript("DROP TABLE review; ALTER TABLE submissions DROP COLUMN handed_in; PRAGMA user_version=1;")
    old.close()
    with Ledger.open(tmp_path / "台账") as ledger:
        assert review_of(ledger) == Review()
        assert trim(ledger, True, "刘处").is_trimmed
