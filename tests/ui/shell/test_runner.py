"""Work off the window's thread comes home as exactly one signal."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QThread, Signal

from app.errors import AppError, DiskFull
from app.job import Job, Progress
from ui.shell.runner import Inline, Latest, Runner, Thinned


def test_a_result_comes_home_on_the_windows_thread(qtbot):
    runner = Runner()
    seen: list[object] = []
    runner.done.connect(lambda value: seen.append((value, QThread.currentThread() is runner.thread())))
    with qtbot.waitSignal(runner.done):
        runner.start(lambda job: threading.current_thread() is not threading.main_thread())
    assert seen == [(True, True)]
    assert not runner.busy
    runner.shutdown()


def test_an_error_we_know_is_told_as_itself(qtbot):
    runner = Runner()

    def work(job: Job) -> None:
        raise DiskFull("D:")

    with qtbot.waitSignal(runner.failed) as told:
        runner.start(work)
    assert isinstance(told.args[0], DiskFull)
    runner.shutdown()


def test_an_error_nobody_foresaw_is_told_without_its_trace(qtbot, caplog):
    runner = Runner(Inline())
    told: list[AppError] = []
    runner.failed.connect(told.append)
    runner.start(lambda job: 1 / 0)
    assert told[0].code == "E000"
    assert "division" in caplog.text


def test_cancelled_work_says_so_and_nothing_else(qtbot):
    runner = Runner()
    others: list[object] = []
    runner.done.connect(others.append)
    runner.failed.connect(others.append)
    started = threading.Event()

    def work(job: Job) -> None:
        started.set()
        while True:
            job.at(0.5, "正在做")

    with qtbot.waitSignal(runner.cancelled):
        runner.start(work)
        assert started.wait(5)
        runner.cancel()
    assert others == []
    runner.shutdown()


def test_reports_are_thinned_and_the_last_one_is_kept():
    seen: list[Progress] = []
    thinned = Thinned(seen.append)
    for number in range(10_001):
        thinned(Progress(number / 10_000, "正在做"))
    assert seen[0].fraction == 0
    assert seen[-1].fraction == 1
    assert len(seen) < 100


def test_only_the_newest_answer_is_told(qtbot):
    latest = Latest()
    gate, told = threading.Event(), []
    latest.ready.connect(told.append)
    latest.ask(lambda job: gate.wait(5) and "first")
    latest.ask(lambda job: "second")
    latest.ask(lambda job: "third")
    with qtbot.waitSignal(latest.ready):
        gate.set()
    assert told == ["third"]
    latest.shutdown()


def test_an_answer_to_a_page_that_is_gone_goes_nowhere(qtbot, caplog):
    import shiboken6

    latest, gate, over = Latest(), threading.Event(), threading.Event()

    def work(job: Job) -> None:
        gate.wait(5)

    latest.ask(work)
    executor = latest._executor
    assert executor is not None
    shiboken6.delete(latest)
    gate.set()
    executor.submit(over.set)
    assert over.wait(5)
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]


def test_a_hundred_thousand_signals_do_not_end_the_program(qtbot):
    """PySide6 6.12 loses a reference to True at every emit and aborts after some 570."""

    class Bell(QObject):
        rung = Signal(bool)

    bell, count = Bell(), 0

    def heard(on: bool) -> None:
        nonlocal count
        count += on

    bell.rung.connect(heard)
    for _ in range(100_000):
        bell.rung.emit(True)
    assert count == 100_000


def test_what_is_asked_while_all_is_being_closed_is_asked_of_nobody():
    asked = Latest()
    asked.ask(lambda job: 1)
    asked.shutdown()
    again = Latest(asked._executor)
    again.ask(lambda job: 2)
    assert not again.busy
