"""The name in a seal's ring: read whatever the ring's state, and compared so that a slip makes no other name."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import pytest
from PIL import Image

from app.checks.seal_names import is_another
from app.model.documents.pages import SealText
from app.model.source import Container, Member
from app.reading.limits import Limits
from app.reading.pages.seal_names import draw_strip, read_names
from app.reading.seals.name import DPI, from_its_start, names_on
from tests.seals.named import Named, one_named

pytestmark = pytest.mark.one_worker  # which reads the engine in once

NAME = "济南华兴泰安机床有限公司"


def at_reading(scan: Named) -> np.ndarray:
    size = round(scan.image.width * DPI / scan.dpi), round(scan.image.height * DPI / scan.dpi)
    return np.asarray(scan.image.convert("RGB").resize(size, Image.Resampling.BICUBIC))


def nothing(done: int, item: str) -> None:
    return


@pytest.mark.parametrize("kind", ["plain", "turned", "text"])
def test_the_name_is_read_from_its_first_letter_to_its_last(kind: str) -> None:
    (read,) = names_on(at_reading(one_named(kind, 3, name=NAME)))
    assert read.text == NAME and read.score > 0.9


def test_what_else_stands_round_an_oval_makes_no_other_name() -> None:
    (read,) = names_on(at_reading(one_named("oval", 3, name=NAME)))
    assert NAME in read.text and not is_another(read, [NAME])


def test_of_two_seals_on_a_page_both_are_read() -> None:
    assert NAME in [read.text for read in names_on(at_reading(one_named("two", 3, name=NAME)))]


def test_a_ring_without_colour_says_nothing() -> None:
    assert names_on(at_reading(one_named("photocopy", 3))) == ()


def test_what_was_read_can_be_kept_and_drawn_again(tmp_path: Path) -> None:
    (tmp_path / "申报书.jpg").write_bytes(one_named("plain", 3, name=NAME).jpeg())
    member = Member("申报书.jpg", 1, "0" * 64, "jpeg")
    told = read_names(tmp_path / "申报书.jpg", Container.FILE, member, (1,), Limits(), nothing)
    (read,) = told[1]
    assert read.text == NAME and msgspec.convert(msgspec.to_builtins(read), SealText) == read
    width, height, rgb = draw_strip(tmp_path / "申报书.jpg", 1, read, 48, nothing)
    assert height == 48 and width > 5 * height and len(rgb) == 3 * width * height


def test_a_name_read_from_its_middle_on_is_turned_to_its_start() -> None:
    assert from_its_start("机床有限公司济南华兴") == "济南华兴机床有限公司"
    assert from_its_start("济南华兴机床有限公司") == "济南华兴机床有限公司"


@pytest.mark.parametrize("read", [
    NAME, "济南毕兴泰安机床有服公司", "南华兴泰安机床有限公司", "济南华兴泰安机床有限", "机床有限公司济南华兴泰安",
    "济南华兴泰安机床有限公司合同专用章",
])  # fmt: skip
def test_slips_of_recognition_make_no_other_name(read: str) -> None:
    assert not is_another(SealText(read, 0.98), [NAME])


@pytest.mark.parametrize("read", [
    "青岛鲁海纺织股份有限公司", "济南华兴泰安机床集团有限公司", "济南华兴泰安机床有限责任公司", "济南鼎立天成机床有限公司",
])
def test_another_enterprises_name_is_another(read: str) -> None:
    assert is_another(SealText(read, 0.99), [NAME]) and not is_another(SealText(read, 0.99), [NAME, read])


@pytest.mark.parametrize("read, score", [
    ("济南华兴泰安机床集团有限公司", 0.9), ("济南华兴泰安机床股份有限公司", 0.9), ("济南毕兴泰安机床集团有限公司", 0.9),
])
def test_a_word_that_the_name_has_not_is_no_slip(read: str, score: float) -> None:
    assert is_another(SealText(read, score), [NAME])


def test_a_reading_that_is_whole_but_for_such_a_word_lacks_it() -> None:
    of_the_group = NAME.replace("有限", "集团有限")
    assert is_another(SealText(NAME, 0.94), [of_the_group]) and not is_another(SealText(NAME, 0.9), [of_the_group])
    assert not is_another(SealText(NAME.replace("华兴", "毕兴"), 0.94), [of_the_group]), "more was missed or misread"


def test_a_name_without_the_place_before_it_is_another_where_all_of_it_is_sure() -> None:
    assert is_another(SealText(NAME, 0.99), ["山东" + NAME]) and not is_another(SealText(NAME, 0.95), ["山东" + NAME])


def test_what_is_not_clear_is_never_another() -> None:
    assert not is_another(SealText("青岛鲁海纺织股份有限公司", 0.7), [NAME])
    assert not is_another(SealText("", 0.0), [NAME])
