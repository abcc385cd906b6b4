"""Scanned pages are recognised once, what tells most first, and never a page that has text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.batch import recognition
from app.batch.form_facts import read_forms
from app.batch.looking import is_unread, is_unseen, look, recognise
from app.batch.recognition import STAGES, first_heads, papers, recognise_words, unrecognised
from app.batch.words import read_words
from app.errors import Cancelled
from app.job import Job, Progress
from app.model.batch import Batch, Sender
from app.model.documents.words import PageState, PageWords, Words
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.reading.ocr.engine import Line
from app.reading.ocr.lines import PageLines
from app.reading.sandbox import Sandbox
from app.reading.words.recognise import Recognised, Wanted, recognised, together_with
from app.send.collect import collect
from app.store.store import BatchStore
from tests.builders import a_7z, a_folder
from tests.reading.words.papers import a_written_docx, picture_of, scanned, typeset

NAME = "山东甲某机床有限公司"
FORM = f"#align(center)[#text(size: 24pt)[质量标杆申报书]]\n\n申报单位：{NAME}\n\n统一社会信用代码：9137010255DM7K0793\n\n2023年8月"
CERTIFICATE = "#text(size: 30pt)[质量管理体系认证证书]\n\n兹证明" + "\n\n甲" * 8 + "\n\n有效期至：2021年2月28日"
MIXED = f"{NAME}的证明材料\n\n第一部分有文字层"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as box:
        yield box


@pytest.fixture
def store(tmp_path: Path, sandbox: Sandbox) -> Iterator[BatchStore]:
    _, toml = read_notice(RESOURCES / "notices" / "2023.toml")
    batch = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-10")
    package = a_folder(tmp_path / NAME, {
        "申报书.pdf": scanned(typeset(FORM)),
        "证明.pdf": typeset(MIXED), "证书.jpg": picture_of(typeset(CERTIFICATE)),
        "检测报告.jpg": picture_of(typeset("#text(size: 30pt)[检测报告]")),
    })  # fmt: skip
    with BatchStore.create(tmp_path / "批次", batch, toml) as opened:
        collect(opened, "provincial", [package], sandbox=sandbox, job=Job())
        read_words(opened, sandbox, Job())
        yield opened


def words_named(store: BatchStore, name: str) -> Words:
    members = (member for source in store.batch.sources.values() for member in source.members)
    return store.batch.words[next(member.sha256 for member in members if member.path == name)]


def test_a_form_is_read_whole_and_what_else_is_scanned_by_its_first_lines(store: BatchStore, sandbox: Sandbox) -> None:
    before = words_named(store, "证明.pdf")
    told: list[tuple[int, int]] = []
    assert unrecognised(store.batch, store.notice)
    assert recognise_words(store, sandbox, Job(), told=lambda number, count: told.append((number, count))) >= 2
    form, proof = words_named(store, "申报书.pdf"), words_named(store, "检测报告.jpg")
    assert [page.state for page in form.pages] == [PageState.RECOGNISED]
    assert form.pages[0].title == "质量标杆申报书" and form.codes == ("9137010255DM7K0793",) and form.names == {NAME: 1}
    assert form.length > 40 and form.is_recognised and not form.pictures
    assert form.pages[0].names == {NAME: 1} and form.pages[0].codes == form.codes and form.pages[0].length == form.length
    assert proof.pages[0].head == "检测报告" and proof.pages[0].state is PageState.HEAD
    assert "2021年2月28日" in words_named(store, "证书.jpg").text, "until when a certificate holds stands far below"
    assert words_named(store, "证明.pdf") == before, "what has text is never recognised"
    assert told and not unrecognised(store.batch, store.notice)
    assert recognise_words(store, sandbox, Job()) == 0


def test_what_is_recognised_stays_when_it_is_stopped(
    store: BatchStore, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "recognise_within", _at_once)

    def stop(progress: Progress) -> None:
        if store.batch.words != before:
            job.cancel()

    before, job = store.batch.words, Job(stop)
    with pytest.raises(Cancelled):
        recognise_words(store, sandbox, job)
    assert store.batch.words != before and unrecognised(store.batch, store.notice)
    recognise_words(store, sandbox, Job())
    assert not unrecognised(store.batch, store.notice)


def test_one_that_kills_the_engine_is_told_and_not_tried_again(
    store: BatchStore, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "recognise_within", _breaks)
    recognise_words(store, sandbox, Job())
    assert words_named(store, "证书.jpg").state == "unreadable" and not unrecognised(store.batch, store.notice)


def _at_once(stored, container, asked, limits, report):
    return [Recognised(Words(tuple(_said(page, wanted) for page in wanted.pages)), {}) for _, wanted in asked]


def _said(page: int, wanted: Wanted) -> PageWords:
    return PageWords(page, "甲", state=PageState.RECOGNISED if wanted.whole else PageState.HEAD)


def _breaks(stored, container, asked, limits, report):
    raise RuntimeError("the engine broke")


def _breaks_at_the_second(stored, container, asked, limits, report):
    if any(member.path == "2.jpg" for member, _ in asked):
        raise RuntimeError("the engine broke")
    return _at_once(stored, container, asked, limits, report)


class Counting(Sandbox):
    calls: int = 0

    def call(self, *args: Any, **more: Any) -> Any:
        self.calls += 1
        return super().call(*args, **more)


@pytest.fixture
def packed(tmp_path: Path, sandbox: Sandbox) -> Iterator[BatchStore]:
    """Four scanned papers in one solid archive."""
    _, toml = read_notice(RESOURCES / "notices" / "2023.toml")
    batch = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-10")
    page = typeset("#text(size: 30pt)[质量管理体系认证证书]\n\n兹证明")
    package = a_7z(tmp_path / f"{NAME}.7z", {f"{n}.jpg": picture_of(page, 60 + n) for n in range(4)}, packed=True)
    with BatchStore.create(tmp_path / "批次", batch, toml) as opened:
        collect(opened, "provincial", [package], sandbox=sandbox, job=Job())
        read_words(opened, sandbox, Job())
        yield opened


def test_what_can_only_be_unpacked_from_its_beginning_is_opened_once(packed: BatchStore) -> None:
    told: list[tuple[int, int]] = []
    counting = Counting(1)
    with counting:
        assert recognise_words(packed, counting, Job(), (first_heads,), told=lambda number, count: told.append((number, count))) == 4
    assert counting.calls == 1 and dict.fromkeys(told) == dict.fromkeys((number, 4) for number in (1, 2, 3, 4))
    assert all(words.pages[0].head.startswith("质量") for words in packed.batch.words.values())


def test_one_that_kills_the_engine_takes_none_of_its_archive_with_it(
    packed: BatchStore, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recognition, "recognise_within", _breaks_at_the_second)
    recognise_words(packed, sandbox, Job(), (first_heads,))
    states = {name: words_named(packed, name).state for name in ("1.jpg", "2.jpg", "3.jpg")}
    assert states == {"1.jpg": "read", "2.jpg": "unreadable", "3.jpg": "read"}
    assert words_named(packed, "3.jpg").pages[0].head == "甲"


def test_a_form_page_is_recognised_once_for_its_words_and_its_fields(store: BatchStore, sandbox: Sandbox) -> None:
    """What the fields are read from are the lines that were kept: here those say another name."""
    sha256 = next(m.sha256 for source in store.batch.sources.values() for m in source.members if m.path == "申报书.pdf")
    lines = PageLines()
    recognise_words(store, sandbox, Job(), (papers,), lines=lines)
    assert NAME in "".join(line.text for line in lines.of(sha256)[1])
    lines.keep(sha256, {1: tuple(replace(line, text=line.text.replace("甲某", "乙某")) for line in lines.of(sha256)[1])})
    read_forms(store, sandbox, Job(), lines=lines)
    assert store.batch.forms[sha256].fields["name"].text == NAME.replace("甲某", "乙某")


def test_no_more_lines_are_kept_than_there_is_room_for() -> None:
    lines, page = PageLines(), (Line("甲", 0, 0, 9, 9),) * 1_000
    lines.keep("a", dict.fromkeys(range(1, 100), page))
    assert sum(map(len, lines.of("a").values())) == 60_000 and not lines.of("b")


def test_without_it_all_else_is_looked_at_and_pages_stay_pictures(
    store: BatchStore, sandbox: Sandbox, with_recognition: None
) -> None:
    look(store, sandbox, Job())
    assert not is_unread(store.batch, store.notice) and words_named(store, "申报书.pdf").pictures == (1,)
    assert is_unseen(store.batch, store.notice) and not is_unseen(store.batch, store.notice, recognises=False)


def test_where_there_is_no_engine_nothing_is_recognised(store: BatchStore) -> None:
    assert unrecognised(store.batch, store.notice) and recognise(store, Job()) == 0


def test_first_lines_count_once_when_their_page_is_read_whole() -> None:
    open_page = Words((PageWords(1, state=PageState.PICTURE),), 1)
    head = Words((PageWords(1, f"{NAME}\n2023年", state=PageState.HEAD),), names={NAME: 1}, years={"2023": 1})
    whole = Words((PageWords(1, NAME, state=PageState.RECOGNISED),), text=NAME, length=10, names={NAME: 2}, years={"2023": 1})
    both = together_with(together_with(open_page, head), whole)
    assert both.names == {NAME: 2} and both.years == {"2023": 1} and both.length == 10 and both.text == NAME


def test_pictures_pasted_into_a_word_file_are_its_page(tmp_path: Path) -> None:
    import io

    from docx import Document

    document = Document(io.BytesIO(a_written_docx([])))
    document.add_picture(io.BytesIO(picture_of(typeset("#text(size: 30pt)[承诺书]\n\n本单位承诺"))))
    document.save(str(tmp_path / "a.docx"))
    words = recognised(tmp_path / "a.docx", "docx", Wanted((1,), True), lambda done, item: None, 60.0).words
    assert words.pages[0].title == "承诺书" and words.pages[0].state is PageState.RECOGNISED


def test_what_cannot_be_drawn_holds_no_words(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    words = recognised(tmp_path / "a.pdf", "pdf", Wanted((1, 2), True), lambda done, item: None, 60.0).words
    assert [page.state for page in words.pages] == [PageState.EMPTY] * 2


def test_letters_come_before_all_else_and_the_first_lines_of_every_page_last() -> None:
    assert [stage.__name__ for stage in STAGES] == ["letters", "first_heads", "papers", "all_heads", "expected_ones", "short_ones"]
