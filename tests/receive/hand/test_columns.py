"""Headings a person read for the program: what they mean, and that the next disc of that sender needs no asking."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import NothingFound, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.ledger.move import _with_materials
from app.model.batch import Sender
from app.reading.sandbox import Sandbox
from app.reading.tables.grid import read_grids_in
from app.reading.tables.headings import column_meant
from app.receive.hand.columns import KnownColumns, columns_said, with_columns
from app.receive.hand.guess import guessed_columns
from app.receive.intake import preview_disc, receive
from tests.disc_batches import NOTICE, TOML
from tests.hand_made import STRANGE, THREE, TWO, strange_headings

YANTAI = Sender("烟台市工业和信息化局", "370600", "烟台市")
RULES = NOTICE.track("provincial")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made


def test_a_column_may_be_named_by_its_title_a_synonym_or_its_id() -> None:
    said = columns_said(["主体＝企业全称", "码=code", "题目=典型经验名称"], NOTICE)
    assert said == {"主体": "name", "码": "code", "题目": "experience"}


@pytest.mark.parametrize("pair, error", [("主体", WrongUse), ("=企业名称", WrongUse), ("主体=没有这一栏", NothingFound)])
def test_what_names_no_column_is_told(pair: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        columns_said([pair], NOTICE)


def test_what_a_person_said_goes_before_what_the_notice_knows() -> None:
    told = with_columns(NOTICE, {"备注": "contact", "单位名称": "remark"}).track("provincial")
    assert column_meant("备注", told) == "contact" and column_meant("单位名称", told) == "remark"
    assert column_meant("申报单位名称", told) == "name"


def test_it_is_kept_for_each_sender_and_no_other(tmp_path: Path) -> None:
    known = KnownColumns(tmp_path)
    known.keep(YANTAI, {"主体": "name", "码": "code"})
    known.keep(YANTAI, {"主体": "contact"})
    assert KnownColumns(tmp_path).of(YANTAI) == {"码": "code", "主体": "contact"}
    assert known.of(Sender("青岛市工业和信息化局", "370200", "青岛市")) == {}


def test_a_damaged_memory_is_no_memory(tmp_path: Path) -> None:
    (tmp_path / "认过的表头.json").write_bytes(b'{"370600": ')
    assert KnownColumns(tmp_path).of(YANTAI) == {}


def test_it_goes_along_when_the_ledger_moves(ledger: Ledger, tmp_path: Path) -> None:
    KnownColumns(ledger.folder).keep(YANTAI, {"主体": "name"})
    _with_materials(ledger, tmp_path / "新家", Job())
    assert KnownColumns(tmp_path / "新家").of(YANTAI) == {"主体": "name"}


def test_the_next_disc_of_that_sender_is_read_alike(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    truth = strange_headings(tmp_path / "一")
    strange_headings(tmp_path / "二", seed="2")
    said = columns_said([f"{heading}={title}" for heading, title in truth.columns.items()], NOTICE)
    receive(ledger, tmp_path / "一", columns=said, looks=False, recognises=False, sandbox=sandbox, job=Job())
    look = preview_disc(ledger, tmp_path / "二", recognises=False, sandbox=sandbox, job=Job())
    assert look.names == (TWO, THREE) and look.unread == () and look.layout.columns == said


def test_what_the_cells_hold_says_which_column_it_is(tmp_path: Path) -> None:
    strange_headings(tmp_path / "盘")
    (grid,) = read_grids_in(tmp_path / "盘" / "情况表.xlsx", lambda done, item: None)
    assert grid.rows[grid.heading][1:] == tuple(STRANGE)
    guessed = guessed_columns(grid, grid.heading, RULES, NOTICE)
    assert guessed == {1: "name", 2: "code", 4: "area", 6: "phone"}
