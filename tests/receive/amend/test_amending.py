"""更正: what was registered wrongly is put right by a person, checked anew, and stays in the history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.errors import WrongUse
from app.job import Job
from app.ledger import Ledger
from app.ledger.event import EventKind
from app.ledger.registration import compared_of
from app.model.batch import Decision, Sender, Verdict
from app.model.disc import Compared
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.amend.amending import amend
from app.receive.amend.files import Later
from app.receive.amend.plan import Amendment, plan_of
from app.receive.amend.reissue import reissue
from app.receive.answer import accept, give_back, write_receipt, write_return
from app.receive.disc.on_hand import held_discs
from app.receive.disc.record import RECORD, amend_record, proven_record
from app.receive.intake import receive
from app.receive.reissues import marked, reissued, to_reissue
from app.receive.standing.voiding import offered, reinstate, void
from tests.builders import a_pdf
from tests.hand_made import THREE, TWO, drafts_beside
from tests.receive.ledgers import a_ledger

YANTAI, JINAN = "2023-370600-1", "2023-370100-1"
QINGDAO = Sender("青岛市工业和信息化局", "370200", "青岛市")
DAY = date(2023, 8, 30)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1693526400")  # 2023-09-01


@pytest.fixture(scope="module")
def hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A disc that 烟台 made by hand: two enterprises of one track."""
    folder = tmp_path_factory.mktemp("盘") / "烟台"
    drafts_beside(folder)
    return folder


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with a_ledger(tmp_path / "台账") as made:
        yield made


def taken(ledger: Ledger, place: Path, sandbox: Sandbox, **more) -> str:
    more = {"clerk": "王", "handed_in": DAY, "looks": False} | more
    return receive(ledger, place, sandbox=sandbox, job=Job(), **more).submission.id


def put_right(ledger: Ledger, key: str, sandbox: Sandbox, **wanted):
    return amend(ledger, key, Amendment(**wanted), "李", sandbox, Job()).submission


def last(ledger: Ledger) -> str:
    return ledger.events()[-1].what


def test_the_kind_of_a_direct_sender_is_put_right_and_nothing_else_moves(ledger: Ledger, hand: Path, sandbox: Sandbox) -> None:
    group = Sender("山东某某集团有限公司")
    key = taken(ledger, hand, sandbox, sender=group)
    told = replace(group, kind="省属")
    plan = plan_of(ledger, key, Amendment(sender=told), DAY)
    assert plan.lines[0] == "报送单位由 山东某某集团有限公司 改为 山东某某集团有限公司（省属）" and not plan.is_moved
    assert put_right(ledger, key, sandbox, sender=told).sender == told
    with pytest.raises(WrongUse, match="没有要更正的"):
        plan_of(ledger, key, Amendment(sender=group), DAY)


def test_day_and_clerk_are_put_right_and_the_history_says_what_they_were(
    ledger: Ledger, hand: Path, sandbox: Sandbox
) -> None:
    key = taken(ledger, hand, sandbox, handed_in=date(2023, 9, 1))
    assert ledger.submission(key).is_late
    wanted = Amendment(day=DAY, clerk="周敏")
    plan = plan_of(ledger, key, wanted, date(2023, 9, 1))
    assert plan.lines == ("收到日期由 2023-09-01 改为 2023-08-30", "登记经办人由 王 改为 周敏", "改后不算逾期")
    before = ledger.last_change()
    assert ledger.submission(key).is_late and before == ledger.last_change()  # a plan changes nothing
    one = put_right(ledger, key, sandbox, day=DAY, clerk="周敏")
    assert (one.handed_in, one.is_late, one.clerk, one.id) == ("2023-08-30", False, "周敏", YANTAI)
    assert last(ledger) == "更正登记：收到日期由 2023-09-01 改为 2023-08-30；登记经办人由 王 改为 周敏"
    event = ledger.events()[-1]
    assert event.by == "李" and event.facts["day_was"] == "2023-09-01"
    assert not any("逾期" in finding.what for finding in ledger.report_of(key).findings)


def test_what_is_not_changed_or_cannot_be_is_told(ledger: Ledger, hand: Path, sandbox: Sandbox) -> None:
    key = taken(ledger, hand, sandbox)
    count = len(ledger.events())
    for wanted, said in (
        (Amendment(), "没有要更正的"), (Amendment(day=DAY, clerk="王"), "没有要更正的"),
        (Amendment(day=date(2023, 9, 2)), "还没有到"),
    ):  # fmt: skip
        with pytest.raises(WrongUse, match=said):
            amend(ledger, key, wanted, "李", sandbox, Job())
    assert len(ledger.events()) == count


def test_a_code_is_typed_again(ledger: Ledger, disc: Path, sandbox: Sandbox) -> None:
    key = taken(ledger, disc, sandbox, code="0000-0000-0000")
    assert ledger.submission(key).standing is Standing.FAULTY
    (row,) = ledger.discs_of(key)
    put_right(ledger, key, sandbox, code=row.check_code)
    assert compared_of(ledger.discs_of(key)) is Compared.CODE
    assert last(ledger) == "更正登记：校验码由 校验码不符 改为 校验码已核对"
    assert not any(f.check in ("DISC-04", "DISC-09") for f in ledger.report_of(key).findings)


def test_another_sender_takes_it_and_no_number_is_given_twice(
    ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    key = taken(ledger, hand, sandbox, sender=QINGDAO)
    assert key == "2023-370200-1"
    one = put_right(ledger, key, sandbox, sender=ledger.notice.region.sender_named("370600"))
    assert (one.sender.code, one.id, ledger.stored_batch(key).sender.code) == ("370600", key, "370600")
    drafts_beside(tmp_path / "又一张")
    (tmp_path / "又一张" / "说明.txt").write_text("第二次")
    assert taken(ledger, tmp_path / "又一张", sandbox, sender=QINGDAO) == "2023-370200-2"


def test_what_waited_or_was_replaced_under_the_wrong_sender_finds_its_place(
    ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    first = taken(ledger, hand, sandbox, sender=QINGDAO)
    drafts_beside(tmp_path / "青岛")
    (tmp_path / "青岛" / "说明.txt").write_text("真是青岛的")
    second = taken(ledger, tmp_path / "青岛", sandbox, sender=QINGDAO)
    assert ledger.submission(first).standing is Standing.SUPERSEDED
    put_right(ledger, first, sandbox, sender=ledger.notice.region.sender_named("370600"))
    assert ledger.submission(first).standing.counts and ledger.submission(second).standing.counts
    assert ledger.submission(second).supersedes == ""
    assert {entry.submission for entry in ledger.entries()} == {first, second}


def test_a_disc_that_names_its_sender_is_no_other_s(ledger: Ledger, disc: Path, sandbox: Sandbox) -> None:
    key = taken(ledger, disc, sandbox)
    with pytest.raises(WrongUse, match="光盘上写明"):
        put_right(ledger, key, sandbox, sender=QINGDAO)


def test_a_layout_is_put_right_and_decisions_stay_with_their_enterprise(
    ledger: Ledger, hand: Path, sandbox: Sandbox
) -> None:
    key = taken(ledger, hand, sandbox)
    accept(ledger, key, "已当面核对", "李", Job())
    (held,) = held_discs(ledger, key)
    own = held.record.layout.tracks["provincial"]
    packages = {path: name for path, name in own.packages.items() if name == THREE}
    found = [f for f in ledger.report_of(key).findings if f.subject in ledger.stored_batch(key).enterprises]
    names = {one.id: one.name for one in ledger.stored_batch(key).enterprises.values()}
    of_two = next(f for f in found if names[f.subject] == TWO)
    of_three = next(f for f in found if names[f.subject] == THREE)
    for finding in (of_two, of_three):
        ledger.decide(key, finding, Decision(finding.key, Verdict.ACCEPT, "核对过", "李", "2023-09-01"))
    layout = replace(held.record.layout, tracks={"provincial": replace(own, packages=packages)})
    one = put_right(ledger, key, sandbox, layout=layout)
    assert one.standing is not Standing.ACCEPTED  # it is something else by now
    assert "原已受理，内容变了，请重新答复" in last(ledger) and f"不归全省“{TWO}”" in last(ledger)
    now = {each.name: each for each in ledger.stored_batch(key).enterprises.values()}
    assert len(now[THREE].sources) == 1 and not now[TWO].sources  # it is on the table all the same
    kept = {names[f.subject] for f in (of_two, of_three) if f.key in ledger.decisions(key)}
    assert kept == {THREE} or {now[n].id for n in kept} == {k for k, name in names.items() if name in kept}
    again = held_discs(ledger, key)[0]
    assert again.record.layout.tracks["provincial"].packages == packages
    assert proven_record(again.home, again.held) is not None  # the store is what the row says


def test_a_layout_of_what_is_not_there_is_refused(ledger: Ledger, hand: Path, sandbox: Sandbox) -> None:
    key = taken(ledger, hand, sandbox)
    (held,) = held_discs(ledger, key)
    layout = held.record.layout
    strange = replace(layout, tracks={"provincial": replace(layout.tracks["provincial"], table="../别处.xlsx")})
    for each, said in ((strange, "没有"), (replace(layout, tracks={"moon": layout.tracks["provincial"]}), "moon")):
        with pytest.raises(WrongUse, match=said):
            put_right(ledger, key, sandbox, layout=each)


def test_an_amendment_that_was_cut_short_leaves_what_was_registered(
    ledger: Ledger, hand: Path, sandbox: Sandbox
) -> None:
    key = taken(ledger, hand, sandbox)
    (held,) = held_discs(ledger, key)
    before = (held.home / RECORD).read_bytes()
    amend_record(held.home, replace(held.record, layout=replace(held.record.layout, tracks={})))  # killed here
    assert (held.home / RECORD).read_bytes() != before
    (again,) = held_discs(ledger, key)
    assert again.record == held.record and (held.home / RECORD).read_bytes() == before


def test_papers_of_before_are_marked_and_issued_anew(
    ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    key, out = taken(ledger, hand, sandbox), tmp_path / "答复"
    give_back(ledger, key, "请补正", "李")
    first = write_receipt(ledger, key, out, DAY, "李")
    write_return(ledger, key, out, date(2023, 9, 1), date(2023, 9, 8), "李")
    content = first.read_bytes()
    assert not to_reissue(ledger.events(), key)
    put_right(ledger, key, sandbox, clerk="周敏")
    assert len(to_reissue(ledger.events(), key)) == 2
    assert [e.what.startswith("（已更正）") for e in marked(ledger.events())[-3:]] == [True, True, False]
    made = reissue(ledger, key, out, date(2023, 9, 1), "李")
    assert first.read_bytes() == content and all("_更正1" in path.name for path in made.written)
    assert len(made.written) == 3 and not to_reissue(ledger.events(), key)
    assert ledger.events()[-1].facts["due"] == "2023-09-08"
    assert write_receipt(ledger, key, out, DAY, "李").name == made.written[0].name  # printed once more


def test_the_paper_of_one_that_is_void_says_what_became_of_it(
    ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    key = taken(ledger, hand, sandbox)
    write_receipt(ledger, key, tmp_path, DAY, "李")
    void(ledger, key, "误收了练习盘", "李")
    told = reissued(ledger.events(), key, EventKind.RECEIPT_WRITTEN)
    assert told is not None and told.changes == ("这份登记已作废（误收了练习盘）",)
    reinstate(ledger, key, "还是要用", "李")
    again = reissued(ledger.events(), key, EventKind.RECEIPT_WRITTEN)
    assert again is not None and again.changes[1:] == ("这份登记恢复计入（还是要用）",)


def test_a_void_one_counts_nowhere_and_what_it_replaced_is_offered(
    ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    first = taken(ledger, hand, sandbox)
    drafts_beside(tmp_path / "又")
    (tmp_path / "又" / "说明.txt").write_text("第二次")
    second = taken(ledger, tmp_path / "又", sandbox)
    with pytest.raises(WrongUse, match="理由"):
        void(ledger, second, " ", "李")
    with pytest.raises(WrongUse, match="现在计入的是"):
        reinstate(ledger, first, "误代替", "李")
    one = void(ledger, second, "误放了一张旧盘", "李")
    assert (one.standing, ledger.entries()) == (Standing.VOIDED, ()) and ledger.folder_of(second).is_dir()
    assert last(ledger) == "作废：误放了一张旧盘"
    with pytest.raises(WrongUse, match="已作废"):
        accept(ledger, second, "", "李", Job())
    assert ledger.submission(first).standing is Standing.SUPERSEDED
    assert [each.id for each in offered(ledger, second)] == [first]
    assert reinstate(ledger, first, "恢复", "李").standing.counts and not offered(ledger, second)
    assert {entry.submission for entry in ledger.entries()} == {first}
    assert not receive(ledger, tmp_path / "又", clerk="王", looks=False, sandbox=sandbox, job=Job()).is_new
    (tmp_path / "又" / "说明.txt").write_text("第三次")
    assert taken(ledger, tmp_path / "又", sandbox) == "2023-370600-3"


def test_what_waited_for_a_void_one_counts(ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    first = taken(ledger, hand, sandbox)
    accept(ledger, first, "已当面核对", "李", Job())
    drafts_beside(tmp_path / "又")
    (tmp_path / "又" / "说明.txt").write_text("第二次")
    second = taken(ledger, tmp_path / "又", sandbox)
    assert ledger.submission(second).standing is Standing.WAITING
    void(ledger, first, "登记错了", "李")
    assert ledger.submission(second).standing.counts
    assert [e.kind for e in ledger.events()][-2:] == [EventKind.VOIDED, EventKind.REINSTATED]


def test_files_that_came_later_are_added_to_an_enterprise(
    ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    key, paper = taken(ledger, hand, sandbox), tmp_path / "专利证书.pdf"
    paper.write_bytes(a_pdf(1, "patent"))
    before = {one.name: len(one.sources) for one in ledger.stored_batch(key).enterprises.values()}
    said = {f.key for f in ledger.report_of(key).findings}
    with pytest.raises(WrongUse, match="没有“月球机械”"):
        put_right(ledger, key, sandbox, later=Later("月球机械", (paper,)))
    one = put_right(ledger, key, sandbox, later=Later(TWO, (paper, hand / "全省" / "推荐函.docx")))
    assert last(ledger).startswith(f"更正登记：补交：“专利证书.pdf”、“推荐函.docx”归“{TWO}”")
    now = {each.name: each for each in ledger.stored_batch(key).enterprises.values()}
    assert {name: len(each.sources) for name, each in now.items()} == before | {TWO: before[TWO] + 2}
    _, later = ledger.discs_of(key)
    assert one.files == 8 and later.folder == "补交1" and (ledger.folder_of(key) / "补交1").is_dir()
    assert all("推荐" in f.what or f.subject == now[TWO].id for f in ledger.report_of(key).findings if f.key not in said)
    accept(ledger, key, "已当面核对", "李", Job())  # the store is read again: all of it is there
    with pytest.raises(WrongUse, match="已经补交过"):
        put_right(ledger, key, sandbox, later=Later(TWO, (paper, hand / "全省" / "推荐函.docx")))
    put_right(ledger, key, sandbox, day=date(2023, 8, 29))
    assert len(ledger.stored_batch(key).sources) == 4
    assert not receive(ledger, hand, clerk="王", looks=False, sandbox=sandbox, job=Job()).is_new


def test_files_that_were_not_registered_do_not_count(
    ledger: Ledger, hand: Path, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, paper = taken(ledger, hand, sandbox), tmp_path / "专利证书.pdf"
    paper.write_bytes(a_pdf(1, "patent"))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "register", killed)
        with pytest.raises(KeyboardInterrupt):
            put_right(ledger, key, sandbox, later=Later(TWO, (paper,)))
    assert len(ledger.discs_of(key)) == 1 and len(ledger.stored_batch(key).sources) == 2
    put_right(ledger, key, sandbox, later=Later(TWO, (paper,)))
    assert len(ledger.discs_of(key)) == 2 and len(ledger.stored_batch(key).sources) == 3
    assert not [*(ledger.folder / "接收中").iterdir()]  # what was killed is not kept beside it
