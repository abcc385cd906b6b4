"""载入历年获评名单: brought in from a table; the checks then tell who is on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.job import Job
from ui.send.session import Session
from ui.shell.ask import Ask

if TYPE_CHECKING:
    from app.batch.awarded.lists import Brought

_MOST_SHOWN = 6  # rows that were not taken


def bring_in_list(session: Session, ask: Ask, tables: str) -> None:
    """Asks for the table, reads it behind the window and tells what came of it."""
    chosen = ask.choose_files("载入历年获评名单", tables)
    if not chosen:
        return

    def work(job: Job) -> Brought:
        from app.batch.awarded.lists import bring_in

        return bring_in(session.store, chosen[0], session.sandbox, job)

    def tell(brought: Brought) -> None:
        lines = [f"{each.path}：{each.reason}" for each in brought.left_out]
        more = [f"……另有 {len(lines) - _MOST_SHOWN} 行"] if len(lines) > _MOST_SHOWN else []
        text = [brought.told(session.notice), *lines[:_MOST_SHOWN], *more]
        ask.tell("获评名单已载入", "\n".join([*text, "名单上的企业在“核对问题”里说明；可以撤销。"]))

    session.run("载入历年获评名单", work, tell)
