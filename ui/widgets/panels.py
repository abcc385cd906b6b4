"""Cards, page headers, lines and what an empty page says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from ui import theme
from ui.widgets.boxes import Part, across, down, restyle
from ui.widgets.labels import PlainLabel


class Card(QFrame):
    """A white rounded panel; fill `body` (a QVBoxLayout). `desk`: grey, to lay a sheet of paper on."""

    def __init__(self, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0,
                 desk: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "desk" if desk else "card")
        # one more on each side, so that what lies inside does not paint over the border
        left, top, right, bottom = margins
        self.body = down(on=self, margins=(left + 1, top + 1, right + 1, bottom + 1), gap=spacing)

    def set_chosen(self, chosen: bool) -> None:
        """Blue border and tint, as the chosen medium has."""
        restyle(self, "chosen", chosen)


def line() -> QFrame:
    """A hair line across."""
    made = QFrame()
    made.setProperty("look", "line")
    made.setFixedHeight(1)
    return made


def upright() -> QWidget:
    """A hair line down."""
    made = QWidget()
    made.setFixedWidth(1)
    theme.style(made, "background: ${LINE};")
    return made


def add_rows(card: Card, rows: Sequence[QWidget]) -> None:
    """One below another, a line between two."""
    for number, row in enumerate(rows):
        if number:
            card.body.addWidget(line())
        card.body.addWidget(row)


class PageHeader(QWidget):
    """Title and one muted line; buttons at the right, the primary one last."""

    def __init__(self, title: str, buttons: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.setFixedHeight(theme.HEADER_HEIGHT)
        self.title = PlainLabel(title, pixels=theme.TITLE, bold=True)
        self.subtitle = PlainLabel("", "muted", elide=Qt.TextElideMode.ElideRight)
        self._second = across(self.subtitle, gap=12)
        words = down(self.title, self._second, gap=5)
        row = across((words, 1), on=self, margins=(0, 16, 0, 8), gap=8)
        for button in buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def put_beside_subtitle(self, widget: QWidget) -> None:
        """A link right after the words, and after those put there before."""
        if self._second.count() == 1:
            self._second.addStretch(1)
        self._second.insertWidget(self._second.count() - 1, widget)

    def set_subtitle(self, text: str) -> None:
        self.subtitle.setText(text)


class EmptyState(QWidget):
    """What to do next, in the middle of an empty page."""

    def __init__(self, title: str, text: str = "", button: QPushButton | None = None, *,
                 quiet: bool = False) -> None:
        """`quiet`: the title stands on something that is not empty for long."""
        super().__init__()
        body = QVBoxLayout(self)
        body.setSpacing(8)
        body.addStretch(2)
        self.title = PlainLabel(title, bold=True, pixels=15)
        if quiet:
            self.title = PlainLabel(title, "muted", wrap=True)
        self.text = PlainLabel(text, "muted", wrap=True)
        for label in (self.title, self.text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            body.addWidget(label)
        self.text.setVisible(bool(text))
        if button is not None:
            body.addSpacing(8)
            body.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(3)


class Pile(QStackedLayout):
    """Faces of which one is seen."""

    def minimumHeightForWidth(self, width: int) -> int:
        """Qt's own says what the faces would like here, not what they can do with."""
        return max((self.itemAt(n).minimumHeightForWidth(width) for n in range(self.count())), default=0)


def pile(body: QBoxLayout) -> Pile:
    """It is in its place before the first face is put in: that would flash as a window."""
    made = Pile()
    body.addLayout(made, 1)
    return made


def scrolled(inside: QWidget) -> QScrollArea:
    """Up and down, where the window is low, as on a scaled screen; what is behind shows through."""
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is in it takes the focus, and is scrolled to
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area


class _LeastRoom(QWidget):
    """Asks for the least height `page` can do with at its width.

    Of a page whose words wrap, a QScrollArea asks for the height it would like: a preview would push what is
    below it out of sight, though it has room to spare.
    """

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self._page = page
        page.setParent(self)
        page.installEventFilter(self)

    def minimumSizeHint(self) -> QSize:
        least, layout = self._page.minimumSizeHint(), self._page.layout()
        if layout is not None and layout.hasHeightForWidth():
            least.setHeight(layout.minimumHeightForWidth(max(self.width(), least.width())))
        return least

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._page.resize(self.size())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # its words wrap otherwise

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def whole_or_scrolled(page: QWidget) -> QScrollArea:
    """It fills the place it is given; where that is less than it needs, the rest is scrolled to."""
    area = QScrollArea()
    area.setWidget(_LeastRoom(page))
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def page_layout(page: QWidget, *parts: Part) -> QVBoxLayout:
    """The margins every page has, and in them `parts`: header on top, cards below."""
    page.setObjectName("page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return down(*parts, on=page, margins=(theme.MARGIN, 0, theme.MARGIN, 12), gap=0)
