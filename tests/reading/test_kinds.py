"""Content decides; a name only where content cannot."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from app.model.source import OfficeFacts
from app.reading.kinds import HEAD, kind_of, names_in_zip
from app.reading.office import office_facts
from tests.builders import a_docm, a_docx, a_pdf, a_zip, an_ole, an_ooxml


def kind(content: bytes, name: str = "x") -> str:
    return kind_of(content[:HEAD], name, io.BytesIO(content))


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "a.pdf", "empty"),
        (a_pdf(), "a.zip", "pdf"),
        (b"junk before\n%PDF-1.4\n", "a", "pdf"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "jpeg"),
        (b"\x89PNG\r\n\x1a\n", "a", "png"),
        (b"II*\0", "a", "tiff"),
        (b"Rar!\x1a\x07\x01\0", "a.zip", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "a", "7z"),
        (a_docx(), "a.zip", "docx"),
        (a_docm(), "a.docx", "docx"),
        (an_ooxml("xl"), "a", "xlsx"),
        (an_ooxml("ppt"), "a", "pptx"),
        (an_ole("WordDocument"), "a.doc", "doc"),
        (an_ole("a", "b", "c", "d", "e", "Workbook"), "a.xls", "xls"),
        (an_ole("Workbook"), "a.et", "et"),
        (an_ole("WordDocument"), "a.wps", "wps"),
        (an_ole("PowerPoint Document"), "a", "ppt"),
        (an_ole("other"), "a.doc", "ole"),
        (an_ole("EncryptedPackage"), "a.docx", "docx"),
        (b"MZ\x90\0\3\0", "合同.pdf", "exe"),
        (b"MZ is how this note begins", "a.txt", "text"),
        (b"\x7fELF\2", "a", "exe"),
        (b"#!/bin/sh\n", "a", "script"),
        (b"start calc", "a.BAT", "script"),
        ("甲\r\n".encode("gbk") * 3000, "a.txt", "text"),
        ("质量标杆".encode() * 3000, "a.txt", "text"),
        (b"<!DOCTYPE html><html>", "a.txt", "html"),
        (b"<?xml version='1.0'?>", "a", "xml"),
        (b"{\\rtf1", "a.doc", "rtf"),
        (b"\0\0\0\x18ftypmp42", "a", "mp4"),
        (b"\1\2\3\4", "a.pdf", "unknown"),
    ],
)
def test_kind_is_told_by_content(content: bytes, name: str, expected: str) -> None:
    assert kind(content, name) == expected


def facts(content: bytes, name: str = "x") -> OfficeFacts | None:
    file = io.BytesIO(content)
    return office_facts(file, kind(content, name), names_in_zip(file))


def test_macros_are_seen_in_new_and_old_office_files() -> None:
    assert facts(a_docm()) == OfficeFacts(macros=True)
    assert facts(an_ole("WordDocument", "Macros")) == OfficeFacts(macros=True)
    assert facts(a_docx()) == facts(an_ole("Workbook")) == OfficeFacts()


def test_an_encrypted_office_file_is_told() -> None:
    assert facts(an_ole("EncryptionInfo", "EncryptedPackage"), "a.docx") == OfficeFacts(encrypted=True)


def test_a_loop_in_an_ole_directory_ends() -> None:
    content = bytearray(an_ole("WordDocument"))
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory's sector is followed by itself
    assert kind(bytes(content)) == "doc"


def test_a_package_cut_short_is_not_taken_for_a_document_that_lies_whole_in_it(tmp_path: Path) -> None:
    """The directory at its end is that of a Word file inside."""
    whole = a_zip(tmp_path / "x.zip", {"申报书.docx": a_docx(), "图.bin": bytes(range(256)) * 200}, method=0).read_bytes()
    path = tmp_path / "cut.zip"
    path.write_bytes(whole[: len(whole) // 4])
    assert b"PK\5\6" in path.read_bytes()
    with path.open("rb") as file:
        assert kind_of(file.read(HEAD), "cut.zip", file) == "zip"
