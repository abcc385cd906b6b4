"""The product's own work, also to be watched in a process of its own: each reads no more than its part needs."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from app.errors import Cancelled
from app.job import Job
from app.notices.read import load_notice
from app.reading.sandbox import Sandbox

if TYPE_CHECKING:
    from app.ledger import Ledger


def stage_batch(folder: str, out: str) -> None:
    """A batch of `ground.clean_batch`, packed and staged."""
    from app import clock
    from app.checks import check_batch
    from app.model.disc import BD
    from app.send.stage import stage
    from app.store.store import BatchStore
    from tests.bench import ground

    with Sandbox() as sandbox, BatchStore.open(Path(folder)) as store:
        report = ground.all_seen(check_batch(store.batch, store.notice, clock.today()))
        stage(store, report, Path(out), BD, sandbox, Job())


def image_of(folder: str, out: str) -> None:
    """A bag whose name is its label, written and proven."""
    from app.disc.iso.write import write_image

    write_image(Path(folder), Path(folder).name, Path(out), Job())


def receive_disc(folder: str, out: str) -> None:
    """To the row and the first verdict, in a new ledger."""
    from app.ledger import Ledger

    disc = Path(folder)
    with Sandbox() as sandbox, Ledger.create(Path(out), load_notice("2023")[1]) as ledger:
        surveyed_soon(ledger, row(ledger, disc, sandbox), sandbox)


def row(ledger: Ledger, disc: Path, sandbox: Sandbox) -> str:
    """Which comes before packages are looked into; its key."""
    from app.receive.intake import receive

    got = receive(ledger, disc, clerk="王", looks=False, row_first=True, sandbox=sandbox, job=Job())
    return got.submission.id


def surveyed_soon(ledger: Ledger, key: str, sandbox: Sandbox) -> float:
    """To the first verdict: packages looked into and checked, and that in the ledger; when it was (perf_counter).

    Seals and pages come after, and are left.
    """
    from app.receive import examine

    kept: list[float] = []
    keep, job = examine._keep, Job()

    def kept_once(*asked: Any) -> None:
        keep(*asked)
        kept.append(time.perf_counter())
        job.cancel()

    with patch.object(examine, "_keep", kept_once), suppress(Cancelled):
        examine.examine_received(ledger, key, sandbox, job, recognises=False)
    return kept[0]
