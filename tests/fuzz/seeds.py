"""Sound little files of every kind that is handed in, to be damaged."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.job import Job
from app.notices.read import load_notice
from app.writing.iso import write_image
from tests import builders
from tests.bags import make_bag

_FILES = {"申报书.pdf": builders.a_pdf(pages=2), "证明材料/营业执照.txt": "证明".encode() * 400, "a.bin": bytes(3000)}


def seeds(folder: Path) -> dict[str, bytes]:
    """Name → content; the name tells the reader it goes to."""
    made: dict[str, bytes] = {
        "pdf": builders.a_pdf(pages=3), "docx": builders.a_docx(), "docm": builders.a_docm(),
        "notice": load_notice("2023")[1], "xlsx": _workbook(), "xls": _old_workbook(),
        "history": _history(), "manifest": ("ab" * 32 + "  data/全省/甲.zip\n").encode() * 5,
        "ole": builders.an_ole("EncryptedPackage", "Macros"),
    }
    with _written(folder) as path:
        for name, write in (
            ("zip", lambda: builders.a_zip(path, _FILES)),
            ("zip-gbk", lambda: builders.a_zip(path, _FILES, encoding="gbk")),
            ("7z", lambda: builders.a_7z(path, _FILES)),
            ("rar4", lambda: builders.a_rar4(path, _FILES)),
            ("rar5", lambda: builders.a_rar5(path, _FILES)),
            ("tar", lambda: builders.a_tar(path, _FILES)),
            ("tar.gz", lambda: builders.a_tar(path, _FILES, "w:gz")),
        ):
            write()
            made[name] = path.read_bytes()
            path.unlink()
    nested = folder / "nested.zip"
    builders.a_zip(nested, {"内.zip": made["zip"], "内.7z": made["7z"]})
    made["zip-nested"] = nested.read_bytes()
    bag = make_bag(folder / "bag")
    write_image(bag, "FUZZ_01", folder / "disc.iso", Job())
    made["iso"] = (folder / "disc.iso").read_bytes()
    return made


@contextmanager
def _written(folder: Path) -> Iterator[Path]:
    yield folder / "seed"


def _workbook() -> bytes:
    from openpyxl import Workbook

    book, held = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(["序号", "企业名称", "联系人", "联系电话"])
    sheet.append([1, "山东甲有限公司", "张工", 13800000000])
    book.save(held)
    return held.getvalue()


def _old_workbook() -> bytes:
    import xlwt

    book, held = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("a")
    for column, text in enumerate(("序号", "企业名称", "联系人")):
        sheet.write(0, column, text)
        sheet.write(1, column, f"{text}一")
    book.save(held)
    return held.getvalue()


def _history() -> bytes:
    from app.store import journal

    entries = [journal.Entry(n, "2023-08-20T10:00:00+08:00", "甲", json.dumps({"n": n})) for n in range(1, 5)]
    return b"".join(journal.encode(entry) for entry in entries)
