"""The store is read again before it counts: what changed since receipt is told, and put back from the disc."""

from __future__ import annotations

import hashlib
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.errors import Cancelled, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.disc import DVD
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.answer import accept
from app.receive.disc.copying import CONTENT
from app.receive.disc.record import RECORD
from app.receive.disc.stored import changed_in
from app.receive.experts import MARKER, TOLD, export_packages
from app.receive.intake import receive
from app.send.stage import stage
from tests.disc_batches import READY, TOML, a_ready_store

KEY = "2023-370100-1"


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> tuple[Path, Path, Path]:
    """(ledger, our disc, the same files without tags); the ledger holds the disc."""
    home = tmp_path_factory.mktemp("received")
    with a_ready_store(home / "批次", sandbox, home / "来件") as store:
        made = stage(store, READY, home / "盘", DVD, sandbox, Job())[0]
    disc = home / "盘" / made.disc_id
    with Ledger.create(home / "台账", TOML) as ledger:
        receive(ledger, disc, code=made.check_code, looks=False, sandbox=sandbox, job=Job())
    by_hand = home / "手工"
    shutil.copytree(disc / "data", by_hand)
    return home / "台账", disc, by_hand


@pytest.fixture
def ledger(received: tuple[Path, Path, Path], tmp_path: Path) -> Iterator[Ledger]:
    shutil.copytree(received[0], tmp_path / "台账")
    with Ledger.open(tmp_path / "台账") as made:
        yield made


@pytest.fixture
def disc(received: tuple[Path, Path, Path]) -> Path:
    return received[1]


def home_of(ledger: Ledger, key: str = KEY) -> Path:
    return ledger.folder_of(key) / ledger.discs_of(key)[0].folder


def package(ledger: Ledger, key: str = KEY) -> Path:
    return sorted((home_of(ledger, key) / CONTENT).rglob("*.zip"))[0]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


HARM: dict[str, tuple[Callable[[Ledger], object], str]] = {
    "a bit": (lambda ledger: flip(package(ledger)), "和收到时不一样"),
    "gone": (lambda ledger: package(ledger).unlink(), "不见了"),
    "cut": (lambda ledger: package(ledger).write_bytes(package(ledger).read_bytes()[:-1]), "和收到时不一样"),
    "a tag file": (lambda ledger: flip(home_of(ledger) / CONTENT / "manifest-sha256.txt"), "和收到时不一样"),
    "the record": (lambda ledger: flip(home_of(ledger) / RECORD), "记录不见了，或改过"),
    "no record": (lambda ledger: (home_of(ledger) / RECORD).unlink(), "记录不见了，或改过"),
    "no folder": (lambda ledger: shutil.rmtree(home_of(ledger)), "记录不见了，或改过"),
}


@pytest.mark.parametrize("how", HARM)
def test_what_changed_since_receipt_is_not_accepted_until_the_disc_is_read_again(
    ledger: Ledger, disc: Path, sandbox: Sandbox, how: str
) -> None:
    assert changed_in(ledger, KEY, Job()) == ()
    harm, words = HARM[how]
    harm(ledger)
    with pytest.raises(WrongUse) as caught:
        accept(ledger, KEY, "材料我看过", "刘处", Job())  # no reason waves it through
    assert words in caught.value.detail and disc.name in caught.value.detail and "重新接收" in caught.value.detail
    assert ledger.submission(KEY).standing is not Standing.ACCEPTED
    assert words in ledger.events()[-1].what
    again = receive(ledger, disc, looks=False, sandbox=sandbox, job=Job())
    assert not again.is_new and len(again.restored) == 1 and "补回" in ledger.events()[-1].what
    assert changed_in(ledger, KEY, Job()) == ()
    assert accept(ledger, KEY, "材料我看过", "刘处", Job()).standing is Standing.ACCEPTED
    assert len(ledger.submissions()) == 1
    assert receive(ledger, disc, looks=False, sandbox=sandbox, job=Job()).restored == ()


def test_another_copy_that_holds_more_than_was_registered_is_told(ledger: Ledger, disc: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    more = shutil.copytree(disc, tmp_path / "又一张" / disc.name)
    (more / "autorun.inf").write_bytes(b"[autorun]")
    again = receive(ledger, more, looks=False, sandbox=sandbox, job=Job())
    assert (again.submission.id, again.is_new, again.unlike) == (KEY, False, ("autorun.inf",))
    assert receive(ledger, disc, looks=False, sandbox=sandbox, job=Job()).unlike == ()


def test_a_record_made_to_fit_the_change_is_told(ledger: Ledger) -> None:
    """Whoever changes a file and its digest beside it cannot change the ledger's row."""
    path, record = package(ledger), home_of(ledger) / RECORD
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    flip(path)
    text = record.read_text("utf-8").replace(before, hashlib.sha256(path.read_bytes()).hexdigest())
    record.write_text(text, "utf-8")
    assert [each.path for each in changed_in(ledger, KEY, Job())] == [""]


@pytest.mark.parametrize("what", ["a file", "the record"])
def test_a_disc_made_by_hand_puts_back_what_changed(
    received: tuple[Path, Path, Path], tmp_path: Path, sandbox: Sandbox, what: str
) -> None:
    with Ledger.create(tmp_path / "另一本", TOML) as ledger:
        key = receive(ledger, received[2], looks=False, sandbox=sandbox, job=Job()).submission.id
        flip(package(ledger, key) if what == "a file" else home_of(ledger, key) / RECORD)
        assert len(changed_in(ledger, key, Job())) == 1
        again = receive(ledger, received[2], looks=False, sandbox=sandbox, job=Job())
        assert (again.submission.id, again.is_new, len(again.restored)) == (key, False, 1)
        assert changed_in(ledger, key, Job()) == ()


def test_a_disc_that_changed_alike_restores_nothing_and_says_so(
    ledger: Ledger, disc: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    own = package(ledger)
    copy = tmp_path / "盘"
    shutil.copytree(disc, copy)
    flip(own)
    shutil.copyfile(own, copy / own.relative_to(home_of(ledger) / CONTENT))
    with pytest.raises(WrongUse, match="换一份同样的光盘"):
        receive(ledger, copy, looks=False, sandbox=sandbox, job=Job())
    assert len(changed_in(ledger, KEY, Job())) == 1


def test_what_changed_is_not_exported_but_told_and_exported_once_it_is_put_back(
    ledger: Ledger, disc: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    whole = export_packages(ledger, tmp_path / "完好", sandbox, Job())
    assert not [each for each in whole.left_out if "收到时" in each.reason]
    hurt = package(ledger)
    flip(hurt)
    out = tmp_path / "评审材料"
    done = export_packages(ledger, out, sandbox, Job())
    (told,) = [each for each in done.left_out if "和收到时不一样" in each.reason]
    assert hurt.name in told.path and "重新接收" in told.reason
    assert "和收到时不一样" in (out / TOLD).read_text("utf-8-sig")
    empty = [folder for folder in done.folders if not any(folder.iterdir())]
    assert len(empty) == 1
    receive(ledger, disc, looks=False, sandbox=sandbox, job=Job())
    again = export_packages(ledger, out, sandbox, Job())
    assert again.folders == tuple(empty) and any(empty[0].iterdir()) and (out / MARKER).exists()


def test_reading_the_store_can_be_stopped_and_tells_how_far_it_is(ledger: Ledger) -> None:
    seen = []
    changed_in(ledger, KEY, Job(seen.append))
    assert seen[-1].total_bytes and seen[-1].message == "正在核对存放的材料"
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        accept(ledger, KEY, "材料我看过", "刘处", job)
    assert ledger.submission(KEY).standing is not Standing.ACCEPTED


@pytest.mark.parametrize("how", ["flip", "cut", "zero"])
def test_random_damage_to_the_record_is_told_and_nothing_falls(ledger: Ledger, how: str) -> None:
    record, chance = home_of(ledger) / RECORD, random.Random(how)
    whole = record.read_bytes()
    for _ in range(40):
        content, at = bytearray(whole), chance.randrange(len(whole))
        if how == "flip":
            content[at] ^= chance.randrange(1, 256)
        elif how == "cut":
            del content[at:]
        else:
            content[at:at + 50] = bytes(len(content[at:at + 50]))
        record.write_bytes(content)
        assert [each.path for each in changed_in(ledger, KEY, Job())] == [""]
    record.write_bytes(whole)
    assert changed_in(ledger, KEY, Job()) == ()


def test_files_whose_row_and_record_are_lost_are_left_for_a_person(
    disc: Path, tmp_path: Path, sandbox: Sandbox
) -> None:
    """The same submission received anew goes beside them."""
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        lost = ledger.folder_of(KEY) / disc.name / CONTENT / "材料.zip"
        lost.parent.mkdir(parents=True)
        lost.write_bytes(b"x")
        got = receive(ledger, disc, looks=False, sandbox=sandbox, job=Job())
        assert got.submission.id == KEY and lost.read_bytes() == b"x"
        assert home_of(ledger).name != disc.name and changed_in(ledger, KEY, Job()) == ()
