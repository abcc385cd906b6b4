"""Every made bad archive goes through the door together; each is told for what it is, and nothing else suffers."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from app.checks import check_batch
from app.demo.cast import sender_named
from app.job import Job
from app.model.batch import Batch, Enterprise
from app.model.finding import Finding, Report, State
from app.model.source import Source
from app.notices.read import load_notice
from app.reading import unpack as unpacking
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.reading.unpack import Unpacked, unpack
from app.send.collect import Collected, collect
from app.store.store import BatchStore
from tests.checks.cases import ill_said
from tests.reading.hostile.corpus import OUTSIDE, Hostile, corpus

CORPUS = {hostile.name: hostile for hostile in corpus()}
WATCHED = ("PACK-", "FILE-", "NAME-04", "PDF-")
SECONDS = 40.0  # of the processor, for all together; measured at 8


@dataclass(frozen=True)
class Intake:
    """What became of the whole corpus."""

    batch: Batch
    folder: Path
    collected: Collected
    report: Report
    seconds: float
    outside_before: set[tuple[str, int]]
    outside_after: set[tuple[str, int]]

    def enterprise(self, hostile: Hostile) -> Enterprise:
        return next(e for e in self.batch.enterprises.values() if self.source_of(e).name == hostile.name)

    def source_of(self, enterprise: Enterprise) -> Source:
        return self.batch.sources[enterprise.sources[0]]

    def findings(self, hostile: Hostile) -> list[Finding]:
        subject = self.enterprise(hostile).id
        return [f for f in self.report.findings if f.subject == subject and f.check.startswith(WATCHED)]


def everything(folder: Path, but: Path) -> set[tuple[str, int]]:
    return {
        (str(p.relative_to(folder)), p.lstat().st_size)
        for p in folder.rglob("*") if but not in (p, *p.parents)
    }  # fmt: skip


def spent() -> float:
    """Seconds of the processor, this process's and those of all it started, that have ended too."""
    own, seconds = psutil.Process(), 0.0
    for one in (own, *own.children(recursive=True)):
        with contextlib.suppress(psutil.Error):
            told = one.cpu_times()
            seconds += told.user + told.system + told.children_user + told.children_system
    return seconds


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as children:
        yield children


@pytest.fixture(scope="module")
def intake(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Intake:
    home = tmp_path_factory.mktemp("hostile")
    (home / "来").mkdir()
    for number, hostile in enumerate(CORPUS.values()):
        (home / "来" / str(number)).mkdir()
        hostile.make(home / "来" / str(number) / hostile.name)
    paths = [home / "来" / str(number) / hostile.name for number, hostile in enumerate(CORPUS.values())]
    notice, content = load_notice("2023")
    folder = home / "批次"
    with BatchStore.create(folder, Batch(sender_named("370100"), notice.id, ""), content) as store:
        before, start = everything(home, folder), spent()
        collected = collect(store, "provincial", paths, sandbox=sandbox, job=Job())
        seconds = spent() - start
        batch = store.batch
    report = check_batch(batch, notice, date(2023, 8, 20))
    return Intake(batch, folder, collected, report, seconds, before, everything(home, folder))


def test_all_are_taken_in_whatever_is_wrong_with_the_others(intake: Intake) -> None:
    assert len(intake.collected.added) == len(CORPUS) and not intake.collected.left_out
    assert not intake.report.in_state(State.BROKEN)


def test_nothing_is_written_but_the_copies(intake: Intake) -> None:
    assert intake.outside_after == intake.outside_before
    materials = intake.folder / "materials"
    copies = {str(p.relative_to(intake.folder)) for p in materials.rglob("*") if p.is_file()}
    assert copies == {source.stored for source in intake.batch.sources.values()}


def test_all_together_they_cost_little_time(intake: Intake) -> None:
    assert intake.seconds < SECONDS


@pytest.mark.parametrize("name", CORPUS)
def test_it_is_told_for_what_it_is(intake: Intake, name: str) -> None:
    found = intake.findings(CORPUS[name])
    assert {f"{f.check} {f.grade}" for f in found} == CORPUS[name].says, [f.what for f in found]
    assert all(f.where for f in found)
    paths = [m.path for m in intake.source_of(intake.enterprise(CORPUS[name])).members]
    assert {fault for f in found for fault in ill_said(f, name, *paths, *OUTSIDE)} == set(), [f.what for f in found]


@pytest.mark.parametrize("name", [name for name, hostile in CORPUS.items() if hostile.whole is not None])
def test_what_is_sound_in_it_comes_out(intake: Intake, name: str) -> None:
    hostile = CORPUS[name]
    members = intake.source_of(intake.enterprise(hostile)).members
    assert [m.path for m in members if m.sha256 and not m.within] == list(hostile.whole or ())


@pytest.mark.parametrize("name", [name for name, hostile in CORPUS.items() if hostile.entries is not None])
def test_what_went_in_is_listed_left_out_or_refused(intake: Intake, name: str) -> None:
    hostile = CORPUS[name]
    source = intake.source_of(intake.enterprise(hostile))
    listed = [m.path for m in source.members if not m.within]
    refused = [t.path for t in source.troubles if t.path and t.path.split("!/")[0] not in listed]
    twins = [t for t in source.troubles if "两个同名" in t.detail]
    assert len(listed) + len(refused) + len(source.left_out) + len(twins) == hostile.entries


def test_a_place_for_each_of_many_names_is_found_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []
    monkeypatch.setattr(unpacking, "fold", lambda name: folded.append(name) or name.casefold())
    places = unpacking._Places()
    assert len({places.of(f"证明/{number}.txt") for number in range(500)}) == 500
    assert len(folded) < 500 * 10


@pytest.mark.parametrize("name", [name for name in CORPUS if name != "太多.tar.gz"])
def test_unpacked_it_stays_in_its_folder(intake: Intake, name: str, sandbox: Sandbox, tmp_path: Path) -> None:
    source = intake.source_of(intake.enterprise(CORPUS[name]))
    out = tmp_path / "out"
    out.mkdir()
    done: Unpacked = sandbox.call(
        unpack, intake.folder / source.stored, source.container, out, Limits(), job=Job(), limits=Limits()
    )
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert done.files == sum(p.is_file() and not p.is_symlink() for p in out.rglob("*"))
    assert done.files >= sum(bool(m.sha256) and not m.within for m in source.members)  # more: a bomb lay inside
