"""制作光盘: nothing is staged before its time, and what is staged is what is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from app import clock
from app.job import Job
from app.jobs import edit
from app.jobs.collect import collect
from app.jobs.letter import attach_letter
from app.model.batch import Batch, Sender, Track, Verdict
from app.model.disc import CD, DVD, check_code
from tests.builders import a_zip
from tests.ui.batches import CODES, a_batch, a_source
from tests.ui.system_files import opened_files
from ui.send.disc import DiscPage, short_name, stretches
from ui.send.progress import COLLECT, LETTER, TABLE
from ui.widgets.buttons import QPushButton
from ui.widgets.step_row import Standing

NAMES = ("山东甲一机械有限公司", "济南乙二食品有限公司")
FIELDS = {
    "experience": "运用新方法提升质量的经验", "area": "1", "division": "34", "contact": "张工", "phone": "13800000000",
}


def show(qtbot, session, answers) -> DiscPage:
    page = DiscPage(session, answers)
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
    for number, (track, name) in enumerate(zip(Track, NAMES, strict=True)):
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
    assert page._step_card.isHidden()
    (button,) = page.hindrances.findChildren(QPushButton)
    with qtbot.waitSignal(page.go) as went:
        button.click()
    assert went.args == [LETTER]


def test_an_empty_batch_is_sent_to_the_first_step(shown, qtbot):
    batch = a_batch()
    for key in tuple(batch.enterprises):
        batch = batch.without_enterprise(key)
    page = shown(batch)
    (button,) = page.hindrances.findChildren(QPushButton)
    with qtbot.waitSignal(page.go) as went:
        button.click()
    assert went.args == [COLLECT]


def test_an_empty_cell_leads_to_the_table(shown, qtbot):
    batch = a_batch()
    one = batch.enterprises["e0"]
    fields = {key: text for key, text in one.fields.items() if key != "contact"}
    page = shown(batch.with_enterprise(replace(one, fields=fields)))
    went: list[int] = []
    page.go.connect(went.append)
    for button in page.hindrances.findChildren(QPushButton):
        button.click()
    assert went == [TABLE, LETTER]


# -- the medium ------------------------------------------------------------------------------------
def test_a_medium_that_is_too_small_says_by_how_much(shown):
    batch = a_batch()
    big = replace(a_source("s0", "山东鲁泰精密机械股份有限公司"), size=900_000_000)
    page = shown(replace(batch, sources={**batch.sources, "s0": big}))
    page.media["cd"].chosen.emit(CD)
    assert "超出" in page.media["cd"].text.text()
    assert "需 1 张" in page.media["dvd"].text.text()
    assert "放不下，超出 2" in page.note.text()
    assert "DVD±R" in page.note.text()


def test_a_medium_is_chosen_by_mouse_and_by_key(shown, qtbot):
    page = shown(a_batch())
    assert page.medium == DVD
    qtbot.mouseClick(page.media["bd"], Qt.MouseButton.LeftButton)
    assert page.medium.id == "bd"
    qtbot.keyClick(page.media["cd"], Qt.Key.Key_Space)
    assert page.medium.id == "cd"
    assert page.media["cd"].property("chosen")


def test_every_enterprise_has_its_stretch(ready):
    names = [each.name for each in stretches(ready._plan)]
    assert names[:-1] == [one.name for track in Track for one in ready._session.batch.in_track(track)]
    assert sum(each.size for each in stretches(ready._plan)) == ready._plan.size


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("山东鲁泰精密机械股份有限公司", "鲁泰精密"), ("章丘铸锻（集团）有限责任公司", "章丘铸锻"),
        ("济南云图软件有限公司", "云图软件"), ("济南有限公司", "济南"), ("某厂", "某"), ("", ""),
    ],
)
def test_short_names(name, short):
    assert short_name(name) == short


# -- staging ---------------------------------------------------------------------------------------
def test_staging_leaves_a_folder_and_its_check_code(ready):
    ready.stage_button.click()
    (staging,) = ready._session.batch.stagings.values()
    folder = ready._session.folder / "光盘" / staging.disc_id
    assert staging.check_code == check_code((folder / "tagmanifest-sha256.txt").read_bytes())
    assert ready.code.code.text() == staging.check_code
    assert ready.staged.mark.standing is Standing.DONE
    assert f"{staging.bytes:,} 字节" in ready.staged.text.text()


def test_it_goes_where_the_clerk_says(ready, tmp_path, answers):
    answers.folder = tmp_path / "U盘"
    answers.folder.mkdir()
    ready.move_button.click()
    ready.stage_button.click()
    assert [path.name for path in answers.folder.iterdir()] == ["QLBG23_3701_01"]


def test_the_folder_and_its_index_are_opened(ready):
    ready.stage_button.click()
    with opened_files() as paths:
        ready.open_button.click()
        ready.open_index.click()
    assert paths[0].is_dir()
    assert paths[1].name == "光盘目录.html"
    assert paths[1].is_file()


def test_every_byte_is_verified(ready):
    ready.stage_button.click()
    ready.verify_button.click()
    assert ready.checked.mark.standing is Standing.DONE
    assert "逐字节一致" in ready.checked.text.text()


def test_a_changed_byte_is_told(ready, answers):
    ready.stage_button.click()
    (staging,) = ready._session.batch.stagings.values()
    index = ready._session.folder / "光盘" / staging.disc_id / "光盘目录.html"
    content = index.read_bytes()
    index.unlink()
    index.write_bytes(content[:-1] + b" ")
    ready.verify_button.click()
    assert "不一致" in answers.told[-1][0]
    assert "光盘目录.html" in answers.told[-1][1]
    assert ready.checked.mark.standing is not Standing.DONE


def test_a_change_afterwards_asks_for_another_staging(ready):
    ready.stage_button.click()
    key = ready._session.batch.order[Track.NATIONAL][0]
    ready._session.apply("改联系人", lambda b: edit.set_fields(b, key, {"contact": "李工"}))
    assert not ready.stage_button.isHidden()
    assert "重新生成" in ready.staged.text.text()
    assert ready.code.code.isHidden()


def test_a_staging_found_again_brings_its_medium(ready, qtbot, answers):
    ready.media["bd"].chosen.emit(ready.media["bd"].medium)
    ready.stage_button.click()
    again = show(qtbot, ready._session, answers)
    assert again.medium.id == "bd"
    assert again.staged.mark.standing is Standing.DONE


def test_the_tree_shows_what_will_be_there(ready):
    top = [ready.contents.tree.topLevelItem(n).text(0) for n in range(ready.contents.tree.topLevelItemCount())]
    assert top[:3] == ["说明文件.TXT", "光盘目录.html", "data"]
