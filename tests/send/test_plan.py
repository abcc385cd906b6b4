"""What goes on the disc, under which names; nothing is read or written here."""

import random
import string
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.batch import edit
from app.checks import check_batch
from app.errors import DoesNotFit, WrongUse
from app.model.batch import Batch, Decision, Enterprise, Sender, Verdict
from app.model.disc import BD, CD, DVD, MEDIA, Piece
from app.model.disc_names import disc_name_faults, disc_path_faults, fold
from app.model.documents.part import LEAVE_OUT, whole
from app.model.source import Container, Fault, LeftOut, Member, Source, Trouble
from app.send.packing import packing_of
from app.send.plan import disc_label, place, plan_discs
from tests.disc_batches import JINAN, NOTICE

DAY = date(2023, 8, 24)
HEX = "ab" * 32


def a_member(path: str, index: int = 0, **values: object) -> Member:
    return replace(Member(path, 1000, HEX, "pdf", 1_690_000_000, index=index), **values)


def a_source(key: str, *paths: str, container=Container.ZIP, name: str = "", **values: object) -> Source:
    members = tuple(a_member(path, number) for number, path in enumerate(paths))
    stored = f"materials/{key}/{name or key + '.zip'}"
    source = Source(key, name, stored, container, 5000, HEX, members, complete_zip=container is Container.ZIP)
    return replace(source, **values)


def a_batch(*sources: Source, name: str = "山东甲一机械有限公司", **values: object) -> Batch:
    enterprise = Enterprise("e1", "provincial", name, tuple(source.id for source in sources), **values)
    return Batch(JINAN, "2023", "2023-08-20").with_enterprise(enterprise, sources)


def packing(batch: Batch):
    return packing_of(batch, batch.enterprises["e1"])


def paths(batch: Batch) -> list[str]:
    return [member.path for ingredient in packing(batch).ingredients for member in ingredient.members]


def plan(batch: Batch, medium=DVD, day=DAY):
    return plan_discs(batch, NOTICE, medium, day)[0]


# -- packages ----------------------------------------------------------------------------------------
def test_a_complete_zip_goes_on_the_disc_as_it_is():
    passed = packing(a_batch(a_source("s1", "申报书.pdf")))
    assert (passed.passed, passed.sha256, passed.size, passed.members) == ("materials/s1/s1.zip", HEX, 5000, 1)


@pytest.mark.parametrize(
    "source",
    [
        a_source("s1", "申报书.pdf", complete_zip=False),
        a_source("s1", "申报书.pdf", container=Container.SEVENZ),
        a_source("s1", "申报书.pdf", container=Container.FOLDER),
        a_source("s1", "申报书.pdf", complete_zip=False, left_out=(LeftOut("Thumbs.db", "系统文件"),)),
    ],
)
def test_anything_else_is_packed_anew(source):
    assert packing(a_batch(source)).recipe
    assert paths(a_batch(source)) == ["申报书.pdf"]


def test_two_sources_become_one_package():
    assert paths(a_batch(a_source("s1", "申报书.pdf"), a_source("s2", "证明.pdf"))) == ["申报书.pdf", "证明.pdf"]


def test_a_file_that_is_to_be_left_out_is_not_packed():
    batch = a_batch(a_source("s1", "申报书.pdf", "草稿.docx"), parts={"s1/草稿.docx": whole(LEAVE_OUT)})
    assert not packing(batch).passed
    assert paths(batch) == ["申报书.pdf"]


def test_what_lies_in_an_inner_archive_is_packed_within_it():
    source = a_source("s1", "证明.zip", complete_zip=False)
    inner = a_member("a.pdf", within="证明.zip")
    assert paths(a_batch(replace(source, members=(*source.members, inner)))) == ["证明.zip"]


def test_the_same_path_in_two_sources_shows_where_it_came_from():
    first = a_source("s1", "申报书.pdf", name="材料.zip")
    second = a_source("s2", "申报书.PDF", "证明.pdf", name="补充.zip")
    assert paths(a_batch(first, second)) == ["申报书.pdf", "补充/申报书.PDF", "补充/证明.pdf"]


def test_three_sources_of_one_name_are_told_apart():
    sources = [a_source(f"s{n}", "申报书.pdf", name="材料.zip") for n in (1, 2, 3)]
    assert paths(a_batch(*sources)) == ["申报书.pdf", "材料/申报书.pdf", "材料（2）/申报书.pdf"]


def test_an_archive_no_reader_can_unpack_goes_in_unopened():
    closed = a_source("s1", "a.pdf", container=Container.RAR, name="a.rar", troubles=(Trouble(Fault.METHOD),))
    whole = packing(a_batch(closed)).ingredients[0]
    assert whole.whole and [member.path for member in whole.members] == ["a.rar"]


def test_the_recipe_depends_on_contents_and_not_on_where_they_came_from():
    here = a_batch(a_source("s1", "a.pdf", container=Container.FOLDER, name="甲"))
    there = a_batch(a_source("s9", "a.pdf", container=Container.SEVENZ, name="乙"))
    other = a_batch(a_source("s1", "b.pdf", container=Container.FOLDER, name="甲"))
    assert packing(here).recipe == packing(there).recipe != packing(other).recipe


PATH = st.lists(st.sampled_from(["a", "A", "b", "é", "e\u0301", "a（2）"]), min_size=1, max_size=3).map("/".join)


@given(st.lists(st.lists(PATH, unique=True, max_size=5), min_size=1, max_size=4))
def test_no_two_members_ever_fall_together(listed):
    sources = [
        a_source(f"s{n}", *each, container=Container.FOLDER, name="a") for n, each in enumerate(listed)
    ]
    placed = paths(a_batch(*sources))
    assert len(placed) == sum(map(len, listed))
    files = {fold(path) for path in placed}
    folders = {fold(path.rsplit("/", n)[0]) for path in placed for n in range(1, path.count("/") + 1)}
    assert len(files) == len(placed) and not files & folders


# -- the disc ----------------------------------------------------------------------------------------
def test_the_layout_is_that_of_the_exchange_format():
    files = [(file.path, file.piece) for file in plan(a_batch(a_source("s1", "a.pdf"))).files]
    assert files == [
        ("data/全省质量标杆/全省质量标杆申报汇总表.xlsx", Piece.TABLE),
        ("data/全省质量标杆/申报材料/山东甲一机械有限公司.zip", Piece.PACKAGE),
    ]


def test_packages_follow_the_recommended_order():
    batch = a_batch(a_source("s1", "a.pdf"))
    for number in (2, 3):
        one = Enterprise(f"e{number}", "provincial", f"第{number}有限公司", (f"s{number}",))
        batch = batch.with_enterprise(one, [a_source(f"s{number}", "a.pdf")])
    batch = batch.with_order("provincial", ["e3", "e1", "e2"])
    assert [each.enterprise for each in plan(batch).packings] == ["e3", "e1", "e2"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("山东甲:一有限公司", ":"),
        ("甲/乙有限公司", "/"),
        ("利率5%有限公司", "%"),
        ("甲" * 61, "64"),
        ("甲\u200b乙", "U+200B"),
        ("甲\n乙", "U+000A"),
        ("NUL", "NUL"),
        ("", "没有名称"),
    ],
)
def test_a_name_that_is_not_legal_everywhere_is_told_with_its_fault(name, said):
    with pytest.raises(WrongUse) as caught:
        plan(a_batch(a_source("s1", "a.pdf"), name=name))
    assert said in caught.value.detail


def test_twins_by_case_or_composition_are_told():
    batch = a_batch(a_source("s1", "a.pdf"), name="ABB有限公司")
    other = Enterprise("e2", "provincial", "abb有限公司", ("s2",))
    with pytest.raises(WrongUse, match="互相覆盖"):
        plan(batch.with_enterprise(other, [a_source("s2", "a.pdf")]))


def test_an_enterprise_without_any_file_is_told():
    with pytest.raises(WrongUse, match="没有可以打包的材料"):
        plan(a_batch(a_source("s1", container=Container.FOLDER, name="空")))


@settings(max_examples=150)
@given(st.lists(st.text(max_size=70), min_size=1, max_size=4))
def test_a_plan_holds_only_legal_and_distinct_names(names):
    batch = Batch(JINAN, "2023", "2023-08-20")
    for number, name in enumerate(names):
        one = Enterprise(f"e{number}", "provincial", name, (f"s{number}",))
        batch = batch.with_enterprise(one, [a_source(f"s{number}", "a.pdf")])
    try:
        files = plan(batch).files
    except WrongUse:
        return
    assert not any(disc_path_faults(file.path) for file in files)
    assert len({fold(file.path) for file in files}) == len(files)


# -- label, size, digest -----------------------------------------------------------------------------
def test_a_bureaus_label_is_its_code():
    assert plan(a_batch(a_source("s1", "a.pdf"))).disc_id == "QLBG23_3701_01"


def test_any_enterprise_gets_a_label_of_its_own_in_15_characters():
    names = ["".join(random.Random(n).choices("鲁中央省属集团股份有限公司", k=8)) for n in range(50)]
    labels = {disc_label(NOTICE, Sender(name)) + "_01" for name in names}
    allowed = set(string.ascii_uppercase + string.digits + "_")
    assert len(labels) > 45 and all(len(label) <= 15 and set(label) <= allowed for label in labels)


def test_a_long_label_of_another_notice_is_cut():
    assert len(disc_label(replace(NOTICE, disc_label="zhiliangbiaogan"), JINAN) + "_01") == 15


def test_every_medium_keeps_a_reserve():
    assert all(0.92 < medium.usable / medium.capacity < 0.95 for medium in MEDIA)
    assert [DVD.usable // 524_288_000, CD.usable // 524_288_000] == [8, 1]


def test_an_enterprise_no_disc_of_the_medium_holds_is_told_with_the_medium_that_would_do():
    batch = a_batch(a_source("s1", "a.pdf", size=700_000_000))
    with pytest.raises(DoesNotFit, match=r"山东甲一机械有限公司”的材料 700.0 MB.*多出 .* MB；换用 DVD±R 可以放下"):
        plan(batch, CD)
    assert plan(batch, DVD).of == 1


def test_what_no_medium_holds_is_told_too():
    batch = a_batch(a_source("s1", "a.pdf", size=23_000_000_000))
    with pytest.raises(DoesNotFit, match="没有一种光盘放得下"):
        plan(batch, BD)


# -- sets --------------------------------------------------------------------------------------------
def a_set(*megabytes: int, national: int = 0) -> Batch:
    """Enterprises of these sizes in recommended order, the first `national` of them national."""
    batch = Batch(JINAN, "2023", "2023-08-20")
    for number, size in enumerate(megabytes, 1):
        track = "national" if number <= national else "provincial"
        one = Enterprise(f"e{number}", track, f"山东第{number:02d}有限公司", (f"s{number}",))
        source = replace(a_source(f"s{number}", "a.pdf", size=size * 1_000_000), sha256=f"{number:064x}")
        batch = batch.with_enterprise(one, [source])
    return batch


def spread(batch: Batch, medium=CD) -> list[list[str]]:
    return [[p.enterprise for p in each.packings] for each in plan_discs(batch, NOTICE, medium, DAY)]


def test_discs_are_stretches_of_the_recommended_order():
    assert spread(a_set(500, 100, 400, 200, 300)) == [["e1", "e2"], ["e3", "e4"], ["e5"]]


def test_national_enterprises_come_first():
    batch = a_set(300, 500).with_enterprise(Enterprise("n1", "national", "山东国字有限公司", ("s1",)))
    assert spread(batch)[0][0] == "n1"


def test_an_enterprise_moves_to_an_earlier_disc_only_where_that_saves_one():
    assert spread(a_set(400, 500, 200, 150)) == [["e1", "e3"], ["e2", "e4"]]
    assert spread(a_set(300, 200, 300, 200, 380, 480)) == [["e1", "e5"], ["e2", "e6"], ["e3", "e4"]]


def test_letter_and_table_are_on_every_disc_and_each_knows_the_whole_set():
    plans = plan_discs(a_set(500, 500, 500, national=1), NOTICE, CD, DAY)
    assert [each.disc_id for each in plans] == ["QLBG23_3701_01", "QLBG23_3701_02", "QLBG23_3701_03"]
    assert [(each.number, each.of) for each in plans] == [(1, 3), (2, 3), (3, 3)]
    assert len({each.placed for each in plans}) == 1
    assert [(placed.enterprise, placed.disc) for placed in plans[0].placed] == [
        ("山东第01有限公司", 1), ("山东第02有限公司", 2), ("山东第03有限公司", 3),
    ]
    assert all(sum(file.piece is Piece.TABLE for file in each.files) == 2 for each in plans)
    assert len({each.digest for each in plans}) == 3


def test_a_set_ends_at_99_discs():
    with pytest.raises(DoesNotFit, match="100 张"):
        spread(a_set(*[600] * 100))


@given(st.lists(st.integers(1, 100), max_size=25))
def test_sets_hold_everything_once_in_order_and_in_no_more_discs_than_the_largest_first(sizes):
    discs = place(sizes, 100)
    assert sorted(index for disc in discs for index in disc) == list(range(len(sizes)))
    assert all(disc == sorted(disc) and disc and sum(sizes[index] for index in disc) <= 100 for disc in discs)
    assert [disc[0] for disc in discs] == sorted(disc[0] for disc in discs)
    free: list[int] = []
    for size in sorted(sizes, reverse=True):
        at = next((n for n, left in enumerate(free) if size <= left), None)
        if at is None:
            free.append(100 - size)
        else:
            free[at] -= size
    assert len(discs) <= len(free)


# -- names a clerk agreed to -------------------------------------------------------------------------
def accepted(batch: Batch) -> Batch:
    """Every proposed name of NAME-04 agreed to, as the check page does."""
    for finding in check_batch(batch, NOTICE, DAY).findings:
        if finding.check == "NAME-04" and finding.acceptable:
            batch = edit.decide(batch, finding, Verdict.ACCEPT, "名称无误", "王敏", DAY)
    return batch


def renamed(*names: str) -> Batch:
    batch = Batch(JINAN, "2023", "2023-08-20")
    for number, name in enumerate(names, 1):
        one = Enterprise(f"e{number}", "provincial", name, (f"s{number}",))
        batch = batch.with_enterprise(one, [a_source(f"s{number}", "a.pdf")])
    return batch


def test_a_name_goes_on_the_disc_as_proposed_once_a_clerk_agreed():
    batch = renamed("山东甲:一有限公司")
    with pytest.raises(WrongUse):
        plan(batch)
    (placed,) = plan(accepted(batch)).placed
    assert (placed.enterprise, placed.file) == ("山东甲:一有限公司", "山东甲：一有限公司.zip")
    assert placed.is_renamed and plan(accepted(batch)).files[-1].path.endswith("/山东甲：一有限公司.zip")


def test_a_decision_on_another_name_counts_no_more():
    batch = accepted(renamed("山东甲:一有限公司"))
    one = batch.enterprises["e1"]
    with pytest.raises(WrongUse):
        plan(batch.with_enterprise(replace(one, name="山东甲:二有限公司")))


def test_names_that_differ_by_case_get_names_of_their_own():
    files = [placed.file for placed in plan(accepted(renamed("abc有限公司", "ABC有限公司"))).placed]
    assert files == ["abc有限公司（2）.zip", "ABC有限公司.zip"]


def test_a_proposal_never_takes_the_name_of_another():
    files = [placed.file for placed in plan(accepted(renamed("甲:一有限公司", "甲：一有限公司"))).placed]
    assert files == ["甲：一有限公司（2）.zip", "甲：一有限公司.zip"]


@settings(max_examples=100)
@given(st.lists(st.text(min_size=1, max_size=80), min_size=1, max_size=5, unique=True))
def test_accepted_proposals_are_always_legal_and_distinct(names):
    names = [name for name in names if name.strip()]
    files = [placed.file for placed in plan(accepted(renamed(*names))).placed] if names else []
    assert not any(disc_name_faults(file) for file in files)
    assert len({fold(file) for file in files}) == len(names)


def test_the_digest_changes_with_all_that_decides_a_byte():
    batch = a_batch(a_source("s1", "a.pdf"))
    one = batch.enterprises["e1"]
    decision = Decision("MAT-05-00000000", Verdict.ACCEPT, "属实", "王敏", "2023-08-24")
    changed = [
        plan(batch),
        plan(batch, CD),
        plan(batch.with_enterprise(replace(one, fields={"contact": "李强"}))),
        plan(batch.with_enterprise(replace(one, name="山东甲二机械有限公司"))),
        plan(batch.with_decision(decision)),
        plan(replace(batch, sender=replace(JINAN, phone="1"))),
        plan(a_batch(a_source("s1", "a.pdf", sha256="cd" * 32))),
    ]
    assert len({each.digest for each in changed}) == len(changed)
    assert plan(batch).digest == plan(a_batch(a_source("s7", "a.pdf"))).digest


def test_the_same_content_on_a_later_day_is_the_same_disc():
    batch = a_batch(a_source("s1", "a.pdf"))
    assert plan(batch).digest == plan(batch, day=date(2023, 8, 25)).digest
