"""visit, publicity, objection, filed: what comes after the ranking."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli.command import AS_JSON, CLERK, TRACK, arg, day_named, either, on_ledger
from app.cli.review.exchange import FILE, UNFILE, keep_files, refuse_missing
from app.cli.show import SCHEMA
from app.cli.terminal import say, say_json
from app.errors import WrongUse
from app.store.clerk import at_work

if TYPE_CHECKING:
    from app.ledger import Ledger

_NAMES = arg("names", nargs="*", metavar="ENTERPRISE")
_OUT = arg("--out", type=Path, metavar="DIR")


@on_ledger(
    "visit", "现场核查：安排（写记录表）、登记结果、撤回", TRACK, CLERK, _NAMES, _OUT,
    arg("--day", default="", metavar="D", help="核查的日子，2023-09-04"),
    arg("--members", default="", metavar="A、B", help="去核查的人"),
    either(
        arg("--passed", action="store_true", help="通过"),
        arg("--failed", action="store_true", help="没有通过"),
        arg("--withdraw", action="store_true", help="撤回"),
    ),
    arg("--text", default="", metavar="WORDS", help="核查的情况"), FILE, UNFILE,
)  # fmt: skip
def visit_enterprises(ledger: Ledger, options: Namespace) -> None:
    from app.receive.merge import rows_of
    from app.receive.review.papers import write_visit_forms
    from app.receive.review.ranking import find_rows
    from app.receive.review.visits import call_off, found, send_to, visited

    rows = find_rows(rows_of(ledger), options.names, ledger.notice.track_named(options.track).id)
    who, day = options.clerk or at_work(), day_named(options.day)
    if not rows:
        raise WrongUse("请写企业名称")
    if (options.file or options.unfile) and len(rows) > 1:
        raise WrongUse("照片和记录一次归给一家企业")
    refuse_missing(options)
    if options.passed or options.failed or options.withdraw:
        for row in rows:
            if options.withdraw:
                call_off(ledger, row, who)
            else:
                found(ledger, row, options.passed, options.text, who)
            say(f"已登记：{row.city} {row.entry.name}")
    elif day is not None:
        people = options.members.replace("，", "、").replace(",", "、").split("、")
        send_to(ledger, rows, day, people, who)
        for path in write_visit_forms(ledger, rows, options.out) if options.out else ():
            say(f"记录表：{path}")
    elif not (options.file or options.unfile):
        raise WrongUse("请用 --day 写核查的日子，用 --passed、--failed 登记结果，或用 --file 归入照片和记录")
    for row in rows if options.file or options.unfile else ():
        keep_files(ledger, visited(ledger, row), options, who)


@on_ledger(
    "publicity", "公示：标记了的名单，期满后定下来", TRACK, CLERK, _OUT,
    arg("--from", dest="begins", default="", metavar="D", help="公示的第一天，2023-09-04"),
    arg("--to", dest="ends", default="", metavar="D", help="公示的最后一天"),
    arg("--phone", default="", metavar="PHONE", help="受理电话；不写则用通知里的"),
    arg("--channel", default="", metavar="TEXT", help="异议寄到哪里；不写则用通知里的邮箱和地址"),
    either(
        arg("--final", action="store_true", help="公示期满，把名单定下来"),
        arg("--reopen", action="store_true", help="撤回定下来的名单"),
    ),
)  # fmt: skip
def publicise(ledger: Ledger, options: Namespace) -> None:
    from app.receive.review.papers import write_announcement_of
    from app.receive.review.publicity import announce, conclude, reopen

    track, who = ledger.notice.track_named(options.track), options.clerk or at_work()
    begins, ends = day_named(options.begins), day_named(options.ends)
    if options.reopen:
        reopen(ledger, track.id, who)
        say(f"{track.title}：回到公示")
    elif options.final:
        say(f"{track.title}名单定下来：{len(conclude(ledger, track.id, who).keys)} 家")
    else:
        if begins is None or ends is None:
            raise WrongUse("请用 --from、--to 写公示的第一天和最后一天")
        shown = announce(ledger, track.id, begins, ends, who, options.phone, options.channel)
        say(f"{track.title}公示 {shown.begins} 至 {shown.ends}：{len(shown.keys)} 家")
        for path in write_announcement_of(ledger, track.id, options.out) if options.out else ():
            say(f"公示：{path}")


@on_ledger(
    "objection", "公示的异议：登记、办结、列出", CLERK, _NAMES,
    arg("--track", default="", metavar="NAME"),
    arg("--from", dest="whose", default="", metavar="WHO", help="谁提出的"),
    arg("--text", default="", metavar="WORDS", help="异议，或核实的情况"),
    arg("--day", default="", metavar="D", help="收到的日子；不写是今天"),
    arg("--close", type=int, default=0, metavar="N", help="办结第几号"),
    arg("--upheld", action="store_true", help="异议成立，移出名单"),
)  # fmt: skip
def object_or_answer(ledger: Ledger, options: Namespace) -> None:
    from app.receive.merge import rows_of
    from app.receive.review.kept import review_of
    from app.receive.review.publicity import answer, object_to
    from app.receive.review.ranking import find_rows

    who = options.clerk or at_work()
    if options.close:
        answer(ledger, options.close, options.text, options.upheld, who)
    elif options.names:
        track = ledger.notice.track_named(options.track)
        for row in find_rows(rows_of(ledger), options.names, track.id):
            object_to(ledger, row, options.whose, options.text, day_named(options.day) or clock.today(), who)
    for each in review_of(ledger).objections:
        how = f"{'成立' if each.is_upheld else '不成立'}：{each.answer}" if each.closed_on else "未办结"
        say(f"第 {each.number} 号 {each.came} {each.whose}：{each.name}，{each.words}（{how}）")


@on_ledger(
    "filed", "网上申报：登记哪些已填报，列出还没有的", CLERK, _NAMES,
    arg("--track", default="", metavar="NAME"),
    arg("--day", default="", metavar="D", help="填报的日子；不写是今天"),
    arg("--undo", action="store_true", help="改为未填报"), AS_JSON,
)  # fmt: skip
def tick_filed(ledger: Ledger, options: Namespace) -> int:
    """Exit code 1 while somebody is overdue."""
    from app.receive.merge import rows_of
    from app.receive.review.filed import tick
    from app.receive.review.kept import review_of
    from app.receive.review.ranking import find_rows, must_file_online

    notice, today = ledger.notice, clock.today()
    if options.names:
        rows = find_rows(rows_of(ledger), options.names, notice.track_named(options.track).id)
        day = None if options.undo else day_named(options.day) or today
        tick(ledger, rows, day, options.clerk or at_work())
    review, last = review_of(ledger), notice.online_deadline
    online = must_file_online(rows_of(ledger), review, notice)
    asked = [(row, review.filed.get(row.key, "")) for row in online]
    late = {row.key for row, on in asked if not on and last is not None and today > last}
    if options.json:
        say_json({
            "schema": SCHEMA, "deadline": last.isoformat() if last else "", "where": notice.online_path,
            "enterprises": [
                {"key": row.key, "track": row.track_short, "city": row.city, "name": row.entry.name,
                 "filed": on, "overdue": row.key in late}
                for row, on in asked
            ],
        })  # fmt: skip
        return 1 if late else 0
    for row, on in asked:
        open_yet = "逾期未填报" if row.key in late else "未填报"
        say(f"{row.track_short} {row.city} {row.entry.name}：{on or open_yet}")
    if notice.online_path:
        say(notice.online_path)
    return 1 if late else 0
