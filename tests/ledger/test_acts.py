"""What a person does with a registration, and the whole review, on both engines: the same rows in the end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.job import Job
from app.ledger import Ledger
from app.ledger.event import EventKind
from app.model.review import Stage
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.reading.tables.scores import POINTS
from app.receive.amend.amending import amend
from app.receive.amend.files import Later
from app.receive.amend.plan import Amendment
from app.receive.amend.reissue import reissue
from app.receive.answer import accept, write_receipt
from app.receive.experts import write_results, write_score_sheets
from app.receive.intake import receive
from app.receive.merge import rows_of
from app.receive.reissues import to_reissue
from app.receive.review.filed import tick
from app.receive.review.kept import review_of
from app.receive.review.marks import admit, recommend, shut_out
from app.receive.review.publicity import announce, answer, conclude, object_to, reopen
from app.receive.review.ranking import ranking
from app.receive.review.scores import take_scores, trim
from app.receive.review.visits import call_off, found, send_to
from app.receive.standing.voiding import offered, reinstate, void
from tests.builders import a_pdf
from tests.hand_made import TWO, drafts_beside
from tests.ledger.conftest import NewLedger
from tests.receive.facts import GROUP, a_submission, an_entry
from tests.receive.ledgers import TOML, registered

DAY, FIRST, LAST, AFTER = date(2023, 8, 30), date(2023, 9, 1), date(2023, 9, 7), "1694131200"  # 2023-09-08


@pytest.fixture
def ledger(tmp_path: Path, new_ledger: NewLedger, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1693526400")  # 2023-09-01
    with new_ledger(tmp_path / "台账", TOML) as made:
        yield made


@pytest.fixture
def again(ledger: Ledger) -> Iterator[Ledger]:
    """The same one on another computer, or, in a folder, the same."""
    if not ledger.is_shared:
        yield ledger
        return
    with Ledger.open(ledger.folder) as other:
        yield other


def test_a_registration_is_put_right_made_void_and_brought_back(
    ledger: Ledger, again: Ledger, tmp_path: Path, sandbox: Sandbox
) -> None:
    drafts_beside(tmp_path / "盘")
    qingdao, yantai = (ledger.notice.region.sender_named(code) for code in ("370200", "370600"))
    key = receive(ledger, tmp_path / "盘", sender=qingdao, clerk="王", looks=False, sandbox=sandbox, job=Job()).submission.id
    accept(ledger, key, "已当面核对", "李", Job())
    write_receipt(ledger, key, tmp_path / "答复", FIRST, "李")
    paper = tmp_path / "专利证书.pdf"
    paper.write_bytes(a_pdf(1, "patent"))
    amend(ledger, key, Amendment(day=DAY, sender=yantai, later=Later(TWO, (paper,))), "李", sandbox, Job(), "当时选错了市")
    one = again.submission(key)
    assert (one.sender.code, one.handed_in, one.standing.counts) == ("370600", "2023-08-30", True)
    assert [disc.folder for disc in again.discs_of(key)][-1] == "补交1" and one.standing is not Standing.ACCEPTED
    assert "补交：“专利证书.pdf”" in next(e.what for e in again.events() if e.kind is EventKind.AMENDED)
    assert len(to_reissue(again.events(), key)) == 1
    reissue(ledger, key, tmp_path / "答复", FIRST, "李")
    assert not to_reissue(again.events(), key)
    void(ledger, key, "误收了练习盘", "李")
    assert again.submission(key).standing is Standing.VOIDED and again.entries() == () and not offered(again, key)
    assert reinstate(again, key, "还是要用", "李").standing.counts
    assert {entry.submission for entry in ledger.entries()} == {key}


def test_the_whole_review(ledger: Ledger, again: Ledger, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    group, jinan = a_submission(GROUP, Standing.ACCEPTED), a_submission("济南", Standing.RETURNED)
    registered(ledger, group, [an_entry(group, name, at, "national") for at, name in enumerate("甲乙丙", 1)])
    registered(ledger, jinan, [an_entry(jinan, "丁", 1, "national")])
    rows = {row.entry.name: row for row in rows_of(again)}
    (sheet,) = write_score_sheets(ledger, {"张三": ()}, tmp_path / "表")
    take_scores(ledger, [scored(sheet, {"甲": 80, "乙": 90, "丙": 70})], "刘处", sandbox, Job())
    trim(again, True, "刘处")
    assert [one.row.entry.name for one in ranking(rows_of(again), review_of(again), "national")] == ["乙", "甲", "丙", "丁"]
    admit(ledger, [rows["丁"]], "原件已补齐", "刘处")
    shut_out(again, [rows["丁"]], "刘处")
    send_to(ledger, [rows["甲"], rows["乙"]], FIRST, ("张工",), "刘处")
    found(again, rows["甲"], True, "与申报一致", "刘处")
    call_off(ledger, rows["乙"], "刘处")
    recommend(again, [rows["甲"].key, rows["乙"].key], "刘处")
    announce(ledger, "national", FIRST, LAST, "刘处")
    one = object_to(again, rows["乙"], "某协会", "获过奖", FIRST, "刘处")
    answer(ledger, one.number, "属实", True, "刘处")
    tick(again, [rows["甲"]], LAST, "刘处")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", AFTER)
    assert conclude(ledger, "national", "刘处").keys == (rows["甲"].key,)
    reopen(again, "national", "刘处")
    conclude(ledger, "national", "刘处")
    stages = {each.row.entry.name: each.stage for each in ranking(rows_of(again), review_of(again), "national")}
    assert stages == {"甲": Stage.CHOSEN, "乙": Stage.OUT, "丙": Stage.PASSED_OVER, "丁": Stage.OUT}
    assert review_of(again) == review_of(ledger) and review_of(again).filed == {rows["甲"].key: "2023-09-07"}
    assert len(write_results(again, tmp_path / "结果")) >= 3
    assert sum(event.kind is EventKind.REVIEWED for event in again.events()) == 15


def scored(path: Path, points: dict[str, int]) -> Path:
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == POINTS for cell in row))
    at = next(cell.column for cell in head if cell.value == POINTS)
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if name := next((str(cell.value) for cell in row if str(cell.value) in points), ""):
            sheet.cell(row[0].row, at).value = points[name]
    book.save(path)
    return path
