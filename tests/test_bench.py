"""A line of `make bench` says whether it holds, and against what."""

from __future__ import annotations

import subprocess
import sys

from tests.bench.__main__ import HEAD, line_of, row_of
from tests.bench.measure import Figure, processor_seconds

FAST = Figure("disc: times as fast", 1.5, 1.3, True, "2.1 s | quiet")
LARGE = Figure("memory, MB", 301.0, 300, False)


def test_a_line_says_ok_or_miss_with_what_was_asked_and_its_anchor() -> None:
    assert line_of(FAST) == "ok   disc: times as fast: 1.50 (asked ≥ 1.3; 2.1 s | quiet)"
    assert line_of(LARGE) == "MISS memory, MB: 301.00 (asked ≤ 300)"


def test_a_row_of_the_table_has_a_cell_for_each_heading() -> None:
    assert row_of(LARGE).count("|") == HEAD.splitlines()[0].count("|")
    assert row_of(FAST) == "| ✓ | disc: times as fast | 1.50 | ≥ 1.3 | 2.1 s \\| quiet |"


def test_processor_seconds_count_the_children_too() -> None:
    burn = "sum(range(3_000_000))"
    assert processor_seconds(lambda: subprocess.run([sys.executable, "-c", burn], check=True)) > 0.01
