"""What is locked, opened with a password that a person typed: an unlocked copy is packed, the original kept.

The password goes to the child that opens the file and is forgotten; no history, disc or log ever holds it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.batch.scans import Made, put_instead
from app.batch.source_ids import free_source_id
from app.batch.take_in import take_in
from app.errors import Unreadable, WrongUse, os_errors
from app.job import Job
from app.model.batch import Batch, member_key
from app.model.source import Fault, Member, Source
from app.paths import inside
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.scratch import ScratchFolder
from app.reading.unlock import unlock_archive, unlock_pdf
from app.store.store import BatchStore

_STALL_SECONDS = 60.0  # a large document is written anew without a sign of life


def locked_in(batch: Batch, enterprise: str, file: str) -> tuple[Source, Member | None]:
    """By its name, its path in the package or its key: an archive handed in, or a PDF within the package.

    Raises WrongUse for what is not locked, or is locked in a way that is not opened here.
    """
    for source in batch.sources_of(batch.enterprises[enterprise]):
        whole = any(trouble.fault is Fault.PASSWORD for trouble in source.troubles)
        if whole and source.container.is_archive and file in (source.name, source.id):
            return source, None
        for member in source.members:
            if file not in (member.path, member.name, member_key(source, member)):
                continue
            if member.pdf is not None and member.pdf.pdfium == "password" and not member.within:
                return source, member
            if member.office is not None and member.office.encrypted:
                raise WrongUse(f"“{member.name}”请用 WPS 或 Office 打开，去掉密码另存后重新收集")
    raise WrongUse(f"没有加了密码、可以在这里打开的“{file}”；加密的内层压缩包请先解开再收集")


def unlock(
    store: BatchStore, enterprise: str, file: str, password: str, sandbox: Sandbox, job: Job
) -> Source:
    """The unlocked copy in the place of what is locked: one change, one undo. Raises WrongUse, Unreadable."""
    source, member = locked_in(store.batch, enterprise, file)
    if not password:
        raise WrongUse("请输入密码")
    stored = inside(store.folder, source.stored)
    with ScratchFolder() as folder:
        if member is not None:
            out = folder / "unlocked.pdf"
            _in_child(sandbox, job, member.name, unlock_pdf, stored, source.container, member, password, out)
            with os_errors(out):
                made = Made(out, member.path, (member_key(source, member),), member.size, out.stat().st_size)
            what = f"“{member.name}”去掉了密码"
            return put_instead(store, enterprise, made, what, sandbox, job.part(0.5, 1.0))
        out = folder / (source.name.rpartition(".")[0] or source.name)
        with os_errors(out):
            out.mkdir()
        _in_child(sandbox, job, source.name, unlock_archive, stored, password, out)
        taken = take_in(out, store.folder, free_source_id(store), store.notice, sandbox, job.part(0.5, 1.0))
    store.apply(f"“{source.name}”去掉了密码", lambda batch: _instead(batch, enterprise, source.id, taken))
    return taken


def _in_child(sandbox: Sandbox, job: Job, name: str, work: Callable[..., bool], *args: object) -> None:
    limits = Limits(stall_seconds=_STALL_SECONDS)
    job.at(0.0, "正在用密码打开", name)
    try:
        fits = sandbox.call(work, *args, limits, job=job.part(0.0, 0.5), limits=limits)
    except SandboxError as error:
        raise Unreadable(name) from error
    if not fits:
        raise WrongUse(f"密码不对，“{name}”没有打开；请向企业核对密码（注意大小写）后再试")


def _instead(batch: Batch, enterprise: str, old: str, new: Source) -> Batch:
    """In its place; the locked one stays stored and comes back with one undo."""
    one = batch.enterprises[enterprise]
    sources = tuple(new.id if each == old else each for each in one.sources)
    return batch.with_enterprise(replace(one, sources=sources), [new])
