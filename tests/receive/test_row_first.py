"""The row stands once every byte was read and compared; packages are looked into behind it, to the same end."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Cancelled, WrongUse
from app.job import Job, Progress
from app.ledger import Ledger
from app.model.batch import Batch
from app.model.disc import DVD
from app.model.finding import Report, State
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive import background
from app.receive.answer import accept
from app.receive.disc import copying
from app.receive.disc.on_hand import held_discs
from app.receive.examine import examine_received
from app.receive.intake import Received, receive
from app.receive.survey_later import is_surveyed, surveyed_since, with_surveyed
from app.send.stage import stage
from tests.disc_batches import READY, TOML, a_ready_store


@pytest.fixture(scope="module")
def disc(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Path:
    home = tmp_path_factory.mktemp("盘")
    with a_ready_store(home / "批次", sandbox, home / "来件") as store:
        made = stage(store, READY, home / "盘", DVD, sandbox, Job())[0]
    return home / "盘" / made.disc_id


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """No disc is slow enough for its packages to be looked into while it is read."""
    monkeypatch.setattr(copying, "_SLOW", 0)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copying, "_SLOW", float("inf"))


def row(ledger: Ledger, disc: Path, sandbox: Sandbox) -> Received:
    return receive(ledger, disc, clerk="王", looks=False, row_first=True, sandbox=sandbox, job=Job())


def told(report: Report) -> object:
    said = ((o.check, o.subject, o.state, [f.key for f in o.findings], o.is_pending) for o in report.outcomes)
    return sorted(said)


def timeless(batch: Batch) -> Batch:
    """But for when it was made, and when its letters were copied."""
    letters = {
        track: replace(letter, member=replace(letter.member, modified=0) if letter.member else None)
        for track, letter in batch.letters.items()
    }
    return replace(batch, created="", letters=letters)


def test_the_row_tells_nothing_of_what_was_not_looked_into(fast, ledger, disc, sandbox) -> None:
    got = row(ledger, disc, sandbox)
    batch, report = ledger.stored_batch(got.submission.id), got.report
    assert batch.enterprises and not is_surveyed(batch)
    assert got.submission.to_examine and got.submission.standing is not Standing.PASSED
    assert got.submission.bytes == sum(path.stat().st_size for path in disc.rglob("*") if path.is_file())
    ids = set(batch.enterprises)
    inside = [o for o in report.outcomes if o.subject in ids and o.check.startswith(("MAT-", "PDF-", "PACK-"))]
    assert inside and all(o.state is State.SKIPPED for o in inside)
    waiting = [o for o in report.outcomes if o.subject in ids and o.is_pending]
    assert {o.reason for o in waiting} >= {"材料包还没有看，正在看或等待查看"}


def test_nobody_accepts_it_without_a_reason_before_it_was_looked_into(fast, ledger, disc, sandbox) -> None:
    with pytest.raises(WrongUse, match="还没有看完"):
        accept(ledger, row(ledger, disc, sandbox).submission.id, "", "王", Job())


def test_looked_into_later_it_is_what_it_would_have_been_at_once(fast, ledger, disc, sandbox, tmp_path) -> None:
    key = row(ledger, disc, sandbox).submission.id
    examine_received(ledger, key, sandbox, Job(), recognises=False)
    with Ledger.create(tmp_path / "另", TOML) as other:
        assert receive(other, disc, clerk="王", recognises=False, sandbox=sandbox, job=Job()).submission.id == key
        assert timeless(other.stored_batch(key)) == timeless(ledger.stored_batch(key))
        assert told(other.report_of(key)) == told(ledger.report_of(key))
        assert other.submission(key).standing is ledger.submission(key).standing
        assert other.entries(key) == ledger.entries(key)


def test_a_slow_disc_is_looked_into_while_it_is_read(slow, ledger, disc, sandbox, monkeypatch) -> None:
    looked: list[Path] = []
    begin = background.BackgroundSurvey.begin

    def counted(self, file: Path, size: int, sha256: str) -> None:
        looked.append(file)
        begin(self, file, size, sha256)

    monkeypatch.setattr(background.BackgroundSurvey, "begin", counted)
    monkeypatch.setattr(background.BackgroundSurvey, "end", background.BackgroundSurvey.settle)  # all are done
    got = row(ledger, disc, sandbox)
    assert looked and is_surveyed(ledger.stored_batch(got.submission.id))


def test_stopped_on_the_way_it_goes_on_later(fast, ledger, disc, sandbox) -> None:
    key = row(ledger, disc, sandbox).submission.id

    def stop(progress: Progress) -> None:
        if "正在查看材料" in progress.message:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        examine_received(ledger, key, sandbox, job, recognises=False)
    assert ledger.submission(key).to_examine and not is_surveyed(ledger.stored_batch(key))
    examine_received(ledger, key, sandbox, Job(), recognises=False)
    assert is_surveyed(ledger.stored_batch(key)) and not ledger.submission(key).to_examine


def test_first_verdicts_are_there_before_seals_and_pages_are_looked_at(fast, ledger, disc, sandbox) -> None:
    key = row(ledger, disc, sandbox).submission.id
    seen: list[bool] = []

    def look(progress: Progress) -> None:
        if "正在查看材料" not in progress.message:
            seen.append(is_surveyed(ledger.stored_batch(key)))

    examine_received(ledger, key, sandbox, Job(look), recognises=False)
    assert seen and all(seen)


def test_the_same_disc_once_more_changes_nothing(fast, ledger, disc, sandbox) -> None:
    got = row(ledger, disc, sandbox)
    again = row(ledger, disc, sandbox)
    assert not again.is_new and again.submission.id == got.submission.id


def test_every_byte_is_synced_and_compared_before_the_row(fast, ledger, disc, sandbox, monkeypatch) -> None:
    synced, fsync = set(), os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.add(os.fstat(handle).st_ino), fsync(handle)))
    got = row(ledger, disc, sandbox)
    content = next(ledger.folder_of(got.submission.id).iterdir()) / "内容"
    large = [path for path in content.rglob("*") if path.is_file() and path.stat().st_size >= 1 << 20]
    assert {path.stat().st_ino for path in large} <= synced
    assert not [o for o in got.report.outcomes if o.check == "DISC-01" and o.state is not State.PASSED]


def test_a_package_that_changed_on_its_way_is_told_in_the_row(fast, ledger, disc, sandbox, tmp_path) -> None:
    copy = tmp_path / "坏"
    shutil.copytree(disc, copy)
    package = next(copy.rglob("*.zip"))
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 1
    package.write_bytes(content)
    got = row(ledger, copy, sandbox)
    assert [f for f in got.report.findings if f.check == "DISC-01"] and got.submission.standing is Standing.FAULTY


def test_one_disc_is_looked_into_while_the_next_is_copied(fast, ledger, disc, sandbox, tmp_path) -> None:
    first = row(ledger, disc, sandbox).submission.id
    again = tmp_path / "再"
    shutil.copytree(disc, again)
    (again / "多.txt").write_bytes(os.urandom(3_000_000))
    (again / "tagmanifest-sha256.txt").write_bytes((again / "tagmanifest-sha256.txt").read_bytes() + b"\n")
    seen: list[bool] = []

    def meanwhile(progress: Progress) -> None:
        if progress.message == "正在逐字节核对" and not seen:
            seen.append(True)
            examine_received(ledger, first, sandbox, Job(), recognises=False)  # waits for nobody
            seen.append(is_surveyed(ledger.stored_batch(first)))

    receive(ledger, again, clerk="王", looks=False, row_first=True, sandbox=sandbox, job=Job(meanwhile))
    assert seen == [True, True]


def test_what_a_person_changed_meanwhile_stands(fast, ledger, disc, sandbox) -> None:
    key = row(ledger, disc, sandbox).submission.id
    batch = ledger.stored_batch(key)
    found = surveyed_since(batch, held_discs(ledger, key), ledger.notice, sandbox, Job())
    one = next(iter(batch.enterprises.values()))
    said = replace(batch, enterprises={**batch.enterprises, one.id: replace(one, name="改过的名称有限公司")})
    merged = with_surveyed(said, found.sources.values(), held_discs(ledger, key), ledger.notice)
    assert is_surveyed(merged) and merged.enterprises[one.id].name == "改过的名称有限公司"
    assert merged.sources == found.sources


def test_a_package_that_is_another_by_now_takes_nothing_of_what_was_seen(fast, ledger, disc, sandbox) -> None:
    key = row(ledger, disc, sandbox).submission.id
    batch = ledger.stored_batch(key)
    found = surveyed_since(batch, held_discs(ledger, key), ledger.notice, sandbox, Job())
    others = [replace(each, sha256="0" * 64) for each in found.sources.values()]
    assert with_surveyed(batch, others, held_discs(ledger, key), ledger.notice) == batch
