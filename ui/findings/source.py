"""Where files to look at come from."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.model.batch import Batch
from ui.shell.ask import Ask

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox


class Spooled(Protocol):
    """An open batch, or a submission in the store."""

    @property
    def ask(self) -> Ask: ...
    @property
    def executor(self) -> Executor | None: ...
    @property
    def batch(self) -> Batch: ...
    @property
    def folder(self) -> Path: ...
    @property
    def scratch(self) -> Path: ...
    @property
    def sandbox(self) -> Sandbox: ...
