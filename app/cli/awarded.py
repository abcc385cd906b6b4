"""awarded: those awarded in former years, of a batch or of a ledger."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import show
from app.cli.command import CLERK, arg, command
from app.cli.terminal import say
from app.notices.notice import Notice
from app.store.clerk import at_work
from app.store.store import BatchStore

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.model.awarded import AwardLists


@command(
    "awarded", "载入历年获评名单，核对时比对近年已获评的企业",
    arg("folder", type=Path, metavar="BATCH|LEDGER", help="批次文件夹，或省厅的台账文件夹"),
    arg("table", nargs="?", type=Path, metavar="TABLE", help=".xlsx .xls .et；不写则列出已载入的"),
    arg("--clear", action="store_true", help="去掉已载入的"), CLERK,
)  # fmt: skip
def awarded_before(options: Namespace) -> None:
    from app.ledger import Ledger
    from app.ledger.connection import is_ledger

    if is_ledger(options.folder):
        with Ledger.open(options.folder) as ledger:
            _of_ledger(ledger, options)
    else:
        with BatchStore.open(options.folder) as store:
            _of_batch(store, options)


def _of_batch(store: BatchStore, options: Namespace) -> None:
    from app.batch.awarded.lists import bring_in, without_awarded
    from app.reading.sandbox import Sandbox

    if options.clear:
        store.apply("去掉载入的历年获评名单", without_awarded)
    if options.table is None:
        _tell(store.batch.awarded, store.notice)
        return
    with Sandbox(1) as sandbox:
        brought = bring_in(store, options.table, sandbox, show.job())
    say(brought.told(store.notice))
    show.left_out(brought.left_out)


def _of_ledger(ledger: Ledger, options: Namespace) -> None:
    from app.reading.sandbox import Sandbox
    from app.receive.standing.awarded import bring_in, take_away

    if options.clear:
        take_away(ledger, options.clerk or at_work())
    if options.table is None:
        _tell(ledger.awarded(), ledger.notice)
        return
    with Sandbox(1) as sandbox:
        brought = bring_in(ledger, options.table, options.clerk or at_work(), sandbox, show.job())
    say(brought.told(ledger.notice))
    show.left_out(brought.left_out)


def _tell(brought: AwardLists, notice: Notice) -> None:
    from app.batch.awarded.lists import lists_of

    known = lists_of(brought, notice)
    for title, count in known.items():
        say(f"{title}：{count} 家")
    if not known:
        say("没有历年获评名单；用 awarded 文件夹 名单.xlsx 载入")
