"""amend, void, reinstate, reissue: a registration put right, with its history and its papers."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli import show
from app.cli.command import CHECK_CODE, CLERK, OUT, REASON, SUBMISSION, arg, day_named, on_ledger
from app.cli.receiving import layout_in, write_layout
from app.cli.terminal import complain_of_claim, say
from app.errors import NothingFound, WrongUse
from app.store.clerk import at_work

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.receive.amend.plan import Amendment

_LATER = arg("--out", type=Path, metavar="DIR", help="出具过的回执和通知，当时就出更正件，写到这里")
_WHY = arg("--reason", required=True, metavar="TEXT")


@on_ledger(
    "amend", "更正登记：重新检查，经过里写明改了什么，出具过的回执和通知标为已更正", SUBMISSION, CHECK_CODE,
    arg("--day", "--handed-in", dest="day", default="", metavar="DAY", help="收到的日期"),
    arg("--sender", default="", metavar="CODE_OR_NAME", help="报送单位"),
    arg("--clerk", default="", metavar="NAME", help="登记的经办人"),
    arg("--layout", type=Path, metavar="FILE.json", help="改好的认法"),
    arg("--write-layout", type=Path, metavar="FILE.json", help="只写出现在的认法，改好后交给 --layout"),
    arg("--disc", default="", metavar="DISC", help="一套几张时，写出哪一张的认法"),
    arg("--add", nargs="+", type=Path, default=[], metavar="FILE", help="补交的文件或文件夹，归 --to 那家"),
    arg("--to", default="", metavar="ENTERPRISE", help="补交的是哪一家的，企业全称"),
    arg("--plan", action="store_true", help="只说会改什么，不改"),
    arg("--by", default="", metavar="NAME", help="由谁更正；不写则用这台电脑上登记的（clerk）"),
    REASON, _LATER,
)  # fmt: skip
def amend_registration(ledger: Ledger, options: Namespace) -> int:
    from app.batch.looking import is_unseen
    from app.reading.sandbox import Sandbox
    from app.receive.amend.amending import amend
    from app.receive.amend.plan import plan_of
    from app.receive.examine import examine_received

    key, wanted, who = options.submission, _wanted(ledger, options), options.by or at_work()
    if options.write_layout:
        _write_layout_of(ledger, options)
        return 0
    if options.plan:
        for words in plan_of(ledger, key, wanted, clock.today()).lines:
            say(words)
        return 0
    complain_of_claim(ledger, key)
    with Sandbox() as sandbox:
        done = amend(ledger, key, wanted, who, sandbox, show.job(), options.reason)
        if done.submission.to_examine and is_unseen(ledger.stored_batch(key), ledger.notice):
            examine_received(ledger, key, sandbox, show.job())
    one, report, batch = ledger.submission(key), ledger.report_of(key), ledger.batch_of(key)
    say(f"已更正：{one.id} {one.sender.name}（{one.standing.words}）")
    for words in done.plan.lines:
        say(f"  {words}")
    _papers(ledger, options, who)
    return 0 if report.verdict(batch.decisions) == "ok" else 1


@on_ledger("void", "作废一份登记：不再计入，材料、编号和经过都保留", SUBMISSION, _WHY, CLERK, _LATER)
def void_registration(ledger: Ledger, options: Namespace) -> None:
    from app.receive.standing.voiding import offered, void

    complain_of_claim(ledger, options.submission)
    who = options.clerk or at_work()
    one = void(ledger, options.submission, options.reason, who)
    say(f"已作废：{one.id} {one.sender.name}（{one.reason}）")
    for each in offered(ledger, one.id):
        say(f"  原来被代替的 {each.id} 没有自动恢复；要恢复用 reinstate")
    _papers(ledger, options, who)


@on_ledger("reinstate", "恢复计入：作废了的，或代替它的已作废的", SUBMISSION, _WHY, CLERK)
def reinstate_registration(ledger: Ledger, options: Namespace) -> None:
    from app.receive.standing.voiding import reinstate

    complain_of_claim(ledger, options.submission)
    one = reinstate(ledger, options.submission, options.reason, options.clerk or at_work())
    say(f"已恢复计入：{one.id} {one.sender.name}（{one.standing.words}）")


@on_ledger("reissue", "已更正的回执和通知，出更正件", SUBMISSION, CLERK, OUT)
def reissue_papers(ledger: Ledger, options: Namespace) -> None:
    from app.receive.reissues import to_reissue

    ledger.submission(options.submission)
    if not to_reissue(ledger.events(), options.submission):
        raise NothingFound(f"“{options.submission}”没有要出更正件的回执和通知")
    _papers(ledger, options, options.clerk or at_work())


# -- what the words mean ---------------------------------------------------------------------------
def _wanted(ledger: Ledger, options: Namespace) -> Amendment:
    from app.receive.amend.files import Later
    from app.receive.amend.plan import Amendment

    if bool(options.add) != bool(options.to):
        raise WrongUse("补交材料，--add 写文件，--to 写是哪一家的，两样都要")
    later = Later(options.to, tuple(options.add)) if options.add else None
    sender = ledger.notice.region.sender_named(options.sender) if options.sender else None
    layout = layout_in(options.layout) if options.layout else None
    return Amendment(options.code, day_named(options.day), sender, options.clerk, layout, later)


def _write_layout_of(ledger: Ledger, options: Namespace) -> None:
    from app.receive.disc.on_hand import held_discs

    held = held_discs(ledger, ledger.submission(options.submission).id)
    records = [disc.record for disc in held if options.disc in ("", disc.record.disc_id)]
    if len(records) != 1:
        names = "、".join(disc.record.disc_id for disc in held)
        raise WrongUse(f"请用 --disc 写明是哪一张盘的认法：{names}")
    write_layout(options.write_layout, records[0].layout)
    say(f"认法已写入：{options.write_layout}")


def _papers(ledger: Ledger, options: Namespace, who: str) -> None:
    """Issued anew where it is told where to; else it is said which are to be."""
    from app.receive.amend.reissue import reissue
    from app.receive.reissues import to_reissue

    key = options.submission
    if options.out:
        for words in reissue(ledger, key, options.out, clock.today(), who).words:
            say(words)
        return
    for paper in to_reissue(ledger.events(), key):
        say(f"  {paper.title}（{paper.file}）已标为已更正；更正件用 reissue 出具")
