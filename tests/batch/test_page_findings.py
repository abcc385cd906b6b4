"""Looking at seals: once for each content, kept for good, whatever the documents do to their readers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.batch import page_findings as looking
from app.batch.page_findings import Unlooked, examine_pages, unlooked
from app.checks import check_batch
from app.demo.documents import jpeg_pdf
from app.errors import Cancelled
from app.job import Job, Progress
from app.model.batch import Batch, Sender
from app.model.documents.pages import Pages, Seals, Seen
from app.model.documents.part import Part
from app.model.finding import State
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.reading.limits import Limits
from app.reading.pages.examine import PageFindings
from app.reading.sandbox import Sandbox
from app.send.collect import collect
from app.send.letter import attach_letter
from app.store.store import BatchStore
from tests.builders import a_7z, a_folder, a_pdf, a_zip
from tests.checks.cases import IN_TIME
from tests.seals.ink import DPI
from tests.seals.pages import page_of
from tests.sheets.scanned import scan_of, scanned_pdf

NAMES = ("山东甲某有限公司", "山东乙某有限公司", "山东丙某有限公司")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as box:
        yield box


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BatchStore]:
    _, toml = read_notice(RESOURCES / "notices" / "2023.toml")
    batch = Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-10")
    with BatchStore.create(tmp_path / "批次", batch, toml) as opened:
        yield opened


def scan(*kinds: str, count: int = 0) -> bytes:
    before, jpeg_pdf.DPI = jpeg_pdf.DPI, DPI  # type: ignore[attr-defined]
    try:
        return jpeg_pdf.jpeg_pdf([page_of(kind, 6, count).jpeg for kind in kinds])
    finally:
        jpeg_pdf.DPI = before  # type: ignore[attr-defined]


SEALED, UNSEALED, GREY = scan("plain", "seal"), scan("plain", "letterhead"), scan("grey seal")


def received(store: BatchStore, sandbox: Sandbox, *packages: Path) -> None:
    collect(store, "provincial", packages, sandbox=sandbox, job=Job())


def seal_state(store: BatchStore) -> dict[str, State]:
    report = check_batch(store.batch, store.notice, IN_TIME)
    return {o.subject_name: o.state for o in report.outcomes if o.check == "SEAL-01"}


def test_forms_in_every_container_are_looked_at(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    received(
        store, sandbox,
        a_zip(tmp_path / f"{NAMES[0]}.zip", {"申报书.pdf": SEALED}),
        a_7z(tmp_path / f"{NAMES[1]}.7z", {"材料/申报书.pdf": UNSEALED}),
        a_folder(tmp_path / NAMES[2], {"申报书.jpg": page_of("grey seal", 6).jpeg}),
    )  # fmt: skip
    assert set(seal_state(store).values()) == {State.SKIPPED}, "not looked at is never passed"
    assert examine_pages(store, sandbox, Job()) == 3
    assert seal_state(store) == {NAMES[0]: State.PASSED, NAMES[1]: State.FOUND, NAMES[2]: State.FOUND}
    finding = next(f for f in check_batch(store.batch, store.notice, IN_TIME).findings if f.check == "SEAL-01")
    assert finding.member and finding.page >= 1


def test_nothing_is_looked_at_twice_and_a_new_file_costs_only_itself(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    received(store, sandbox, a_zip(tmp_path / f"{NAMES[0]}.zip", {"申报书.pdf": SEALED}))
    assert examine_pages(store, sandbox, Job()) == 1
    assert examine_pages(store, sandbox, Job()) == 0
    received(store, sandbox, a_folder(tmp_path / NAMES[1], {"申报书.pdf": SEALED, "申报书（改）.pdf": UNSEALED}))
    assert [one.member.name for one in unlooked(store.batch, store.notice)] == ["申报书（改）.pdf"]


def test_of_a_volume_the_pages_of_the_form_are_looked_at_first_and_again_when_they_change(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    """A clear seal elsewhere in the file, on a contract, ends no search for the form's own."""
    received(store, sandbox, a_folder(tmp_path / NAMES[0], {"申报书.pdf": scan("seal", "plain", "seal")}))

    def form_is(*pages: tuple[int, int]) -> list[int]:
        (one,) = store.batch.in_track("provincial")
        (key, member), = store.batch.members_of(one)
        told = replace(one, parts={key: (Part("form", pages), Part("proof", ((9, 9),)))})
        store.apply("归类", lambda batch: batch.with_enterprise(told))
        examine_pages(store, sandbox, Job())
        return [page.page for page in store.batch.seals[member.sha256].seen]

    assert form_is((2, 3)) == [3]
    assert 1 in form_is((1, 2))
    assert examine_pages(store, sandbox, Job()) == 0


def test_what_was_seen_is_no_deed_to_undo_and_survives_reopening(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    received(store, sandbox, a_zip(tmp_path / f"{NAMES[0]}.zip", {"申报书.pdf": SEALED}))
    examine_pages(store, sandbox, Job())
    kept = dict(store.batch.seals)
    assert store.undo() == f"收下{NAMES[0]}"
    shutil.copytree(store.folder, tmp_path / "另一处")
    with BatchStore.open(tmp_path / "另一处") as again:
        assert again.batch.seals == kept and [page.page for page in next(iter(kept.values())).seen] == [2]


def test_the_letter_is_looked_at_as_well(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    for number, content in enumerate((SEALED, UNSEALED)):
        (tmp_path / f"{number}.pdf").write_bytes(content)
        attach_letter(store, "provincial", tmp_path / f"{number}.pdf", sandbox, Job())
        examine_pages(store, sandbox, Job())
        told = store.batch.seals[store.batch.letter("provincial").sha256]
        assert bool(told.seen) is (content is SEALED)


def test_a_document_that_hangs_its_reader_is_told_stuck_and_the_others_are_seen(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    received(store, sandbox, a_folder(tmp_path / NAMES[0], {"申报书.pdf": SEALED}))
    received(store, sandbox, a_folder(tmp_path / NAMES[1], {"申报书.pdf": a_pdf(2)}))
    monkeypatch.setattr(looking, "look_into", hangs_on_scans)
    examine_pages(store, sandbox, Job(), replace(Limits(), stall_seconds=4.0))
    assert sorted(seals.state for seals in store.batch.seals.values()) == ["looked", "stuck"]
    assert sorted(pages.state for pages in store.batch.pages.values()) == ["looked", "stuck"]
    assert set(seal_state(store).values()) == {State.FOUND}


def hangs_on_scans(
    stored: Path, container: object, wanted: tuple[Unlooked, ...], limits: object, report: object
) -> list[tuple[Unlooked, PageFindings]]:
    import time

    if b"DCTDecode" in (stored / "申报书.pdf").read_bytes():
        time.sleep(60)
    return [(one, PageFindings(Seals(), Pages())) for one in wanted]


def test_a_stop_keeps_what_was_seen(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    for number, name in enumerate(NAMES):
        received(store, sandbox, a_folder(tmp_path / name, {"申报书.pdf": scan("seal", count=number)}))

    def stop_after_one(progress: Progress) -> None:
        if progress.fraction > 0.3:
            job.cancel()

    job = Job(stop_after_one)
    with pytest.raises(Cancelled):
        examine_pages(store, sandbox, job)
    kept = len(store.batch.seals)
    assert kept < 3 and examine_pages(store, sandbox, Job()) == 3 - kept


def test_a_form_that_cannot_be_read_is_told_so_and_not_tried_again(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    received(store, sandbox, a_folder(tmp_path / NAMES[0], {"申报书.pdf": a_pdf(2, password="x")}))
    assert examine_pages(store, sandbox, Job()) == 1 and examine_pages(store, sandbox, Job()) == 0
    assert [seals.state for seals in store.batch.seals.values()] == ["unreadable"]
    assert seal_state(store) == {NAMES[0]: State.FOUND}


def test_grey_pages_are_told_as_grey(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    received(store, sandbox, a_folder(tmp_path / NAMES[0], {"申报书.pdf": GREY}))
    examine_pages(store, sandbox, Job())
    (told,) = store.batch.seals.values()
    assert told.grey == (1,) and told.pages[0].seen is Seen.GREY


# -- scanned pages ---------------------------------------------------------------------------------------
def sheets(*kinds: str) -> bytes:
    return scanned_pdf([scan_of(kind, 3).jpeg for kind in kinds])


def page_faults(store: BatchStore) -> list[str]:
    return sorted(f.what for f in check_batch(store.batch, store.notice, IN_TIME).findings if f.check == "PDF-03")


def pdf_state(store: BatchStore) -> set[State]:
    return {o.state for o in check_batch(store.batch, store.notice, IN_TIME).outcomes if o.check == "PDF-03"}


def test_blank_and_turned_pages_of_any_material_are_told(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    received(store, sandbox, a_folder(tmp_path / NAMES[0], {
        "证明材料/审计报告.pdf": sheets("account", "blank", "account 180", "prose 90", "blank holed"),
        "承诺书.jpg": scan_of("prose 180", 3).jpeg,
    }))  # fmt: skip
    assert pdf_state(store) == {State.SKIPPED}, "not looked at is never passed"
    assert examine_pages(store, sandbox, Job()) == 2
    assert page_faults(store) == [
        "“承诺书.jpg”看起来是倒的",
        "“证明材料/审计报告.pdf”第 2、5 页看起来是空白页",
        "“证明材料/审计报告.pdf”第 3 页看起来是倒的",
        "“证明材料/审计报告.pdf”第 4 页看起来是横着的",
    ]
    finding = next(f for f in check_batch(store.batch, store.notice, IN_TIME).findings if "横着" in f.what)
    assert (finding.page, finding.actual_grade.value) == (4, "should") and finding.member


@pytest.mark.parametrize("pack", [a_zip, a_7z])
def test_an_archive_is_gone_through_for_all_its_documents(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path, pack: Callable[..., Path]
) -> None:
    papers = {"申报书.pdf": SEALED, "证明材料/a.pdf": sheets("prose 180"), "证明材料/b.pdf": sheets("blank")}
    received(store, sandbox, pack(tmp_path / f"{NAMES[0]}.{'zip' if pack is a_zip else '7z'}", papers))
    assert examine_pages(store, sandbox, Job()) == 3 and examine_pages(store, sandbox, Job()) == 0
    assert page_faults(store) == ["“证明材料/a.pdf”第 1 页看起来是倒的", "“证明材料/b.pdf”第 1 页看起来是空白页"]
    assert len(store.batch.seals) == 1 and len(store.batch.pages) == 3


def test_what_must_be_sealed_is_looked_at_and_kept_first(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    received(store, sandbox, a_folder(tmp_path / NAMES[0], {"A.pdf": sheets("prose"), "申报书.pdf": SEALED, "证书.pdf": sheets("card")}))
    assert [one.for_seals for one in unlooked(store.batch, store.notice)] == [True, False, False]
    kept: list[int] = []
    examine_pages(store, sandbox, Job(), kept=lambda: kept.append(len(store.batch.seals)))
    assert kept == [1]


def test_a_batch_whose_seals_were_seen_before_pages_were_is_only_looked_at_for_pages(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    received(store, sandbox, a_folder(tmp_path / NAMES[0], {"申报书.pdf": SEALED}))
    (form,) = unlooked(store.batch, store.notice)
    store.apply("看过印章", lambda batch: batch.with_seals({form.sha256: Seals()}))
    assert [(one.for_seals, one.for_pages) for one in unlooked(store.batch, store.notice)] == [(False, True)]
    examine_pages(store, sandbox, Job())
    assert store.batch.seals[form.sha256] == Seals() and form.sha256 in store.batch.pages
