"""The set of discs in one go, up to what has to be burnt: folders, images, each image read back, papers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.disc.drives import DiscDrive
from app.job import Job
from app.model.batch import Staging
from app.model.disc import Medium
from app.model.finding import Report
from app.reading.sandbox import Sandbox
from app.send.image import make_image
from app.send.paper import print_papers
from app.send.readback import Proof, read_back
from app.send.stage import stage
from app.store.store import BatchStore

PAPERS = "交接材料"  # folder of the batch


def make_discs(
    store: BatchStore, report: Report, out: Path, medium: Medium, sandbox: Sandbox, job: Job,
    *, made: Sequence[Staging] = (), drives: Sequence[DiscDrive] = (),
) -> tuple[Proof, ...]:
    """A proof for each image, in the order of the set. `made`: the folders, where they stand already.

    Each step is recorded as soon as it is done: stopped or failed, it goes on from there the next time.
    Raises what the steps do: `stage`, `make_image`, `read_back`, `print_papers`.
    """
    stagings = made or stage(store, report, out, medium, sandbox, job.part(0.0, 0.4))
    images = [make_image(store, each, share, sandbox) for each, share in job.part(0.4, 0.7).through(stagings)]
    proofs = tuple(
        read_back(store, image, share, drives, sandbox=sandbox)
        for image, share in job.part(0.7, 0.95).through(images)
    )
    print_papers(store, store.folder / PAPERS, job.part(0.95, 1.0))
    return proofs
