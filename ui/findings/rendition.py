"""What a preview shows of one file: a page as an image, or text, or a sentence why not. No widgets."""

from __future__ import annotations

import logging
import shutil
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage

from app import wording
from app.errors import AppError
from app.job import Job
from app.model.documents.pages import SealText
from app.model.source import Fault, Member, Source

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

log = logging.getLogger(__name__)
PICTURES = frozenset({"jpeg", "png", "gif", "bmp", "tiff", "webp"})
TEXTS = frozenset({"txt", "text", "csv", "html", "xml", "json", "md"})
OFFICE = frozenset({"docx", "xlsx", "pptx", "doc", "xls", "ppt", "wps", "et", "rtf", "ofd"})
WIDTH = 1400  # pixels a page is rendered in; shown smaller


@dataclass(frozen=True)
class Look:
    """Exactly one of `image`, `text`, `note` is there; `pages` is 0 where there are none.

    `outside`: the computer's own office software may show it, macros and all that it could carry
    having been looked for.
    """

    page: int = 1
    pages: int = 0
    image: QImage | None = None
    text: str = ""
    note: str = ""
    outside: bool = False


@dataclass(frozen=True)
class Target:
    """A file to look at: a member of a source, or a file of our own (`path`)."""

    title: str
    kind: str
    path: Path | None = None
    stored: Path | None = None
    source: Source | None = None
    member: Member | None = None


_UNREAD = "这个文件读不出来，见“核对问题”"
_UNREAD_LOCKED = "这个文件有密码，到“核对问题”输入密码后才能看"


def _is_locked(target: Target) -> bool:
    member, troubles = target.member, target.source.troubles if target.source else ()
    locked = {each.path for each in troubles if each.fault is Fault.PASSWORD}
    return member is not None and not locked.isdisjoint(("", member.path))


def render(target: Target, page: int, scratch: Path, sandbox: Sandbox, job: Job) -> Look:
    """Off the window's thread. Foreign PDFs and pictures are only ever opened in the sandbox's children."""
    from app.reading.as_text import READ
    from app.reading.sandbox import SandboxError

    if target.member is not None and not target.member.sha256:
        return Look(note=_UNREAD_LOCKED if _is_locked(target) else _UNREAD)
    if target.kind not in PICTURES | TEXTS | READ | {"pdf"}:
        size = f"（{wording.size(target.member.size)}）" if target.member else ""
        return Look(note=f"这种文件不能在这里预览{size}", outside=_is_harmless(target))
    try:
        path = _fetched(target, scratch, sandbox, job)
        if target.kind == "pdf":
            return _pdf(path, page, sandbox, job)
        if target.kind in PICTURES:
            return _picture(path, sandbox, job)
        return replace(_text(path, target.kind, sandbox, job), outside=_is_harmless(target))
    except (SandboxError, AppError):
        outside = _is_harmless(target)
        return Look(page=page, note="这一页显示不出来，请用其他软件打开核对", outside=outside)


def thumbnail(
    target: Target, page: int, width: int, scratch: Path, sandbox: Sandbox, job: Job
) -> QImage | None:
    """One page of a PDF, `width` pixels wide, as `render`; None where it cannot be drawn."""
    from app.reading.limits import Limits
    from app.reading.peek import render_page
    from app.reading.sandbox import SandboxError

    try:
        path = _fetched(target, scratch, sandbox, job)
        return _image(*sandbox.call(render_page, path, page, width, job=job, limits=Limits()))
    except (SandboxError, AppError) as error:
        log.info("no thumbnail of page %d: %s", page, error)
        return None


def draw_seal(
    target: Target, page: int, read: SealText, rows: int, scratch: Path, sandbox: Sandbox, job: Job
) -> QImage | None:
    """The name in a seal's ring as it stands on the page, in one line; None where it cannot be drawn."""
    from app.reading.limits import Limits
    from app.reading.pages.seal_names import draw_strip
    from app.reading.sandbox import SandboxError

    try:
        path = _fetched(target, scratch, sandbox, job)
        return _image(*sandbox.call(draw_strip, path, page, read, rows, job=job, limits=Limits()))
    except (SandboxError, AppError) as error:
        log.info("no strip of the seal on page %d: %s", page, error)
        return None


def take_out(target: Target, scratch: Path, sandbox: Sandbox, job: Job) -> Path:
    """A copy for the office software: named as the file is, its extension that of its content.

    Raises AppError, SandboxError.
    """
    fetched = _fetched(target, scratch, sandbox, job)
    stem = target.title.rpartition(".")[0] or target.title
    plain = "".join(c if c.isalnum() or c in "（）()-_ " else "_" for c in stem)[:60]
    copy = scratch / fetched.name[:8] / f"{plain}.{target.kind}"
    copy.parent.mkdir(exist_ok=True)
    if not copy.is_file():
        shutil.copyfile(fetched, copy)
    return copy


def _is_harmless(target: Target) -> bool:
    facts = target.member.office if target.member is not None else None
    return target.kind in OFFICE and not (facts is not None and facts.macros)


def _fetched(target: Target, scratch: Path, sandbox: Sandbox, job: Job) -> Path:
    """The bytes as a file: our own as it is, a member's taken out of its source once."""
    if target.path is not None:
        return target.path
    from app.reading.limits import Limits
    from app.reading.peek import peek

    assert target.source is not None and target.member is not None and target.stored is not None
    name = f"{target.source.id}\n{target.member.within}\n{target.member.path}".encode()
    path = scratch / sha256(name).hexdigest()[:24]
    if not path.is_file():
        limits = Limits()
        sandbox.call(peek, target.stored, target.source.container, target.member, path, limits,
                     job=job, limits=limits)
    return path


def _pdf(path: Path, page: int, sandbox: Sandbox, job: Job) -> Look:
    from app.reading.limits import Limits
    from app.reading.peek import page_count, render_page

    pages = sandbox.call(page_count, path, job=job, limits=Limits())
    page = min(max(page, 1), max(pages, 1))
    drawn = sandbox.call(render_page, path, page, WIDTH, job=job, limits=Limits())
    return Look(page, pages, _image(*drawn))


def _picture(path: Path, sandbox: Sandbox, job: Job) -> Look:
    from app.reading.limits import Limits
    from app.reading.peek import draw_picture

    return Look(image=_image(*sandbox.call(draw_picture, path, WIDTH, job=job, limits=Limits())))


def _image(width: int, height: int, rgb: bytes) -> QImage:
    return QImage(rgb, width, height, width * 3, QImage.Format.Format_RGB888).copy()


def _text(path: Path, kind: str, sandbox: Sandbox, job: Job) -> Look:
    from app.reading.as_text import as_text
    from app.reading.limits import Limits

    return Look(text=sandbox.call(as_text, path, kind, job=job, limits=Limits()) or "（空文件）")
