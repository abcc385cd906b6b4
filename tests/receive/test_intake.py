"""接收: discs of our own and by hand, in pieces, damaged, twice, killed."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.demo.cast import TRACKS
from app.disc import source as disc_source
from app.errors import DiskFull, DriveGone, NoSubmission, OtherNotice, SourceVanished, WrongUse
from app.job import Job
from app.ledger import Ledger
from app.model.batch import Sender
from app.model.disc import DVD, qr_content
from app.model.finding import State
from app.model.submission import Maker, Standing
from app.reading.sandbox import Sandbox
from app.receive import background, survey
from app.receive.intake import preview_disc, receive
from app.send.collect import collect
from app.send.image import make_image
from app.send.stage import stage
from app.store.store import BatchStore
from tests.builders import a_zip
from tests.disc_batches import READY, TOML, a_ready_store, a_store, attach, materials, small, tree


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made


@dataclass(frozen=True)
class Disc:
    folder: Path
    code: str
    store: BatchStore


@pytest.fixture
def disc(tmp_path: Path, sandbox: Sandbox) -> Iterator[Disc]:
    with a_ready_store(tmp_path / "批次", sandbox, tmp_path / "来件") as store:
        made = stage(store, READY, tmp_path / "盘", DVD, sandbox, Job())[0]
        yield Disc(tmp_path / "盘" / made.disc_id, made.check_code, store)


def checks(received) -> set[str]:
    return {finding.check for finding in received.report.findings}


def content(ledger: Ledger, key: str) -> dict[str, bytes]:
    (home,) = [path for path in ledger.folder_of(key).iterdir() if path.is_dir()]
    return tree(home / "内容")


# -- our own ---------------------------------------------------------------------------------------
def test_a_disc_is_stored_byte_for_byte_and_registered(ledger: Ledger, disc: Disc, sandbox: Sandbox) -> None:
    got = receive(ledger, disc.folder, code=disc.code, clerk="王", sandbox=sandbox, job=Job())
    assert got.is_new and got.submission.id == "2023-370100-1" and got.submission.clerk == "王"
    assert got.layout.made_by is Maker.BAOPAN and got.submission.check_codes == {"QLBG23_3701_01": disc.code}
    assert content(ledger, got.submission.id) == tree(disc.folder)
    assert not {"DISC-01", "DISC-04", "DISC-05", "TABLE-01", "TABLE-02"} & checks(got)
    batch = ledger.batch_of(got.submission.id)
    for track in TRACKS:
        assert batch.listed(track) == disc.store.batch.listed(track)
    for source in batch.sources.values():
        stored = (ledger.folder_of(got.submission.id) / source.stored).read_bytes()
        assert hashlib.sha256(stored).hexdigest() == source.sha256 and source.members
    assert list((ledger.folder / "接收中").iterdir()) == []


def test_the_same_disc_again_changes_nothing(ledger: Ledger, disc: Disc, sandbox: Sandbox) -> None:
    first = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    before, events = tree(ledger.folder / "存放"), ledger.events()
    again = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert not again.is_new and again.submission == first.submission
    assert tree(ledger.folder / "存放") == before and ledger.events() == events


def test_the_whole_digest_may_be_scanned_instead_of_the_code(ledger: Ledger, disc: Disc, sandbox: Sandbox) -> None:
    digest = hashlib.sha256((disc.folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest()
    got = receive(ledger, disc.folder, code=qr_content("QLBG23_3701_01", digest), sandbox=sandbox, job=Job())
    (told,) = [o for o in got.report.outcomes if o.check == "DISC-04"]
    assert told.state is State.PASSED
    again = receive(ledger, disc.folder, code=digest[:-1] + "x", sandbox=sandbox, job=Job())
    assert [f.check for f in again.report.findings if f.check == "DISC-04"]


def test_a_code_that_differs_from_the_paper_is_told(ledger: Ledger, disc: Disc, sandbox: Sandbox) -> None:
    got = receive(ledger, disc.folder, code="0000-0000-0000", sandbox=sandbox, job=Job())
    assert "DISC-04" in checks(got) and got.submission.standing is Standing.FAULTY


def test_each_byte_of_the_payload_is_read_once(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: dict[str, int] = {}
    blocks = disc_source.FolderSource.blocks

    def counted(self, path, start):
        for block in blocks(self, path, start):
            read[path] = read.get(path, 0) + len(block)
            yield block

    monkeypatch.setattr(disc_source.FolderSource, "blocks", counted)
    receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    payload = {path: size for path, size in read.items() if path.startswith("data/")}
    assert payload == {p: len(c) for p, c in tree(disc.folder).items() if p.startswith("data/")}


def test_a_package_is_looked_into_once_as_soon_as_it_is_copied(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    inside = background.survey_source  # type: ignore[attr-defined]

    def noted(path: Path, *told, **more):
        looked.append(path)
        return inside(path, *told, **more)

    monkeypatch.setattr(background, "survey_source", noted)
    monkeypatch.setattr(survey, "survey_source", lambda path, *_: pytest.fail(f"a second look at {path}"))
    got = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert sorted(path.name for path in looked if path.suffix == ".zip") == sorted(
        path.name for path in disc.folder.rglob("*.zip")
    )
    assert all(source.members for source in ledger.batch_of(got.submission.id).sources.values())


def test_a_package_that_came_out_right_from_a_second_copy_is_looked_into_anew(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path
) -> None:
    copy = shutil.copytree(disc.folder, tmp_path / "另一份")
    victim = next(disc.folder.rglob("济南乙二食品有限公司.zip"))
    content = victim.read_bytes()
    victim.unlink()  # its bytes are shared with the batch
    victim.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    got = receive(ledger, disc.folder, also=copy, sandbox=sandbox, job=Job())
    batch = ledger.batch_of(got.submission.id)
    assert not [s.origin for s in batch.sources.values() if s.troubles] and "DISC-01" not in checks(got)


def test_a_corrected_disc_supersedes_and_the_history_stays(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path
) -> None:
    first = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    more = a_zip(tmp_path / "来件" / "济南丁四电子有限公司.zip", materials(9))
    collect(disc.store, "provincial", [more], sandbox=sandbox, job=Job())
    stage(disc.store, READY, tmp_path / "盘", DVD, sandbox, Job())
    second = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert (second.submission.attempt, second.submission.supersedes) == (2, first.submission.id)
    assert ledger.submission(first.submission.id).standing is Standing.SUPERSEDED
    assert len(ledger.entries()) == 4 and len(ledger.entries(current_only=False)) == 7
    assert content(ledger, first.submission.id) != content(ledger, second.submission.id)


def test_a_corrected_disc_with_fewer_enterprises_is_looked_at(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path
) -> None:
    receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    gone = next(key for key, one in disc.store.batch.enterprises.items() if "丙三" in one.name)
    disc.store.apply("移出", lambda batch: batch.without_enterprise(gone))
    stage(disc.store, READY, tmp_path / "盘", DVD, sandbox, Job())
    got = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    told = [f.what for f in got.report.findings if f.check == "DISC-08"]
    assert len(told) == 1 and "济南丙三化工有限公司" in told[0]


# -- damaged ------------------------------------------------------------------------------------------
def a_bad_sector(monkeypatch: pytest.MonkeyPatch, folder: Path, part: str) -> None:
    """Reading on from the middle of one file of this disc fails, as often as it is tried."""
    blocks = disc_source.FolderSource.blocks

    def failing(self, path, start):
        if part not in path or not self.place.is_relative_to(folder):
            yield from blocks(self, path, start)
            return
        half = (self.place / path).stat().st_size // 2
        for block in blocks(self, path, start):
            if start < half:
                yield bytes(block[: half - start])
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(disc_source.FolderSource, "blocks", failing)


def test_a_bad_sector_is_passed_over_and_told_of_its_enterprise(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_bad_sector(monkeypatch, disc.folder, "乙二")
    got = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    (found,) = [f for f in got.report.findings if f.check == "DISC-05"]
    one = ledger.batch_of(got.submission.id).enterprises[found.subject]
    assert one.name == "济南乙二食品有限公司" and "完好的企业有 2 家" in found.fix
    assert ledger.discs_of(got.submission.id)[0].holes


def test_a_second_copy_fills_the_holes_at_once(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(disc.folder, tmp_path / "另一份")
    a_bad_sector(monkeypatch, disc.folder, "乙二")
    got = receive(ledger, disc.folder, also=copy, sandbox=sandbox, job=Job())
    assert not {"DISC-01", "DISC-05", "PACK-01"} & checks(got)
    assert content(ledger, got.submission.id) == tree(copy)


def test_a_second_copy_fills_the_holes_later(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copytree(disc.folder, tmp_path / "另一份")
    with monkeypatch.context() as patch:
        a_bad_sector(patch, disc.folder, "乙二")
        damaged = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    got = receive(ledger, copy, sandbox=sandbox, job=Job())
    assert got.is_new and got.submission.id == damaged.submission.id and len(ledger.submissions()) == 1
    assert not {"DISC-01", "DISC-05", "PACK-01"} & checks(got)
    assert content(ledger, got.submission.id) == tree(copy)
    assert not receive(ledger, copy, sandbox=sandbox, job=Job()).is_new


def lose(disc: Path, part: str) -> None:
    """The disc's directory knows the file no more."""
    next(path for path in disc.rglob("*") if path.is_file() and part in path.name).unlink()


@pytest.mark.parametrize("part", ["乙二", "推荐文件", "submission.json", "manifest-sha256"])
def test_a_second_copy_gives_what_the_directory_has_lost(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path, part: str
) -> None:
    copy = shutil.copytree(disc.folder, tmp_path / "另一份")
    lose(disc.folder, part)
    got = receive(ledger, disc.folder, also=copy, sandbox=sandbox, job=Job())
    assert not {"DISC-01", "DISC-05", "PACK-01", "TABLE-02"} & checks(got)
    assert content(ledger, got.submission.id) == tree(copy)
    assert all(entry.stored for entry in ledger.entries()) and not ledger.discs_of(got.submission.id)[0].holes


def test_a_second_copy_gives_later_what_the_directory_has_lost(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path
) -> None:
    copy = shutil.copytree(disc.folder, tmp_path / "另一份")
    lose(disc.folder, "乙二")
    damaged = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert {"DISC-01", "TABLE-02"} & checks(damaged) and ledger.discs_of(damaged.submission.id)[0].holes
    lose(copy, "丙三")  # whole where the first is not, and not whole where the first is
    got = receive(ledger, copy, sandbox=sandbox, job=Job())
    assert got.submission.id == damaged.submission.id and len(ledger.submissions()) == 1
    assert not {"DISC-01", "DISC-05", "PACK-01", "TABLE-02"} & checks(got)
    assert len(content(ledger, got.submission.id)) == len(tree(copy)) + 1
    assert all(entry.stored for entry in ledger.entries())


def test_a_copy_that_is_hurt_at_the_same_place_gives_nothing(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path
) -> None:
    lose(disc.folder, "乙二")
    copy = shutil.copytree(disc.folder, tmp_path / "另一份")
    (copy / "data" / "别的.zip").write_bytes(b"of another disc")
    got = receive(ledger, disc.folder, also=copy, sandbox=sandbox, job=Job())
    told = [f.what for f in got.report.findings if f.check == "DISC-01"]
    assert any("光盘上没有" in what for what in told) and content(ledger, got.submission.id) == tree(disc.folder)


def test_a_folder_that_cannot_be_opened_comes_from_the_second_copy_of_a_disc_by_hand(
    ledger: Ledger, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = by_hand(tmp_path / "手工")
    copy = shutil.copytree(first, tmp_path / "另一份")
    items = disc_source.FolderSource._items

    def failing(self, above, listing):
        if above == "附件/" and self.place == first:
            listing.unread.append(disc_source.Fault("附件", "文件夹打不开"))
            return iter(())
        return items(self, above, listing)

    monkeypatch.setattr(disc_source.FolderSource, "_items", failing)
    got = receive(ledger, first, also=copy, sandbox=sandbox, job=Job())
    assert content(ledger, got.submission.id) == tree(copy) and "DISC-05" not in checks(got)


def test_a_flipped_byte_is_told_of_its_enterprise(ledger: Ledger, disc: Disc, sandbox: Sandbox) -> None:
    victim = next(disc.folder.rglob("济南乙二食品有限公司.zip"))
    damaged = bytearray(victim.read_bytes())
    damaged[len(damaged) // 2] ^= 1
    victim.unlink()
    victim.write_bytes(damaged)
    got = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    (found,) = [f for f in got.report.findings if f.check == "DISC-01"]
    assert ledger.batch_of(got.submission.id).enterprises[found.subject].name == "济南乙二食品有限公司"
    assert got.submission.standing is Standing.FAULTY


# -- sets ------------------------------------------------------------------------------------------
@pytest.fixture
def discs_of_a_set(tmp_path: Path, sandbox: Sandbox) -> Iterator[list[Path]]:
    with a_store(tmp_path / "批次") as store:
        (tmp_path / "来件").mkdir()
        names = [f"济南{number}号机械有限公司" for number in "一二三"]
        files = [a_zip(tmp_path / "来件" / f"{n}.zip", materials(i, 2_000_000)) for i, n in enumerate(names)]
        collect(store, "provincial", files, sandbox=sandbox, job=Job())
        attach(store, "provincial")
        made = stage(store, READY, tmp_path / "盘", small(usable=5_000_000), sandbox, Job())
        assert len(made) > 1
        yield [tmp_path / "盘" / each.disc_id for each in made]


def test_the_discs_of_a_set_may_come_together(
    ledger: Ledger, discs_of_a_set: list[Path], sandbox: Sandbox
) -> None:
    got = receive(ledger, discs_of_a_set, sandbox=sandbox, job=Job())
    assert len(ledger.submissions()) == 1 and got.missing == () and len(got.added) == len(discs_of_a_set)
    assert not {"DISC-03", "TABLE-02"} & checks(got) and len(ledger.entries()) == 3


def test_the_discs_of_a_set_may_come_one_by_one_in_any_order(
    ledger: Ledger, discs_of_a_set: list[Path], sandbox: Sandbox
) -> None:
    last, *others = reversed(discs_of_a_set)
    got = receive(ledger, last, sandbox=sandbox, job=Job())
    assert "DISC-03" in checks(got) and "TABLE-02" not in checks(got) and got.missing
    for number, each in enumerate(others, 1):
        got = receive(ledger, each, sandbox=sandbox, job=Job())
        assert len(ledger.submissions()) == 1
        assert ("DISC-03" in checks(got)) is (number < len(others))
    assert got.missing == () and len(ledger.discs_of(got.submission.id)) == len(discs_of_a_set)
    assert all(entry.stored for entry in ledger.entries())


def test_the_day_it_came_decides_whether_it_is_late_not_the_day_it_is_registered(
    ledger: Ledger, disc: Disc, sandbox: Sandbox
) -> None:
    got = receive(ledger, disc.folder, handed_in=date(2023, 8, 31), sandbox=sandbox, job=Job())
    assert (got.submission.handed_in, got.submission.is_late) == ("2023-08-31", False)
    assert "DATE-01" not in checks(got)


def test_what_completes_a_set_later_does_not_make_it_late(
    ledger: Ledger, discs_of_a_set: list[Path], sandbox: Sandbox
) -> None:
    receive(ledger, discs_of_a_set[0], handed_in=date(2023, 8, 31), sandbox=sandbox, job=Job())
    got = receive(ledger, discs_of_a_set[1], handed_in=date(2023, 9, 2), sandbox=sandbox, job=Job())
    assert (got.submission.handed_in, got.submission.is_late) == ("2023-08-31", False)
    assert "DATE-01" not in checks(got)


# -- by hand ---------------------------------------------------------------------------------------
def a_table(path: Path, names: list[str], *, above: str = "", heading: str = "申报单位名称") -> Path:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    if above:
        page.append([above])
    page.append(["序号", heading, "统一社会信用代码", "联系人"])
    for number, name in enumerate(names, 1):
        page.append([number, name, "", "王"])
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def put(folder: Path, **files: bytes) -> None:
    for name, body in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)


def by_hand(folder: Path) -> Path:
    """附件 in the wild: one enterprise as archive, one as folder, one as loose files."""
    a_table(folder / "汇总表最终版.xlsx", ["烟台甲一有限公司", "烟台乙二有限公司", "烟台丙三有限公司"],
            above="全省质量标杆推荐表　推荐单位：烟台市工业和信息化局")
    (folder / "附件").mkdir()
    a_zip(folder / "附件" / "01 烟台甲一有限公司申报材料.zip", materials(1))
    put(folder / "附件" / "烟台乙二有限公司", **materials(2))
    put(folder / "附件", **{f"烟台丙三有限公司{name}": body for name, body in
                          {"申报书.pdf": b"%PDF-1.4 x", "营业执照.jpg": b"\xff\xd8\xff\xe0 x"}.items()})
    put(folder, **{"关于推荐全省质量标杆的报告.pdf": b"%PDF-1.4 y", "别的.dat": b"?"})
    return folder


def test_a_disc_by_hand_is_recognised_wherever_things_lie(
    ledger: Ledger, sandbox: Sandbox, tmp_path: Path
) -> None:
    got = receive(ledger, by_hand(tmp_path / "手工"), sandbox=sandbox, job=Job())
    assert got.layout.made_by is Maker.HAND and got.submission.sender.code == "370600"
    own = got.layout.tracks["provincial"]
    assert own.table == "汇总表最终版.xlsx" and own.letter == "关于推荐全省质量标杆的报告.pdf"
    batch = ledger.batch_of(got.submission.id)
    assert batch.listed("provincial") == ("烟台甲一有限公司", "烟台乙二有限公司", "烟台丙三有限公司")
    assert [len(one.sources) for one in batch.in_track("provincial")] == [1, 1, 2]
    assert got.layout.unknown == ("别的.dat",)
    assert {"DISC-06", "DISC-07"} <= checks(got) and "TABLE-02" not in checks(got)


def test_a_disc_by_hand_again_changes_nothing(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    receive(ledger, by_hand(tmp_path / "手工"), sandbox=sandbox, job=Job())
    assert not receive(ledger, tmp_path / "手工", sandbox=sandbox, job=Job()).is_new
    assert len(ledger.submissions()) == 1 and list((ledger.folder / "接收中").iterdir()) == []


def test_the_guess_may_be_corrected(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    folder = by_hand(tmp_path / "手工")
    seen = preview_disc(ledger, folder, sandbox=sandbox, job=Job())
    own = seen.layout.tracks["provincial"]
    packages = {path: name for path, name in own.packages.items() if "丙三" not in name}
    given = replace(seen.layout, tracks={"provincial": replace(own, packages=packages)})
    got = receive(ledger, folder, layout=given, sandbox=sandbox, job=Job())
    told = [f for f in got.report.findings if f.check == "TABLE-02"]
    assert [f.subject_name for f in told] == ["烟台丙三有限公司"]


def test_rows_and_packages_that_do_not_meet_are_told_both_ways(
    ledger: Ledger, sandbox: Sandbox, tmp_path: Path
) -> None:
    a_table(tmp_path / "盘" / "全省汇总表.xlsx", ["德州甲一有限公司", "德州乙二有限公司"], above="德州市")
    a_zip(tmp_path / "盘" / "德州甲一有限公司.zip", materials(1))
    a_zip(tmp_path / "盘" / "德州丙三有限公司.zip", materials(2))
    got = receive(ledger, tmp_path / "盘", sandbox=sandbox, job=Job())
    told = {f.subject_name: f.what for f in got.report.findings if f.check == "TABLE-02"}
    assert "没有材料包" in told["德州乙二有限公司"] and "没有一行" in told["德州丙三有限公司"]
    assert set(told) == {"德州乙二有限公司", "德州丙三有限公司"}
    missing = {f.check for f in got.report.findings if f.subject_name == "德州乙二有限公司"}
    assert not {"MAT-01", "MAT-02", "MAT-03"} & missing  # told once, by TABLE-02


def test_a_table_whose_headings_nobody_knows_is_told_and_the_rest_goes_on(
    ledger: Ledger, sandbox: Sandbox, tmp_path: Path
) -> None:
    a_table(tmp_path / "泰安市全省" / "表.xlsx", ["泰安甲一有限公司"], heading="甲乙丙丁")
    a_zip(tmp_path / "泰安市全省" / "泰安甲一有限公司.zip", materials(1))
    got = receive(ledger, tmp_path / "泰安市全省", sandbox=sandbox, job=Job())
    assert "TABLE-01" in checks(got) and [e.name for e in ledger.entries()] == ["泰安甲一有限公司"]


def test_names_in_gbk_are_read(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    folder = tmp_path / "盘"
    folder.mkdir()
    a_table(folder / "全省汇总表.xlsx", ["滨州甲一有限公司"], above="滨州市工业和信息化局")
    made = a_zip(tmp_path / "x.zip", materials(1))
    made.rename(os.fsdecode(os.fsencode(folder) + b"/" + "滨州甲一有限公司.zip".encode("gbk")))
    got = receive(ledger, folder, sandbox=sandbox, job=Job())
    assert "TABLE-02" not in checks(got)
    assert ledger.entries()[0].stored.endswith("内容/滨州甲一有限公司.zip")


def test_a_zip_of_a_whole_disc_is_received_as_the_disc(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "整张盘.zip", "w") as archive:
        for path, body in tree(disc.folder).items():
            archive.writestr(f"济南市/{path}", body)
    got = receive(ledger, tmp_path / "整张盘.zip", code=disc.code, sandbox=sandbox, job=Job())
    assert got.layout.made_by is Maker.BAOPAN and "DISC-04" not in checks(got)
    assert content(ledger, got.submission.id) == tree(disc.folder)
    assert not receive(ledger, disc.folder, sandbox=sandbox, job=Job()).is_new


def test_a_sender_nobody_tells_has_to_be_given(ledger: Ledger, sandbox: Sandbox, tmp_path: Path) -> None:
    for name in ("甲一有限公司", "乙二有限公司"):
        (tmp_path / "盘").mkdir(exist_ok=True)
        a_zip(tmp_path / "盘" / f"{name}.zip", materials(1))
    a_table(tmp_path / "盘" / "全省汇总表.xlsx", ["甲一有限公司", "乙二有限公司"])
    with pytest.raises(WrongUse):
        receive(ledger, tmp_path / "盘", sandbox=sandbox, job=Job())
    assert ledger.submissions() == ()
    given = Sender("日照市工业和信息化局", "371100", "日照市")
    got = receive(ledger, tmp_path / "盘", sender=given, sandbox=sandbox, job=Job())
    assert got.submission.id == "2023-371100-1"


# -- no disc ---------------------------------------------------------------------------------------
def test_what_is_no_disc_is_told_and_leaves_nothing(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, tmp_path: Path
) -> None:
    (tmp_path / "空盘").mkdir()
    put(tmp_path / "照片", **{"a.jpg": b"\xff\xd8\xff"})
    told = (disc.folder / "submission.json").read_text("utf-8").replace('"id": "2023"', '"id": "2022"')
    (disc.folder / "submission.json").unlink()
    (disc.folder / "submission.json").write_text(told, "utf-8")
    for place, error in (
        (tmp_path / "空盘", NoSubmission), (tmp_path / "照片", NoSubmission),
        (disc.folder, OtherNotice), (tmp_path / "没有", SourceVanished),
    ):
        with pytest.raises(error):
            receive(ledger, place, sandbox=sandbox, job=Job())
    assert ledger.submissions() == () and tree(ledger.folder / "存放") == {}


def test_a_disc_taken_out_leaves_no_row_and_goes_on(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        a_bad_sector(patch, disc.folder, "乙二")
        patch.setattr(disc_source.FolderSource, "is_there", lambda self: False)
        with pytest.raises(DriveGone):
            receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert ledger.submissions() == ()
    got = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert content(ledger, got.submission.id) == tree(disc.folder)


def test_a_full_disk_is_told_and_what_was_copied_is_kept(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write

    def full(handle, block):
        if len(block) > 60_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(handle, block)

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(DiskFull):
            receive(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert ledger.submissions() == () and tree(ledger.folder / "接收中")
    assert receive(ledger, disc.folder, sandbox=sandbox, job=Job()).is_new


def test_an_image_is_received_as_the_disc(
    ledger: Ledger, disc: Disc, sandbox: Sandbox
) -> None:
    made = make_image(disc.store, disc.store.batch.stagings["QLBG23_3701_01"], Job())
    got = receive(ledger, made, code=disc.code, sandbox=sandbox, job=Job())
    assert got.layout.made_by is Maker.BAOPAN and "DISC-01" not in checks(got)
    assert content(ledger, got.submission.id) == tree(disc.folder)


# -- the first answer ------------------------------------------------------------------------------
def test_the_first_look_reads_no_package(
    ledger: Ledger, disc: Disc, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocks = disc_source.FolderSource.blocks
    read: set[str] = set()

    def noted(self, path, start):
        read.add(path)
        return blocks(self, path, start)

    monkeypatch.setattr(disc_source.FolderSource, "blocks", noted)
    seen = preview_disc(ledger, disc.folder, sandbox=sandbox, job=Job())
    assert seen.layout.sender.code == "370100" and not seen.is_known
    assert not [path for path in read if path.endswith(".zip")]
    assert not [f for f in seen.report.findings if f.check.startswith("MAT")]
    assert {"QUOTA-01", "ORDER-01", "TABLE-01", "TABLE-02"} <= {o.check for o in seen.report.outcomes}


# -- killed ----------------------------------------------------------------------------------------
_KILL_AT = """
import sys
from pathlib import Path
from app.job import Job
from app.receive import intake as module, register
from app.ledger import Ledger
from app.reading.sandbox import Sandbox
import os, signal
def main():
    step, ledger, disc = sys.argv[1:]
    def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
    if step == "surveying": register.DiscSurvey.assembled = die
    if step == "landing": register.Registering._move_into_store = die
    if step == "row": Ledger.register = die
    count = [0]
    def report(progress):
        count[0] += 1
        if step.isdecimal() and count[0] >= int(step): die()
    with Ledger.open(Path(ledger)) as opened, Sandbox(1) as sandbox:
        module.receive(opened, Path(disc), sandbox=sandbox, job=Job(report))
if __name__ == "__main__": main()
"""


def test_a_disc_of_ours_cannot_be_registered_for_another(ledger: Ledger, disc: Disc, sandbox: Sandbox) -> None:
    with pytest.raises(WrongUse, match="写明由“济南市工业和信息化局”报送"):
        receive(ledger, disc.folder, sender=Sender("青岛市工业和信息化局", "370200"), sandbox=sandbox, job=Job())


@pytest.mark.parametrize("step", ["2", "7", "12", "surveying", "landing", "row"])
def test_killed_at_any_moment_it_goes_on_and_no_row_is_without_its_files(
    disc: Disc, sandbox: Sandbox, tmp_path: Path, step: str
) -> None:
    folder = tmp_path / "台账"
    Ledger.create(folder, TOML).close()
    script = tmp_path / "kill.py"
    script.write_text(_KILL_AT, "utf-8")
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    killed = subprocess.run(
        [sys.executable, script, step, folder, disc.folder], env=env, capture_output=True, check=False
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Ledger.open(folder) as ledger:
        assert ledger.submissions() == ()
        read: list[str] = []
        with pytest.MonkeyPatch.context() as patch:
            blocks = disc_source.FolderSource.blocks
            patch.setattr(
                disc_source.FolderSource, "blocks",
                lambda self, path, start: read.append(path) or blocks(self, path, start),
            )
            got = receive(ledger, disc.folder, sandbox=sandbox, job=Job())
        if not step.isdecimal():  # all was read before: nothing of the payload is read again
            assert not [path for path in read if path.startswith("data/")]
        assert got.submission.id == "2023-370100-1" and "DISC-01" not in checks(got)
        assert content(ledger, got.submission.id) == tree(disc.folder)
        assert list((ledger.folder / "接收中").iterdir()) == []
        assert [path.name for path in (ledger.folder / "存放").iterdir()] == [got.submission.id]


def test_a_disc_cancelled_half_way_leaves_no_row_and_goes_on(
    ledger: Ledger, disc: Disc, sandbox: Sandbox
) -> None:
    from app.errors import Cancelled

    job = Job(lambda progress: job.cancel() if progress.fraction > 0.3 else None)
    with pytest.raises(Cancelled):
        receive(ledger, disc.folder, sandbox=sandbox, job=job)
    assert ledger.submissions() == ()
    assert receive(ledger, disc.folder, sandbox=sandbox, job=Job()).is_new


