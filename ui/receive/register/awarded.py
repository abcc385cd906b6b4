"""获评名单: those awarded before, brought in for the whole ledger; the checks then tell who is on a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.job import Job
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask

if TYPE_CHECKING:
    from app.batch.awarded.lists import Brought

TABLES = "名单 (*.xlsx *.xls *.et *.ods)"
_MOST_SHOWN = 6  # lists, and rows that were not taken


class AwardedActions:
    def __init__(self, session: LedgerSession, ask: Ask) -> None:
        self._session, self._ask = session, ask

    def open(self) -> None:
        """What is there, and what may be done with it; where there is nothing, the table is asked for."""
        from app.batch.awarded.lists import lists_of

        session = self._session
        known = lists_of(session.ledger.awarded(), session.notice)
        if not known:
            self._bring_in()
            return
        lines = [f"{title}：{count} 家" for title, count in known.items()]
        more = [f"……另有 {len(lines) - _MOST_SHOWN} 份"] if len(lines) > _MOST_SHOWN else []
        text = "\n".join(["已登记的和以后收到的都与这些名单比对：", *lines[:_MOST_SHOWN], *more])
        options = ["再载入一份…", *(["去掉载入的名单"] if session.ledger.awarded() else [])]
        chosen = self._ask.choose("历年获评名单", text, options)
        if chosen == 0:
            self._bring_in()
        elif chosen == 1:
            self._take_away()

    def _bring_in(self) -> None:
        chosen = self._ask.choose_files("载入历年获评名单", TABLES)
        if not chosen:
            return
        session, path, who = self._session, chosen[0], self._session.who()

        def work(job: Job) -> Brought:
            from app.receive.standing.awarded import bring_in

            return bring_in(session.ledger, path, who, session.sandbox, job)

        self._session.run("载入历年获评名单", work, self._tell)

    def _take_away(self) -> None:
        session, who = self._session, self._session.who()

        def work(job: Job) -> None:
            from app.receive.standing.awarded import take_away

            take_away(session.ledger, who)

        self._session.run("去掉获评名单", work)

    def _tell(self, brought: Brought) -> None:
        lines = [f"{each.path}：{each.reason}" for each in brought.left_out]
        more = [f"……另有 {len(lines) - _MOST_SHOWN} 行"] if len(lines) > _MOST_SHOWN else []
        text = [brought.told(self._session.notice), *lines[:_MOST_SHOWN], *more]
        self._ask.tell("获评名单已载入", "\n".join([*text, "名单上的企业在“核验”里说明，由您核对。"]))
