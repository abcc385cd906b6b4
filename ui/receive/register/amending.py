"""更正, 作废, 恢复计入 of the submission that is open, and the papers that are issued anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app import clock
from app.job import Job
from app.ledger import Ledger
from app.model.submission import Submission
from ui.receive.register.actions import ANSWERS
from ui.receive.register.amend_dialog import AmendDialog, Registered
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.runner import Latest

if TYPE_CHECKING:
    from app.receive.amend.plan import Amendment
    from app.receive.amend.reissue import Reissued

_VOID = "不再计入总表和评审；材料、编号和经过都保留，可以恢复。写明理由："


@dataclass(frozen=True, slots=True)
class _Done:
    lines: tuple[str, ...]
    papers: Reissued


class AmendingActions:
    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget) -> None:
        self._session, self._ask, self._parent = session, ask, parent
        self.dialog: AmendDialog | None = None
        self._reading = Latest(session.executor, parent)
        self._reading.ready.connect(self._show)
        self._reading.failed.connect(ask.show_error)

    # -- 更正 --------------------------------------------------------------------------------------
    def amend(self) -> None:
        if (one := self._session.one) is None or not self._session.is_free():
            return
        ledger, key = self._session.ledger, one.submission.id
        firms = {each.id: (each.name, each.track) for each in one.batch.enterprises.values()}

        def read(job: Job) -> Registered:
            from app.receive.disc.on_hand import held_discs

            discs = tuple(held_discs(ledger, key))
            return Registered(ledger.submission(key), discs, firms)

        self._reading.ask(read)

    def _show(self, registered: Registered) -> None:
        self.dialog = AmendDialog(self._session, self._ask, registered, self._parent)
        self.dialog.wanted.connect(self._amend)
        self.dialog.open()

    def _amend(self, wanted: Amendment, reason: str) -> None:
        if self.dialog is None or self._session.busy:
            return
        ledger, key, who = self._session.ledger, self.dialog.key, self._session.who()
        sandbox = self._session.sandbox

        def work(job: Job) -> _Done:
            from app.receive.amend.amending import amend

            job.at(0, "正在更正登记，重新检查")
            done = amend(ledger, key, wanted, who, sandbox, job.part(0.0, 0.9), reason)
            return _Done(done.plan.lines, self._reissue(ledger, key, who))

        self._session.run("更正登记", work, self._amended)

    def _amended(self, done: _Done) -> None:
        self._tell("登记已更正", done.lines, done.papers)

    # -- 作废 --------------------------------------------------------------------------------------
    def void(self) -> None:
        if (one := self._session.one) is None or not self._session.is_free():
            return
        title = f"作废{one.submission.sender.name}的 {one.submission.id}"
        reason = self._ask.text(title, _VOID, lines=True)
        if reason is None:
            return
        ledger, key, who = self._session.ledger, one.submission.id, self._session.who()

        def work(job: Job) -> tuple[Reissued, tuple[Submission, ...]]:
            from app.receive.standing.voiding import offered, void

            job.at(0, "正在作废")
            void(ledger, key, reason, who)
            return self._reissue(ledger, key, who), offered(ledger, key)

        self._session.run("作废", work, lambda done: self._voided(key, *done))

    def _voided(self, key: str, papers: Reissued, before: tuple[Submission, ...]) -> None:
        self._tell("已作废", (), papers)
        for each in before:
            text = f"{each.id} 原来被它代替。恢复后按检查结果列出，要重新答复；现在不恢复，以后也可以。"
            if self._ask.confirm(f"恢复 {each.id}？", text, "恢复计入", "不恢复"):
                self._reinstate(each.id, f"代替它的 {key} 已作废")

    def reinstate(self) -> None:
        if (one := self._session.one) is None or not self._session.is_free():
            return
        title = f"恢复{one.submission.sender.name}的 {one.submission.id}"
        reason = self._ask.text(title, "重新计入，按检查结果列出，要重新答复。写明理由：", lines=True)
        if reason is not None:
            self._reinstate(one.submission.id, reason)

    def _reinstate(self, key: str, reason: str) -> None:
        from app.receive.standing.voiding import reinstate

        who = self._session.who()
        self._session.decide(lambda ledger: reinstate(ledger, key, reason, who))

    # -- papers ------------------------------------------------------------------------------------
    def _reissue(self, ledger: Ledger, key: str, who: str) -> Reissued:
        from app.receive.amend.reissue import reissue

        return reissue(ledger, key, ledger.folder / ANSWERS, clock.today(), who)

    def _tell(self, title: str, lines: tuple[str, ...], papers: Reissued) -> None:
        """What has to be done with the papers; without any, the ledger shows the rest."""
        if not papers.words:
            return
        text = "\n".join((*lines, *papers.words, "原来那份请收回；更正件打印盖章后交报送单位。"))
        if not papers.written:
            self._ask.tell(title, text)
        elif self._ask.confirm(title, text, "打开所在文件夹", "知道了"):
            open_path(papers.written[0].parent, self._ask)
