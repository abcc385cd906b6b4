"""The whole road through the sample campaign, from the first package to a verified disc."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from app.batch import edit, seal_names
from app.batch.fill import fill
from app.batch.form_facts import read_forms
from app.batch.page_findings import examine_pages
from app.batch.seal_names import read_seals
from app.batch.verify import verify
from app.batch.words import read_words
from app.checks import check_batch
from app.demo import Campaign
from app.demo.cast import TRACKS, sender_named
from app.job import Job
from app.model.batch import Batch, Verdict
from app.model.disc import MEDIA
from app.model.documents.part import Part, read_pages
from app.model.finding import Finding, Grade, Report
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.reading.ocr import engine
from app.reading.sandbox import Sandbox
from app.reading.tables.sheet import read_sheet
from app.send.collect import collect
from app.send.letter import attach_letter, draft_letter
from app.send.stage import stage
from app.store.store import BatchStore

DAY = date(2023, 8, 25)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(2) as box:
        yield box


@pytest.fixture(scope="module")
def first(campaign: Campaign, sandbox: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BatchStore]:
    """The batch when everything that was received is in, looked at, and the tables are filled."""
    _, toml = read_notice(RESOURCES / "notices" / "2023.toml")
    batch = Batch(sender_named(campaign.sender), "2023", DAY.isoformat())
    with BatchStore.create(tmp_path_factory.mktemp("road") / "批次", batch, toml) as store:
        for track in TRACKS:
            collect(store, track, campaign.received[track], sandbox=sandbox, job=Job())
        rename(store, campaign)
        fill_tables(store, campaign, sandbox)
        look_into(store, sandbox)
        yield store


def look_into(store: BatchStore, sandbox: Sandbox) -> None:
    """All but recognising the words of scanned pages, which takes minutes."""
    read_words(store, sandbox, Job())
    examine_pages(store, sandbox, Job())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal_names, "engine", engine)
        read_seals(store, sandbox, Job())
    read_forms(store, sandbox, Job(), recognises=False)


@pytest.fixture
def own(first: BatchStore, tmp_path: Path) -> Iterator[BatchStore]:
    """A copy to be changed: the other tests want it as it came in."""
    shutil.copytree(first.folder, tmp_path / "批次")
    with BatchStore.open(tmp_path / "批次") as store:
        yield store


def rename(store: BatchStore, campaign: Campaign) -> None:
    for fix in campaign.renames:
        one = edit.find_enterprise(store.batch, fix.enterprise, store.notice)
        store.apply("改名", lambda batch, key=one.id, name=fix.value: edit.rename(batch, key, name))


def fill_tables(store: BatchStore, campaign: Campaign, sandbox: Sandbox) -> None:
    for track in TRACKS:
        sheet = read_sheet(campaign.tables[track], store.notice, track, sandbox, Job())
        batch, filled = fill(store.batch, track, sheet, store.notice)
        assert filled.unmatched == ()
        store.apply("填表", lambda _, new=batch: new)


def mend(store: BatchStore, campaign: Campaign, sandbox: Sandbox) -> None:
    for track in TRACKS:
        paths = [mended.path for mended in campaign.mended[track]]
        done = collect(store, track, paths, replace=True, sandbox=sandbox, job=Job())
        assert len(done.replaced) == len(paths)
    for fix in campaign.fixes:
        one = edit.find_enterprise(store.batch, fix.enterprise, store.notice)
        if fix.field == "name":
            store.apply("改名", lambda batch, key=one.id, fix=fix: edit.rename(batch, key, fix.value))
        else:
            values = {fix.field: fix.value}
            store.apply("填写", lambda batch, key=one.id, values=values: edit.set_fields(batch, key, values))
    for each in campaign.assignments:
        one = edit.find_enterprise(store.batch, each.enterprise, store.notice)
        member = edit.find_member(store.batch, one, each.member)
        pages = read_pages(each.pages) if each.pages else ()
        said = store.batch.enterprises[one.id].parts.get(member, ()) if pages else ()
        parts = (*said, Part(each.role, pages))
        store.apply("归类", lambda batch, key=one.id, m=member, parts=parts: edit.serve(batch, key, m, parts))


def report_of(store: BatchStore) -> Report:
    return check_batch(store.batch, store.notice, DAY)


def told(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.check, finding.subject_name) for finding in findings}


def test_the_first_check_finds_every_fault_the_story_tells(first: BatchStore) -> None:
    report = report_of(first)
    expected = {
        ("PDF-01", "济南泉城重型装备制造有限公司"), ("MAT-02", "山东岱岳轴承集团有限公司"),
        ("MAT-03", "济南云图软件有限公司"), ("PACK-01", "山东平阴阿胶药业有限公司"),
        ("PACK-02", "济南商河纺织有限公司"), ("NAME-02", "章丘铸锻(集团)有限责任公司"),
        ("PACK-05", "章丘铸锻(集团)有限责任公司"), ("PACK-04", "济南长清食品工业有限公司"),
        ("FILE-04", "济南历下新材料科技股份有限公司"), ("NAME-01", "山东海岱物流股份有限公司"),
        ("CODE-01", "山东海岱物流股份有限公司"), ("MAT-05", "山东齐峰电子信息有限公司"),
        ("FIELD-01", "山东齐峰电子信息有限公司"), ("FIELD-02", "济南长清食品工业有限公司"),
        ("SEAL-01", "济南云图软件有限公司"), ("SEAL-01", "章丘铸锻(集团)有限责任公司"),
        ("PDF-03", "济南历下新材料科技股份有限公司"), ("SEAL-02", "济南历下新材料科技股份有限公司"), ("NAME-03", "山东海岱物流股份有限公司"),
        ("CODE-02", "山东岱岳轴承集团有限公司"), ("LETTER-01", "全国质量标杆"), ("LETTER-01", "全省质量标杆"),
    }
    assert expected - told(report.findings) == set()
    assert {finding.check for finding in report.findings} >= {"DUP-02", "MAT-05"}


def test_the_good_packages_have_no_fault_to_mend(first: BatchStore) -> None:
    names = {"山东鲁泰精密机械股份有限公司", "山东黄河智能仪表有限公司", "济南历下新材料科技股份有限公司"}
    musts = {f.subject_name for f in report_of(first).findings if f.grade is Grade.MUST}
    assert musts & names == set()


def test_mended_and_decided_it_ends_in_a_verified_disc(
    own: BatchStore, campaign: Campaign, sandbox: Sandbox, tmp_path: Path
) -> None:
    mend(own, campaign, sandbox)
    for track in TRACKS:
        assert own.batch.listed(track) == campaign.order[track]
        draft_letter(own, track, tmp_path, Job())
        attach_letter(own, track, campaign.letters[track], sandbox, Job())
    look_into(own, sandbox)
    musts = [f for f in report_of(own).findings if f.grade is Grade.MUST]
    assert [(f.check, f.subject_name, f.what) for f in musts] == []
    for finding in report_of(own).findings:
        if finding.grade is Grade.LOOK:
            own.apply("核对", lambda b, f=finding: edit.decide(b, f, Verdict.ACCEPT, "已核对", "试用", DAY))
    dvd = next(medium for medium in MEDIA if medium.id == "dvd")
    (made,) = stage(own, report_of(own), tmp_path / "光盘", dvd, sandbox, Job())
    disc = next(path for path in (tmp_path / "光盘").rglob("bagit.txt")).parent
    assert len(made.check_code.replace("-", "")) == 12
    assert verify(disc, Job()).verdict({}) == "ok"
    packed = {path.stem for path in disc.rglob("申报材料/*.zip")}
    assert packed == {name for names in campaign.order.values() for name in names}
