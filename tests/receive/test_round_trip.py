"""City → province → 补正 → city → province, from files alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.batch import edit
from app.checks import check_batch
from app.job import Job
from app.model.disc import DVD
from app.model.documents.part import Part
from app.model.finding import Grade
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.answer import accept, give_back, write_receipt, write_return
from app.receive.intake import receive
from app.receive.merge import rows_of
from app.send.collect import collect
from app.send.correct import correct, jumps
from app.send.stage import stage
from tests.builders import a_zip
from tests.disc_batches import READY, a_store, attach, change, materials
from tests.receive.ledgers import a_ledger

NAME = "山东甲一机械有限公司"
CELLS = {"code": "91370100163144001X", "area": "4", "experience": "数字化质量追溯"}
DAY = date(2023, 8, 29)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(2) as box:
        yield box


def staged(store, out: Path, sandbox) -> Path:
    (staging,) = stage(store, READY, out, DVD, sandbox, Job())
    return Path(staging.folder)


def test_a_disc_is_returned_mended_and_accepted(tmp_path, sandbox):
    lacking = {path: content for path, content in materials().items() if "申报书" not in path}
    with a_store(tmp_path / "市局") as city, a_ledger(tmp_path / "省厅") as ledger:
        (tmp_path / "先前").mkdir()
        package = a_zip(tmp_path / "先前" / f"{NAME}.zip", lacking)
        collect(city, "provincial", [package], sandbox=sandbox, job=Job())
        change(city, "甲一", fields=CELLS)
        attach(city, "provincial")
        first = receive(ledger, staged(city, tmp_path / "盘1", sandbox), handed_in=DAY, sandbox=sandbox, job=Job())
        assert first.submission.standing is Standing.FAULTY
        give_back(ledger, first.submission.id, "", "刘处")
        _, file = write_return(ledger, first.submission.id, tmp_path / "通知", DAY)

        correction = correct(city, file)
        report = check_batch(city.batch, city.notice, DAY)
        lacking_form = next(j for j in jumps(city.batch, correction, city.notice, report) if j.point.check == "MAT-01")
        assert city.batch.enterprises[lacking_form.enterprise].name == NAME and lacking_form.finding

        mended = a_zip(tmp_path / f"{NAME}.zip", materials())
        collect(city, "provincial", [mended], replace=True, sandbox=sandbox, job=Job())
        disc = staged(city, tmp_path / "盘2", sandbox)
        again = receive(ledger, disc, handed_in=DAY, sandbox=sandbox, job=Job())
        assert again.submission.supersedes == first.submission.id
        assert not [f for f in again.report.findings if f.check == "MAT-01"]
        assert ledger.submission(first.submission.id).standing is Standing.SUPERSEDED

        open_musts = [f for f in again.report.findings if f.grade is Grade.MUST]
        done = accept(ledger, again.submission.id, "其余已核实" if open_musts else "", "刘处", Job())
        assert done.standing is Standing.ACCEPTED
        assert write_receipt(ledger, done.id, tmp_path / "回执", DAY).stat().st_size
        assert [(row.entry.name, row.submission.id) for row in rows_of(ledger)] == [(NAME, done.id)]


def test_the_pages_a_city_said_are_the_pages_a_province_sees(tmp_path, sandbox):
    said = (Part("form", ((1, 2),)), Part("experience", ((3, 4),)))
    with a_store(tmp_path / "市局") as city, a_ledger(tmp_path / "省厅") as ledger:
        package = a_zip(tmp_path / f"{NAME}.zip", materials())
        collect(city, "provincial", [package], sandbox=sandbox, job=Job())
        change(city, "甲一", fields=CELLS)
        (one,) = city.batch.in_track("provincial")
        first, _, second = (key for key, _ in city.batch.members_of(one))
        city.apply("分页", lambda batch: edit.serve(batch, one.id, first, said))
        city.apply("次序", lambda batch: edit.make_of(batch, one.id, "proof", (second, first)))
        attach(city, "provincial")
        done = receive(ledger, staged(city, tmp_path / "盘", sandbox), handed_in=DAY, sandbox=sandbox, job=Job())
        theirs = ledger.batch_of(done.submission.id)
        (seen,) = theirs.in_track("provincial")
        assert theirs.said_parts(seen) == city.batch.said_parts(city.batch.enterprises[one.id])
        assert theirs.said_orders(seen) == city.batch.said_orders(city.batch.enterprises[one.id])
        assert len(theirs.said_orders(seen)["proof"]) == 2 and said[0] in next(iter(theirs.said_parts(seen).values()))
