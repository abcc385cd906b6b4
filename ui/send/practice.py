"""The five minutes with a sample: a batch that is never sent."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from app.job import Job
from app.model.batch import Batch

if TYPE_CHECKING:
    from app.store.store import BatchStore

MARK = "练习："


def is_practice(batch: Batch) -> bool:
    return batch.sender.name.startswith(MARK)


def make_practice(job: Job) -> BatchStore:
    """A new practice batch with the sample campaign collected into it. Raises AppError, Cancelled."""
    from app import clock
    from app.checks.notices import load_notice
    from app.demo import make_demo
    from app.demo.cast import NOTICE
    from app.paths import documents_dir, free_folder
    from app.reading.sandbox import Sandbox
    from app.send.collect import collect
    from app.store.acts import Act
    from app.store.store import BatchStore

    home = free_folder(documents_dir() / "标杆报盘" / "练习")
    campaign = make_demo(home / "样例材料", job=job.part(0, 0.4))
    notice, content = load_notice(NOTICE)
    bureau = notice.region.sender_named(campaign.sender)
    sender = dataclasses.replace(bureau, name=f"{MARK}{bureau.name}", contact="练习", phone="0531-00000000")
    store = BatchStore.create(home / "批次", Batch(sender, notice.id, clock.now().isoformat()), content)
    act = Act()
    try:
        with Sandbox() as sandbox:
            for number, track in enumerate(campaign.received):
                stretch = job.part(0.4 + 0.3 * number, 0.7 + 0.3 * number)
                collect(store, track, campaign.received[track], sandbox=sandbox, job=stretch, act=act)
    except BaseException:
        store.close()
        raise
    return store
