"""A notice that is made: unsound for a while, compared with last year's, kept, put in use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.notices import load_notice, read_notice
from app.editions import own
from app.editions.compare import counterpart, differences
from app.editions.data import data_of
from app.editions.draft import DATED, YEARLY, Draft, new_from
from app.editions.own import Origin
from app.errors import NothingFound, NoticeInvalid, WrongUse
from app.notices.read import notice_ids
from app.paths import RESOURCES

NOTICE, _ = load_notice("2023")
NEXT = read_notice(Path(__file__).parents[1] / "notices" / "campaigns" / "benchmark-2024.toml")[0]


def a_draft() -> Draft:
    return new_from(NOTICE, "2024", 2024)


def kept(draft: Draft) -> set[str]:
    return {draft.named(each.place) for each in draft.kept}


# -- what is still last year's ---------------------------------------------------------------------
def test_a_new_years_notice_is_told_what_is_still_last_years() -> None:
    draft = a_draft()
    assert draft.faults == () and (draft.notice.id, draft.notice.year) == ("2024", 2024)
    assert kept(draft) == {
        "title", "name", "issued", "deadline", "online_deadline", "disc_label", "office",
        "areas[1].text", "areas[2].text", "areas[3].text", "areas[4].text",
        "tracks[national].quota", "tracks[national].annex", "tracks[national].clauses",
        "tracks[provincial].quota",
        "tracks[provincial].annex", "tracks[provincial].clauses", "examples[2023年全省质量标杆申报书.pdf].path",
    }  # fmt: skip
    told = {each.place: each for each in draft.kept}
    assert told["deadline"].why == YEARLY and told["deadline"].value == "2023年8月31日"
    assert told["examples[1].path"].why == "写着 2023" and told["examples[1].path"].part == "材料"


def test_what_was_changed_or_confirmed_is_told_no_more() -> None:
    draft = a_draft().put("deadline", date(2024, 8, 31)).confirm("office").confirm("tracks[1].annex")
    assert not kept(draft) & {"deadline", "office", "tracks[provincial].annex"}
    moved = draft.move("tracks", 1, 0)
    assert "tracks[provincial].annex" not in kept(moved) and "tracks[national].annex" in kept(moved), "rows by their key"
    assert "deadline" in kept(draft.put("deadline", NOTICE.deadline)), "what is changed back is as last year again"


def test_a_date_and_a_year_are_told_wherever_they_stand() -> None:
    before = {"year": 2023, "letter": {"closing": "2023年"}, "areas": [], "x": date(2023, 1, 1), "campaign": "二〇二三"}
    draft = Draft("k", {**before, "year": 2024}, before)
    assert {each.place: each.why for each in draft.kept} == {"x": DATED, "letter.closing": "写着 2023"}


def test_a_notice_made_from_nothing_has_no_last_year() -> None:
    assert Draft("k", data_of(NOTICE)).kept == ()


# -- compared ----------------------------------------------------------------------------------------
def test_editions_differ_by_parts_places_and_words() -> None:
    told = {each.words: each for each in differences(data_of(NOTICE), data_of(NEXT))}
    quota = told["申报类别“全国质量标杆” · 推荐项数 · 最多"]
    assert (quota.part, quota.place, quota.was, quota.now) == ("类别", "tracks[0].quota.most", "2", "3")
    assert quota.line == "【类别】申报类别“全国质量标杆” · 推荐项数 · 最多：2 → 3"
    assert told["申报材料“现场视频”"].was == "（没有）" and told["申报材料“现场视频”"].now.startswith("新增")
    assert told["申报类别“全省质量标杆” · 通知原话"].now == "（没有）"


def test_the_order_of_rows_is_one_difference_and_rows_are_told_by_their_key() -> None:
    draft = a_draft()
    data = draft.move("tracks", 1, 0).put("tracks[0].short", "省级").data
    told = [(each.place, each.was, each.now) for each in differences(draft.data, data)]
    assert told == [("tracks[0].short", "全省", "省级"), ("tracks", "全国质量标杆、全省质量标杆", "全省质量标杆、全国质量标杆")]
    assert counterpart("tracks[0].columns[1].title", data, draft.data) == "tracks[1].columns[1].title"
    assert counterpart("tracks[0].id", Draft("k", data).put("tracks[0].id", "new").data, draft.data) is None


def test_what_differs_beyond_what_is_shown_is_told_all_the_same() -> None:
    long = "甲" * 200
    (one,) = differences(a_draft().put("online_path", long).data, a_draft().put("online_path", long + "乙").data)
    assert one.now == "改过"


@given(st.sampled_from(["title", "tracks[1].words", "areas[2].text", "letter.body", "size.warn", "region.cities[3].bureau"]))
@settings(deadline=None)
def test_a_notice_does_not_differ_from_itself_and_does_from_any_other(place: str) -> None:
    draft = a_draft()
    assert differences(draft.data, draft.data) == ()
    changed = {str: "别的", list: ["别的"], int: 7}[type(draft.value(place))]
    assert [each.place for each in differences(draft.data, draft.put(place, changed).data)] == [place]


# -- kept --------------------------------------------------------------------------------------------
def test_a_draft_is_kept_with_its_faults_and_offered_to_nobody() -> None:
    draft = own.begin("2023", "2024", 2024).put("deadline", None).put("year", "明年").confirm("areas[0].text")
    own.keep(draft)
    again = own.open_draft(draft.key)
    assert again == draft and {each.place for each in again.faults} == {"deadline", "year"}
    assert notice_ids() == ("2023",)
    (line,) = [each for each in own.listed() if each.origin is Origin.DRAFT]
    assert (line.key, line.title, line.is_offered) == (draft.key, NOTICE.title, False) and len(line.faults) == 2
    with pytest.raises(NoticeInvalid, match="deadline"):
        own.put_in_use(again)


def test_a_sound_draft_is_put_in_use_and_is_a_draft_no_longer() -> None:
    draft = own.begin("2023", "2024", 2024).put("deadline", date(2024, 8, 31)).put("online_deadline", date(2024, 9, 15))
    own.put_in_use(own.keep(draft))
    assert [(each.key, each.origin, each.is_offered) for each in own.listed()] == [
        ("2024", Origin.OWN, True), ("2023", Origin.BUILT_IN, True),
    ]
    assert load_notice("2024")[0] == draft.notice and own.drafts() == ()
    assert not (RESOURCES / "notices" / "2024.toml").exists()
    own.remove("2024")
    assert notice_ids() == ("2023",)


def test_an_own_edition_goes_before_the_programs_and_gives_it_back() -> None:
    draft = own.change("2023").put("tracks[0].quota.most", 3)
    assert draft.kept == (), "it is of the same year"
    own.put_in_use(draft)
    assert load_notice("2023")[0].track("national").quota.most == 3
    own.remove("2023")
    assert load_notice("2023")[0] == NOTICE
    with pytest.raises(NothingFound):
        own.remove("2023")


def test_an_id_that_is_taken_or_no_name_is_refused() -> None:
    own.begin("2023", "2024", 2024)
    for key in ("2023", "2024", "../x", ""):
        with pytest.raises(WrongUse):
            own.begin("2023", key, 2024)
    own.drop("2024")
    with pytest.raises(NothingFound):
        own.open_draft("2024")


def test_a_damaged_file_is_told_in_the_list_and_disturbs_nobody() -> None:
    own.folder().mkdir(parents=True)
    (own.folder() / "bad.toml").write_text("id = ", "utf-8")
    (own.folder() / "worse.toml").write_bytes((RESOURCES / "notices" / "2023.toml").read_bytes().replace(b"2023-08-31", b"2023-08-01"))
    told = {each.key: each for each in own.listed()}
    assert [fault.place for fault in told["worse"].faults] == ["deadline"]
    assert told["bad"].faults and not told["bad"].is_offered and told["2023"].is_offered
