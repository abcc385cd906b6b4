"""Scans merged into one PDF, or made smaller: the copy is packed, the original kept and not packed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app import wording
from app.batch.source_ids import free_source_id
from app.batch.take_in import take_in
from app.errors import Unreadable, WrongUse, os_errors
from app.job import Job
from app.model.batch import Batch, Enterprise, member_key
from app.model.disc_names import proposed_disc_name
from app.model.documents.part import LEAVE_OUT, whole
from app.model.source import Container, Member, Source
from app.notices.filing import filings_of
from app.notices.notice import Notice
from app.paths import inside
from app.reading.containers import Report
from app.reading.limits import Limits
from app.reading.peek import peek
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.scratch import ScratchFolder
from app.store.store import BatchStore
from app.writing import merge_scans as merging
from app.writing import smaller

_FOLDERS = ("合并的扫描件", "较小的副本")  # what the new sources are called
_WORTH_IT = 0.9  # of the original's bytes: a copy larger than that loses more than it saves
_MOST_BYTES = 1_000_000_000  # of all scans that are merged


@dataclass(frozen=True, slots=True)
class Chosen:
    """One scan of a package and where it lies."""

    key: str
    stored: Path
    container: Container
    member: Member


@dataclass(frozen=True, slots=True)
class Made:
    """A file that may take the place of others: `path` is its place in the package, `content` is on disk."""

    content: Path
    path: str
    keys: tuple[str, ...]
    before: int
    after: int


def can_merge(batch: Batch, enterprise: Enterprise, keys: Sequence[str]) -> bool:
    """Whether these are several pictures of this enterprise's packages that can be left out singly."""
    members = dict(batch.members_of(enterprise))
    return len(keys) > 1 and all(
        key in members and members[key].kind in merging.KINDS and not members[key].within for key in keys
    )


def merge(
    store: BatchStore, enterprise: str, keys: Sequence[str], name: str, folder: Path,
    sandbox: Sandbox, job: Job,
) -> Made:  # fmt: skip
    """The scans in this order as pages of one PDF, in `folder`. Raises WrongUse and Unreadable."""
    scans = _chosen(store, enterprise, keys, merging.KINDS, "JPG、PNG 或 TIFF 扫描件")
    if len(scans) < 2 or len(set(keys)) < len(keys):
        raise WrongUse("请选两个或更多不同的扫描件")
    before = sum(scan.member.size for scan in scans)
    if before > _MOST_BYTES:
        raise WrongUse(f"这些扫描件共 {wording.size(before)}，一次合并不了这么多")
    parents = {scan.member.path.rpartition("/")[0] for scan in scans}
    path = _path(parents.pop() if len(parents) == 1 else "", _stem(name), "pdf")
    out = folder / "merged.pdf"
    job.at(0.0, "正在合并扫描件", name)
    _in_child(sandbox, job, _merge, tuple(scans), out)
    return _made(out, path, tuple(keys), before)


def shrink(
    store: BatchStore, enterprise: str, key: str, dpi: int, folder: Path, sandbox: Sandbox, job: Job
) -> Made:
    """A copy of one scan at `dpi`, in `folder`. Raises WrongUse when it would not be smaller."""
    if not 72 <= dpi <= 600:
        raise WrongUse("分辨率应在 72 至 600 之间，常用 150 或 200")
    (scan,) = _chosen(store, enterprise, (key,), smaller.KINDS, "PDF 或图片扫描件")
    ending = "pdf" if scan.member.kind == "pdf" else "jpg"
    parent, _, name = scan.member.path.rpartition("/")
    stem = re.sub(r"\.[0-9A-Za-z]{1,5}$", "", name)
    path = _path(parent, f"{stem}（{dpi}dpi）", ending)
    out = folder / f"smaller.{ending}"
    job.at(0.0, "正在生成较小的副本", name)
    _in_child(sandbox, job, _shrink, scan, dpi, out)
    made = _made(out, path, (key,), scan.member.size)
    if made.after > _WORTH_IT * made.before:
        now = wording.size(made.before)
        raise WrongUse(f"“{name}”按 {dpi} dpi 重做不会明显变小（现在 {now}），已保持原样")
    return made


def put_instead(
    store: BatchStore, enterprise: str, made: Made, what: str, sandbox: Sandbox, job: Job
) -> Source:
    """Take the made file in; its originals stay and are no longer packed: one change, one undo."""
    title = _FOLDERS[0] if len(made.keys) > 1 else _FOLDERS[1]
    with ScratchFolder() as folder:
        place = inside(folder, f"{title}/{made.path}")
        with os_errors(place):
            place.parent.mkdir(parents=True)
            place.write_bytes(made.content.read_bytes())
        source = take_in(folder / title, store.folder, free_source_id(store), store.notice, sandbox, job)
    store.apply(what, lambda batch: _instead(batch, enterprise, made.keys, source, store.notice))
    return source


def _instead(batch: Batch, enterprise: str, keys: Sequence[str], source: Source, notice: Notice) -> Batch:
    """The new file serves as what its originals served as, if that was one thing."""
    one = batch.enterprises[enterprise]
    known = filings_of(batch, one, notice)
    served = {known[key].parts for key in keys if key in known}
    parts = {**one.parts, **dict.fromkeys(keys, whole(LEAVE_OUT))}
    if len(served) == 1 and (said := served.pop()):
        told = said if len(keys) == 1 else whole(said[0].material)  # merged pages are others
        parts |= {member_key(source, member): told for member in source.members}
    return batch.with_enterprise(replace(one, sources=(*one.sources, source.id), parts=parts), [source])


# -- the scans -------------------------------------------------------------------------------------
def _chosen(
    store: BatchStore, enterprise: str, keys: Sequence[str], kinds: frozenset[str], said: str
) -> list[Chosen]:
    batch = store.batch
    found = {
        member_key(source, member): Chosen(
            member_key(source, member), inside(store.folder, source.stored), source.container, member
        )
        for source in batch.sources_of(batch.enterprises[enterprise])
        for member in source.members
    }
    chosen = [found[key] for key in keys]
    for scan in chosen:
        if scan.member.kind not in kinds:
            raise WrongUse(f"“{scan.member.name}”不是{said}")
        if scan.member.within:
            raise WrongUse(f"“{scan.member.name}”在内层压缩包里，请先解开内层压缩包再收集")
    return chosen


def _path(parent: str, stem: str, ending: str) -> str:
    name = f"{stem}.{ending}"
    return f"{parent}/{name}" if parent else name


def _stem(name: str) -> str:
    plain = re.sub(r"\.pdf$", "", name.strip(), flags=re.IGNORECASE)
    if not plain or "/" in plain or "\\" in plain:
        raise WrongUse("请写出合并后的文件名，例如：证明材料")
    return proposed_disc_name(plain)


def _made(out: Path, path: str, keys: tuple[str, ...], before: int) -> Made:
    with os_errors(out):
        return Made(out, path, keys, before, out.stat().st_size)


def _in_child(sandbox: Sandbox, job: Job, work: Callable[..., None], *args: object) -> None:
    limits = Limits(stall_seconds=60.0)  # one page may take a while on an old PC
    try:
        sandbox.call(work, *args, limits, job=job, limits=limits)
    except SandboxError as error:
        raise Unreadable(error.item) from error


def _merge(scans: tuple[Chosen, ...], out: Path, limits: Limits, report: Report) -> None:
    with tempfile.TemporaryDirectory() as name:
        files = []
        for number, scan in enumerate(scans):
            files.append((scan.member.path, Path(name) / str(number)))
            peek(scan.stored, scan.container, scan.member, files[-1][1], limits, report)
        merging.merge_scans(files, out, lambda: report(0, scans[0].member.path))


def _shrink(scan: Chosen, dpi: int, out: Path, limits: Limits, report: Report) -> None:
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "scan"
        peek(scan.stored, scan.container, scan.member, copy, limits, report)
        smaller.smaller_copy(
            scan.member.path, copy, scan.member.kind, dpi, out, lambda: report(0, scan.member.path)
        )
