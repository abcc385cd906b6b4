"""The letter for a bureau's document system: the same content, a real table, Chinese faces by name."""

import io
import re
import zipfile
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn

from app.model.batch import LetterFields, Sender
from app.writing.papers.letter import compose_letter, signed_lines, title_lines
from app.writing.papers.letter_docx import letter_docx
from tests.writing.papers.drafts import BUREAU, NO_FIELDS, NOTICE, a_batch

DAY = date(2023, 8, 25)


def made(*names: str, sender: Sender = BUREAU, fields: LetterFields = NO_FIELDS) -> bytes:
    batch = a_batch(*names, sender=sender, fields=fields)
    return letter_docx(compose_letter(batch, "national", NOTICE, DAY))


def opened(*names: str, **more):
    return docx.Document(io.BytesIO(made(*names, **more)))


def test_the_list_is_a_table_in_recommended_order():
    (table,) = opened("乙公司", "甲公司").tables
    cells = [[cell.text for cell in row.cells] for row in table.rows]
    assert cells == [
        ["序号", "企业名称", "典型经验名称", "重点领域"],
        ["1", "乙公司", "典型经验之1", "数字化融合"],
        ["2", "甲公司", "典型经验之2", "数字化融合"],
    ]


def test_the_heading_of_the_table_repeats():
    (table,) = opened("甲").tables
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_text_and_title_are_those_of_the_draft():
    draft = compose_letter(a_batch("甲", "乙"), "national", NOTICE, DAY)
    texts = [paragraph.text for paragraph in opened("甲", "乙").paragraphs]
    for wanted in (*draft.title, *draft.paragraphs, "山东省工业和信息化厅：", "2023年8月25日"):
        assert wanted in texts
    assert f"名单核对码　{draft.code}" in texts


def test_measures_are_those_of_the_standard():
    section = opened("甲").sections[0]
    sides = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(side.mm) for side in sides] == [37, 28, 26, 35]
    assert round(section.page_width.mm) == 210
    assert round(section.header_distance.mm) == 30


def test_body_is_set_in_fangsong_of_size_3():
    document = opened("甲", "乙")
    (run,) = next(p for p in document.paragraphs if p.text.startswith("根据")).runs
    assert run.font.size.pt == 16
    assert run._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋"


def test_the_first_page_bears_the_name_in_red_and_the_others_a_number():
    section = opened("甲").sections[0]
    (run,) = section.first_page_header.paragraphs[0].runs
    assert (run.text, str(run.font.color.rgb)) == (BUREAU.name, "C8161D")
    assert "PAGE" in section.footer._element.xml and "PAGE" in section.even_page_footer._element.xml
    assert "PAGE" not in section.first_page_footer._element.xml


def test_elements_are_in_the_order_of_the_schema():
    """Word repairs or refuses a file whose paragraph properties are out of order."""
    order = ["pageBreakBefore", "pBdr", "autoSpaceDE", "autoSpaceDN", "spacing", "ind", "jc", "rPr"]
    for name, content in _parts(made("甲", "乙")).items():
        if not re.fullmatch(r"word/(document|header\d|footer\d)\.xml", name):
            continue
        for properties in re.findall(r"<w:pPr>(.*?)</w:pPr>", content.decode(), re.DOTALL):
            found = [tag for tag in re.findall(r"<w:(\w+)", properties) if tag in order]
            assert found == sorted(found, key=order.index), name


@pytest.mark.parametrize("name", ["<w:p/>&amp;", "\x00\x01控制符", "]]>", "\ud800半个", "很长" * 300])
def test_a_hostile_name_makes_a_sound_file(name):
    (table,) = opened(name, "乙").tables
    shown = table.rows[1].cells[1].text
    assert shown == re.sub("[\x00\x01\ud800]", "□", name)


def test_the_same_draft_gives_the_same_bytes():
    assert made("甲", "乙") == made("甲", "乙")


def test_no_time_but_the_letters_is_inside():
    with zipfile.ZipFile(io.BytesIO(made("甲"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2023, 8, 25, 0, 0, 0)}
        assert b"2023-08-25T00:00:00Z" in archive.read("docProps/core.xml")


def test_an_old_day_does_not_stop_the_letter():
    assert opened("甲", fields=LetterFields(day="1970-01-01")).tables


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_names_are_broken_as_in_the_pdf_and_whole_where_they_need_not_be():
    name = "山东省鲁中南部先进装备制造与智能系统集成产业发展集团股份有限公司济南历城分公司"
    texts = [paragraph.text for paragraph in opened("甲", "乙", sender=Sender(name)).paragraphs]
    draft = compose_letter(a_batch("甲", "乙", sender=Sender(name)), "national", NOTICE, DAY)
    for line in (*title_lines(draft.title), *signed_lines(draft)):
        assert line in texts
    (table,) = opened("济南第一机床有限公司", "某" * 11 + "济南分公司").tables
    assert table.rows[1].cells[1].text == "济南第一机床有限公司"
    assert "\n分公司" in table.rows[2].cells[1].text or "分公司" in table.rows[2].cells[1].text.split("\n")[-1]


def test_the_last_paragraph_goes_with_the_signature():
    """9704 7.3.5.5, and the line pitch stays."""
    paragraphs = opened("甲", "乙").paragraphs
    at = next(n for n, paragraph in enumerate(paragraphs) if paragraph.text == "特此函达。")
    day = next(n for n, paragraph in enumerate(paragraphs) if paragraph.text == "2023年8月25日")
    assert all(paragraph.paragraph_format.keep_with_next for paragraph in paragraphs[at:day])
    assert not paragraphs[at - 1].paragraph_format.keep_with_next
    assert {each.paragraph_format.line_spacing.pt for each in paragraphs[at:day]} == {28.95}
