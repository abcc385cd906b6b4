"""A scan that plainly lies on its side or upside down is turned before its words are recognised."""

from __future__ import annotations

import io
from pathlib import Path

import numpy
import pytest
from PIL import Image

from app.reading.forms.labels import form_labels
from app.reading.forms.read import read_fields
from app.reading.pages.drawn import COVER_SHARE, HEAD_DPI, drawn
from app.reading.words.recognise import Recognised, Wanted, recognised
from tests.checks.cases import notice_2023
from tests.reading.words.papers import picture_of, typeset

NAME, CODE = "山东甲某机床有限公司", "9137010255DM7K0793"
FORM = f"""#align(center)[#text(size: 24pt)[质量标杆申报书]]
#table(columns: (42mm, 1fr), inset: 3mm, [企业名称], [{NAME}], [统一社会信用代码], [{CODE}], [联系人], [王伟])
为落实关于提升产品质量的要求，本单位组织全员开展质量改进，建立覆盖研发、采购、生产、检验和服务全过程的管理体系，
以顾客为关注焦点，持续提升产品一致性，不良率逐年降低，现予申报，并对材料的真实性负责。
"""


@pytest.fixture(scope="module")
def upright() -> Image.Image:
    return Image.open(io.BytesIO(picture_of(typeset(FORM)))).convert("RGB")


def a_scan(path: Path, page: Image.Image, degrees: int) -> Path:
    """As it comes when the sheet lay turned clockwise."""
    page.rotate(-degrees, expand=True).save(path, "PDF", resolution=150.0)
    return path


def read(path: Path, kind: str, *, whole: bool) -> Recognised:
    return recognised(path, kind, Wanted((1,), whole), lambda done, item: None, 60.0)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_says_in_words_and_fields_what_it_says_upright(
    tmp_path: Path, upright: Image.Image, degrees: int
) -> None:
    path = a_scan(tmp_path / "a.pdf", upright, degrees)
    told = read(path, "pdf", whole=True)
    assert told.words.pages[0].title == "质量标杆申报书" and told.words.codes == (CODE,)
    labels = form_labels(notice_2023())
    facts = read_fields(path, "pdf", labels, tmp_path, lambda: None, known=told.lines)
    assert {key: facts.fields[key].text for key in ("name", "code", "contact")} == {"name": NAME, "code": CODE, "contact": "王伟"}
    assert facts.fields["name"].is_recognised


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_head_of_a_page_is_that_of_its_writing(tmp_path: Path, upright: Image.Image, degrees: int) -> None:
    picture = tmp_path / "a.jpg"
    upright.rotate(-degrees, expand=True).save(picture, "JPEG", dpi=(150, 150))
    for kind, path in (("pdf", a_scan(tmp_path / "a.pdf", upright, degrees)), ("jpeg", picture)):
        ((_, head),) = drawn(path, kind, (1,), head=True)
        high = 297 / 25.4 * HEAD_DPI
        assert abs(head.shape[0] - COVER_SHARE * high) < 4 and abs(head.shape[1] - 210 / 297 * high) < 4
        whole = numpy.asarray(upright.getchannel("R").resize((head.shape[1], round(high))))
        assert abs(head[:, :, 0].astype(int) - whole[: head.shape[0]]).mean() < 8, "the upper half, upright"


def test_the_first_lines_of_a_turned_page_are_those_of_the_page(tmp_path: Path, upright: Image.Image) -> None:
    head = read(a_scan(tmp_path / "a.pdf", upright, 270), "pdf", whole=False).words.pages[0]
    assert head.head.startswith("质量标杆申报书")
