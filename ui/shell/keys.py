"""Keys: what each does is told where it is bound, and the manual's list is made of that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

EVERYWHERE = "到处"
_LISTED = 3  # in a row; of more the first and the last
_NUMPAD = Qt.KeyboardModifier.KeypadModifier  # Enter there is Enter


@dataclass(frozen=True, slots=True)
class Keys:
    """`sequences` as Qt writes them ("Ctrl+Z"), each doing the same; `where` a person finds it at work.

    `standard`: instead of them, what the system has for it. Those of the clipboard are never bound: they are
    the fields'.
    """

    sequences: tuple[str, ...]
    what: str
    where: str = EVERYWHERE
    standard: QKeySequence.StandardKey | None = None

    def bind(
        self, widget: QWidget, then: Callable[[], object],
        context: Qt.ShortcutContext = Qt.ShortcutContext.WindowShortcut,
    ) -> None:  # fmt: skip
        """`then` where they are pressed in the window of `widget`, or as `context` says."""
        for each in self.sequences:
            shortcut = QShortcut(QKeySequence(each), widget, context=context)
            shortcut.activated.connect(lambda: then())

    def bind_each(self, widget: QWidget, then: Sequence[Callable[[], object]]) -> None:
        """The first of them to the first, and so on."""
        for each, own in zip(self.sequences, then, strict=False):
            Keys((each,), self.what).bind(widget, own)

    def is_pressed(self, event: QKeyEvent) -> bool:
        """For widgets that take keys themselves."""
        if self.standard is not None:
            return event.matches(self.standard)
        pressed = QKeySequence(QKeyCombination(event.modifiers() & ~_NUMPAD, Qt.Key(event.key())))
        return any(pressed == QKeySequence(each) for each in self.sequences)

    @property
    def is_everywhere(self) -> bool:
        return self.where == EVERYWHERE

    @property
    def shown(self) -> str:
        sequences = self.sequences
        if self.standard is not None:
            sequences = tuple(each.toString() for each in QKeySequence.keyBindings(self.standard))
        told = [_IN_CHINESE.get(each, each) for each in sequences]
        return f"{told[0]} … {told[-1]}" if len(told) > _LISTED else " / ".join(told)


_IN_CHINESE = {
    "Return": "Enter", "Enter": "小键盘 Enter", "Space": "空格", "Del": "Delete", "Up": "↑", "Down": "↓",
    "Left": "←", "Right": "→", "Alt+Up": "Alt+↑", "Alt+Down": "Alt+↓", "PgUp": "PageUp", "PgDown": "PageDown",
}  # fmt: skip


UNDO = Keys(("Ctrl+Z",), "撤销上一步")
REDO = Keys(("Ctrl+Y", "Ctrl+Shift+Z"), "重做撤销了的一步")


def keys_in(package: str) -> tuple[Keys, ...]:
    """All that the modules of a package declare; it reads their code: off the window's thread."""
    return tuple(dict.fromkeys(_declared(package)))


def _declared(package: str) -> Iterator[Keys]:
    import pkgutil

    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if not module.name.endswith("__main__"):
            for each in vars(import_module(module.name)).values():
                yield from each if isinstance(each, tuple) and each and isinstance(each[0], Keys) else ()
                if isinstance(each, Keys):
                    yield each
