"""做成网页: a folder, and the same as one zip, that any browser opens without a network and searches."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from string import Template
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from app import clock, wording
from app.errors import NotOurs, WrongUse, os_errors
from app.job import Job
from app.model.after.experience import Experience
from app.model.disc_names import proposed_disc_name
from app.model.source import LeftOut
from app.notices.notice import Notice
from app.paths import RESOURCES
from app.reading.sandbox import Sandbox
from app.receive.collection.collection import Collection, title_of
from app.receive.collection.gather import Gathered, gather, left_out
from app.writing import atomic
from app.writing.moving import move

START, PAPERS, MARKER = "index.html", "experience", "经验汇编网页.txt"
_MOST_TEXT = 200_000  # characters of one experience
_IN_MARKUP = str.maketrans({sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"})


@dataclass(frozen=True, slots=True)
class WebPage:
    """`start`: what is opened; `packed`: all of it as one file."""

    start: Path
    packed: Path
    experiences: int
    left_out: tuple[LeftOut, ...]


def page_name(them: Collection, chosen: Sequence[Experience]) -> str:
    """Of its folder, and of its zip but for the ending."""
    return proposed_disc_name(f"{title_of(them.notice, chosen)}网页")


def write_page(
    them: Collection, chosen: Sequence[Experience], out: Path, sandbox: Sandbox, job: Job
) -> WebPage:
    """A folder and a zip in the folder `out`; one of ours that is there already is replaced when the new one
    is whole. Raises WrongUse of none chosen, NotOurs, Cancelled, AppError.
    """
    if not chosen:
        raise WrongUse("没有选中一篇经验")
    folder = out / page_name(them, chosen)
    packed = folder.with_name(f"{folder.name}.zip")
    if folder.exists() and not (folder / MARKER).is_file():
        raise NotOurs(str(folder))
    beside = atomic.beside_of(folder)
    with os_errors(folder):
        shutil.rmtree(beside, ignore_errors=True)
        (beside / PAPERS).mkdir(parents=True)
    try:
        gathered = gather(them, chosen, beside / PAPERS, sandbox, job.part(0.0, 0.8))
        atomic.write_bytes(beside / START, page_html(gathered, them.notice))
        atomic.write_text(beside / MARKER, _README, "utf-8-sig")
        _pack(beside, packed, folder.name, job.part(0.8, 1.0))
        atomic.remove_folder(folder)
        with os_errors(folder):
            move(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    job.at(1.0, "已做成网页")
    return WebPage(folder / START, packed, len(gathered), left_out(gathered))


_README = (
    "双击 index.html，用任何浏览器打开，不需要联网；可以按企业、经验名称和正文搜索。\r\n"
    "experience 文件夹里是各篇经验的原页（PDF）。整个文件夹一起复制，不要改里面的文件名。\r\n"
)


def page_html(gathered: Sequence[Gathered], notice: Notice) -> bytes:
    """One page; the browser runs its own script alone, and takes all that is others' for text."""
    script = (RESOURCES / "collection" / "page.js").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    title = title_of(notice, (each.one for each in gathered))
    told = json.dumps({"entries": [_entry(each) for each in gathered]}, ensure_ascii=False)
    words = f"{notice.recipient}　{wording.day(clock.today())}　收入 {len(gathered)} 篇"
    page = Template((RESOURCES / "collection" / "page.html").read_text("utf-8")).substitute(
        title=escape(title), subtitle=escape(words), digest=digest, script=script,
        data=wording.visible(told).translate(_IN_MARKUP),
    )  # fmt: skip
    return page.encode("utf-8", "replace")


def _entry(each: Gathered) -> dict[str, Any]:
    one = each.one
    files = [(paper.name, f"{PAPERS}/{own.file}") for paper, own in each.papers if own.file]
    return {
        "name": one.name, "title": one.title, "code": one.code, "track": one.track, "city": one.city,
        "area": one.area, "industry": one.industry, "year": one.year, "facts": one.facts,
        "abstract": each.text.abstract, "text": each.text.whole[:_MOST_TEXT], "files": files,
        "lacking": [f"{name}：{why}" if name != "—" else why for name, why in each.lacking],
    }  # fmt: skip


def _pack(folder: Path, packed: Path, name: str, job: Job) -> None:
    """PDFs as they are: they do not shrink."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with atomic.replace_beside(packed) as part, ZipFile(part, "w", ZIP_DEFLATED) as archive:
        for path in job.each(files, "正在打包", lambda each: each.name):
            told = ZipInfo(f"{name}/{path.relative_to(folder).as_posix()}", (1980, 1, 1, 0, 0, 0))
            told.compress_type = ZIP_STORED if path.suffix == ".pdf" else ZIP_DEFLATED
            told.external_attr = 0o100644 << 16
            with path.open("rb") as source, archive.open(told, "w", force_zip64=True) as target:
                shutil.copyfileobj(source, target, 1 << 20)
