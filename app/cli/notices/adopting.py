"""notice adopt: a batch or a ledger goes on by a newer edition of its rules."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.command import AS_JSON, CLERK, Code, arg, command
from app.cli.terminal import complain, say, say_json

if TYPE_CHECKING:
    from app.editions.newer import Newer
    from app.notices.notice import Notice


@command(
    "notice adopt", "批次或台账用的规则，这台电脑上有没有新版：列出不同，写 --yes 才采用",
    arg("folder", type=Path, metavar="BATCH|LEDGER"),
    arg("--yes", action="store_true", help="看过不同以后，采用新版"), CLERK, AS_JSON,
)  # fmt: skip
def adopt(options: Namespace) -> Code:
    from app.batch.rules.adopting import adopt as adopt_in_batch
    from app.editions.newer import newer_than
    from app.ledger import Ledger
    from app.ledger.connection import is_ledger
    from app.receive.standing.rules import adopt as adopt_in_ledger
    from app.store.clerk import at_work
    from app.store.store import BatchStore

    with ExitStack() as opened:
        place: Ledger | BatchStore
        if is_ledger(options.folder):
            place = opened.enter_context(Ledger.open(options.folder))
        else:
            place = opened.enter_context(BatchStore.open(options.folder))
        newer = newer_than(place.notice)
        _tell(place.notice, newer, as_json=options.json, is_taken=options.yes)
        if newer is None:
            return 0
        if not options.yes:
            return 1
        if isinstance(place, Ledger):
            adopt_in_ledger(place, newer, options.clerk or at_work())
        else:
            adopt_in_batch(place, newer)
    return 0


def warn_of_newer(notice: Notice) -> None:
    """Whoever works by older rules is told so; nothing changes by itself."""
    from app.editions.newer import newer_than

    if newer := newer_than(notice):
        complain(f"这台电脑上的规则有 {len(newer.differences)} 处不同（第 {newer.notice.edition} 版）："
                 "用 notice adopt 查看，写 --yes 才采用")  # fmt: skip


def _tell(notice: Notice, newer: Newer | None, *, as_json: bool, is_taken: bool) -> None:
    if as_json:
        told = [each.told for each in newer.differences] if newer else []
        edition = newer.notice.edition if newer else None
        say_json({"schema": 1, "edition": notice.edition, "newer": edition, "differences": told})
        return
    if newer is None:
        say(f"没有新版；现在用的是第 {notice.edition} 版")
        return
    for each in newer.differences:
        say(each.line)
    say(newer.words if is_taken else f"有第 {newer.notice.edition} 版，以上 {len(newer.differences)} 处不同；"
                                     "写 --yes 才采用")  # fmt: skip
