"""The boxes above the list: whose experiences, and of which kinds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.model.after.asked import Asked, Kinds, Scope
from ui.widgets.boxes import across, down

_TITLES = ("全部类别", "全部领域", "全部行业", "全部市", "全部年度")


class Filters(QWidget):
    """`changed` when a person picks something else."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scope = QComboBox()
        for each in Scope:
            self.scope.addItem(each.title, each.value)
        self.tracks, self.areas, self.industries, self.cities, self.years = (QComboBox() for _ in _TITLES)
        self._boxes = (self.tracks, self.areas, self.industries, self.cities, self.years)
        self._is_said = False  # whose they are, by a person
        for box, title in zip((self.scope, *self._boxes), ("范围", *_TITLES), strict=True):
            box.setAccessibleName(title.removeprefix("全部"))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(4)
            box.activated.connect(lambda _: self._picked())
        self.scope.activated.connect(lambda _: self._say())
        first = across((self.scope, 1), (self.tracks, 1), (self.years, 1), gap=8)
        second = across((self.areas, 1), (self.industries, 1), (self.cities, 1), gap=8)
        self.setLayout(down(first, second, gap=8))

    def show_kinds(self, kinds: Kinds, has_chosen: bool) -> None:
        """What was picked stays where it is still there. Until a person says so, those chosen are shown once
        there are some.
        """
        if not self._is_said:
            scope = Scope.CHOSEN if has_chosen else Scope.ACCEPTED
            self.scope.setCurrentIndex(self.scope.findData(scope.value))
        years = tuple(map(str, kinds.years))
        told = (kinds.tracks, kinds.areas, kinds.industries, kinds.cities, years)
        for box, title, values in zip(self._boxes, _TITLES, told, strict=True):
            _fill(box, title, values)

    def asked(self, words: str) -> Asked:
        def one(box: QComboBox) -> frozenset[str]:
            return frozenset() if box.currentData() is None else frozenset([box.currentData()])

        return Asked(
            words, Scope(self.scope.currentData()), one(self.tracks), one(self.areas), one(self.industries),
            one(self.cities), frozenset(map(int, one(self.years))),
        )  # fmt: skip

    @property
    def picked(self) -> tuple[str, ...]:
        """In words, but for whose they are."""
        return tuple(box.currentText() for box in self._boxes if box.currentData() is not None)

    def clear(self) -> None:
        for box in self._boxes:
            box.setCurrentIndex(0)

    def _say(self) -> None:
        self._is_said = True

    def _picked(self) -> None:
        self.changed.emit()


def _fill(box: QComboBox, everything: str, values: Sequence[str]) -> None:
    before = box.currentData()
    box.clear()
    box.addItem(everything, None)
    for value in values:
        box.addItem(value, value)
    box.setCurrentIndex(max(box.findData(before), 0) if before is not None else 0)
    box.setEnabled(len(values) > 1)
