"""A list of the ledger in little room."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from ui.receive.lists import RecordView
from ui.widgets.table import Column

COLUMNS = [Column("企业", str), Column("市", lambda _: "青岛市"), Column("平均分", lambda _: "未评")]


def test_the_name_keeps_room_to_be_read_however_narrow_the_list(qtbot) -> None:
    view: RecordView[str] = RecordView(COLUMNS, (0, 200, 200), "名次", stretch=0)
    qtbot.addWidget(view)
    view.show_rows(["山东鲁泰精密机械股份有限公司"])
    view.show()
    for width, scrolls in ((800, False), (300, True), (900, False)):
        view.resize(width, 200)
        QApplication.processEvents()
        assert view.columnWidth(0) >= 120
        assert (view.horizontalScrollBar().maximum() > 0) is scrolls
    assert view.columnWidth(0) == view.viewport().width() - 400
