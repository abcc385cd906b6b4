"""The preview shows pages, pictures and text, and says so when it cannot."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QRectF, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage

from app.job import Job
from app.model.batch import Batch
from app.model.source import Container, Fault, Member, Source, Trouble
from app.reading.pages.examine import seals_in
from app.send.dropped.lots import Lot
from tests.builders import a_docm, a_docx, a_pdf, a_zip
from tests.ui.conftest import a_batch
from ui.findings.preview import PreviewPane
from ui.findings.rendition import Target, render
from ui.send.collect.intake import Intake, take_in
from ui.send.session import Session


@pytest.fixture
def shown(opened, qtbot, tmp_path):
    """A pane over a batch with one package; a function that shows one of its files."""

    def make(files: dict[str, bytes], name: str) -> PreviewPane:
        session: Session = opened(a_batch())
        package = a_zip(tmp_path / "山东甲某有限公司.zip", files)
        session.run("收集", take_in(Intake((Lot("provincial", (package,)),)), session))
        pane = PreviewPane(session)
        qtbot.addWidget(pane)
        pane.resize(340, 500)
        pane.show()
        pane.show_member(key_of(session.batch, name))
        return pane

    return make


def key_of(batch: Batch, name: str) -> str:
    one = next(iter(batch.enterprises.values()))
    return next(key for key, member in batch.members_of(one) if member.name == name)


def test_pages_are_turned_by_button_and_by_key(shown, qtbot):
    pane = shown({"申报书.pdf": a_pdf(3)}, "申报书.pdf")
    assert pane._count.text() == "第 1 / 3 页"
    qtbot.mouseClick(pane._next, Qt.MouseButton.LeftButton)
    qtbot.keyClick(pane, Qt.Key.Key_PageDown)
    assert pane.page == 3
    qtbot.keyClick(pane, Qt.Key.Key_PageDown)
    assert pane.page == 3
    qtbot.keyClick(pane, Qt.Key.Key_PageUp)
    assert pane.page == 2


def test_it_says_that_a_file_lies_open_only_where_it_does(shown):
    pane = shown({"申报书.pdf": a_pdf(3), "说明.pdf": b"%PDF-1.4 broken", "附.txt": "见附件".encode()}, "申报书.pdf")
    opened: list[str] = []
    pane.opened.connect(lambda: opened.append(pane._title.text()))
    for name in ("申报书.pdf", "附.txt", "说明.pdf", "申报书.pdf"):  # the first one lies open already
        pane.show_member(key_of(pane._session.batch, name))
    pane.clear()
    assert opened == ["申报书.pdf", "附.txt", "申报书.pdf"]


def test_a_picture_is_shown(shown, tmp_path):
    image = QImage(QSize(40, 20), QImage.Format.Format_RGB888)
    image.fill(Qt.GlobalColor.red)
    image.save(str(tmp_path / "a.png"))
    pane = shown({"证明材料/证书.png": (tmp_path / "a.png").read_bytes()}, "证书.png")
    assert pane.sheet._image.size() == QSize(40, 20)


def photographed(orientation: int) -> bytes:
    """A sheet with a red ring at its upper left, held as a telephone holds it (EXIF 2.32, 4.6.4)."""
    upright = Image.new("RGB", (840, 1188), "white")
    ring = ImageDraw.Draw(upright)
    ring.ellipse((100, 120, 250, 270), outline=(200, 30, 40), width=8)
    ring.ellipse((160, 180, 190, 210), fill=(200, 30, 40))
    turn = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    held = upright.transpose(turn[orientation]) if orientation in turn else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    held.save(out, "JPEG", quality=95, dpi=(102, 102), exif=exif)
    return out.getvalue()


def red_part(image: QImage) -> tuple[float, float, float, float]:
    """Left, top, width, height of all that is red, as shares of the picture."""
    picture = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    pixels = rows[:, : 3 * picture.width()].reshape(picture.height(), picture.width(), 3).astype(int)
    y, x = np.nonzero(pixels[:, :, 0] - pixels[:, :, 1] > 80)
    wide, high = picture.width(), picture.height()
    return x.min() / wide, y.min() / high, np.ptp(x) / wide, np.ptp(y) / high


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_frame_lies_on_what_is_shown_however_the_telephone_was_held(shown, tmp_path, orientation):
    content = photographed(orientation)
    (tmp_path / "申报书.jpg").write_bytes(content)
    frame = seals_in(tmp_path / "申报书.jpg", lambda *_: None).pages[0].frame
    pane = shown({"申报书.jpg": content}, "申报书.jpg")
    assert pane.sheet._image.height() > pane.sheet._image.width()
    assert red_part(pane.sheet._image) == pytest.approx(frame, abs=0.02)


def test_text_is_shown_as_it_is(shown):
    pane = shown({"说明.txt": "<b>说明</b>".encode("gb18030")}, "说明.txt")
    assert pane._text.toPlainText() == "<b>说明</b>"


def test_a_damaged_pdf_is_told_and_the_next_file_is_shown(shown):
    files = {"申报书.pdf": b"%PDF-1.4 \xff\xfe broken", "典型经验材料.pdf": a_pdf()}
    pane = shown(files, "申报书.pdf")
    assert "显示不出来" in pane._note.title.text()
    pane.show_member(key_of(pane._session.batch, "典型经验材料.pdf"))
    assert pane.sheet._image is not None


@pytest.mark.parametrize(("fault", "told"), [(Fault.PASSWORD, "有密码"), (Fault.UNREADABLE, "读不出来")])
def test_what_cannot_be_read_says_why(shown, tmp_path, fault, told):
    """Not that its kind is unknown: nothing is known of it."""
    source = Source("s0", "甲.rar", "甲.rar", Container.RAR, 1, "", troubles=(Trouble(fault),))
    target = Target("申报书.pdf", "unknown", source=source, member=Member("申报书.pdf", 80_000, "", "unknown"))
    assert told in render(target, 1, tmp_path, None, Job()).note


def test_a_document_may_be_opened_by_the_computers_own_software(shown, monkeypatch, qtbot):
    asked: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    pane = shown({"典型经验材料.docx": a_docx()}, "典型经验材料.docx")
    qtbot.mouseClick(pane._outside, Qt.MouseButton.LeftButton)
    assert asked[0].fileName() == "典型经验材料.docx"


def test_a_document_with_macros_or_a_program_is_not_offered(shown):
    for name, content in (("典型经验材料.docx", a_docm()), ("申报书.exe", b"MZ" + bytes(100))):
        pane = shown({name: content}, name)
        assert pane._outside.isHidden()


def test_a_frame_is_drawn_where_it_is_asked_for(shown):
    pane = shown({"申报书.pdf": a_pdf()}, "申报书.pdf")
    before = pane.sheet.grab().toImage()
    pane.set_frame(QRectF(0.5, 0.5, 0.3, 0.2))
    assert pane.sheet.grab().toImage() != before
    pane.set_frame(None)
    assert pane.sheet.grab().toImage() == before


def test_several_files_of_a_cell_can_be_chosen_from(shown):
    pane = shown({"证明材料/一.pdf": a_pdf(1), "证明材料/二.pdf": a_pdf(2)}, "一.pdf")
    keys = [key_of(pane._session.batch, name) for name in ("一.pdf", "二.pdf")]
    pane.show_members(keys)
    pane._chooser.setCurrentIndex(1)
    assert pane._count.text() == "第 1 / 2 页"


def test_a_file_that_is_gone_from_the_batch_is_told(shown):
    pane = shown({"申报书.pdf": a_pdf()}, "申报书.pdf")
    pane.show_member("s9999/没有.pdf")
    assert "不在批次里" in pane._note.title.text()
