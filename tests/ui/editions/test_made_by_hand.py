"""Somebody who never saw a file of rules makes a notice by clicks and typing, hands it out, and publishes by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.checks.notices import load_notice, read_notice
from app.editions.compare import differences
from app.editions.data import data_of, value_at
from app.editions.fields import Field, Kind, below, fields_of
from app.editions.rows import choices_at
from app.editions.typed import shown
from app.notices.faults import PARTS
from app.notices.notice import Notice
from app.notices.read import notice_ids
from app.receive.review.kept import review_of
from app.store import clerk
from tests.conftest import live_in
from tests.tour.campaign import CityRoad, Told, YearRoad, applicants
from tests.tour.clerk import Clerk
from tests.ui.conftest import Answers
from tests.ui.editions.hands import Hands, click, press
from ui.editions.fields.editors import SomeEditor
from ui.editions.fields.pairs import PairsBlock
from ui.editions.fields.rows import is_flat
from ui.editions.page import PerRow
from ui.shell.ask import Ask
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.start import open_given
from ui.window import MainWindow

CAMPAIGNS = Path(__file__).parents[2] / "notices" / "campaigns"
EMPTY: dict[Kind, Any] = {Kind.YES: False, Kind.ROWS: [], Kind.SOME: [], Kind.MAP: {}}


class Typist:
    """Types, page by page, what a notice says that the draft does not say yet."""

    def __init__(self, hands: Hands, wanted: dict[str, Any]) -> None:
        self.hands, self.wanted = hands, wanted

    @property
    def now(self) -> Any:
        return self.hands.view.session.draft.data

    def go_through(self) -> None:
        for part in PARTS[:-1]:
            self.hands.turn(part)
            fields = fields_of(part)
            for row in [each for each in fields if each.path.startswith("tracks[].") and each.path.count(".") == 1
                        and part != "类别"]:  # fmt: skip
                for n, _ in enumerate(self.wanted["tracks"]):
                    bar = self.hands.seen(PerRow, lambda each: True).bar
                    if bar.isVisible():
                        bar.choose(n)
                    self.fill(row, f"tracks[{n}].{row.name}")
            for field in fields:
                if "." not in field.path:
                    self.fill(field, field.path)

    def fill(self, field: Field, place: str) -> None:
        wanted = value_at(self.wanted, place, EMPTY.get(field.kind))
        now = value_at(self.now, place, EMPTY.get(field.kind))
        if field.kind is Kind.TABLE:
            for each in below(field.path):
                self.fill(each, f"{place}.{each.name}")
        elif wanted == now or (not wanted and not now and field.kind is not Kind.NUMBER):
            return
        elif field.kind is Kind.ROWS:
            (self.fill_grid if is_flat(field) else self.fill_rows)(field, place, wanted)
        else:
            self.fill_one(field, place, wanted, now)

    def fill_one(self, field: Field, place: str, wanted: Any, now: Any) -> None:
        if field.kind is Kind.MAP:
            block = self.hands.seen(PairsBlock, lambda each: each.place == place)
            while block.editor.rows():
                click(block.editor.lines[0].remove)
        elif field.kind is Kind.YES:
            self.hands.tick(field.title)
        elif field.kind is Kind.CHOICE:
            self.hands.pick(field.title, choices_at(self.now, place).get(wanted, "") or "（不选）")
        elif field.kind is Kind.SOME:
            editor = self.hands.line(field.title).editor
            assert isinstance(editor, SomeEditor)
            for key in {*wanted} ^ {*now}:
                if key in editor.boxes:
                    click(editor.boxes[key])
        else:
            self.hands.write(field.title, shown(field.kind, wanted))

    def fill_grid(self, field: Field, place: str, wanted: list[dict[str, Any]]) -> None:
        """As copied from a sheet."""
        self.hands.clear_grid(field.title)
        lines = []
        for row in wanted:
            cells = []
            for each in below(field.path):
                value = row.get(each.name, "")
                words = choices_at(self.wanted, f"{place}[0].{each.name}").get(value, value) if isinstance(value, str) else value
                cells.append("、".join(words) if isinstance(words, list) else shown(each.kind, words))
            lines.append("\t".join(cells))
        if lines:
            self.hands.paste(field.title, "\n".join(lines))

    def fill_rows(self, field: Field, place: str, wanted: list[dict[str, Any]]) -> None:
        rows = self.hands.rows(field.title)
        rows.list.setCurrentRow(rows.list.count() - 1)
        while rows.list.count() > len(wanted):
            click(rows.remove_button)
        while rows.list.count() < len(wanted):
            click(rows.add_button)
        own_fields = [each for each in below(field.path) if each.part == field.part]
        for n in range(len(wanted)):
            rows.list.setCurrentRow(n)
            QApplication.processEvents()
            for each in own_fields:
                if each.kind is not Kind.SOME and not each.among:
                    self.fill(each, f"{place}[{n}].{each.name}")
        for n in range(len(wanted)):  # what names other rows, once they are there
            rows.list.setCurrentRow(n)
            for each in own_fields:
                if each.kind is Kind.SOME or each.among:
                    self.fill(each, f"{place}[{n}].{each.name}")


def _made(window: MainWindow, answers: Answers, target: Notice, out: Path) -> Path:
    """By clicks and keys, from last year's; handed out as one file."""
    press(window.home, "通知规则")
    answers.texts = ["2024"]
    press(window.notices, "照去年新建")
    hands = Hands(window.notices)
    wanted = data_of(target)
    Typist(hands, wanted).go_through()
    session = hands.view.session
    assert [each.line for each in differences(wanted, session.draft.data)] == []
    assert session.judgement.faults == ()
    press(hands.view, "启用")
    answers.save = out / "发给各市"
    press(window.notices, "打成通知包…")
    press(window.notices, "返回首页")
    return out / "发给各市.通知包"


def dropped(window: MainWindow, pack: Path) -> None:
    Clerk(window).drop_files(window, [pack])


def double_clicked(window: MainWindow, pack: Path) -> None:
    open_given(window, [str(pack)])


@pytest.mark.long
@pytest.mark.parametrize(("name", "opened"), [("benchmark-2024", dropped), pytest.param("green-factory", double_clicked, marks=pytest.mark.walk)])
def test_a_notice_made_in_the_window_goes_its_whole_road_in_the_window(
    name: str, opened: Callable[[MainWindow, Path], None], qtbot, answers: Answers, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, user_home: Path,
) -> None:  # fmt: skip
    """Made and handed out by the province, opened and worked by in a city, whose disc comes back to the province."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")  # 2024-03-09: before each deadline
    clerk.keep("赵科员")
    target = read_notice(CAMPAIGNS / f"{name}.toml")[0]

    def window(ask: Ask, executor: Inline | None = None) -> MainWindow:
        made = MainWindow(Settings.load(tmp_path / "settings.json"), ask, executor=executor)
        qtbot.addWidget(made)
        made.resize(1366, 768)
        made.show()
        return made

    province = window(answers, Inline())
    pack = _made(province, answers, target, tmp_path)
    code = str(answers.told[-1][1]).partition("校验码：")[2].split()[0]
    province.close()

    live_in(tmp_path / "市局", monkeypatch)  # a computer that has never heard of it
    clerk.keep("王科")
    said = Told()
    said.yes = ["装入通知规则"]
    city = window(said)
    opened(city, pack)
    road = CityRoad(city, said, target, tmp_path)
    road.clerk.wait(lambda: target.id in notice_ids() and not city.notices.session.busy, "it is there")
    assert load_notice(target.id)[0] == target
    assert any(code in told for told in said.told)
    road.clerk.click("返回首页")
    batch = road.walk()
    (made,) = batch.stagings.values()
    assert made.image and not batch.readbacks[made.disc_id].problems
    city.close()

    live_in(user_home, monkeypatch)
    said = Told()
    province = window(said)
    year = YearRoad(province, said, target, tmp_path / "省厅")
    published = year.walk(Path(made.image))
    shown = review_of(year.session.ledger).publicity
    names = {row.key: row.entry.name for row in year.session.facts.rows}
    assert {track: [names[key] for key in shown[track].keys] for track in shown} == {
        track.id: [who.name for who in applicants(target, track)] for track in target.tracks
    }
    assert {path.suffix for path in published} >= {".pdf", ".docx"}
    province.close()
