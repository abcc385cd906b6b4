"""代替: what was accepted is never replaced by itself; a right 校验码 or a person says so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from app.errors import WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.disc import DVD
from app.model.submission import Standing, corrections_of
from app.reading.sandbox import Sandbox
from app.receive.answer import accept, give_back, write_receipt
from app.receive.intake import Received, receive
from app.receive.merge import rows_of
from app.receive.standing.replacing import decline, take_place
from app.send.collect import collect
from app.send.stage import stage
from tests.builders import a_zip
from tests.disc_batches import READY, a_ready_store, a_store, attach, materials, small
from tests.receive.ledgers import a_ledger
from tests.road import baopan, done

FIRST, SECOND, THIRD = (f"2023-370100-{number}" for number in (1, 2, 3))


@dataclass(frozen=True)
class Made:
    folder: Path
    code: str


@pytest.fixture(scope="module")
def discs(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """What one bureau made: its first disc, and two that say they correct it, each with one enterprise more."""
    folder = tmp_path_factory.mktemp("盘")
    made = []
    with Sandbox(2) as box, a_ready_store(folder / "批次", box, folder / "来件") as store:
        for number, name in enumerate(("", "济南丁四电子有限公司", "济南戊五纺织有限公司"), 1):
            if name:
                more = a_zip(folder / "来件" / f"{name}.zip", materials(number))
                collect(store, "provincial", [more], sandbox=box, job=Job())
            (one,) = stage(store, READY, folder / f"盘{number}", DVD, box, Job())
            made.append(Made(folder / f"盘{number}" / one.disc_id, one.check_code))
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with a_ledger(tmp_path / "台账") as made:
        yield made


def taken(ledger: Ledger, disc: Made | list[Path], sandbox: Sandbox, code: str = "") -> Received:
    place = disc.folder if isinstance(disc, Made) else disc
    return receive(ledger, place, code=code, clerk="王", looks=False, sandbox=sandbox, job=Job())


@pytest.fixture
def accepted(ledger: Ledger, discs: list[Made], sandbox: Sandbox) -> Ledger:
    """The first disc was accepted."""
    taken(ledger, discs[0], sandbox)
    accept(ledger, FIRST, "已当面核对", "李", Job())
    return ledger


def standings(ledger: Ledger) -> list[Standing]:
    return [one.standing for one in ledger.submissions()]


def counted(ledger: Ledger) -> set[str]:
    """The submissions whose rows are in the total table: of all rows, each once."""
    rows = rows_of(ledger)
    assert len({(row.track, row.entry.name) for row in rows}) == len(rows) == len(ledger.entries())
    return {row.submission.id for row in rows}


@pytest.mark.parametrize("code", ["", "0000-0000-0000"])
def test_without_a_right_code_the_new_disc_waits_beside(
    accepted: Ledger, discs: list[Made], sandbox: Sandbox, code: str
) -> None:
    got = taken(accepted, discs[1], sandbox, code)
    assert got.submission.id == SECOND and standings(accepted) == [Standing.ACCEPTED, Standing.WAITING]
    assert counted(accepted) == {FIRST}
    assert f"待确认是否代替已受理的 {FIRST}" in accepted.events()[-1].what
    with pytest.raises(WrongUse, match="还没有确认是否代替"):
        accept(accepted, SECOND, "理由", "李", Job())
    with pytest.raises(WrongUse, match="还没有确认是否代替"):
        give_back(accepted, SECOND, "理由", "李")


def test_with_the_right_code_it_takes_the_place_at_once(
    accepted: Ledger, discs: list[Made], sandbox: Sandbox
) -> None:
    got = taken(accepted, discs[1], sandbox, discs[1].code)
    assert got.submission.standing.counts and standings(accepted)[0] is Standing.SUPERSEDED
    assert counted(accepted) == {SECOND}


def test_a_code_that_is_typed_later_lets_it_take_the_place(
    accepted: Ledger, discs: list[Made], sandbox: Sandbox
) -> None:
    taken(accepted, discs[1], sandbox)
    taken(accepted, discs[1], sandbox, discs[1].code)
    assert standings(accepted)[0] is Standing.SUPERSEDED and counted(accepted) == {SECOND}
    assert accepted.events()[-1].what == f"确认代替 {FIRST}：校验码与登记表一致"


def test_a_disc_that_holds_more_than_its_code_vouches_for_waits_with_the_right_code(
    accepted: Ledger, discs: list[Made], sandbox: Sandbox, tmp_path: Path
) -> None:
    forged = Made(shutil.copytree(discs[1].folder, tmp_path / "改过"), discs[1].code)
    (forged.folder / "autorun.inf").write_bytes(b"[autorun]")
    taken(accepted, forged, sandbox, forged.code)
    assert standings(accepted) == [Standing.ACCEPTED, Standing.WAITING]


def test_a_person_confirms_with_name_and_reason(accepted: Ledger, discs: list[Made], sandbox: Sandbox) -> None:
    taken(accepted, discs[1], sandbox)
    with pytest.raises(WrongUse, match="写明理由"):
        take_place(accepted, SECOND, "  ", "李")
    one = take_place(accepted, SECOND, "已与济南市局核实", "李")
    assert one.standing is Standing.FAULTY and one.supersedes == FIRST  # as its checks have it
    event = accepted.events()[-1]
    assert (event.who, event.what) == ("李", f"确认代替 {FIRST}：已与济南市局核实")
    assert counted(accepted) == {SECOND} and corrections_of(accepted.submissions())[SECOND] == 1
    with pytest.raises(WrongUse, match="没有在等待"):
        take_place(accepted, SECOND, "再来", "李")


def test_a_person_declines_and_all_is_as_before(accepted: Ledger, discs: list[Made], sandbox: Sandbox) -> None:
    taken(accepted, discs[1], sandbox)
    assert decline(accepted, SECOND, "不是该局报送", "李").standing is Standing.DECLINED
    assert counted(accepted) == {FIRST} and accepted.events()[-1].what == "不予代替：不是该局报送"
    again = taken(accepted, discs[1], sandbox, discs[1].code)  # nor does a code bring it back
    assert not again.is_new and standings(accepted) == [Standing.ACCEPTED, Standing.DECLINED]


def test_several_wait_beside_one_and_the_last_confirmed_counts(
    accepted: Ledger, discs: list[Made], sandbox: Sandbox
) -> None:
    for disc in discs[1:]:
        taken(accepted, disc, sandbox)
    assert standings(accepted) == [Standing.ACCEPTED, Standing.WAITING, Standing.WAITING]
    take_place(accepted, THIRD, "后来的一份", "李")
    assert counted(accepted) == {THIRD}
    take_place(accepted, SECOND, "还是前一份", "李")
    assert counted(accepted) == {SECOND} and accepted.submission(SECOND).supersedes == THIRD


def test_what_was_given_back_or_not_decided_is_replaced_as_ever(
    ledger: Ledger, discs: list[Made], sandbox: Sandbox
) -> None:
    taken(ledger, discs[0], sandbox)
    taken(ledger, discs[1], sandbox)
    assert standings(ledger)[0] is Standing.SUPERSEDED
    give_back(ledger, SECOND, "请补正", "李")
    taken(ledger, discs[2], sandbox)
    assert counted(ledger) == {THIRD}


def test_a_set_waits_until_the_last_disc_was_compared(ledger: Ledger, tmp_path: Path, sandbox: Sandbox) -> None:
    with a_store(tmp_path / "批次") as store:
        (tmp_path / "来件").mkdir()
        names = [f"济南{number}号机械有限公司" for number in "一二三"]
        files = [a_zip(tmp_path / "来件" / f"{n}.zip", materials(i, 2_000_000)) for i, n in enumerate(names)]
        collect(store, "provincial", files[:1], sandbox=sandbox, job=Job())
        attach(store, "provincial")
        (one,) = stage(store, READY, tmp_path / "盘1", DVD, sandbox, Job())
        collect(store, "provincial", files[1:], sandbox=sandbox, job=Job())
        made = stage(store, READY, tmp_path / "盘2", small(usable=5_000_000), sandbox, Job())
    taken(ledger, [tmp_path / "盘1" / one.disc_id], sandbox)
    accept(ledger, FIRST, "齐全", "李", Job())
    assert len(made) > 1
    for number, each in enumerate(made, 1):
        taken(ledger, [tmp_path / "盘2" / each.disc_id], sandbox, each.check_code)
        assert (counted(ledger) == {SECOND}) is (number == len(made))


def test_the_receipt_says_what_it_waits_for(
    accepted: Ledger, discs: list[Made], sandbox: Sandbox, tmp_path: Path
) -> None:
    taken(accepted, discs[1], sandbox)
    assert write_receipt(accepted, SECOND, tmp_path, date(2023, 8, 30)).is_file()


def test_the_command_line_confirms_and_declines(discs: list[Made], tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    done("ledger-new", folder)
    baopan("receive", folder, discs[0].folder)
    done("accept", folder, FIRST, "--reason", "齐全", "--out", tmp_path / "答复")
    _, out, _ = baopan("receive", folder, discs[1].folder)
    assert f"已受理的 {FIRST} 仍然算数" in out and "待确认是否代替" in out
    code, _, err = baopan("replace", folder, SECOND)
    assert code == 2 and "写明理由" in err
    assert f"已代替 {FIRST}：{SECOND}" in done("replace", folder, SECOND, "--reason", "已核实", "--clerk", "李")
    with Ledger.open(folder) as ledger:
        accept(ledger, SECOND, "齐全", "李", Job())
    baopan("receive", folder, discs[2].folder)
    assert "不予代替" in done("replace", folder, THIRD, "--decline", "--reason", "不是该局的")
    assert f"{SECOND}  " in done("ledger", folder)
