"""发给企业的一包: what an enterprise needs to apply, as a folder and a zip: guide, checklist, blank forms.

Official forms come with the notice; where they do not, blank ones are drawn up from what the notice asks for,
and say so.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app import wording
from app.editions.enclosures import Enclosure, Role
from app.errors import os_errors
from app.job import Job
from app.notices.clauses import cited
from app.notices.notice import Material, Notice, Track
from app.writing.atomic import replace_beside, write_bytes
from app.writing.papers.word import (
    FANG,
    HEI,
    PITCH,
    SIZE_2,
    SIZE_3,
    TABLE,
    TITLE,
    a4,
    blank,
    centred,
    exact,
    indent,
    laid,
    ruled_table,
    run,
    saved,
    table_row,
    text_line,
)
from app.writing.zip import ZipWriter

_OURS = "（通知的原表没有随规则发放，这一份按汇总表的栏目拟出，请以通知附件为准）"
_MARGINS = (24, 26, 22, 28)  # mm
_PITCH = 17.5  # points, of the guide: 38 lines a page
_LIST = (14, 42, 22, 78)  # mm, columns of the checklist
_FORM = (52, 104)
_KINDS = {"pdf": "PDF", "docx": "Word", "jpeg": "照片", "pptx": "演示文稿", "mp4": "视频"}


@dataclass(frozen=True, slots=True)
class Forms:
    folder: Path
    archive: Path
    files: tuple[str, ...]


def write_forms(notice: Notice, enclosed: Sequence[Enclosure], out: Path, job: Job) -> Forms:
    """Into `out/<name>` and `out/<name>.zip`; the same notice, the same files. Raises Cancelled, AppError."""
    folder = out / f"{notice.year}年{notice.campaign}申报资料"
    made = {name: content for name, content in _made(notice, enclosed)}
    given = [each for each in enclosed if each.role in (Role.TEXT, Role.ANNEX, Role.FORM)]
    with os_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for n, (name, content) in enumerate(made.items()):
        job.at(0.5 * n / len(made), "正在制作发给企业的资料", name)
        write_bytes(folder / name, content)
    for each in given:
        job.at(0.6, "正在复制随通知发放的文件", each.name)
        with os_errors(each.path):
            (folder / each.role.value).mkdir(exist_ok=True)
            with replace_beside(folder / each.place) as beside:
                shutil.copyfile(each.path, beside)
    names = (*made, *(each.place for each in given))
    archive = folder.with_name(f"{folder.name}.zip")
    with os_errors(archive), replace_beside(archive) as beside, ZipWriter(beside) as packed:
        for name in names:
            content = (folder / name).read_bytes()
            packed.add(f"{folder.name}/{name}", len(content), 0, [content])
        packed.close()
    return Forms(folder, archive, names)


def _made(notice: Notice, enclosed: Sequence[Enclosure]) -> Iterator[tuple[str, bytes]]:
    yield "1 申报须知.docx", _guide(notice)
    yield "2 材料清单.docx", _checklist(notice)
    if any(each.role is Role.FORM for each in enclosed):
        return
    for track in notice.tracks:
        for material in (each for each in notice.required_materials if not each.evidence):
            yield f"{track.short}{material.title}（空白）.docx", _blank_form(notice, track, material)


def _document(notice: Notice, title: str) -> Any:
    import docx

    document = docx.Document()
    a4(document, _MARGINS, SIZE_3)
    run(centred(document), title, TITLE, SIZE_2)
    blank(document)
    return document


def _bytes(document: Any, title: str, notice: Notice) -> bytes:
    return saved(document, title, notice.issuer, notice.issued)


def _guide(notice: Notice) -> bytes:
    """One page of 小四."""
    from docx.shared import Pt

    title = f"{notice.title}须知"
    document = _document(notice, title)
    for heading, texts in _told(notice):
        run(exact(document.add_paragraph(), _PITCH), heading, HEI, TABLE)
        for text in texts:
            paragraph = exact(document.add_paragraph(), _PITCH)
            paragraph.paragraph_format.first_line_indent = Pt(2 * TABLE)
            run(paragraph, text, FANG, TABLE)
    return _bytes(document, title, notice)


def _told(notice: Notice) -> Iterator[tuple[str, list[str]]]:
    yield "一、依据", [notice.name]
    tracks = "、".join(track.title for track in notice.tracks)
    scope = [f"申报类别：{tracks}。"]
    for track in notice.tracks:
        if (clause := cited(track.clauses, "scope")) and clause.says:
            scope.append(f"{track.title}：{clause.says}。")
    yield "二、范围", scope
    if notice.areas:
        yield "三、重点领域", [f"{area.number}. {area.title}" for area in notice.areas]
    names = [f"{n}. {_asked(each)}" for n, each in enumerate(_wanted(notice), 1)]
    yield "四、材料", names
    named = "、".join(dict.fromkeys(track.package_named for track in notice.tracks))
    files = "”“".join(f"{each.title}.pdf" for each in _wanted(notice)[:2])
    yield "五、打包和命名", [
        f"全部材料放进一个文件夹，打成一个 .zip 压缩包，不要加密码，以“{named}”命名，如“某某有限公司.zip”。",
        f"里面的文件各以材料名称命名，如“{files}”。",
        f"压缩包不超过 {wording.megabytes(notice.size.warn)}。",
    ]
    ends = [f"{notice.recipient}收件截止：{wording.day(notice.deadline)}；请按所在市的要求提前交给市里。"]
    if notice.online_deadline:
        ends.append(f"入选后需要网上申报的，截止 {wording.day(notice.online_deadline)}。{notice.online_path}")
    yield "六、时间", ends
    if notice.office.words:
        yield "七、咨询", list(notice.office.words)


def _wanted(notice: Notice) -> tuple[Material, ...]:
    return tuple(each for each in notice.materials if each.required or each.recommended)


def _asked(material: Material) -> str:
    return f"{material.title}（{'必备' if material.required else '建议附上'}{_needs(material, '，')}）"


def _needs(material: Material, mark: str = "") -> str:
    """What is asked of it, in words."""
    told = [
        "加盖公章" if material.sealed else "", "只交一份" if material.single else "",
        f"不少于 {material.least} 字" if material.least else "",
        f"近 {material.within} 年的" if material.within else "",
    ]  # fmt: skip
    words = "，".join(filter(None, told))
    return f"{mark}{words}" if words else ""


def _checklist(notice: Notice) -> bytes:
    title = "申报材料清单"
    document = _document(notice, title)
    table = ruled_table(document, ("齐了", "材料", "要求", "怎样交"))
    for each in _wanted(notice):
        kinds = "、".join(word for kind, word in _KINDS.items() if each.may_be(kind))
        form = (kinds or "见通知") if each.kinds else "不限"
        how = "；".join(filter(None, (_needs(each), f"格式：{form}")))
        row = ("□", each.title, "必备" if each.required else "建议附上", how)
        table_row(table.add_row(), row, FANG, centred=(0, 2))
    laid(table, _LIST)
    return _bytes(document, title, notice)


def _blank_form(notice: Notice, track: Track, material: Material) -> bytes:
    title = f"{notice.year}年{track.title}{material.title}"
    document = _document(notice, title)
    text_line(document, _OURS, PITCH)
    if material.written:
        for n, words in enumerate(("一、企业基本情况", "二、主要做法", "三、取得的成效", "四、推广价值"), 1):
            run(text_line(document, "", PITCH), words, HEI, SIZE_3)
            if n == 1 and material.least:
                indent(text_line(document, f"（全文不少于 {material.least} 字）", PITCH), first=2)
            blank(document)
    else:
        columns = [each for each in track.columns if each.filled in ("", "name")]
        table = ruled_table(document, ("项目", "填写"))
        for column in columns:
            must = "（必填）" if column.required else ""
            table_row(table.add_row(), (f"{column.title}{must}", ""), FANG, centred=(0,))
        laid(table, _FORM)
        blank(document)
        indent(text_line(document, "申报单位（盖章）：", PITCH), left=14)
        indent(text_line(document, "年　　月　　日", PITCH), left=16)
    return _bytes(document, title, notice)
