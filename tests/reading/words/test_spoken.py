"""Names, codes, years and gaps, told by their form alone."""

from __future__ import annotations

import time

import pytest

from app.reading.words.spoken import closed_up, codes_in, gaps_in, letters_in, names_in, years_in

NAME = "济南试制机床有限公司"


@pytest.mark.parametrize("text, names", [
    (f"企业名称：{NAME}", {NAME: 1}),
    (f"申报单位（盖章） {NAME} 2023年8月", {NAME: 1}),
    (f"{NAME}位于历城区。2022年{NAME}获奖，同意推荐{NAME}", {NAME: 3}),
    ("章丘铸锻（集团）有限责任公司", {"章丘铸锻（集团）有限责任公司": 1}),
    ("山东（济南）某某机械股份有限公司与北京智联科技有限公司签约", {"山东（济南）某某机械股份有限公司": 1, "北京智联科技有限公司": 1}),
    ("类型 有限责任公司(自然人投资或控股)", {}), ("本公司、该公司、我公司和子公司", {}), ("集团公司下属的分公司", {}),
    ("以客户为中心，在研发中心和检测中心之间", {}), ("海尔集团", {}), ("山东高端装备研究院", {"山东高端装备研究院": 1}),
    ("济 南 试 制 机 床 有 限 公 司", {NAME: 1}), ("济南试制机床有限公司济南分公司", {"济南试制机床有限公司济南分公司": 1}),
])  # fmt: skip
def test_names_stand_without_what_leads_to_them(text: str, names: dict[str, int]) -> None:
    assert dict(names_in([text])) == names


def test_a_name_among_other_words_counts_for_the_one_that_stands_alone() -> None:
    assert names_in([NAME, f"近年来在质量方面{NAME}持续发力", f"本项目依托{NAME}"]) == {NAME: 3}


def test_names_in_a_long_text_are_found_in_time_that_grows_no_faster() -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        names_in(["甲乙丙丁戊己庚辛" * 20 + "有限公司" * 50] * times)
        return time.process_time() - start

    seconds(10)
    assert seconds(400) < 12 * max(seconds(100), 0.01)


def test_codes_count_whose_check_digit_is_right() -> None:
    assert codes_in("统一社会信用代码：9137010255DM7K0793，又 91370102 55DM7K0793 与 9137010255DM7K0794") == ("9137010255DM7K0793",)
    assert codes_in("913701O255DM7K0793") == ("9137010255DM7K0793",), "the engine takes 0 for O, which no code holds"


@pytest.mark.parametrize("text, years", [
    ("2023年8月，2022年度", {"2023": 1, "2022": 1}), ("二〇二三年八月", {"2023": 1}), ("2023-08-18", {"2023": 1}),
    ("产量2000件，投入 2020 万元，长2010mm，编号20230001，1.2023", {}),
])  # fmt: skip
def test_years_are_no_other_numbers(text: str, years: dict[str, int]) -> None:
    assert dict(years_in(text)) == years


@pytest.mark.parametrize("text", ["请在此填写企业概况", "请填写主要做法（不少于800字）", "×××公司", "XX有限公司", "联系人：______", "（请简述做法）", "单击此处输入文字", "某某公司"])
def test_what_is_still_to_be_filled_in_is_told(text: str) -> None:
    assert len(gaps_in(text)) >= 1


@pytest.mark.parametrize("text", ["规格 3×5×7，型号XXL-200，Φ20×30", "提请审议", "请示", "☑是 □否", "获奖公司若干", "A_B"])
def test_what_is_written_is_no_gap(text: str) -> None:
    assert gaps_in(text) == ()


def test_letters_set_wide_are_one_word() -> None:
    assert closed_up("申  报  书") == "申报书" and closed_up("一、企业 概况") == "一、企业 概况"
    assert letters_in("甲 乙，A1。") == 4
