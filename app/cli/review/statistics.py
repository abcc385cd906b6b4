"""statistics: the year's figures, as a workbook with charts and as pictures."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import show
from app.cli.command import arg, on_ledger
from app.cli.terminal import say

if TYPE_CHECKING:
    from app.ledger import Ledger


@on_ledger(
    "statistics", "年度统计：按市、行业、重点领域、企业规模、年度、类别，写出 Excel（带图表）和每张图的图片",
    arg("--out", required=True, type=Path, metavar="FILE.xlsx"),
    arg("--with", dest="others", type=Path, action="append", default=[], metavar="LEDGER",
        help="往年的台账，按年度比较时用，可以写几次；只读"),
    arg("--cross", action="append", default=[], metavar="市×企业规模[,受理]",
        help="再写一张交叉的表：市、行业、重点领域、企业规模、申报类别中的两项，和数的是哪一栏，可以写几次"),
)  # fmt: skip
def write_figures(ledger: Ledger, options: Namespace) -> int:
    """Exit code 1 where the tables do not come to the same."""
    from app.receive.statistics.write import write_statistics, year_of

    before = [year_of(each, ledger.notice, show.job()) for each in options.others]
    found, written = write_statistics(ledger, options.out, show.job(), before, options.cross)
    say(found.words)
    for table in found.tables:
        told = "，".join(f"{line.title} {line.total[0] or 0}" for line in table.lines if any(line.total))
        say(f"{table.title}：{told}")
    say(found.check_words)
    for path in written:
        say(f"已写出：{path}")
    return 0 if found.adds_up else 1
