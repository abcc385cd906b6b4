"""Buttons that find no room beside the others stand below them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.widgets.buttons import plain_button
from ui.widgets.flow import Flow
from ui.widgets.labels import PlainLabel


class Foot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.buttons = [plain_button(words) for words in ("可以报送", "退回企业补正", "采用申报书的", "分页归类…")]
        self.place = PlainLabel("12 项中的第 8 项")
        QVBoxLayout(self).addLayout(Flow(*self.buttons, last=self.place))

    def give(self, width: int) -> None:
        self.resize(width, 200)
        QApplication.processEvents()


@pytest.fixture
def foot(qtbot) -> Foot:
    made = Foot()
    qtbot.addWidget(made)
    made.show()
    made.give(900)
    return made


def test_with_room_all_stand_in_one_row_and_the_place_at_its_end(foot: Foot) -> None:
    assert len({part.geometry().center().y() for part in foot.buttons}) == 1
    assert foot.place.geometry().right() == foot.contentsRect().right() - foot.layout().contentsMargins().right()
    assert foot.place.x() > foot.buttons[-1].geometry().right()


def test_without_room_the_rest_stands_below_and_nothing_is_cut(foot: Foot) -> None:
    foot.give(300)
    one_row = foot.buttons[0].sizeHint().height()
    assert foot.buttons[-1].y() >= foot.buttons[0].y() + one_row
    for part in (*foot.buttons, foot.place):
        assert part.width() == part.sizeHint().width() and foot.rect().contains(part.geometry())
    assert foot.minimumSizeHint().width() < 300


def test_what_is_hidden_takes_no_room(foot: Foot) -> None:
    for button in foot.buttons[1:]:
        button.hide()
    foot.give(300)
    assert foot.place.geometry().center().y() == pytest.approx(foot.buttons[0].geometry().center().y(), abs=1)
