"""Colours, sizes, fonts and Qt's Chinese, in one place (design/product.md §6)."""

from __future__ import annotations

from functools import cache
from string import Template
from typing import Any

from PySide6.QtCore import QLibraryInfo, QPointF, QSize, Qt, QTimer, QTranslator
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from app.paths import RESOURCES
from ui.colours import Part, Scheme

INK = MUTED = FAINT = ACCENT = ACCENT_DARK = NAVY = RED = AMBER = GREEN = ""  # words; `use` fills them
PAPER = RAIL = STRIP = DESK = SELECTED = ACCENT_SOFT = ACCENT_FAINT = ""  # what they stand on
RED_SOFT = AMBER_SOFT = GREEN_SOFT = GREY_SOFT = MARK = ""
LINE = ROW_LINE = EDGE = ACCENT_LINE = ""
TONES: dict[str, tuple[str, str]] = {}  # tone → (words, ground) of pills and marks

RAIL_WIDTH, FOOT_HEIGHT, HEADER_HEIGHT = 212, 44, 77
RAIL_NARROW, ROOMY = 60, 1100  # pixels: of the rail where the window is less wide than that
MARGIN, GAP = 24, 16
ROW, BUTTON, SMALL_BUTTON = 34, 34, 28
BODY, SMALL, TINY, TITLE = 13, 12, 11, 20
RADIUS, CARD_RADIUS = 6, 10

FAMILIES = ("Microsoft YaHei UI", "Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
FIXED_FAMILIES = ("Consolas", "DejaVu Sans Mono", "Noto Sans Mono CJK SC")
# Windows has fonts of its own for these, each time its colours change
_OF_THE_SYSTEM = ("QAbstractItemView", "QMenu", "QMenuBar", "QMessageBox", "QTipLabel", "QToolButton")

_OWN = "own_style"  # the property that keeps a widget's own style sheet
_scheme = Scheme()


@cache
def font(pixels: int = BODY, *, bold: bool = False, fixed: bool = False) -> QFont:
    """The window's font; `bold` is semibold, as the drawings have it. Shared: not to be changed."""
    made = QFont()
    made.setFamilies(list((FIXED_FAMILIES + FAMILIES) if fixed else FAMILIES))
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@cache
def colour(name: str) -> QColor:
    """Made once: delegates ask for thousands."""
    return QColor(name)


def scheme() -> Scheme:
    """The one in use."""
    return _scheme


def use(wanted: Scheme) -> None:
    """The colours from here on, of all that is painted later; `dress` shows them in what is there already."""
    global _scheme
    _scheme = wanted
    globals().update(wanted.named())
    soft = {"accent": ACCENT_SOFT, "red": RED_SOFT, "amber": AMBER_SOFT, "green": GREEN_SOFT}
    TONES.update({tone: (globals()[tone.upper()], ground) for tone, ground in soft.items()})
    TONES.update({"ink": (INK, PAPER), "muted": (MUTED, RAIL), "navy": (NAVY, PAPER)})


def seen(colour: str, part: Part = Part.INK) -> str:
    """What stands for a colour that has no name here, as it is by day."""
    return _scheme.seen(colour, part)


def apply(app: QApplication) -> None:
    """Fusion, our fonts, colours and Qt's own words in Chinese; its dates once the window is up."""
    QTimer.singleShot(300, set_locale)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    app.setStyle("Fusion")
    app.setFont(font())
    dress(app)
    app.setWindowIcon(QIcon(brand(64)))


def dress(app: QApplication) -> None:
    """All that is on the screen, in the colours in use."""
    palette = app.palette()
    for role, colour in (
        (QPalette.ColorRole.Window, PAPER), (QPalette.ColorRole.Base, PAPER), (QPalette.ColorRole.Text, INK),
        (QPalette.ColorRole.WindowText, INK), (QPalette.ColorRole.Highlight, ACCENT),
        (QPalette.ColorRole.HighlightedText, PAPER), (QPalette.ColorRole.Link, ACCENT),
        (QPalette.ColorRole.PlaceholderText, MUTED), (QPalette.ColorRole.AlternateBase, STRIP),
        (QPalette.ColorRole.Button, PAPER), (QPalette.ColorRole.ButtonText, INK),
        (QPalette.ColorRole.ToolTipBase, PAPER), (QPalette.ColorRole.ToolTipText, INK),
        (QPalette.ColorRole.Light, RAIL), (QPalette.ColorRole.Mid, EDGE), (QPalette.ColorRole.Dark, MUTED),
    ):  # fmt: skip
        palette.setColor(role, QColor(colour))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, QColor(FAINT))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text, QColor(FAINT))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText, QColor(FAINT))
    app.setPalette(palette)
    app.setStyleSheet(style_sheet())  # the first one makes Qt ask the system for its fonts again
    for kind in _OF_THE_SYSTEM:
        app.setFont(font(), kind)  # type: ignore[arg-type]  # its types ask for bytes, and it refuses them
    for widget in app.allWidgets():
        if template := widget.property(_OWN):
            widget.setStyleSheet(_filled(template))
        QWidget.update(widget)  # lists have an update of their own


def style(widget: QWidget, template: str) -> None:
    """A style sheet of its own, with ${NAMES} of colours that go on following the scheme."""
    widget.setProperty(_OWN, template)
    widget.setStyleSheet(_filled(template))


def _filled(template: str) -> str:
    return Template(template).substitute(globals())


def style_sheet() -> str:
    """The window's own, with the colours and sizes above in its places."""
    text = (RESOURCES / "style.qss").read_text("utf-8")
    return Template(text).substitute(
        globals(),
        CHEVRON=_icon_file("chevron-down-light" if _scheme.is_dark else "chevron-down"),
        TICK=_icon_file("tick-dark" if _scheme.is_dark else "tick"),
        BUTTON_INSIDE=BUTTON - 2, SMALL_BUTTON_INSIDE=SMALL_BUTTON - 2,  # less its frame
        BUTTON_FOCUSED=BUTTON - 4, SMALL_BUTTON_FOCUSED=SMALL_BUTTON - 4,  # whose frame is wider
    )  # fmt: skip


def _icon_file(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").as_posix()


def set_locale() -> None:
    """Dates and numbers as in China. Not at the start: to load QLocale's thousand names costs 25 ms."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))


def icon(name: str, colour: str = "") -> QIcon:
    """An icon of the Remix font (`ri.folder-line`)."""
    made: QIcon = _icons().icon(name, color=colour or MUTED)
    return made


@cache
def _icons() -> Any:
    """Of the fonts that QtAwesome has, one alone is read, and a build has no other."""
    from qtawesome.iconic_font import IconicFont

    return IconicFont(("ri", "remixicon-2.5.0.ttf", "remixicon-charmap-2.5.0.json"))


def brand(side: int, ratio: float = 1.0) -> QPixmap:
    """The mark: a disc seen from above."""
    pixmap = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    middle = QPointF(side / 2, side / 2)
    for share, colour in ((0.5, "#7FA5E0"), (0.33, "#1D5FBF"), (0.15, "#FFFFFF")):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, side * share, side * share)
    painter.end()
    return pixmap


use(Scheme())
