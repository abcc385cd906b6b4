"""受理, 退回补正 and the papers, by clicks; the ledger is what is asserted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from app.ledger.event import EventKind
from app.model.submission import Standing
from tests.batch.test_awarded_lists import a_list
from tests.ui.conftest import Answers
from tests.ui.receive.ledgers import a_ledger, bureau, hand_in, names
from ui.receive.facts import CONFIRM, REGISTER, VERIFY, action_items
from ui.receive.register.page import RegisterPage
from ui.receive.view import LedgerView
from ui.shell.opening import opened_instead


def register(view: LedgerView, sender: str = "") -> RegisterPage:
    view.go(REGISTER)
    page = view.page(REGISTER)
    assert isinstance(page, RegisterPage)
    if sender:
        rows = [one.sender.city for one in page.view.records.rows]
        page.view.selectRow(rows.index(sender))
    return page


def click(qtbot, widget) -> None:
    assert widget.isEnabled() and widget.isVisible()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def standing(view: LedgerView, key: str) -> Standing:
    return view.session.ledger.submission(key).standing


def test_accepting_with_open_faults_wants_a_reason(qtbot, whole: LedgerView, answers: Answers):
    page = register(whole, "东营市")
    answers.texts = [None, "已当面核对"]
    click(qtbot, page.accept)
    assert standing(whole, "2023-370500-1") is Standing.PASSED
    click(qtbot, page.accept)
    one = whole.session.ledger.submission("2023-370500-1")
    assert (one.standing, one.reason) == (Standing.ACCEPTED, "已当面核对")
    assert not page.accept.isEnabled() and not answers.errors


def test_giving_back_makes_the_notice_and_its_small_file(qtbot, whole: LedgerView, answers: Answers):
    page = register(whole, "淄博市")
    answers.texts, answers.confirms = ["请补正后重新报送"], [False]
    with opened_instead() as opened:
        click(qtbot, page.give_back)
    assert standing(whole, "2023-370300-1") is Standing.RETURNED
    made = sorted(path.suffix for path in (whole.session.ledger.folder / "答复材料").iterdir())
    assert made == [".json", ".pdf"] and [path.suffix for path in opened] == [".pdf"]
    assert page.notice.isEnabled() and not page.give_back.isEnabled()


def test_by_when_it_is_to_be_mended_is_asked_and_offered_again(qtbot, whole: LedgerView, answers: Answers):
    page = register(whole, "淄博市")
    answers.confirms = [False, False]
    with opened_instead():
        click(qtbot, page.give_back)
        click(qtbot, page.notice)
    assert answers.days == [date(2023, 8, 31)] * 2 and "补正" in answers.asked[0][0]
    written = [event for event in whole.session.ledger.events() if event.kind is EventKind.RETURN_WRITTEN]
    assert [event.facts["due"] for event in written] == ["2023-08-31"] * 2
    assert {event.by for event in written} == {"赵科员"}


def test_who_goes_back_gives_nothing_back(qtbot, whole: LedgerView, answers: Answers):
    page = register(whole, "淄博市")
    answers.texts = [None]
    click(qtbot, page.give_back)
    assert standing(whole, "2023-370300-1") is Standing.FAULTY
    assert not (whole.session.ledger.folder / "答复材料").exists()


def test_the_receipt_is_written_and_opened(qtbot, whole: LedgerView):
    page = register(whole, "济南市")
    with opened_instead() as opened:
        click(qtbot, page.receipt)
    assert opened[0].is_file() and opened[0].name.startswith("接收回执")


def test_tabs_and_search_narrow_the_rows(whole: LedgerView):
    page = register(whole)
    page.tabs.choose(3)
    assert {one.standing for one in page.view.records.rows} == {Standing.ACCEPTED}
    page.tabs.choose(0)
    page.search.insert("3707_01")
    assert [one.sender.city for one in page.view.records.rows] == ["潍坊市"]
    assert page.search.count.startswith("1 / ")


def test_the_menu_of_a_row_offers_what_the_buttons_do(whole: LedgerView, qtbot):
    page = register(whole)
    page.tabs.choose(1)  # 待受理
    offered = {action.text(): action for action in page.row_menu().actions() if action.text()}
    assert offered["受理"].isEnabled() and not offered["补正通知"].isEnabled()
    assert {"更正…", "作废…"} <= offered.keys() and "代替…" not in offered
    dots = next(n for n, column in enumerate(page.view.columns) if column.link)
    place = page.view.visualRect(page.view.records.index(0, dots)).center()
    qtbot.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    menus = [menu for menu in page.findChildren(QMenu) if menu.isVisible()]
    assert len(menus) == 1
    menus[0].close()


def test_a_heading_sorts_and_the_row_stays_chosen(whole: LedgerView):
    page = register(whole)
    rows, chosen = page.view.records.rows, page.view.chosen_record()
    page.view.horizontalHeader().sectionClicked.emit(5)  # 文件
    files = [one.files for one in page.view.records.rows]
    assert files == sorted(files) and page.view.chosen_record() == chosen
    page.view.horizontalHeader().sectionClicked.emit(5)
    assert [one.files for one in page.view.records.rows] == sorted(files, reverse=True)
    page.view.horizontalHeader().sectionClicked.emit(5)
    assert page.view.records.rows == rows


def test_a_replaced_submission_is_not_answered_any_more(qtbot, tmp_path: Path, shown):
    ledger = a_ledger(tmp_path / "台账")
    hand_in(ledger, bureau(0), names("济南", 1, 1), Standing.RETURNED)
    hand_in(ledger, bureau(0), names("济南", 1, 1), attempt=2)
    page = register(shown(ledger))
    page.tabs.choose(5)
    assert [one.id for one in page.view.records.rows] == ["2023-370100-1"]
    assert not page.accept.isEnabled() and not page.give_back.isEnabled() and page.receipt.isEnabled()
    assert len(page.card.history.records.rows) == 2


def test_the_whole_result_is_one_click_away(qtbot, whole: LedgerView):
    page = register(whole, "淄博市")
    click(qtbot, page.card.verify)
    assert whole.step == VERIFY and whole.session.one.submission.sender.city == "淄博市"


def test_a_backup_is_made_and_told_in_the_strip(whole: LedgerView, answers: Answers, tmp_path: Path):
    answers.folder, answers.choices = tmp_path / "U盘", [1]  # the register alone
    whole.rail.backup.emit()
    assert str(whole.session.folder) in answers.asked[-1][1]
    assert [path.suffix for path in answers.folder.iterdir()] == [".sqlite"]
    assert whole.session.facts.backed_up and answers.told[0][0] == "台账已备份"


def test_a_backup_with_the_materials_copies_only_what_changed(whole: LedgerView, answers: Answers, tmp_path: Path):
    answers.folder = tmp_path / "U盘"
    whole.rail.backup.emit()
    copied = sorted(path.relative_to(tmp_path / "U盘" / "存放") for path in (tmp_path / "U盘" / "存放").rglob("*.json"))
    assert copied and f"复制并读回核对 {len(copied)} 个文件" in answers.told[0][1]
    whole.rail.backup.emit()
    assert f"材料没有变化，{len(copied)} 个文件上次已经复制" in answers.told[1][1]


# -- 代替 and 校验码 --------------------------------------------------------------------------------
def waiting(tmp_path: Path, shown) -> tuple[LedgerView, RegisterPage]:
    """济南's first submission was accepted; a second one, of which nothing was compared, waits beside it."""
    ledger = a_ledger(tmp_path / "台账")
    hand_in(ledger, bureau(0), names("济南", 1, 1), Standing.ACCEPTED)
    hand_in(ledger, bureau(0), names("济南", 1, 2), Standing.WAITING, attempt=2, typed="")
    view = shown(ledger)
    page = register(view)
    page.view.selectRow(1)
    return view, page


def test_one_that_waits_is_seen_and_counted_apart(tmp_path: Path, shown):
    view, page = waiting(tmp_path, shown)
    facts = view.session.facts
    assert page.header.subtitle.text() == "共 1 份：已受理 1 份，待受理 0 份；另有 1 份待确认是否代替"
    assert len(facts.rows) == len(facts.entries) == 2 and facts.beside[0].id == "2023-370100-2"
    assert next(item.action for item in action_items(facts)) == CONFIRM
    page.tabs.choose(6)
    assert [one.id for one in page.view.records.rows] == ["2023-370100-2"]


def test_it_takes_the_place_once_a_person_says_why(qtbot, tmp_path: Path, shown, answers: Answers):
    view, page = waiting(tmp_path, shown)
    assert page.replace.isVisible() and not page.accept.isVisible() and not page.give_back.isVisible()
    answers.texts = [None, " ", "已与市局核实"]
    for _ in range(2):
        click(qtbot, page.replace)
        assert standing(view, "2023-370100-2") is Standing.WAITING
    assert len(answers.errors) == 1
    click(qtbot, page.replace)
    assert standing(view, "2023-370100-1") is Standing.SUPERSEDED
    assert standing(view, "2023-370100-2").counts and page.accept.isVisible() and not page.replace.isVisible()
    assert view.session.ledger.events()[-1].what == "确认代替 2023-370100-1：已与市局核实"


def test_or_it_is_declined(qtbot, tmp_path: Path, shown, answers: Answers):
    view, page = waiting(tmp_path, shown)
    answers.texts = ["不是市局报送"]
    click(qtbot, page.decline)
    assert standing(view, "2023-370100-2") is Standing.DECLINED
    assert standing(view, "2023-370100-1") is Standing.ACCEPTED


def test_whether_the_code_was_compared_is_in_the_list_and_on_the_card(tmp_path: Path, shown):
    _, page = waiting(tmp_path, shown)
    column = [each.title for each in page.view.columns].index("核对")
    shown_words = [page.view.columns[column].text(one) for one in page.view.records.rows]
    assert shown_words == ["已核对", "未核对"] and "校验码未核对" in page.card._words["光盘"].text()


def test_a_code_is_typed_later_from_the_card(qtbot, tmp_path: Path, shown, answers: Answers, monkeypatch):
    _, page = waiting(tmp_path, shown)
    typed: list[tuple[str, str]] = []
    monkeypatch.setattr("ui.receive.codes.compare_codes", lambda ledger, key, code, who: typed.append((key, code)))
    answers.texts = ["7K3M", None, "7k3m q9tx 2b8d"]
    for _ in range(3):
        click(qtbot, page.card.compare)
    assert typed == [("2023-370100-2", "7k3m q9tx 2b8d")] and answers.told[0][0] == "校验码没有写全"


def test_a_list_of_those_awarded_before_is_brought_in_shown_and_taken_away(
    qtbot, empty: LedgerView, answers: Answers, tmp_path: Path
):
    page = register(empty)
    answers.files = (a_list(tmp_path / "名单.xlsx", ("2021年名单",), ("企业名称",), ("济南样例电子厂",), ("甲",)),)
    click(qtbot, page.awarded)
    assert [award.name for award in empty.session.ledger.awarded()["2021年名单"]] == ["济南样例电子厂"]
    title, text = answers.told[-1]
    assert title == "获评名单已载入" and "载入 1 家（2020—2022 年）" in text and "“甲”不像企业全称" in text
    answers.choices = [1]
    click(qtbot, page.awarded)
    assert empty.session.ledger.awarded() == {}
