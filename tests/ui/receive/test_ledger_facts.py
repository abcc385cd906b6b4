"""What the pages of a ledger say, worked out without a window."""

from __future__ import annotations

from pathlib import Path

from app.model.batch import Sender
from app.model.merged import Mark
from app.model.submission import Standing
from tests.ui.conftest import NOTICE
from tests.ui.receive.ledgers import a_ledger, bureau, hand_in, names, province
from ui.receive.facts import Facts, Overview, action_items, facts_of, headline, tile_texts
from ui.receive.pages import PAGES
from ui.shell.page import states_of


def facts(ledger) -> Facts:
    submissions = ledger.submissions()
    discs = {one.id: ledger.discs_of(one.id) for one in submissions}
    return facts_of(submissions, ledger.entries(), NOTICE, "", discs, ledger.events())


def test_sixteen_cities_stand_in_their_order_and_the_direct_ones_after_them(tmp_path: Path):
    with province(tmp_path / "台账") as ledger:
        found = facts(ledger)
    shown = tile_texts(found.board, NOTICE)
    assert [tile_text.title for tile_text in shown[:4]] == ["济南", "青岛", "淄博", "枣庄"]
    assert len(shown) == 18 and shown[16].title == "中国重型汽车集团有限公司"
    assert (shown[0].words, shown[0].tone, shown[0].counts) == ("已受理", "green", "全国 2　全省 10")
    assert (shown[8].title, shown[8].words, shown[8].counts, shown[8].submission) == ("泰安", "未收到", "—", "")
    assert headline(found) == "16 市中 12 市已报送，4 市未到；直报企业 2 家"


def test_many_direct_senders_share_the_last_tile(tmp_path: Path):
    with a_ledger(tmp_path / "台账") as ledger:
        for number in range(9):
            name = f"省属第{number}集团有限公司"
            hand_in(ledger, Sender(name), [("provincial", name)])
        shown = tile_texts(facts(ledger).board, NOTICE)
    assert len(shown) == 16 + 4 and shown[-1].title == "其余直报 6 家" and shown[-1].counts == "全省 6"


def test_what_needs_a_person_is_told_the_unreadable_first(tmp_path: Path):
    with province(tmp_path / "台账") as ledger:
        found = action_items(facts(ledger))
    assert (found[0].title, found[0].senders) == ("光盘读取错误", "淄博")
    assert found[0].subject == "2 家受影响，9 家完好"
    twins = next(m for m in found if m.mark is Mark.DUPLICATE)
    assert (twins.senders, twins.subject, twins.action) == ("淄博 · 滨州", "山东鲁北化工装备有限公司", "比对")
    assert [m.senders for m in found if m.mark is Mark.LATE] == ["烟台"]


def test_a_replaced_submission_counts_no_more_but_its_history_stays(tmp_path: Path):
    with a_ledger(tmp_path / "台账") as ledger:
        hand_in(ledger, bureau(0), names("济南", 1, 2), Standing.RETURNED)
        hand_in(ledger, bureau(0), names("济南", 1, 2), attempt=2)
        found = facts(ledger)
    assert [one.attempt for one in found.current] == [2] and len(found.entries) == 3
    assert found.sender(found.current[0]) == "济南（补正第 1 次）"
    assert tile_texts(found.board, NOTICE)[0].tip.startswith("济南市工业和信息化局（补正第 1 次）")
    assert len(found.history(found.current[0])) == 2


def test_a_second_disc_for_the_other_track_is_no_correction(tmp_path: Path):
    with a_ledger(tmp_path / "台账") as ledger:
        hand_in(ledger, bureau(0), names("济南", 1, 0))
        hand_in(ledger, bureau(0), names("济南", 0, 2), attempt=2, supersedes="")
        found = facts(ledger)
    second = found.current[1]
    assert (found.attempt(second), found.sender(second)) == ("第 2 次报送", "济南")
    assert "补正" not in tile_texts(found.board, NOTICE)[0].tip


def words(overview: Overview) -> list[str]:
    return [state.words for state in states_of(PAGES, overview).values()]


def test_the_rail_counts_what_waits_for_a_person(tmp_path: Path):
    with province(tmp_path / "台账") as ledger:
        found = Overview(facts(ledger))
    assert words(found) == ["", "1 份有问题", "7 份待受理", "4 市未到", *[""] * (len(PAGES) - 4)]
    assert words(Overview(Facts())) == [""] * len(PAGES)
    assert words(Overview(Facts(), is_reading=True))[0:2] == ["进行中", ""]
