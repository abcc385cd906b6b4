"""Garbage is looked for on the window's thread, and never for long."""

from __future__ import annotations

import gc
import sys
import threading
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject

from ui.shell import pace
from ui.shell.pace import Housekeeping, keep_pace, look_at_all


@pytest.fixture
def paced(qapp):
    interval, was_on = sys.getswitchinterval(), gc.isenabled()
    gc.collect()
    keep_pace()
    yield Housekeeping(qapp)
    sys.setswitchinterval(interval)
    gc.unfreeze()
    if was_on:
        gc.enable()


class Told(QObject):
    """In a circle with itself, as anything is whose signal leads to a function of its own."""

    gone_in: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.me = self

    def __del__(self) -> None:
        self.gone_in.append(threading.get_ident())


def litter(count: int) -> list[list[int]]:
    return [[number] for number in range(count)]


def test_what_a_worker_makes_takes_no_widget_apart_in_its_thread(paced):
    Told.gone_in.clear()
    Told()
    kept: list[object] = []
    worker = threading.Thread(target=lambda: kept.extend(litter(30_000)))
    worker.start()
    worker.join()
    assert Told.gone_in == []
    paced.look()
    assert Told.gone_in == [threading.get_ident()]


def test_a_mass_of_facts_is_set_aside_without_going_through_it(paced):
    passes: list[str] = []
    gc.callbacks.append(lambda phase, info: passes.append(phase))
    try:
        kept = litter(60_000)
        paced.look()
    finally:
        gc.callbacks.pop()
    assert passes == [] and gc.get_freeze_count() > len(kept)


def test_what_was_set_aside_is_looked_at_once_the_batch_is_closed(paced):
    Told.gone_in.clear()
    Told()
    kept = litter(60_000)
    paced.look()
    assert Told.gone_in == [] and kept
    look_at_all()
    assert len(Told.gone_in) == 1


def test_nothing_is_looked_at_whole_while_something_is_under_way(paced, qtbot, monkeypatch):
    monkeypatch.setattr(pace, "_LATER", 1)
    asked: list[int] = []
    looked: list[int] = []  # also by what an earlier test closed
    monkeypatch.setattr(pace, "look_at_all", lambda: looked.append(len(asked)))
    pace.look_at_all_soon(lambda: asked.append(1) or len(asked) < 3)
    qtbot.waitUntil(lambda: 3 in looked)
    assert len(asked) == 3


def test_few_new_objects_are_not_worth_a_look(paced):
    passes: list[str] = []
    gc.callbacks.append(lambda phase, info: passes.append(phase))
    try:
        gc.collect(0)
        passes.clear()
        paced.look()
    finally:
        gc.callbacks.pop()
    assert passes == []
