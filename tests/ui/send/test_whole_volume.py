"""One PDF that holds everything, from the drop to the batch: read, proposed, agreed to, taken back."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.demo.cast import APPLICANTS
from app.model.documents.part import Part
from tests.builders import a_folder
from tests.ui.conftest import a_batch
from tests.ui.send.bound import a_bound
from ui.send.collect.page import CollectPage


def test_a_whole_volume_is_read_and_filed_as_proposed(opened, answers, qtbot, tmp_path):
    book, at = a_bound()
    page = CollectPage(opened(a_batch()), answers)
    qtbot.addWidget(page)
    page.resize(1154, 724)
    page.show()
    answers.choices = [0]  # 全国
    page.take([a_folder(tmp_path / APPLICANTS[0].name, {"材料（合订）.pdf": book})])
    one = next(iter(page._session.batch.enterprises.values()))
    assert [chip.waiting.path for chip in page.tray.chips] == ["材料（合订）.pdf"], "nothing is filed silently"
    qtbot.mouseClick(page.tray.agree, Qt.MouseButton.LeftButton)
    parts = page._session.batch.enterprises[one.id].parts
    assert parts == {f"{one.sources[0]}/材料（合订）.pdf": (
        Part("form", (at["form"],)), Part("experience", (at["experience"],)),
        Part("proof", ((at["licence"][0], at["audit"][1]),)),
    )}
    assert [cell.said for cell in page.matrix.rows[0].cells] == ["1–3", "4–5", "6–8"]
    assert page._session.undo() == "把“材料（合订）.pdf”按建议归类"
    assert not page._session.batch.enterprises[one.id].parts
