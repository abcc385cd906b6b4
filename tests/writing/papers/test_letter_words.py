"""What a letter says: places filled, direct senders, numbers and dates, the code of the list."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import WrongUse
from app.model.batch import LetterFields, Sender
from app.model.draft import list_code
from app.writing.papers.letter import compose_letter, contact_note
from tests.writing.papers.drafts import BUREAU, NO_FIELDS, NOTICE, a_batch

DAY = date(2023, 8, 25)
DIRECT = Sender("山东能源集团有限公司", "", "济南市", "王工", "13800000000")


def composed(*names: str, sender: Sender = BUREAU, fields: LetterFields = NO_FIELDS, discs: int = 1):
    return compose_letter(a_batch(*names, sender=sender, fields=fields), "national", NOTICE, DAY, discs)


def test_the_first_enterprise_and_the_count_are_named():
    assert "推荐甲公司等2家企业申报2023年全国质量标杆" in composed("甲公司", "乙公司").paragraphs[0]


def test_a_single_enterprise_has_no_deng():
    opening = composed("甲公司").paragraphs[0]
    assert "推荐甲公司申报" in opening and "等" not in opening


def test_the_list_keeps_names_and_order():
    assert composed("乙公司", "甲公司", "丙（集团） 公司").names == ("乙公司", "甲公司", "丙（集团） 公司")


def test_a_direct_sender_writes_of_itself():
    draft = composed(DIRECT.name, sender=DIRECT)
    assert draft.title[1] == "关于申报2023年全国质量标杆的函"
    assert "我单位自愿申报" in draft.paragraphs[0]
    assert "我局" not in "".join(draft.paragraphs)


def test_a_group_that_sends_its_companies_names_them():
    opening = composed("甲公司", "乙公司", sender=DIRECT).paragraphs[0]
    assert "我单位组织所属企业" in opening and "甲公司等2家企业" in opening


def test_an_empty_list_makes_no_letter():
    with pytest.raises(WrongUse, match="还没有企业"):
        composed()


def test_no_place_is_left_open():
    for sender in (BUREAU, DIRECT):
        draft = composed("甲公司", "乙公司", sender=sender, discs=3)
        everything = "".join((*draft.title, *draft.paragraphs, *draft.attachments))
        assert "{" not in everything and "（3张）" in everything


def test_braces_in_a_name_stay_as_they_are():
    assert "{sender}公司等2家" in composed("{sender}公司", "乙").paragraphs[0]


@pytest.mark.parametrize("typed", ["济工信函[2023]118号", "济工信函【2023】118号", "济工信函（2023）118号", "济工信函〔2023〕118号"])
def test_the_year_of_a_number_stands_in_tortoise_shell_brackets(typed):
    assert composed("甲", fields=LetterFields(number=typed)).number == "济工信函〔2023〕118号"


def test_a_missing_number_leaves_a_blank():
    assert composed("甲").number == "〔2023〕　　号"


def test_the_clerks_fields_win():
    fields = LetterFields(day="2023-08-05", contact="赵工", phone="0531-1", recipient="山东省工业和信息化厅科技处：")
    draft = composed("甲", fields=fields)
    assert (draft.day, draft.recipient) == (date(2023, 8, 5), "山东省工业和信息化厅科技处")
    assert contact_note(draft) == "联系人：赵工，联系电话：0531-1"


def test_a_day_that_is_none_falls_back_to_the_given_one():
    assert composed("甲", fields=LetterFields(day="8月5日")).day == DAY


def test_the_area_is_written_out():
    assert composed("甲").listed[0].about == ("典型经验之1", "数字化融合")


def test_the_code_of_a_list_is_eight_letters_of_crockford():
    """Reckoned with sha256sum and base32 of coreutils."""
    assert list_code(["甲公司", "乙公司"]) == "FWEA-VJPS"


@given(st.lists(st.text(), min_size=2, max_size=5, unique=True))
def test_another_order_gives_another_code(names):
    assert list_code(names) != list_code(names[::-1])


def test_names_that_run_together_give_another_code():
    assert list_code(["甲乙", "丙"]) != list_code(["甲", "乙丙"])


def test_the_words_of_direct_senders_are_the_notices():
    text = replace(NOTICE.letter, direct_title="{sender}\n申报函", direct_self="我厂申报{track}。", direct_body=("另附说明。",))
    notice = replace(NOTICE, letter=text)
    draft = compose_letter(a_batch(DIRECT.name, sender=DIRECT), "national", notice, DAY)
    assert draft.title == (DIRECT.name, "申报函") and draft.paragraphs[:2] == ("我厂申报全国质量标杆。", "另附说明。")


def test_discs_that_are_not_known_yet_leave_a_blank():
    assert composed("甲公司", discs=0).attachments[2] == "申报材料光盘（\u3000\u3000张）"
