"""A batch goes to a colleague as one file and comes back: it is worked on at one place, and nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.batch import edit
from app.batch.handing import hand
from app.batch.handing.arrive import Arrival, Arrived, as_new, gone_on, instead, weigh
from app.batch.handing.bundle import BundleOdd
from app.batch.handing.hand import hand_over, take_back
from app.batch.looking import is_unseen
from app.errors import BatchInUse, Cancelled, WrongUse
from app.job import Job, Progress
from app.model.batch import Enterprise
from app.reading.sandbox import Sandbox
from app.send.collect import collect
from app.store import journal, lock
from app.store.away import BatchAway
from app.store.course import Relation
from app.store.journal import Entry
from app.store.store import BatchStore
from tests.builders import a_zip
from tests.disc_batches import a_store, materials


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Path:
    """A batch with one enterprise."""
    place = tmp_path_factory.mktemp("made")
    package = a_zip(place / "山东甲一机械有限公司.zip", materials(1))
    with a_store(place / "济南") as store:
        collect(store, "national", [package], sandbox=sandbox, job=Job())
        (store.folder / "光盘").mkdir()
        (store.folder / "光盘" / "a.iso").write_bytes(b"made again")
    return place / "济南"


@pytest.fixture
def ours(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "甲处" / "济南")
    return tmp_path / "甲处" / "济南"


def give(folder: Path, to: str, by: str, out: Path, sandbox: Sandbox) -> Path:
    with BatchStore.open(folder) as store:
        return hand_over(store, to, by, out, Job(), sandbox).path


def opened(bundle: Path, into: Path, who: str, sandbox: Sandbox) -> tuple[Arrival, Arrived | None]:
    """As a person would: new where it is unknown, gone on with where it is known."""
    arrival = weigh(bundle, [into], Job(), sandbox)
    if arrival.relation is Relation.OTHER:
        return arrival, as_new(arrival, into, who, Job())
    return arrival, gone_on(arrival, who, Job()) if arrival.relation is Relation.AHEAD else None


def named(folder: Path, name: str, key: str = "e0001") -> None:
    with BatchStore.open(folder) as store:
        store.apply("改名", lambda batch: edit.rename(batch, key, name))


def names(folder: Path) -> list[str]:
    with BatchStore.open(folder) as store:
        return [each.name for each in store.batch.enterprises.values()]


def files(folder: Path) -> dict[str, bytes]:
    kept = folder / "materials"
    return {path.relative_to(kept).as_posix(): path.read_bytes() for path in kept.rglob("*") if path.is_file()}


def test_a_batch_goes_and_comes_back_with_what_was_done_to_it(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    sent = give(ours, "王芳", "李明", tmp_path / "U盘" / "济南", sandbox)
    assert sent.name == "济南.批次包"
    _, there = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    assert there is not None and there.folder == tmp_path / "乙处" / "济南"
    assert files(there.folder) == files(ours) and not (there.folder / "光盘").exists()
    with BatchStore.open(there.folder) as store:
        assert store.batch.handed is None and "李明交来，王芳接着做" in store.history[-1].what
        more = a_zip(tmp_path / "济南乙二食品有限公司.zip", materials(2))
        collect(store, "provincial", [more], sandbox=sandbox, job=Job())
    back = give(there.folder, "李明", "王芳", tmp_path / "U盘" / "交回", sandbox)
    arrival, here = opened(back, tmp_path / "甲处", "李明", sandbox)
    assert arrival.relation is Relation.AHEAD and here is not None and here.folder == ours and here.aside is None
    assert names(ours) == ["山东甲一机械有限公司", "济南乙二食品有限公司"]
    assert files(ours) == files(there.folder) and (ours / "光盘" / "a.iso").exists()
    with BatchStore.open(ours) as store:  # worked on here again, and what the colleague did can be taken back
        assert store.batch.handed is None and store.undo() == "收下济南乙二食品有限公司"


def test_while_it_is_away_nothing_changes_it(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    before = (ours / "history.jsonl").read_bytes()
    with BatchStore.open(ours) as store:
        handed = store.batch.handed
        assert handed is not None and (handed.to, handed.by) == ("王芳", "李明")
        for change in (
            lambda: store.apply("移出", lambda batch: edit.remove(batch, "e0001")),
            store.undo, lambda: store.back_to(1), lambda: hand_over(store, "赵六", "李明", tmp_path / "b", Job(), sandbox),
        ):  # fmt: skip
            with pytest.raises(BatchAway) as told:
                change()
            assert "王芳" in told.value.line() and "收回" in told.value.line()
        assert not is_unseen(store.batch, store.notice)
    assert (ours / "history.jsonl").read_bytes() == before
    with BatchStore.open(ours) as store:
        assert take_back(store).to == "王芳"
        store.apply("移出", lambda batch: edit.remove(batch, "e0001"))
        with pytest.raises(WrongUse):
            take_back(store)


def test_an_older_program_refuses_a_history_with_a_handing(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    log = journal.read(ours / "history.jsonl")
    assert log.schema == 3 <= journal.SCHEMA and log.lines[0].entry.schema == Entry(1, "", "", "").schema == 2


def test_what_came_back_after_all_waits_for_a_persons_choice(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    sent = give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    _, there = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    assert there is not None
    named(there.folder, "山东甲一机械集团有限公司")
    back = give(there.folder, "李明", "王芳", tmp_path / "b", sandbox)
    with BatchStore.open(ours) as store:
        take_back(store)
        store.apply("移出", lambda batch: edit.remove(batch, "e0001"))
    arrival, here = opened(back, tmp_path / "甲处", "李明", sandbox)
    assert arrival.relation is Relation.PARTED and here is None
    assert "又做了 1 步：企业 0 家" in arrival.parted and "王芳那边做了 1 步：企业 1 家" in arrival.parted
    assert names(ours) == []  # nothing was overwritten unseen
    with pytest.raises(WrongUse):
        gone_on(arrival, "李明", Job())
    both = as_new(arrival, ours.parent, "李明", Job())
    assert names(both.folder) == ["山东甲一机械集团有限公司"] and names(ours) == []
    taken = instead(arrival, "李明", Job())
    assert taken.folder == ours and names(ours) == ["山东甲一机械集团有限公司"]
    assert taken.aside is not None and "存档" in taken.aside.name and names(taken.aside) == []


def test_a_bundle_opened_twice_changes_nothing(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    sent = give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    _, there = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    again, nothing = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    assert there is not None and again.here == there.folder
    assert again.relation is Relation.BEHIND and nothing is None
    own, _ = opened(sent, tmp_path / "甲处", "李明", sandbox)
    assert own.relation is Relation.BEHIND and own.here == ours


def test_a_file_here_that_is_another_than_the_colleagues_is_kept(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    sent = give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    _, there = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    assert there is not None
    back = give(there.folder, "李明", "王芳", tmp_path / "b", sandbox)
    altered = next(path for path in (ours / "materials").rglob("*.zip"))
    altered.write_bytes(b"changed by somebody")
    _, here = opened(back, tmp_path / "甲处", "李明", sandbox)
    assert here is not None and here.aside is not None
    assert files(ours) == files(there.folder)
    assert [path.read_bytes() for path in here.aside.rglob("*.zip")] == [b"changed by somebody"]


def test_a_batch_that_is_open_elsewhere_is_left_alone(
    ours: Path, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    _, there = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    assert there is not None
    back = give(there.folder, "李明", "王芳", tmp_path / "b", sandbox)
    arrival = weigh(back, [ours], Job(), sandbox)
    lines = (ours / "history.jsonl").read_bytes()
    monkeypatch.setattr(lock, "_take", lambda handle: False)
    with pytest.raises(BatchInUse):
        gone_on(arrival, "李明", Job())
    assert (ours / "history.jsonl").read_bytes() == lines


def test_a_handing_that_fails_leaves_the_batch_here(
    ours: Path, tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise BundleOdd("申报书.pdf")

    with BatchStore.open(ours) as store:
        monkeypatch.setattr(hand, "compare", broken)
        with pytest.raises(BundleOdd):
            hand_over(store, "王芳", "李明", tmp_path / "U盘" / "a", Job(), sandbox)
        monkeypatch.undo()
        job = Job(lambda progress: job.cancel() if isinstance(progress, Progress) else None)
        with pytest.raises(Cancelled):
            hand_over(store, "王芳", "李明", tmp_path / "U盘" / "a", job, sandbox)
        for name in ("", " \u200b\n"):
            with pytest.raises(WrongUse):
                hand_over(store, name, "李明", tmp_path / "U盘" / "a", Job(), sandbox)
        with pytest.raises(WrongUse):
            hand_over(store, "王芳", "李明", ours / "a", Job(), sandbox)
        assert store.batch.handed is None
        store.apply("移出", lambda batch: edit.remove(batch, "e0001"))
    assert list((tmp_path / "U盘").iterdir()) == []


def test_what_is_added_while_the_file_is_written_goes_along(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    with BatchStore.open(ours) as store:
        def come(_: Progress) -> None:
            late = store.folder / "letters" / "national-1.pdf"
            late.parent.mkdir(exist_ok=True)
            late.write_bytes(b"%PDF late")
            one = Enterprise("e9", "national", "济南丁四制药有限公司", ())
            if "e9" not in store.batch.enterprises and store.batch.handed is None:
                store.apply("收下", lambda batch: batch.with_enterprise(one))

        sent = hand_over(store, "王芳", "李明", tmp_path / "a", Job(come), sandbox).path
    _, there = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    assert there is not None and names(there.folder) == ["山东甲一机械有限公司", "济南丁四制药有限公司"]
    assert (there.folder / "letters" / "national-1.pdf").read_bytes() == b"%PDF late"


def test_opening_that_is_stopped_leaves_nothing(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    sent = give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    arrival = weigh(sent, [], Job(), sandbox)
    job = Job(lambda progress: job.cancel() if progress.done_bytes > 50_000 else None)
    with pytest.raises(Cancelled):
        as_new(arrival, tmp_path / "乙处", "王芳", job)
    assert list((tmp_path / "乙处").iterdir()) == []


def test_a_changed_notice_is_no_return_of_this_batch(ours: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    """The history does not tell of it, so it is held to what is here."""
    sent = give(ours, "王芳", "李明", tmp_path / "a", sandbox)
    _, there = opened(sent, tmp_path / "乙处", "王芳", sandbox)
    assert there is not None
    notice = there.folder / "notice.toml"
    notice.write_bytes(notice.read_bytes() + b"# looser\n")
    back = give(there.folder, "李明", "王芳", tmp_path / "b", sandbox)
    with pytest.raises(BundleOdd):
        gone_on(weigh(back, [ours], Job(), sandbox), "李明", Job())
    with BatchStore.open(ours) as store:
        assert store.batch.handed is not None
