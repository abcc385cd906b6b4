"""读盘校验: every byte of discs against their manifests. Any BagIt bag will do; ours says more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.checks import judged, regraded
from app.checks.disc_cases import DiscCase, DiscSet, TypedCode, of_paper, unlike
from app.disc.contents import Disc
from app.disc.look import open_disc
from app.disc.read_through import read_through
from app.job import Job
from app.model.disc import paper_code
from app.model.finding import Report
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox, one_of


def verify(
    place: Path, job: Job, code: str = "", state: Path | None = None, notice: Notice | None = None,
    sandbox: Sandbox | None = None,
) -> Report:
    """Reads every byte once: of a folder, an image or a drive. A damaged disc is a Report.

    `code`: as `paper_code` reads it, from the paper; when it is empty, it is told as not compared. `state`
    as for `read_through`. `notice`: may grade the checks anew.
    Raises Unreadable, DiscOdd, SourceVanished, DriveGone (taken out meanwhile), Cancelled, AppError.
    """
    return _verify(open_disc(place, job, sandbox), job, code, state, notice)


def verify_set(places: Sequence[Path], job: Job, sandbox: Sandbox | None = None) -> Report:
    """Several discs of one set: each as by `verify`, and whether they are all there and of one making.

    Raises what `verify` raises.
    """
    with one_of(sandbox) as children:
        discs = [open_disc(place, job, children) for place in places]
    parts = zip(discs, _parts(discs, job), strict=True)
    outcomes = [outcome for disc, part in parts for outcome in _verify(disc, part).outcomes]
    return Report((*outcomes, *judged(DiscSet(tuple((disc.id, disc.membership) for disc in discs)))))


def _parts(discs: Sequence[Disc], job: Job) -> list[Job]:
    """One after the other, each as long as its bytes."""
    sizes = [sum(disc.files.values()) for disc in discs]
    total, done, parts = sum(sizes) or 1, 0, []
    for size in sizes:
        parts.append(job.part(done / total, (done + size) / total))
        done += size
    return parts


def _verify(
    disc: Disc, job: Job, code: str = "", state: Path | None = None, notice: Notice | None = None
) -> Report:
    digests, damaged = read_through(disc, job, state)
    found = judged(DiscCase(disc, digests, tuple(damaged)))
    outcomes = list(regraded(found, notice) if notice else found)
    typed = TypedCode(disc.id, disc.code, paper_code(code), disc.digest, unlike(found))
    outcomes += (outcome for case in of_paper(typed) for outcome in judged(case, notice))
    return Report(tuple(sorted(outcomes, key=lambda outcome: outcome.check)))
