"""The strip at the foot, and what nobody foresaw."""

from __future__ import annotations

import sys
import threading
from datetime import datetime

from app.errors import DiskFull
from app.job import Pace, Progress
from tests.ui.conftest import Answers
from ui.shell.crash import CrashHandler
from ui.shell.foot import FootStrip


def test_the_speed_is_that_of_the_last_seconds():
    now = [0.0]
    pace = Pace(lambda: now[0])
    for second in range(20):
        now[0] = float(second)
        speed = pace.add(second * 10_000_000 if second < 10 else 100_000_000 + (second - 10) * 50_000_000)
    assert round(speed / 1e6) == 50


def test_another_stretch_of_the_work_does_not_run_backwards():
    now = [0.0]
    pace = Pace(lambda: now[0])
    pace.add(500)
    now[0] = 1.0
    assert pace.add(10) == 0.0


def test_work_shows_what_is_done_of_what(qtbot):
    foot = FootStrip()
    qtbot.addWidget(foot)
    foot.show_busy(True)
    foot.show_progress(Progress(0.62, "正在复制并计算校验值", "审计报告.pdf", 1_420_000_000, 2_290_000_000))
    assert foot.work.amount == "1.42 / 2.29 GB"
    assert foot.work.progress.item == "审计报告.pdf"
    assert foot.work.accessibleName() == "正在复制并计算校验值 62%"


def test_a_note_stays_until_something_is_done(qtbot):
    foot = FootStrip()
    qtbot.addWidget(foot)
    now = datetime(2023, 8, 25, 9, 30)
    foot.show_saved(now, "收下 3 家")
    foot.show_note("已收下 3 家")
    foot.show_saved(now, "收下 3 家")  # what was looked at behind the work
    assert foot.says == "已收下 3 家"
    foot.show_saved(now, "改全称")
    assert foot.says == "全部更改已保存 · 09:30"


def test_asking_to_stop_is_asked_once(qtbot):
    foot = FootStrip()
    qtbot.addWidget(foot)
    foot.show_busy(True)
    with qtbot.waitSignal(foot.cancel):
        foot.cancel_button.click()
    assert not foot.cancel_button.isEnabled()


def test_the_unforeseen_is_told_in_chinese_and_logged(tmp_path, caplog, qtbot):
    answers = Answers()
    handler = CrashHandler(answers, tmp_path / "baopan.log")
    try:
        raise ZeroDivisionError("division by zero")
    except ZeroDivisionError:
        handler.caught(*sys.exc_info())
    assert answers.errors[0].code == "E000"
    assert "baopan.log" in answers.errors[0].detail
    assert "division by zero" not in answers.errors[0].detail
    assert "division by zero" in caplog.text


def test_an_error_we_know_is_told_as_itself_even_there(tmp_path):
    answers = Answers()
    CrashHandler(answers, tmp_path / "x.log").caught(DiskFull, DiskFull("D:"), None)
    assert isinstance(answers.errors[0], DiskFull)


def test_a_crash_in_a_thread_comes_to_the_windows_thread(tmp_path, qtbot):
    answers = Answers()
    handler = CrashHandler(answers, tmp_path / "x.log")
    thread = threading.Thread(target=lambda: handler.caught(ValueError, ValueError("x"), None))
    thread.start()
    thread.join()
    assert not answers.errors
    qtbot.waitUntil(lambda: len(answers.errors) == 1)
