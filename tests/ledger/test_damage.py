"""A ledger that was damaged: told with its row, never read as less; restored from a backup, or what is whole kept."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import AppError, LedgerDamaged, NotALedger
from app.ledger import Ledger
from app.ledger.backups import backups_of
from app.ledger.connection import FILE, NOTICE
from app.ledger.restore import restore
from app.model.batch import Decision, Sender, Verdict
from app.model.submission import Standing
from tests.ledger.test_ledger import TOML, a_registration, finding

KEYS = ("2023-370100-1", "2023-370200-1", "2023-370300-1")


def fill(folder: Path, keys: tuple[str, ...] = KEYS) -> Path:
    with Ledger.create(folder, TOML) as ledger:
        for number, key in enumerate(keys):
            name = f"山东甲{number}机械有限公司"
            ledger.register(a_registration(key, Sender(f"第{number}市局", key[5:11]), name, f"9137{number}"))
            (ledger.folder_of(key) / "D1").mkdir(parents=True)
        ledger.decide(keys[0], finding(), Decision(finding().key, Verdict.ACCEPT, "看过", "李", "2023-08-26"))
        ledger.set_review(b"{}", "评审", "李")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "台账")


def content_of(ledger: Ledger) -> tuple[object, ...]:
    own = ledger.submissions()
    each = [(ledger.batch_of(s.id), ledger.report_of(s.id), ledger.discs_of(s.id), ledger.decisions(s.id)) for s in own]
    return own, ledger.entries(current_only=False), ledger.events(), ledger.review(), ledger.notice, each


def change(folder: Path, *statements: str) -> None:
    connection = sqlite3.connect(folder / FILE)
    for each in statements:
        connection.execute(each)
    connection.commit()
    connection.close()


# -- told ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("statement, told", [
    ("UPDATE submissions SET batch = x'00' WHERE id = '2023-370200-1'", "报送 2023-370200-1"),
    ("UPDATE submissions SET standing = 'nonsense' WHERE id = '2023-370200-1'", "报送 2023-370200-1"),
    ("UPDATE submissions SET bytes = -1 WHERE id = '2023-370200-1'", "报送 2023-370200-1"),
    ("UPDATE submissions SET check_codes = '{' WHERE id = '2023-370200-1'", "报送 2023-370200-1"),
    ("UPDATE submissions SET clerk = '李' WHERE id = '2023-370200-1'", "报送 2023-370200-1"),  # nothing but this tells
    ("UPDATE entries SET size = 5 WHERE submission = '2023-370200-1'", "企业 2023-370200-1 山东甲1机械有限公司"),
    ("UPDATE entries SET name = CAST(x'FFFE' AS TEXT) WHERE submission = '2023-370200-1'", "企业 2023-370200-1"),
    ("UPDATE discs SET holes = 'x' WHERE submission = '2023-370200-1'", "光盘 2023-370200-1 D1"),
    ("UPDATE decisions SET reason = '没看'", "核对结论 2023-370100-1 没看"),
    ("UPDATE events SET what = '' , who = '张' WHERE number = 2", "历史 2023-370200-1 第 2 行"),
    ("UPDATE review SET content = x'7B'", "评审"),
    ("UPDATE notice SET content = x'00'", "规则"),
    ("UPDATE events SET facts = x'00'", ""),
    ("DROP TABLE decisions", ""),
    ("ALTER TABLE entries RENAME COLUMN fields TO filds", ""),
    ("PRAGMA user_version=0", ""),
    ("PRAGMA user_version=1", ""),
])  # fmt: skip
def test_a_row_that_is_not_as_it_was_written_is_told_by_its_name(folder: Path, statement: str, told: str) -> None:
    try:
        change(folder, statement)
    except sqlite3.IntegrityError:
        return  # SQLite itself refuses it
    with pytest.raises(LedgerDamaged) as caught:
        Ledger.open(folder)
    assert told in caught.value.detail and "备份" in caught.value.detail


def test_a_row_damaged_while_it_is_open_is_told_too(folder: Path) -> None:
    with Ledger.open(folder) as ledger:
        change(folder, "UPDATE submissions SET batch = x'00' WHERE id = '2023-370200-1'")
        with pytest.raises(LedgerDamaged, match="报送 2023-370200-1"):
            ledger.batch_of("2023-370200-1")
        assert ledger.batch_of("2023-370100-1").enterprises


@pytest.mark.parametrize("harm", [
    lambda path: path.write_bytes(b""),
    lambda path: path.unlink(),
    lambda path: path.write_bytes(path.read_bytes()[:-4096]),
    lambda path: path.write_bytes(path.read_bytes()[:300]),
    lambda path: path.write_bytes(b"%PDF-1.7" * 1000),
])  # fmt: skip
def test_a_file_cut_emptied_or_lost_is_never_an_empty_ledger(folder: Path, harm: Callable[[Path], object]) -> None:
    harm(folder / FILE)
    with pytest.raises(LedgerDamaged):
        Ledger.open(folder)


def test_another_programs_database_is_none_of_ours(folder: Path) -> None:
    (folder / FILE).unlink()
    change(folder, "CREATE TABLE notes (text TEXT)", "INSERT INTO notes VALUES ('别的')")
    before = (folder / FILE).read_bytes()
    with pytest.raises(LedgerDamaged):
        Ledger.open(folder)
    assert (folder / FILE).read_bytes() == before


def test_damaged_rules_are_told_and_put_back_and_a_persons_change_is_noted(folder: Path) -> None:
    whole = (folder / NOTICE).read_bytes()
    for damaged in (whole[:-40], b"\0" * len(whole), None):
        (folder / NOTICE).write_bytes(damaged) if damaged is not None else (folder / NOTICE).unlink()
        with pytest.raises(LedgerDamaged, match=r"notice\.toml"):
            Ledger.open(folder)
        assert restore(folder).lost == ()
        assert (folder / NOTICE).read_bytes() == whole
    (folder / NOTICE).write_bytes(whole + b"\n# ours\n")
    for _ in range(2):
        with Ledger.open(folder) as ledger:
            assert [event.what for event in ledger.events()].count("规则文件 notice.toml 改过了，按改过的办") == 1


def test_all_that_was_committed_lies_in_the_one_file(folder: Path, tmp_path: Path) -> None:
    """Copied while it is open, or after a kill, it lacks nothing."""
    with Ledger.open(folder) as ledger:
        ledger.set_standing(KEYS[0], Standing.ACCEPTED, "齐", "李")
        shutil.copytree(folder, tmp_path / "抄", ignore=shutil.ignore_patterns("*-wal", "*-journal", "lock"))
    with Ledger.open(tmp_path / "抄") as copied:
        assert copied.submission(KEYS[0]).standing is Standing.ACCEPTED


# -- random ----------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[object, ...]]:
    folder = fill(tmp_path_factory.mktemp("whole") / "台账", (*KEYS, *(f"2023-37{n}-1" for n in range(1000, 1030))))
    with Ledger.open(folder) as ledger:
        return folder, content_of(ledger)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["flip", "cut", "zero"]), st.floats(0, 1, exclude_max=True), st.integers(1, 255),
       st.sampled_from([FILE, FILE, FILE, NOTICE]))
def test_random_damage_is_told_or_nothing_is_lost(
    whole: tuple[Path, tuple[object, ...]], tmp_path_factory: pytest.TempPathFactory,
    how: str, where: float, mask: int, name: str,
) -> None:  # fmt: skip
    folder, before = whole
    mine = tmp_path_factory.mktemp("hurt") / "台账"
    shutil.copytree(folder, mine)
    content = bytearray((mine / name).read_bytes())
    at = int(where * len(content))
    if how == "flip":
        content[at] ^= mask
    elif how == "cut":
        del content[at:]
    else:
        content[at:at + mask * 16] = bytes(len(content[at:at + mask * 16]))
    (mine / name).write_bytes(content)
    try:
        with Ledger.open(mine) as ledger:
            after = content_of(ledger)
            is_told = any("改过了" in event.what for event in ledger.events())
    except AppError as error:
        assert "\u4e00" <= error.title[0] <= "\u9fff"
    else:
        assert after == before or (name == NOTICE and is_told)
    shutil.rmtree(mine.parent)


# -- restored --------------------------------------------------------------------------------------
def test_the_last_backup_is_found_and_put_in_place(folder: Path, tmp_path: Path) -> None:
    with Ledger.open(folder) as ledger:
        backup = ledger.backup(tmp_path / "U盘")
        ledger.register(a_registration("2023-370400-1", Sender("枣庄", "370400"), "丙", "9137X"))
        (ledger.folder_of("2023-370400-1") / "D1").mkdir(parents=True)
    damaged = b"\0" * 100 + (folder / FILE).read_bytes()[100:]
    (folder / FILE).write_bytes(damaged)
    change_of_mind = folder / f"{FILE}-wal"
    change_of_mind.write_bytes(b"old")
    shutil.copy(backup, folder.parent)
    assert backups_of(folder) == (folder.parent / backup.name,)  # the damaged file does not tell where it was made
    done = restore(folder, backups_of(folder)[0])
    assert done.aside.read_bytes() == damaged and done.unregistered == ("2023-370400-1",) and not done.lost
    assert not change_of_mind.exists()
    with Ledger.open(folder) as ledger:
        assert len(ledger.submissions()) == 3
        assert "恢复" in ledger.events()[-1].what and "2023-370400-1" in ledger.events()[-1].what


def test_a_backup_that_is_damaged_itself_changes_nothing(folder: Path, tmp_path: Path) -> None:
    before = (folder / FILE).read_bytes()
    (tmp_path / "坏.sqlite").write_bytes(before[:5000])
    with pytest.raises(LedgerDamaged):
        restore(folder, tmp_path / "坏.sqlite")
    assert (folder / FILE).read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == sorted(["存放", "lock", NOTICE, FILE])


def test_without_a_backup_the_rest_is_kept_and_what_is_lost_is_named(folder: Path) -> None:
    change(
        folder, "UPDATE entries SET size = 5 WHERE submission = '2023-370200-1'", "UPDATE decisions SET reason = '没看'"
    )
    done = restore(folder)
    assert done.unregistered == ("2023-370200-1",)
    assert {"企业 2023-370200-1 山东甲1机械有限公司", "报送 2023-370200-1 全部"} <= set(done.lost)
    with Ledger.open(folder) as ledger:
        assert {one.id for one in ledger.submissions()} == set(KEYS) - {"2023-370200-1"}
        assert not ledger.decisions(KEYS[0]) and ledger.entries()[0].look == 1  # to be looked at once more
        assert ledger.review() == b"{}"
    assert restore(folder).lost == ()


def test_what_a_bad_page_took_is_named_and_the_rest_kept(tmp_path: Path) -> None:
    keys = tuple(f"2023-37{number}-1" for number in range(1000, 1060))
    folder = fill(tmp_path / "台账", keys)
    content = bytearray((folder / FILE).read_bytes())
    page = content.index(json.dumps({"name": "山东甲30机械有限公司"}, ensure_ascii=False).encode()) // 4096 * 4096
    content[page:page + 4096] = bytes(4096)
    (folder / FILE).write_bytes(content)
    with pytest.raises(LedgerDamaged):
        Ledger.open(folder)
    done = restore(folder)
    with Ledger.open(folder) as ledger:
        kept = {one.id for one in ledger.submissions()}
        assert kept and set(done.unregistered) == set(keys) - kept
        assert {entry.submission for entry in ledger.entries()} == kept
        assert done.lost and all(ledger.discs_of(key) for key in kept)


def test_what_is_no_ledger_is_not_restored(tmp_path: Path) -> None:
    with pytest.raises(NotALedger):
        restore(tmp_path)
