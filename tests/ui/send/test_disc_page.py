"""制作光盘: nothing is staged before its time, and what is staged is what is shown."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from app import clock
from app.batch import edit
from app.burning import Burner, Drive
from app.demo.cast import TRACKS
from app.disc.drives import DiscDrive
from app.errors import BurnFailed, Cancelled, DriveEmpty, NoBurner
from app.job import Job, Progress
from app.model.batch import Batch, Place, Sender, Staging, Verdict
from app.model.disc import CD, DVD, Medium, check_code, paper_code
from app.model.finding import Outcome, State
from app.scanning.scanner import FOLDER, Scanner
from app.send.collect import collect
from app.send.image import make_image
from app.send.letter import attach_letter
from app.send.making.at_once import PAPERS
from app.send.paper import REGISTER
from app.send.readback import read_back
from tests.builders import a_zip
from tests.ui.batches import CODES, a_batch, a_source
from tests.ui.conftest import NOTICE
from tests.ui.system_files import opened_files
from ui.send.disc.actions import Machine
from ui.send.disc.hindrance import hindrances
from ui.send.disc.page import DiscPage
from ui.send.disc.stretches import short_name, stretches
from ui.send.progress import CHECK, COLLECT, LETTER, TABLE
from ui.shell.ask import Printed
from ui.shell.page import Target
from ui.widgets.step_row import Standing


def no_burner() -> Burner:
    raise NoBurner("")


NOTHING = Machine(drives=lambda: (), burner=no_burner, scanner=lambda: None)
NAMES = ("山东甲一机械有限公司", "济南乙二食品有限公司")
FIELDS = {
    "experience": "运用新方法提升质量的经验", "area": "1", "division": "34", "contact": "张工", "phone": "13800000000",
}


def show(qtbot, session, answers, machine: Machine = NOTHING) -> DiscPage:
    page = DiscPage(session, answers, machine=machine)
    qtbot.addWidget(page)
    page.resize(1130, 680)
    with qtbot.waitExposed(page):
        page.show()
    return page


@pytest.fixture
def shown(qtbot, opened, answers):
    def open_page(batch) -> DiscPage:
        session = opened(batch)
        session.start()
        return show(qtbot, session, answers)

    return open_page


@pytest.fixture
def ready(qtbot, opened, tmp_path, answers):
    """Two real packages, everything filled, sealed and decided."""
    session = opened(Batch(Sender("济南市工业和信息化局", "370100", "济南市"), "2023", "2023-08-20"))
    for number, (track, name) in enumerate(zip(TRACKS, NAMES, strict=True)):
        package = a_package(tmp_path / f"{name}.zip", number)
        collect(session.store, track, [package], sandbox=session.sandbox, job=Job())
        (one,) = session.batch.in_track(track)
        session.apply("填写", lambda b, k=one.id, c=CODES[number]: edit.set_fields(b, k, {**FIELDS, "code": c}))
        session.apply("核对", lambda b, k=one.id: edit.confirm(b, [k]))
        attach_letter(session.store, track, a_pdf(tmp_path / "盖章.pdf", 90 + number), session.sandbox, Job())
    session.start()
    for finding in session.report.holding(session.batch.decisions):
        session.apply("核对", lambda b, f=finding: edit.decide(b, f, Verdict.ACCEPT, "看过", "", clock.today()))
    assert not session.report.holding(session.batch.decisions)
    return show(qtbot, session, answers)


def a_pdf(path: Path, number: int) -> Path:
    """One page of one colour: sound, and unlike any other."""
    Image.new("RGB", (41, 58), (number, number * 2 % 256, 7)).save(path)
    return path


def a_package(path: Path, number: int) -> Path:
    names = ("申报书（盖章）", "典型经验材料", "证明材料/营业执照", "证明材料/审计报告", "证明材料/承诺书")
    page = path.with_suffix(".pdf")
    return a_zip(
        path, {f"{name}.pdf": a_pdf(page, number * 10 + at).read_bytes() for at, name in enumerate(names, 1)}
    )


# -- before its time -------------------------------------------------------------------------------
def test_what_is_missing_is_listed_with_the_way_there(shown, qtbot):
    page = shown(a_batch())
    assert page.steps.isHidden()
    button = next(each for each in page.hindrances.findChildren(QPushButton) if each.text() == "去推荐文件")
    with qtbot.waitSignal(page.go) as went:
        button.click()
    assert went.args[0].page == LETTER


def test_an_empty_batch_is_sent_to_the_first_step(shown, qtbot):
    batch = a_batch()
    for key in tuple(batch.enterprises):
        batch = batch.without_enterprise(key)
    page = shown(batch)
    (button,) = page.hindrances.findChildren(QPushButton)
    with qtbot.waitSignal(page.go) as went:
        button.click()
    assert went.args[0].page == COLLECT


def test_an_empty_cell_leads_to_the_table(shown, qtbot):
    batch = a_batch()
    one = batch.enterprises["e0"]
    fields = {key: text for key, text in one.fields.items() if key != "contact"}
    page = shown(batch.with_enterprise(replace(one, fields=fields)))
    went: list[Target] = []
    page.go.connect(went.append)
    for button in page.hindrances.findChildren(QPushButton):
        button.click()
    assert went[-2] == Target(TABLE, "e0", "contact")
    assert went[-1].page == LETTER


def test_what_is_still_being_looked_at_is_named_and_the_disc_waits(shown):
    page = shown(a_batch())
    seen = page._session.report
    unseen = Outcome("SEAL-01", "申报书盖了公章", "e0", "甲公司", State.SKIPPED, reason="还没有看过印章", is_pending=True)
    (told,) = (h for h in hindrances(replace(seen, outcomes=(*seen.outcomes, unseen)), a_batch()) if "还在查看" in h.title)
    assert "申报书盖了公章" in told.example and told.step == CHECK


# -- the medium ------------------------------------------------------------------------------------
def test_a_medium_that_is_too_small_says_by_how_much(shown):
    batch = a_batch()
    big = replace(a_source("s0", "山东鲁泰精密机械股份有限公司"), size=900_000_000)
    page = shown(replace(batch, sources={**batch.sources, "s0": big}))
    page.capacity.media["cd"].chosen.emit(CD)
    assert "放不下" in page.capacity.media["cd"].text.text()
    assert "需 1 张" in page.capacity.media["dvd"].text.text()
    assert "山东鲁泰精密机械股份有限公司" in page.capacity.note.text()
    assert "DVD±R 可以放下" in page.capacity.note.text()


def test_a_medium_is_chosen_by_mouse_and_by_key(shown, qtbot):
    page = shown(a_batch())
    assert page.medium == DVD
    qtbot.mouseClick(page.capacity.media["bd"], Qt.MouseButton.LeftButton)
    assert page.medium.id == "bd"
    qtbot.keyClick(page.capacity.media["cd"], Qt.Key.Key_Space)
    assert page.medium.id == "cd"
    assert page.capacity.media["cd"].property("chosen")


def test_every_enterprise_has_its_stretch(ready):
    names = [each.name for each in stretches(ready.state.plans[0], ready._session.notice.region)]
    assert names[:-1] == [one.name for track in TRACKS for one in ready._session.batch.in_track(track)]
    assert sum(each.size for each in stretches(ready.state.plans[0], ready._session.notice.region)) == ready.state.plans[0].size


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("山东鲁泰精密机械股份有限公司", "鲁泰精密"), ("章丘铸锻（集团）有限责任公司", "章丘铸锻"),
        ("济南云图软件有限公司", "云图软件"), ("济南有限公司", "济南"), ("某厂", "某"), ("", ""),
    ],
)
def test_short_names(name, short):
    assert short_name(name, NOTICE.region) == short


# -- staging ---------------------------------------------------------------------------------------
def test_staging_leaves_a_folder_and_its_check_code(ready):
    ready.steps.stage_button.click()
    (staging,) = ready._session.batch.stagings.values()
    folder = ready._session.folder / "光盘" / staging.disc_id
    assert staging.check_code == check_code((folder / "tagmanifest-sha256.txt").read_bytes())
    assert ready.code.code.text() == staging.check_code
    scanned = paper_code(ready.code.qr.text)  # the whole of it, which twelve characters only begin
    assert scanned.is_whole and scanned.fits("", sha256((folder / "tagmanifest-sha256.txt").read_bytes()).hexdigest())
    assert ready.steps.staged.mark.standing is Standing.DONE
    assert f"{staging.bytes:,} 字节" in ready.steps.staged.text.text()


def test_it_goes_where_the_clerk_says(ready, tmp_path, answers):
    answers.folder = tmp_path / "U盘"
    answers.folder.mkdir()
    ready.steps.move_button.click()
    ready.steps.stage_button.click()
    assert [path.name for path in answers.folder.iterdir()] == ["QLBG23_3701_01"]


def test_the_folder_and_its_index_are_opened(ready):
    ready.steps.stage_button.click()
    with opened_files() as paths:
        ready.steps.open_button.click()
        ready.open_index.click()
    assert paths[0].is_dir()
    assert paths[1].name == "光盘目录.html"
    assert paths[1].is_file()


def test_a_change_afterwards_asks_for_another_staging(ready):
    ready.steps.stage_button.click()
    key = ready._session.batch.order["national"][0]
    ready._session.apply("改联系人", lambda b: edit.set_fields(b, key, {"contact": "李工"}))
    assert not ready.steps.stage_button.isHidden()
    assert "生成以后有改动（“改联系人”），请重新生成" in ready.steps.staged.text.text()
    assert ready.code.code.isHidden()
    ready._session.undo()
    assert "重新生成" not in ready.steps.staged.text.text()


def test_another_kind_of_disc_is_told_as_such(ready):
    ready.steps.stage_button.click()
    ready.capacity.media["bd"].chosen.emit(ready.capacity.media["bd"].medium)
    assert "换成 BD-R 要重新生成" in ready.steps.staged.text.text()


def test_a_staging_directory_that_is_gone_is_told_as_such(ready):
    ready.steps.stage_button.click()
    shutil.rmtree(only_staging(ready).folder)
    ready.renew()
    assert "刻录目录不在了" in ready.steps.staged.text.text()


def test_a_staging_found_again_brings_its_medium(ready, qtbot, answers):
    ready.capacity.media["bd"].chosen.emit(ready.capacity.media["bd"].medium)
    ready.steps.stage_button.click()
    again = show(qtbot, ready._session, answers)
    assert again.medium.id == "bd"
    assert again.steps.staged.mark.standing is Standing.DONE


def test_the_tree_shows_what_will_be_there(ready):
    top = [ready.contents.tree.topLevelItem(n).text(0) for n in range(ready.contents.tree.topLevelItemCount())]
    assert top[:3] == ["说明文件.TXT", "光盘目录.html", "data"]


# -- all at once -----------------------------------------------------------------------------------
def test_all_that_needs_nobody_between_is_done_at_one_click(ready):
    assert ready.all_button.isVisible() and ready.steps.stage_button.property("look") != "primary"
    ready.all_button.click()
    (staging,) = ready._session.batch.stagings.values()
    readback = ready._session.batch.readbacks[staging.disc_id]
    assert (readback.place, readback.problems) == (Place.IMAGE, 0)
    assert ready.steps.imaged.mark.standing is Standing.DONE and "逐字节一致" in ready.steps.proven.text.text()
    assert (ready._session.folder / PAPERS / REGISTER).is_file()
    assert ready.all_button.isHidden() and ready.steps.export_button.property("look") == "primary"


def test_stopped_between_it_goes_on_from_there(ready, monkeypatch):
    def stopped(*_: object) -> Path:
        raise Cancelled

    with monkeypatch.context() as patch:
        patch.setattr("app.send.making.at_once.make_image", stopped)
        ready.all_button.click()
    assert ready.state.is_staged and not ready.state.is_imaged and not ready.all_button.isHidden()
    monkeypatch.setattr("app.send.making.at_once.stage", stopped)  # the folders are there
    ready.all_button.click()
    assert ready.state.is_imaged


def test_an_image_that_reads_back_wrong_is_told(ready, answers, monkeypatch):
    def spoilt(*given) -> Path:
        image = make_image(*given)
        content = bytearray(image.read_bytes())
        at = content.index(b"%PDF")
        content[at + 9] ^= 1
        image.write_bytes(content)
        return image

    monkeypatch.setattr("app.send.making.at_once.make_image", spoilt)
    ready.all_button.click()
    assert "有 1 处问题" in answers.told[-1][0]
    assert ready.steps.proven.mark.standing is Standing.WARN


# -- the image --------------------------------------------------------------------------------------
@pytest.fixture
def imaged(ready):
    ready.steps.stage_button.click()
    ready.steps.image_button.click()
    return ready


def only_staging(page: DiscPage) -> Staging:
    (staging,) = page._session.batch.stagings.values()
    return staging


def test_the_image_lies_beside_and_its_step_is_done(imaged):
    image = Path(only_staging(imaged).image)
    assert image.name == "QLBG23_3701_01.iso"
    assert image.is_file()
    assert imaged.steps.imaged.mark.standing is Standing.DONE
    assert imaged.steps.image_button.isHidden()
    assert not imaged.steps.export_button.isHidden()


def test_an_image_that_is_gone_is_asked_for_again(imaged):
    Path(only_staging(imaged).image).unlink()
    imaged.renew()
    assert imaged.steps.imaged.mark.standing is Standing.NEXT
    assert not imaged.steps.image_button.isHidden()


def test_the_image_is_saved_elsewhere_and_a_name_in_use_is_asked(imaged, tmp_path, answers):
    answers.folder = tmp_path / "U盘"
    answers.folder.mkdir()
    imaged.steps.export_button.click()
    copy = answers.folder / "QLBG23_3701_01.iso"
    assert copy.read_bytes() == Path(only_staging(imaged).image).read_bytes()
    assert answers.told[-1][0] == "映像已存好"
    assert imaged.steps.verify_button.property("look") == "primary"
    copy.write_bytes(b"other")
    answers.confirms = [False]
    imaged.steps.export_button.click()
    assert copy.read_bytes() == b"other"


# -- burning ----------------------------------------------------------------------------------------
class FakeBurner:
    """Burns to a file: what a drive would hold."""

    name = "刻录程序"

    def __init__(self, disc: Path) -> None:
        self.disc = disc
        self.fails = False

    def drives(self) -> tuple[Drive, ...]:
        return (Drive("/dev/sr0", "ASUS DRW-24"),)

    def burn(self, image: Path, drive: Drive, medium: Medium, job: Job) -> None:
        if self.fails:
            raise BurnFailed("光驱里没有光盘，请放入空白盘")
        shutil.copy(image, self.disc)


@pytest.fixture
def burner(tmp_path):
    return FakeBurner(tmp_path / "盘")


@pytest.fixture
def with_drive(qtbot, ready, answers, burner):
    """The same batch on a computer with a burner."""
    drive = DiscDrive("/dev/sr0", "ASUS DRW-24", burner.disc)
    page = show(qtbot, ready._session, answers, Machine(lambda: (drive,), lambda: burner))
    page.steps.stage_button.click()
    page.steps.image_button.click()
    return page


def test_without_a_burner_it_is_told_how_to_burn_elsewhere(imaged):
    assert not imaged.steps.burn_button.isEnabled()
    assert "另存到 U 盘" in imaged.steps.burnt.text.text()


def test_a_drive_that_is_plugged_in_is_noticed(qtbot, imaged, answers, burner):
    there: list[Drive] = []
    burner.drives = lambda: tuple(there)
    page = show(qtbot, imaged._session, answers, Machine(lambda: (), lambda: burner))
    assert "本机没有光驱" in page.steps.burnt.text.text()
    there.append(Drive("/dev/sr0", "ASUS DRW-24"))
    page.look_for_drives()
    assert page.steps.burn_button.isEnabled()
    assert page._watch.isActive()
    page.hide()
    assert not page._watch.isActive()


def test_burnt_and_read_back_it_is_done(with_drive, answers):
    page = with_drive
    assert page.steps.burn_button.property("look") == "primary"
    page.steps.burn_button.click()
    assert "空白 DVD±R" in answers.asked[-1][1]
    assert page.steps.burnt.mark.standing is Standing.DONE
    assert page.steps.verify_button.property("look") == "primary"
    page.steps.verify_button.click()
    assert page.steps.proven.mark.standing is Standing.DONE
    assert "逐字节一致" in page.steps.proven.text.text()
    assert "ASUS DRW-24" in page.steps.proven.text.text()
    assert page.steps.papers_button.property("look") == "primary"


def test_a_burn_that_fails_leaves_the_step_open(with_drive, answers, burner):
    burner.fails = True
    with_drive.steps.burn_button.click()
    assert isinstance(answers.errors[-1], BurnFailed)
    assert with_drive.steps.burnt.mark.standing is Standing.NEXT


def test_a_burn_not_confirmed_burns_nothing(with_drive, answers, burner):
    answers.confirms = [False]
    with_drive.steps.burn_button.click()
    assert not burner.disc.exists()


# -- reading back -----------------------------------------------------------------------------------
def test_an_empty_drive_is_told_and_nothing_recorded(with_drive, answers):
    with_drive.steps.verify_button.click()
    assert isinstance(answers.errors[-1], DriveEmpty)
    assert not with_drive._session.batch.readbacks


def test_the_image_alone_does_not_prove_the_disc(imaged):
    imaged.steps.verify_button.click()
    assert "光盘映像" in imaged.steps.proven.text.text()
    assert "光盘刻好后请再校验" in imaged.steps.proven.text.text()
    assert imaged.steps.proven.mark.standing is Standing.NEXT


def test_a_changed_byte_is_told_with_file_and_enterprise(with_drive, answers, burner):
    with_drive.steps.burn_button.click()
    name = NAMES[0]
    (package,) = Path(only_staging(with_drive).folder).rglob(f"{name}.zip")
    content, whole = package.read_bytes(), bytearray(burner.disc.read_bytes())
    whole[whole.index(content) + 100] ^= 1
    burner.disc.write_bytes(whole)
    with_drive.steps.verify_button.click()
    title, text = answers.told[-1]
    assert "QLBG23_3701_01 有 1 处问题" in title
    assert f"涉及的企业：{name}" in text
    assert f"{name}.zip" in text
    assert with_drive.steps.proven.mark.standing is Standing.WARN
    assert name in with_drive.steps.proven.text.text()
    assert with_drive.steps.burn_button.property("look") == "primary"


def test_a_folder_or_another_image_may_be_read(imaged, answers, tmp_path):
    image = Path(shutil.copy(only_staging(imaged).image, tmp_path / "别处.iso"))
    answers.choices, answers.files = [1], (image,)
    imaged.steps.verify_button.click()
    assert imaged.state.readbacks[0].drive == str(image)
    answers.choices, answers.folder = [2], Path(only_staging(imaged).folder)
    imaged.steps.verify_button.click()
    assert imaged.state.readbacks[0].place is Place.FOLDER


def test_a_reading_that_was_stopped_goes_on_where_the_clerk_says_so(imaged, answers):
    store, image = imaged._session.store, Path(only_staging(imaged).image)
    job: Job

    def stop(progress: Progress) -> None:
        if progress.total_bytes and progress.done_bytes > progress.total_bytes * 0.7:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        read_back(store, image, job)
    answers.choices = [0, None]
    imaged.steps.verify_button.click()
    assert answers.asked[-1][0] == "上次读到一半停下了"
    assert not imaged._session.batch.readbacks
    answers.choices = [0, 0]
    imaged.steps.verify_button.click()
    assert not imaged.state.readbacks[0].problems


def test_a_new_staging_has_to_be_read_back_anew(with_drive):
    with_drive.steps.burn_button.click()
    with_drive.steps.verify_button.click()
    key = with_drive._session.batch.order["national"][0]
    with_drive._session.apply("改联系人", lambda b: edit.set_fields(b, key, {"contact": "李工"}))
    with_drive.steps.stage_button.click()
    assert with_drive.state.readbacks == (None,)
    assert with_drive.steps.proven.mark.standing is not Standing.DONE


# -- viruses ---------------------------------------------------------------------------------------
def with_scanner(page: DiscPage, code: int, *lines: str) -> None:
    program = f"import sys; [print(sys.argv[1] + line) for line in {list(lines)!r}]; sys.exit({code})"
    found = Scanner("试验查毒", (sys.executable, "-c", program, FOLDER))
    page._actions._machine = replace(page.machine, scanner=lambda: found)


def test_what_was_not_looked_through_for_viruses_is_said_to_be_so(ready, answers):
    ready.steps.stage_button.click()
    assert "未查毒" in ready.steps.staged.text.text()
    ready.steps.scan_button.click()
    assert answers.told[-1][0] == "没有找到查毒程序"


def test_the_scanner_of_the_office_is_asked_and_what_it_found_is_told(ready, answers):
    ready.steps.stage_button.click()
    with_scanner(ready, 1, "/data/甲.zip: X FOUND")
    ready.steps.scan_button.click()
    assert "查毒发现 1 处：甲.zip" in ready.steps.staged.text.text()
    assert answers.told[-1][0] == "查毒发现 1 处" and "data/甲.zip" in answers.told[-1][1]
    with_scanner(ready, 0)
    ready.steps.scan_button.click()
    assert "试验查毒 未发现病毒" in ready.steps.staged.text.text()
    assert ready.state.stagings[0].scan is not None
    ready.steps.image_button.click()
    assert ready.state.is_imaged and ready.state.stagings[0].scan is not None, "an image changes nothing of it"


# -- the paper --------------------------------------------------------------------------------------
def test_the_papers_are_written_and_opened(ready):
    ready.steps.stage_button.click()
    with opened_files() as paths:
        ready.steps.papers_button.click()
        ready.steps.faces_button.click()
    assert [path.name for path in paths] == ["交接登记表.pdf", "光盘盘面.pdf", "光盘封面清单.pdf"]
    assert all(path.read_bytes().startswith(b"%PDF") for path in paths)
    assert ready.steps.printed.mark.standing is Standing.DONE


def test_papers_that_were_not_printed_leave_their_step_open(ready, answers):
    answers.printed = Printed.NOT
    ready.steps.stage_button.click()
    ready.steps.papers_button.click()
    assert answers.asked[-1] == ("打印交接材料", "交接登记表.pdf")
    assert ready.steps.printed.mark.standing is not Standing.DONE


# -- a set ------------------------------------------------------------------------------------------
@pytest.fixture
def a_set(ready):
    """CDs a byte too small for both enterprises."""
    before = CD.usable
    object.__setattr__(CD, "usable", ready.state.plans[0].size - 1)
    ready.capacity.media["cd"].chosen.emit(CD)
    yield ready
    object.__setattr__(CD, "usable", before)


def test_a_set_shows_a_bar_for_each_disc_and_how_many_it_takes(a_set):
    assert "需 2 张" in a_set.capacity.media["cd"].text.text()
    assert [row.title.text() for row in a_set.capacity.bars.rows] == ["第 1 张", "第 2 张"]
    assert all("·" not in row.used.text() and "/" in row.used.text() for row in a_set.capacity.bars.rows)


def test_the_page_turns_from_disc_to_disc(a_set, qtbot):
    a_set.steps.stage_button.click()
    codes = [staging.check_code for staging in a_set.state.stagings]
    assert len(set(codes)) == 2
    seen = [a_set.code.code.text()]
    a_set.code.forth.click()
    seen.append(a_set.code.code.text())
    assert seen == codes
    assert not a_set.code.forth.isEnabled()
    qtbot.mouseClick(a_set.capacity.bars.rows[0], Qt.MouseButton.LeftButton)
    assert a_set.code.code.text() == codes[0]


def test_each_disc_of_a_set_shows_its_own_packages(a_set):
    def packages() -> int:
        tree = a_set.contents.tree
        items = tree.findItems("申报材料", Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive)
        return sum(item.childCount() for item in items)

    assert (a_set.contents.title.text(), packages()) == ("第 1 张的内容", 1)
    a_set.code.forth.click()
    assert (a_set.contents.title.text(), packages()) == ("第 2 张的内容", 1)


def test_every_disc_of_a_set_is_imaged_and_the_one_read_is_shown(a_set, answers):
    a_set.steps.stage_button.click()
    a_set.steps.image_button.click()
    assert all(a_set.state.images)
    answers.choices, answers.files = [1], (Path(a_set.state.images[1]),)
    a_set.steps.verify_button.click()
    assert a_set.number == 2
    assert a_set.state.readbacks[0] is None
    assert "第 2 张" in a_set.steps.proven.text.text()
