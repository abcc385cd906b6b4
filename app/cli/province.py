"""correct, merge: what the province wants mended, in a city's batch, and its one table of all."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli.command import (
    arg,
    on_batch,
    on_ledger,
)
from app.cli.terminal import complain, say
from app.store.store import BatchStore

if TYPE_CHECKING:
    from app.ledger import Ledger



@on_batch(
    "correct", "在市局的批次里打开补正通知", arg("file", type=Path, metavar="NOTICE_FILE"),
    arg("--anyway", action="store_true", help="答复的光盘不是这个批次做的，也照样打开"),
)  # fmt: skip
def correct_batch(store: BatchStore, options: Namespace) -> None:
    """In the city's batch: what the province wants mended, and where."""
    from app.checks import check_batch
    from app.send.correct import answered, correct, jumps

    correction = correct(store, options.file, anyway=options.anyway)
    report = check_batch(store.batch, store.notice, clock.today())
    found = jumps(store.batch, correction, store.notice, report)
    for jump in found:
        one = store.batch.enterprises.get(jump.enterprise)
        name = one.name if one else jump.missing or store.batch.sender.name
        say(f"{name}：{jump.point.what}（{jump.point.fix}）")
    say(f"补正第 {correction.number} 次，{len(found)} 处；下一张光盘会写明")
    say(answered(store, correction).title)


@on_ledger(
    "merge", "把各家的汇总表并成一张总表",
    arg("--out", required=True, type=Path, metavar="TABLE.xlsx"),
    arg("--track", metavar="NAME", help="申报类别，如通知里的简称"),
    arg("--columns", nargs="+", metavar="COLUMN", help="只要这些列"),
    arg("--template", type=Path, metavar="TEMPLATE.xlsx"),
)  # fmt: skip
def merge_table(ledger: Ledger, options: Namespace) -> None:
    from app.receive.merge import write_merged

    track = ledger.notice.track_named(options.track).id if options.track else None
    rows = write_merged(
        ledger, options.out, tuple(options.columns or ()), options.template, track=track
    )
    say(f"总表：{options.out}（{len(rows)} 家）")
    counts = ((each.short, sum(row.track == each.id for row in rows)) for each in ledger.notice.tracks)
    complain("里面有：" + "、".join(f"{short} {count} 家" for short, count in counts))
