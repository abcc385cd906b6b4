"""Scanned forms: what the engine sees is an offer marked 识别; nothing is fetched for it."""

import socket
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from app.batch.form_facts import _roomy
from app.demo.cast import APPLICANTS
from app.demo.documents.jpeg_pdf import jpeg_pdf
from app.demo.documents.papers import Typesetter, set_paper
from app.demo.documents.scan import Scanner
from app.job import Job
from app.reading.forms.docx import NotReadable
from app.reading.forms.fields import fields_in
from app.reading.forms.ocr import ocr_pieces
from app.reading.forms.pieces import Piece
from app.reading.forms.read import read_fields
from app.reading.limits import Limits
from app.reading.ocr import engine as ocr
from app.reading.ocr.engine import Line, has_ocr
from app.reading.pages import drawn as pages_drawn
from app.reading.sandbox import Sandbox
from tests.reading.forms.test_forms import LABELS, read, texts


def box(left: float, top: float, right: float, bottom: float):
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class Engine:
    """As rapidocr answers: boxes of four corners for a page, None for an empty one; then the text and score of
    each line, from the top.
    """

    def __init__(self, *told) -> None:
        self.told, self.shown, self.unread = told, [], []

    def __call__(self, image, use_det, **_):
        if not use_det:
            _, text, score = self.unread.pop(0)
            return SimpleNamespace(txts=(text,), scores=(score,))
        self.shown.append(image)
        self.unread = sorted(self.told, key=lambda each: each[0][0][1])
        return SimpleNamespace(boxes=[each[0] for each in self.told] or None)


@pytest.fixture
def engine(monkeypatch):
    def put(*told) -> Engine:
        made = Engine(*told)
        monkeypatch.setattr(ocr, "has_ocr", lambda: True)
        monkeypatch.setattr(ocr, "_engine", lambda: made)
        return made

    return put


def a_picture(path: Path, size=(600, 800), color="white") -> Path:
    Image.new("RGB", size, color).save(path, "PNG")
    return path


def test_what_was_recognised_says_so_and_a_doubtful_word_is_dropped(tmp_path: Path, engine):
    engine((box(10, 10, 90, 30), "联系人", 0.99), (box(100, 11, 160, 31), "张工", 0.97),
           (box(10, 50, 90, 70), "移动电话", 0.98), (box(100, 50, 220, 70), "13800000005", 0.41))
    told = read(a_picture(tmp_path / "a.png"), "png")
    assert texts(told) == {"contact": "张工"}
    assert told.fields["contact"].is_recognised and told.fields["contact"].page == 1


def test_brackets_in_chinese_words_are_wide_again(tmp_path: Path, engine):
    engine((box(10, 10, 90, 30), "企业名称", 0.99), (box(100, 10, 300, 30), "章丘铸锻(集团)公司 (A1)", 0.97))
    (name,) = [p.text for p in ocr_pieces(a_picture(tmp_path / "a.png"), "png", lambda: None)][1:]
    assert name == "章丘铸锻（集团）公司 (A1)"


@pytest.mark.parametrize("places", [(1, 2), (2, 1)])
def test_a_name_that_a_seal_cut_short_yields_to_the_whole_one(places: tuple[int, int]):
    short, whole = "章丘铸锻", "章丘铸锻（集团）有限责任公司"
    pieces = [Piece(text, x, 10, x + 50, 20, page, True)
              for page, name in zip(places, (short, whole), strict=True)
              for x, text in ((0, "企业名称"), (60, name))]
    assert fields_in(pieces, LABELS)["name"].text == whole


def test_an_empty_page_gives_nothing(tmp_path: Path, engine):
    engine()
    assert "扫描件" in read(a_picture(tmp_path / "a.png"), "png").reason


def test_a_poster_is_made_smaller(tmp_path: Path, engine):
    shown = engine().shown
    read(a_picture(tmp_path / "a.png", (6000, 900)), "png")
    assert shown[0].shape == (300, 2000, 3)


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_a_seal_over_the_words_is_paper_to_the_engine_and_ink_stays_ink(tmp_path: Path, engine, kind: str):
    shown = engine().shown
    for name, color in (("red", "red"), ("black", "black"), ("blue", "blue")):
        path = a_picture(tmp_path / name, (300, 400), color)
        if kind == "pdf":
            Image.open(path).save(path, "PDF")
        ocr_pieces(path, kind, lambda: None)
    assert [page.shape[2] for page in shown] == [3, 3, 3]
    assert [bool(page[50, 50].min() > 200) for page in shown] == [True, False, False]


def test_no_more_pages_are_recognised_than_a_form_tells_its_fields_on(tmp_path: Path, engine):
    shown = engine().shown
    pages = [Image.new("RGB", (200, 300), "white") for _ in range(7)]
    pages[0].save(tmp_path / "a", "PDF", save_all=True, append_images=pages[1:])
    ocr_pieces(tmp_path / "a", "pdf", lambda: None)
    assert len(shown) == 4


def test_a_page_that_was_recognised_before_is_not_recognised_again(tmp_path: Path, engine):
    shown = engine().shown
    pages = [Image.new("RGB", (200, 300), "white") for _ in range(3)]
    pages[0].save(tmp_path / "a", "PDF", save_all=True, append_images=pages[1:])
    known = {number: (Line(f"第{number}页", 10, 10, 90, 30),) for number in (1, 3, 9)}
    told = ocr_pieces(tmp_path / "a", "pdf", lambda: None, known=known)
    assert [(piece.page, piece.text) for piece in told] == [(1, "第1页"), (3, "第3页")] and len(shown) == 1


def test_a_picture_of_boundless_size_or_a_broken_one_is_told(tmp_path: Path, engine, monkeypatch):
    engine()
    monkeypatch.setattr(pages_drawn, "_MOST_PIXELS", 1000)
    with pytest.raises(NotReadable, match="太大"):
        ocr_pieces(a_picture(tmp_path / "a.png"), "png", lambda: None)
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert read(tmp_path / "b.png", "png").reason == "图片打不开"


def test_without_the_engine_a_scan_is_called_a_scan(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(ocr, "has_ocr", lambda: False)
    assert "扫描件" in read(a_picture(tmp_path / "a.png"), "png").reason


def test_an_engine_without_its_models_counts_as_not_installed(monkeypatch):
    monkeypatch.setattr(ocr, "_models", lambda: {"Det": Path("a"), "Rec": Path("b")})
    assert not has_ocr()


def test_recognising_gets_time_and_memory_that_other_papers_do_not(monkeypatch):
    monkeypatch.setattr(ocr, "has_ocr", lambda: True)
    limits = Limits()
    roomy = _roomy(limits, "pdf")
    assert roomy.stall_seconds >= 60 and roomy.memory_bytes == ocr.MEMORY_BYTES > limits.memory_bytes
    assert _roomy(limits, "docx") == limits
    monkeypatch.setattr(ocr, "has_ocr", lambda: False)
    assert _roomy(limits, "pdf") == limits


@pytest.fixture(scope="session")
def scan(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("scan") / "申报书.pdf"
    pages = Scanner(7).pages(set_paper("form", APPLICANTS[0], Typesetter(), stamped=True), "form")
    path.write_bytes(jpeg_pdf(pages))
    return path


def test_a_scanned_form_is_read_in_the_sandbox(scan: Path):
    who = APPLICANTS[0]
    with Sandbox(1) as sandbox:
        told = sandbox.call(_read, scan, job=Job(), limits=_roomy(Limits(), "pdf"))
    assert all(found.is_recognised for found in told.fields.values())
    assert texts(told) | {"name": who.name, "code": who.code, "phone": who.phone} == texts(told)


def test_nothing_is_fetched_for_the_engine(tmp_path: Path, monkeypatch):
    def no(*_: object) -> None:
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", no)
    ocr._engine.cache_clear()
    assert ocr_pieces(a_picture(tmp_path / "a.png"), "png", lambda: None) == ()


def _read(path: Path, report):
    return read_fields(path, "pdf", LABELS, path.parent, lambda: report(0, path.name))
