"""Drafting and attaching: what is written, what is recorded, what is refused."""

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.errors import AppError, Cancelled, SourceVanished, WrongUse
from app.job import Job
from app.model.batch import Enterprise, Staging
from app.notices.asked.declaring import undeclared, with_declared, without_declared
from app.paths import RESOURCES
from app.reading.sandbox import Sandbox
from app.send.dropped.letters import LettersTold, letters_told
from app.send.letter import attach_letter, discs_of, draft_letter, draft_pdf_bytes
from app.store.store import BatchStore
from app.writing.papers.letter import compose_letter
from tests.checks.cases import a_batch as with_materials
from tests.checks.cases import applied
from tests.writing.papers.drafts import NOTICE, a_batch

NATIONAL = "national"
TOML = (RESOURCES / "notices" / "2023.toml").read_bytes()


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(1) as children:
        yield children


@pytest.fixture
def store(tmp_path):
    with BatchStore.create(tmp_path / "批次", a_batch("甲公司", "乙公司"), TOML) as opened:
        yield opened


@pytest.fixture
def sealed(tmp_path) -> Path:
    path = tmp_path / "盖章扫描件.pdf"
    path.write_bytes(draft_pdf_bytes(a_batch("甲公司", "乙公司"), NATIONAL, NOTICE, date(2023, 8, 25)))
    return path


def reversed_list(store: BatchStore) -> None:
    store.apply("调整次序", lambda batch: batch.with_order(NATIONAL, batch.order[NATIONAL][::-1]))


def test_a_draft_writes_pdf_and_docx_and_remembers_its_list(store, tmp_path):
    made = draft_letter(store, NATIONAL, tmp_path / "新建" / "草稿", Job())
    assert [path.name for path in made] == ["全国推荐文件（草稿）.pdf", "全国推荐文件（草稿）.docx"]
    assert made[0].read_bytes().startswith(b"%PDF") and made[1].read_bytes().startswith(b"PK")
    assert store.batch.letter(NATIONAL).listed == ("甲公司", "乙公司")


def test_the_list_is_remembered_across_restarts(tmp_path):
    with BatchStore.create(tmp_path / "批次", a_batch("甲公司", "乙公司"), TOML) as store:
        draft_letter(store, NATIONAL, tmp_path / "out", Job())
    with BatchStore.open(store.folder) as again:
        assert again.batch.letter(NATIONAL).listed == ("甲公司", "乙公司")


def test_an_empty_track_has_no_draft(store, tmp_path):
    with pytest.raises(WrongUse):
        draft_letter(store, "provincial", tmp_path / "out", Job())
    assert not (tmp_path / "out").exists()


def test_a_draft_that_cannot_be_written_is_not_recorded(store, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(AppError):
        draft_letter(store, NATIONAL, tmp_path / "file", Job())
    assert store.batch.letter(NATIONAL).listed == ()


ASKED = ("已核实申报材料真实。", "已公示 5 个工作日")


@pytest.fixture
def asking(tmp_path):
    """A batch under a notice that wants sentences vouched for."""
    told = "declarations = [{}]\n".format(", ".join(f'"{each}"' for each in ASKED)).encode()
    toml = TOML.replace(b"[letter]\n", b"[letter]\n" + told)
    with BatchStore.create(tmp_path / "要声明的批次", a_batch("甲公司", "乙公司"), toml) as opened:
        yield opened


def vouch(store: BatchStore, *texts: str) -> None:
    store.apply("确认声明", lambda batch: with_declared(batch, NATIONAL, texts, "王敏", date(2023, 8, 24)))


def test_no_letter_is_drafted_before_all_is_vouched_for_and_the_refusal_names_it(asking, tmp_path):
    vouch(asking, ASKED[0])
    with pytest.raises(WrongUse) as told:
        draft_letter(asking, NATIONAL, tmp_path / "out", Job())
    assert told.value.detail == "起草全国推荐文件以前，要有人确认：已公示 5 个工作日"
    assert asking.batch.letter(NATIONAL).listed == () and not (tmp_path / "out").exists()
    vouch(asking, ASKED[1])
    assert draft_letter(asking, NATIONAL, tmp_path / "out", Job())
    assert [(each.text, each.who, each.day) for each in asking.batch.letter(NATIONAL).declared] == [
        (each, "王敏", "2023-08-24") for each in ASKED
    ]


def test_only_what_was_vouched_for_stands_in_the_letter(asking):
    def said() -> list[str]:
        paragraphs = compose_letter(asking.batch, NATIONAL, asking.notice, date(2023, 8, 25)).paragraphs
        return [each for each in paragraphs if "声明" in each]

    assert said() == []
    vouch(asking, ASKED[1])
    assert said() == ["兹声明：已公示 5 个工作日。"]
    vouch(asking, ASKED[0])
    assert said() == ["兹声明：已核实申报材料真实；已公示 5 个工作日。"], "in the order of the notice"
    assert compose_letter(asking.batch, NATIONAL, asking.notice, date(2023, 8, 25)).paragraphs[-1] == "特此函达。"


def test_of_a_changed_list_it_is_asked_again_and_of_the_same_list_it_stands(asking, tmp_path):
    vouch(asking, *ASKED)
    reversed_list(asking)
    with pytest.raises(WrongUse, match="要有人确认"):
        draft_letter(asking, NATIONAL, tmp_path / "out", Job())
    reversed_list(asking)
    assert draft_letter(asking, NATIONAL, tmp_path / "out", Job())
    asking.apply("撤回", lambda batch: without_declared(batch, NATIONAL, ASKED[0]))
    letter, listed = asking.batch.letter(NATIONAL), asking.batch.listed(NATIONAL)
    assert undeclared(letter, ASKED, listed) == ASKED[:1]
    asking.undo()
    assert undeclared(asking.batch.letter(NATIONAL), ASKED, listed) == ()


def test_what_goes_along_on_paper_is_told_in_words():
    text = NOTICE.letter
    assert text.sheets(2) == "" == replace(text, paper=3).sheets(0)
    assert replace(text, paper=3).sheets(1) == "盖章的纸质推荐文件 3 份"
    assert replace(text, paper=3).sheets(2) == "盖章的纸质推荐文件 2 件、各 3 份"


def test_the_sealed_letter_is_copied_and_looked_at(store, sealed, sandbox):
    attach_letter(store, NATIONAL, sealed, sandbox, Job())
    letter = store.batch.letter(NATIONAL)
    copy = store.folder / letter.stored
    assert letter.stored == "letters/national-1.pdf"
    assert copy.read_bytes() == sealed.read_bytes()
    assert letter.sha256 == hashlib.sha256(sealed.read_bytes()).hexdigest()
    assert letter.size == sealed.stat().st_size
    assert letter.member is not None and letter.member.kind == "pdf"
    assert letter.member.pdf is not None and letter.member.pdf.pages == 3
    assert letter.member.sha256 == letter.sha256


def test_it_stands_for_the_list_it_was_drafted_from(store, sealed, sandbox, tmp_path):
    draft_letter(store, NATIONAL, tmp_path / "out", Job())
    reversed_list(store)
    attach_letter(store, NATIONAL, sealed, sandbox, Job())
    assert store.batch.letter(NATIONAL).sealed_list == ("甲公司", "乙公司")


def test_without_a_draft_it_stands_for_the_list_of_now(store, sealed, sandbox):
    reversed_list(store)
    attach_letter(store, NATIONAL, sealed, sandbox, Job())
    assert store.batch.letter(NATIONAL).sealed_list == ("乙公司", "甲公司")


def test_a_second_scan_never_overwrites_the_first(store, sealed, sandbox):
    attach_letter(store, NATIONAL, sealed, sandbox, Job())
    first = (store.folder / "letters/national-1.pdf").read_bytes()
    sealed.write_bytes(draft_pdf_bytes(store.batch, NATIONAL, NOTICE, date(2023, 8, 30)))
    attach_letter(store, NATIONAL, sealed, sandbox, Job())
    assert store.batch.letter(NATIONAL).stored == "letters/national-2.pdf"
    assert (store.folder / "letters/national-1.pdf").read_bytes() == first
    store.undo()
    assert store.batch.letter(NATIONAL).stored == "letters/national-1.pdf"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 JFIF", "不是 PDF".encode(), b"", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused_and_leaves_nothing(store, sandbox, tmp_path, content):
    fake = tmp_path / "推荐文件.pdf"
    fake.write_bytes(content)
    with pytest.raises(WrongUse, match="不是 PDF"):
        attach_letter(store, NATIONAL, fake, sandbox, Job())
    assert not any((store.folder / "letters").iterdir())
    assert store.batch.letter(NATIONAL).stored == ""


def test_a_damaged_pdf_is_taken_and_its_faults_recorded(store, sealed, sandbox):
    """Whether it will do is a check's to say."""
    sealed.write_bytes(sealed.read_bytes()[:2000])
    attach_letter(store, NATIONAL, sealed, sandbox, Job())
    member = store.batch.letter(NATIONAL).member
    assert member is not None and member.pdf is not None and member.pdf.pypdf != "ok"


def test_a_vanished_scan_is_said(store, sandbox, tmp_path):
    with pytest.raises(SourceVanished):
        attach_letter(store, NATIONAL, tmp_path / "没有.pdf", sandbox, Job())


def test_a_cancelled_attaching_leaves_nothing(store, sealed, sandbox):
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        attach_letter(store, NATIONAL, sealed, sandbox, job)
    assert not any((store.folder / "letters").iterdir())


def test_a_letter_that_lists_several_tracks_stands_for_each(tmp_path, sandbox):
    both = a_batch("甲公司", "乙公司")
    both = both.with_enterprise(Enterprise("p1", "provincial", "丙公司", ()))
    path = tmp_path / "推荐函.pdf"
    path.write_bytes(draft_pdf_bytes(a_batch("甲公司", "乙公司", "丙公司"), NATIONAL, NOTICE, date(2023, 8, 25)))
    told = letters_told([path], both, NOTICE, sandbox, Job())
    assert told == LettersTold({NATIONAL: path, "provincial": path})


def test_of_two_letters_for_one_track_a_person_says_which_is_which(tmp_path, sandbox, sealed):
    both = a_batch("甲公司", "乙公司").with_enterprise(Enterprise("p1", "provincial", "丙公司", ()))
    other = tmp_path / "全国推荐文件.pdf"
    other.write_bytes(sealed.read_bytes())
    assert letters_told([sealed, other], both, NOTICE, sandbox, Job()) == LettersTold({}, (sealed, other))


def test_the_letter_tells_how_many_discs_go_with_it():
    batch, day = with_materials(applied()), date(2023, 8, 25)
    assert discs_of(batch, NOTICE, day) == 1
    two = [Staging("", f"QLBG23_3701_0{n}", "", "", "2023-08-25", 1, 1) for n in (1, 2)]
    assert discs_of(batch.with_staging(two[0]).with_staging(two[1]), NOTICE, day) == 2
    assert discs_of(a_batch("没有材料的公司"), NOTICE, day) == 0, "no plan, no number"
