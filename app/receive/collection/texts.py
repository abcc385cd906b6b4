"""The words of an experience: read anew from the store, page by page; of a scan what was recognised of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.errors import LeadsOutside, SourceVanished, Unreadable
from app.job import Job
from app.ledger import Ledger
from app.model.after.experience import Experience, ExperienceText, PageText, Paper
from app.model.batch import Batch, member_key
from app.model.documents.part import Ranges
from app.model.documents.words import MOST_TEXT
from app.model.source import Member, Source
from app.paths import inside
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.words.whole import Pages, texts_within

_MOST_ABSTRACT = 400  # characters
_ABSTRACT = re.compile(r"(?:内容|案例)?摘\s?要[:：\s]*\n?(.{20,}?)(?:\n|关键词|$)", re.DOTALL)
_BEGINNING = 3_000  # characters in which an abstract stands
Read = Mapping[tuple[str, Ranges], Pages]


def text_of(one: Experience, batch: Batch, ledger: Ledger, sandbox: Sandbox, job: Job) -> ExperienceText:
    """What cannot be read is told in `lacking`. Raises Cancelled and AppErrors of our own disk."""
    found = placed(one, batch)
    read: dict[tuple[str, Ranges], Pages] = {}
    for source in {source.id: source for source, _ in found.values()}.values():
        own = (paper for paper in one.papers if paper.key in found and found[paper.key][0] is source)
        wanted = [(found[paper.key][1], paper.pages) for paper in own]
        try:
            stored = inside(ledger.folder_of(one.submission), source.stored)
            limits = Limits()
            read |= sandbox.call(
                texts_within, stored, source.container, wanted, limits, job=job, limits=limits
            )
        except (SandboxError, Unreadable, LeadsOutside, SourceVanished):
            continue  # what was read when it came is all there is
    pages: list[PageText] = []
    lacking: list[str] = []
    for number, paper in enumerate(one.papers):
        told, why = _of_paper(paper, read, batch)
        pages += [PageText(number, page, text) for page, text in told]
        lacking += [f"{paper.name}：{why}"] if why else []
    text = ExperienceText(tuple(pages), "", tuple(lacking))
    return ExperienceText(text.pages, abstract_in(text.whole), text.lacking)


def placed(one: Experience, batch: Batch) -> dict[str, tuple[Source, Member]]:
    """Paper's key → where it lies; without those that the batch has no more."""
    enterprise = batch.enterprises.get(one.enterprise)
    keys = {paper.key for paper in one.papers}
    sources = batch.sources_of(enterprise) if enterprise else ()
    return {
        key: (source, member)
        for source in sources
        for member in source.members
        if (key := member_key(source, member)) in keys
    }


def _of_paper(paper: Paper, read: Read, batch: Batch) -> tuple[Pages, str]:
    """Its pages, and why they are not all."""
    if told := read.get((paper.sha256, paper.pages)):
        return told, ""
    words = batch.words.get(paper.sha256)
    if words is None or words.state != "read":
        return (), "没有读到文字"
    known = words.on(paper.pages)
    if not paper.pages and known.text:
        return ((1, known.text),), "扫描件，只有开头的文字" if len(known.text) >= MOST_TEXT else ""
    heads = tuple((page.page, page.head) for page in known.pages if page.head)
    return heads, "扫描件，只有每页开头的文字" if heads else "扫描件，没有识别过文字"


def abstract_in(text: str) -> str:
    """What stands under 摘要 near its beginning; "" where there is none."""
    found = _ABSTRACT.search(text[:_BEGINNING])
    return " ".join(found[1].split())[:_MOST_ABSTRACT] if found else ""
