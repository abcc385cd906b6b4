"""Every page of both sides fits every screen: no text lies over another, none is cut in silence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget

from app.model.batch import Staging
from app.store.store import BatchStore
from tests.ui.conftest import NOTICE_TOML, Answers, a_batch, with_enterprise
from tests.ui.receive.ledgers import province
from tests.ui.texts import cut, overlapping
from ui.receive.pages import PAGES as LEDGER_PAGES
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView
from ui.send.disc.contents import CodeCard
from ui.send.pages import PAGES as BATCH_PAGES
from ui.send.session import Session
from ui.send.view import BatchView
from ui.shell.runner import Inline
from ui.shell.screen import fit
from ui.shell.workspace import Workspace
from ui.widgets.labels import PlainLabel

# Screens in use, and what Windows' scaling makes of them: 1366 × 768 at 125, 150 and 200 %, 1024 × 700 at 125 %.
SIZES = [(1920, 1080), (1366, 768), (1024, 700), (1093, 614), (911, 512), (819, 560), (683, 384)]


@pytest.fixture
def batch_view(tmp_path: Path, qtbot, answers: Answers) -> Iterator[BatchView]:
    batch = a_batch()
    names = ("济南试制机床有限公司", "山东鲁泰精密机械股份有限公司", "济南二机床集团有限公司", "山东第四新材料科技股份有限公司")
    for number, name in enumerate(names, 1):
        batch = with_enterprise(batch, number, name, "national" if number == 1 else "provincial")
    session = Session(BatchStore.create(tmp_path / "批次", batch, NOTICE_TOML), answers, executor=Inline())
    view = BatchView(session, answers)
    qtbot.addWidget(view)
    yield view
    session.close()


@pytest.fixture
def ledger_view(tmp_path: Path, qtbot, answers: Answers) -> Iterator[LedgerView]:
    session = LedgerSession(province(tmp_path / "台账"), answers, executor=Inline())
    view = LedgerView(session, answers)
    qtbot.addWidget(view)
    yield view
    session.close()


def assert_it_fits(view: Workspace, key: str, size: tuple[int, int]) -> None:
    view.resize(*size)
    view.go(key)
    for _ in range(3):
        QApplication.processEvents()
    assert view.size() == QSize(*size), "the pages ask for more than there is"
    assert overlapping(view) == [] and cut(view) == []


@pytest.mark.parametrize("page", [page.id for page in BATCH_PAGES])
def test_a_page_of_a_batch_fits(batch_view: BatchView, page: str) -> None:
    batch_view.show()
    for size in SIZES:
        assert_it_fits(batch_view, page, size)


@pytest.mark.parametrize("page", [page.id for page in LEDGER_PAGES])
def test_a_page_of_a_ledger_fits(ledger_view: LedgerView, page: str) -> None:
    ledger_view.show()
    for size in SIZES:
        assert_it_fits(ledger_view, page, size)


@pytest.mark.parametrize("room", [QRect(0, 0, 911, 480), QRect(1920, 0, 1366, 728), QRect(0, 40, 1920, 1040)])
def test_a_window_starts_inside_the_screen(room: QRect, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    fit(window, room)
    assert room.contains(QRect(window.pos(), window.size()))
    assert window.width() == min(1366, room.width() - 16)


def test_what_lies_badly_is_seen(qtbot) -> None:
    """The eyes of these tests."""
    window = QWidget()
    qtbot.addWidget(window)
    for place in (QRect(0, 0, 200, 30), QRect(100, 10, 200, 30), QRect(0, 100, 40, 30)):
        PlainLabel("一共十二家企业的材料").setParent(window)
        window.findChildren(PlainLabel)[-1].setGeometry(place)
    window.resize(400, 200)
    window.show()
    assert len(overlapping(window)) == 1 and len(cut(window)) == 1


@pytest.mark.parametrize("width", [300, 240, 190])
def test_the_check_code_is_seen_whole(width: int, qtbot) -> None:
    card = CodeCard()
    qtbot.addWidget(card)
    card.show_disc(Staging("光盘", "QLBG23_3701_01", "0KFE-DH9D-KJA3", "", "2023-08-25", 16, 2048))
    card.setFixedWidth(width)
    card.show()
    QApplication.processEvents()
    assert card.code.fontMetrics().horizontalAdvance(card.code.text()) <= card.code.width()
