"""Sets of discs that another BagIt program made: one by one, in any order, never mixed with others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from app.demo.cast import sender_named
from app.disc import bag
from app.errors import WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.disc import Entry
from app.reading.sandbox import Sandbox
from app.receive.intake import preview_disc, receive
from tests.builders import a_zip
from tests.disc_batches import TOML, materials

FIRMS = ("山东甲一有限公司", "山东乙二有限公司")  # no name tells the city
GROUP = "SD-QLBG"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made


def bagged(folder: Path, number: int) -> Path:
    """A bag of what lies in `folder`/data: disc `number` of 2."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    entries = [_entry(folder, path) for path in files]
    info = [("Bag-Group-Identifier", GROUP), ("Bag-Count", f"{number} of 2")]
    tags = {
        bag.DECLARATION: bag.declaration(), bag.INFO: bag.info(info), bag.MANIFEST: bag.manifest(entries),
    }
    for name, content in tags.items():
        (folder / name).write_bytes(content)
    (folder / bag.TAG_MANIFEST).write_bytes(bag.manifest([_entry(folder, folder / name) for name in tags]))
    return folder


def _entry(folder: Path, path: Path) -> Entry:
    content = path.read_bytes()
    return Entry(path.relative_to(folder).as_posix(), len(content), hashlib.sha256(content).hexdigest())


def a_set(folder: Path, below: str = "附件", city: str = "烟台市") -> list[Path]:
    """The table and the letter on the first disc; one enterprise on each."""
    discs = [folder / "一", folder / "二"]
    for number, (disc, name) in enumerate(zip(discs, FIRMS, strict=True)):
        (disc / "data" / below).mkdir(parents=True)
        a_zip(disc / "data" / below / f"{name}.zip", materials(number))
    book = openpyxl.Workbook()
    book.active.append([f"全省质量标杆推荐表　推荐单位：{city}工业和信息化局"])
    book.active.append(["序号", "申报单位名称", "统一社会信用代码", "联系人"])
    for number, name in enumerate(FIRMS, 1):
        book.active.append([number, name, "", "王"])
    book.save(discs[0] / "data" / "汇总表.xlsx")
    (discs[0] / "data" / "关于推荐的报告.pdf").write_bytes(b"%PDF-1.4 y")
    return [bagged(disc, number) for number, disc in enumerate(discs, 1)]


def checks(got) -> set[str]:
    return {finding.check for finding in got.report.findings}


def assert_whole(ledger: Ledger) -> None:
    (one,) = ledger.submissions()
    assert one.sender.code == "370600" and len(ledger.discs_of(one.id)) == 2
    assert ledger.batch_of(one.id).listed("provincial") == FIRMS
    assert all(entry.stored for entry in ledger.entries())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_they_may_come_together_in_any_order(ledger: Ledger, sandbox: Sandbox, tmp_path: Path, order) -> None:
    discs = a_set(tmp_path)
    got = receive(ledger, [discs[each] for each in order], sandbox=sandbox, job=Job())
    assert got.missing == () and not {"DISC-03", "TABLE-02", "DISC-07"} & checks(got)
    assert_whole(ledger)


@pytest.mark.parametrize("below", ["附件", "全省质量标杆"])
def test_they_may_come_one_by_one(ledger: Ledger, sandbox: Sandbox, tmp_path: Path, below: str) -> None:
    first, second = a_set(tmp_path, below)
    assert receive(ledger, first, sandbox=sandbox, job=Job()).missing == (2,)
    got = receive(ledger, second, sandbox=sandbox, job=Job())
    assert got.missing == () and not {"DISC-03", "TABLE-02"} & checks(got)
    assert_whole(ledger)
    assert not receive(ledger, second, sandbox=sandbox, job=Job()).is_new


def test_one_without_the_table_waits_for_the_one_that_has_it(
    ledger: Ledger, sandbox: Sandbox, tmp_path: Path
) -> None:
    first, second = a_set(tmp_path)
    with pytest.raises(WrongUse, match=r"一套 2 张里的第 2 张.*请先收有汇总表的那一张"):
        receive(ledger, second, sandbox=sandbox, job=Job())
    assert ledger.submissions() == ()
    receive(ledger, first, sandbox=sandbox, job=Job())
    receive(ledger, second, sandbox=sandbox, job=Job())
    assert_whole(ledger)


def test_two_bureaus_that_number_alike_are_not_mixed(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    yantai, weihai = a_set(tmp_path / "烟台"), a_set(tmp_path / "威海", "全省质量标杆", "威海市")
    receive(ledger, yantai[0], sandbox=sandbox, job=Job())
    receive(ledger, weihai[0], sandbox=sandbox, job=Job())
    assert len(ledger.submissions()) == 2


def test_discs_of_two_senders_in_one_call_are_refused(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    yantai, weihai = a_set(tmp_path / "烟台"), a_set(tmp_path / "威海", city="威海市")
    with pytest.raises(WrongUse, match=r"不是同一个单位报送的.*请分开接收"):
        receive(ledger, [yantai[0], weihai[0]], sandbox=sandbox, job=Job())
    assert ledger.submissions() == ()
    receive(ledger, yantai, sandbox=sandbox, job=Job())
    assert_whole(ledger)


def test_what_is_said_of_one_disc_is_not_said_of_several(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    discs = a_set(tmp_path)
    layout = preview_disc(ledger, discs[0], sandbox=sandbox, job=Job()).layout
    for said in ({"layout": layout}, {"also": discs[0]}):
        with pytest.raises(WrongUse, match="单独接收"):
            receive(ledger, discs, sandbox=sandbox, job=Job(), **said)


def test_a_sender_told_by_a_person_holds_for_the_set(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    discs = a_set(tmp_path)
    got = receive(ledger, discs, sender=sender_named("370700"), sandbox=sandbox, job=Job())
    assert got.submission.sender.code == "370700"
