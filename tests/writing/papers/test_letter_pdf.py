"""The letter on paper: A4, PDF/A, fonts inside, names as they are."""

import re
from datetime import date

import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.batch import LetterFields, Sender
from app.writing.papers.fonts import _RARE, FACES, faces
from app.writing.papers.letter import compose_letter
from app.writing.papers.letter_pdf import letter_pdf
from app.writing.papers.typesetting import printable
from tests.writing.papers.drafts import BUREAU, NO_FIELDS, NOTICE, a_batch

DAY = date(2023, 8, 25)
LONG = "山东半岛蓝色经济区高端装备智能制造产业技术研究与成果转化促进中心（集团）股份有限公司第二精密机械加工制造分公司试验厂"
HOSTILE = ["#let x = 1", "*bold* _it_", "$a^2$", "@ref <label>", "a\\n\\u{41}", "// c /* d */", "```raw```", "= 标题", LONG]


def pdf_of(*names: str, sender: Sender = BUREAU, fields: LetterFields = NO_FIELDS) -> bytes:
    return letter_pdf(compose_letter(a_batch(*names, sender=sender, fields=fields), "national", NOTICE, DAY))


def text_of(pdf: bytes) -> str:
    """All text without white space: lines turn anywhere."""
    pages = pypdfium2.PdfDocument(pdf)
    return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))


def test_the_letter_claims_pdf_a_2b():
    metadata = pypdf.PdfReader(_stream(pdf_of("甲公司"))).xmp_metadata
    assert metadata is not None
    raw = metadata.stream.get_data().decode()
    assert re.search(r"pdfaid:part>2<", raw) and re.search(r"pdfaid:conformance>B<", raw)


def test_every_page_is_a4():
    for page in pypdfium2.PdfDocument(pdf_of("甲公司", "乙公司")):
        assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]


def test_every_font_is_embedded():
    fonts = list(_descriptors(pdf_of("山东镕堃机械有限公司 ABC")))
    assert fonts and all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font) for font in fonts)


def test_the_line_pitch_stays_and_what_does_not_fit_goes_over_with_text():
    """9704 5.2.3 and 7.3.5.5: 22 lines of a page, a signature never alone."""
    pages = pypdfium2.PdfDocument(pdf_of("甲公司", "乙公司"))
    first, second = (page.get_textpage() for page in (pages[0], pages[1]))
    text = first.get_text_range()
    tops = [first.get_charbox(text.index(words))[3] for words in ("根据《", "上述企业")]
    between = text[text.index("根据《") : text.index("上述企业")].count("\n")
    assert abs((tops[0] - tops[1]) / between - 28.95) < 0.5
    assert second.get_text_range().startswith("特此函达") and len(pages) == 3


def test_no_name_is_broken_within_what_it_ends_with():
    """Head, title, signature, list: 分公司 stands whole in a line."""
    name = "山东省鲁中南部先进装备制造与智能系统集成产业发展集团股份有限公司济南历城分公司"
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf_of("甲", name, sender=Sender(name))))
    assert re.sub(r"\s", "", text).count("历城分公司") == 4
    assert not re.search(r"分\s+公司|分公\s+司|有\s+限|限\s+公司|股\s+份有限", text)


def test_the_names_stand_in_recommended_order():
    names = [f"济南第{number}机械制造有限公司" for number in range(1, 15)]
    text = text_of(pdf_of(*names))
    listed = text[text.index("典型经验名称"):]
    assert sorted(names, key=listed.index) == names
    assert "名单核对码" in text


def test_rare_characters_of_names_are_there():
    if not set(_RARE).intersection(*faces().values()):
        pytest.skip("no font here has them")
    name = "镕堃喆昇垚赟祎𬭸机械"
    assert name in text_of(pdf_of(name, "乙"))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_comes_out_literally(name):
    assert re.sub(r"\s", "", name) in text_of(pdf_of(name, "乙公司"))


def test_a_hostile_sender_comes_out_literally():
    assert "#panic(1)[x]公司" in text_of(pdf_of("甲", sender=Sender("#panic(1)[x]公司")))


def test_a_long_latin_word_stays_inside_its_cell():
    name = "A" * 60
    page = pypdfium2.PdfDocument(pdf_of(name, "乙"))[1]
    rights = [page.get_textpage().get_charbox(i)[2] for i in range(page.get_textpage().count_chars())]
    assert max(rights) <= (210 - 26 + 1) / 25.4 * 72
    assert name in text_of(pdf_of(name, "乙"))


def test_signature_and_text_share_a_page():
    """9704 7.3.5.5: no page holds a signature alone."""
    pages = pypdfium2.PdfDocument(pdf_of("甲", "乙", sender=Sender(LONG, contact="王")))
    texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pages]
    signed = next(text for text in texts if "2023年8月25日" in text)
    assert "特此函达" in signed


def test_the_name_and_the_red_rules_stand_where_the_standard_wants_them():
    """9704 10.1: name 30 mm from the edge, rules 170 mm wide, the lower one 20 mm from the foot."""
    page = pypdfium2.PdfDocument(pdf_of("甲", "乙"))[0]
    image = page.render(scale=4).to_numpy().astype(int)  # BGR
    red = (image[:, :, 2] > 150) & (image[:, :, 1] < 90)
    millimetre = image.shape[0] / 297
    ruled = red.mean(axis=1) > 0.7
    assert abs(red.any(axis=1).argmax() / millimetre - 30) < 0.5
    width = red[ruled.argmax()].nonzero()[0]
    assert abs((width[-1] - width[0]) / millimetre - 170) < 0.5
    assert abs(ruled.nonzero()[0][-1] / millimetre - 277) < 0.5


def test_the_number_is_on_the_first_page_and_the_day_with_the_signature():
    fields = LetterFields(number="济工信函[2023]118号", day="2023-08-05")
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf_of("甲", fields=fields))]
    assert "济工信函〔2023〕118号" in pages[0]
    (signed,) = [text for text in pages if "2023年8月5日" in text]
    assert BUREAU.name in signed and "特此函达" in signed


def test_the_first_page_has_no_page_number():
    pages = pypdfium2.PdfDocument(pdf_of("甲", "乙"))
    assert "—" not in pages[0].get_textpage().get_text_range()
    assert "— 2 —" in pages[1].get_textpage().get_text_range()


def test_the_same_draft_gives_the_same_bytes():
    assert pdf_of("甲公司", "乙公司") == pdf_of("甲公司", "乙公司")


def test_a_character_in_no_font_still_gives_a_letter():
    assert text_of(pdf_of("甲\U00012000公司", "乙")).startswith("济南市工业和信息化局")


def test_control_and_direction_characters_show_as_a_box():
    assert printable(["a\x00b\u202ec\ud800", {"k": "\U000e1000"}]) == ["a□b□c□", {"k": "□"}]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1, max_size=80))
def test_any_name_at_all_can_be_set(name):
    assert pdf_of(name, "乙").startswith(b"%PDF")


def test_every_face_has_a_family_here():
    assert set(faces()) == set(FACES) and all(faces().values())


def _stream(content: bytes):
    import io

    return io.BytesIO(content)


def _descriptors(pdf: bytes):
    reader = pypdf.PdfReader(_stream(pdf))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            for inner in font.get_object().get("/DescendantFonts", [font]):
                yield inner.get_object()["/FontDescriptor"].get_object()
