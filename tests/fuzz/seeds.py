"""Sound little files of every kind that is handed in, to be damaged."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.disc.iso.write import write_image
from app.job import Job
from app.notices.read import load_notice
from tests import builders
from tests.bags import make_bag

if TYPE_CHECKING:
    from PIL.Image import Image

_FILES = {"申报书.pdf": builders.a_pdf(pages=2), "证明材料/营业执照.txt": "证明".encode() * 400, "a.bin": bytes(3000)}

_FILE = {"path": "data/全省/甲.zip", "size": 9, "sha256": "ab" * 32}
SUBMISSION = {
    "schema": 1, "product": {"name": "标杆报盘", "version": "1"}, "day": "2023-08-25", "correction": 0,
    "notice": {"id": "2023", "year": 2023, "title": "2023年全国及全省质量标杆申报"}, "plan": "cd" * 32,
    "disc": {"id": "SDZLBG_370100_2023_01", "number": 1, "of": 2, "medium": "cd"},
    "sender": {"name": "济南市工业和信息化局", "code": "370100", "city": "济南市", "contact": "王", "phone": ""},
    "tracks": [{
        "id": "provincial", "title": "全省质量标杆", "letter": _FILE, "table": _FILE, "rows": [{"name": "甲"}],
        "packages": [{**_FILE, "enterprise": "甲", "members": 3, "id": "e0001", "roles": {"ef" * 32: "form"}}],
    }],
    "set": [
        {"track": "provincial", "disc": f"SDZLBG_370100_2023_0{n}", "enterprise": name, "file": f"{name}.zip"}
        for n, name in ((1, "甲"), (2, "乙"))
    ],
    "decisions": [{"finding": "MAT-05-1", "verdict": "accept", "reason": "属实", "who": "王", "day": "2023-08-24"}],
}


def seeds(folder: Path) -> dict[str, bytes]:
    """Name → content; the name tells the reader it goes to."""
    made: dict[str, bytes] = {
        "pdf": builders.a_pdf(pages=3), "docx": builders.a_docx(), "docm": builders.a_docm(),
        "notice": load_notice("2023")[1], "xlsx": _workbook(), "xls": _old_workbook(),
        "history": _history(), "manifest": ("ab" * 32 + "  data/全省/甲.zip\n").encode() * 5,
        "ole": builders.an_ole("EncryptedPackage", "Macros"), "doc": builders.an_ole("WordDocument"),
        "et": _old_workbook(), "batch": _batch(folder / "batch"), "correction": _correction(),
        "pasted": "序号\t企业名称\t联系人\n1\t山东甲有限公司\t张工\n".encode(), "scores.xlsx": _scores(),
        "jpg": _picture("JPEG"), "png": _picture("PNG"), "tiff": _picture("TIFF"), "scan.pdf": _scan(),
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
            ("tar.bz2", lambda: builders.a_tar(path, _FILES, "w:bz2")),
            ("tar.xz", lambda: builders.a_tar(path, _FILES, "w:xz")),
            ("solid.7z", lambda: builders.a_7z(path, _FILES, packed=True)),
            ("zip64", lambda: _zip64(path)),
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
    made["submission"] = json.dumps(SUBMISSION, ensure_ascii=False).encode()
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


def _batch(folder: Path) -> bytes:
    from app.demo.cast import sender_named
    from app.model.batch import Batch
    from app.store.store import BatchStore
    from tests.checks.cases import applied

    notice, content = load_notice("2023")
    with BatchStore.create(folder, Batch(sender_named("370100"), notice.id, "2023-08-10"), content) as store:
        for number in (1, 2):
            one = applied(f"济南第{number}机床厂", number=number)
            store.apply("收下", lambda old, one=one: old.with_enterprise(one.enterprise, one.sources))
    return (folder / "history.jsonl").read_bytes()


def _correction() -> bytes:
    import msgspec

    from app.model.correction import Correction, Point
    from app.writing.papers.return_notice import KIND, SCHEMA

    point = Point("MAT-01", "must", "缺申报书", "请补交", track="national", enterprise="山东甲有限公司")
    told = msgspec.to_builtins(Correction(1, "2023-370100-1", "2023", "", "", "2023-08-29", "", "", (point,)))
    return msgspec.json.encode({"kind": KIND, "schema": SCHEMA, **told})


def _scores() -> bytes:
    from openpyxl import Workbook

    from app.reading.tables.scores import KEY, NAME, POINTS, REMARK

    book, held = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["评审专家", "王工"], [KEY, NAME, POINTS, REMARK], ["k1", "山东甲有限公司", 88.5, "好"]):
        sheet.append(row)
    book.save(held)
    return held.getvalue()


def _page() -> Image:
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (420, 594), "white")
    draw = ImageDraw.Draw(page)
    draw.ellipse((200, 380, 280, 460), outline=(210, 30, 40), width=4)
    for line in range(60, 360, 24):
        draw.line((50, line, 370, line), fill="black", width=3)
    return page


def _picture(form: str) -> bytes:
    held = io.BytesIO()
    _page().save(held, form, dpi=(50, 50))
    return held.getvalue()


def _scan() -> bytes:
    held = io.BytesIO()
    _page().save(held, "PDF", resolution=50)
    return held.getvalue()


def _zip64(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive, archive.open("申报书.txt", "w", force_zip64=True) as member:
        member.write(b"form " * 300)
