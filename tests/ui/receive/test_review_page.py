"""Score sheets go out and come back; marks are clicked; the review kept beside the ledger is asserted."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from app.editions.toml import toml_of
from app.ledger import Ledger
from app.model.batch import Sender
from app.model.finding import Report
from app.model.submission import Standing
from app.notices.clauses import Office
from app.reading.tables.scores import POINTS
from app.receive.review.kept import review_of
from tests.ui.conftest import NOTICE, Answers
from tests.ui.receive.ledgers import a_ledger, hand_in
from ui.receive.facts import REVIEW
from ui.receive.review.actions import read_experts
from ui.receive.review.areas import Area, reminder
from ui.receive.review.one import sections
from ui.receive.review.page import ReviewPage
from ui.receive.view import LedgerView
from ui.widgets.labels import PlainLabel

DIRECT = Sender("山东高速集团有限公司")  # has no quota
FIRMS = [("national", f"济南{n}号机械有限公司") for n in "甲乙丙"]


@pytest.fixture
def page(tmp_path: Path, shown) -> ReviewPage:
    return _page(a_ledger(tmp_path / "台账"), shown)


def _page(ledger: Ledger, shown) -> ReviewPage:
    one = hand_in(ledger, DIRECT, FIRMS, Standing.ACCEPTED, report=Report(()))
    for source in ledger.batch_of(one.id).sources.values():
        stored = ledger.folder_of(one.id) / source.stored
        stored.parent.mkdir(parents=True)
        with zipfile.ZipFile(stored, "w") as package:
            package.writestr("申报书.docx", source.id)
    view: LedgerView = shown(ledger)
    view.go(REVIEW)
    made = view.page(REVIEW)
    assert isinstance(made, ReviewPage)
    return made


def click(qtbot, widget) -> None:
    assert widget.isEnabled() and widget.isVisible()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def scored(page: ReviewPage, qtbot, answers: Answers, folder: Path, scores: dict[str, int]) -> None:
    """Out with the sheets, points written into them, in again."""
    answers.choices, answers.texts, answers.folder, answers.confirms = [3], ["李教授、王研究员"], folder, [False]
    click(qtbot, page.material)
    sheets = sorted((folder / "2023年质量标杆评审材料" / "评分表").iterdir())
    for path in sheets:
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        head = next(row for row in sheet.iter_rows() if any(cell.value == POINTS for cell in row))
        at = next(cell.column for cell in head if cell.value == POINTS)
        for row in sheet.iter_rows(min_row=head[0].row + 1):
            name = next((str(c.value) for c in row if str(c.value) in scores), "")
            if name:
                sheet.cell(row[0].row, at).value = scores[name]
        book.save(path)
    answers.files = tuple(sheets)
    click(qtbot, page.scores)


def test_scores_come_back_and_put_the_rows_in_order(page, qtbot, answers: Answers, tmp_path: Path):
    points = {FIRMS[0][1]: 70, FIRMS[1][1]: 95, FIRMS[2][1]: 88}
    scored(page, qtbot, answers, tmp_path / "外发", points)
    assert [one.row.entry.name for one in page.view.records.rows] == [FIRMS[n][1] for n in (1, 2, 0)]
    assert set(review_of(page._session.ledger).ballots) == {"李教授", "王研究员"}
    answers.texts = ["2"]
    click(qtbot, page.best)
    assert len(review_of(page._session.ledger).recommended) == 2
    answers.folder, answers.confirms = tmp_path / "结果", [False]
    click(qtbot, page.results)
    assert {path.name for path in answers.folder.iterdir()} == {"评审结果.xlsx", "公示名单.xlsx", "网上申报提醒名单.xlsx"}


def test_a_click_marks_and_a_second_takes_it_back(page, qtbot):
    place = page.view.visualRect(page.view.records.index(1, 1)).center()
    for count in (1, 0):
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert len(review_of(page._session.ledger).recommended) == count


def chosen(page: ReviewPage, qtbot, row: int) -> None:
    place = page.view.visualRect(page.view.records.index(row, 0)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_a_search_and_a_heading_stay_when_one_is_marked(page, qtbot):
    names = [one.row.entry.name for one in page.view.records.rows]
    head = next(n for n, column in enumerate(page.view.columns) if column.text(page.view.records.rows[0]) == names[0])
    for _ in range(2):
        page.view.horizontalHeader().sectionClicked.emit(head)
    ordered = [one.row.entry.name for one in page.view.records.rows]
    assert sorted(ordered) == sorted(names)
    chosen = page.view.chosen_record().row.key
    page.search.insert("公司")
    assert page.search.count == f"{len(names)} / {len(names)}"
    page._toggle(page.view.records.rows[-1])
    assert [one.row.entry.name for one in page.view.records.rows] == ordered
    assert page.view.chosen_record().row.key == chosen
    page.search.clear()
    page.search.insert(names[1])
    assert [one.row.entry.name for one in page.view.records.rows] == [names[1]]


def test_what_was_given_back_is_let_in_by_a_reason_alone(page, qtbot, answers: Answers):
    ledger = page._session.ledger
    page._session.decide(lambda _: ledger.set_standing("2023-山东高速集团有限公司-1", Standing.RETURNED, "", "刘处"))
    assert "3 家不参加" in page.tiles[Area.RANKING].told.below
    place = page.view.visualRect(page.view.records.index(0, 1)).center()
    answers.texts = [None, "原件已补齐"]
    for let_in in (0, 1):
        qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert len(review_of(ledger).admitted) == let_in and review_of(ledger).recommended == ()
    chosen(page, qtbot, 0)
    click(qtbot, page.shut_out)
    assert review_of(ledger).admitted == {}


def test_from_the_visit_to_the_publicity_and_its_objection(page, qtbot, answers: Answers, tmp_path: Path):
    ledger = page._session.ledger
    answers.folder, answers.confirms = tmp_path / "文件", [False, False]
    chosen(page, qtbot, 0)
    assert not page.objection.isVisible() and not page.filed.isVisible()
    answers.texts = ["张工、李工"]
    click(qtbot, page.visit)
    assert [one.members for one in review_of(ledger).visits.values()] == [("张工", "李工")]
    answers.choices, answers.texts = [0], ["与申报一致"]
    click(qtbot, page.visit)
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton,
                     pos=page.view.visualRect(page.view.records.index(0, 1)).center())
    click(qtbot, page.tiles[Area.PUBLICITY])
    assert page.share.rows(page.area) == ()
    click(qtbot, page.publicity)
    assert len(list(answers.folder.iterdir())) == 3  # the form, and the announcement in both ways
    answers.texts = ["某协会", "获过奖"]
    click(qtbot, page.objection)
    answers.choices, answers.texts = [0, 1], ["属实"]
    click(qtbot, page.objection)
    (one,) = review_of(ledger).objections
    assert one.is_upheld and page.standings.ranked["national"][-1].bars


def test_a_publicity_without_a_telephone_is_not_made(shown, qtbot, answers: Answers, tmp_path: Path):
    page = _page(Ledger.create(tmp_path / "台账", toml_of(replace(NOTICE, office=Office()))), shown)
    answers.folder, answers.confirms = tmp_path / "文件", [False]
    chosen(page, qtbot, 0)
    click(qtbot, page.mark)
    click(qtbot, page.tiles[Area.PUBLICITY])
    answers.texts = [""]
    click(qtbot, page.publicity)
    assert "电话" in answers.told[-1][0] and not answers.folder.exists() and page.share.shown is None
    answers.texts = ["0531-80000000"]
    click(qtbot, page.publicity)
    published = page.share.shown
    assert published is not None and published.phone == "0531-80000000"


def test_filing_online_is_ticked_and_taken_back(page, qtbot, answers: Answers):
    ledger = page._session.ledger
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton,
                     pos=page.view.visualRect(page.view.records.index(0, 1)).center())
    for count in (1, 0):
        click(qtbot, page.filed)
        assert len(review_of(ledger).filed) == count
    assert "www.caq.org.cn" in answers.asked[0][1]


def test_the_highest_and_the_lowest_may_be_left_out(page, qtbot):
    page.trimmed.click()
    assert review_of(page._session.ledger).is_trimmed and page.trimmed.isChecked()


def test_who_must_file_online_is_reminded(page, qtbot):
    assert not page._foot.isVisible()
    place = page.view.visualRect(page.view.records.index(0, 1)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "1 家，要在 9 月 15 日前完成网上申报（还有 21 天）" in page.reminder.text()


def test_the_reminder_turns_red_when_the_day_has_passed():
    assert reminder(NOTICE, 2, date(2023, 9, 16))[1] == "red"
    assert "就是今天" in reminder(NOTICE, 2, date(2023, 9, 15))[0]
    assert reminder(NOTICE, 0, date(2023, 9, 1)) == ("", "muted")


def test_experts_are_told_line_by_line_with_their_groups():
    assert read_experts("李教授、王研究员\n陈工：全面质量管理、质量工程技术\n") == {
        "李教授": (), "王研究员": (), "陈工": ("全面质量管理", "质量工程技术"),
    }
    assert read_experts(" \n") == {}


# -- the four parts --------------------------------------------------------------------------------
def shown_cells(page: ReviewPage, row: int) -> list[str]:
    records = page.view.records
    return [records.data(records.index(row, column)) for column in range(records.columnCount())]


def test_why_one_has_no_part_is_said_once_in_the_list_and_whole_in_the_card(page, qtbot):
    ledger = page._session.ledger
    page._session.decide(lambda _: ledger.set_standing("2023-山东高速集团有限公司-1", Standing.RETURNED, "", "刘处"))
    cells = shown_cells(page, 0)
    assert cells.count("没有受理") == 1 and not any("不参加" in cell for cell in cells)
    first = next(sections(page.view.chosen_record(), page.share, NOTICE, date(2023, 8, 25)))
    assert first.lines == ("退回补正，还没有受理",)


def test_no_column_is_cut_at_the_smallest_window(page, qtbot):
    for area in Area:
        click(qtbot, page.tiles[area])
        assert page.view.horizontalScrollBar().maximum() == 0


def test_each_part_lists_whom_it_is_about_and_its_tile_tells_how_far_it_is(page, qtbot, answers: Answers, tmp_path: Path):
    answers.folder, answers.confirms = tmp_path / "文件", [False, False]
    told = {area: page.tiles[area].told for area in Area}
    assert [told[area].words for area in Area] == ["未评分", "未安排", "未公示", "未定"]
    chosen(page, qtbot, 1)
    answers.texts = ["张工"]
    click(qtbot, page.visit)
    assert page.tiles[Area.VISITS].told.below == "1 家待核查"
    click(qtbot, page.tiles[Area.VISITS])
    assert shown_cells(page, 0)[1:3] == ["待核查", FIRMS[1][1]]
    answers.choices, answers.texts = [0], ["好"]
    click(qtbot, page.visit)
    click(qtbot, page.mark)
    click(qtbot, page.tiles[Area.LIST])
    assert [one.row.entry.name for one in page.view.records.rows] == [FIRMS[1][1]]
    click(qtbot, page.publicity)
    assert page.tiles[Area.PUBLICITY].told.words == "公示中"


def test_an_empty_part_says_what_to_do_next(page, qtbot):
    click(qtbot, page.tiles[Area.VISITS])
    assert page._nobody.isVisible() and "安排核查" in page._nobody.text.text() and not page.card.isVisible()


def test_photographs_of_a_visit_are_filed_and_told(page, qtbot, answers: Answers, tmp_path: Path):
    ledger = page._session.ledger
    answers.folder, answers.confirms, answers.texts = tmp_path / "文件", [False], ["张工"]
    chosen(page, qtbot, 0)
    click(qtbot, page.visit)
    photo = tmp_path / "车间.jpg"
    photo.write_bytes(b"picture")
    answers.choices, answers.files = [2], (photo,)
    click(qtbot, page.visit)
    (one,) = ledger.attachments()
    assert one.name == "车间.jpg" and (ledger.store / one.stored).read_bytes() == b"picture"
    assert "归入 1 个文件：车间.jpg" in [label.text() for label in page.card.findChildren(PlainLabel)]
    answers.choices = [4, 0]
    click(qtbot, page.visit)
    assert ledger.attachments()[0].withdrawn and len(review_of(ledger).visits) == 1
