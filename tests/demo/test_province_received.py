"""The sixteen cities' discs, received: the ledger says of each what its story says."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from app.demo.province import HandedIn, ProvinceCampaign
from app.errors import AppError, NoSubmission, OtherNotice
from app.ledger import Ledger
from app.model.finding import Grade
from app.model.submission import Standing
from app.receive.intake import Received


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of all discs, in the order they came in; the 补正盘 after all others."""

    ledger: Ledger
    received: list[tuple[HandedIn, Received]]
    refused: list[tuple[HandedIn, AppError]]


@pytest.fixture(scope="module")
def taken(
    province: ProvinceCampaign, received_province, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Taken]:
    folder, told = received_province
    of = {each.title: each for each in province.discs}
    with Ledger.open(shutil.copytree(folder, tmp_path_factory.mktemp("received") / "台账")) as ledger:
        yield Taken(
            ledger,
            [(of[title], one) for title, one in told.items() if isinstance(one, Received)],
            [(of[title], one) for title, one in told.items() if isinstance(one, AppError)],
        )


def test_each_stands_as_told(taken: Taken) -> None:
    """Once all are there; one that was replaced, as it stood before."""
    now = {one.id: one for one in taken.ledger.submissions() if one.standing is not Standing.SUPERSEDED}
    got = {each.title: now.get(done.submission.id, done.submission).standing for each, done in taken.received}
    assert got == {each.title: each.standing for each, _ in taken.received}


def test_the_twin_that_came_first_is_faulty_from_the_day_the_second_came(taken: Taken) -> None:
    first, second = (next(done for each, done in taken.received if each.sender.city == city) for city in ("德州市", "滨州市"))
    assert first.submission.standing is Standing.PASSED and second.submission.standing is Standing.FAULTY
    assert taken.ledger.submission(first.submission.id).standing is Standing.FAULTY


def test_only_an_empty_disc_and_that_of_another_year_are_refused(taken: Taken) -> None:
    assert [(each.title, type(error)) for each, error in taken.refused] == [
        ("上一年的盘", OtherNotice), ("空盘", NoSubmission),
    ]
    assert all(each.standing is None for each, _ in taken.refused)


def test_every_fault_is_found_by_the_rule_that_was_named(taken: Taken) -> None:
    for each, done in taken.received:
        report = taken.ledger.report_of(done.submission.id)
        found = {finding.check for finding in (*done.report.findings, *report.findings)}
        musts = {finding.check for finding in report.findings if finding.grade is Grade.MUST}
        assert set(each.checks) <= found, each.title
        assert each.standing is Standing.FAULTY or musts <= set(each.checks), each.title


def test_each_sender_and_each_row_is_recognised_however_the_disc_was_made(taken: Taken) -> None:
    for each, done in taken.received:
        assert (done.submission.sender.name, done.submission.made_by) == (each.sender.name, each.made_by)
        batch = taken.ledger.batch_of(done.submission.id)
        for track, rows in each.rows.items():
            names = [one.name for one in batch.in_track(track)]
            unlisted = [name for name in each.packed[track] if name not in {who.name for who in rows}]
            assert names == [*(who.name for who in rows), *unlisted], each.title
            codes = [one.fields.get("code", "") for one in batch.in_track(track)]
            assert codes[: len(rows)] == [who.code for who in rows]


def test_the_late_one_is_late_and_no_other(taken: Taken) -> None:
    assert [each.sender.city for each, done in taken.received if done.submission.is_late] == ["滨州市"]


def test_the_corrected_disc_takes_the_place_of_the_first(taken: Taken) -> None:
    (corrected,) = [done.submission for each, done in taken.received if each.attempt]
    (first,) = [done.submission for each, done in taken.received if each.sender.city == "临沂市" and not each.attempt]
    assert (corrected.attempt, corrected.supersedes) == (2, first.id)
    assert taken.ledger.submission(first.id).standing is Standing.SUPERSEDED
