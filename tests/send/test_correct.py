"""A 补正通知 in the city's batch: whose it is, where it leads, what the next disc says."""

import json
import shutil
import sys
from dataclasses import replace
from datetime import date

import pytest

from app.checks import check_batch
from app.errors import AppError, Unreadable, WrongUse
from app.job import Job
from app.model.batch import Batch, Enterprise, Sender
from app.model.correction import Correction, Point
from app.model.disc import DVD
from app.model.finding import Who
from app.model.source import Container, Member, Source
from app.notices.read import load_notice
from app.reading.sandbox import Sandbox
from app.receive.answer import give_back, write_return
from app.send.collect import collect
from app.send.correct import Answers, answered, codes_made, correct, jumps
from app.send.correction_file import read_notice_file
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
    correct(store, answering(notice_file, tmp_path, first.check_code))
    second, after = made()
    assert second.check_code != first.check_code
    assert json.loads(after["submission.json"])["correction"] == 1
    assert "；补正第 1 次\n" in after["bag-info.txt"]
    assert "报送次数：补正第 1 次" in (tmp_path / "光盘" / second.disc_id / "说明文件.TXT").read_text("utf-8-sig")


# -- whose disc it answers -------------------------------------------------------------------------
def answering(notice_file, folder, code, **changed):
    disc = {"id": "QLBG23_3701_01", "check_code": code, "digest": "ab" * 32}
    return told(notice_file, folder, discs=[disc], **changed)


@pytest.fixture
def made(store, tmp_path, sandbox):
    """(the batch, 校验码 of the disc it made first); it has made another since."""
    attach(store, "provincial")
    (first,) = stage(store, READY, tmp_path / "光盘", DVD, sandbox, Job())
    change(store, NAME, fields={"contact": "新联系人"})
    (second,) = stage(store, READY, tmp_path / "光盘", DVD, sandbox, Job())
    assert codes_made(store) == {first.check_code, second.check_code} and first.check_code != second.check_code
    return store, first.check_code


def test_a_notice_that_answers_any_disc_the_batch_ever_made_is_opened(made, notice_file, tmp_path):
    store, code = made
    assert answered(store, correct(store, answering(notice_file, tmp_path, code))) is Answers.OURS


def test_one_that_answers_another_batchs_disc_is_refused_until_a_person_insists(made, notice_file, tmp_path):
    store, _ = made
    other = answering(notice_file, tmp_path, "0000-0000-0000")
    with pytest.raises(WrongUse, match="不是本批次做的（QLBG23_3701_01）"):
        correct(store, other)
    assert store.batch.correction is None
    assert answered(store, correct(store, other, anyway=True)) is Answers.OTHERS


def test_where_nothing_can_be_compared_that_is_said(store, made, notice_file, tmp_path):
    old = json.loads(notice_file.read_text("utf-8"))
    del old["discs"], old["digest"]  # as older programs wrote it
    path = tmp_path / "旧.baopan.json"
    path.write_text(json.dumps(old), "utf-8")
    assert answered(store, correct(store, path)) is Answers.UNTOLD


def test_a_batch_that_made_no_disc_cannot_compare(store, notice_file):
    assert answered(store, correct(store, notice_file)) is Answers.NONE_MADE


@pytest.mark.parametrize("number", [0, 100, -1, 10**30, 1.5, "1", True])
def test_a_number_that_is_none_is_refused(store, notice_file, tmp_path, number):
    with pytest.raises(Unreadable):
        correct(store, told(notice_file, tmp_path, number=number))


def test_no_more_corrections_than_discs_were_made(made, notice_file, tmp_path):
    store, code = made
    correct(store, answering(notice_file, tmp_path, code, number=2))
    with pytest.raises(WrongUse, match="补正第 3 次，本批次只做过 2 张光盘"):
        correct(store, answering(notice_file, tmp_path, code, number=3))
    assert store.batch.correction.number == 2
    third = correct(store, answering(notice_file, tmp_path, code, number=3), anyway=True)  # one was made elsewhere
    assert answered(store, third) is Answers.AHEAD and store.batch.correction == third


@pytest.mark.parametrize(
    "changed",
    [
        {"reason": "a\x1b[2Jb"}, {"sender": "济南\u202e局"}, {"submission": "x\ny"}, {"day": "2023-08-29T"},
        {"sender_code": "x/../.."}, {"points": [{"check": "A", "grade": "must"}]}, {"reason": "长" * 20_001},
        {"points": [{"check": "A", "grade": "must", "what": "", "fix": "", "where": "a\0b"}]},
        {"discs": [{"id": "", "check_code": "x", "digest": ""}]}, {"digest": "zz"},
    ],
)  # fmt: skip
def test_what_is_not_of_its_form_is_no_notice(store, notice_file, tmp_path, changed):
    with pytest.raises(Unreadable):
        correct(store, told(notice_file, tmp_path, **changed))


def test_what_the_province_writes_of_odd_names_the_city_can_read(tmp_path):
    odd = "申报书\x1b[2J\u202efdp.exe" + "长" * 30_000
    with a_ledger(tmp_path / "台账") as ledger:
        jinan = a_submission("济南")
        found = [a_finding("e1", where=f"{odd}.zip!/{odd}", what=f"{odd}\n打不开")]
        key = registered(ledger, jinan, [an_entry(jinan, NAME, 1, "provincial", CODE, id="e1")], found).id
        give_back(ledger, key, "请\t重做", "刘处")
        said = read_notice_file(write_return(ledger, key, tmp_path, date(2023, 8, 29))[1])
        (held,) = ledger.discs_of(key)
    assert said.digest == jinan.digest and [d.digest for d in said.discs] == [held.digest]
    assert said.discs[0].check_code == held.check_code and "打不开" not in said.points[0].where


def steps_of(count):
    """How many calls it takes to lead `count` points to one enterprise of as many, in Python's own count."""
    points = tuple(Point("MAT-01", "must", "", "", f"a.zip!/件{n}.pdf", enterprise=f"第{n}号") for n in range(count))
    batch = Batch(JINAN, "2023", "2023-08-20")
    members = tuple(Member(f"件{n}.pdf", 1, "", 0) for n in range(count))
    source = Source("s1", "a.zip", "a.zip", Container.ZIP, 1, "", members)
    for number in range(count):
        batch = replace(batch, enterprises={**batch.enterprises, f"e{number}": Enterprise(
            f"e{number}", "provincial", f"第{number}号", ("s1",) if number == 0 else ())})
    batch = replace(batch, sources={"s1": source}, order={"provincial": tuple(batch.enterprises)})
    report = a_report(*(a_finding("e0", where=f"a.zip!/件{n}.pdf") for n in range(count)))
    calls = 0

    def count_call(frame, event, arg):
        nonlocal calls
        calls += event in ("call", "c_call")

    said = Correction(1, "x", "2023", "", "", "", "", "", points)
    sys.setprofile(count_call)
    try:
        found = jumps(batch, said, load_notice("2023")[0], report)
    finally:
        sys.setprofile(None)
    assert found[count - 1].enterprise == f"e{count - 1}" and found[0].member.endswith("件0.pdf")
    return calls


def test_twice_the_points_are_twice_the_work():
    steps_of(600)  # names that were compared before are remembered: here, all of them
    assert steps_of(600) < 2.5 * steps_of(300)
