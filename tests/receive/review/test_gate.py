"""Only what was accepted, is whole and within its quota takes part; others by a reason, which is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.errors import WrongUse
from app.ledger import HeldDisc
from app.model.merged import Mark
from app.model.review import Ballot, Bar, Review, Score
from app.model.submission import Standing
from app.reading.tables.workbook import worksheets
from app.receive.experts import write_results, write_score_sheets
from app.receive.merge import merged_rows, rows_of
from app.receive.review.gate import bars_of
from app.receive.review.kept import review_of
from app.receive.review.marks import admit, recommend, shut_out
from app.receive.review.ranking import must_file_online, ranking
from tests.receive.facts import GROUP, NOTICE, a_submission, an_entry
from tests.receive.ledgers import a_finding, a_ledger, registered

NONE = Review()


def rows(standing=Standing.ACCEPTED, names=("甲公司",), sender="济南", discs=None, **more):
    one = a_submission(sender, standing)
    entries = [an_entry(one, name, at, "national", **more) for at, name in enumerate(names, 1)]
    return merged_rows([one], entries, NOTICE, {one.id: discs} if discs else None)


def test_what_was_accepted_whole_and_in_its_quota_has_no_bar():
    assert bars_of(rows()[0], NONE) == {}


@pytest.mark.parametrize("standing", [s for s in Standing if s.counts and s is not Standing.ACCEPTED])
def test_what_is_not_accepted_has_no_part(standing):
    assert list(bars_of(rows(standing)[0], NONE)) == [Bar.NOT_ACCEPTED]


def test_what_must_be_mended_is_not_whole_although_its_disc_was_accepted():
    assert bars_of(rows(must=2)[0], NONE) == {Bar.NOT_WHOLE: "还有 2 处必须补正"}


def test_what_could_not_be_read_from_its_disc_is_not_whole_and_its_neighbour_is():
    disc = HeldDisc("d", "D", "c", 1, 1, "", "1", ("data/申报材料/乙公司.zip",))
    first, second = rows(names=("甲公司", "乙公司"), discs=(disc,))
    assert bars_of(first, NONE) == {} and list(bars_of(second, NONE)) == [Bar.NOT_WHOLE]


def test_the_quota_bars_what_a_bureau_sends_beyond_it():
    third = rows(names=("甲", "乙", "丙"))[2]
    assert Mark.OVER_QUOTA in third.marks and list(bars_of(third, NONE)) == [Bar.OVER_QUOTA]


def scored(table, *values) -> Review:
    scores = {row.key: Score(row.entry.name, value * 100) for row, value in zip(table, values, strict=True)}
    return Review({"专家": Ballot("专家", scores)})


def test_the_best_has_no_rank_while_it_has_no_part_and_the_others_close_up():
    table = rows(names=("甲", "乙", "丙"))
    ranked = ranking(table, scored(table, 70, 80, 99), "national")
    assert [(one.row.entry.name, one.rank) for one in ranked] == [("乙", 1), ("甲", 2), ("丙", 0)]
    assert ranked[-1].average == 9900
    assert ranked[-1].remarks == ("不参加排名：超出名额（每市最多 2 项，这是第 3 项）",)


@pytest.fixture
def ledger(tmp_path):
    """Jinan was accepted, with one to be mended; Qingdao was given back."""
    with a_ledger(tmp_path / "台账") as opened:
        jinan, qingdao = a_submission("济南", Standing.ACCEPTED), a_submission("青岛", Standing.RETURNED)
        entries = [an_entry(jinan, name, at, "national") for at, name in enumerate(("济南甲", "济南乙"), 1)]
        registered(opened, jinan, [entries[0], replace(entries[1], must=1)], [a_finding("e2")])
        registered(opened, qingdao, [an_entry(qingdao, "青岛丙", 1, "national")])
        yield opened


def named(ledger, name):
    return next(row for row in rows_of(ledger) if row.entry.name == name)


def test_what_was_given_back_is_never_proposed(ledger):
    bad = named(ledger, "青岛丙")
    with pytest.raises(WrongUse, match=r"青岛丙.*退回补正，还没有受理"):
        recommend(ledger, [bad.key], "刘处")
    assert review_of(ledger).recommended == ()


def test_with_a_reason_it_takes_part_and_the_lists_print_the_reason(ledger, tmp_path):
    bad = named(ledger, "青岛丙")
    admit(ledger, [bad], "原件已当面补齐", "刘处")
    recommend(ledger, [bad.key], "刘处")
    assert must_file_online(rows_of(ledger), review_of(ledger), ledger.notice) == (bad,)
    ranked, public, _ = write_results(ledger, tmp_path)
    assert "原件已当面补齐（刘处）" in text(ranked)
    assert "原件已当面补齐" in text(public) and "刘处" not in text(public)
    assert "同意列入评审：青岛丙（原件已当面补齐）" in ledger.events()[-2].what


def text(path) -> str:
    return "\n".join(cell for page in worksheets(path, lambda *_: None) for row in page.grid for cell in row)


@pytest.mark.parametrize("reason", ["", "  "])
def test_nobody_is_let_in_without_a_reason(ledger, reason):
    with pytest.raises(WrongUse, match="理由"):
        admit(ledger, [named(ledger, "青岛丙")], reason, "刘处")


def test_who_takes_part_anyhow_needs_none(ledger):
    with pytest.raises(WrongUse, match="不用写理由"):
        admit(ledger, [named(ledger, "济南甲")], "好", "刘处")


def test_a_reason_covers_what_the_person_knew_of_and_nothing_that_came_since(ledger):
    second = named(ledger, "济南乙")
    admit(ledger, [second], "补件在路上", "刘处")
    recommend(ledger, [second.key], "刘处")
    ledger.set_standing("2023-370100-1", Standing.RETURNED, "", "")
    one = next(r for r in ranking(rows_of(ledger), review_of(ledger), "national") if r.row.key == second.key)
    assert (one.takes_part, one.is_marked, one.is_recommended) == (False, True, False)
    assert "原来的标记不作数" in one.remarks[0]
    ledger.set_standing("2023-370100-1", Standing.ACCEPTED, "", "")
    assert must_file_online(rows_of(ledger), review_of(ledger), ledger.notice)[0].key == second.key


def test_what_was_let_in_can_be_taken_back(ledger):
    bad = named(ledger, "青岛丙")
    admit(ledger, [bad], "好", "刘处")
    assert shut_out(ledger, [bad], "刘处").admitted == {}
    with pytest.raises(WrongUse):
        shut_out(ledger, [bad], "刘处")


def test_experts_get_no_sheet_for_what_has_no_part(ledger, tmp_path):
    (path,) = write_score_sheets(ledger, {"张三": ()}, tmp_path)
    assert "济南甲" in text(path) and "济南乙" not in text(path) and "青岛丙" not in text(path)


def test_without_anybody_to_score_there_is_no_sheet(tmp_path):
    with a_ledger(tmp_path / "台账") as opened:
        one = a_submission(GROUP, Standing.RETURNED)
        registered(opened, one, [an_entry(one, "甲", 1, "national")])
        with pytest.raises(WrongUse, match="先受理"):
            write_score_sheets(opened, {"张三": ()}, tmp_path / "表")
