"""A batch folder: nothing is lost, one writer, undo across restarts."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.demo.cast import TRACKS
from app.errors import BatchDamaged, BatchFromNewerVersion, NotABatch, WrongUse
from app.model.batch import Batch, Decision, Enterprise, Letter, Sender, Verdict
from app.model.documents.pages import Pages
from app.model.source import Container, Member, PdfFacts, Source
from app.notices.read import load_notice
from app.store import journal, records
from app.store.acts import Act, done
from app.store.store import BatchStore

NOTICE = load_notice("2023")[1]
EMPTY = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-20")


def with_one(batch: Batch, name: str = "山东鲁泰精密机械股份有限公司") -> Batch:
    number = len(batch.enterprises) + 1
    member = Member("申报书.pdf", 10, "ab" * 32, "pdf", pdf=PdfFacts("ok", "ok", 3, (2,), "文字"))
    source = Source(f"s{number}", "/x/甲.zip", f"materials/s{number}/甲.zip", Container.ZIP, 10, "cd" * 32, (member,))
    one = Enterprise(f"e{number}", "national", name, (source.id,), fields={"contact": "张工"})
    return batch.with_enterprise(one, [source])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "济南 2023"


def test_what_was_saved_is_there_after_reopening(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        saved = store.apply("收下甲", with_one)
    with BatchStore.open(folder) as store:
        assert store.batch == saved
        assert store.notice.id == "2023"
        assert [entry.what for entry in store.history] == ["新建批次", "收下甲"]


def test_a_change_is_kept_at_once_even_if_the_program_is_killed(folder: Path) -> None:
    store = BatchStore.create(folder, EMPTY, NOTICE)
    saved = store.apply("收下甲", with_one)
    store._lock.release()  # as the system does for a killed program: no close(), no snapshot
    with BatchStore.open(folder) as again:
        assert again.batch == saved


def test_undo_works_across_restarts_and_in_order(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        one = store.apply("收下甲", with_one)
        store.apply("改名", lambda b: b.with_enterprise(replace(b.enterprises["e1"], name="乙有限公司")))
    with BatchStore.open(folder) as store:
        assert store.undo() == "改名"
        assert store.batch == one
    with BatchStore.open(folder) as store:
        assert store.undo() == "收下甲"
        assert store.batch == EMPTY
        assert store.undo() is None


def test_a_change_that_changes_nothing_leaves_no_trace(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        store.apply("什么也没改", lambda batch: replace(batch))
        assert len(store.history) == 1


def test_a_fact_is_not_undone(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        store.apply("记录", with_one, can_undo=False)
        assert store.next_undo is None


def test_a_second_writer_is_told_who_has_it_open(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE):
        script = (
            "import sys; from pathlib import Path; from app.store.store import BatchStore\n"
            "from app.errors import BatchInUse\n"
            "try: BatchStore.open(Path(sys.argv[1]))\n"
            "except BatchInUse as told: print(told)\n"
        )
        answer = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", script, str(folder)], capture_output=True, check=True, encoding="utf-8"
        )
    assert "打开" in answer.stdout and "E205" in answer.stdout
    with BatchStore.open(folder) as store:
        assert store.batch == EMPTY


def test_a_torn_last_line_is_passed_over(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        saved = store.apply("收下甲", with_one)
    path = folder / "history.jsonl"
    path.write_bytes(path.read_bytes() + b'0badc0de {"seq":3,"at"')
    with BatchStore.open(folder) as store:
        assert store.batch == saved
        after = store.apply("收下乙", lambda b: with_one(b, "乙有限公司"))
    with BatchStore.open(folder) as store:
        assert store.batch == after


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_damaged_line_is_told_and_the_last_good_state_is_offered(folder: Path, line: int) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        store.apply("收下甲", with_one)
        saved = store.apply("收下乙", lambda b: with_one(b, "乙有限公司"))
    path = folder / "history.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b"2023", b"2O23").replace("公司".encode(), "公厶".encode())
    path.write_bytes(b"".join(lines))
    with pytest.raises(BatchDamaged, match="恢复"):
        BatchStore.open(folder)
    with BatchStore.open(folder, recover=True) as store:
        assert store.batch == saved
    assert len(list(folder.glob("history.damaged-*.jsonl"))) == 1


def test_a_lost_snapshot_matters_to_nobody(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        saved = store.apply("收下甲", with_one)
    (folder / "batch.json").write_bytes(b"\x00" * 100)
    with BatchStore.open(folder) as store:
        assert store.batch == saved


def test_without_room_for_the_second_copy_the_work_goes_on(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        saved = store.apply("收下甲", with_one)
    (folder / "batch.json").unlink()
    (folder / "batch.json").mkdir()  # nothing can be written under that name
    with BatchStore.open(folder) as store:
        assert store.batch == saved
        after = store.apply("收下乙", lambda b: with_one(b, "乙有限公司"))
    with BatchStore.open(folder) as store:
        assert store.batch == after


def test_a_lost_history_is_made_good_from_the_snapshot(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        saved = store.apply("收下甲", with_one)
    (folder / "history.jsonl").unlink()
    with pytest.raises(BatchDamaged):
        BatchStore.open(folder)
    with BatchStore.open(folder, recover=True) as store:
        assert store.batch == saved


def test_a_batch_of_a_newer_program_is_refused_untouched(folder: Path) -> None:
    BatchStore.create(folder, EMPTY, NOTICE).close()
    path = folder / "history.jsonl"
    newer = journal.Entry(2, "2030-01-01T00:00:00+08:00", "", "将来的改动", schema=journal.SCHEMA + 1)
    path.write_bytes(path.read_bytes() + journal.encode(newer))
    before = path.read_bytes()
    with pytest.raises(BatchFromNewerVersion):
        BatchStore.open(folder)
    assert path.read_bytes() == before


def test_a_folder_without_a_batch_and_a_full_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NotABatch):
        BatchStore.open(tmp_path)
    (tmp_path / "别的.txt").write_text("x")
    with pytest.raises(WrongUse):
        BatchStore.create(tmp_path, EMPTY, NOTICE)


def test_a_copied_folder_opens_elsewhere(folder: Path, tmp_path: Path) -> None:
    import shutil

    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        saved = store.apply("收下甲", with_one)
    shutil.copytree(folder, tmp_path / "U盘")
    with BatchStore.open(tmp_path / "U盘") as store:
        assert store.batch == saved


texts = st.text(max_size=8)
sources = st.builds(
    Source, id=st.just("s1"), origin=texts, stored=texts, container=st.sampled_from(Container),
    size=st.integers(0, 2**40), sha256=texts,
    members=st.lists(st.builds(Member, path=texts, size=st.integers(0, 9), sha256=texts, kind=texts,
                               pdf=st.none() | st.builds(PdfFacts, texts, texts)), max_size=2).map(tuple),
)
batches = st.builds(
    lambda source, name, track, fields, decision, letter: replace(
        EMPTY.with_enterprise(Enterprise("e1", track, name, ("s1",), fields=fields), [source]),
        decisions={decision.finding: decision}, letters={track: letter},
    ),
    sources, texts, st.sampled_from(list(TRACKS)), st.dictionaries(texts, texts, max_size=3),
    st.builds(Decision, texts, st.sampled_from(Verdict), texts, texts, texts),
    st.builds(Letter, listed=st.lists(texts, max_size=3).map(tuple)),
)


@given(batches)
@settings(max_examples=60)
def test_any_batch_survives_its_records(batch: Batch) -> None:
    assert records.from_records(records.to_records(batch)) == batch


@given(batches, batches)
@settings(max_examples=60)
def test_changes_lead_from_one_batch_to_the_other_and_back(old: Batch, new: Batch) -> None:
    touched = records.changes(old, new)
    there = journal.Entry(1, "", "", "", touched)
    back = journal.Entry(2, "", "", "", {key: (b, a) for key, (a, b) in touched.items()})
    start = records.to_records(old)
    assert records.from_records(journal.replay([there], start)) == new
    assert records.from_records(journal.replay([there, back], start)) == old


def test_of_many_enterprises_only_the_one_that_changed_is_compared_and_told() -> None:
    compared: list[str] = []

    class Counted(dict):  # type: ignore[type-arg]
        def __eq__(self, other: object) -> bool:
            compared.append(self["name"])
            return super().__eq__(other)

    old = EMPTY
    for number in range(30):
        old = old.with_enterprise(Enterprise(f"e{number}", "national", "", (), fields=Counted(name=f"{number}")))
    new = old.with_enterprise(replace(old.enterprises["e7"], fields=Counted(name="7", contact="李工")))
    assert list(records.changes(old, new)) == ["enterprises/e7"]
    assert set(compared) == {"7"}


def renamed(name: str):
    return lambda b: b.with_enterprise(replace(b.enterprises["e1"], name=name))


def test_what_was_taken_back_is_done_again_step_by_step_also_after_a_restart(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        states = [store.batch, store.apply("收下甲", with_one), store.apply("改名", renamed("乙有限公司"))]
        assert [store.undo(), store.undo(), store.batch] == ["改名", "收下甲", states[0]]
    with BatchStore.open(folder) as store:
        assert [store.redo(), store.batch] == ["收下甲", states[1]]
        assert [store.redo(), store.batch] == ["改名", states[2]]
        assert store.redo() is None
        assert [store.undo(), store.batch] == ["改名", states[1]]
        assert [store.redo(), store.batch] == ["改名", states[2]]


def test_once_something_else_was_done_nothing_is_done_again(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        store.apply("收下甲", with_one)
        store.apply("改名", renamed("乙有限公司"))
        store.undo()
        store.apply("记录", lambda b: b.with_pages({"ab": Pages()}), can_undo=False)
        assert store.next_redo is not None, "a fact is nothing that a person did"
        store.apply("另一个名", renamed("丙有限公司"))
        assert store.redo() is None
        store.undo()
        store.apply("看过", renamed("丁有限公司"), can_undo=False)
        assert store.redo() is None, "it would overwrite what became known since"


def test_changes_of_one_act_are_taken_back_and_done_again_together(folder: Path) -> None:
    with BatchStore.create(folder, EMPTY, NOTICE) as store:
        before, act = store.apply("收下甲", with_one), Act()
        store.apply("改成乙", renamed("乙有限公司"), act=act)
        store.apply("记录", lambda b: b.with_pages({"ab": Pages()}), can_undo=False)
        after = store.apply("改成丙", renamed("丙有限公司"), act=act)
        assert [one.what for one in done(store.history)] == ["收下甲", "改成乙等 2 项"]
        assert store.undo() == "改成乙等 2 项"
        assert (store.batch.enterprises, bool(store.batch.pages)) == (before.enterprises, True)
        assert store.redo() == "改成乙等 2 项" and store.batch == after
        assert store.back_to(done(store.history)[0].seq) == 1 and store.batch.enterprises == before.enterprises


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["do", "undo", "redo"]), max_size=30))
def test_undo_and_redo_are_those_of_a_list_with_a_place_in_it(deeds: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch, BatchStore.create(Path(scratch) / "批次", EMPTY, NOTICE) as store:
        states, at = [store.apply("收下", with_one)], 0
        first = states[0]
        for number, deed in enumerate(deeds):
            if deed == "do":
                states[at + 1:] = [store.apply(f"{number}", renamed(f"{number}公司"))]
                at += 1
            elif deed == "undo" and at > 0:
                store.undo()
                at -= 1
            elif deed == "redo":
                assert (store.redo() is not None) is (at + 1 < len(states))
                at = min(at + 1, len(states) - 1)
            assert store.batch == states[at]
        assert states[0] == first
