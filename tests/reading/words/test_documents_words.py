"""What a document says, page by page, out of its text layer or its paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.documents.words import MOST_HEAD, MOST_TEXT, PageState
from app.reading.words.page import Row, page_words
from tests.builders import a_pdf, an_ooxml
from tests.reading.words.papers import a_written_docx, picture_of, read, scanned, typeset

BODY = "济南试制机床有限公司位于历城区，主要从事数控机床的研发与生产，通过了质量管理体系认证，产品销往国内外。\n" * 8


def test_a_pages_title_is_its_largest_line(tmp_path: Path) -> None:
    words = read(tmp_path / "a.pdf", typeset(f"#align(center)[#text(size: 22pt)[申 报 书]]\n\n{BODY}\n#pagebreak()\n{BODY}"), "pdf")
    assert [page.title for page in words.pages] == ["申报书", ""]
    assert words.pages[0].head.startswith("申报书\n济南试制机床有限公司位于") and len(words.pages[0].head) <= MOST_HEAD
    assert words.count == 2 and words.names == {"济南试制机床有限公司": 16}, "also where a line breaks within it"
    assert len(words.text) <= MOST_TEXT and words.length > 600 and not words.pictures


@pytest.mark.parametrize("foot, printed", [
    ("第 3 页 共 12 页", "3/12"), ("共12页 第3页", "3/12"), ("3/12", "3/12"), ("- 3 -", "3"), ("3", "3"), ("第3页", "3"), ("附件", ""),
    ("13/12", ""),
])  # fmt: skip
def test_the_number_printed_on_a_page_is_told(tmp_path: Path, foot: str, printed: str) -> None:
    page = read(tmp_path / "a.pdf", typeset(f"#set page(footer: align(center)[#\"{foot}\"])\n正文一\n\n正文二\n\n正文三"), "pdf").pages[0]
    assert page.printed == printed and page.head.startswith("正文一")


def test_pages_that_are_pictures_wait_and_those_with_text_do_not(tmp_path: Path) -> None:
    words = read(tmp_path / "a.pdf", scanned(typeset("证书\n#pagebreak()\n报告")), "pdf")
    assert [page.state for page in words.pages] == [PageState.PICTURE] * 2 and words.pictures == (1, 2) and words.is_open
    assert read(tmp_path / "b.pdf", a_pdf(text=" "), "pdf").pages[0].state is not PageState.TEXT
    assert read(tmp_path / "c.jpg", picture_of(typeset("证书")), "jpeg").pictures == (1,)


def test_each_page_tells_whom_it_speaks_of_and_what_is_not_filled_in(tmp_path: Path) -> None:
    """Of a volume: whose each of its materials is."""
    first = "济南试制机床有限公司\n\n统一社会信用代码 9137010255DM7K0793"
    pages = (first, "请在此填写主要做法", "青岛别家机床有限公司质量报告 青岛别家机床有限公司")
    words = read(tmp_path / "a.pdf", typeset("\n#pagebreak()\n".join(pages)), "pdf")
    one, two, three = words.pages
    assert one.names == {"济南试制机床有限公司": 1} and one.codes == ("9137010255DM7K0793",) and not one.gaps
    assert two.gaps == ("请在此填写主要做法",) and two.length == 9 and not two.names
    assert three.names == {"青岛别家机床有限公司": 2}
    part = words.on(((2, 3),))
    assert part.names == three.names and part.codes == () and part.gaps == two.gaps and part.text.startswith("请在此")
    assert part.length == two.length + three.length and words.on(()) is words
    assert words.on(((8, 9),)).state == "unreadable", "of pages that do not load nothing is known"


def test_a_scanner_that_signs_its_pages_gives_them_no_text(tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(picture_of(typeset("证书")))
    signed = typeset("#set page(background: rect(width: 90%, height: 90%, fill: luma(230)))\n由 扫描全能王 扫描创建")
    assert read(tmp_path / "a.pdf", signed, "pdf").pages[0].state is PageState.TEXT, "nothing scanned there"


def test_a_word_file_is_one_page(tmp_path: Path) -> None:
    paper = a_written_docx([("实施零缺陷制造的经验", 18), ("一、企业概况", 12), (BODY, 12), ("请在此填写主要做法", 12)])
    words = read(tmp_path / "a.docx", paper, "docx")
    assert words.count == 0 and words.pages[0].title == "实施零缺陷制造的经验" and words.pages[0].head.startswith("实施")
    assert words.gaps == ("请在此填写主要做法",) and words.pages[0].state is PageState.TEXT
    assert read(tmp_path / "b.docx", a_written_docx([]), "docx").pages[0].state is PageState.EMPTY


@pytest.mark.parametrize("content, kind, state", [
    (a_pdf(password="1234"), "pdf", "locked"), (b"%PDF-1.4 nothing", "pdf", "unreadable"), (b"PK\3\4no", "docx", "unreadable"),
    (an_ooxml("xl"), "xlsx", "other"), (b"not a tiff", "tiff", "unreadable"),
])  # fmt: skip
def test_what_cannot_be_read_says_so(tmp_path: Path, content: bytes, kind: str, state: str) -> None:
    assert read(tmp_path / "a", content, kind).state == state


def test_a_note_is_read_in_whatever_it_was_written(tmp_path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        words = read(tmp_path / "a.txt", "附件稍后提供\n2023年".encode(encoding), "text")
        assert words.text == "附件稍后提供\n2023年" and words.years == {"2023": 1}


@pytest.mark.parametrize(("state", "title"), [(PageState.RECOGNISED, "零缺陷管理经验"), (PageState.TEXT, "")])
def test_a_title_on_a_picture_need_not_be_as_much_larger_for_its_lines_are_measured_roughly(
    state: PageState, title: str
) -> None:
    rows = [Row("零缺陷管理经验", 10, 54, 44), *(Row("质量第一，顾客至上。", 60 * n, 60 * n + 37, 37) for n in range(1, 8))]
    assert page_words(4, rows, state).title == title


def test_lines_that_nobody_read_count_for_how_large_a_title_is() -> None:
    rows = [Row("检测报告", 10, 45, 35), Row("公司名称", 60, 89, 29)]
    assert page_words(2, rows, PageState.HEAD, unread=(29, 30)).title == "检测报告"
    assert page_words(2, rows, PageState.HEAD, unread=(36, 36)).title == ""
