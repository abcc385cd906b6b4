"""One printed volume: what goes in comes out or is named, and nothing that acts comes along."""

from __future__ import annotations

import io
import random

import pypdf
import pytest

from app.errors import Cancelled, WrongUse
from app.job import Job
from app.model.source import Container, Member
from app.reading.limits import Limits
from app.receive.collection.collect import collect
from app.receive.collection.collection import Collection
from app.receive.collection.volume import print_volume
from app.writing.volume.binding import Place, bind
from app.writing.volume.own_pages import own_pages
from tests.builders import a_pdf
from tests.receive.collection.made import NAMES, TITLES, a_paper, a_scan


@pytest.fixture(scope="module")
def volume(experienced, sandbox, tmp_path_factory):
    chosen = collect(experienced, sandbox, Job()).experiences()
    return print_volume(Collection([experienced]), chosen, tmp_path_factory.mktemp("册") / "册.pdf", sandbox, Job(), scope="只含：试印")


@pytest.fixture(scope="module")
def said(volume):
    return [page.extract_text().replace("\n", "") for page in pypdf.PdfReader(volume.path).pages]


def test_every_experience_is_in_the_contents_and_has_a_bookmark(volume, said):
    reader = pypdf.PdfReader(volume.path)
    assert [each.title for each in reader.outline] == [*TITLES, "没有收入的材料"]
    assert all(title in said[1] for title in TITLES) and "只含：试印" in said[0]
    places = {each.title: reader.get_destination_page_number(each) for each in reader.outline}
    for title in TITLES:  # the contents' number is the one printed at the foot
        assert f"— {places[title] - 1} —" in said[places[title]] and title in said[places[title]]


def test_its_own_pages_follow_each_as_they_are(volume, said):
    place = next(at for at, text in enumerate(said) if TITLES[0] in text and at > 1)
    assert "焊接一次合格率" in said[place + 1] and "推行零缺陷" in said[place + 2]
    whole = "".join(said)
    assert "X 射线 探伤" in whole and "营业执照" not in whole  # of a whole volume the pages that are it
    assert pypdf.PdfReader(volume.path).pages[place + 1].mediabox.width == pytest.approx(595.28, abs=1)


def test_a_word_file_is_set_anew_and_says_so(said):
    assert any("重新排版" in text and "测量系统分析" in text for text in said)


def test_what_goes_in_comes_out_or_is_named(volume, said):
    assert volume.experiences == 5 and volume.pages == len(said)
    assert [each.path for each in volume.left_out] == [f"{NAMES[3]}：典型经验材料（续）.pdf", NAMES[4]]
    assert "典型经验材料（续）.pdf" in said[-1] and "台账里没有它的经验材料" in said[-1]


def test_of_none_there_is_no_volume(experienced, sandbox, tmp_path):
    with pytest.raises(WrongUse):
        print_volume(Collection([experienced]), (), tmp_path / "册.pdf", sandbox, Job())
    assert not (tmp_path / "册.pdf").exists()


def test_what_changed_in_the_store_is_not_printed(folder, tmp_path, sandbox):
    from tests.receive.collection.made import with_experiences
    from tests.receive.ledgers import a_ledger

    with a_ledger(folder) as ledger:
        with_experiences(ledger, tmp_path / "来件")
        one = collect(ledger, sandbox, Job()).experiences()[0]
        (ledger.folder_of(one.submission) / "1.zip").write_bytes(b"other")
        made = print_volume(Collection([ledger]), [one], tmp_path / "册.pdf", sandbox, Job())
        assert [each.reason for each in made.left_out] == ["存放的和收到时不一样"]


# -- pages taken out -------------------------------------------------------------------------------
def taken(tmp_path, content, kind="pdf", pages=()):
    path = tmp_path / f"x.{kind}"
    path.write_bytes(content)
    member = Member(path.name, len(content), "00", kind)
    (own,) = own_pages(path, Container.FILE, [(member, pages, "own.pdf")], tmp_path, Limits(), lambda done, item: None)
    return own


def test_nothing_that_acts_comes_along(tmp_path):
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(a_paper("一", "二"))))
    writer.add_attachment("x.exe", b"MZ")
    action = pypdf.generic.DictionaryObject({
        pypdf.generic.NameObject("/S"): pypdf.generic.NameObject("/JavaScript"),
        pypdf.generic.NameObject("/JS"): pypdf.generic.TextStringObject("app.alert(2)"),
    })  # fmt: skip
    writer.root_object[pypdf.generic.NameObject("/OpenAction")] = action
    opened = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/O"): action})
    writer.pages[0][pypdf.generic.NameObject("/AA")] = opened
    writer.pages[0][pypdf.generic.NameObject("/Annots")] = pypdf.generic.ArrayObject([
        pypdf.generic.DictionaryObject({
            pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Link"),
            pypdf.generic.NameObject("/Rect"): pypdf.generic.ArrayObject(map(pypdf.generic.NumberObject, (0, 0, 9, 9))),
            pypdf.generic.NameObject("/A"): action,
        })
    ])  # fmt: skip
    writer.write(tmp_path / "acts.pdf")
    own = taken(tmp_path, (tmp_path / "acts.pdf").read_bytes())
    assert own.is_there and len(own.sizes) == 2 and own.why == ""
    made = (tmp_path / own.file).read_bytes()
    reader = pypdf.PdfReader(tmp_path / own.file)
    assert not any(word in made for word in (b"JavaScript", b"alert", b"x.exe"))
    assert all("/AA" not in page and "/Annots" not in page for page in reader.pages)


def test_of_a_paper_the_named_pages_are_taken(tmp_path):
    own = taken(tmp_path, a_paper("一", "二", "三", "四"), pages=((2, 2), (4, 4)))
    text = "".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / own.file).pages)
    assert len(own.sizes) == 2 and "二" in text and "四" in text and "三" not in text


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [(b"%PDF-1.4 broken", "pdf", "打不开"), (a_pdf(password="x"), "pdf", "要密码"), (b"\xff\xd8broken", "jpeg", "打不开"),
     (b"PK", "docx", "打不开"), (b"PK", "pptx", "不能印")],
)  # fmt: skip
def test_what_cannot_be_printed_says_why(tmp_path, content, kind, why):
    own = taken(tmp_path, content, kind)
    assert not own.is_there and why in own.why


def test_a_scan_becomes_a_page(tmp_path):
    assert len(taken(tmp_path, a_scan(), "jpeg").sizes) == 1


def test_a_page_that_cannot_be_taken_apart_is_printed_as_a_picture(tmp_path, monkeypatch):
    def broken(*_):
        raise pypdf.errors.PdfReadError("damaged")

    monkeypatch.setattr(pypdf.PageObject, "get_contents", broken)
    own = taken(tmp_path, a_paper("一", "二"))
    assert own.is_there and len(own.sizes) == 2 and {path.suffix for path in tmp_path.iterdir()} == {".pdf"}


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_turned_page_is_laid_upright(tmp_path, turned):
    """As its reader saw it: the picture of the sheet has the page's words where they stand on it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_paper("#text(80pt)[品]")))
    writer.pages[0].rotate(turned)
    writer.write(tmp_path / "turned.pdf")
    own = taken(tmp_path, (tmp_path / "turned.pdf").read_bytes())
    ((width, height),) = own.sizes
    assert (width > height) is (turned % 180 == 90)
    (tmp_path / "sheet.pdf").write_bytes(a_paper(""))
    room = (50.0, 60.0, 400.0, 500.0)
    bind(tmp_path / "sheet.pdf", [Place(0, tmp_path / own.file, 0, room)], tmp_path / "out.pdf", lambda done, item: None)
    assert ink(tmp_path / own.file) == pytest.approx(within(ink(tmp_path / "out.pdf"), room, width / height), abs=0.02)


def ink(path):
    """The middle of what is dark, in shares of the page."""
    import numpy as np
    import pypdfium2 as pdfium

    page = pdfium.PdfDocument(path)[0]
    dark = np.argwhere(np.asarray(page.render(scale=2).to_pil().convert("L")) < 128)
    down, across = dark.mean(0) / 2
    return across / page.get_width(), down / page.get_height()


def within(place, room, ratio, sheet=(595.28, 841.89)):
    """The place on an A4 sheet in shares of the page laid into `room`."""
    left, bottom, width, height = room
    high = min(height, width / ratio)
    wide = high * ratio
    x, y = place[0] * sheet[0], place[1] * sheet[1]
    return (x - left - (width - wide) / 2) / wide, (y - (sheet[1] - bottom - height) - (height - high) / 2) / high


# -- stopped ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("at", ["正在取出经验材料", "正在排版", "正在装订"])
def test_what_is_stopped_leaves_what_was_there(experienced, sandbox, tmp_path, at):
    (tmp_path / "册.pdf").write_bytes(b"before")
    chosen = collect(experienced, sandbox, Job()).experiences()[:1]
    job = Job(lambda progress: job.cancel() if progress.message == at else None)
    with pytest.raises(Cancelled):
        print_volume(Collection([experienced]), chosen, tmp_path / "册.pdf", sandbox, job)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("册.pdf", b"before")]


# -- damaged ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_paper_is_bound_or_says_why_not(tmp_path, seed):
    chance, whole = random.Random(seed), a_paper("一二三", "四五六")
    (tmp_path / "sheets.pdf").write_bytes(a_paper("", ""))
    for _ in range(12):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 30)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        own = taken(tmp_path, bytes(content))
        assert own.is_there or own.why
        places = [Place(at, tmp_path / own.file, at, (50.0, 50.0, 400.0, 500.0)) for at in range(len(own.sizes))]
        bind(tmp_path / "sheets.pdf", places, tmp_path / "out.pdf", lambda done, item: None)


def test_a_page_without_a_box_is_printed_as_a_picture(tmp_path):
    content = a_paper("一").replace(b"/MediaBox[", b"/CropBox[0 0]/MediaBox[")
    assert b"/CropBox[0 0]" in content
    assert len(taken(tmp_path, content).sizes) == 1
