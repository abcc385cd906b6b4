"""The open batch and the two ways to change it."""

from __future__ import annotations

from dataclasses import replace

from app.batch import edit
from app.errors import AppError, DiskFull
from app.model.batch import Batch
from tests.ui.conftest import a_batch, with_enterprise

NAME = "济南试制机床有限公司"


def test_a_decision_is_kept_and_told(opened):
    session = opened(with_enterprise(a_batch(), 1, NAME))
    told: list[Batch] = []
    session.changed.connect(told.append)
    assert session.apply("确认全称", lambda batch: edit.confirm(batch, ["e0001"]))
    assert told[-1].enterprises["e0001"].is_confirmed
    assert session.next_undo == "确认全称"


def test_a_decision_that_cannot_be_is_told_and_changes_nothing(opened, answers):
    session = opened(a_batch())

    def change(batch: Batch) -> Batch:
        raise DiskFull("D:")

    assert not session.apply("不会成", change)
    assert isinstance(answers.errors[0], DiskFull)
    assert session.next_undo is None


def test_undo_takes_back_the_newest(opened):
    session = opened(with_enterprise(a_batch(), 1, NAME))
    session.apply("改全称", lambda batch: edit.rename(batch, "e0001", "济南改名有限公司"))
    assert session.undo() == "改全称"
    assert session.batch.enterprises["e0001"].name == NAME


def test_each_change_brings_a_new_report(opened):
    session = opened(with_enterprise(a_batch(), 1, NAME, paths=("申报书.pdf",)))
    session.recheck()
    assert {"MAT-02", "MAT-03"} <= {finding.check for finding in session.report.findings}
    session.apply("移出", lambda batch: edit.remove(batch, "e0001"))
    assert "MAT-02" not in {finding.check for finding in session.report.findings}


def test_long_work_hands_its_result_over_at_home(opened):
    session = opened(a_batch())
    busy, got = [], []
    session.busy_changed.connect(busy.append)
    session.run("试一试", lambda job: 42, got.append)
    assert got == [42]
    assert busy == [True, False]


def test_failed_work_is_told_and_the_session_goes_on(opened, answers):
    session = opened(a_batch())

    def work(job: object) -> None:
        raise AppError("坏了")

    session.run("试一试", work)
    assert [error.detail for error in answers.errors] == ["坏了"]
    assert session.apply("改", lambda batch: replace(batch, created="2023"))


def test_undo_survives_closing_and_opening(opened, answers):
    from app.store.store import BatchStore
    from ui.send.session import Session
    from ui.shell.runner import Inline

    session = opened(with_enterprise(a_batch(), 1, NAME))
    session.apply("移出", lambda batch: edit.remove(batch, "e0001"))
    folder = session.folder
    session.store.close()
    again = Session(BatchStore.open(folder), answers, executor=Inline())
    assert again.undo() == "移出"
    assert again.batch.listed(next(iter(again.batch.order))) == (NAME,)
    session.store = again.store
