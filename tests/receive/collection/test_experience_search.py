"""What is collected of a ledger, and what a search of it finds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.job import Job
from app.model.after.asked import Asked, Scope, kinds_of
from app.model.after.experience import Paper
from app.model.batch import Batch
from app.model.documents.words import PageState, PageWords, Words
from app.model.submission import Standing
from app.reading.words.whole import flowing
from app.receive.collection import collect as collecting
from app.receive.collection.collect import collect, index_of, is_current
from app.receive.collection.index import Entry, Index
from app.receive.collection.search import search
from app.receive.collection.spelling import marked, snippet, terms_of
from app.receive.collection.texts import _of_paper, abstract_in
from tests.receive.collection.made import NAMES, with_experiences
from tests.receive.facts import GROUP
from tests.receive.ledgers import a_ledger


def names(hits):
    return [hit.one.name for hit in hits]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("零缺陷", [2, 0]),  # in the title before in the text alone
        ("焊接 平台", [0]),  # every word
        ("焊接 杀菌", []),
        ("焊", [0]),  # shorter than FTS5's threes
        ("x射线探伤", [2]),  # whatever the blanks and the case
        ("ｓｐｃ", [2]),  # and the width
        ("率由百分", [0]),  # across no border of words
        ('"焊接" OR 杀菌', []),  # signs of FTS5 are words like others
        ("%", []),
        ("海风食品", [1]),
    ],
)
def test_a_search_finds_what_holds_every_word(index, words, found):
    assert names(search(index, Asked(words))) == [NAMES[at] for at in found]


def test_without_words_all_are_there_in_the_order_of_the_table(index):
    assert names(search(index, Asked())) == list(NAMES)


def test_a_hit_tells_where_its_words_stand(index):
    (hit,) = search(index, Asked("X射线"))
    assert (hit.paper, hit.page) == (0, 3)  # of the whole volume, whose pages 2 and 3 are the experience
    assert [piece.text for piece in hit.snippet if piece.is_hit] == ["X 射线"]
    (hit,) = search(index, Asked("海风"))
    assert (hit.paper, hit.count) == (-1, 1)


def test_of_a_whole_volume_its_own_pages_alone_are_searched(index):
    assert search(index, Asked("营业执照")) == ()


def test_what_has_no_words_says_so(index):
    by_name = {one.name: index.text(one.key) for one in index.experiences()}
    assert all("没有读到文字" in line for line in by_name[NAMES[3]].lacking) and by_name[NAMES[3]].pages == ()
    assert by_name[NAMES[0]].abstract.startswith("本企业建立") and by_name[NAMES[0]].lacking == ()


def test_filters_let_through_what_is_of_their_kind(index):
    kinds = kinds_of(index.experiences())
    for kind, values in (("areas", kinds.areas), ("industries", kinds.industries), ("years", kinds.years)):
        for value in values:
            told = {"areas": "area", "industries": "industry", "years": "year"}[kind]
            hits = search(index, Asked(**{kind: frozenset([value])}))
            assert hits and {getattr(hit.one, told) for hit in hits} == {value}
    assert search(index, Asked(cities=frozenset(["威海市"]))) == ()


def test_the_accepted_are_there_on_demand_and_the_returned_never(folder, tmp_path, sandbox):
    with a_ledger(folder) as ledger:
        with_experiences(ledger, tmp_path / "来件", chosen=(0,))
        index = collect(ledger, sandbox, Job())
        assert names(search(index, Asked())) == [NAMES[0]]
        assert len(search(index, Asked(scope=Scope.ACCEPTED))) == 5
        ledger.set_standing(ledger.submissions()[0].id, Standing.RETURNED, "", "刘处")
        assert not is_current(ledger)
        assert search(collect(ledger, sandbox, Job()), Asked(scope=Scope.ACCEPTED)) == ()


def test_only_what_changed_is_read_again(folder, tmp_path, sandbox, monkeypatch):
    with a_ledger(folder) as ledger:
        with_experiences(ledger, tmp_path / "来件")
        collect(ledger, sandbox, Job())
        read = []
        monkeypatch.setattr(collecting, "text_of", lambda one, *_: read.append(one.name))
        assert is_current(ledger) and collect(ledger, sandbox, Job()).experiences()
        ledger.set_standing(ledger.submissions()[0].id, Standing.ACCEPTED, "", "刘处")
        assert not is_current(ledger)
        assert len(collect(ledger, sandbox, Job()).experiences()) == 5 and read == []


def test_a_damaged_index_is_made_anew(folder, tmp_path, sandbox):
    with a_ledger(folder) as ledger:
        with_experiences(ledger, tmp_path / "来件")
        path = collect(ledger, sandbox, Job()).path
        path.write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
        assert not is_current(ledger)
        assert len(search(collect(ledger, sandbox, Job()), Asked("质量"))) >= 3


def test_an_index_that_is_not_there_knows_nothing(tmp_path):
    assert (Index(tmp_path / "x").stamp(), Index(tmp_path / "x").experiences()) == ("", ())
    assert search(Index(tmp_path / "x"), Asked("质量")) == ()


def test_an_index_is_no_part_of_the_ledger(experienced):
    """It may be thrown away at any time."""
    index_of(experienced).path.unlink()
    assert not is_current(experienced)


def test_a_hostile_name_is_a_name(tmp_path, index, sandbox, experienced):
    collect(experienced, sandbox, Job())
    one = next(one for one in index.experiences() if one.name == NAMES[3])
    made = Index(tmp_path / "索引")
    made.write([Entry(one, index.text(one.key), "")], "1")
    assert names(search(made, Asked("<img onerror"))) == [NAMES[3]]


# -- spelling --------------------------------------------------------------------------------------
def test_words_of_a_search_are_told_once_and_none_within_another():
    assert terms_of(" 质量　质量管理 ＳＰＣ spc ") == ("质量管理", "spc")
    assert terms_of("a\0b") == ("ab",) and terms_of("") == ()


def test_what_is_marked_makes_the_whole_text_again():
    text = "质量\n管理与质 量管理，Quality"
    pieces = marked(text, terms_of("质量管理 quality"))
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_hit] == ["质量\n管理", "质 量管理", "Quality"]


def test_a_snippet_is_one_line_around_the_first_hit():
    pieces = snippet("前" * 300 + "\n零缺陷\n" + "后" * 300, ("零缺陷",))
    shown = "".join(piece.text for piece in pieces)
    assert "\n" not in shown and shown.startswith("…") and shown.endswith("…") and len(shown) < 140
    assert [piece.text for piece in pieces if piece.is_hit] == ["零缺陷"]


def test_a_snippet_shows_where_most_words_stand_together():
    shown = snippet("焊接在先。" + "前" * 200 + "质量管理与焊接。" + "后" * 200, ("焊接", "质量管理"))
    assert [piece.text for piece in shown if piece.is_hit] == ["质量管理", "焊接"]


@pytest.mark.parametrize("text", ["内容摘要：\n本企业推行全员参与的质量改进活动，取得明显成效。\n关键词：质量", "摘 要 本企业推行全员参与的质量改进活动，取得明显成效。"])
def test_an_abstract_is_what_stands_under_its_heading(text):
    assert abstract_in(text) == "本企业推行全员参与的质量改进活动，取得明显成效。"
    assert abstract_in("做法") == ""


def test_a_folder_that_may_only_be_read_has_its_index_elsewhere(folder, tmp_path, sandbox, monkeypatch, user_home):
    with a_ledger(folder) as ledger:
        with_experiences(ledger, tmp_path / "来件")
        monkeypatch.setattr("app.receive.collection.collect.os.access", lambda *_: False)
        path = collect(ledger, sandbox, Job()).path
        assert user_home in path.parents and is_current(ledger) and not (folder / path.name).exists()


# -- lines of a page -------------------------------------------------------------------------------
def test_lines_that_fill_the_page_are_one_paragraph():
    lines = ["2022 年实现营业收入 15.08 亿元，主要从事片剂的研", "发、生产和服务，属于医药制造业；公司通过了质量管理", "体系认证。", "二、背景", "近年来", "— 12 —"]
    assert flowing(lines).splitlines()[0].endswith("片剂的研发、生产和服务，属于医药制造业；公司通过了质量管理体系认证。")
    assert flowing(lines).splitlines()[1:] == ["二、背景", "近年来"]
    assert flowing(["合格率", "95", "其他", "12"]).splitlines() == ["合格率", "95", "其他"]  # a number at the foot is the page's


# -- scans -----------------------------------------------------------------------------------------
def test_of_a_scan_what_was_recognised_is_known_and_that_it_is_not_all():
    scan = Paper("s1/经验.pdf", "经验.pdf", "pdf", "ab")
    pages = (PageWords(1, "零缺陷管理的经验", state=PageState.HEAD), PageWords(2, "主要做法", state=PageState.HEAD))
    words = Words(pages, 2, text="零缺陷管理的经验\n主要做法")
    batch = Batch(GROUP, "2023", "2023-08-20").with_words({"ab": words})
    assert _of_paper(scan, {}, batch) == (((1, words.text),), "")
    assert _of_paper(replace(scan, pages=((2, 2),)), {}, batch) == (((2, "主要做法"),), "扫描件，只有每页开头的文字")
    assert _of_paper(replace(scan, sha256="cd"), {}, batch) == ((), "没有读到文字")
    assert _of_paper(scan, {("ab", ()): ((1, "全文"),)}, batch) == (((1, "全文"),), "")
