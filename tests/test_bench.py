"""A line of `make bench` says whether it holds, and against what; README has the rows that it fills."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from app.paths import RESOURCES
from tests.bench.__main__ import line_of
from tests.bench.measure import Figure, peak_of, processor_seconds
from tests.bench.table import HEAD, ROWS, table_of

FAST = Figure("disc: times as fast", 1.5, 1.3, True, "2.1 s | quiet")
LARGE = Figure("memory, MB", 301.0, 300, False)
NEAR = Figure("disc: image written", 2.6, 1.3, False, "", 2.31)
README = (RESOURCES.parent / "README.md").read_text("utf-8")


def test_a_line_says_ok_or_miss_with_what_was_asked_and_its_anchor() -> None:
    assert line_of(FAST) == "ok   disc: times as fast: 1.50 (asked ≥ 1.3; 2.1 s | quiet)"
    assert line_of(LARGE) == "MISS memory, MB: 301.00 (asked ≤ 300)"


def test_what_is_near_the_machines_own_limit_holds_and_the_limit_is_told() -> None:
    assert line_of(NEAR) == (
        "ok   disc: image written: 2.60 (asked ≤ 1.3, or 1.15 × off the machine's own limit, 2.31)"
    )
    assert not NEAR._replace(value=2.7).holds and NEAR._replace(value=1.3, limit=0.5).holds
    slow = Figure("as fast", 0.9, 1.3, True, "", 1.03)
    assert slow.holds and not slow._replace(value=0.89).holds and slow._replace(value=1.3, limit=9).holds


def test_the_table_says_what_was_measured_whether_it_holds_and_what_forbids_more() -> None:
    figures = [NEAR._replace(value=3.02), Figure("start: warm first paint, times", 1.2, 1.3, False),
               Figure("start: cold first paint, times", 1.1, 1.3, False)]
    rows = table_of(figures).splitlines()
    assert rows[2].endswith("| 3.02 倍，MISS（磁盘本身写下再绕过内存读回就要 2.31 倍） |")
    assert any(row.endswith("| 1.20、1.10 倍，ok |") for row in rows)
    assert rows[3].endswith("| 没有测 |") and {row.count("|") for row in rows} == {5}


def test_every_row_stands_in_readme() -> None:
    told = README[README.index(f"\n\n{HEAD}\n") + 2:].split("\n\n")[0].splitlines()[2:]
    assert [row.begins for row in ROWS] == [line[: line.rindex(" | ") + 3] for line in told]


def test_every_row_names_figures_that_a_bench_prints() -> None:
    """By their first words: what follows is made when they are measured."""
    sources = "".join(path.read_text("utf-8") for path in Path(__file__).with_name("bench").glob("[!t]*.py"))
    for row in ROWS:
        part = re.match(r"\(?(\w+)", row.figures)
        assert part and re.search(rf"\"{part[1]}\": ", sources), row.figures


def test_processor_seconds_count_the_children_too() -> None:
    burn = "sum(range(3_000_000))"
    assert processor_seconds(lambda: subprocess.run([sys.executable, "-c", burn], check=True)) > 0.01


def test_a_peak_is_that_of_the_process_alone() -> None:
    peak = peak_of("tests.bench.inside:hold", "60000000")
    assert 60 < peak.megabytes < 120 and peak.resident >= peak.proportional
