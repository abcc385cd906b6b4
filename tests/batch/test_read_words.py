"""Documents are read once for each content, kept for good, whatever they do to their readers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.batch.words import read_words, unread_words
from app.errors import Cancelled
from app.job import Job, Progress
from app.model.batch import Batch, Sender
from app.model.documents.words import Words
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.reading.sandbox import Sandbox, Stuck
from app.send.collect import collect
from app.store.store import BatchStore
from tests.builders import a_7z, a_folder, a_pdf, a_zip

NAMES = ("山东甲某有限公司", "山东乙某有限公司", "山东丙某有限公司")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as box:
        yield box


@pytest.fixture
def store(tmp_path: Path, sandbox: Sandbox) -> Iterator[BatchStore]:
    _, toml = read_notice(RESOURCES / "notices" / "2023.toml")
    batch = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-10")
    inner = a_zip(tmp_path / "附件.zip", {"证书.pdf": a_pdf(text="inner")}).read_bytes()
    packages = (
        a_zip(tmp_path / f"{NAMES[0]}.zip", {"申报书.pdf": a_pdf(text="zip"), "附件.zip": inner, "图.webp": b"RIFF0000WEBP\0"}),
        a_7z(tmp_path / f"{NAMES[1]}.7z", {"材料/申报书.pdf": a_pdf(text="seven"), "说明.txt": "说明".encode()}),
        a_folder(tmp_path / NAMES[2], {"申报书.pdf": a_pdf(text="folder"), "又一份.pdf": a_pdf(text="zip"), "坏.pdf": b"%PDF-1.4"}),
    )  # fmt: skip
    with BatchStore.create(tmp_path / "批次", batch, toml) as opened:
        collect(opened, "provincial", packages, sandbox=sandbox, job=Job())
        yield opened


def texts(store: BatchStore) -> set[str]:
    return {words.text.strip() for words in store.batch.words.values()} - {""}


def test_documents_in_every_container_are_read_once(store: BatchStore, sandbox: Sandbox) -> None:
    before = store.next_undo
    assert read_words(store, sandbox, Job()) == len(store.batch.words)
    assert texts(store) == {"zip", "inner", "seven", "folder", "说明"}
    assert read_words(store, sandbox, Job()) == 0 and not unread_words(store.batch, store.notice)
    assert store.next_undo == before, "facts are nothing to take back"
    assert sorted({words.state for words in store.batch.words.values()}) == ["other", "read", "unreadable"]


def test_what_was_read_is_there_when_the_batch_is_opened_again(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    read_words(store, sandbox, Job())
    shutil.copytree(store.folder, tmp_path / "又")
    with BatchStore.open(tmp_path / "又") as again:
        assert again.batch.words == store.batch.words


def test_stopped_it_keeps_what_was_read(store: BatchStore, sandbox: Sandbox) -> None:
    def stop(progress: Progress) -> None:
        if progress.fraction > 0.4:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        read_words(store, sandbox, job)
    assert 0 < len(store.batch.words) < 8 and read_words(store, sandbox, Job()) > 0


def test_one_that_kills_its_reader_takes_no_other_with_it(
    store: BatchStore, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.batch.words.words_within", _dies_at_seven)
    read_words(store, sandbox, Job())
    assert texts(store) == {"told"} and [words.state for words in store.batch.words.values()].count("unreadable") == 1


def _dies_at_seven(stored, container, members, limits, report):
    if any(member.path.startswith("材料/") for member in members):
        raise RuntimeError("a reader that breaks")
    return {member.sha256: Words(text="told") for member in members}


def test_what_took_too_long_is_tried_a_second_time_and_then_let_be(store: BatchStore) -> None:
    """A PC that is busy with something else makes a sound document look like one without end."""

    class Busy:
        calls = 0

        def call(self, *_: object, **__: object) -> object:
            self.calls += 1
            raise Stuck

    busy, read = Busy(), {}
    for _ in range(3):
        read_words(store, busy, Job())
        read[len(read)] = busy.calls
    stuck = [words for words in store.batch.words.values() if words.state == "stuck"]
    assert stuck and {words.tries for words in stuck} == {2}
    assert read[0] < read[1] == read[2]


def test_a_second_try_that_succeeds_is_what_counts(store: BatchStore, sandbox: Sandbox) -> None:
    store.apply("", lambda batch: batch.with_words({one.sha256: Words(state="stuck") for one in unread_words(batch, store.notice)}))
    read_words(store, sandbox, Job())
    assert texts(store) == {"zip", "inner", "seven", "folder", "说明"} and not unread_words(store.batch, store.notice)
