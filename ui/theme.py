"""Colours, sizes, fonts and Qt's Chinese, in one place (design/product.md §6)."""

from __future__ import annotations

from functools import cache

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
MARGIN, GAP = 24, 16
ROW, BUTTON, SMALL_BUTTON = 34, 34, 28
BODY, SMALL, TINY, TITLE = 13, 12, 11, 20
RADIUS, CARD_RADIUS = 6, 10

FAMILIES = ("Microsoft YaHei UI", "Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei")
FIXED_FAMILIES = ("Consolas", "DejaVu Sans Mono", "Noto Sans Mono CJK SC")

_CHEVRON = (RESOURCES / "icons" / "chevron-down.svg").as_posix()

QSS = f"""
QWidget {{ color: {INK}; }}
QMainWindow, QDialog, QWidget#page {{ background: {PAPER}; }}
QToolTip {{ color: {INK}; background: {PAPER}; border: 1px solid {EDGE}; padding: 4px 6px; }}

QFrame[look="card"] {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: {CARD_RADIUS}px; }}
QFrame[look="card"][chosen="true"] {{ background: {ACCENT_FAINT}; border-color: {ACCENT}; }}
QFrame[look="desk"] {{ background: {DESK}; border: 1px solid {LINE}; border-radius: {CARD_RADIUS}px; }}
QFrame[look="line"] {{ background: {LINE}; border: none; }}
QFrame[look="hint"] {{ background: {ACCENT_FAINT}; border: 1px solid #C9DDF7; border-radius: 8px; }}

QPushButton {{ background: {PAPER}; border: 1px solid {EDGE}; border-radius: {RADIUS}px;
    padding: 0 14px; min-height: {BUTTON - 2}px; }}
QPushButton:hover {{ background: {RAIL}; border-color: #B4BFCB; }}
QPushButton:pressed {{ background: {LINE}; }}
QPushButton:focus {{ border-color: {ACCENT}; }}
QPushButton:disabled {{ color: {FAINT}; background: {PAPER}; border-color: {LINE}; }}
QPushButton::menu-indicator {{ width: 0; image: none; }}
QPushButton[dense="true"] {{ padding: 0 10px; min-height: {SMALL_BUTTON - 2}px; }}
QPushButton[look="primary"] {{ background: {ACCENT}; border-color: {ACCENT}; color: white; }}
QPushButton[look="primary"]:hover {{ background: {ACCENT_DARK}; border-color: {ACCENT_DARK}; }}
QPushButton[look="primary"]:pressed {{ background: #123F82; }}
QPushButton[look="primary"]:focus {{ border: 2px solid #0E3266; padding: 0 13px;
    min-height: {BUTTON - 4}px; }}
QPushButton[look="primary"][dense="true"]:focus {{ padding: 0 9px; min-height: {SMALL_BUTTON - 4}px; }}
QPushButton[look="primary"]:disabled {{ background: #B9CDEB; border-color: #B9CDEB; color: white; }}
QPushButton[look="link"] {{ background: transparent; border: none; color: {ACCENT}; padding: 0 2px;
    min-height: 20px; text-align: left; }}
QPushButton[look="link"]:hover, QPushButton[look="link"]:focus {{ text-decoration: underline; }}
QPushButton[look="link"]:disabled {{ color: {FAINT}; }}
QPushButton[look="quiet"] {{ background: transparent; border: none; color: {MUTED}; padding: 0 2px;
    min-height: 20px; text-align: left; }}
QPushButton[look="quiet"]:hover, QPushButton[look="quiet"]:focus {{ color: {ACCENT}; }}
QPushButton[look="segment"] {{ background: transparent; border: none; color: {INK}; padding: 0 14px;
    min-height: 30px; border-radius: {RADIUS}px; }}
QPushButton[look="segment"]:hover {{ background: {RAIL}; }}
QPushButton[look="segment"]:focus {{ background: {ACCENT_FAINT}; }}
QPushButton[look="segment"]:checked {{ background: {ACCENT_SOFT}; color: {NAVY}; font-weight: 600; }}
QPushButton[look="segment"][tight="true"] {{ padding: 0 4px; font-size: {SMALL}px; }}
QPushButton[look="chip"] {{ padding: 0 10px; min-height: 26px; }}
QPushButton[look="chip"][picked="true"] {{ background: {ACCENT_SOFT}; border-color: {ACCENT}; }}

QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QSpinBox {{ background: {PAPER}; border: 1px solid {EDGE};
    border-radius: {RADIUS}px; padding: 0 10px; min-height: 30px; selection-background-color: {ACCENT};
    selection-color: white; }}
QPlainTextEdit {{ padding: 6px 8px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus {{ border-color: {ACCENT}; }}
QLineEdit:disabled, QComboBox:disabled {{ background: {RAIL}; color: {MUTED}; }}
QLineEdit[fault="true"] {{ border-color: {RED}; background: {RED_SOFT}; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{_CHEVRON}"); width: 12px; height: 12px; }}
QComboBox QAbstractItemView {{ border: 1px solid {EDGE}; background: {PAPER}; outline: 0;
    selection-background-color: {ACCENT_SOFT}; selection-color: {INK}; }}

QAbstractItemView {{ border: none; background: {PAPER}; outline: 0;
    selection-background-color: {SELECTED}; selection-color: {INK}; }}
QHeaderView {{ background: {STRIP}; border: none; }}
QHeaderView::section {{ background: {STRIP}; color: {MUTED}; border: none; border-bottom: 1px solid {LINE};
    padding: 0 10px; min-height: 32px; font-weight: 400; }}
QTableView {{ gridline-color: {ROW_LINE}; }}
QTableCornerButton::section {{ background: {STRIP}; border: none; }}

QMenu {{ background: {PAPER}; border: 1px solid {EDGE}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 14px; border-radius: 4px; }}
QMenu::item:selected {{ background: {ACCENT_SOFT}; }}
QMenu::item:disabled {{ color: {FAINT}; }}
QMenu::separator {{ height: 1px; background: {LINE}; margin: 4px 8px; }}

QProgressBar {{ background: {LINE}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; }}
QProgressBar::chunk {{ background: {ACCENT}; border-radius: 3px; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
QScrollArea {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: #CDD5DE; border-radius: 3px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: #AAB6C3; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
"""


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
    app.setStyleSheet(QSS)
    app.setWindowIcon(QIcon(brand(64)))


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
