"""With Fcitx every key is offered to the input method, and what it makes of them is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.input_method import fcitx
from ui.input_method.fcitx import Fcitx

A, RETURN = 0x61, 0xFF0D


class Pinyin:
    """An input method that keeps letters to itself and says 你好 at a space."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.asked: list[tuple[Any, ...]] = []
        self.says: list[tuple[str, tuple[Any, ...]]] = []
        self.is_dead = False

    def ask(self, name: str, signature: str, *words: Any) -> tuple[Any, ...]:
        if self.is_dead:
            raise TimeoutError
        self.asked.append((name, signature, *words))
        key, pressed = words[0], words[3] == 0
        if pressed and key == 0x20:
            self.says.append(("CommitString", ("你好",)))
        return (int(key == 0x20 or 0x61 <= key <= 0x7A),)

    def tell(self, name: str, signature: str = "", *words: Any) -> None:
        self.told.append((name, *words))

    def heard(self, then: Callable[[str, tuple[Any, ...]], None]) -> None:
        while self.says:
            then(*self.says.pop(0))


@pytest.fixture
def method(qtbot: QtBot) -> Pinyin:
    return Pinyin()


@pytest.fixture
def between(method: Pinyin, qapp: QApplication) -> Any:
    made = Fcitx(qapp, method)
    yield made
    qapp.removeEventFilter(made)
    made.setParent(None)


class Form(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.field, self.secret, self.button = QLineEdit(), QLineEdit(), QPushButton("好")
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        column = QVBoxLayout(self)
        for each in (self.field, self.secret, self.button):
            column.addWidget(each)


@pytest.fixture
def form(qtbot: QtBot, between: Fcitx) -> Form:
    page = Form()
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.field.setFocus()
    return page


def press(key: int, text: str) -> None:
    """As X has it: its name of the key, which Qt hands on."""
    focus = QApplication.focusObject()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QCoreApplication.sendEvent(focus, QKeyEvent(kind, Qt.Key(ord(text.upper())), Qt.KeyboardModifier.NoModifier, 38, key, 0, text))


def test_letters_go_to_the_input_method_and_its_words_come_back(form: Form, method: Pinyin) -> None:
    for letter in "nihao":
        press(ord(letter), letter)
    assert form.field.text() == ""
    press(0x20, " ")
    assert form.field.text() == "你好"
    assert method.asked[0][:6] == ("ProcessKeyEvent", "uuuiu", ord("n"), 38, 0, 0)


def test_a_key_that_it_does_not_take_is_typed_after_its_words(form: Form, method: Pinyin) -> None:
    method.says.append(("CommitString", ("好",)))
    press(0x31, "1")
    assert form.field.text() == "好1"


def test_it_is_told_where_the_cursor_is_and_which_fields_take_words(form: Form, method: Pinyin) -> None:
    press(A, "a")
    assert any(each[0] == "SetCursorRect" and len(each) == 5 for each in method.told)
    form.button.setFocus()
    assert method.told[-1] == ("FocusOut",)
    form.field.setFocus()
    assert method.told[-1] == ("FocusIn",)


def test_hidden_words_and_buttons_are_no_business_of_its(form: Form, method: Pinyin) -> None:
    form.secret.setFocus()
    press(A, "a")
    form.button.setFocus()
    press(A, "a")
    assert form.secret.text() == "a" and method.asked == []


def test_where_it_does_not_answer_one_types_without_it(form: Form, method: Pinyin, between: Fcitx) -> None:
    method.is_dead = True
    press(A, "a")
    press(A, "a")
    assert form.field.text() == "aa" and not between.works


def test_a_key_that_it_gives_back_is_acted_on_and_not_offered_again(form: Form, method: Pinyin, between: Fcitx) -> None:
    form.field.setText("ab")
    method.says.append(("ForwardKey", (0xFF08, 0, 0)))
    between.listen()
    assert form.field.text() == "a" and method.asked == []


def test_it_is_asked_for_only_where_the_session_types_with_it(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_IM_MODULE", "ibus")
    monkeypatch.delenv("XMODIFIERS", raising=False)
    assert fcitx.begin(qapp) is None
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    assert fcitx.begin(qapp) is None  # this test's window is on no X server
