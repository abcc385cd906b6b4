"""The readers, each as a foreign file first meets it: run in the reading child, as the program does."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from app.errors import Unreadable
from app.model.source import Container
from app.notices.read import load_notice, parse_notice
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.survey import survey

Report = Callable[[int, str], None]
Reader = Callable[[Path, Report], None]
LIMITS = Limits(total_bytes=50_000_000, members=2_000, stall_seconds=30)
_NOTICE = load_notice("2023")[0]


def surveyed(path: Path, report: Report) -> None:
    """An archive or a document, as collecting meets it; what is said to be sound must be so."""
    seen = survey(path, container_of(path), _NOTICE.leftovers, LIMITS, report)
    for member in seen.members:
        assert not member.path.startswith(("/", "../")) and "/../" not in f"/{member.path}/", member.path
        assert member.size >= 0
    if container_of(path) is Container.FILE and seen.members and seen.members[0].sha256:
        assert seen.members[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def table(path: Path, report: Report) -> None:
    from app.reading.tables.sheet import read_sheet_in

    read_sheet_in(path, _NOTICE, "provincial", report)


def template(path: Path, report: Report) -> None:
    from app.writing.tables.template_map import open_template

    open_template(path, _NOTICE.track("provincial"))


def image(path: Path, report: Report) -> None:
    from app.disc.iso.image import open_image

    disc = open_image(path)
    for name in sorted(disc.files)[:20]:
        try:
            for _ in disc.chunks(name):
                pass
        except OSError:
            continue  # an unreadable sector is told as one


def history(path: Path, report: Report) -> None:
    from app.store import journal

    journal.follow(journal.read(path).lines)


def manifest(path: Path, report: Report) -> None:
    from app.disc import bag

    bag.parse_manifest(path.read_text("utf-8", "replace"), "sha256")
    bag.parse_info(path.read_text("utf-8", "replace"))


def notice(path: Path, report: Report) -> None:
    parse_notice(path.read_bytes())


def form(path: Path, report: Report) -> None:
    from app.reading.forms.labels import form_labels
    from app.reading.forms.read import read_fields

    read_fields(path, path.suffix[1:], form_labels(_NOTICE), path.parent, lambda: report(0, ""))


def seals(path: Path, report: Report) -> None:
    from app.reading.pages.examine import seals_in

    seals_in(path, report)


def preview(path: Path, report: Report) -> None:
    from app.reading.peek import page_count, render_page

    for page in range(1, min(page_count(path, report), 3) + 1):
        render_page(path, page, 200, report)


def opened(path: Path, report: Report) -> None:
    """Its first members, as a preview fetches them, and all of it, as 解包 does."""
    from app.reading.peek import peek
    from app.reading.unpack import unpack

    container = container_of(path)
    seen = survey(path, container, (), LIMITS, report)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        for number, member in enumerate(seen.members[:4]):
            try:
                peek(path, container, member, Path(folder) / str(number), LIMITS, report)
            except Unreadable:
                continue
        out = Path(folder) / "out"
        out.mkdir()
        done = unpack(path, container, out, LIMITS, report)
        assert done.files == sum(p.is_file() for p in out.rglob("*"))


def merged(path: Path, report: Report) -> None:
    from app.writing.merge_scans import merge_scans

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        merge_scans([("甲", path), ("乙", path)], Path(folder) / "合并.pdf", lambda: report(0, ""))


def made_smaller(path: Path, report: Report) -> None:
    from app.writing.smaller import smaller_copy

    kind = "pdf" if path.suffix == ".pdf" else "jpeg"
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        smaller_copy(path.name, path, kind, 100, Path(folder) / "小", lambda: report(0, ""))


def scores(path: Path, report: Report) -> None:
    from app.reading.tables.scores import read_score_sheet

    read_score_sheet(path, {"k1": "山东甲有限公司"}, {}, report)


def correction(path: Path, report: Report) -> None:
    from app.send.correction_file import read_notice_file

    read_notice_file(path)


def submission(path: Path, report: Report) -> None:
    """As a disc tells it: its layout, and the disc read by it."""
    from app.disc.contents import read_disc
    from app.disc.source import open_source
    from app.disc.submission_json import decode
    from app.receive.disc.opening import layout_told

    if (said := decode(path.read_bytes())) is not None:
        layout_told(said, {"data/甲.zip": 1}, _NOTICE)
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        (Path(folder) / "submission.json").write_bytes(path.read_bytes())
        (Path(folder) / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        read_disc(open_source(Path(folder)))


def pasted(path: Path, report: Report) -> None:
    from app.reading.tables.sheet import parse_pasted

    parse_pasted(path.read_text("utf-8", "replace"), _NOTICE.track("provincial"), None)


def batch(path: Path, report: Report) -> None:
    """A batch folder whose history was damaged, opened to be mended."""
    from app.store.store import BatchStore

    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        (Path(folder) / "history.jsonl").write_bytes(path.read_bytes())
        (Path(folder) / "notice.toml").write_bytes(load_notice("2023")[1])
        BatchStore.open(Path(folder), recover=True).close()


_BOOKS: tuple[Reader, ...] = (table, template, scores, surveyed)
_PICTURES: tuple[Reader, ...] = (surveyed, seals, merged, made_smaller)
_ARCHIVES: tuple[Reader, ...] = (surveyed, opened)
READERS: dict[str, tuple[Reader, ...]] = {
    "xlsx": _BOOKS, "scores.xlsx": _BOOKS, "xls": (table, scores, surveyed), "et": (table, surveyed),
    "iso": (image,), "history": (history,), "batch": (batch,), "manifest": (manifest,), "notice": (notice,),
    "docx": (surveyed, form), "pdf": (surveyed, form, seals, preview, made_smaller),
    "scan.pdf": (surveyed, seals, preview, made_smaller), "doc": (surveyed, form),
    "jpg": _PICTURES, "png": _PICTURES, "tiff": _PICTURES, "correction": (correction,),
    "submission": (submission,), "pasted": (pasted,),
    **dict.fromkeys(("zip", "zip-gbk", "zip64", "zip-nested", "7z", "solid.7z", "rar4", "rar5", "tar", "tar.gz",
                     "tar.bz2", "tar.xz"), _ARCHIVES),
}  # fmt: skip
