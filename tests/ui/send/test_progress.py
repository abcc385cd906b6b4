"""What the rail says of each step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from app.batch.edit import decide
from app.checks import check_batch
from app.model.batch import Batch, Letter, Place, Readback, Staging, Verdict
from app.model.finding import Finding, Grade, Outcome, Report, State
from app.model.step import Step
from tests.ui.conftest import NOTICE, a_batch, with_enterprise
from ui.send.collect.census import Census
from ui.send.discs import DiscState
from ui.send.pages import PAGES
from ui.send.progress import (
    CHECK,
    COLLECT,
    DISC,
    LETTER,
    TABLE,
    Overview,
    batch_words,
    deadline,
    disc_state,
    tally,
)
from ui.shell.page import StepState, states_of

DAY = date(2023, 8, 25)


def all_seen(batch: Batch) -> Overview:
    """As if nothing were left to be looked at."""
    report = check_batch(batch, NOTICE, DAY)
    return Overview(batch, NOTICE, Report(tuple(each for each in report.outcomes if not each.is_pending)))


def states(batch: Batch) -> dict[str, StepState]:
    return states_of(PAGES, Overview(batch, NOTICE, check_batch(batch, NOTICE, DAY)))


def test_an_empty_batch_has_not_begun():
    assert states(a_batch())[COLLECT].words == "未开始"
    assert not any(state.done for state in states(a_batch()).values())


def test_collected_is_done_when_names_are_confirmed_and_no_file_waits():
    unsure = with_enterprise(a_batch(), 1, "济南试制机床有限公司")
    sure = with_enterprise(a_batch(), 1, "济南试制机床有限公司", confirmed=True)
    assert not states_of(PAGES, all_seen(unsure))[COLLECT].done
    assert states_of(PAGES, all_seen(sure))[COLLECT].done
    assert not states(sure)[COLLECT].done


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


MADE = Staging("out", "QLBG23_3701_01", "7K3M-Q9TX-2B8D", "x", "2023-08-25", 3, 9)


def read_back(place: Place = Place.DRIVE, problems: int = 0) -> Readback:
    return Readback(
        MADE.disc_id, MADE.check_code, "2023-08-25T10:00:00+08:00", place, "E:", "dvd", 3, 9, problems
    )


def disc_words(discs: DiscState, readbacks: Sequence[Readback] = ()) -> StepState:
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司").with_staging(MADE)
    for each in readbacks:
        batch = batch.with_readback(each)
    return disc_state(Overview(batch, NOTICE, check_batch(batch, NOTICE, DAY), discs))


@pytest.mark.parametrize(("discs", "readbacks", "words"), [
    (DiscState(stagings=(MADE,), readbacks=(None,)), (), StepState("已生成 1 张", done=True)),
    (DiscState(stagings=(MADE,), readbacks=(read_back(),)), (read_back(),), StepState("已校验 1/1", done=True)),
    (DiscState(stagings=(MADE,), readbacks=(read_back(Place.FOLDER),)), (read_back(Place.FOLDER),),
     StepState("已生成 1 张", done=True)),
    (DiscState(stagings=(MADE,), readbacks=(read_back(problems=2),)), (read_back(problems=2),),
     StepState("1 张读盘有错", "red")),
    (DiscState(), (read_back(),), StepState("有改动，要重做", "amber")),
])
def test_a_disc_counts_while_it_is_what_would_be_made_and_was_read_without_fault(discs, readbacks, words):
    assert disc_words(discs, readbacks) == words


def test_while_the_program_is_still_looking_nothing_is_called_done():
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司", confirmed=True)
    (key,) = batch.enterprises
    pending = Outcome("SEAL-01", "盖章", key, "济南试制机床有限公司", State.SKIPPED, is_pending=True)
    told = states_of(PAGES, Overview(batch, NOTICE, Report((pending,))))
    assert (told[COLLECT].words, told[COLLECT].done) == ("1 家还在看", False)
    assert (told[CHECK].words, told[CHECK].done) == ("还在看 1 处", False)
    assert told[DISC] == StepState("", "accent")
    assert Census().take(batch, NOTICE, Report((pending,))).rows[0].status != "齐全"


def test_what_was_sent_back_is_to_be_mended_and_no_longer_to_be_looked_at():
    batch = with_enterprise(a_batch(), 1, "济南试制机床有限公司", confirmed=True)
    (key,) = batch.enterprises
    look = Finding("请看", grade=Grade.LOOK, subject=key, check="SEAL-01", title="盖章", fix="", where="", why="")
    report = Report((Outcome("SEAL-01", "盖章", key, "", State.FOUND, (look,)),))
    back = decide(batch, look, Verdict.RETURN, "章不清", "王敏", DAY)
    assert states_of(PAGES, Overview(batch, NOTICE, report))[CHECK].words == "1 处待核对"
    assert states_of(PAGES, Overview(back, NOTICE, report))[CHECK].words == "1 处必改"


@pytest.mark.parametrize(("words", "told"), [
    ({}, "还没有查"), ({COLLECT: "未开始"}, "未开始"), ({CHECK: "3 处必改"}, "3 处必改"),
    ({CHECK: "1 处必改", DISC: "有改动，要重做"}, "有改动，要重做"),
    ({CHECK: "全部处理", DISC: "可以制作"}, "可以制作"),
])
def test_a_list_of_batches_says_the_one_thing_that_tells_most(words, told):
    states = {step: StepState(words.get(step, "")) for step in Step}
    states[CHECK] = StepState(words.get(CHECK, "还没有查"))
    assert batch_words(states) == told
    assert batch_words({}) == ""


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
