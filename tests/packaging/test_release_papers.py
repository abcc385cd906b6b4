"""The papers that go with the program are made from its own manual, and how to install it is one sheet."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader
from PySide6.QtWidgets import QApplication

from app.program.manual import pictures_wanted, topics
from release import papers


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name in set(pictures_wanted().values()):
        Image.new("RGB", (1000, 562), "#1D5FBF").save(folder / name)
    monkeypatch.setattr(papers, "PICTURES", folder)
    return folder


def words_of(page: PageObject) -> str:
    return "".join(unicodedata.normalize("NFKC", page.extract_text()).split())


def test_how_to_install_is_one_sheet_with_a_picture(qapp: QApplication, tmp_path: Path, pictures: Path) -> None:
    papers.install(tmp_path / "安装说明.pdf")
    read = PdfReader(tmp_path / "安装说明.pdf")
    assert len(read.pages) == 1 and len(read.pages[0].images) == 1
    words = words_of(read.pages[0])
    assert all(each in words for each in ("SmartScreen", "360", "银河麒麟", "UOS", "SHA256SUMS", "便携模式"))


def test_the_manual_has_each_topic_on_a_sheet_of_its_own(qapp: QApplication, tmp_path: Path, pictures: Path) -> None:
    papers.manual(tmp_path / "使用手册.pdf")
    read = PdfReader(tmp_path / "使用手册.pdf")
    assert len(read.pages) >= len(topics())
    assert sum(len(page.images) for page in read.pages) >= len(topics()) / 2


def test_a_checkout_without_pictures_has_its_papers_too(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "PICTURES", tmp_path / "none")
    papers.install(tmp_path / "安装说明.pdf")
    assert "0-home" not in words_of(PdfReader(tmp_path / "安装说明.pdf").pages[0])


def test_no_heading_stands_at_the_end_of_a_sheet(qapp: QApplication, tmp_path: Path) -> None:
    """Wherever the sheets end, in whatever letters: what comes before the heading grows line by line."""
    many = set()
    for lines in range(24, 48):
        text = "\n\n".join(["一行字"] * lines)
        papers._write(tmp_path / "一份.pdf", "一份", [f"# 一章\n\n{text}\n\n## 小标题\n\n它的正文", "# 又一章"], 10.5, 560)
        sheets = [words_of(page) for page in PdfReader(tmp_path / "一份.pdf").pages]
        assert "小标题它的正文" in "".join(sheets) and not any("小标题" in words[-5:] for words in sheets), lines
        many.add(len(sheets))
    assert many == {2, 3}


def test_a_chapter_after_a_list_is_none_of_its_points(qapp: QApplication) -> None:
    document = papers._set(["# 一章\n\n- 一点", "# 又一章"], 10.5, 560)
    blocks = [document.findBlockByNumber(number) for number in range(document.blockCount())]
    assert [(block.text(), block.textList() is not None) for block in blocks if block.text()] == [
        ("一章", False), ("一点", True), ("又一章", False)]  # fmt: skip
