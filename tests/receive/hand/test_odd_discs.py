"""Discs made by hand in the ways of real bureaus: their rows, letters and packages come out right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.job import Job
from app.ledger import Ledger
from app.model.batch import Batch
from app.reading.sandbox import Sandbox
from app.receive.hand.columns import columns_said
from app.receive.intake import Received, preview_disc, receive
from tests import hand_made
from tests.disc_batches import NOTICE, TOML
from tests.hand_made import ODD, Truth


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made


def said(truth: Truth) -> dict[str, str]:
    return columns_said([f"{heading}={title}" for heading, title in truth.columns.items()], NOTICE)


def taken_in(ledger: Ledger, disc: Path, truth: Truth, sandbox: Sandbox) -> Received:
    return receive(ledger, disc, columns=said(truth), looks=False, recognises=False, sandbox=sandbox, job=Job())


def files_of(batch: Batch, track: str) -> dict[str, frozenset[str]]:
    return {
        one.name: frozenset(member.name for _, member in batch.members_of(one)) for one in batch.in_track(track)
    }


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_its_rows_letters_and_packages_are_right(
    make: Callable[[Path], Truth], ledger: Ledger, sandbox: Sandbox, tmp_path: Path
) -> None:
    truth = make(tmp_path / "盘")
    got = taken_in(ledger, tmp_path / "盘", truth, sandbox)
    batch = ledger.batch_of(got.submission.id)
    sender = got.submission.sender
    assert (sender.code or sender.name) == truth.sender
    for track in (each.id for each in NOTICE.tracks):
        assert files_of(batch, track) == truth.packages.get(track, {})
        assert batch.listed(track) == tuple(truth.packages.get(track, {}))
        own = got.layout.tracks.get(track)
        assert (own.letter if own else "") == truth.letters.get(track, "")
        assert (own.table if own else "") == truth.tables.get(track, "")
    assert all(one.fields.get("code") == hand_made.CODES.get(one.name, one.fields.get("code"))
               for one in batch.enterprises.values())
    assert not {"TABLE-01", "TABLE-02", "LETTER-01"} & {finding.check for finding in got.report.findings}


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_the_first_look_says_the_same(
    make: Callable[[Path], Truth], ledger: Ledger, sandbox: Sandbox, tmp_path: Path
) -> None:
    truth = make(tmp_path / "盘")
    look = preview_disc(
        ledger, tmp_path / "盘", columns=said(truth), recognises=False, sandbox=sandbox, job=Job()
    )
    told = {track: set(own.packages.values()) for track, own in look.layout.tracks.items()}
    assert told == {track: set(own) for track, own in truth.packages.items()}
    assert not {"TABLE-01", "TABLE-02", "LETTER-01"} & {finding.check for finding in look.report.findings}


def test_an_archive_of_which_something_was_refused_is_left_for_a_person(
    ledger: Ledger, sandbox: Sandbox, tmp_path: Path
) -> None:
    inside = {"全省汇总表.xlsx": hand_made.xlsx(hand_made.table((hand_made.TWO,))), "../../evil.txt": b"x"}
    packed = hand_made.packed((hand_made.TWO,))
    hand_made.lay(tmp_path / "盘", {"质量标杆材料.zip": hand_made.zipped({**inside, **packed})})
    look = preview_disc(ledger, tmp_path / "盘", recognises=False, sandbox=sandbox, job=Job())
    assert look.names == (hand_made.TWO,) and look.layout.unknown == ("质量标杆材料.zip",)
    assert not list(tmp_path.rglob("evil.txt"))


def test_an_archive_of_one_enterprise_stays_a_package(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    hand_made.lay(tmp_path / "烟台全省", {"汇总表.xlsx": hand_made.xlsx(hand_made.table((hand_made.TWO,)))})
    hand_made.lay(tmp_path / "烟台全省", hand_made.packed((hand_made.TWO,), lambda name: "乙二.zip"))
    look = preview_disc(ledger, tmp_path / "烟台全省", recognises=False, sandbox=sandbox, job=Job())
    assert look.layout.tracks["provincial"].packages == {"乙二.zip": hand_made.TWO}
    assert look.layout.unknown == look.layout.beside == ()
