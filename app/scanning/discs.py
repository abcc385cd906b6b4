"""查毒 of what goes on the discs, kept with each: what was made anew was not looked at."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from app import clock
from app.errors import WrongUse
from app.job import Job
from app.model.batch import Batch, Staging
from app.model.disc import Scan
from app.scanning.scanner import Scanner, scan
from app.store.store import BatchStore


def scan_discs(store: BatchStore, by: Scanner, job: Job) -> tuple[Staging, ...]:
    """Every staging directory, with what was found in it. Raises WrongUse where none was made, ScanFailed,
    Cancelled, AppError; what was looked at until then stays told.
    """
    stagings = [store.batch.stagings[key] for key in sorted(store.batch.stagings)]
    if not stagings:
        raise WrongUse("还没有生成刻录目录，没有可以查毒的光盘")
    for staging, part in job.through(stagings):
        found = scan(by, Path(staging.folder), part)
        result = f"发现 {len(found)} 处" if found else "未发现病毒"
        told = Scan(by.name, clock.now().isoformat(timespec="seconds"), found)
        store.apply(f"查毒 {staging.disc_id}：{result}", partial(_told, staging, told), can_undo=False)
    return tuple(store.batch.stagings[one.disc_id] for one in stagings)


def _told(staging: Staging, told: Scan, batch: Batch) -> Batch:
    now = batch.stagings.get(staging.disc_id)
    if now is None or now.check_code != staging.check_code:
        return batch  # made anew meanwhile
    return batch.with_staging(replace(now, scan=told))
