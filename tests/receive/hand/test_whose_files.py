"""Whose a file is, by its name alone; and what is left of a disc to be taken for one enterprise's."""

from __future__ import annotations

import pytest

from app.notices.read import load_notice
from app.receive.hand.letters import is_letter_by_words
from app.receive.hand.whose import Names
from tests.hand_made import ONE, THREE, TWO

NOTICE = load_notice("2023")[0]
NAMES = Names((ONE, TWO, THREE, "烟台甲一机械有限公司蓬莱分公司"), NOTICE)


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        (f"全国质量标杆-{ONE}.zip", ONE), (f"【全省】{TWO}申报材料.rar", TWO), (f"01{THREE}.7z", THREE),
        ("烟台甲一机械有限公司蓬莱分公司.zip", "烟台甲一机械有限公司蓬莱分公司"), ("3 丙三化工.zip", THREE), ("乙二.zip", TWO),
        ("济南丁四有限公司（补正）.zip", "济南丁四有限公司"), ("全国供销有限公司.zip", "全国供销有限公司"),
    ],
)
def test_a_package_tells_its_full_name(name: str, whose: str) -> None:
    assert NAMES.full(name) == whose


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("乙二食品申报书（盖章）.pdf", TWO), ("2、烟台丙三典型经验.docx", ""), ("丙三-证明材料.pdf", THREE), ("申报书.pdf", ""),
        ("机械图纸.pdf", ""), ("烟台.pdf", ""), ("甲一与乙二合同.pdf", ""),
    ],
)
def test_a_loose_file_is_of_the_one_whose_short_name_it_has(name: str, whose: str) -> None:
    assert NAMES.owner(name) == whose


@pytest.mark.parametrize("name", ["证明材料", "附件1.zip", "申报材料（盖章）.rar", "1.zip"])
def test_what_says_a_kind_is_nobodys(name: str) -> None:
    assert NAMES.is_kind(name)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("烟工信函〔2023〕18号\n关于推荐2023年全省质量标杆的函\n山东省工业和信息化厅：", True),
        ("关于推荐质量标杆的报告\n特此报告", True), ("审计报告\n我们推荐使用者阅读", False), ("申报书\n推荐单位意见", False),
    ],
)
def test_a_letter_is_known_by_what_letters_say(text: str, is_one: bool) -> None:
    assert is_letter_by_words(text, NOTICE) is is_one
