"""What a person is offered where a batch or a ledger would not open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from app.errors import AppError, BatchDamaged, LedgerDamaged, LedgerInUse
from app.job import Job
from ui.shell.ask import Ask


class Opens(Protocol):
    def open_batch(self, folder: Path, *, recover: bool = False) -> None: ...
    def open_ledger(self, folder: Path, *, reads_only: bool = False) -> None: ...
    def restore_ledger(self, folder: Path, work: Callable[[Job], Any]) -> None: ...


def offer_another_way(window: Opens, ask: Ask, folder: Path, error: AppError) -> bool:
    """Whether there was one; the person may have declined it. `folder`: what would not open."""
    if isinstance(error, BatchDamaged):
        if ask.confirm(error.title, f"{error.detail}\n{error.advice}", "恢复并打开", loses=True):
            window.open_batch(folder, recover=True)
        return True
    if isinstance(error, LedgerDamaged):
        from ui.receive.restore import restoring

        work = restoring(ask, folder, error)
        if work is not None:
            window.restore_ledger(folder, work)
        return True
    if isinstance(error, LedgerInUse):
        if ask.confirm(error.title, f"{error.detail}\n{error.beside}", "只读打开"):
            window.open_ledger(folder, reads_only=True)
        return True
    return False
