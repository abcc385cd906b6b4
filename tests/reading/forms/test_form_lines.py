"""Labels and values of several lines in narrow cells, where they really stood on scanned forms."""

from __future__ import annotations

import pytest

from app.checks.alike import is_alike, is_misread
from app.reading.forms.fields import fields_in
from app.reading.forms.pieces import Piece
from tests.checks.cases import notice_2023
from tests.reading.forms.test_forms import LABELS

Told = tuple[float, float, float, float, str]


def said(*told: Told) -> dict[str, str]:
    pieces = [Piece(text, left, top, right, bottom, 1, True) for left, top, right, bottom, text in told]
    return {column: found.text for column, found in fields_in(pieces, LABELS).items()}


def test_what_is_said_aside_belongs_to_the_label_above_it_not_to_the_one_below() -> None:
    assert said(
        (385, 313, 492, 349, "申报企业"), (391, 353, 489, 389, "（加盖公"), (413, 390, 465, 428, "章）"),
        (525, 352, 834, 388, "济宁明湖化学工业有限公司"),
        (385, 440, 494, 477, "统一社会"), (386, 480, 496, 515, "信用代码"), (561, 459, 804, 492, "91370527468427528H"),
    ) == {"name": "济宁明湖化学工业有限公司", "code": "91370527468427528H"}


def test_a_label_that_goes_on_takes_both_lines_of_its_value() -> None:
    assert said(
        (307, 237, 397, 271, "申报单位"), (325, 264, 380, 299, "名称"),
        (420, 239, 670, 269, "山东海岳电子信息有限责任"), (523, 267, 570, 296, "公司"),
    ) == {"name": "山东海岳电子信息有限责任公司"}


COVER = (71, 395, 155, 409, "典型经验名称"), (191, 395, 524, 408, "运用过程防错与能力分析提高伺服驱动器一致性的经")


def typed(*told: Told) -> dict[str, str]:
    pieces = [Piece(text, left, top, right, bottom, 1) for left, top, right, bottom, text in told]
    return {column: found.text for column, found in fields_in(pieces, LABELS).items()}


def test_the_last_letter_of_a_title_that_goes_on_far_below_is_taken_along() -> None:
    told = typed(*COVER, (351, 418, 364, 431, "验"), (71, 456, 126, 470, "联系人"), (310, 456, 404, 469, "张三丰"))
    assert told == {"experience": "运用过程防错与能力分析提高伺服驱动器一致性的经验", "contact": "张三丰"}


def test_a_title_that_stands_whole_elsewhere_is_not_taken_from_where_it_is_cut() -> None:
    table = (71, 560, 155, 574, "典型经验名称"), (191, 560, 560, 574, "运用过程防错与能力分析提高伺服驱动器一致性的经验")
    assert typed(*COVER, *table)["experience"].endswith("的经验")


def test_labels_of_two_rows_are_two() -> None:
    assert said(
        (190, 591, 278, 629, "联系人"), (431, 588, 518, 628, "杨刚英"),
        (190, 645, 278, 683, "手机"), (431, 642, 618, 680, "17931131452"),
    ) == {"contact": "杨刚英", "phone": "17931131452"}


BOXES = "{}全面质量管理 {}质量工程技术 {}供应链质量管控 {}数"


def test_a_second_line_belongs_to_the_nearest_label() -> None:
    """A list of boxes turns: its first line stands near the row above, its second near the row below."""
    assert said(
        (162, 420, 321, 455, "质量标杆名称"), (399, 418, 857, 454, "基于零缺陷管理实现质量追溯的典型经验"),
        (397, 466, 1082, 502, BOXES.format("☑", "□", "□", "□")),
        (162, 487, 273, 524, "重点领域"), (398, 501, 508, 539, "字化融合"),
        (159, 550, 247, 588, "联系人"), (394, 546, 459, 592, "赵强"),
    ) == {"experience": "基于零缺陷管理实现质量追溯的典型经验", "area": "1 全面质量管理", "contact": "赵强"}


def test_letters_of_a_seal_are_no_line_of_the_value_they_lie_over() -> None:
    assert said(
        (548, 186, 670, 232, "织印染有"), (155, 234, 281, 263, "申报单位名称"),
        (452, 231, 739, 263, "临沂黄河纺织印染有限责任公司"),
    ) == {"name": "临沂黄河纺织印染有限责任公司"}


@pytest.mark.parametrize("written", ["1 7 7 7 96684 2 0", "177 7966 8420", "1 7 7 7 9 6 6 8 4 2 0"])
def test_a_number_whose_digits_are_set_apart_is_one(written: str) -> None:
    assert said((286, 679, 369, 725, "手机"), (505, 683, 800, 717, written)) == {"phone": "17779668420"}


def test_a_value_that_touches_the_labels_beside_it_is_told_from_them() -> None:
    assert said(
        (147, 530, 594, 563, "电子邮箱wang.gong@haiyue.example.cn传真"), (700, 530, 730, 563, "无"),
        (147, 580, 330, 613, "手机13800000005"), (147, 630, 500, 663, "我们用QC-2023-0417-A型设备"),
    ) == {"email": "wang.gong@haiyue.example.cn", "phone": "13800000005"}


def test_what_an_engine_takes_for_one_another_is_no_difference() -> None:
    assert is_misread("泰安充矿智能仪表有限责任公司", "泰安兖矿智能仪表有限责任公司")
    email = notice_2023().track("national").column("email")
    for read in ("zlb@lutai.example.ch", "zlb@lutai.example.dn"):
        assert is_alike(email, read, "zlb@lutai.example.cn", notice_2023(), is_recognised=True)
    assert not is_alike(email, "zlb@lutai.example.ch", "zlb@lutai.example.cn", notice_2023())
