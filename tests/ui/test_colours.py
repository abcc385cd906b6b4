"""All that is written can be read: by day, in the dark, with high contrast; and all that is painted follows."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox, QTableView, QTreeWidget, QWidget

from app.paths import RESOURCES
from ui import theme
from ui.colours import DAYLIGHT, READABLE, SHARP, VISIBLE, Part, Scheme, contrast
from ui.receive.merge.bars import BAR
from ui.send.disc.capacity_bar import COLOURS
from ui.send.parts.tints import TINTS
from ui.shell.appearance import Appearance, scheme_of, set_size
from ui.shell.rail import Rail, StepButton
from ui.shell.settings import DAY, NIGHT, SYSTEM, Settings
from ui.shell.settings import SHARP as HIGH
from ui.widgets.labels import PlainLabel

ROOT = Path(__file__).resolve().parents[2]
SCHEMES = [Scheme(dark, sharp) for dark in (False, True) for sharp in (False, True)]
INKS, PAPERS = ([name for name, (_, part) in DAYLIGHT.items() if part is wanted] for wanted in (Part.INK, Part.PAPER))


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    theme.use(Scheme())
    theme.dress(qapp)


@pytest.mark.parametrize("kind", [QTreeWidget, QTableView, QMenu, QMessageBox])
def test_what_the_system_has_a_font_for_has_the_windows_own(kind: type[QWidget], dressed: QApplication, qtbot) -> None:
    """As Windows has for lists, menus and questions."""
    for name in ("QAbstractItemView", "QMenu", "QMessageBox"):
        dressed.setFont(QFont("Serif", 8), name)
    theme.dress(dressed)
    widget = kind()
    qtbot.addWidget(widget)
    widget.ensurePolished()
    assert (widget.font().families(), widget.font().pixelSize()) == (list(theme.FAMILIES), theme.BODY)


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_every_ink_can_be_read_on_every_paper(scheme: Scheme) -> None:
    named, wanted = scheme.named(), SHARP if scheme.is_sharp else READABLE
    poor = [(ink, paper) for ink in INKS for paper in PAPERS if contrast(named[ink], named[paper]) < wanted]
    assert poor == []


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_what_cannot_be_used_now_can_still_be_seen(scheme: Scheme) -> None:
    named = scheme.named()
    assert all(contrast(named["FAINT"], named[paper]) >= VISIBLE for paper in PAPERS)


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_so_can_the_words_of_what_is_disabled_on_its_own_ground(scheme: Scheme) -> None:
    named, rules = scheme.named(), (RESOURCES / "style.qss").read_text("utf-8")
    disabled = re.findall(r":disabled \{(.*)\}$", rules, re.MULTILINE)
    told = [dict(re.findall(r"(?<![-\w])(color|background): \$\{(\w+)\}", each)) for each in disabled]
    pairs = [(each["color"], each.get("background", "PAPER")) for each in told if "color" in each]
    assert len(pairs) >= 4
    assert [pair for pair in pairs if contrast(named[pair[0]], named[pair[1]]) < VISIBLE] == []


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_so_can_the_words_on_tints_and_bars(scheme: Scheme) -> None:
    paper = scheme.named()["PAPER"]
    for ground, ink in TINTS:
        assert contrast(scheme.seen(ground, Part.PAPER), scheme.seen(ink, Part.INK)) >= READABLE, (ground, ink)
    for colour in COLOURS:
        assert contrast(scheme.seen(colour, Part.INK), paper) >= READABLE, colour
    assert contrast(scheme.seen(BAR, Part.INK), paper) >= VISIBLE


@pytest.mark.parametrize("scheme", SCHEMES, ids=str)
def test_colours_stay_colours(scheme: Scheme) -> None:
    """A paper that is too strong would have every ink go grey on it."""
    named = scheme.named()
    for ink in ("ACCENT", "RED", "AMBER", "GREEN"):
        shares = [int(named[ink][place:place + 2], 16) for place in (1, 3, 5)]
        assert max(shares) - min(shares) >= 50, (ink, named[ink])


@pytest.mark.parametrize("scheme", [each for each in SCHEMES if each.is_sharp], ids=str)
def test_in_high_contrast_edges_and_what_is_chosen_are_seen(scheme: Scheme) -> None:
    named = scheme.named()
    lines = [name for name, (_, part) in DAYLIGHT.items() if part is Part.LINE]
    assert all(contrast(named[line], named["PAPER"]) >= READABLE for line in lines)
    assert named["SELECTED"] != named["PAPER"] != named["ACCENT_SOFT"]


def test_contrast_is_reckoned_as_the_standard_has_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the known pair that just fails


def test_colours_are_told_in_one_place() -> None:
    """Others of daylight stand in a table that is looked up by `theme.seen`; none in the style sheet."""
    tables = {"colours.py", "theme.py", "tints.py", "capacity_bar.py", "bars.py"}
    hexed = re.compile(r"#[0-9A-Fa-f]{6}\b")
    said = {
        path.name
        for path in (ROOT / "ui").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and hexed.search(node.value)
    }
    assert said <= tables
    assert not hexed.search((RESOURCES / "style.qss").read_text("utf-8"))


def test_what_is_on_the_screen_follows(dressed: QApplication, qtbot) -> None:
    window, own = QWidget(), QWidget()
    QTableView(window)  # its update() is another than a widget's
    qtbot.addWidget(window)
    label, step = PlainLabel("还有三处", "red"), StepButton(1, "收集材料")
    for widget in (label, step, own):
        widget.setParent(window)
    step.setGeometry(0, 40, 187, 46)
    step.setChecked(True)
    theme.style(own, "background: ${DESK};")
    window.show()
    for scheme in SCHEMES:
        theme.use(scheme)
        theme.dress(dressed)
        named = scheme.named()
        assert label.palette().color(label.foregroundRole()) == QColor(named["RED"])
        assert step.grab().toImage().pixelColor(93, 5) == QColor(named["ACCENT_SOFT"])
        assert own.styleSheet() == f"background: {named['DESK']};"
        assert dressed.palette().color(dressed.palette().ColorRole.Base) == QColor(named["PAPER"])


@pytest.mark.parametrize("wanted, system, sharp, scheme", [
    (SYSTEM, Qt.ColorScheme.Light, False, Scheme()), (SYSTEM, Qt.ColorScheme.Unknown, False, Scheme()),
    (SYSTEM, Qt.ColorScheme.Dark, False, Scheme(is_dark=True)), (SYSTEM, Qt.ColorScheme.Dark, True, Scheme(True, True)),
    (SYSTEM, Qt.ColorScheme.Light, True, Scheme(False, True)), (DAY, Qt.ColorScheme.Dark, True, Scheme()),
    (NIGHT, Qt.ColorScheme.Light, False, Scheme(is_dark=True)), (HIGH, Qt.ColorScheme.Dark, False, Scheme(True, True)),
])
def test_the_system_is_followed_unless_a_person_said_otherwise(
    wanted: str, system: Qt.ColorScheme, sharp: bool, scheme: Scheme
) -> None:
    assert scheme_of(wanted, system, is_sharp=sharp) == scheme


def test_the_settings_are_followed_at_once(dressed: QApplication, tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json", colours=DAY)
    appearance = Appearance(dressed, settings)
    for colours, scheme in ((NIGHT, Scheme(is_dark=True)), (DAY, Scheme())):
        settings.colours = colours
        appearance.show()
        assert theme.scheme() == scheme
        assert dressed.palette().color(QPalette.ColorRole.Base).name().upper() == scheme.named()["PAPER"]


@pytest.mark.parametrize("percent, before, told", [(130, None, "1.3"), (100, None, None), (115, "2", "2")])
def test_the_size_is_told_to_qt_unless_somebody_told_it_already(
    percent: int, before: str | None, told: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_SCALE_FACTOR", before or "")  # so that it is put back
    if before is None:
        monkeypatch.delenv("QT_SCALE_FACTOR")
    set_size(percent)
    assert os.environ.get("QT_SCALE_FACTOR") == told


def test_the_icons_of_the_narrow_rail_follow(dressed: QApplication, qtbot) -> None:
    rail = Rail([("a", "收集材料")], "备份与恢复", "交给同事")
    qtbot.addWidget(rail)
    rail.set_narrow(True)
    rail.show()

    def darkest() -> int:
        image = rail.clerk_button.icon().pixmap(16, 16).toImage()
        seen = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
        return min(each.lightness() for each in seen if each.alpha() > 200)

    by_day = darkest()
    theme.use(Scheme(is_dark=True))
    theme.dress(dressed)
    assert darkest() > by_day
