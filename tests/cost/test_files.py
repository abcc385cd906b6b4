"""One file of many small things, or of one that is absurdly long: what each reader takes for it."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.errors import AppError
from app.job import Job
from app.model.names import name_difference
from app.model.source import Fault
from app.reading.containers import container_of
from app.reading.forms.docx import docx_pieces
from app.reading.limits import Limits
from app.reading.pdf.facts import pdf_facts
from app.reading.sandbox import Sandbox
from app.reading.survey import Survey, survey
from app.reading.tables.headings import Heading, Merge, find_heading
from app.reading.tables.sheet import _read_page, parse_pasted
from app.reading.tables.workbook import Page
from app.send.collect import collect
from tests.builders import a_pdf, a_tar, a_zip
from tests.cost.growth import Work, assert_grows_evenly, peak_bytes
from tests.disc_batches import NOTICE, a_store

RULES = NOTICE.track("provincial")


def seen(path: Path) -> Survey:
    return survey(path, container_of(path), NOTICE.leftovers, Limits(), lambda done, item: None)


def a_tar_with(path: Path, name: str, form: int = tarfile.PAX_FORMAT) -> Path:
    with tarfile.open(path, "w:gz", format=form) as archive:
        for each in (name, "申报书.txt"):
            info = tarfile.TarInfo(each)
            info.size = 1
            archive.addfile(info, io.BytesIO(b"x"))
    return path


# -- names -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("part", ["1", "a/", "~$", "甲", "../"], ids=["digits", "folders", "lock", "chinese", "up"])
@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT], ids=["pax", "gnu"])
def test_a_name_of_megabytes_is_refused_at_once(part: str, form: int, tmp_path: Path) -> None:
    def prepared(size: int) -> Work:
        path = a_tar_with(tmp_path / f"{size}.tar.gz", part * size + "b", form)
        return lambda: seen(path)

    assert_grows_evenly(prepared, 400_000)
    told = seen(tmp_path / "400000.tar.gz")
    assert told.troubles and len(told.troubles[0].path) < 200
    assert form == tarfile.PAX_FORMAT or [member.path for member in told.members] == ["申报书.txt"]


def test_a_header_of_digits_is_passed_quickly(tmp_path: Path) -> None:
    """CPython gh-121285: tarfile looks through the digits once from each of them."""
    path = a_tar_with(tmp_path / "a.tar.gz", "1" * 30_000)
    assert seen(path).troubles[0].fault is Fault.UNREADABLE
    assert [m.path for m in seen(a_tar_with(tmp_path / "b.tar.gz", "9" * 300 + ".pdf")).members] == [
        "9" * 300 + ".pdf", "申报书.txt",
    ]  # fmt: skip


def test_folders_a_thousand_deep_in_an_archive_are_refused_and_the_rest_is_taken(tmp_path: Path) -> None:
    deep = "甲/" * 1_300 + "a.txt"
    for path in (a_zip(tmp_path / "a.zip", {deep: b"x", "b.txt": b"y"}), a_tar(tmp_path / "a.tar", {deep: b"x", "b.txt": b"y"})):
        told = seen(path)
        assert [member.path for member in told.members] == ["b.txt"]
        assert told.troubles[0].fault is Fault.TRAVERSAL and "2,605 个字、1,300 层文件夹" in told.troubles[0].detail


@pytest.mark.parametrize(
    ("left", "right"), [("ab", "ba"), ("甲 ", "甲甲"), (" ", " 甲"), ("（(", "((")], ids=["ab", "spaced", "blank", "brackets"]
)
def test_how_two_long_names_differ_is_told_quickly(left: str, right: str) -> None:
    assert_grows_evenly(lambda size: lambda: name_difference(left * size, right * size), 20_000)


def test_folders_a_thousand_deep_are_left_out_with_their_reason(tmp_path: Path, sandbox: Sandbox) -> None:
    folder, here = tmp_path / "山东甲机械有限公司", os.open(tmp_path, os.O_RDONLY)
    for name in (folder.name, *["深"] * 1_300):  # no path that long can be made at once
        os.mkdir(name, dir_fd=here)
        above, here = here, os.open(name, os.O_RDONLY, dir_fd=here)
        os.close(above)
    os.close(here)
    (folder / "申报书.pdf").write_bytes(a_pdf())
    try:
        with a_store(tmp_path / "批次") as store:
            collect(store, "provincial", [folder], sandbox=sandbox, job=Job())
            (source,) = store.batch.sources.values()
        assert [member.path for member in source.members] == ["申报书.pdf"]
        (lost,) = source.left_out
        assert lost.reason.startswith("文件夹套得太深") and lost.path == "/".join(["深"] * 202)
    finally:
        subprocess.run(["rm", "-rf", str(folder)], check=True)  # pytest's own sweep would end at a thousand


# -- many members ----------------------------------------------------------------------------------
@pytest.mark.parametrize("make", [a_zip, a_tar], ids=["zip", "tar"])
def test_an_archive_of_many_files_is_looked_into(make: Callable[..., Path], tmp_path: Path) -> None:
    def prepared(size: int) -> Work:
        path = make(tmp_path / f"{size}.bin", {f"附件/{n}.txt": b"x" for n in range(size)})
        return lambda: seen(path)

    assert_grows_evenly(prepared, 1_000)


def test_a_pdf_of_many_pages_is_read() -> None:
    def prepared(size: int) -> Work:
        content = a_pdf(pages=size)
        return lambda: pdf_facts(io.BytesIO(content), lambda: None)

    assert_grows_evenly(prepared, 300)


# -- tables and papers -----------------------------------------------------------------------------
def test_merged_cells_over_one_another_are_one_look() -> None:
    heading = Heading(0, 0, {"name": 0, "code": 1})

    def prepared(size: int) -> Work:
        merges: tuple[Merge, ...] = tuple((1 + n % 7, n % 2, size, n % 2) for n in range(size))
        page = Page("表", False, [["企业名称", "代码"], *[["", ""]] * size], merges)
        return lambda: _read_page(page, heading, RULES)

    assert_grows_evenly(prepared, 3_000)


@pytest.mark.parametrize("cell", ["甲\t", '"', '""', '"甲\n', "\t", "企业名称\t"])
def test_whatever_is_pasted_is_taken_apart(cell: str) -> None:
    def prepared(size: int) -> Work:
        def work() -> None:
            with suppress(AppError):
                parse_pasted(cell * size, RULES, "name")

        return work

    assert_grows_evenly(prepared, 4_000)


def test_a_table_of_wide_rows_has_its_heading_looked_for() -> None:
    def prepared(size: int) -> Work:
        grid = [[f"企业名称{n}（全称）" for n in range(256)]] * size
        return lambda: find_heading(grid, (), RULES)

    assert_grows_evenly(prepared, 7)


@pytest.mark.parametrize("shape", ["rows", "cells", "nested", "runs"])
def test_a_word_file_of_many_cells_is_read(shape: str, tmp_path: Path) -> None:
    text = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"

    def prepared(size: int) -> Work:
        body = {
            "rows": f"<w:tbl>{f'<w:tr><w:tc>{text}</w:tc></w:tr>' * size}</w:tbl>",
            "cells": f"<w:tbl><w:tr>{f'<w:tc>{text}</w:tc>' * size}</w:tr></w:tbl>",
            "nested": ("<w:tbl><w:tr><w:tc>" * 20 + text + "</w:tc></w:tr></w:tbl>" * 20) * (size // 20),
            "runs": f"<w:p>{'<w:r><w:t>甲</w:t></w:r>' * size}</w:p>",
        }[shape]
        path = tmp_path / f"{size}.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr(
                "word/document.xml",
                '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                f"{body}</w:body></w:document>",
            )
        return lambda: docx_pieces(path)

    assert_grows_evenly(prepared, 800)


# -- memory ----------------------------------------------------------------------------------------
def test_a_large_member_is_never_held_whole(tmp_path: Path) -> None:
    small, large = (a_zip(tmp_path / f"{size}.zip", {"a.bin": bytes(size << 20)}) for size in (4, 64))
    assert peak_bytes(lambda: seen(large)) < 1.5 * peak_bytes(lambda: seen(small)) + (8 << 20)
