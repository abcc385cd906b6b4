"""A page that nobody looks at does nothing when the batch changes; it shows what changed once it is turned to."""

from __future__ import annotations

import pytest

from app.batch import edit
from tests.ui.conftest import a_batch, with_enterprise
from ui.send.pages import PAGES


@pytest.mark.parametrize("kind", [page.make for page in PAGES], ids=[page.id for page in PAGES])
def test_a_page_shows_what_changed_while_it_was_not_seen_once_it_is(kind, opened, answers, qtbot, monkeypatch):
    page = kind(opened(with_enterprise(a_batch(), 1, "济南甲机械有限公司")), answers)
    qtbot.addWidget(page)
    page.show()
    page.hide()
    shown: list[str] = []

    def shows() -> None:
        shown.append(page._session.batch.enterprises["e0001"].name)

    monkeypatch.setattr(page, "show_anew", shows)
    for name in ("济南乙机械有限公司", "济南丙机械有限公司"):
        page._session.apply("改名", lambda batch, name=name: edit.rename(batch, "e0001", name))
    assert shown == []
    page.show()
    assert shown == ["济南丙机械有限公司"]
    page.hide()
    page.show()
    assert len(shown) == (2 if page.title == "制作光盘" else 1), "folders and drives may be others each time"
