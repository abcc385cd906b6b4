"""Colours, sizes, fonts and Qt's Chinese, in one place (design/product.md §6)."""

from __future__ import annotations

from functools import cache
from string import Template

from PySide6.QtCore import QLibraryInfo, QPointF, QSize, Qt, QTimer, QTranslator
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from app.paths import RESOURCES

INK, MUTED, FAINT = "#1F2933", "#6B7785", "#9AA5B1"
LINE, ROW_LINE, EDGE = "#E3E8EE", "#EDF0F4", "#CBD2DA"
SELECTED = "#EDF4FD"  # a row of a list
RAIL, STRIP, PAPER, DESK = "#F6F8FB", "#F9FAFC", "#FFFFFF", "#F1F3F7"
ACCENT, ACCENT_DARK, ACCENT_SOFT, ACCENT_FAINT = "#1D5FBF", "#174E9E", "#E1ECFB", "#EDF4FD"
NAVY = "#173A75"
RED, RED_SOFT = "#B42318", "#FBEAE8"
AMBER, AMBER_SOFT = "#8A5A00", "#FFF4DC"
GREEN, GREEN_SOFT = "#2E7D4F", "#E8F5EE"

# tone → (text, background) of pills and marks
TONES = {
    "ink": (INK, PAPER),
    "muted": (MUTED, RAIL),
    "accent": (ACCENT, ACCENT_SOFT),
    "red": (RED, RED_SOFT),
    "amber": (AMBER, AMBER_SOFT),
    "green": (GREEN, GREEN_SOFT),
}

RAIL_WIDTH, FOOT_HEIGHT, HEADER_HEIGHT = 212, 44, 77
RAIL_NARROW, ROOMY = 60, 1100  # pixels: of the rail where the window is less wide than that
MARGIN, GAP = 24, 16
ROW, BUTTON, SMALL_BUTTON = 34, 34, 28
BODY, SMALL, TINY, TITLE = 13, 12, 11, 20
RADIUS, CARD_RADIUS = 6, 10

FAMILIES = ("Microsoft YaHei UI", "Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
FIXED_FAMILIES = ("Consolas", "DejaVu Sans Mono", "Noto Sans Mono CJK SC")

_CHEVRON = (RESOURCES / "icons" / "chevron-down.svg").as_posix()

DATE_QSS = f"""
QDateEdit {{ background: {PAPER}; border: 1px solid {EDGE}; border-radius: {RADIUS}px; padding: 0 8px;
    min-height: 30px; }}
QDateEdit:focus {{ border-color: {ACCENT}; }}
QDateEdit::drop-down {{ border: none; width: 22px; }}
QDateEdit::down-arrow {{ image: url("{_CHEVRON}"); width: 12px; height: 12px; }}
"""


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


def apply(app: QApplication) -> None:
    """Fusion, our fonts, colours and Qt's own words in Chinese; its dates once the window is up."""
    QTimer.singleShot(300, set_locale)
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
    app.setStyle("Fusion")
    app.setFont(font())
    palette = app.palette()
    for role, colour in (
        (QPalette.ColorRole.Window, PAPER), (QPalette.ColorRole.Base, PAPER), (QPalette.ColorRole.Text, INK),
        (QPalette.ColorRole.WindowText, INK), (QPalette.ColorRole.Highlight, ACCENT),
        (QPalette.ColorRole.HighlightedText, PAPER), (QPalette.ColorRole.Link, ACCENT),
        (QPalette.ColorRole.PlaceholderText, FAINT), (QPalette.ColorRole.AlternateBase, STRIP),
    ):
        palette.setColor(role, QColor(colour))
    app.setPalette(palette)
    app.setStyleSheet(style_sheet())
    app.setWindowIcon(QIcon(brand(64)))


def style_sheet() -> str:
    """The window's own, with the colours and sizes above in its places."""
    text = (RESOURCES / "style.qss").read_text("utf-8")
    return Template(text).substitute(
        globals(), CHEVRON=_CHEVRON,
        BUTTON_INSIDE=BUTTON - 2, SMALL_BUTTON_INSIDE=SMALL_BUTTON - 2,  # less its frame
        BUTTON_FOCUSED=BUTTON - 4, SMALL_BUTTON_FOCUSED=SMALL_BUTTON - 4,  # whose frame is wider
    )  # fmt: skip


def set_locale() -> None:
    """Dates and numbers as in China. Not at the start: to load QLocale's thousand names costs 25 ms."""
    from PySide6.QtCore import QLocale

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))


def icon(name: str, colour: str = MUTED) -> QIcon:
    """A QtAwesome icon (`ri.folder-line`); imported only when first asked for, it costs 0.1 s."""
    import qtawesome

    made: QIcon = qtawesome.icon(name, color=colour)
    return made


def brand(side: int, ratio: float = 1.0) -> QPixmap:
    """The mark: a disc seen from above."""
    pixmap = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    middle = QPointF(side / 2, side / 2)
    for share, colour in ((0.5, "#7FA5E0"), (0.33, ACCENT), (0.15, PAPER)):
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, side * share, side * share)
    painter.end()
    return pixmap
