"""历年获评名单 on the province's side: kept in the ledger, compared with what lies there and what comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import TableUnknown
from app.job import Job
from app.ledger import Ledger
from app.model.finding import Finding, Outcome, State
from app.reading.sandbox import Sandbox
from app.receive.intake import receive
from app.receive.preview import preview_disc
from app.receive.standing.awarded import bring_in, take_away
from tests.batch.test_awarded_lists import a_list
from tests.disc_batches import TOML
from tests.road import done

DUP = "DUP-03"


def taken(ledger: Ledger, disc: Path, sandbox: Sandbox) -> str:
    return receive(ledger, disc, looks=False, sandbox=sandbox, job=Job()).submission.id


def found(ledger: Ledger, key: str) -> list[Finding]:
    return [finding for finding in ledger.report_of(key).findings if finding.check == DUP]


def skipped(ledger: Ledger, key: str) -> list[Outcome]:
    return [o for o in ledger.report_of(key).outcomes if o.check == DUP and o.state is State.SKIPPED]


def one_listed(ledger: Ledger, key: str, to: Path) -> tuple[str, Path]:
    name = next(iter(ledger.batch_of(key).enterprises.values())).name
    return name, a_list(to / "名单.xlsx", ("2021年名单",), ("企业名称",), (name,), ("济南样例电子厂",), ("甲",))


def test_that_there_is_no_list_is_told_once_of_the_ledger(ledger: Ledger, disc: Path, sandbox: Sandbox) -> None:
    (told,) = skipped(ledger, taken(ledger, disc, sandbox))
    assert told.subject_name == "台账" and "没有载入历年获评名单" in told.reason and not told.is_pending


def test_a_list_is_compared_with_what_is_there_already(
    ledger: Ledger, disc: Path, sandbox: Sandbox, tmp_path: Path
) -> None:
    key = taken(ledger, disc, sandbox)
    looks = sum(entry.look for entry in ledger.entries())
    name, path = one_listed(ledger, key, tmp_path)
    brought = bring_in(ledger, path, "王", sandbox, Job())
    assert (brought.taken, len(brought.left_out)) == (2, 1)
    (told,) = found(ledger, key)
    assert told.subject_name == name and "2021 年获评" in told.what and not skipped(ledger, key)
    assert sum(entry.look for entry in ledger.entries()) == looks + 1
    assert ledger.events()[-1].what == "载入历年获评名单 名单.xlsx：2 家" and ledger.events()[-1].who == "王"
    take_away(ledger, "王")
    assert not found(ledger, key) and len(skipped(ledger, key)) == 1
    assert sum(entry.look for entry in ledger.entries()) == looks


def test_a_list_is_compared_with_what_comes_later_and_before_it_is_taken_in(
    ledger: Ledger, disc: Path, sandbox: Sandbox, tmp_path: Path
) -> None:
    with Ledger.create(tmp_path / "另一本", TOML) as other:
        name, path = one_listed(other, taken(other, disc, sandbox), tmp_path)
    bring_in(ledger, path, "王", sandbox, Job())
    seen = preview_disc(ledger, disc, sandbox=sandbox, job=Job())
    assert [f.subject_name for f in seen.report.findings if f.check == DUP] == [name]
    key = taken(ledger, disc, sandbox)
    assert [f.subject_name for f in found(ledger, key)] == [name]
    assert sum(entry.look for entry in ledger.entries() if entry.name == name) >= 1, "counted as it is registered"


def test_lists_last_and_one_of_the_same_title_is_replaced(sandbox: Sandbox, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        for name in ("甲乙丙机械厂", "丁戊己机械厂"):
            path = a_list(tmp_path / "名单.xlsx", ("2021年名单",), ("企业名称",), (name,))
            bring_in(ledger, path, "王", sandbox, Job())
    with Ledger.open(tmp_path / "台账") as again:
        assert {title: [a.name for a in named] for title, named in again.awarded().items()} == {"2021年名单": ["丁戊己机械厂"]}


def test_a_table_without_names_changes_nothing(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(TableUnknown):
        bring_in(ledger, a_list(tmp_path / "别的.xlsx", ("产品",), ("轴承",)), "王", sandbox, Job())
    assert ledger.awarded() == {} and not ledger.events()


def test_the_command_line_brings_one_in_for_a_ledger_too(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    Ledger.create(folder, TOML).close()
    path = a_list(tmp_path / "名单.xlsx", ("2021年名单",), ("企业名称",), ("济南样例电子厂",), ("甲",))
    assert "没有历年获评名单" in done("awarded", folder)
    told = done("awarded", folder, path)
    assert "名单 2 家 = 载入 1 家（2020—2022 年）" in told and "没有读懂 1 家" in told
    assert "2021年名单：1 家" in done("awarded", folder)
    assert "没有历年获评名单" in done("awarded", folder, "--clear")
