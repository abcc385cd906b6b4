"""A document, and a package of documents, may cost only so much; what was not looked at is told as such."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.batch.page_findings import examine_pages
from app.checks import check_batch
from app.job import Job
from app.model.finding import Outcome, State
from app.reading.containers import container_of
from app.reading.limits import Allowance, Limits
from app.reading.pages.examine import examine
from app.reading.pdf.facts import pdf_facts
from app.reading.sandbox import Sandbox
from app.reading.survey import survey
from app.send.collect import collect
from tests.builders import a_folder, a_pdf
from tests.disc_batches import NOTICE, a_store

PAGES = 12
NO_TIME = Limits(seconds=0.0)


def report(done: int, item: str) -> None: ...


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """So many pages of one picture, each of which takes its time to draw."""
    from PIL import Image

    path: Path = tmp_path_factory.mktemp("scan") / "申报书.pdf"
    page = Image.new("L", (1_240, 1_754), "white")
    page.save(path, "PDF", resolution=150, save_all=True, append_images=[page] * (PAGES - 1))
    return path


def test_pages_are_looked_at_until_the_time_is_over(scan: Path) -> None:
    seen = examine(scan, report, for_seals=True, for_pages=True, seconds=0.0)
    assert seen.seals is not None and seen.seals.state == "partly" and len(seen.seals.pages) == 1
    assert seen.pages is not None and (seen.pages.state, seen.pages.unlooked) == ("partly", PAGES - 1)
    whole = examine(scan, report, for_seals=True, for_pages=True)
    assert whole.pages is not None and (whole.pages.state, len(whole.pages.blank)) == ("looked", PAGES)


def test_a_pdf_is_told_how_many_of_its_pages_nobody_read() -> None:
    content = a_pdf(pages=PAGES)
    facts = pdf_facts(io.BytesIO(content), lambda: None, allowance=Allowance(0.0))
    assert (facts.pdfium, facts.pages, facts.unlooked) == ("ok", PAGES, PAGES - 1)
    assert pdf_facts(io.BytesIO(content), lambda: None).unlooked == 0


def test_a_package_of_too_many_documents_is_taken_whole_and_the_rest_not_looked_into(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "甲", {f"{n}.pdf": a_pdf(pages=n + 1) for n in range(3)})
    told = survey(folder, container_of(folder), (), Limits(source_seconds=0.0), report)
    assert [member.pdf.pdfium for member in told.members if member.pdf] == ["late"] * 3
    assert all(member.sha256 for member in told.members) and not told.troubles


def test_what_was_not_looked_at_never_passes(sandbox: Sandbox, tmp_path: Path, scan: Path) -> None:
    folder = a_folder(tmp_path / "山东甲机械有限公司", {"申报书.pdf": scan.read_bytes(), "典型经验.pdf": a_pdf(pages=2)})
    with a_store(tmp_path / "批次") as store:
        collect(store, "provincial", [folder], sandbox=sandbox, job=Job())
        examine_pages(store, sandbox, Job(), NO_TIME)
        outcomes = {o.check: o for o in check_batch(store.batch, NOTICE, date(2023, 8, 25)).outcomes}
        assert outcomes["PDF-03"].reason.count("11 页没有看") == 1 and outcomes["PDF-03"].state is not State.PASSED
        assert "太费时间，没有看完" in outcomes["SEAL-01"].findings[0].what
        (key, source), = store.batch.sources.items()
        late = tuple(replace(m, pdf=replace(m.pdf, pdfium="late", pypdf="late")) for m in source.members if m.pdf)
        store.apply("改", lambda b: replace(b, sources={key: replace(source, members=late)}))
        again = {o.check: o for o in check_batch(store.batch, NOTICE, date(2023, 8, 25)).outcomes}
    assert [_skipped(again[f"PDF-0{n}"]) for n in (1, 2, 3, 4)] == [True] * 4


def _skipped(outcome: Outcome) -> bool:
    return outcome.state is State.SKIPPED and "申报书.pdf”没有看" in outcome.reason
