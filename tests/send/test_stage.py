"""From a ready batch to a folder that any BagIt validator takes, again and again the same."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import bagit
import pytest

from app.batch import edit
from app.batch.verify import verify
from app.checks import check_batch
from app.disc.read_through import check_code_of
from app.errors import Cancelled, DiskFull, DoesNotFit, MaterialChanged, NotOurs, NotReady, VerifyFailed
from app.job import Job, Progress
from app.model.batch import Decision, Sender, Verdict
from app.model.disc import BD, CD, DVD
from app.model.documents.part import LEAVE_OUT, whole
from app.model.finding import Finding, Grade, Outcome, Report, State
from app.send import pack
from app.send import tree as disc_tree
from app.send.collect import collect
from app.send.image import make_image
from app.send.plan import plan_discs
from app.send.planned import Room, planned, room_needed
from app.send.stage import stage
from app.store.store import BatchStore
from app.wording import size
from tests import disc_batches
from tests.builders import a_7z, a_folder, a_rar4, a_rar5, a_tar, a_zip, a_zip_with
from tests.disc_batches import (
    JINAN,
    READY,
    a_ready_store,
    a_store,
    attach,
    by_name,
    change,
    materials,
    small,
    tree,
)

DISC = "QLBG23_3701_01"


@pytest.fixture(autouse=True)
def day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)


@pytest.fixture
def store(tmp_path, sandbox):
    with a_ready_store(tmp_path / "batch", sandbox, tmp_path / "in") as opened:
        yield opened


@pytest.fixture
def make(store, tmp_path, sandbox):
    """Stage the batch; the disc's folder."""

    def staged(medium=DVD, report=READY, job=None, out=None) -> Path:
        (staging,) = stage(store, report, out or tmp_path / "out", medium, sandbox, job or Job())
        return Path(staging.folder)

    return staged


def marks(folder: Path) -> list[tuple[str, int, int]]:
    return [(str(p), p.stat().st_ino, p.stat().st_mtime_ns) for p in sorted([folder, *folder.rglob("*")])]


def finding(grade: Grade) -> Finding:
    return Finding(
        "缺少申报书", "请补交", grade=grade, check="MAT-01", subject="e1", subject_name="山东甲一机械有限公司"
    )


def report_of(*findings: Finding, state: State = State.FOUND) -> Report:
    return Report((Outcome("MAT-01", "有申报书", "e1", "山东甲一机械有限公司", state, findings),))


# -- the disc ----------------------------------------------------------------------------------------
def test_the_disc_is_a_valid_bag_for_bagit_and_sha256sum(make):
    disc = make()
    assert bagit.Bag(str(disc)).validate()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        subprocess.run(["sha256sum", "--strict", "-c", manifest], cwd=disc, check=True, capture_output=True)


def test_the_disc_has_the_agreed_layout(make):
    assert list(tree(make())) == sorted([
        "bag-info.txt", "bagit.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", "submission.json",
        "光盘目录.html", "说明文件.TXT",
        "data/全国质量标杆/推荐文件.pdf", "data/全国质量标杆/全国质量标杆申报汇总表.xlsx",
        "data/全国质量标杆/申报材料/山东甲一机械有限公司.zip",
        "data/全省质量标杆/推荐文件.pdf", "data/全省质量标杆/全省质量标杆申报汇总表.xlsx",
        "data/全省质量标杆/申报材料/济南乙二食品有限公司.zip",
        "data/全省质量标杆/申报材料/济南丙三化工有限公司.zip",
    ], key=lambda path: Path(path).parts)


def test_a_good_zip_comes_through_byte_for_byte_and_is_no_link_to_the_original(make, tmp_path):
    passed = make() / "data/全国质量标杆/申报材料/山东甲一机械有限公司.zip"
    assert passed.read_bytes() == (tmp_path / "in/山东甲一机械有限公司.zip").read_bytes()
    assert passed.stat().st_nlink == 1


def test_folders_and_old_zips_become_complete_zips_with_utf8_names(make):
    for number, name in ((2, "济南乙二食品有限公司"), (3, "济南丙三化工有限公司")):
        with zipfile.ZipFile(make() / f"data/全省质量标杆/申报材料/{name}.zip") as archive:
            assert {item: archive.read(item) for item in archive.namelist()} == materials(number)
            assert all(item.flag_bits == 0x800 for item in archive.infolist())


def test_originals_and_collected_materials_stay_as_they_were(make, tmp_path, store):
    before = tree(tmp_path / "in"), tree(store.folder / "materials")
    make()
    assert (tree(tmp_path / "in"), tree(store.folder / "materials")) == before


@pytest.mark.parametrize(("build", "ending"), [(a_7z, "7z"), (a_rar4, "rar"), (a_rar5, "rar"), (a_tar, "tar")])
def test_every_kind_of_archive_becomes_a_zip_of_its_files(tmp_path, sandbox, build, ending):
    files = {**materials(7, size=3_000_000), "草稿.txt": b"x", "空.txt": b""}
    package = build(tmp_path / f"济南丁四公司.{ending}", files)
    with a_store(tmp_path / "b") as store:
        collect(store, "provincial", [package], sandbox=sandbox, job=Job())
        (source,) = store.batch.sources.values()
        change(store, "丁四", parts={f"{source.id}/草稿.txt": whole(LEAVE_OUT)})
        (staging,) = stage(store, READY, tmp_path / "out", DVD, sandbox, Job())
    with zipfile.ZipFile(next(Path(staging.folder).rglob("*.zip"))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: content for name, content in files.items() if name != "草稿.txt"
        }


def test_a_sound_archive_no_reader_knows_goes_in_as_it_is(tmp_path, sandbox):
    package = a_zip_with(tmp_path / "济南丁四公司.zip", b"a.pdf", b"x" * 100, method=97)
    with a_store(tmp_path / "b") as store:
        collect(store, "provincial", [package], sandbox=sandbox, job=Job())
        (staging,) = stage(store, READY, tmp_path / "out", DVD, sandbox, Job())
    with zipfile.ZipFile(next(Path(staging.folder).rglob("*.zip"))) as archive:
        assert archive.namelist() == ["济南丁四公司.zip"]
        assert archive.read("济南丁四公司.zip") == package.read_bytes()


def test_what_the_clerk_leaves_out_is_not_packed(make, store):
    one = by_name(store.batch, "甲一")
    key = next(key for key, member in store.batch.members_of(one) if "执照" in member.path)
    change(store, "甲一", parts={key: whole(LEAVE_OUT)})
    with zipfile.ZipFile(make() / "data/全国质量标杆/申报材料/山东甲一机械有限公司.zip") as archive:
        assert sorted(archive.namelist()) == sorted(set(materials(1)) - {"证明材料/1 营业执照.jpg"})


def test_two_sources_with_one_path_both_go_in(make, store, sandbox, tmp_path):
    more = a_folder(tmp_path / "补充", {"申报书（盖章）.pdf": b"%PDF-1.4 second"})
    one = by_name(store.batch, "乙二")
    collect(store, "provincial", [more], into=one.id, sandbox=sandbox, job=Job())
    with zipfile.ZipFile(make() / "data/全省质量标杆/申报材料/济南乙二食品有限公司.zip") as archive:
        assert archive.read("补充/申报书（盖章）.pdf") == b"%PDF-1.4 second"
        assert archive.read("申报书（盖章）.pdf") == materials(2)["申报书（盖章）.pdf"]


def test_the_staging_is_recorded_with_its_check_code(make, store):
    disc = make()
    staging = store.batch.stagings[DISC]
    assert staging.check_code == check_code_of(disc)
    assert (staging.folder, staging.files, staging.day) == (str(disc), 7, "2023-08-24")
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", staging.check_code)


# -- what it says of itself --------------------------------------------------------------------------
def test_bag_info_has_the_tags_of_the_standard(make):
    info = bagit.Bag(str(make())).info
    assert info["External-Identifier"] == DISC
    assert info["Bag-Group-Identifier"], info["Bag-Count"] == ("QLBG23_3701", "1 of 1")
    assert info["Source-Organization"] == JINAN.name
    assert info["Bagging-Date"] == "2023-08-24"


def test_the_readme_is_for_notepad(make):
    content = (make() / "说明文件.TXT").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n") > 20
    assert DISC in content.decode("utf-8-sig") and JINAN.contact in content.decode("utf-8-sig")


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for key, value in attrs if key in ("href", "src")]


def test_every_link_of_the_catalogue_leads_to_a_file_of_the_disc(make):
    disc = make()
    page = Page((disc / "光盘目录.html").read_text("utf-8"))
    assert len(page.links) == 2 * 2 + 3 + 1
    assert all(link.isascii() and (disc / unquote(link)).is_file() for link in page.links)
    assert "script" not in page.tags and "link" not in page.tags


def test_the_catalogue_escapes_what_people_wrote(make, store):
    change(store, "乙二", fields={"experience": "<script>alert(1)</script>&\"'$title"})
    text = (make() / "光盘目录.html").read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in text and "$title" in text


def test_the_submission_tells_all_and_no_local_path(make, store, tmp_path):
    store.apply("核对", lambda b: b.with_decision(Decision("MAT-05-1", Verdict.ACCEPT, "属实", "王敏", "2023-08-24")))
    disc = make()
    text = (disc / "submission.json").read_text("utf-8")
    told = json.loads(text)
    assert (told["schema"], told["notice"]["id"], told["sender"]["code"]) == (1, "2023", "370100")
    assert [track["title"] for track in told["tracks"]] == ["全国质量标杆", "全省质量标杆"]
    packages = told["tracks"][1]["packages"]
    assert [(p["enterprise"], p["members"]) for p in packages] == [
        ("济南乙二食品有限公司", 3), ("济南丙三化工有限公司", 3),
    ]
    assert all((disc / p["path"]).stat().st_size == p["size"] for p in packages)
    assert told["tracks"][1]["rows"][0]["name"] == "济南乙二食品有限公司"
    assert told["decisions"][0]["reason"] == "属实"
    assert str(tmp_path) not in text and str(Path.home()) not in text


# -- the same again ----------------------------------------------------------------------------------
def test_the_same_plan_twice_changes_nothing(make, store):
    disc = make()
    before, history = marks(disc), len(store.history)
    assert make() == disc
    assert marks(disc) == before and len(store.history) == history


def test_a_disc_that_stays_keeps_its_image_and_a_new_one_has_none(make, store):
    disc = make()
    image = replace(store.batch.stagings[DISC], image=str(disc.with_suffix(".iso")))
    store.apply("映像", lambda batch: batch.with_staging(image))
    make()
    assert store.batch.stagings[DISC] == image
    change(store, "乙二", fields={"contact": "李强"})
    make()
    assert store.batch.stagings[DISC].image == ""


def test_the_same_content_on_a_later_day_leaves_the_disc_alone(make, store, monkeypatch):
    disc = make()
    before, history = marks(disc), len(store.history)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1692921600")
    assert make() == disc
    assert marks(disc) == before and len(store.history) == history
    assert store.batch.stagings[DISC].day == "2023-08-24"
    change(store, "乙二", fields={"contact": "李强"})
    make()
    assert store.batch.stagings[DISC].day == "2023-08-25"


def test_the_same_batch_made_elsewhere_gives_the_same_bytes(make, tmp_path, sandbox):
    first = tree(make())
    with a_ready_store(tmp_path / "another place/batch", sandbox, tmp_path / "in") as other:
        stage(other, READY, tmp_path / "elsewhere", DVD, sandbox, Job())
    assert tree(tmp_path / "elsewhere" / DISC) == first


def test_a_changed_batch_replaces_the_disc_and_keeps_finished_packages(make, store):
    old = check_code_of(make())
    kept = next((store.folder / "work/packages").glob("*.zip")).stat().st_ino
    change(store, "乙二", fields={"contact": "李强"})
    disc = make()
    assert check_code_of(disc) != old
    assert next((store.folder / "work/packages").glob("*.zip")).stat().st_ino == kept
    assert [path.name for path in disc.parent.iterdir()] == [DISC]


@pytest.mark.parametrize("harm", ["lose", "add", "cut", "tag"])
def test_a_finished_folder_that_was_touched_is_made_anew(make, harm):
    disc = make()
    good = tree(disc)
    letter = disc / "data/全省质量标杆/推荐文件.pdf"
    if harm == "lose":
        letter.unlink()
    elif harm == "add":
        (disc / "data/多余.txt").write_text("x")
    elif harm == "cut":
        letter.unlink()
        letter.write_bytes(b"%PDF")
    else:
        (disc / "说明文件.TXT").write_text("x")
    assert tree(make()) == good


def test_packages_of_earlier_states_go(make, store):
    make()
    one = by_name(store.batch, "乙二")
    store.apply("去掉", lambda batch: batch.without_enterprise(one.id))
    make()
    assert len(list((store.folder / "work/packages").iterdir())) == 2


def test_a_finished_package_that_somebody_changed_is_packed_again(make, store, tmp_path):
    good = tree(make())
    shutil.rmtree(tmp_path / "out")
    damaged = min((store.folder / "work/packages").glob("*.zip"))
    content = bytearray(damaged.read_bytes())
    content[200] ^= 1
    damaged.write_bytes(content)
    assert tree(make()) == good


# -- refusals ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("grade", [Grade.MUST, Grade.LOOK])
def test_an_open_must_or_look_keeps_the_disc_from_being_made(make, grade, tmp_path):
    with pytest.raises(NotReady, match="山东甲一机械有限公司：缺少申报书"):
        make(report=report_of(finding(grade)))
    assert not (tmp_path / "out").exists()


def test_a_should_or_a_decided_look_does_not(make, store):
    look = finding(Grade.LOOK)
    store.apply("核对", lambda b: b.with_decision(Decision(look.key, Verdict.ACCEPT, "属实", "王敏", "2023-08-24")))
    assert make(report=report_of(look, replace(finding(Grade.SHOULD), detail="2"))).is_dir()


def test_a_check_that_broke_keeps_the_disc_from_being_made(make):
    with pytest.raises(NotReady, match="有申报书”此项未能检查"):
        make(report=report_of(state=State.BROKEN))


def test_what_the_program_has_yet_to_look_at_keeps_the_disc_from_being_made(make, store):
    """As when no one called the looks first: not looked at is never passed."""
    unseen = Outcome("SEAL-01", "申报书盖了公章", "e1", "甲一", State.SKIPPED, reason="还没有看过印章", is_pending=True)
    with pytest.raises(NotReady, match="甲一：“申报书盖了公章”还没有看过印章"):
        make(report=Report((unseen,)))
    never = replace(unseen, is_pending=False)
    assert make(report=Report((never,))).is_dir()


def test_an_empty_batch_is_not_ready(tmp_path, sandbox):
    with a_store(tmp_path / "empty") as store, pytest.raises(NotReady):
        stage(store, READY, tmp_path / "out", DVD, sandbox, Job())


def test_a_disc_too_small_says_by_how_much_and_which_would_do(make, tmp_path):
    with pytest.raises(DoesNotFit) as caught:
        make(small(usable=540_000))
    assert re.search(r"多出 \d+ KB", caught.value.detail) and f"换用 {CD.title}" in caught.value.detail
    assert not list((tmp_path / "out").glob("*"))


def test_what_shrinks_in_packing_counts_as_it_is_then(make, store):
    (plan,) = planned(store, DVD, date(2023, 8, 24))
    medium = small(usable=plan.size - 100_000)
    assert len(planned(store, medium, date(2023, 8, 24))) == 2
    assert make(medium).is_dir()
    assert len(planned(store, medium, date(2023, 8, 24))) == 1


def test_what_surely_cannot_fit_is_refused_before_packing(make, store):
    with pytest.raises(DoesNotFit):
        make(small(usable=1000))
    assert not (store.folder / "work").exists()


def test_a_foreign_folder_of_that_name_is_not_touched(make, tmp_path):
    foreign = tmp_path / "out" / DISC
    foreign.mkdir(parents=True)
    (foreign / "照片.jpg").write_bytes(b"x")
    with pytest.raises(NotOurs):
        make()
    assert tree(foreign) == {"照片.jpg": b"x"}


def test_a_link_in_place_of_the_disc_is_not_followed(make, tmp_path):
    elsewhere = make(out=tmp_path / "first")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / DISC).symlink_to(elsewhere)
    with pytest.raises(NotOurs):
        make()
    assert verify(elsewhere, Job()).verdict({}) == "ok"


def test_a_foreign_partial_folder_is_not_removed(make, tmp_path):
    (tmp_path / "out" / f"{DISC}.partial").mkdir(parents=True)
    (tmp_path / "out" / f"{DISC}.partial/论文.docx").write_bytes(b"x")
    with pytest.raises(NotOurs):
        make()
    assert (tmp_path / "out" / f"{DISC}.partial/论文.docx").exists()


def test_a_foreign_folder_that_ends_in_old_is_not_touched(make, tmp_path):
    foreign = tmp_path / "out" / f"{DISC}.old"
    foreign.mkdir(parents=True)
    (foreign / "照片.jpg").write_bytes(b"x")
    with pytest.raises(NotOurs):
        make()
    assert tree(foreign) == {"照片.jpg": b"x"}


def flip(path: Path) -> None:
    """One bit, so that neither size nor time tells of it."""
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=times)


@pytest.mark.parametrize("what, told", [
    ("materials/*/山东甲一机械有限公司.zip", "山东甲一机械有限公司"), ("letters/provincial.pdf", "全省质量标杆"),
    ("materials/*/济南乙二食品有限公司/典型经验材料.docx", "济南乙二食品有限公司"), ("materials/*/济南丙三化工有限公司.zip", "济南丙三化工有限公司"),
])  # fmt: skip
def test_a_byte_flipped_since_collecting_never_gets_a_valid_code(make, store, tmp_path, what, told):
    (flipped,) = store.folder.glob(what)
    flip(flipped)
    with pytest.raises(MaterialChanged, match=f"{told}：.*重新收集"):
        make()
    assert not list((tmp_path / "out").glob("*")) and not store.batch.stagings


def test_a_byte_flipped_in_a_finished_package_is_made_right(make, store, tmp_path):
    good = tree(make())
    shutil.rmtree(tmp_path / "out")
    for package in (store.folder / "work/packages").glob("*.zip"):
        flip(package)
    assert tree(make()) == good


def test_a_byte_flipped_on_a_finished_disc_is_made_right(make):
    good = tree(make())
    for path in sorted(good):
        if path.startswith("data/"):
            flip(make() / path)
            assert tree(make()) == good


@pytest.mark.parametrize("name", ["典型经验材料.docx", "申报书（盖章）.pdf"])
@pytest.mark.parametrize("has_crc", [True, False])
def test_a_material_changed_since_it_was_collected_is_noticed(make, store, tmp_path, name, has_crc):
    member = next(store.folder.glob(f"materials/*/济南乙二食品有限公司/{name}"))
    content = bytearray(member.read_bytes())
    content[7] ^= 1
    member.write_bytes(content)
    if not has_crc:
        forget_crcs(store)
    with pytest.raises(VerifyFailed, match=re.escape(f"{name} 与收集时不同")):
        make()
    assert not list((tmp_path / "out").glob("*"))


def forget_crcs(store: BatchStore) -> None:
    """As batches were that were collected by version 0.2."""
    sources = {
        key: replace(source, members=tuple(replace(member, crc32=-1) for member in source.members))
        for key, source in store.batch.sources.items()
    }
    store.apply("旧批次", lambda batch: replace(batch, sources=sources))


def test_a_batch_collected_without_crcs_gives_the_same_disc(make, store, tmp_path):
    members = [m for source in store.batch.sources.values() for m in source.members]
    assert members and all(member.crc32 >= 0 for member in members)
    first = tree(make())
    shutil.rmtree(store.folder / "work")
    shutil.rmtree(tmp_path / "out")
    forget_crcs(store)
    assert tree(make()) == first


def test_a_material_lost_since_it_was_collected_is_noticed(make, store):
    next(store.folder.glob("materials/*/济南乙二食品有限公司/*.docx")).unlink()
    with pytest.raises(VerifyFailed):
        make()


def test_room_is_reckoned_and_a_full_disk_is_said_beforehand(make, store, tmp_path, monkeypatch):
    (plan,) = plan_discs(store.batch, store.notice, DVD, date(2023, 8, 24))
    (room,) = room_needed([plan], tmp_path / "out" / "deeper", store.folder)
    packed = sum(packing.size for packing in plan.packings if not packing.passed)
    assert packed <= room.needed < packed + 1_000_000 and room.free > 0
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 5_000))
    with pytest.raises(DiskFull, match=f"需要 {size(room.needed)}，只剩 5 KB"):
        make()
    assert Room(tmp_path, 5, 4).is_short


def test_no_room_is_needed_for_packages_that_are_finished(make, store, tmp_path):
    (plan,) = plan_discs(store.batch, store.notice, DVD, date(2023, 8, 24))
    (before,) = room_needed([plan], tmp_path, store.folder)
    make()
    (after,) = room_needed([plan], tmp_path, store.folder)
    assert before.needed - after.needed == sum(p.size for p in plan.packings if not p.passed)


# -- other disks, other senders ----------------------------------------------------------------------
@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="needs a second file system")
def test_on_another_disk_the_files_are_copied(make, store, tmp_path):
    import tempfile

    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        if Path(folder).stat().st_dev == tmp_path.stat().st_dev:
            pytest.skip("one file system")
        (plan,) = plan_discs(store.batch, store.notice, DVD, date(2023, 8, 24))
        assert len(room_needed([plan], Path(folder), store.folder)) == 2
        disc = make(out=Path(folder))
        assert tree(disc) == tree(make())
        assert all(path.stat().st_nlink == 1 for path in disc.rglob("*") if path.is_file())


def test_a_direct_sender_makes_a_disc_of_its_own(tmp_path, sandbox):
    with a_store(tmp_path / "b", Sender("山东某某集团有限公司")) as store:
        package = a_zip(tmp_path / "山东某某集团有限公司.zip", materials())
        collect(store, "national", [package], sandbox=sandbox, job=Job())
        attach(store, "national")
        (staging,) = stage(store, READY, tmp_path / "out", BD, sandbox, Job())
    assert re.fullmatch("QLBG23_Z[0-9A-Z]{4}_01", staging.disc_id)
    assert bagit.Bag(staging.folder).validate()


# -- sets --------------------------------------------------------------------------------------------
@pytest.fixture
def make_set(store, tmp_path, sandbox):
    """Staged to discs that hold one enterprise each; their folders."""

    def staged(job=None, out=None) -> list[Path]:
        made = stage(store, READY, out or tmp_path / "out", SMALL, sandbox, job or Job())
        return [Path(staging.folder) for staging in made]

    return staged


SMALL = small(usable=617_000)
SET = [f"QLBG23_3701_{number:02d}" for number in (1, 2, 3)]


def test_every_disc_of_a_set_is_a_bag_with_letter_table_and_the_list(make_set):
    discs = make_set()
    assert [disc.name for disc in discs] == SET
    for number, disc in enumerate(discs, 1):
        bag = bagit.Bag(str(disc))
        assert bag.validate()
        assert (bag.info["Bag-Group-Identifier"], bag.info["Bag-Count"]) == ("QLBG23_3701", f"{number} of 3")
        assert len(list(disc.rglob("推荐文件.pdf"))) == len(list(disc.rglob("*.xlsx"))) == 2
        assert len(list(disc.rglob("*.zip"))) == 1
        told = json.loads((disc / "submission.json").read_text("utf-8"))
        assert [(line["enterprise"], line["disc"]) for line in told["set"]] == [
            ("山东甲一机械有限公司", SET[0]), ("济南乙二食品有限公司", SET[1]), ("济南丙三化工有限公司", SET[2]),
        ]
        assert (told["disc"]["number"], told["disc"]["of"]) == (number, 3)


def test_a_set_says_where_the_others_are(make_set):
    second = make_set()[1]
    readme = (second / "说明文件.TXT").read_text("utf-8-sig")
    assert "第 2 张，共 3 张" in readme and "QLBG23_3701_02（本张）" in readme
    assert readme.index(SET[2]) < readme.index("济南丙三化工有限公司")
    page = (second / "光盘目录.html").read_text("utf-8")
    assert "在第 1 张<small>QLBG23_3701_01" in page and "在第 3 张<small>QLBG23_3701_03" in page
    assert all((second / unquote(link)).is_file() for link in Page(page).links)


def test_the_tables_of_a_set_are_one_table(make_set):
    tables = {path.read_bytes() for disc in make_set() for path in disc.rglob("全省*.xlsx")}
    assert len(tables) == 1


def test_only_the_lost_disc_of_a_set_is_made_again_and_bears_the_date_of_the_set(make_set, monkeypatch):
    discs = make_set()
    good, before = tree(discs[1]), (marks(discs[0]), marks(discs[2]))
    shutil.rmtree(discs[1])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1692921600")
    make_set()
    assert tree(discs[1]) == good and (marks(discs[0]), marks(discs[2])) == before


def test_a_stopped_set_keeps_the_discs_that_are_finished(make_set, tmp_path, store):
    job = Job(lambda progress: job.cancel() if (tmp_path / "out" / SET[1]).exists() else None)
    with pytest.raises(Cancelled):
        make_set(job=job)
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == SET[:2]
    assert not store.batch.stagings
    before = marks(tmp_path / "out" / SET[0])
    make_set()
    assert marks(tmp_path / "out" / SET[0]) == before and sorted(store.batch.stagings) == SET


def test_discs_the_set_no_longer_has_go_and_what_is_not_ours_stays(make_set, make, tmp_path, store):
    make_set()
    (tmp_path / "out" / "QLBG23_3701_07").mkdir()
    (tmp_path / "out" / SET[2] / "照片.jpg").write_bytes(b"x")
    shutil.copytree(tmp_path / "out" / SET[1], tmp_path / "out" / f"{SET[1]}.partial")
    make()
    left = [path.name for path in sorted((tmp_path / "out").iterdir())]
    assert left == [SET[0], SET[2], "QLBG23_3701_07"]
    assert list(store.batch.stagings) == [DISC]


def test_images_of_discs_the_set_no_longer_has_go_and_a_strangers_stays(make_set, make, tmp_path, store):
    make_set()
    third = store.batch.stagings[SET[2]]
    image = make_image(store, third, Job())
    stranger = tmp_path / "out" / f"{SET[1]}.iso"
    stranger.write_bytes(b"x")
    second = replace(store.batch.stagings[SET[1]], image=str(stranger))
    store.apply("映像", lambda batch: batch.with_staging(second))
    make()
    assert not image.exists() and stranger.exists()


def test_a_set_is_found_again_without_the_finished_packages(make_set, store):
    before = [marks(disc) for disc in make_set()]
    shutil.rmtree(store.folder / "work")
    assert [marks(disc) for disc in make_set()] == before


# -- names -------------------------------------------------------------------------------------------
def test_an_agreed_name_is_on_the_disc_with_its_mapping_and_the_table_keeps_the_full_name(make, store):
    change(store, "乙二", name="济南乙二:食品有限公司")
    (finding,) = [
        f for f in check_batch(store.batch, store.notice, date(2023, 8, 24)).findings
        if f.check == "NAME-04" and f.acceptable
    ]
    assert "济南乙二：食品有限公司.zip" in finding.fix
    store.apply(
        "核对",
        lambda b: edit.decide(b, finding, Verdict.ACCEPT, "名称无误", "王敏", date(2023, 8, 24)),
    )
    disc = make()
    assert (disc / "data/全省质量标杆/申报材料/济南乙二：食品有限公司.zip").is_file()
    told = json.loads((disc / "submission.json").read_text("utf-8"))
    line = told["set"][1]
    assert (line["enterprise"], line["file"]) == ("济南乙二:食品有限公司", "济南乙二：食品有限公司.zip")
    assert told["tracks"][1]["rows"][0]["name"] == "济南乙二:食品有限公司"
    readme = (disc / "说明文件.TXT").read_text("utf-8-sig")
    assert "济南乙二:食品有限公司  →  济南乙二：食品有限公司.zip" in readme
    assert "光盘上叫 济南乙二：食品有限公司.zip" in (disc / "光盘目录.html").read_text("utf-8")
    assert bagit.Bag(str(disc)).validate() and verify(disc, Job()).verdict({}) == "ok"


# -- stopped -----------------------------------------------------------------------------------------
def test_cancelling_leaves_nothing_behind(make, tmp_path):
    job = Job(lambda progress: job.cancel() if "写光盘" in progress.message else None)
    with pytest.raises(Cancelled):
        make(job=job)
    assert not list((tmp_path / "out").glob("*"))
    assert bagit.Bag(str(make())).validate()


def test_progress_never_goes_back_and_counts_bytes(make):
    seen: list[Progress] = []
    make(job=Job(seen.append))
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    assert any(progress.total_bytes for progress in seen)


_CHILD = """
import sys
from pathlib import Path
from app.job import Job
from app.send.stage import stage
from app.model.disc import DVD
from app.model.finding import Report
from app.reading.sandbox import Sandbox
from app.store.store import BatchStore

if __name__ == "__main__":
    def report(progress):
        print(progress.message, progress.item, flush=True)
    with BatchStore.open(Path(sys.argv[1])) as store, Sandbox(2) as sandbox:
        stage(store, Report(), Path(sys.argv[2]), DVD, sandbox, Job(report))
"""


def killed_at(batch: Path, out: Path, script: Path, word: str) -> None:
    """Run `stage` in a process of its own and kill it -9 at the first progress line with `word` in it."""
    script.write_text(_CHILD)
    env = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, str(script), str(batch), str(out)], stdout=subprocess.PIPE, text=True, env=env
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if word in line:
                break
        child.send_signal(signal.SIGKILL)
    assert child.returncode in (-signal.SIGKILL, 0)


@pytest.mark.parametrize("word", ["正在打包", "写光盘"])
def test_killed_in_the_middle_it_goes_on_to_the_same_disc(tmp_path, sandbox, word):
    batch, out = tmp_path / "batch", tmp_path / "out"
    with a_ready_store(batch, sandbox, tmp_path / "in") as store:
        stage(store, READY, tmp_path / "expected", DVD, sandbox, Job())
        shutil.rmtree(batch / "work")
    expected = tree(tmp_path / "expected" / DISC)
    killed_at(batch, out, tmp_path / "run.py", word)
    assert not (out / DISC).exists() or tree(out / DISC) == expected
    with BatchStore.open(batch) as again:
        stage(again, READY, out, DVD, sandbox, Job())
    assert tree(out / DISC) == expected
    assert [path.name for path in out.iterdir()] == [DISC]


def test_a_run_killed_between_the_two_renames_is_made_good(make, store, tmp_path):
    disc = make()
    disc.rename(tmp_path / "out" / f"{DISC}.old")
    before = marks(tmp_path / "out" / f"{DISC}.old")
    make()
    assert [mark[1:] for mark in marks(disc)] == [mark[1:] for mark in before]
    shutil.copytree(disc, tmp_path / "out" / f"{DISC}.old")
    make()
    assert [path.name for path in (tmp_path / "out").iterdir()] == [DISC]


@pytest.mark.parametrize("left", [["submission.json"], []])
def test_a_run_killed_while_it_removed_the_old_disc_is_made_good(make, tmp_path, left):
    old = tmp_path / "out" / f"{DISC}.old"
    disc = make()
    old.mkdir()
    for name in left:
        shutil.copy(disc / name, old)
    assert make() == disc and not old.exists()


def test_finished_packages_of_a_stopped_run_are_not_made_again(store, tmp_path, sandbox, make):
    seen: list[str] = []
    job = Job(lambda progress: job.cancel() if "写光盘" in progress.message else None)
    with pytest.raises(Cancelled):
        make(job=job)
    make(job=Job(lambda progress: seen.append(progress.message)))
    assert not [message for message in seen if "打包" in message]


def test_nothing_of_the_staging_modules_reads_a_clock():
    for module in (disc_tree, pack):
        assert not re.search(r"\b(datetime\.now|time\.time|date\.today)\b", Path(module.__file__).read_text())
