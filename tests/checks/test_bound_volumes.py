"""整本: whose a material is, is told by its own pages, not by the others bound with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model.batch import Batch
from app.model.documents.form import FieldFound, FormFacts, form_key
from app.model.documents.part import Part
from app.model.documents.words import PageState, PageWords, Words
from app.model.finding import State
from tests.checks.cases import a_batch, a_code, a_member, applied, found, outcomes
from tests.checks.substance_cases import NAME, OTHER

VOLUME = "整本.pdf"
PARTS = (
    Part("form", ((1, 12),)), Part("experience", ((13, 30),)), Part("licence", ((31, 31),)),
    Part("audit", ((32, 40),)), Part("pledge", ((41, 41),)),
)  # fmt: skip
OWN = {"names": {NAME: 1}, "length": 600}


def a_volume(told: dict[int, dict[str, object]], parts: tuple[Part, ...] = PARTS, **whole: object) -> Batch:
    """One that is sound but for what is `told` of some of its pages."""
    said = {page: {**OWN, **({"codes": (a_code(),)} if page == 31 else {}), **told.get(page, {})} for page in range(1, 42)}
    pages = tuple(PageWords(page, **facts) for page, facts in said.items())  # type: ignore[arg-type]
    member = a_member(VOLUME)
    one = applied(members=[member])
    one = replace(one, enterprise=replace(one.enterprise, parts={f"{one.sources[0].id}/{VOLUME}": parts}))
    words = Words(pages, 41, "申报书", 41 * 600, {NAME: 41}, (a_code(),), {"2022": 9}, **whole)  # type: ignore[arg-type]
    return a_batch(one).with_words({member.sha256: words})


def on(first: int, last: int, **facts: object) -> dict[int, dict[str, object]]:
    return {page: facts for page in range(first, last + 1)}


@pytest.mark.parametrize("check", ["EXP-01", "EXP-02", "EXP-03", "NAME-07", "CODE-04"])
def test_a_sound_volume_raises_no_question(check: str) -> None:
    assert not found(a_volume({}), check)


def test_an_experience_of_another_is_told_though_the_form_beside_it_is_ones_own() -> None:
    (told,) = found(a_volume(on(13, 30, names={OTHER: 2})), "EXP-02")
    assert f"“{VOLUME}”第 13–30 页（典型经验材料）里说的是“{OTHER}”（读到 36 次）" in told.what
    assert told.page == 13 and told.where.endswith("#page=13")


def test_an_experience_that_names_its_own_enterprise_but_once_a_page_is_ones_own() -> None:
    assert not found(a_volume(on(1, 12, names={OTHER: 9}) | on(31, 41, names={OTHER: 9})), "EXP-02")
    heads = on(13, 30, names={OTHER: 2}, head="试制公司的质量提升经验")
    assert not found(a_volume(heads), "EXP-02"), "by its brand, where no name in full stands"


def test_papers_of_another_bound_in_are_told_each_by_its_pages() -> None:
    batch = a_volume(on(31, 31, names={OTHER: 2}) | on(32, 40, names={OTHER: 1, "某某会计师事务所": 5}))
    told = found(batch, "NAME-07")
    assert ["第 31 页（营业执照）" in one.what or "第 32–40 页（审计报告或财务报表）" in one.what for one in told] == [True, True]
    assert len({one.key for one in told}) == 2 and [one.page for one in told] == [31, 32]


def test_a_bound_form_whose_name_was_read_is_compared_by_that() -> None:
    batch = a_volume(on(1, 12, names={OTHER: 2}))
    assert len(found(batch, "NAME-07")) == 1
    (key,) = (m.sha256 for source in batch.sources.values() for m in source.members)
    read = FormFacts({"name": FieldFound(NAME, 1)})
    assert not found(batch.with_forms({form_key(key, ((1, 12),)): read}), "NAME-07")


def test_the_licence_page_alone_tells_the_code() -> None:
    batch = a_volume({3: {"codes": (a_code(),)}, 31: {"codes": (a_code(7),)}})
    (told,) = found(batch, "CODE-04")
    assert told.compare == (a_code(7), a_code()) and "第 31 页（营业执照）" in told.what and told.page == 31
    assert not found(a_volume({3: {"codes": (a_code(7),)}}), "CODE-04"), "a customer's code in the form"


def test_a_template_or_a_few_lines_bound_in_is_no_experience() -> None:
    (gap,) = found(a_volume({14: {"gaps": ("请在此填写企业概况",)}}), "EXP-01")
    assert "“请在此填写企业概况”" in gap.what and "第 13–30 页" in gap.what
    (short,) = found(a_volume(on(13, 30, length=1)), "EXP-01")
    assert "几乎没有文字（读到 18 个字）" in short.what
    assert not found(a_volume({3: {"gaps": ("请在此填写企业概况",)}}), "EXP-01"), "the form's, not the experience's"


@pytest.mark.parametrize("check, material", [("EXP-02", (13, 30)), ("NAME-07", (32, 40)), ("CODE-04", (31, 31))])
def test_bound_pages_that_nobody_recognised_are_not_passed(check: str, material: tuple[int, int]) -> None:
    (told,) = outcomes(a_volume(on(*material, state=PageState.PICTURE, names={}, codes=())), check)
    assert told.state is State.SKIPPED and "没有识别文字" in told.reason


def test_a_whole_file_is_judged_as_before() -> None:
    """By all its text, also where no page was told of by itself."""
    batch = a_volume({}, parts=(Part("experience"),))
    (words,) = batch.words.values()
    (key,) = batch.words
    assert not found(batch, "EXP-02")
    assert found(batch.with_words({key: replace(words, names={OTHER: 8}, text="")}), "EXP-02")
