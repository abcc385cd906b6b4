"""载入省厅模板: keep the province's own table in the batch, after seeing that it can be filled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.errors import os_errors
from app.job import Job
from app.reading.sandbox import Sandbox
from app.store.store import BatchStore
from app.writing import atomic
from app.writing.tables.template import read_template
from app.writing.tables.template_map import TemplateMap


def load_template(
    store: BatchStore, track: str, path: Path, sandbox: Sandbox | None = None, job: Job | None = None
) -> TemplateMap:
    """Read in a child process (one of its own when no `sandbox` is handed in), for the file is foreign.

    Raises TemplateInvalid, Cancelled, AppError; the batch is then as before. Older templates are kept beside.
    """
    told = read_template(path, store.notice.track(track), sandbox, job)
    folder = store.folder / "templates"
    with os_errors(path):
        content = path.read_bytes()
        folder.mkdir(exist_ok=True)
    number = len(list(folder.glob(f"{track}-*.xlsx"))) + 1
    stored = folder / f"{track}-{number}.xlsx"
    atomic.write_bytes(stored, content)
    relative = stored.relative_to(store.folder).as_posix()
    store.apply(
        f"载入{store.notice.short(track)}省厅模板 {path.name}",
        lambda batch: replace(batch, templates={**batch.templates, track: relative}),
    )
    return told
