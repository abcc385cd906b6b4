"""Packages that were left when the row was written: looked into afterwards, in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from app.job import Job
from app.model.batch import Batch
from app.model.source import Source
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.receive.background import SIDE_BY_SIDE, background_survey
from app.receive.compose import DiscRecord
from app.receive.disc.copying import CONTENT
from app.receive.disc.on_hand import DiscOnHand
from app.receive.gathered import said_of
from app.receive.survey import DiscSurvey, stored_place


def is_surveyed(batch: Batch) -> bool:
    """Whether every package has been looked into."""
    return not any(source.to_survey for source in batch.sources.values())


def surveyed_since(
    batch: Batch, discs: Sequence[DiscOnHand], notice: Notice, sandbox: Sandbox, job: Job
) -> Batch:
    """With every package looked into that had been left, as it lies in the store. Raises Cancelled,
    AppError.
    """
    left = [source for source in batch.sources.values() if source.to_survey]
    shares = job.shares([source.size for source in left], "正在查看材料")
    with background_survey(notice, sandbox, job) as surveys, ThreadPoolExecutor(SIDE_BY_SIDE) as readers:
        survey = DiscSurvey(surveys)

        def look(number: int) -> Source:
            source = left[number]
            for disc in discs:
                for path in _packages_of(disc):
                    if source.stored == f"{disc.name}/{CONTENT}/{stored_place(disc.record, path)}":
                        return survey.survey_of(disc, path, source.id, shares[number])
            return source

        return with_surveyed(batch, list(readers.map(look, range(len(left)))), discs, notice)


def with_surveyed(
    batch: Batch, found: Iterable[Source], discs: Sequence[DiscOnHand], notice: Notice
) -> Batch:
    """Pure. What was looked into in the meantime takes the place of the same package unlooked into, with what
    the sender's clerk said of its files; what a person said since stands.
    """
    by_place = {(source.stored, source.sha256): source for source in found if not source.to_survey}
    fresh = {
        key: replace(looked, id=key)
        for key, source in batch.sources.items()
        if source.to_survey and (looked := by_place.get((source.stored, source.sha256)))
    }
    known = frozenset(material.id for material in notice.materials)
    batch = replace(batch, sources={**batch.sources, **fresh})
    for one in batch.enterprises.values():
        for source in (fresh[key] for key in one.sources if key in fresh):
            path, record = _origin(source, discs)
            if record is None:
                continue
            parts, made_of = said_of(source, record.parts.get(path, {}), record.orders.get(path, {}), known)
            one = replace(one, parts={**parts, **one.parts}, made_of={**made_of, **one.made_of})
        batch = replace(batch, enterprises={**batch.enterprises, one.id: one})
    return batch


def _origin(source: Source, discs: Sequence[DiscOnHand]) -> tuple[str, DiscRecord | None]:
    """Its path on the disc that it came on."""
    for disc in discs:
        if source.stored.startswith(f"{disc.name}/"):
            return source.origin.removeprefix(f"{disc.record.disc_id}/"), disc.record
    return "", None


def _packages_of(disc: DiscOnHand) -> Iterator[str]:
    return (path for own in disc.record.layout.tracks.values() for path in own.packages)
