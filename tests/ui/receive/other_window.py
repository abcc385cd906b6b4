"""A window on another computer: judges and takes back without end, a line for each; killed by who started it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from app.model.batch import Decision, Verdict
from tests.ui.conftest import Answers
from ui.shell.settings import Settings
from ui.window import MainWindow


def main(folder: Path, key: str) -> None:
    application = QApplication([])
    answers = Answers()
    window = MainWindow(Settings.load(folder.parent / "settings.json"), answers)
    window.open_ledger(folder)
    timer, asked = QTimer(), list[str]()

    def judge() -> None:
        if window.ledger is None or not window.ledger.session.is_read:
            return
        session = window.ledger.session
        if not asked:
            asked.append(key)
            session.open_submission(key)
        if session.one is None:
            return
        finding = session.one.report.findings[0]
        if finding.key in session.one.batch.decisions:
            is_done = session.decide(lambda ledger: ledger.withdraw(key, finding, "另一窗口"))
        else:
            verdict = Decision(finding.key, Verdict.ACCEPT, "看过", "另一窗口", "2023-08-26")
            is_done = session.decide(lambda ledger: ledger.decide(key, finding, verdict))
        if is_done:
            print(session.ledger.last_change(), flush=True)
        else:
            answers.errors.clear()

    timer.timeout.connect(judge)
    timer.start(50)
    application.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
