"""Foreign files are read where they can do no harm."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import ClassVar

import psutil  # type: ignore[import-untyped]
import pytest

from app.errors import Cancelled, Unreadable
from app.job import Job
from app.model.disc import Packed
from app.model.source import Container
from app.reading.containers import container_in
from app.reading.containers.sevenzip_program import run
from app.reading.limits import Limits
from app.reading.sandbox import Died, Report, Sandbox, Stuck
from app.reading.unpack import unpack
from app.send.pack import Opened, pack_enterprise

QUICK = Limits(stall_seconds=0.5)  # for what is meant to be stuck
CALM = Limits()  # for what is meant to come back, however busy the machine is

HEAVY = {
    "PySide6", "ui", "numpy", "PIL", "openpyxl", "docx", "lxml", "pypdf", "pypdfium2", "rapidocr", "onnxruntime", "cv2",
    "typst", "sqlalchemy",
}  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(workers=2) as sandbox:
        yield sandbox


def doubled(number: int, report: Report) -> int:
    report(number, "数")
    return number * 2


def soon_done(report: Report) -> None:
    report(1, "一块")


def refused(report: Report) -> None:
    raise Unreadable("甲.pdf")


def broken(report: Report) -> None:
    report(1, "坏.zip")
    raise ValueError("nobody foresaw this")


def crashing(report: Report) -> None:
    report(1, "坏.zip")
    os._exit(9)


def hanging(report: Report) -> None:
    report(1, "停.pdf")
    while True:
        time.sleep(1)


def spinning(report: Report) -> None:
    report(1, "转.pdf")
    while True:
        pass


def with_a_grandchild(pid_file: Path, report: Report) -> None:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    pid_file.write_text(str(child.pid))
    hanging(report)


def slow_but_alive(report: Report) -> str:
    for number in range(14):
        time.sleep(0.25)
        report(number, f"第 {number} 块")
    return "done"


def greedy(report: Report) -> int:
    return len(bytearray(1_500_000_000))


def loaded(report: Report) -> list[str]:
    return sorted(sys.modules)


def grown(report: Report) -> int:
    """Holds 100 MB from now on."""
    globals()["_kept"] = bytearray(os.urandom(1 << 20) * 100)
    return os.getpid()


class Circle:
    """Of objects that hold each other, as a reader leaves it; it remembers whether it is gone."""

    left: ClassVar[list[weakref.ref[Circle]]] = []

    def __init__(self) -> None:
        self.own = self
        self.left.append(weakref.ref(self))


def leaving_a_circle(report: Report) -> int:
    """How many of those before are still there."""
    there = sum(each() is not None for each in Circle.left)
    Circle()
    return there


def pid_of(report: Report) -> int:
    return os.getpid()


def scratch_of(report: Report) -> str:
    with tempfile.NamedTemporaryFile(delete=False) as file:
        return str(Path(file.name).parent)


def is_gone(pid: int) -> bool:
    """Ended, if need be within seconds; as a zombie too, where nobody takes in orphans."""
    try:
        process = psutil.Process(pid)
        for _ in range(500):
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
            psutil.wait_procs([process], timeout=0.01)
    except psutil.NoSuchProcess:
        return True
    return False


def test_work_comes_back_with_its_result_and_progress(sandbox: Sandbox) -> None:
    seen: list[tuple[int, str]] = []
    result = sandbox.call(doubled, 21, job=Job(), limits=CALM, progressed=lambda n, i: seen.append((n, i)))
    assert (result, seen) == (42, [(21, "数")])


def test_an_app_error_comes_back_as_itself_and_the_child_lives_on(sandbox: Sandbox) -> None:
    before = sandbox.call(pid_of, job=Job(), limits=CALM)
    with pytest.raises(Unreadable) as caught:
        sandbox.call(refused, job=Job(), limits=CALM)
    assert caught.value.detail == "甲.pdf"
    assert sandbox.call(pid_of, job=Job(), limits=CALM) == before


@pytest.mark.parametrize("work", [broken, crashing])
def test_a_reader_that_breaks_is_told_with_the_item_in_hand(sandbox: Sandbox, work: object) -> None:
    with pytest.raises(Died) as caught:
        sandbox.call(work, job=Job(), limits=CALM)  # type: ignore[arg-type]
    assert caught.value.item == "坏.zip"
    assert sandbox.call(doubled, 1, job=Job(), limits=CALM) == 2


def test_a_reader_without_progress_is_stopped(sandbox: Sandbox) -> None:
    with pytest.raises(Stuck) as caught:
        sandbox.call(hanging, job=Job(), limits=QUICK)
    assert caught.value.item == "停.pdf"


def test_one_that_is_at_work_without_progress_is_stopped_before_one_that_may_have_had_no_time(sandbox: Sandbox) -> None:
    took = {}
    for work in (hanging, spinning):
        start = time.monotonic()
        with pytest.raises(Stuck):
            sandbox.call(work, job=Job(), limits=Limits(stall_seconds=1.0))
        took[work] = time.monotonic() - start
    assert 1.0 < took[spinning] < took[hanging] and took[hanging] > 3.0


def test_slow_work_that_shows_signs_of_life_is_left_alone(sandbox: Sandbox) -> None:
    """Longer at work than it may be silent; a busy computer may take ten times as long between two signs."""
    assert sandbox.call(slow_but_alive, job=Job(), limits=Limits(stall_seconds=3)) == "done"


def test_what_the_child_started_dies_with_it(sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(Stuck):
        sandbox.call(with_a_grandchild, tmp_path / "pid", job=Job(), limits=QUICK)
    assert is_gone(int((tmp_path / "pid").read_text()))


def test_cancelling_stops_the_child_at_once(sandbox: Sandbox) -> None:
    job = Job()
    begun = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        call = pool.submit(
            sandbox.call, hanging, job=job, limits=Limits(), progressed=lambda *_: begun.set()
        )
        assert begun.wait(30)
        job.cancel()
        with pytest.raises(Cancelled):
            call.result(timeout=5)


def stop_midway(sandbox: Sandbox, work: object) -> None:
    job = Job()
    with pytest.raises(Cancelled):
        sandbox.call(work, job=job, limits=Limits(), progressed=lambda *_: job.cancel())  # type: ignore[arg-type]


def test_a_child_that_leaves_its_work_when_asked_is_given_other_work() -> None:
    with Sandbox(workers=1) as one:
        before = one.call(pid_of, job=Job(), limits=CALM)
        stop_midway(one, slow_but_alive)
        assert one.call(doubled, 4, job=Job(), limits=CALM) == 8
        assert one.call(pid_of, job=Job(), limits=CALM) == before
        stop_midway(one, soon_done)  # done before it hears of it
        assert one.call(pid_of, job=Job(), limits=CALM) == before
        stop_midway(one, hanging)
        assert one.call(pid_of, job=Job(), limits=CALM) != before


def test_calls_from_many_threads_share_the_children(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(6) as pool:
        calls = [pool.submit(sandbox.call, doubled, n, job=Job(), limits=CALM) for n in range(30)]
        assert [call.result() for call in calls] == [2 * n for n in range(30)]


@pytest.mark.skipif(sys.platform == "win32", reason="no address space limit there")
def test_memory_is_limited(sandbox: Sandbox) -> None:
    with pytest.raises(Died):
        sandbox.call(greedy, job=Job(), limits=Limits(memory_bytes=1_000_000_000))


def test_what_a_work_leaves_behind_is_gone_before_the_next_one() -> None:
    """Else a child that reads one disc after the other grows by each."""
    with Sandbox(1) as one:
        assert [one.call(leaving_a_circle, job=Job(), limits=CALM) for _ in range(3)] == [0, 0, 0]


def test_a_child_loads_nothing_heavy(sandbox: Sandbox) -> None:
    names = {name.split(".")[0] for name in sandbox.call(loaded, job=Job(), limits=CALM)}
    assert not names & {"PySide6", "numpy", "openpyxl", "pypdf", "ui"}


def test_a_child_that_holds_much_makes_room_for_other_work_and_a_small_one_goes_on() -> None:
    with Sandbox(1) as sandbox:
        small = sandbox.call(pid_of, job=Job(), limits=CALM)
        sandbox.make_room()
        assert sandbox.call(grown, job=Job(), limits=CALM) == small
        sandbox.make_room()
        assert is_gone(small)
        assert sandbox.call(doubled, 4, job=Job(), limits=CALM) == 8


def test_a_child_that_packs_and_unpacks_reads_no_recogniser_and_no_reader_of_documents(tmp_path: Path) -> None:
    (tmp_path / "申报书.txt").write_bytes(b"1")
    package = tmp_path / "某公司.zip"
    member = Packed(0, "申报书.txt", 1, sha256(b"1").hexdigest(), 1_700_000_000)
    taken = Opened(tmp_path / "申报书.txt", Container.FILE, (member,))
    with Sandbox(1) as sandbox:
        sandbox.call(pack_enterprise, [taken], package, CALM, job=Job(), limits=CALM)
        sandbox.call(container_in, package, job=Job(), limits=CALM)
        sandbox.call(unpack, package, Container.ZIP, tmp_path / "out", CALM, job=Job(), limits=CALM)
        names = {name.split(".")[0] for name in sandbox.call(loaded, job=Job(), limits=CALM)}
    assert (tmp_path / "out").is_dir() and not names & HEAVY


def test_closing_ends_the_children_and_removes_what_they_left() -> None:
    with Sandbox(workers=1) as sandbox:
        pid = sandbox.call(pid_of, job=Job(), limits=CALM)
        scratch = Path(sandbox.call(scratch_of, job=Job(), limits=CALM))
        assert list(scratch.iterdir())
    assert not psutil.pid_exists(pid) and not scratch.exists()


def test_a_child_does_not_outlive_its_parent(tmp_path: Path) -> None:
    script = (
        "import os, time\nfrom pathlib import Path\nfrom app.job import Job\nfrom app.reading.limits import Limits\n"
        "from app.reading.sandbox import Sandbox\nfrom app.reading.peek import page_count\n"
        "sandbox = Sandbox(1)\n"
        "try:\n    sandbox.call(page_count, Path('missing.pdf'), job=Job(), limits=Limits())\n"
        "except Exception:\n    pass\n"
        f"Path({str(tmp_path / 'pid')!r}).write_text(str(sandbox._idle[0]._process.pid))\n"
        "os._exit(0)\n"
    )
    program = tmp_path / "program.py"
    program.write_text(f"if __name__ == '__main__':\n    {script.replace(chr(10), chr(10) + '    ')}", "utf-8")
    here = Path(__file__).parents[2]
    subprocess.run([sys.executable, str(program)], env={**os.environ, "PYTHONPATH": str(here)}, check=True)
    orphan = int((tmp_path / "pid").read_text())
    assert is_gone(orphan)


def limits_of_7zip(report: Report) -> str:
    """Of the memory of 7-Zip's program, as the child starts it; the tar comes from a pipe nobody writes to."""
    with run("l", Path("/dev/null")) as (process, _):
        limits = Path(f"/proc/{process.pid}/limits").read_text()
    return next(line.split()[3] for line in limits.splitlines() if line.startswith("Max address space"))


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_what_a_child_starts_has_its_limit_too(sandbox: Sandbox) -> None:
    assert sandbox.call(limits_of_7zip, job=Job(), limits=Limits(memory_bytes=1_234_567_890)) == "1234567890"


def talkative(report: Report) -> bytes:
    return bytes(2_000_000)


def test_an_answer_beyond_its_bound_is_none(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.reading.sandbox._MOST_ANSWER", 1_000_000)
    with pytest.raises(Died):
        sandbox.call(talkative, job=Job(), limits=CALM)
    assert sandbox.call(doubled, 1, job=Job(), limits=CALM) == 2
