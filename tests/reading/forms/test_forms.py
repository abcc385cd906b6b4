"""Fields out of forms: where a label stands, its value is found; nothing is guessed."""

import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.notices.read import read_notice
from app.paths import RESOURCES
from app.reading.forms.fields import fields_in
from app.reading.forms.labels import form_labels, licence_labels, plain
from app.reading.forms.pieces import Piece
from app.reading.forms.read import read_fields

NOTICE, _ = read_notice(RESOURCES / "notices" / "2023.toml")
LABELS = form_labels(NOTICE)
ROWS = [
    ["申报企业（加盖公章）", "山东齐峰电子信息有限公司", "", ""],
    ["统一社会信用代码", "91370200 2645 74251E", "成立时间", "2003年5月"],
    ["标杆名称", "运用视觉检测提升质量的经验", "", ""],
    ["所属行业（按《国民经济行业分类》大类填写）", "计算机、通信和其他电子设备制造业", "", ""],
    ["法人代表", "钱总", "手机", "13900000001"],
    ["联 系 人", "孙 工", "手机", "138 0000 0005"],
    ["传真", "", "电子邮箱", "sun＠qifeng.example.cn"],
    ["企业类型", "□国有 □合资 ☑民营 □其他", "", ""],
    ["重点领域", "□全面质量管理 □质量工程技术 □供应链质量管控 ■数字化融合", "", ""],
]


def read(path: Path, kind: str, labels=LABELS):
    return read_fields(path, kind, labels, path.parent, lambda: None)


def texts(facts) -> dict[str, str]:
    return {column: found.text for column, found in facts.fields.items()}


def a_docx(path: Path, rows=ROWS, before=()) -> Path:
    import docx

    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    table = document.add_table(rows=len(rows), cols=4)
    for number, row in enumerate(rows):
        cells = table.rows[number].cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
        if not any(row[2:]):
            cells[1].merge(cells[3])
    document.save(path)
    return path


def a_pdf(path: Path, source: str) -> Path:
    import typst

    here = path.with_suffix(".typ")
    here.write_text(f'#set text(font: "FandolFang R", lang: "zh", size: 12pt)\n{source}', "utf-8")
    path.write_bytes(typst.compile(str(here), font_paths=[RESOURCES / "fonts"], ignore_system_fonts=True))
    return path


EXPECTED = {
    "name": "山东齐峰电子信息有限公司",
    "code": "91370200264574251E",
    "experience": "运用视觉检测提升质量的经验",
    "industry": "计算机、通信和其他电子设备制造业",
    "division": "39",
    "contact": "孙工",
    "phone": "13800000005",
    "email": "sun@qifeng.example.cn",
    "ownership": "民营",
    "area": "4 数字化融合",
}


def test_a_word_table_with_merged_cells_tells_its_fields(tmp_path: Path):
    assert texts(read(a_docx(tmp_path / "a.docx"), "docx")) == EXPECTED


def test_a_pdf_table_tells_the_same_fields_and_their_page(tmp_path: Path):
    cells = "".join(
        f"[{row[0]}], table.cell(colspan: 3)[{row[1]}],\n" if not any(row[2:])
        else ", ".join(f"[{text}]" for text in row) + ",\n"
        for row in ROWS
    )
    table = f"#pagebreak()\n#table(columns: (38mm, 42mm, 32mm, 48mm), inset: 6pt, align: horizon,\n{cells})"
    facts = read(a_pdf(tmp_path / "a.pdf", f"封面 {table}"), "pdf")
    assert texts(facts) == EXPECTED
    assert {found.page for found in facts.fields.values()} == {2}
    assert not any(found.is_recognised for found in facts.fields.values())


def test_lines_with_colons_of_any_width_are_read(tmp_path: Path):
    lines = ("企业名称（盖章）：章丘铸锻（集团）有限责任公司", "典型经验名称: 运用供应商分级提升质量的经验",
             "联系人：孙工　　移动电话：13800000005", "固定电话：0531-81234567")
    facts = read(a_docx(tmp_path / "a.docx", [["", "", "", ""]], before=lines), "docx")
    assert texts(facts) == {
        "name": "章丘铸锻（集团）有限责任公司", "experience": "运用供应商分级提升质量的经验",
        "contact": "孙工", "phone": "13800000005",
    }


def test_a_cover_of_a_pdf_with_spread_labels_is_read(tmp_path: Path):
    source = """#align(center)[质量标杆申报书]
#grid(columns: (40mm, 100mm), row-gutter: 14pt,
 [企 业 名 称：], [山东海岱物流股份有限公司], [联#h(2em)系#h(2em)人], [周工], [电子邮箱：], [zhou\\@haidai.example.cn])"""
    assert texts(read(a_pdf(tmp_path / "a.pdf", source), "pdf")) == {
        "name": "山东海岱物流股份有限公司", "contact": "周工", "email": "zhou@haidai.example.cn",
    }


def test_a_value_on_two_lines_of_its_cell_is_one_value(tmp_path: Path):
    rows = "[企业名称], [山东黄河入海口先进高端智能仪器仪表股份有限公司], [联系人], [张工],"
    source = f"#table(columns: (38mm, 70mm), inset: 6pt, align: horizon, {rows})"
    found = texts(read(a_pdf(tmp_path / "a.pdf", source), "pdf"))
    assert found == {"name": "山东黄河入海口先进高端智能仪器仪表股份有限公司", "contact": "张工"}


def test_values_below_a_row_of_labels_are_found(tmp_path: Path):
    rows = [["联系人", "职务", "移动电话", "电子邮箱"], ["王工", "质量部部长", "13800000002", "w@x.example.cn"]]
    assert texts(read(a_docx(tmp_path / "a.docx", rows), "docx")) == {
        "contact": "王工", "post": "质量部部长", "phone": "13800000002", "email": "w@x.example.cn",
    }


def test_an_empty_form_offers_nothing(tmp_path: Path):
    rows = [["企业名称", "", "联系人", ""], ["移动电话", "", "电子邮箱", ""], ["重点领域", "□全面质量管理 □数字化融合", "", ""]]
    facts = read(a_docx(tmp_path / "a.docx", rows), "docx")
    assert not facts.fields
    assert facts.reason == "没有找到填写的栏目"


def test_a_value_of_the_wrong_kind_is_not_offered(tmp_path: Path):
    rows = [["移动电话", "见附件", "电子邮箱", "无"], ["统一社会信用代码", "正在办理", "行业代码", "制造"]]
    assert not read(a_docx(tmp_path / "a.docx", rows), "docx").fields


def test_a_licence_with_text_tells_its_name(tmp_path: Path):
    source = "统一社会信用代码 91370000163044841F\n\n#grid(columns: (30mm, 90mm), row-gutter: 9pt, [名#h(2em)称], [山东岱岳轴承集团有限公司], [类#h(2em)型], [有限责任公司], [法定代表人], [赵六])"
    assert texts(read(a_pdf(tmp_path / "a.pdf", source), "pdf", licence_labels()))["name"] == "山东岱岳轴承集团有限公司"


def test_a_scan_says_why_nothing_was_read(tmp_path: Path):
    assert "扫描件" in read(a_pdf(tmp_path / "a.pdf", "#rect(width: 50mm, height: 50mm)"), "pdf").reason


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7\n"])
@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_broken_file_says_why(tmp_path: Path, content: bytes, kind: str):
    path = tmp_path / "a"
    path.write_bytes(content)
    assert read(path, kind).reason


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_word_file_whose_bytes_are_hurt_or_cut_says_why(tmp_path: Path, method: int):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w", method) as package:
        package.writestr("word/document.xml", bytes(range(256)) * 40)
    whole = path.read_bytes()
    start = whole.index(b"document.xml") + 12
    damaged = [whole[:start] + bytes([0xFF]) * 40 + whole[start + 40 :], whole.replace(b"PK\x03\x04", b"PK\x03\x00")]
    size = int.from_bytes(whole[18:22], "little")
    at = whole.index(b"PK\x01\x02")
    damaged.append(whole[: at + 20] + (size + 9**9).to_bytes(4, "little") + whole[at + 24 :])  # it claims to be longer
    for content in damaged:
        path.write_bytes(content)
        assert read(path, "docx").reason


def test_a_word_file_with_entities_or_endless_nesting_is_data(tmp_path: Path):
    deep = "<w:tbl><w:tr><w:tc>" * 200 + "</w:tc></w:tr></w:tbl>" * 200
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for number, body in enumerate((f"<w:document {space}>{deep}</w:document>", "<!DOCTYPE a [<!ENTITY b 'b'>]><a>&b;</a>")):
        path = tmp_path / f"{number}.docx"
        with zipfile.ZipFile(path, "w") as package:
            package.writestr("word/document.xml", body)
        assert read(path, "docx").reason


@pytest.mark.parametrize("text", ["联 系 人", "联系人：", "3.联系人", "（一）联系人", "联系人（签字）", "＊联系人"])
def test_labels_are_known_in_every_dress(text: str):
    assert plain(text) == "联系人"


WORDS = st.sampled_from(["联系人", "手机", "企业名称：", "重点领域", "", "138 0000 0005", "张工", "：", "□甲 ☑乙", "法人代表"])
PLACES = st.floats(0, 600, width=16)


@given(st.lists(st.tuples(st.one_of(WORDS, st.text(max_size=12)), PLACES, PLACES, st.floats(0, 80), st.integers(1, 3))))
def test_no_page_however_strange_breaks_the_reading(drawn):
    pieces = [Piece(text, x, y, x + wide, y + 12, page) for text, x, y, wide, page in drawn]
    for column, found in fields_in(pieces, LABELS).items():
        assert column and 0 < len(found.text) <= 100


def test_ten_thousand_cells_take_no_more_than_a_moment():
    import time

    pieces = [Piece("联系人：张工", x * 90.0, y * 14.0, x * 90 + 70.0, y * 14 + 11.0, 1 + y // 100)
              for y in range(2_000) for x in range(5)]
    began = time.process_time()
    assert fields_in(pieces, LABELS)["contact"].text == "张工"
    assert time.process_time() - began < 8


def test_the_gap_that_typesetting_leaves_beside_latin_letters_is_no_blank(tmp_path: Path):
    told = read(a_pdf(tmp_path / "a.pdf", "典型经验名称：运用SPC在线监控和Six Sigma提升灌装质量的经验"), "pdf")
    assert texts(told)["experience"] == "运用SPC在线监控和Six Sigma提升灌装质量的经验"
