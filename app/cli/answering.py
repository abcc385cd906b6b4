"""clerk, ledger-history, judge, accept, replace, return: how the province answers, and who does."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import TYPE_CHECKING

from app import clock
from app.cli import show
from app.cli.command import CLERK, OUT, REASON, SUBMISSION, VERDICT, arg, command, day_named, on_ledger
from app.cli.terminal import asked, complain_of_claim, say
from app.errors import NothingFound, WrongUse
from app.model.batch import Decision, Verdict
from app.store.clerk import at_work, keep, kept, plain

if TYPE_CHECKING:
    from app.ledger import Ledger


@command("clerk", "这台电脑上由谁经办", arg("name", nargs="?", default="", metavar="NAME"))
def who_works_here(options: Namespace) -> None:
    """Without a name: who it is."""
    if options.name:
        if not plain(options.name):
            raise WrongUse("请写经办人的姓名")
        keep(options.name)
    told = kept()
    since = f"（{told.day} 起）" if told.name else "（没有登记过，用的是系统的用户名）"
    say(f"经办人：{at_work() or '没有'}{since}")


@on_ledger(
    "ledger-history", "台账的经过：什么时候、谁、做了什么",
    arg("submission", nargs="?", default="", metavar="SUBMISSION", help="只列这一份报送的"),
)  # fmt: skip
def history_of(ledger: Ledger, options: Namespace) -> None:
    from app.receive.reissues import marked

    if options.submission:
        ledger.submission(options.submission)
    for event in marked(ledger.events()):
        if options.submission in ("", event.submission):
            of = f"{event.submission}  " if event.submission and not options.submission else ""
            say(f"{event.at[:16].replace('T', ' ')}  {event.by}  {of}{event.what}")


@on_ledger(
    "judge", "对收到的一处问题下结论", SUBMISSION, CLERK,
    arg("finding", metavar="FINDING"), VERDICT, arg("--reason", required=True, metavar="TEXT"),
)  # fmt: skip
def decide_received(ledger: Ledger, options: Namespace) -> None:
    complain_of_claim(ledger, options.submission)
    report = ledger.report_of(options.submission)
    found = [f for f in report.findings if options.finding in (f.key, f.check)]
    if len(found) != 1:
        said = "没有这一处问题" if not found else f"有 {len(found)} 处，请写全编号"
        raise NothingFound(f"{options.finding}：{said}")
    verdict = Verdict(options.verdict)
    decision = Decision(
        found[0].key, verdict, options.reason, options.clerk or at_work(), clock.today().isoformat()
    )
    ledger.decide(options.submission, found[0], decision)
    say(f"已记录：{found[0].subject_name} {found[0].what}（{options.reason}）")


@on_ledger("accept", "受理，出具接收回执", SUBMISSION, CLERK, REASON, OUT)
def accept_submission(ledger: Ledger, options: Namespace) -> None:
    from app.receive.answer import accept, write_receipt

    complain_of_claim(ledger, options.submission)
    who = options.clerk or at_work()
    one = accept(ledger, options.submission, options.reason, who, show.job())
    receipt = write_receipt(ledger, one.id, options.out, clock.today(), who)
    say(f"已受理：{one.id} {one.sender.name}")
    say(f"接收回执：{receipt}")


@on_ledger(
    "replace", "确认后来的一份代替已受理的", SUBMISSION, CLERK, REASON,
    arg("--decline", action="store_true", help="不予代替：已受理的那一份照旧"),
)  # fmt: skip
def replace_submission(ledger: Ledger, options: Namespace) -> None:
    from app.receive.standing.replacing import decline, take_place

    complain_of_claim(ledger, options.submission)
    decide = decline if options.decline else take_place
    one = decide(ledger, options.submission, options.reason, options.clerk or at_work())
    what = "不予代替" if options.decline else "已代替"
    say(f"{what} {one.supersedes}：{one.id} {one.sender.name}（{one.standing.words}）")


@on_ledger(
    "return", "退回补正，出具补正通知", SUBMISSION, CLERK, REASON, OUT,
    arg("--due", default="", metavar="DAY", help="补正期限，如 2023-08-31；在终端里不写就会问"),
)  # fmt: skip
def return_submission(ledger: Ledger, options: Namespace) -> None:
    from app.receive.answer import give_back, write_return

    complain_of_claim(ledger, options.submission)
    due, who = _due(options.due), options.clerk or at_work()
    one = give_back(ledger, options.submission, options.reason, who)
    paper, file = write_return(ledger, one.id, options.out, clock.today(), due, who)
    say(f"已退回补正：{one.id} {one.sender.name}")
    say(f"补正通知：{paper}")
    say(f"供报送单位的程序打开：{file}")


def _due(text: str) -> date | None:
    """By when it is to be mended; who sits at a terminal is asked, before anything is done."""
    day = day_named(text or asked("补正期限（如 2023-08-31；直接回车则写“尽快”）："))
    if day is not None and day < clock.today():
        raise WrongUse(f"补正期限 {day} 已经过了，请改成今天以后的日期")
    return day
