"""The sixteen cities' discs: the same bytes again, and each fault is what its story says."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from stdnum.cn import uscc

from app.batch.take_in import take_in
from app.batch.verify import verify, verify_set
from app.checks import check_batch
from app.checks.enterprise.code import code_fault
from app.demo.cast import TRACKS
from app.demo.cast import notice as sample_notice
from app.demo.documents.contents import Contents
from app.demo.province import HandedIn, ProvinceCampaign, make_province_demo
from app.demo.province.cast import DiscCast, discs
from app.demo.province.discs import make_disc, notice_of
from app.disc.contents import Disc
from app.disc.look import open_disc
from app.disc.read_through import check_code_of
from app.errors import Cancelled, NotOurs
from app.job import Job, Progress
from app.model.batch import Batch, Enterprise, Letter
from app.model.finding import Grade
from app.model.submission import Maker
from app.reading.sandbox import Sandbox
from app.reading.tables.sheet import read_sheet

NOTICE = notice_of(2023)
OURS = {"济南市", "青岛市", "淄博市", "枣庄市", "东营市", "烟台市", "济宁市", "威海市", "临沂市", "德州市", "滨州市"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1) as box:
        yield box


def cast(path: str) -> DiscCast:
    return next(each for each in discs() if each.path == path)


def found(place: Path) -> set[tuple[str, str]]:
    """(rule, where) of all that verify has to say."""
    return {(finding.check, finding.where) for finding in verify(place, Job()).findings}


def told(disc: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((disc / "submission.json").read_bytes())
    return content


# -- the whole ---------------------------------------------------------------------------------------
def test_three_of_the_sixteen_cities_have_not_handed_in(province: ProvinceCampaign) -> None:
    assert [sender.city for sender in province.missing] == ["东营市", "聊城市", "菏泽市"]
    there = {each.sender.code for each in province.discs if each.standing and each.sender.is_bureau}
    assert len(there) + len(province.missing) == len(sample_notice().region.cities) == 16
    assert sum(not each.sender.is_bureau for each in province.discs) == 2


def test_all_of_it_is_small_and_nothing_else_lies_there(province: ProvinceCampaign) -> None:
    assert sum(path.stat().st_size for path in province.folder.rglob("*") if path.is_file()) < 60_000_000
    assert sorted(path.name for path in province.folder.iterdir()) == ["先读我.txt", "光盘", "补正盘"]
    assert all(place.exists() for each in province.discs for place in each.places)
    images = [path for path in province.folder.rglob("*") if path.suffix == ".iso"]
    assert images == [province.of("烟台市")[0].place]


@pytest.mark.parametrize("path", ["光盘/枣庄市", "光盘/烟台市", "光盘/日照市", "补正盘/临沂市"])
def test_the_same_seed_gives_the_same_bytes(path: str, province: ProvinceCampaign, tmp_path: Path) -> None:
    (tmp_path / "制作中").mkdir()
    make_disc(cast(path), tmp_path, tmp_path / "制作中", Contents(2023))
    assert digests(tmp_path / path) == digests(province.folder / path) != {}


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def test_another_seed_gives_other_scans(tmp_path: Path) -> None:
    who = next(iter(cast("光盘/济南市").tracks.values())).rows[0]
    assert Contents(1).of("form", who) != Contents(2).of("form", who)


def test_every_enterprise_is_sound_in_form(province: ProvinceCampaign) -> None:
    everyone = {who for each in province.discs for rows in each.rows.values() for who in rows}
    assert [who.name for who in everyone if code_fault(who.code) or not uscc.is_valid(who.code)] == []
    assert len({who.code for who in everyone}) == len({who.name for who in everyone}) >= 40
    assert all(NOTICE.area(who.area) and who.division in NOTICE.scope.inside for who in everyone)
    assert all(who.industry and who.phone.isdecimal() and len(who.phone) == 11 for who in everyone)


def test_the_readme_names_every_disc_and_its_check_code(province: ProvinceCampaign) -> None:
    content = province.readme.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\n") == content.count(b"\r\n")
    text = content.decode("utf-8-sig")
    for each in province.discs:
        assert each.title in text and each.text in text
        for place in each.places:
            assert place.relative_to(province.folder).as_posix() in text
            assert each.made_by is not Maker.BAOPAN or place.suffix == ".iso" or check_code_of(place) in text


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "我的文件.txt").write_text("别动")
    with pytest.raises(NotOurs):
        make_province_demo(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["我的文件.txt"]


def test_a_cancelled_one_leaves_nothing(tmp_path: Path) -> None:
    def stop(progress: Progress) -> None:
        if progress.fraction > 0:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        make_province_demo(tmp_path / "各市光盘", job=job)
    assert list(tmp_path.iterdir()) == []


# -- the discs of our making -------------------------------------------------------------------------
def test_a_disc_that_should_be_whole_is_whole(province: ProvinceCampaign) -> None:
    for each in ours(province):
        if not any(check.startswith("DISC") for check in each.checks):
            assert [found(place) for place in each.places] == [set()] * len(each.places), each.title


def ours(province: ProvinceCampaign) -> list[HandedIn]:
    return [each for each in province.discs if each.made_by is Maker.BAOPAN]


def test_it_says_who_sends_it_and_lists_its_rows(province: ProvinceCampaign) -> None:
    for each in ours(province):
        for disc in (open_disc(place, Job()) for place in each.places):
            submission = json.loads(text_of(disc, "submission.json"))
            rows = {part["id"]: [row["name"] for row in part["rows"]] for part in submission["tracks"]}
            assert submission["sender"]["name"] == each.sender.name
            assert rows == {track: [who.name for who in each.rows[track]] for track in each.rows}


def text_of(disc: Disc, path: str) -> bytes:
    return b"".join(bytes(block) for block in disc.source.blocks(path, 0))


def test_one_city_sends_a_set_of_two(province: ProvinceCampaign) -> None:
    (city,) = province.of("青岛市")
    assert [place.name for place in city.places] == ["QLBG23_3702_01", "QLBG23_3702_02"]
    assert verify_set(city.places, Job()).verdict({}) == "ok"
    packed = [{path.stem for path in place.rglob("*.zip")} for place in city.places]
    assert all(packed) and not packed[0] & packed[1]
    assert packed[0] | packed[1] == {name for names in city.packed.values() for name in names}


def test_one_byte_was_flipped_and_no_length_changed(province: ProvinceCampaign) -> None:
    (city,) = province.of("淄博市")
    (finding,) = verify(city.place, Job()).findings
    assert (finding.check, finding.subject) == ("DISC-01", city.damaged[0]) and "长度" not in finding.what
    with zipfile.ZipFile(city.place / finding.where) as package:
        assert package.testzip() is not None


def test_one_package_is_missing(province: ProvinceCampaign) -> None:
    (city,) = province.of("枣庄市")
    lost = next(f for f in verify(city.place, Job()).findings if f.subject == city.damaged[0])
    assert lost.check == "DISC-01" and "光盘上没有" in lost.what
    assert {check for check, _ in found(city.place)} == {"DISC-01"}


def test_one_disc_has_files_that_no_manifest_lists(province: ProvinceCampaign) -> None:
    (city,) = province.of("济宁市")
    assert found(city.place) == {("DISC-02", "新建文件夹/汇总表（旧）.xlsx"), ("DISC-02", "Thumbs.db")}


def test_one_is_an_image(province: ProvinceCampaign) -> None:
    (city,) = province.of("烟台市")
    assert city.place.is_file() and verify(city.place, Job()).verdict({}) == "ok"


def test_one_disc_is_of_another_year(province: ProvinceCampaign) -> None:
    (city,) = province.of("东营市")
    submission = told(city.place)
    assert submission["notice"]["id"] == "2022" and submission["disc"]["id"] == "QLBG22_3705_01"  # type: ignore[index]
    assert city.standing is None


def test_one_disc_is_empty(province: ProvinceCampaign) -> None:
    (city,) = province.of("聊城市")
    assert list(city.place.iterdir()) == [] and city.standing is None


def test_one_came_after_the_deadline(province: ProvinceCampaign) -> None:
    late = [each for each in province.discs if each.handed_in > NOTICE.deadline]
    assert [each.sender.city for each in late] == ["滨州市"] and "DATE-01" in late[0].checks


def test_two_cities_send_the_same_enterprise(province: ProvinceCampaign) -> None:
    senders: dict[str, set[str]] = {}
    for each in province.discs:
        for rows in each.rows.values():
            for who in rows:
                senders.setdefault(who.code, set()).add(each.sender.city or each.sender.name)
    assert [cities for cities in senders.values() if len(cities) > 1] == [{"德州市", "滨州市"}]


def test_the_corrected_disc_says_which_correction_it_is(province: ProvinceCampaign) -> None:
    first, second = province.of("临沂市")
    assert told(second.place)["correction"] == second.attempt == 1
    assert "补正第 1 次" in (second.place / "bag-info.txt").read_text("utf-8")
    assert "correction" not in told(first.place) or told(first.place)["correction"] == 0
    assert check_code_of(first.place) != check_code_of(second.place)
    lacking, whole = (names_in(each.place / PACKAGE) for each in (first, second))
    assert whole - lacking == {"典型经验材料.pdf"} and lacking < whole


PACKAGE = "data/全省质量标杆/申报材料/临沂蒙山建材机械有限公司.zip"


def names_in(package: Path) -> set[str]:
    with zipfile.ZipFile(package) as archive:
        return set(archive.namelist())


# -- as the checks see them --------------------------------------------------------------------------
def taken_in(disc: Path, into: Path, sandbox: Sandbox) -> Batch:
    """The batch that a disc of ours holds, as far as the checks of one enterprise and a track go."""
    submission = told(disc)
    batch = Batch(cast(f"光盘/{disc.parent.name}").sender, "2023", "2023-08-31")
    for part in submission["tracks"]:  # type: ignore[attr-defined]
        track = part["id"]
        for row in part["rows"]:
            package = next(disc.glob(f"data/{TRACKS[track]}*/申报材料/{row['name']}.zip"))
            source = take_in(package, into, f"s{len(batch.sources):04d}", NOTICE, sandbox, Job())
            one = Enterprise(source.id.replace("s", "e"), track, row["name"], (source.id,), True, fields=row)
            batch = batch.with_enterprise(one, [source])
        names = batch.listed(track)
        batch = batch.with_letter(track, Letter(stored="推荐文件.pdf", size=1, sealed_list=names))
    return batch


def musts(batch: Batch) -> list[tuple[str, str]]:
    report = check_batch(batch, NOTICE, date(2023, 8, 31))
    return [(f.check, f.subject_name) for f in report.findings if f.grade is Grade.MUST]


def test_a_good_city_passes_every_must(
    province: ProvinceCampaign, sandbox: Sandbox, tmp_path: Path
) -> None:
    batch = taken_in(province.of("济南市")[0].place, tmp_path, sandbox)
    assert musts(batch) == []
    assert all(source.complete_zip and not source.troubles for source in batch.sources.values())


def test_the_quota_and_the_lacking_paper_are_found(
    province: ProvinceCampaign, sandbox: Sandbox, tmp_path: Path
) -> None:
    weihai = taken_in(province.of("威海市")[0].place, tmp_path / "a", sandbox)
    assert [check for check, _ in musts(weihai)] == ["QUOTA-01"]
    linyi = taken_in(province.of("临沂市")[0].place, tmp_path / "b", sandbox)
    assert musts(linyi) == [("MAT-02", "临沂蒙山建材机械有限公司")]


# -- made by hand ------------------------------------------------------------------------------------
def test_discs_made_by_hand_have_no_manifest(province: ProvinceCampaign) -> None:
    by_hand = [each for each in province.discs if each.made_by is Maker.HAND and each.place.is_dir() and each.rows]
    assert len(by_hand) == 3
    for each in by_hand:
        assert {check for check, _ in found(each.place)} == {"DISC-06"} <= set(each.checks)


def test_the_odd_table_can_be_read_and_lists_its_rows(province: ProvinceCampaign, sandbox: Sandbox) -> None:
    (city,) = province.of("潍坊市")
    sheet = read_sheet(city.place / "汇总表最终版.xlsx", NOTICE, "provincial", sandbox, Job())
    assert [row["name"] for row in sheet.rows] == [who.name for who in city.rows["provincial"]]
    assert [row["code"] for row in sheet.rows] == [who.code for who in city.rows["provincial"]]
    assert sheet.unknown == ()


def test_packages_by_hand_are_a_zip_a_7z_and_a_folder(province: ProvinceCampaign) -> None:
    (city,) = province.of("潍坊市")
    kinds = {path.suffix for path in (city.place / "附件3").iterdir() if path.is_file()}
    assert kinds == {".7z", ".zip"} and (city.place / "附件3/3.山东青云山纺织有限公司").is_dir()
    assert (city.place / "关于推荐2023年全省质量标杆的报告.pdf").read_bytes().startswith(b"%PDF")


def test_one_row_has_no_package_and_one_package_no_row(province: ProvinceCampaign, sandbox: Sandbox) -> None:
    (city,) = province.of("日照市")
    rows = [who.name for who in city.rows["provincial"]]
    sheet = read_sheet(city.place / "表格/全省标杆汇总.xlsx", NOTICE, "provincial", sandbox, Job())
    assert [row["name"] for row in sheet.rows] == rows
    assert {path.stem for path in (city.place / "材料").iterdir()} == set(city.packed["provincial"])
    assert set(rows) - set(city.packed["provincial"]) == {"五莲九仙石材机械有限公司"}
    assert set(city.packed["provincial"]) - set(rows) == {"日照岚山港机有限公司"}


def test_one_whole_disc_is_in_a_zip_with_gbk_names(
    province: ProvinceCampaign, sandbox: Sandbox, tmp_path: Path
) -> None:
    (city,) = province.of("泰安市")
    with zipfile.ZipFile(city.place, metadata_encoding="gbk") as archive:
        assert all(info.flag_bits & 0x800 == 0 for info in archive.infolist())
        assert "泰安市/全省质量标杆/附件7.xlsx" in archive.namelist()
        table = Path(archive.extract("泰安市/全省质量标杆/附件7.xlsx", tmp_path))
    sheet = read_sheet(table, NOTICE, "provincial", sandbox, Job())
    assert [(row["order"], row["name"]) for row in sheet.rows] == [
        ("3", "泰安徂徕电缆有限公司"), ("1", "肥城桃源食品有限公司"),
    ]


def test_the_direct_one_by_hand_has_all_at_the_top(province: ProvinceCampaign) -> None:
    (sender,) = province.of("中国东岳重工（山东）有限公司")
    assert sorted(path.name for path in sender.place.iterdir()) == [
        "中国东岳重工（山东）有限公司", "关于申报2023年全省质量标杆的函.pdf", "申报表.xlsx",
    ]
