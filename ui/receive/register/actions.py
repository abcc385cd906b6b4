"""The province's answers to the submission that is open: 受理, 退回补正, and the papers of each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from app import clock
from app.job import Job
from app.ledger import Ledger
from app.model.submission import Submission
from app.model.tally import tally
from app.receive.standing.replacing import decline, take_place
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path, print_or_open

ANSWERS = "答复材料"  # folder inside the ledger's
_DUE = "补正期限"


class AnswerActions:
    def __init__(self, session: LedgerSession, ask: Ask) -> None:
        self._session, self._ask = session, ask

    def accept(self) -> None:
        one = self._session.one
        if one is None or not self._session.is_free():
            return
        open_ones, reason = tally(one.report.findings, one.batch.decisions), ""
        if open_ones.held:
            title = f"{one.submission.sender.name}还有{open_ones.words}"
            words = self._ask.text(title, "确要受理，请写明理由；理由会记在台账里。", lines=True)
            if words is None:
                return
            reason = words
        ledger, key, who = self._session.ledger, one.submission.id, self._session.who()

        def work(job: Job) -> Submission:
            from app.receive.answer import accept

            return accept(ledger, key, reason, who, job)

        self._session.run("受理", work)

    def replace(self) -> None:
        words = "确认是同一单位的补正盘，写明理由；已受理的那一份不再计入，历史都在。"
        self._settle("用这一份代替", take_place, words)

    def decline(self) -> None:
        self._settle("不代替", decline, "写明理由；已受理的那一份照旧，这一份只留在历史里。")

    def _settle(
        self, what: str, decide: Callable[[Ledger, str, str, str], Submission], words: str
    ) -> None:
        if (one := self._session.one) is None or not self._session.is_free():
            return
        reason = self._ask.text(f"{what}已受理的 {one.submission.supersedes}", words, lines=True)
        if reason is not None:
            who = self._session.who()
            self._session.decide(lambda ledger: decide(ledger, one.submission.id, reason, who))

    def give_back(self) -> None:
        one = self._session.one
        if one is None or not self._session.is_free():
            return
        title = f"退回{one.submission.sender.name}补正"
        text = "要求补正的各处会自动列进补正通知。还要说明的话写在这里，没有可以留空。"
        told = self._ask.day(title, text, _DUE, self._suggested(one.submission.id), "")
        if told is None or not self._is_to_come(told[0]):
            return
        (due, reason), ledger, key = told, self._session.ledger, one.submission.id
        who = self._session.who()

        def work(job: Job) -> Submission:
            from app.receive.answer import give_back

            job.at(0, "正在登记退回")
            return give_back(ledger, key, reason, who)

        self._session.run("退回补正", work, lambda _: self._write_notice(key, due))

    def notice(self) -> None:
        """Once more, perhaps with another day."""
        if (one := self._session.one) is None:
            return
        title = f"给{one.submission.sender.name}的补正通知"
        key = one.submission.id
        told = self._ask.day(title, "补正光盘最迟哪一天报到？会印在通知上。", _DUE, self._suggested(key))
        if told is not None and self._is_to_come(told[0]):
            self._write_notice(key, told[0])

    def _suggested(self, key: str) -> date:
        from app.receive.answer import suggested_due

        return suggested_due(self._session.ledger, key, clock.today())

    def _is_to_come(self, due: date) -> bool:
        if due < clock.today():
            self._ask.tell("补正期限已经过了", "没有退回，也没有出具通知；请改成今天以后的日期再试。")
        return due >= clock.today()

    def _write_notice(self, key: str, due: date) -> None:
        ledger, out, day = self._session.ledger, self._session.ledger.folder / ANSWERS, clock.today()
        who = self._session.who()

        def work(job: Job) -> tuple[Path, Path]:
            from app.receive.answer import write_return

            job.at(0, "正在生成补正通知")
            return write_return(ledger, key, out, day, due, who)

        self._session.run("补正通知", work, self._noticed)

    def _noticed(self, made: tuple[Path, Path]) -> None:
        paper, file = made
        print_or_open("打印补正通知", [paper], self._ask)
        words = (f"{paper.name}：打印盖章，交报送单位。\n"
                 f"{file.name}：拷给报送单位，用标杆报盘打开，就能看到要改的地方。")
        if self._ask.confirm("补正通知已生成", words, "打开所在文件夹", "知道了"):
            open_path(paper.parent, self._ask)

    def receipt(self) -> None:
        one = self._session.one
        if one is None:
            return
        ledger, out, day = self._session.ledger, self._session.ledger.folder / ANSWERS, clock.today()
        key, who = one.submission.id, self._session.who()

        def work(job: Job) -> Path:
            from app.receive.answer import write_receipt

            job.at(0, "正在生成接收回执")
            return write_receipt(ledger, key, out, day, who)

        self._session.run("接收回执", work, lambda path: print_or_open("打印接收回执", [path], self._ask))
