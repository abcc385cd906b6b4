"""Every file is accounted for, and what is missing is seen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks import Need, checks_in
from app.model.batch import Batch
from app.model.documents.part import LEAVE_OUT, Part, whole
from app.model.documents.words import PageWords, Words
from app.model.finding import Finding, Grade, Outcome, Report, State
from app.model.source import Fault, Trouble
from tests.ui.conftest import NOTICE, WHOLE, a_batch, with_enterprise
from ui.send.collect.census import CellState, Census, Matrix

LOOKED = Report((Outcome("PDF-01", "能打开", "e0001", "甲公司", State.PASSED),))


def count(batch: Batch, report: Report = LOOKED) -> Matrix:
    return Census().take(batch, NOTICE, report)


def test_a_whole_package_is_complete_once_it_was_looked_at():
    batch = with_enterprise(a_batch(), 1, "甲公司")
    row = count(batch).rows[0]
    assert [cell.state for cell in row.cells] == [CellState.THERE] * 3
    assert (row.status, row.tone) == ("齐全", "muted")
    (looked,) = LOOKED.outcomes
    waiting = replace(looked, subject=row.id, state=State.SKIPPED, is_pending=True)
    assert [count(batch, report).rows[0].status for report in (Report(), Report((waiting,)))] == ["还在看"] * 2
    assert [len(cell.keys) for cell in row.cells] == [1, 1, 2]


def test_a_missing_material_is_missing():
    row = count(with_enterprise(a_batch(), 1, "甲公司", paths=WHOLE[1:])).rows[0]
    assert row.cells[0].state is CellState.MISSING
    assert (row.status, row.tone) == ("缺 1 项", "red")


def test_a_missing_material_may_be_the_file_that_waits():
    batch = with_enterprise(a_batch(), 1, "甲公司", paths=(*WHOLE[1:], "扫描件0003.pdf"))
    assert count(batch).rows[0].cells[0].state is CellState.PENDING, "nobody has read it yet"
    read = Words((PageWords(1, "二〇二三年八月"),), 1, "二〇二三年八月", 7)
    matrix = count(batch.with_words({batch.sources["s0001"].members[-1].sha256: read}))
    assert matrix.rows[0].cells[0].state is CellState.UNSURE
    assert matrix.rows[0].status == "1 个文件待归类"
    assert [waiting.path for waiting in matrix.waiting] == ["扫描件0003.pdf"]


def test_nothing_is_said_of_a_package_that_does_not_open():
    locked = with_enterprise(a_batch(), 1, "甲公司", paths=(), troubles=(Trouble(Fault.PASSWORD),))
    row = count(locked).rows[0]
    assert {cell.state for cell in row.cells} == {CellState.UNSURE}
    assert (row.status, row.tone) == ("压缩包有密码", "red")


def test_what_was_refused_is_among_what_was_received():
    refused = (Trouble(Fault.TRAVERSAL, "../甲.pdf"), Trouble(Fault.LINK, "乙.pdf"), Trouble(Fault.CRC, WHOLE[0]))
    matrix = count(with_enterprise(a_batch(), 1, "甲公司", paths=WHOLE, troubles=refused))
    assert (matrix.files, matrix.placed, matrix.refused) == (len(WHOLE) + 2, len(WHOLE), 2)
    assert matrix.summary.endswith("+ 不需要 0 + 拒收 2")


def test_too_large_is_red_and_nearly_too_large_amber():
    sizes = {530_200_000: ("超过 500 MB", "red"), 510_000_000: ("接近 500 MB", "amber")}
    for size, told in sizes.items():
        row = count(with_enterprise(a_batch(), 1, "甲公司", size=size)).rows[0]
        assert (row.status, row.tone) == told


def test_tracks_stand_in_order_and_rows_are_numbered():
    batch = with_enterprise(with_enterprise(a_batch(), 1, "甲公司"), 2, "乙公司", "national")
    assert [(row.number, row.name) for row in count(batch).rows] == [(1, "乙公司"), (2, "甲公司")]


def test_only_what_changed_is_counted_anew():
    census = Census()
    batch = with_enterprise(with_enterprise(a_batch(), 1, "甲公司"), 2, "乙公司")
    census.take(batch, NOTICE, Report())
    one = batch.enterprises["e0002"]
    changed = batch.with_enterprise(replace(one, name="丙公司"))
    assert [row.name for row in census.take(changed, NOTICE, Report()).rows] == ["甲公司", "丙公司"]


def test_only_the_cell_whose_page_is_asked_about_is_unsure():
    """Of a file that serves as two materials."""
    batch = with_enterprise(a_batch(), 1, "甲公司", paths=("整本.pdf",))
    book = (Part("form", ((1, 2),)), Part("experience", ((3, 9),)))
    batch = batch.with_enterprise(replace(batch.enterprises["e0001"], parts={"s0001/整本.pdf": book}))
    rule = next(rule for rule in checks_in() if rule.grade is Grade.LOOK and Need.FILES in rule.needs)
    for page, states in ((4, ["there", "unsure", "missing"]), (0, ["unsure", "unsure", "missing"])):
        asked = Finding("看一眼", "", grade=Grade.LOOK, member="s0001/整本.pdf", page=page, check=rule.id, subject="e0001")
        report = Report((Outcome(rule.id, "", "e0001", "甲公司", State.FOUND, (asked,)),))
        assert [cell.state for cell in Census().take(batch, NOTICE, report).rows[0].cells] == states


_PATHS = st.lists(st.sampled_from([*WHOLE, "扫描件1.pdf", "扫描件2.pdf", "x/说明.txt"]), unique=True)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(_PATHS, st.integers(0, 3), st.booleans()), max_size=6))
def test_received_is_placed_and_waiting_and_unneeded(packages):
    batch = a_batch()
    for number, (paths, lost, unwanted) in enumerate(packages):
        batch = with_enterprise(batch, number, f"公司{number}", paths=paths,
                                left_out=[f"Thumbs{n}.db" for n in range(lost)])
        if unwanted and paths:
            one = batch.enterprises[f"e{number:04d}"]
            parts = {f"s{number:04d}/{paths[0]}": whole(LEAVE_OUT)}
            batch = batch.with_enterprise(replace(one, parts=parts))
    matrix = count(batch)
    assert matrix.files == sum(len(paths) + lost for paths, lost, _ in packages)
    assert matrix.files == matrix.placed + len(matrix.waiting) + matrix.unneeded
    assert matrix.placed >= 0
