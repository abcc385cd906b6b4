"""A ledger moved into a database and back: nothing is lost, the old one stays and says where the new one is."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import LedgerMoved, VerifyFailed, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.ledger.connection import FILE
from app.ledger.move import move
from app.ledger.place import address_of
from app.ledger.restore import restore
from app.model.submission import Standing
from tests.ledger.postgres import Postgres
from tests.ledger.test_damage import KEYS, content_of, fill
from tests.road import baopan, done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = fill(tmp_path / "台账")
    for key in KEYS:
        (made / "存放" / key / "D1" / "材料.pdf").write_bytes(key.encode() * 100)
    return made


def content(folder: Path) -> tuple[object, ...]:
    with Ledger.open(folder) as ledger:
        return content_of(ledger)


def materials(folder: Path) -> dict[str, bytes]:
    store = folder / "存放"
    return {path.relative_to(store).as_posix(): path.read_bytes() for path in store.rglob("*") if path.is_file()}


def test_there_and_back_in_the_same_folder_loses_nothing(folder: Path, server: Postgres) -> None:
    before, files = content(folder), materials(folder)
    moved = move(folder, server.new_database(), None, Job())
    assert moved.folder == folder and moved.copied is None and moved.rows > 10
    with Ledger.open(folder) as ledger:
        assert ledger.is_shared and content_of(ledger) == before
        ledger.set_standing(KEYS[0], Standing.ACCEPTED, "齐", "李")
        later = content_of(ledger)
    move(folder, str(folder), None, Job())
    assert address_of(folder) == "" and content(folder) == later and materials(folder) == files
    assert len([*folder.glob("台账 搬走前 *.sqlite")]) == 1  # as it was when it went


def test_with_its_materials_to_a_share_and_home_to_a_new_folder(folder: Path, server: Postgres, tmp_path: Path) -> None:
    before, share, home = content(folder), tmp_path / "共享" / "台账", tmp_path / "家" / "台账"
    assert move(folder, server.new_database(), share, Job()).copied.files == 3
    assert content(share) == before and materials(share) == materials(folder)
    with pytest.raises(LedgerMoved) as caught:
        Ledger.open(folder)
    assert "ledger" in caught.value.detail
    move(share, str(home), None, Job())
    assert content(home) == before and materials(home) == materials(folder)
    with pytest.raises(LedgerMoved, match="家"):
        Ledger.open(share)


def test_who_still_has_it_open_is_told_at_the_next_change(folder: Path, server: Postgres) -> None:
    move(folder, server.new_database(), None, Job())
    with Ledger.open(folder) as late:
        move(folder, str(folder), None, Job())
        with pytest.raises(LedgerMoved):
            late.set_standing(KEYS[0], Standing.ACCEPTED, "", "李")


def test_a_row_that_arrives_otherwise_moves_nothing(folder: Path, server: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.ledger.engines.server import _Writer

    right = _Writer.copy

    def wrong(self, table, row):
        right(self, table, {**row, "who": "别人"} if table.name == "events" else row)

    before = content(folder)
    monkeypatch.setattr(_Writer, "copy", wrong)
    with pytest.raises(VerifyFailed):
        move(folder, server.new_database(), None, Job())
    assert address_of(folder) == "" and content(folder) == before


def test_a_backup_of_a_database_is_a_file_that_a_folder_goes_on_with(folder: Path, server: Postgres, tmp_path: Path) -> None:
    move(folder, server.new_database(), None, Job())
    before = content(folder)
    with Ledger.open(folder) as ledger:
        backup = ledger.backup(tmp_path / "U盘")
        ledger.set_standing(KEYS[0], Standing.ACCEPTED, "", "李")
    with pytest.raises(WrongUse):
        restore(folder)
    restore(folder, backup)
    after = content(folder)
    assert after[0] == before[0] and address_of(folder) == "" and (folder / FILE).is_file()


def test_moving_to_where_it_is_already_is_told(folder: Path, server: Postgres) -> None:
    with pytest.raises(WrongUse):
        move(folder, str(folder), None, Job())
    address = server.new_database()
    move(folder, address, None, Job())
    with pytest.raises(WrongUse):
        move(folder, server.new_database(), None, Job())


def test_by_the_command_line_too(tmp_path: Path, server: Postgres) -> None:
    folder = tmp_path / "台账"
    assert "已新建台账" in done("ledger-new", folder, "--database", server.new_database())
    assert "登记在数据库里" in baopan("ledger", folder)[2]
    assert "一行不少" in done("ledger-move", folder, folder)
    assert "一行不少" in done("ledger-move", folder, server.new_database(), "--store", tmp_path / "共享")
    code, _, err = baopan("ledger", folder)
    assert code == 2 and "已经搬走" in err and len(err.strip().splitlines()) == 1
    assert baopan("ledger", tmp_path / "共享")[0] == 0
