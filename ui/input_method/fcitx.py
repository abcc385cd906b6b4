"""Chinese typed with Fcitx, the input method of 麒麟 and UOS, for which Qt for Python has no plugin.

Each key is offered to it over the session's D-Bus before the field sees it; what it makes of them comes back
as words. It shows what is being typed in a window of its own, which is told where the cursor is. IBus needs
nothing of this: Qt brings its plugin.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

_log = logging.getLogger(__name__)
_METHODS, _CONTEXT = "org.fcitx.Fcitx.InputMethod", "org.fcitx.Fcitx.InputContext"
_PATIENCE = 0.3  # seconds for a key; where it takes longer the field has the key, and all after it
_PRESSED, _RELEASED = 0, 1
# X's names of keys that an input method gives back to be acted on, and ours
_KEYS = {
    0xFF08: Qt.Key.Key_Backspace, 0xFF09: Qt.Key.Key_Tab, 0xFF0D: Qt.Key.Key_Return,
    0xFF1B: Qt.Key.Key_Escape, 0xFF50: Qt.Key.Key_Home, 0xFF51: Qt.Key.Key_Left, 0xFF52: Qt.Key.Key_Up,
    0xFF53: Qt.Key.Key_Right, 0xFF54: Qt.Key.Key_Down, 0xFF57: Qt.Key.Key_End, 0xFFFF: Qt.Key.Key_Delete,
}  # fmt: skip


class Bus(Protocol):
    """Fcitx as one context of it sees it: methods by name, with D-Bus' signature of what is handed over."""

    def ask(self, name: str, signature: str, *words: Any) -> tuple[Any, ...]:
        """Raises OSError where no answer comes in time."""

    def tell(self, name: str, signature: str = "", *words: Any) -> None: ...

    def heard(self, then: Callable[[str, tuple[Any, ...]], None]) -> None:
        """What it has said since, in its order: the name of a signal and its words."""


class Fcitx(QObject):
    """Between the keys and whatever has the focus."""

    def __init__(self, app: QApplication, bus: Bus) -> None:
        super().__init__(app)
        self._app, self._bus = app, bus
        self.works, self._own = True, False
        app.installEventFilter(self)
        app.focusObjectChanged.connect(self._focused)
        self._focused(app.focusObject())

    def listen(self) -> None:
        """Something came on the bus."""
        try:
            self._bus.heard(self._say)
        except OSError as error:
            self._gone(error)

    def _gone(self, error: OSError) -> None:
        _log.info("the input method is gone: %s", error)
        self.works = False

    def _say(self, name: str, words: tuple[Any, ...]) -> None:
        if name == "CommitString":
            event = QInputMethodEvent()
            event.setCommitString(str(words[0]))
            self._send(event)
        elif name == "ForwardKey":
            self._forward(*words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            not isinstance(event, QKeyEvent)
            or event.type() not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
            or self._own or not self.works
            or watched is not self._app.focusObject() or not _takes_words(watched)
        ):  # fmt: skip
            return False
        pressed = event.type() == QEvent.Type.KeyPress
        if pressed:
            self._tell_cursor()
        key = (event.nativeVirtualKey(), event.nativeScanCode(), event.nativeModifiers())
        when = event.timestamp() & 0xFFFFFFFF
        try:
            taken = self._bus.ask("ProcessKeyEvent", "uuuiu", *key, _PRESSED if pressed else _RELEASED, when)
        except OSError as error:
            self._gone(error)
            return False
        self.listen()  # its words come with the answer, and before a key that is not its own
        return bool(taken and taken[0] > 0)

    def _focused(self, focus: QObject | None) -> None:
        if self.works:
            self._bus.tell("FocusIn" if focus is not None and _takes_words(focus) else "FocusOut")

    def _tell_cursor(self) -> None:
        window = self._app.focusWindow()
        if window is None:
            return
        place = QGuiApplication.inputMethod().cursorRectangle()
        corner = window.mapToGlobal(place.topLeft()) * window.devicePixelRatio()
        size = place.size() * window.devicePixelRatio()
        numbers = (corner.x(), corner.y(), size.width(), size.height())
        self._bus.tell("SetCursorRect", "iiii", *(round(each) for each in numbers))

    def _forward(self, key: int, state: int, kind: int) -> None:
        text = chr(key) if 0x20 <= key < 0x7F else ""
        known = _KEYS.get(key) or (Qt.Key(ord(text.upper())) if text else None)
        if known is not None:
            type_ = QEvent.Type.KeyRelease if kind == _RELEASED else QEvent.Type.KeyPress
            shift = Qt.KeyboardModifier.ShiftModifier if state & 1 else Qt.KeyboardModifier.NoModifier
            self._send(QKeyEvent(type_, known, shift, text))

    def _send(self, event: QEvent) -> None:
        focus = self._app.focusObject()
        if focus is not None:
            self._own = True
            try:
                QCoreApplication.sendEvent(focus, event)
            finally:
                self._own = False


def begin(app: QApplication) -> Fcitx | None:
    """Where the session types with Fcitx, it is reached and Qt has no plugin for it; None anywhere else."""
    named = f"{os.environ.get('QT_IM_MODULE', '')} {os.environ.get('XMODIFIERS', '')}"
    if sys.platform != "linux" or "fcitx" not in named or app.platformName() != "xcb":
        return None
    try:
        from ui.input_method.session_bus import Context

        context = Context(_service(), _METHODS, _CONTEXT, _PATIENCE)
    except (OSError, KeyError, ValueError, ImportError) as error:
        _log.info("no input method: %s", error)
        return None
    fcitx = Fcitx(app, context)
    notifier = QSocketNotifier(context.handle, QSocketNotifier.Type.Read, fcitx)

    def came() -> None:
        fcitx.listen()
        notifier.setEnabled(fcitx.works)

    notifier.activated.connect(came)
    return fcitx


def _service() -> str:
    """Its name on the bus, by the number of the screen's server."""
    found = re.search(r":(\d+)", os.environ.get("DISPLAY", ""))
    return f"org.fcitx.Fcitx-{found[1] if found else 0}"


def _takes_words(focus: QObject) -> bool:
    """A field that is typed into, and not one whose words are hidden."""
    asked = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints)
    QCoreApplication.sendEvent(focus, asked)
    hints = asked.value(Qt.InputMethodQuery.ImHints)
    hidden = Qt.InputMethodHint.ImhHiddenText
    is_hidden = hints is not None and bool(Qt.InputMethodHint(hints) & hidden)
    return bool(asked.value(Qt.InputMethodQuery.ImEnabled)) and not is_hidden
