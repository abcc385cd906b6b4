"""Two windows on one ledger: side by side in a database, one killed at any moment; a second one in a folder reads."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.ledger import Ledger
from app.model.batch import Decision, Verdict
from app.model.submission import Standing
from tests.ledger.postgres import Postgres, postgres
from tests.ledger.test_ledger import QINGDAO, a_registration, finding
from tests.ledger.test_newer import newer
from tests.ui.conftest import NOTICE_TOML, Answers
from ui.receive.claimed import ClaimPill
from ui.receive.facts import INSERT, REGISTER, VERIFY
from ui.receive.reading_only import WHY
from ui.receive.register.page import RegisterPage
from ui.receive.view import LedgerView
from ui.receive.watch import APART
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.window import MainWindow

KEY = "2023-370100-1"
SEEN = Decision(finding().key, Verdict.ACCEPT, "看过", "李", "2023-08-26")


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture
def on_server(tmp_path: Path, server: Postgres) -> Path:
    return a_ledger(tmp_path / "台账", server.new_database())


def a_ledger(folder: Path, address: str = "") -> Path:
    with Ledger.create(folder, NOTICE_TOML, address) as ledger:
        ledger.register(a_registration(to_examine=False))
    return folder


@pytest.fixture
def view(on_server: Path, shown) -> LedgerView:
    view = shown(Ledger.open(on_server))
    view.session.open_submission(KEY)
    return view


def test_one_window_goes_on_when_the_other_is_killed_at_any_moment(on_server: Path, view: LedgerView, answers: Answers, qtbot):
    session, seed = view.session, random.randrange(1 << 30)
    chance = random.Random(seed)
    command = [sys.executable, "-m", "tests.ui.receive.other_window", str(on_server), KEY]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})
    assert other.stdout is not None
    done = [int(other.stdout.readline()) for _ in range(chance.randint(1, 12))]
    assert 2 * APART < 2000  # ms: another's change is looked for twice before two seconds are over
    qtbot.waitUntil(lambda: len(session.facts.events) >= done[-1], timeout=30_000)
    qtbot.wait(chance.randint(0, 60))  # whatever it is doing then
    other.kill()
    done += map(int, other.communicate()[0].split())
    assert session.ledger.last_change() >= done[-1], seed
    qtbot.waitUntil(lambda: session.one.seen == session.ledger.last_change(KEY), timeout=30_000)
    assert session.decide(lambda ledger: ledger.set_standing(KEY, Standing.ACCEPTED, "齐", "李")), seed
    assert not answers.errors
    with Ledger.open(on_server) as again:  # every row as it was written
        assert again.submission(KEY).standing is Standing.ACCEPTED


def test_what_another_decides_is_shown_and_ones_own_on_the_old_is_not_made(on_server: Path, view: LedgerView, answers: Answers, qtbot):
    session = view.session
    with Ledger.open(on_server) as other:
        qtbot.waitUntil(lambda: KEY in other.claims(), timeout=30_000)  # it is open here: others see it
        other.register(a_registration("2023-370200-1", QINGDAO, "乙", "9137Y", to_examine=False))
        other.claim("2023-370200-1", "王科员")
        session.open_submission("2023-370200-1")
        qtbot.waitUntil(lambda: "王科员" in view.foot._saved.text(), timeout=30_000)
        session.open_submission(KEY)
        other.set_standing(KEY, Standing.RETURNED, "缺章", "王科员")
        assert not session.decide(lambda ledger: ledger.set_standing(KEY, Standing.ACCEPTED, "", "李"))
        assert [error.title for error in answers.errors] == ["别人刚改过这一份"]
        qtbot.waitUntil(lambda: session.one.submission.standing is Standing.RETURNED, timeout=30_000)


def test_what_another_works_on_is_shown_where_it_matters_and_asked_about_once(on_server: Path, view: LedgerView, answers: Answers, qtbot):
    other_key, session = "2023-370200-1", view.session
    view.go(REGISTER)
    register, verify = view.page(REGISTER), view.page(VERIFY)
    assert isinstance(register, RegisterPage)

    def working(at: int) -> str:
        records = register.view.records
        return records.data(records.index(at, records.columnCount() - 1))

    with Ledger.open(on_server) as other:
        other.register(a_registration(other_key, QINGDAO, "乙", "9137Y", to_examine=False))
        other.claim(other_key, "王科员")
        qtbot.waitUntil(lambda: register.view.records.rowCount() == 2 and working(1) == "王科员", timeout=30_000)
        session.open_submission(other_key)
        pills = [page.findChild(ClaimPill) for page in (register, verify)]
        assert all("王科员（电脑" in pill.text and "正在处理" in pill.text and not pill.isHidden() for pill in pills)
        answers.confirms, answers.texts = [False, True], ["放错了盘", "还是要用"]
        qtbot.mouseClick(register.card.void, Qt.MouseButton.LeftButton)
        assert answers.asked[-1][0] == "王科员正在处理这一份" and other.submission(other_key).standing.counts
        qtbot.mouseClick(register.card.void, Qt.MouseButton.LeftButton)
        assert other.submission(other_key).standing is Standing.VOIDED
        qtbot.mouseClick(register.card.reinstate, Qt.MouseButton.LeftButton)
        assert other.submission(other_key).standing.counts and not answers.errors
        assert sum("正在处理这一份" in title for title, _ in answers.asked) == 2  # once for each claim
        session.open_submission(KEY)
        assert all(pill.isHidden() for pill in pills) and working(0) == ""


def test_a_window_says_that_a_newer_program_has_come(on_server: Path, view: LedgerView, qtbot):
    newer(on_server)
    qtbot.waitUntil(lambda: "请换用新版程序" in view.foot._saved.text(), timeout=30_000)


HOLDING = """
import sys
from pathlib import Path
from app.ledger import Ledger
from app.model.submission import Standing
with Ledger.open(Path(sys.argv[1])) as ledger:
    print("open", flush=True)
    for line in sys.stdin:
        ledger.set_standing("2023-370100-1", Standing.RETURNED, "缺章", "王")
        print("done", flush=True)
"""


def test_a_second_window_on_a_folder_reads_and_follows(tmp_path: Path, qtbot):
    a_ledger(tmp_path / "台账")
    writer = subprocess.Popen([sys.executable, "-c", HOLDING, str(tmp_path / "台账")], stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None and writer.stdin is not None and writer.stdout.readline() == "open\n"
    answers = Answers(confirm=[True])
    window = MainWindow(Settings.load(tmp_path / "settings.json"), answers, executor=Inline())
    qtbot.addWidget(window)
    window.show()
    window.open_ledger(tmp_path / "台账")
    assert answers.asked[0][0] == "这本台账已经打开" and window.ledger is not None
    view = window.ledger
    assert "只读" in view.foot._saved.text()
    view.go(REGISTER)
    page = view.page(REGISTER)
    view.session.open_submission(KEY)
    assert not page.accept.isEnabled() and page.accept.toolTip() == WHY  # type: ignore[attr-defined]
    assert not view.page(INSERT).start.isEnabled()  # type: ignore[attr-defined]
    view.go(VERIFY)
    assert not view.session.decide(lambda ledger: ledger.decide(KEY, finding(), SEEN))
    assert answers.errors.pop().title == "这本台账是只读打开的"
    writer.stdin.write("\n")
    writer.stdin.flush()
    assert writer.stdout.readline() == "done\n"
    qtbot.waitUntil(lambda: view.session.facts.submissions[0].standing is Standing.RETURNED, timeout=30_000)
    writer.communicate()
    window.close()
    with Ledger.open(tmp_path / "台账") as again:
        assert again.submission(KEY).reason == "缺章"


def opened(folder: Path, answers: Answers, qtbot) -> MainWindow:
    window = MainWindow(Settings.load(folder.parent / "settings.json"), answers, executor=Inline())
    qtbot.addWidget(window)
    window.show()
    window.open_ledger(folder)
    assert window.ledger is not None
    return window


def test_a_ledger_is_moved_into_a_database_and_back_in_the_window(tmp_path: Path, server: Postgres, qtbot):
    folder, answers = a_ledger(tmp_path / "台账"), Answers()
    window = opened(folder, answers, qtbot)
    before = window.ledger.session.ledger.events()  # type: ignore[union-attr]
    window.ledger.session.who()  # type: ignore[union-attr]
    answers.choices, answers.texts = [3, 0], [server.new_database()]
    window.ledger.rail.backup.emit()  # type: ignore[union-attr]
    assert not answers.errors and answers.told[-1][0] == "台账已搬好"
    assert window.ledger is not None and window.ledger.session.ledger.is_shared
    assert window.ledger.session.ledger.events() == before
    answers.choices, answers.confirms = [3], [True]
    window.ledger.rail.backup.emit()
    assert not answers.errors and not window.ledger.session.ledger.is_shared
    assert window.ledger.session.ledger.events() == before
    window.close()


def test_a_ledger_is_restored_from_its_backup_in_the_window(tmp_path: Path, qtbot):
    folder, answers = a_ledger(tmp_path / "台账"), Answers()
    lost = folder / "存放" / KEY / "D1" / "材料.pdf"
    lost.parent.mkdir(parents=True)
    lost.write_bytes(b"%PDF-1.7")
    window = opened(folder, answers, qtbot)
    answers.folder, answers.choices = tmp_path / "U盘", [0]
    window.ledger.rail.backup.emit()  # type: ignore[union-attr]
    window.ledger.session.decide(lambda ledger: ledger.set_standing(KEY, Standing.ACCEPTED, "", "李"))  # type: ignore[union-attr]
    lost.unlink()
    answers.files, answers.choices, answers.confirms = tuple((tmp_path / "U盘").glob("*.sqlite")), [2], [True]
    window.ledger.rail.backup.emit()  # type: ignore[union-attr]
    assert not answers.errors and "从备份补回" in answers.told[-1][1]
    assert window.ledger.session.ledger.submission(KEY).standing is Standing.PASSED  # type: ignore[union-attr]
    assert lost.read_bytes() == b"%PDF-1.7"
    window.close()
