"""Answers: what a person would say, given beforehand; batches to show, made of facts."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from app.batch.form_facts import unread
from app.batch.page_findings import unlooked
from app.batch.words import unread_words
from app.errors import AppError
from app.model.batch import Batch, Enterprise, Sender
from app.model.documents.form import FormFacts
from app.model.documents.pages import Pages, SealFacts, Seals, Seen
from app.model.documents.words import Words
from app.model.source import Container, LeftOut, Member, Source, Trouble
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.store import clerk
from app.store.store import BatchStore
from ui import theme
from ui.send.session import Session
from ui.shell.ask import Printed
from ui.shell.runner import Inline
from ui.widgets.focus_ring import FocusRing

NOTICE, NOTICE_TOML = read_notice(RESOURCES / "notices" / "2023.toml")
JINAN = Sender("济南市工业和信息化局", "370100", "济南市")
SEALED = Seals((SealFacts(Seen.SEEN, 1, 0.5, 0.5, 0.2, 0.14, 42.0, 0.9, is_read=True),))
AWAY = FormFacts(reason="文件已不在批次里")  # as no file is there
WHOLE = ("申报书.pdf", "典型经验材料.docx", "证明材料/营业执照.jpg", "证明材料/审计报告.pdf")


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
        self.days: list[date] = []  # that were offered
        self.printed = Printed.OUTSIDE

    def confirm(self, title: str, text: str, yes: str, no: str = "取消", *, loses: bool = False) -> bool:
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

    def day(self, title: str, text: str, label: str, day: date, words: str | None = None) -> tuple[date, str] | None:
        self.asked.append((title, text))
        self.days.append(day)
        if self.texts and self.texts[0] is None:
            self.texts.pop(0)
            return None
        return day, (self.texts.pop(0) or "") if words is not None and self.texts else words or ""

    def print(self, title: str, papers: Sequence[Path]) -> Printed:
        """As one who would rather use another program."""
        self.asked.append((title, "、".join(paper.name for paper in papers)))
        return self.printed

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)

    def tell(self, title: str, text: str) -> None:
        self.told.append((title, text))


def a_source(number: int, name: str, paths: Sequence[str] = WHOLE, *, left_out: Sequence[str] = (),
             troubles: Sequence[Trouble] = (), size: int = 1_500_000) -> Source:
    kinds = {"pdf": "pdf", "jpg": "jpeg", "docx": "docx"}
    members = tuple(
        Member(path, 1000, f"{number:032d}{place:032d}", kinds.get(path.rpartition(".")[2], "unknown"), index=place)
        for place, path in enumerate(paths)
    )
    lost = tuple(LeftOut(path, "系统残留文件") for path in left_out)
    key = f"s{number:04d}"
    return Source(key, f"D:/{name}.zip", f"materials/{key}/{name}.zip", Container.ZIP, size, "0" * 64,
                  members, lost, tuple(troubles))


def with_enterprise(batch: Batch, number: int, name: str, track: str = "provincial",
                    paths: Sequence[str] = WHOLE, confirmed: bool = False, **facts: object) -> Batch:
    source = a_source(number, name, paths, **facts)  # type: ignore[arg-type]
    return batch.with_enterprise(Enterprise(f"e{number:04d}", track, name, (source.id,), confirmed), [source])


def a_batch() -> Batch:
    return Batch(JINAN, "2023", "2023-08-20T09:00:00+08:00")


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture(autouse=True)
def _themed(qapp):
    if not qapp.property("themed"):
        theme.apply(qapp)
        FocusRing(qapp)
        theme.set_locale()
        qapp.setProperty("themed", True)


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1692950400")  # 2023-08-25


@pytest.fixture(autouse=True)
def _said_who(_day: None) -> None:
    """Nobody is asked again who works here today."""
    clerk.keep("赵科员")


@pytest.fixture
def opened(tmp_path: Path, answers: Answers) -> Iterator[Callable[[Batch], Session]]:
    """A session over a real store in a temporary folder; everything happens at once, every form is sealed.

    All was looked at before: to do so in each test took a third of its time.
    """
    sessions: list[Session] = []

    def make(batch: Batch) -> Session:
        looked = unlooked(batch, NOTICE)
        batch = batch.with_seals({one.sha256: SEALED for one in looked if one.for_seals})
        batch = batch.with_pages({one.sha256: Pages() for one in looked if one.for_pages})
        batch = batch.with_words({one.sha256: Words(length=3000) for one in unread_words(batch, NOTICE)})
        batch = batch.with_forms({one.facts: AWAY for one in unread(batch, NOTICE) if one.material})
        store = BatchStore.create(tmp_path / f"batch{len(sessions)}", batch, NOTICE_TOML)
        sessions.append(Session(store, answers, executor=Inline()))
        return sessions[-1]

    yield make
    for session in sessions:
        session.close()
