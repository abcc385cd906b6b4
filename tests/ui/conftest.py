"""Answers: what a person would say, given beforehand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.errors import AppError
from ui import theme


class Answers:
    """An Ask that answers from lists, in order, and remembers what was asked and told."""

    def __init__(self, *, confirm: Sequence[bool] = (), choose: Sequence[int | None] = (),
                 files: Sequence[Path] = (), folder: Path | None = None, save: Path | None = None,
                 text: Sequence[str | None] = ()) -> None:
        self.confirms, self.choices, self.texts = list(confirm), list(choose), list(text)
        self.files, self.folder, self.save = tuple(files), folder, save
        self.asked: list[tuple[str, str]] = []
        self.told: list[tuple[str, str]] = []
        self.errors: list[AppError] = []

    def confirm(self, title: str, text: str, yes: str, no: str = "取消") -> bool:
        self.asked.append((title, text))
        return self.confirms.pop(0) if self.confirms else True

    def choose(self, title: str, text: str, options: Sequence[str]) -> int | None:
        self.asked.append((title, text))
        return self.choices.pop(0) if self.choices else 0

    def choose_files(self, title: str, patterns: str = "") -> tuple[Path, ...]:
        return self.files

    def choose_folder(self, title: str) -> Path | None:
        return self.folder

    def save_file(self, title: str, name: str, patterns: str = "") -> Path | None:
        return self.save

    def text(self, title: str, label: str, initial: str = "", *, lines: bool = False) -> str | None:
        self.asked.append((title, label))
        return self.texts.pop(0) if self.texts else initial

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture(autouse=True)
def _themed(qapp):
    if not qapp.property("themed"):
        theme.apply(qapp)
        qapp.setProperty("themed", True)
