"""What the rail says of each step."""

from __future__ import annotations

from datetime import date

import pytest

from app.checks import check_batch
from app.model.batch import Batch, Letter, Staging
from app.model.finding import Report
from tests.ui.conftest import NOTICE, a_batch, with_enterprise
from ui.send.pages import PAGES
from ui.send.progress import CHECK, COLLECT, DISC, LETTER, TABLE, Overview, deadline, tally
from ui.shell.page import StepState, states_of

DAY = date(2023, 8, 25)


def states(batch: Batch) -> dict[str, StepState]:
    return states_of(PAGES, Overview(batch, NOTICE, check_batch(batch, NOTICE, DAY)))


def test_an_empty_batch_has_not_begun():
    assert states(a_batch())[COLLECT].words == "未开始"
    assert not any(state.done for state in states(a_batch()).values())


def test_collected_is_done_when_names_are_confirmed_and_no_file_waits():
    unsure = with_enterprise(a_batch(), 1, "济南试制机床有限公司")
    sure = with_enterprise(a_batch(), 1, "济南试制机床有限公司", confirmed=True)
    assert not states(unsure)[COLLECT].done
    assert states(sure)[COLLECT].done


def test_missing_material_is_counted_in_red():
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司", paths=("申报书.pdf",))
    state = states(batch)[CHECK]
    assert state.tone == "red"
    assert state.words.endswith("处必改")


def test_an_unchecked_batch_never_looks_checked():
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司", confirmed=True)
    unchecked = states_of(PAGES, Overview(batch, NOTICE, Report()))
    assert not any(state.done for state in unchecked.values())


def test_empty_required_cells_are_counted_at_the_table():
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司")
    assert states(batch)[TABLE].words.startswith("缺 ")


def test_a_sealed_letter_of_another_list_is_told():
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司")
    old = batch.with_letter("provincial", Letter(stored="letters/a.pdf", sealed_list=("别的公司",)))
    good = batch.with_letter("provincial", Letter(stored="letters/a.pdf", sealed_list=("济南试制机床有限公司",)))
    assert states(old)[LETTER].words == "名单已改动"
    assert states(good)[LETTER] == StepState("已盖章 1/1", done=True)


def test_a_staged_disc_is_done():
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司")
    staged = batch.with_staging(Staging("out", "QLBG23_3701_01", "7K3M-Q9TX-2B8D", "x", "2023-08-25", 3, 9))
    assert states(staged)[DISC].done


@pytest.mark.parametrize(("day", "words", "tone"), [
    (date(2023, 8, 25), "距截止 8 月 31 日还有 6 天", "muted"),
    (date(2023, 8, 29), "距截止 8 月 31 日还有 2 天", "amber"),
    (date(2023, 8, 31), "今天（8 月 31 日）截止", "red"),
    (date(2023, 9, 1), "已过截止日 2023 年 8 月 31 日", "amber"),
])
def test_the_days_left_are_counted(day, words, tone):
    assert deadline(NOTICE, day) == (words, tone)


def test_enterprises_are_tallied_by_track():
    batch = with_enterprise(with_enterprise(a_batch(), 1, "甲公司", "national"), 2, "乙公司")
    assert tally(batch, NOTICE) == "全国 1 家 · 全省 1 家"
