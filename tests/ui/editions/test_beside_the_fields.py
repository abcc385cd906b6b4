"""What stands beside a draft's fields: files that go with it, names tried, columns from the official table, 试一遍."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication

from app.checks import checks_in
from app.demo.trial.result import Shown, Step, Trial, Tried
from app.editions import own
from app.editions.enclosures import Role, enclosed
from tests.ui.conftest import Answers
from tests.ui.editions.hands import Hands, click, press
from ui.editions.fields.files import FilesBlock
from ui.editions.fields.names import NamesBlock
from ui.editions.page import PartPage
from ui.editions.session import DraftSession
from ui.editions.trial import TrialDialog
from ui.editions.view import DraftView
from ui.shell.runner import Inline


@pytest.fixture
def hands(qtbot, answers: Answers) -> Iterator[Hands]:
    session = DraftSession(own.begin("2023", "2024", 2024), answers, executor=Inline())
    view = DraftView(session, answers)
    qtbot.addWidget(view)
    view.resize(1366, 768)
    view.show()
    yield Hands(view)
    session.close()


def test_files_go_with_the_notice(hands: Hands, answers: Answers, tmp_path: Path) -> None:
    block = hands.seen(FilesBlock, lambda each: True)
    (tmp_path / "附件1.pdf").write_bytes(b"%PDF-1.4")
    answers.files, answers.choices = (tmp_path / "附件1.pdf",), [list(Role).index(Role.ANNEX)]
    click(block.add_button)
    assert [each.place for each in block.table.rows] == ["附件/附件1.pdf"]
    answers.files, answers.choices = (tmp_path / "说明.exe",), [0]
    click(block.add_button)
    assert "不能作为" in answers.errors[0].detail
    own.put_in_use(own.open_draft("2024"))
    assert [each.name for each in enclosed("2024")] == ["附件1.pdf"]


def test_a_file_is_taken_out_again(hands: Hands, answers: Answers, tmp_path: Path) -> None:
    block = hands.seen(FilesBlock, lambda each: True)
    (tmp_path / "通知.txt").write_text("通知", "utf-8")
    answers.files = (tmp_path / "通知.txt",)
    click(block.add_button)
    click(block.remove_button)
    assert block.table.rows == () and block.none.isVisible() and (tmp_path / "通知.txt").is_file()


def test_names_are_tried_as_the_words_are_now(hands: Hands) -> None:
    hands.turn("材料")
    block = hands.seen(NamesBlock, lambda each: True)
    block.box.insertPlainText("证明材料/营业执照.jpg\n现场录像.mp4\n")
    assert [told[1] for told in block.table.rows] == ["营业执照", "认不出"]
    hands.row("申报材料", "证明材料")
    hands.write("文件名里的说法", "证明\n录像")
    assert block.table.rows[1][1] == "证明材料"
    hands.write("文件名里的说法", "(a+)+")
    assert block.table.rows == () and "要改" in block.says.text()


def test_columns_come_from_the_official_table_and_known_ones_keep_what_is_said_of_them(
    hands: Hands, answers: Answers, tmp_path: Path
) -> None:
    book = Workbook()
    book.active.append(["2024年汇总表"])
    book.active.append(["序号", "企业全称", "统一社会信用代码", "主导产品"])
    book.save(tmp_path / "附件4.xlsx")
    answers.files = (tmp_path / "附件4.xlsx",)
    hands.turn("汇总表")
    press(hands.view.page(hands.view.step), "从省厅的表格导入列名")
    columns = hands.view.session.draft.value("tracks[0].columns")
    assert [each["title"] for each in columns] == ["序号", "企业全称", "统一社会信用代码", "主导产品"]
    assert (columns[1]["id"], columns[1]["filled"], columns[2]["kind"]) == ("name", "name", "code")
    assert "企业名称" in columns[1]["synonyms"] and columns[3]["id"] not in {each["id"] for each in columns[:3]}
    assert hands.view.session.undo() == "导入 4 列"


def test_what_a_trial_found_is_told_rule_by_rule_the_bad_first(qtbot) -> None:
    rules = [check.id for check in checks_in()[:3]]
    trial = Trial(
        (Step("收集材料、填汇总表"), Step("推荐文件", "没有名单")),
        (Tried(rules[0], "甲", Shown.YES, ("弄错一",)), Tried(rules[1], "乙", Shown.NO, ("二",), ("弄错二",)),
         Tried(rules[2], "丙", Shown.OFF)), ("现场视频",),
    )  # fmt: skip
    dialog = TrialDialog("2024年的", trial)
    qtbot.addWidget(dialog)
    dialog.show()
    QApplication.processEvents()
    assert [each.check for each in dialog.table.rows] == [rules[1], rules[0], rules[2]]
    assert "还有试不通" in dialog.verdict.text()
    assert dialog.table.data(dialog.table.index(0, 3)) == "弄错二"
    assert dialog.close()


def test_a_draft_is_tried_by_a_click_once_it_is_sound(hands: Hands, monkeypatch) -> None:
    tried = []
    monkeypatch.setattr("app.demo.trial.trial.trial", lambda notice, toml, job: tried.append(notice) or Trial((), ()))
    press(hands.view, "试一遍")
    assert tried == [hands.view.session.draft.notice]
    (dialog,) = hands.view.findChildren(TrialDialog)
    assert dialog.isVisible() and "试得通" in dialog.verdict.text()
    hands.view.session.put("year", "明年")
    page = hands.view.page(hands.view.step)
    assert isinstance(page, PartPage) and not page.try_button.isEnabled()
