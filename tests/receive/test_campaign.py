"""The sixteen cities' discs: the merged table equals what went in, and every sender is answered."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from app.demo.cast import TRACKS
from app.job import Job
from app.ledger import Ledger
from app.model.merged import Mark
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.reading.tables.workbook import worksheets
from app.receive.answer import give_back, write_receipt, write_return
from app.receive.experts import export_packages
from app.receive.merge import board, rows_of, write_merged
from app.send.correction_file import read_notice_file

DAY = date(2023, 9, 1)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(2) as box:
        yield box


@pytest.fixture(scope="module")
def ledger(received_province, tmp_path_factory):
    folder, _ = received_province
    with Ledger.open(shutil.copytree(folder, tmp_path_factory.mktemp("省厅") / "台账")) as opened:
        yield opened


def handed_in(province):
    """Of each sender the last that could be registered."""
    last = {each.sender: each for each in sorted(province.discs, key=lambda one: one.attempt) if each.standing}
    return tuple(last.values())


def test_the_merged_table_equals_what_went_in(province, ledger, tmp_path):
    write_merged(ledger, tmp_path / "总表.xlsx", ("sender", "name", "code", "experience", "phone"))
    got = {page.name: page.grid[3:] for page in worksheets(tmp_path / "总表.xlsx", lambda *_: None)}
    for track in TRACKS:
        went_in = [
            [each.sender.name, who.name, who.code, who.experience, who.phone]
            for each in handed_in(province)
            for who in each.rows.get(track, ())
        ]
        told = [row for row in got[ledger.notice.track(track).title] if row[2]]  # without a code: no row of a table
        assert sorted(told) == sorted(went_in)


def test_the_board_shows_who_is_missing_and_what_to_see_to(province, ledger):
    rows = rows_of(ledger)
    seen = board(ledger.submissions(), rows, ledger.notice)
    assert {tile.sender.name for tile in seen.missing} == {sender.name for sender in province.missing}
    assert sum(seen.counts.values()) == len(rows) == sum(bar.total for bar in seen.areas)
    late = {each.sender.city for each in province.discs if each.handed_in > ledger.notice.deadline and each.standing}
    assert {row.city for row in rows if Mark.LATE in row.marks} == late
    assert any(Mark.DUPLICATE in row.marks for row in rows)


def test_every_sender_is_answered(ledger, tmp_path):
    for one in ledger.submissions():
        assert write_receipt(ledger, one.id, tmp_path, DAY).stat().st_size
        if one.standing is Standing.FAULTY:
            give_back(ledger, one.id, "", "刘处")
            _, file = write_return(ledger, one.id, tmp_path, DAY)
            assert read_notice_file(file).points
            ledger.set_standing(one.id, one.standing, "", "刘处")


def test_packages_are_unpacked_and_what_is_damaged_is_told(province, ledger, sandbox, tmp_path):
    done = export_packages(ledger, tmp_path / "评审", sandbox, Job())
    assert len(done.folders) == len(rows_of(ledger))
    told = " ".join(each.path for each in done.left_out)
    flipped = [name for each in handed_in(province) if "DISC-01" in each.checks for name in each.damaged]
    assert flipped and all(name in told for name in flipped)
