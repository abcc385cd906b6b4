"""What is inside a source, seen in one look."""

from __future__ import annotations

import hashlib
import io
import random
from pathlib import Path

import pytest

from app.model.source import Fault, LeftOut, Member, OfficeFacts, PdfFacts, Trouble
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.pdf.facts import pdf_facts
from app.reading.survey import LEFTOVER, Survey, survey
from tests.builders import a_7z, a_docm, a_docx, a_folder, a_pdf, a_rar5, a_tar, a_zip, a_zip_with

LEFTOVERS = (r"^thumbs\.db$", r"^__macosx$", r"^~\$.*\.docx?$")
PDF = a_pdf(3, "quality benchmark")


def look(path: Path, **more: object) -> Survey:
    return survey(path, container_of(path), LEFTOVERS, Limits(), lambda *_: None, **more)  # type: ignore[arg-type]


def by_path(found: Survey) -> dict[str, Member]:
    return {member.path: member for member in found.members}


@pytest.mark.parametrize("make", [a_zip, a_7z, a_rar5, a_tar, a_folder])
def test_every_container_gives_the_same_facts(make: object, tmp_path: Path) -> None:
    files = {"申报书.pdf": PDF, "证明/宏.docm": a_docm(), "Thumbs.db": b"x", "__MACOSX/._a": b"x", "空.txt": b""}
    found = look(make(tmp_path / "甲", files))  # type: ignore[operator]
    members = by_path(found)
    assert sorted(members) == ["申报书.pdf", "空.txt", "证明/宏.docm"]
    assert members["申报书.pdf"].sha256 == hashlib.sha256(PDF).hexdigest()
    assert members["申报书.pdf"].pdf == PdfFacts("ok", "ok", 3, (), "\n".join(["quality benchmark"] * 3), examined=True)
    assert members["证明/宏.docm"].office == OfficeFacts(macros=True)
    assert (members["空.txt"].size, members["空.txt"].kind) == (0, "empty")
    assert set(found.left_out) == {LeftOut("Thumbs.db", LEFTOVER), LeftOut("__MACOSX/._a", LEFTOVER)}
    assert not found.troubles


def test_archives_inside_are_looked_into_two_deep(tmp_path: Path) -> None:
    inner = a_7z(tmp_path / "i", {"证书.pdf": PDF}).read_bytes()
    middle = a_rar5(tmp_path / "m", {"内.7z": inner, "b.txt": b"b"}).read_bytes()
    found = look(a_zip(tmp_path / "外.zip", {"中.rar": middle}))
    assert [(m.within, m.path, m.kind) for m in found.members] == [
        ("", "中.rar", "rar"),
        ("中.rar", "内.7z", "7z"),
        ("中.rar!/内.7z", "证书.pdf", "pdf"),
        ("中.rar", "b.txt", "text"),
    ]
    assert not found.troubles


def test_a_third_level_is_refused(tmp_path: Path) -> None:
    content = a_zip(tmp_path / "0", {"a.txt": b"a"}).read_bytes()
    for level in "321":
        content = a_zip(tmp_path / level, {f"{level}.zip": content}).read_bytes()
    found = look(tmp_path / "1")
    assert found.troubles == (Trouble(Fault.BOMB, "1.zip!/2.zip!/3.zip", "压缩包套压缩包超过两层"),)


def test_troubles_inside_name_their_place(tmp_path: Path) -> None:
    inner = a_zip_with(tmp_path / "i", b"a.txt", crc=1).read_bytes()
    found = look(a_zip(tmp_path / "外.zip", {"附件/内.zip": inner}))
    assert [(t.fault, t.path) for t in found.troubles] == [(Fault.CRC, "附件/内.zip!/a.txt")]


def test_a_damaged_member_is_listed_without_digest(tmp_path: Path) -> None:
    member = look(a_zip_with(tmp_path / "a.zip", b"a.pdf", PDF, crc=1)).members[0]
    assert (member.path, member.size, member.sha256, member.pdf) == ("a.pdf", len(PDF), "", None)


def test_an_office_file_is_no_archive_inside(tmp_path: Path) -> None:
    found = look(a_zip(tmp_path / "a.zip", {"a.docx": a_docx()}))
    assert [(m.kind, m.within) for m in found.members] == [("docx", "")]


def test_known_digests_are_believed_and_not_taken_again(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "甲", {"a.txt": b"a"})
    assert look(folder, known={"a.txt": "f" * 64}).members[0].sha256 == "f" * 64


def test_no_facts_are_taken_of_a_member_that_hung_before(tmp_path: Path) -> None:
    found = look(a_zip(tmp_path / "a.zip", {"a.pdf": PDF}), stuck=frozenset({"a.pdf"}))
    assert found.members[0].pdf == PdfFacts("stuck", "stuck")


class TestCompleteZip:
    def test_a_plain_zip_is_complete(self, tmp_path: Path) -> None:
        assert look(a_zip(tmp_path / "a.zip", {"甲.txt": b"a", "b.txt": b""})).complete_zip

    def test_leftovers_make_it_incomplete(self, tmp_path: Path) -> None:
        assert not look(a_zip(tmp_path / "a.zip", {"a.txt": b"a", "Thumbs.db": b"x"})).complete_zip

    def test_names_without_the_flag_make_it_incomplete(self, tmp_path: Path) -> None:
        assert not look(a_zip(tmp_path / "a.zip", {"甲.txt": b"a"}, flag=False)).complete_zip
        assert not look(a_zip(tmp_path / "b.zip", {"甲.txt": b"a"}, encoding="gbk")).complete_zip

    def test_a_data_descriptor_makes_it_incomplete(self, tmp_path: Path) -> None:
        assert not look(a_zip_with(tmp_path / "a.zip", b"a.txt", flags=8)).complete_zip

    @pytest.mark.parametrize(("before", "after"), [(b"MZ", b""), (b"", b"junk")])
    def test_bytes_around_it_make_it_incomplete(self, before: bytes, after: bytes, tmp_path: Path) -> None:
        path = a_zip(tmp_path / "a.zip", {"a.txt": b"a"})
        path.write_bytes(before + path.read_bytes() + after)
        assert not look(path).complete_zip


def facts(content: bytes, seconds: float = 8.0) -> PdfFacts:
    return pdf_facts(io.BytesIO(content), lambda: None, seconds)


class TestPdf:
    def test_a_sound_pdf_is_ok_for_both_readers(self) -> None:
        assert facts(PDF) == PdfFacts("ok", "ok", 3, (), "\n".join(["quality benchmark"] * 3), examined=True)

    def test_a_pdf_that_needs_a_password_says_so(self) -> None:
        assert (facts(a_pdf(password="x")).pdfium, facts(a_pdf(password="x")).pypdf) == ("password", "password")

    def test_a_pdf_that_opens_with_the_empty_password_is_no_fault(self) -> None:
        assert facts(a_pdf(password="")) == PdfFacts("ok", "ok", 1, (), "hello", examined=True)

    def test_rubbish_fails_in_both(self) -> None:
        assert facts(b"%PDF-1.7\nrubbish") == PdfFacts("failed", "failed")

    def test_a_page_that_does_not_load_is_named(self) -> None:
        found = facts(PDF.replace(b"/Kids [4 0 R 6 0 R 8 0 R]", b"/Kids [4 0 R 3 9 R 8 0 R]"))
        assert (found.pdfium, found.pages, found.bad_pages) == ("ok", 3, (2,))

    def test_a_reader_that_hangs_is_cut_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        import pypdf

        def hang(*_: object, **__: object) -> None:
            while True:
                pass

        monkeypatch.setattr(pypdf, "PdfReader", hang)  # stands for the files that keep pypdf busy for 21 s
        assert (facts(PDF, 0.2).pypdf, facts(PDF, 0.2).pdfium) == ("stuck", "ok")

    def test_damaged_pdfs_never_raise(self) -> None:
        dice = random.Random(2023)
        for _ in range(60):
            content = bytearray(PDF)
            for _ in range(dice.randint(1, 30)):
                content[dice.randrange(len(content))] = dice.randrange(256)
            facts(bytes(content[: dice.randint(1, len(content))]), 2.0)


@pytest.mark.parametrize("calls", range(6))
def test_the_wish_to_stop_comes_through_a_reader_in_c(calls: int, recwarn: pytest.WarningsRecorder) -> None:
    """Raised in PDFium's callback it would be swallowed, and what was half read be taken for damaged."""

    class Stopped(BaseException):
        pass

    heard = iter(range(100))

    def report() -> None:
        if next(heard) >= calls:
            raise Stopped

    with pytest.raises(Stopped):
        pdf_facts(io.BytesIO(a_pdf(pages=9)), report)
    assert not recwarn.list
