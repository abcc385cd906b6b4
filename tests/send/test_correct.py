"""A 补正通知 in the city's batch: whose it is, where it leads, what the next disc says."""

import json
import shutil
from dataclasses import replace
from datetime import date

import pytest

from app.checks import check_batch
from app.errors import AppError, Unreadable, WrongUse
from app.job import Job
from app.model.batch import Batch, Sender
from app.model.disc import DVD
from app.model.finding import Who
from app.reading.sandbox import Sandbox
from app.receive.answer import give_back, write_return
from app.send.collect import collect
from app.send.correct import correct, jumps, read_notice_file
from app.send.stage import stage
from app.store.store import BatchStore
from app.writing.papers.correction import to_mend
from tests.builders import a_zip
from tests.disc_batches import JINAN, READY, TOML, a_store, attach, by_name, change, materials
from tests.receive.facts import a_submission, an_entry
from tests.receive.ledgers import a_finding, a_ledger, a_report, registered

NAME = "山东甲一机械有限公司"
CODE = "913701000000000011"


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(1) as box:
        yield box


@pytest.fixture(scope="module")
def notice_file(tmp_path_factory):
    """What the province gives a city whose disc had three faults."""
    folder = tmp_path_factory.mktemp("省厅")
    with a_ledger(folder / "台账") as ledger:
        jinan = a_submission("济南")
        entries = [an_entry(jinan, NAME, 1, "provincial", CODE, id="e1")]
        found = [
            a_finding("e1", where=f"{NAME}.zip!/证明材料/1 营业执照.jpg#page=2", what="打不开", check="PDF-01"),
            a_finding("e1"),
            a_finding("provincial", what="推荐文件没有盖章", who=Who.BUREAU, check="LETTER-01"),
        ]
        key = registered(ledger, jinan, entries, found).id
        give_back(ledger, key, "", "刘处")
        return write_return(ledger, key, folder, date(2023, 8, 29))[1]


@pytest.fixture
def store(tmp_path, sandbox):
    with a_store(tmp_path / "批次") as opened:
        package = a_zip(tmp_path / f"{NAME}.zip", {f"材料/{k}": v for k, v in materials().items()})
        collect(opened, "provincial", [package], sandbox=sandbox, job=Job())
        yield opened


def told(notice_file, folder, **changed):
    path = folder / "x.baopan.json"
    path.write_text(json.dumps(json.loads(notice_file.read_text("utf-8")) | changed), "utf-8")
    return path


def test_each_point_leads_to_the_enterprise_the_file_and_the_page(store, notice_file):
    correction = correct(store, notice_file)
    one = by_name(store.batch, "甲一")
    report = a_report(replace(a_finding(one.id), subject=one.id))
    letter, broken, lacking = jumps(store.batch, correction, store.notice, report)
    assert (letter.enterprise, letter.missing) == ("", "")
    assert broken.enterprise == one.id and broken.page == 2
    assert broken.member.endswith("材料/证明材料/1 营业执照.jpg")
    assert lacking.finding == report.findings[0].key and broken.finding == ""


def test_the_checks_list_every_point_until_it_is_confirmed_and_hold_nothing_up(store, notice_file):
    correct(store, notice_file)
    one = by_name(store.batch, "甲一")
    report = check_batch(store.batch, store.notice, date(2023, 8, 30))
    broken, lacking = [f for f in report.findings if f.check == "RETURN-01"]
    (letter,) = [f for f in report.findings if f.check == "RETURN-02"]
    assert broken.subject == lacking.subject == one.id and "没有盖章" in letter.what
    assert broken.page == 2 and broken.member.endswith("1 营业执照.jpg")
    assert not {broken, lacking, letter} & set(report.holding({}))
    assert {f.key for f in to_mend(report.of(one.id), {})} >= {broken.key, lacking.key}


def test_an_enterprise_is_known_again_by_code_by_spelling_and_by_near_name(store, notice_file):
    correction = read_notice_file(notice_file)
    for name, code in (("改了名的公司", CODE), ("山东甲一机械有限公司 ", ""), ("山东甲一机械有限责任公司", "")):
        change(store, one_name(store), name=name, fields={"code": code})
        assert jumps(store.batch, correction, store.notice)[2].enterprise == next(iter(store.batch.enterprises))
    change(store, one_name(store), name="别的公司", fields={})
    assert jumps(store.batch, correction, store.notice)[2].missing == NAME


def one_name(store):
    return next(iter(store.batch.enterprises.values())).name


def test_it_is_recorded_once_kept_and_can_be_undone(store, notice_file, tmp_path):
    correction = correct(store, notice_file)
    length = len(store.history)
    correct(store, notice_file)
    assert len(store.history) == length
    shutil.copytree(store.folder, tmp_path / "别处")
    with BatchStore.open(tmp_path / "别处") as again:
        assert again.batch.correction == correction
        again.undo()
        assert again.batch.correction is None


def test_a_notice_for_another_sender_year_or_an_older_one_is_refused(store, notice_file, tmp_path):
    for changed in (
        {"sender_code": "370200", "sender": "青岛市工业和信息化局"}, {"notice": "2022"},
    ):  # fmt: skip
        with pytest.raises(WrongUse):
            correct(store, told(notice_file, tmp_path, **changed))
    correct(store, told(notice_file, tmp_path, number=2))
    with pytest.raises(WrongUse, match="第 2 次"):
        correct(store, notice_file)
    assert store.batch.correction.number == 2


def test_a_direct_sender_is_known_by_its_name(tmp_path, notice_file):
    with BatchStore.create(tmp_path / "直报", Batch(Sender("某某集团"), "2023", "2023-08-20"), TOML) as store:
        correct(store, told(notice_file, tmp_path, sender="某某集团 ", sender_code=""))
        with pytest.raises(WrongUse):
            correct(store, told(notice_file, tmp_path, sender="另一集团", sender_code=""))


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe{}", b"[]", b"{}", b"[" * 100_000, b'{"kind": "baopan-correction", "schema": 1}', b"x" * 5_000_001],
)
def test_a_file_that_is_none_is_said(store, tmp_path, content):
    path = tmp_path / "坏.baopan.json"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        correct(store, path)
    assert store.batch.correction is None


def test_a_file_of_a_newer_program_and_one_that_is_gone_are_said(store, notice_file, tmp_path):
    with pytest.raises(WrongUse, match="更新"):
        correct(store, told(notice_file, tmp_path, schema=2))
    with pytest.raises(AppError):
        correct(store, tmp_path / "没有.json")


def test_the_next_disc_says_which_correction_it_is(store, notice_file, tmp_path, sandbox):
    attach(store, "provincial")
    assert store.batch.sender == JINAN

    def made():
        (staging,) = stage(store, READY, tmp_path / "光盘", DVD, sandbox, Job())
        folder = tmp_path / "光盘" / staging.disc_id
        return staging, {name: (folder / name).read_text("utf-8") for name in ("submission.json", "bag-info.txt")}

    first, before = made()
    assert json.loads(before["submission.json"])["correction"] == 0 and "补正" not in before["bag-info.txt"]
    correct(store, notice_file)
    second, after = made()
    assert second.check_code != first.check_code
    assert json.loads(after["submission.json"])["correction"] == 1
    assert "；补正第 1 次\n" in after["bag-info.txt"]
    assert "报送次数：补正第 1 次" in (tmp_path / "光盘" / second.disc_id / "说明文件.TXT").read_text("utf-8-sig")
