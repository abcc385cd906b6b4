"""A page has the room it is given; only one that cannot do with it is scrolled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from ui.widgets.labels import PlainLabel
from ui.widgets.panels import pile, whole_or_scrolled


class Picture(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(300, 2000)

    def minimumSizeHint(self) -> QSize:
        return QSize(100, 150)


def settle() -> None:
    """Layouts ask one another by events."""
    for _ in range(3):
        QApplication.processEvents()


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.picture, self.foot = PlainLabel("材料齐全，" * 40, wrap=True), Picture(), PlainLabel("退回")
        layout = QVBoxLayout(self)
        layout.addWidget(self.words)
        layout.addWidget(self.picture, 1)
        layout.addWidget(self.foot)
        self.area = whole_or_scrolled(self)

    def give(self, height: int) -> None:
        self.area.resize(500, height)
        settle()

    @property
    def hidden(self) -> int:
        """Pixels that are scrolled to."""
        return self.area.verticalScrollBar().maximum()


@pytest.fixture
def page(qtbot) -> Page:
    made = Page()
    qtbot.addWidget(made.area)
    made.give(500)
    made.area.show()
    settle()
    return made


def test_a_picture_that_would_like_to_be_large_leaves_room_for_what_is_below(page: Page) -> None:
    assert page.hidden == 0
    assert page.size() == page.area.viewport().size()
    assert page.foot.geometry().bottom() < 500
    assert page.picture.height() > 150


def test_what_has_too_little_room_is_scrolled(page: Page) -> None:
    page.give(160)
    assert page.hidden > 0 and page.picture.height() == 150


def test_words_that_come_later_get_their_room(page: Page) -> None:
    page.give(400)
    assert page.hidden == 0
    page.words.setText("材料齐全，" * 400)
    settle()
    assert page.hidden > 0 and page.picture.height() == 150


def test_a_face_in_a_pile_asks_for_no_more_than_it_can_do_with(qtbot) -> None:
    whole = QWidget()
    layout = QVBoxLayout(whole)
    made = pile(layout)
    face = Page()
    made.addWidget(face)
    area = whole_or_scrolled(whole)
    qtbot.addWidget(area)
    area.resize(500, 500)
    area.show()
    settle()
    assert area.verticalScrollBar().maximum() == 0
    assert 150 < face.picture.height() < 500
