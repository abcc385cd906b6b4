"""Photographs and minutes beside an activity or a visit: copied with their SHA-256, never moved, never lost."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from app.errors import NothingFound, WrongUse
from app.job import Job
from app.ledger.materials import back_up_whole
from app.ledger.restore import restore
from app.model.submission import Standing
from app.receive.exchange.files import attach, attached, damage_of, detach, of_activity, place_of
from app.receive.merge import rows_of
from app.receive.review.visits import send_to, visited
from app.receive.work import sweep
from tests.receive.facts import GROUP, a_submission, an_entry
from tests.receive.ledgers import a_ledger, registered

OWNER = of_activity(1)


@pytest.fixture
def photo(tmp_path):
    path = tmp_path / "来件" / "会场.jpg"
    path.parent.mkdir()
    path.write_bytes(b"\xff\xd8 a picture")
    return path


def test_a_file_is_copied_with_its_sha256_and_the_given_one_stays(ledger, photo):
    (one,) = attach(ledger, OWNER, [photo], "刘处", Job())
    assert one.sha256 == hashlib.sha256(photo.read_bytes()).hexdigest() and one.size == photo.stat().st_size
    assert place_of(ledger, one).read_bytes() == photo.read_bytes()
    assert attached(ledger, OWNER) == (one,) and ledger.events()[-1].what == "给第 1 项交流活动归入文件：会场.jpg"


def test_the_same_bytes_are_filed_once_and_another_of_that_name_beside(ledger, photo):
    attach(ledger, OWNER, [photo], "刘处", Job())
    assert attach(ledger, OWNER, [photo], "刘处", Job()) == ()
    photo.write_bytes(b"another")
    (other,) = attach(ledger, OWNER, [photo], "刘处", Job())
    assert other.stored.endswith("会场（2）.jpg") and len(attached(ledger, OWNER)) == 2
    assert len(list((ledger.store / "附件" / "活动-1").iterdir())) == 2


def test_what_is_taken_off_stays_in_the_store_and_comes_back(ledger, photo):
    (one,) = attach(ledger, OWNER, [photo], "刘处", Job())
    detach(ledger, OWNER, ["会场.jpg"], "王科")
    assert attached(ledger, OWNER) == () and place_of(ledger, one).is_file()
    with pytest.raises(NothingFound, match="没有这些文件：会场"):
        detach(ledger, OWNER, ["会场.jpg"], "王科")
    attach(ledger, OWNER, [photo], "刘处", Job())
    assert [each.stored for each in attached(ledger, OWNER)] == [one.stored]


def test_a_file_that_was_changed_or_lost_in_the_store_is_told_and_filed_anew(ledger, photo):
    (one,) = attach(ledger, OWNER, [photo], "刘处", Job())
    assert damage_of(ledger, one, Job()) == ""
    place_of(ledger, one).write_bytes(b"x")
    assert "内容变了" in damage_of(ledger, one, Job())
    place_of(ledger, one).unlink()
    assert damage_of(ledger, one, Job()) == "文件找不到了"
    attach(ledger, OWNER, [photo], "刘处", Job())
    assert [damage_of(ledger, each, Job()) for each in attached(ledger, OWNER)] == [""]


def test_a_folder_or_nothing_is_refused_and_files_nothing(ledger, photo):
    for wrong in ([], [photo.parent]):
        with pytest.raises(WrongUse):
            attach(ledger, OWNER, wrong, "刘处", Job())
    assert ledger.attachments() == ()


def test_names_that_would_lead_elsewhere_do_not(ledger, tmp_path):
    odd = tmp_path / "..\\..\\外.jpg"
    odd.write_bytes(b"x")
    (one,) = attach(ledger, OWNER, [odd], "刘处", Job())
    assert place_of(ledger, one).parent == ledger.store / "附件" / "活动-1" and one.name == odd.name


def test_a_visit_has_its_own_and_needs_to_be_planned(ledger, photo):
    one = a_submission(GROUP, Standing.ACCEPTED)
    registered(ledger, one, [an_entry(one, "甲", 1, "national")])
    (row,) = rows_of(ledger)
    with pytest.raises(WrongUse, match="没有安排"):
        visited(ledger, row)
    send_to(ledger, [row], date(2023, 9, 4), ["张工"], "刘处")
    attach(ledger, visited(ledger, row), [photo], "刘处", Job())
    assert ledger.events()[-1].what == "给“甲”的现场核查归入文件：会场.jpg"
    assert attached(ledger, OWNER) == ()


def test_sweeping_and_restoring_leave_attachments_alone_and_a_backup_has_them(photo, tmp_path):
    with a_ledger(tmp_path / "台账") as ledger:
        (one,) = attach(ledger, OWNER, [photo], "刘处", Job())
        sweep(ledger)
        backup, copied = back_up_whole(ledger, tmp_path / "U盘", "刘处", Job())
    assert copied.files == 1 and (tmp_path / "U盘" / "存放" / one.stored).read_bytes() == photo.read_bytes()
    assert restore(ledger.folder, backup).unregistered == ()
