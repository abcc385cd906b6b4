"""The letter's way: drafted from the list, printed and sealed outside, brought back as a scan."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from app import clock
from app.errors import AppError, Unreadable, WrongUse, os_errors
from app.job import ByteCount, Job
from app.model.batch import Batch, Letter
from app.model.disc import DVD
from app.model.source import Container, Member
from app.notices.asked.declaring import undeclared
from app.notices.notice import Notice
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.survey import survey
from app.send.plan import plan_discs
from app.store.acts import Act
from app.store.store import BatchStore
from app.writing.atomic import replace_beside, write_bytes
from app.writing.papers.letter import compose_letter
from app.writing.papers.letter_docx import letter_docx
from app.writing.papers.letter_pdf import letter_pdf

_BLOCK = 1 << 20


def draft_pdf_bytes(batch: Batch, track: str, notice: Notice, day: date) -> bytes:
    """The draft as the window shows it. Raises WrongUse while the track has no enterprise."""
    return letter_pdf(compose_letter(batch, track, notice, day, discs_of(batch, notice, day)))


def discs_of(batch: Batch, notice: Notice, day: date) -> int:
    """How many discs go with the letter: those that were made, else as many DVDs as the materials take; 0
    while that cannot be told.
    """
    if batch.stagings:
        return len(batch.stagings)
    try:
        return len(plan_discs(batch, notice, DVD, day))
    except AppError:
        return 0


def draft_letter(store: BatchStore, track: str, out: Path, job: Job) -> tuple[Path, Path]:
    """Writes the draft as PDF and DOCX into `out` and records the list it was made from.

    A draft of the same name is replaced. Raises WrongUse on an empty list and while something is yet to be
    vouched for, AppError when `out` cannot be written; nothing is recorded then.
    """
    batch = store.batch
    _must_be_declared(batch, track, store.notice)
    discs = discs_of(batch, store.notice, clock.today())
    draft = compose_letter(batch, track, store.notice, clock.today(), discs)
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    pdf, docx = (out / f"{store.notice.short(track)}推荐文件（草稿）.{kind}" for kind in ("pdf", "docx"))
    job.at(0.0, "正在排版推荐文件", pdf.name)
    write_bytes(pdf, letter_pdf(draft))
    job.at(0.6, "正在排版推荐文件", docx.name)
    write_bytes(docx, letter_docx(draft))
    store.apply(f"起草{store.notice.short(track)}推荐文件", lambda now: _with(now, track, listed=draft.names))
    job.at(1.0, "推荐文件已起草")
    return pdf, docx


def _must_be_declared(batch: Batch, track: str, notice: Notice) -> None:
    listed = batch.listed(track)
    if listed and (left := undeclared(batch.letter(track), notice.letter.declarations, listed)):
        told = "；".join(each.rstrip("。") for each in left)
        raise WrongUse(f"起草{notice.short(track)}推荐文件以前，要有人确认：{told}")


def attach_letter(
    store: BatchStore,
    track: str,
    pdf: Path,
    sandbox: Sandbox,
    job: Job,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    act: Act | None = None,
) -> None:
    """Copies the sealed PDF to letters/<track>-<n>.pdf of the batch and records what was seen of it.

    `act`: taken back together with its other changes. An earlier one stays on disk, so that the change
    can be undone. Raises WrongUse when it is no PDF, AppError when it cannot be copied, Cancelled; the
    batch is then as before.
    """
    target = _next_place(store.folder / "letters", track)
    size, sha256 = _copy(pdf, target, job.part(0.0, 0.7))
    try:
        member = _look(target, sha256, sandbox, job.part(0.7, 1.0), limits)
        if member.kind != "pdf":
            raise WrongUse(f"“{pdf.name}”不是 PDF 文件，请把盖章的推荐文件扫描成 PDF 再放回来")
    except BaseException:
        with os_errors(target):
            target.unlink(missing_ok=True)
        raise
    stored = target.relative_to(store.folder).as_posix()

    def attached(batch: Batch) -> Batch:
        sealed_list = batch.letter(track).listed or batch.listed(track)
        return _with(
            batch, track, stored=stored, size=size, sha256=sha256, member=member, sealed_list=sealed_list
        )

    store.apply(f"放回{store.notice.short(track)}推荐文件（盖章扫描件）", attached, act=act)


def seen_of(pdf: Path, sandbox: Sandbox, job: Job) -> Member | None:
    """What a PDF that lies anywhere says of itself, None of what cannot be looked into. Raises Cancelled."""
    try:
        return _look(pdf, "", sandbox, job, Limits())
    except Unreadable:
        return None


def _with(batch: Batch, track: str, **changes: object) -> Batch:
    letter: Letter = replace(batch.letter(track), **changes)  # type: ignore[arg-type]
    return batch.with_letter(track, letter)


def _next_place(folder: Path, track: str) -> Path:
    """A name never used before, so that no earlier scan is written over."""
    with os_errors(folder):
        folder.mkdir(exist_ok=True)
        found = (re.match(rf"{track}-(\d+)\.", path.name) for path in folder.iterdir())
        number = max((int(match[1]) for match in found if match), default=0) + 1
    return folder / f"{track}-{number}.pdf"


def _copy(source: Path, target: Path, job: Job) -> tuple[int, str]:
    """(bytes, sha256) as read, once."""
    digest, size = hashlib.sha256(), 0
    with os_errors(source):
        file = source.open("rb")
    with file, replace_beside(target) as beside, beside.open("wb") as copy:
        count = ByteCount(job, os.fstat(file.fileno()).st_size, "正在收进推荐文件")
        while True:
            with os_errors(source):
                block = file.read(_BLOCK)
            if not block:
                break
            digest.update(block)
            size += copy.write(block)
            count.advance(len(block), source.name)
    return size, digest.hexdigest()


def _look(stored: Path, sha256: str, sandbox: Sandbox, job: Job, limits: Limits) -> Member:
    """Facts of the PDF, taken where a reader that hangs or dies can be ended."""
    job.at(0.0, "正在查看推荐文件", stored.name)
    hung: frozenset[str] = frozenset()
    for _ in range(2):  # a second time without the facts, when its readers hang
        work = partial(survey, known={stored.name: sha256}, stuck=hung)
        try:
            found = sandbox.call(work, stored, Container.FILE, (), limits, job=job, limits=limits)
        except SandboxError:
            hung = frozenset({stored.name})
            continue
        if found.members:
            return found.members[0]
        break
    raise Unreadable(stored.name)
