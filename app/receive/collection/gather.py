"""The pages of chosen experiences, taken out of the store once it was seen to be what was received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import LeadsOutside
from app.job import Job
from app.ledger import Ledger
from app.model.after.experience import Experience, ExperienceText, Paper
from app.model.batch import Batch
from app.model.documents.part import Ranges
from app.model.source import LeftOut, Member, Source
from app.paths import inside
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.receive.collection.collection import Collection
from app.receive.collection.texts import placed
from app.receive.disc.stored import source_change
from app.writing.volume.own_pages import OwnPages, own_pages

MESSAGE = "正在取出经验材料"
_PATIENCE = 120.0  # seconds: a paper of hundreds of scans is written in one go
_NONE = "台账里没有它的经验材料"
Wanted = tuple[Member, Ranges, str]  # and the name of the file to be made


@dataclass(frozen=True, slots=True)
class Gathered:
    """`papers`: each with its pages, files of the folder that was named."""

    one: Experience
    text: ExperienceText
    papers: tuple[tuple[Paper, OwnPages], ...]

    @property
    def lacking(self) -> tuple[tuple[str, str], ...]:
        """(paper, why) of all that is not there, or not whole."""
        if not self.papers:
            return (("—", _NONE),)
        return tuple((paper.name, own.why) for paper, own in self.papers if own.why)


def gather(
    them: Collection, chosen: Sequence[Experience], folder: Path, sandbox: Sandbox, job: Job
) -> tuple[Gathered, ...]:
    """In their order. What cannot be had is told, and never stops the others. Raises Cancelled, AppError."""
    them.collect(sandbox, job.part(0.0, 0.1))
    batches: dict[str, Batch] = {}
    made = []
    for number, one in enumerate(job.part(0.1, 1.0).each(chosen, MESSAGE, lambda each: each.name), 1):
        ledger = them.ledger_of(one)
        if one.submission not in batches:
            batches[one.submission] = ledger.batch_of(one.submission)
        papers = _papers(ledger, one, batches[one.submission], f"{number:03d}", folder, sandbox, job)
        made.append(Gathered(one, them.text(one), papers))
    return tuple(made)


def left_out(gathered: Sequence[Gathered]) -> tuple[LeftOut, ...]:
    return tuple(
        LeftOut(f"{each.one.name}：{name}" if name != "—" else each.one.name, why)
        for each in gathered for name, why in each.lacking
    )


def _papers(
    ledger: Ledger, one: Experience, batch: Batch, stem: str, folder: Path, sandbox: Sandbox, job: Job
) -> tuple[tuple[Paper, OwnPages], ...]:
    found = placed(one, batch)
    names = {paper.key: f"{stem}-{at}.pdf" for at, paper in enumerate(one.papers, 1)}
    made = {paper.key: OwnPages(why="存放里没有这个文件") for paper in one.papers}
    for source in {source.id: source for source, _ in found.values()}.values():
        mine = [paper for paper in one.papers if paper.key in found and found[paper.key][0] is source]
        wanted = [(found[paper.key][1], paper.pages, names[paper.key]) for paper in mine]
        owned = _of_source(ledger, one, source, wanted, folder, sandbox, job)
        for paper, own in zip(mine, owned, strict=True):
            made[paper.key] = replace(own, file=names[paper.key] if own.file else "")
    return tuple((paper, made[paper.key]) for paper in one.papers)


def _of_source(
    ledger: Ledger, one: Experience, source: Source, wanted: Sequence[Wanted],
    folder: Path, sandbox: Sandbox, job: Job,
) -> Sequence[OwnPages]:  # fmt: skip
    try:
        stored = inside(ledger.folder_of(one.submission), source.stored)
    except LeadsOutside as error:
        return [OwnPages(why=f"没有去读：{error.title}") for _ in wanted]
    if what := source_change(stored, source, job):
        return [OwnPages(why=f"存放的{what}") for _ in wanted]
    limits = replace(Limits(), stall_seconds=_PATIENCE)
    try:
        return sandbox.call(
            own_pages, stored, source.container, wanted, folder, limits, job=job.quiet(), limits=limits
        )
    except SandboxError:
        return [OwnPages(why="读取程序没有反应，已停止") for _ in wanted]
