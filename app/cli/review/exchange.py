"""activities, activity: what was held to pass the experiences on, and the files kept with it."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli import show
from app.cli.command import AS_JSON, CLERK, REASON, arg, on_ledger
from app.cli.terminal import say, say_json
from app.errors import SourceVanished, WrongUse
from app.store.clerk import at_work

if TYPE_CHECKING:
    from app.ledger import Ledger
    from app.model.after.attachment import Owner
    from app.model.after.exchange import Activity, ActivityVersion

FILE = arg(
    "--file", type=Path, action="append", default=[], metavar="FILE", help="归入的照片、记录，可以写几次"
)
UNFILE = arg(
    "--unfile", action="append", default=[], metavar="NAME", help="不再归在这里的文件；原件留在存放里"
)
_ACTS = ("add", "amend", "void", "undo", "show")


@on_ledger(
    "activities", "列出交流推广活动，导出 Excel", AS_JSON,
    arg("--out", type=Path, metavar="FILE.xlsx", help="导出到这个文件"),
)  # fmt: skip
def list_activities(ledger: Ledger, options: Namespace) -> None:
    from app.receive.exchange.export import write_register
    from app.receive.exchange.files import attached, of_activity
    from app.receive.exchange.register import current
    from app.receive.exchange.told import sum_of

    versions = current(ledger.activities())
    if options.json:
        say_json({"schema": show.SCHEMA, "activities": [_told(ledger, each) for each in versions]})
    else:
        for each in versions:
            say(_line(each, len(attached(ledger, of_activity(each.number)))))
        say(sum_of(each.activity for each in versions).words or "还没有登记交流活动")
    if options.out:
        write_register(ledger, options.out)
        if not options.json:
            say(f"已写出：{options.out}")


@on_ledger(
    "activity", "登记、更正、作废一项交流活动，撤销上一步，归入照片和记录，看经过",
    arg("act", choices=_ACTS, help="add 登记 · amend 更正 · void 作废 · undo 撤销上一步 · show 看经过"),
    arg("number", nargs="?", type=int, default=0, metavar="N", help="第几项，见 activities；登记新的不写"),
    arg("--day", metavar="D", help="2023-10-12"),
    arg("--kind", metavar="KIND", help="方式，通知里写的几种之一"),
    arg("--title", metavar="TEXT", help="题目"),
    arg("--place", metavar="TEXT", help="地点"),
    arg("--speaker", action="append", metavar="UNIT[：TOPIC]", help="主讲的企业或别的单位、个人，可以写几次"),
    arg("--guests", action="append", metavar="UNIT：PEOPLE", help="参加的单位和人数，可以写几次"),
    arg("--pair", action="append", metavar="标杆企业→学习企业：学什么[：成效]", help="对标，可以写几次"),
    arg("--note", metavar="TEXT", help="说明"),
    FILE, UNFILE, REASON, CLERK,
)  # fmt: skip
def do_activity(ledger: Ledger, options: Namespace) -> None:
    from app.receive.exchange.files import of_activity
    from app.receive.exchange.register import add, amend, find, undo, void

    act, number, who = options.act, options.number, options.clerk or at_work()
    refuse_missing(options)
    if act != "add" and number < 1:
        raise WrongUse("请写是第几项交流活动（activities 列出全部）")
    if act == "show":
        _show(ledger, number)
        return
    if act == "add":
        made = add(ledger, _as_told(options), who)
    elif act == "void":
        made = void(ledger, number, options.reason, who)
    elif act == "undo":
        made = undo(ledger, number, who)
    elif _is_told(options) or not (options.file or options.unfile):
        made = amend(ledger, number, _as_told(options, find(ledger, number).activity), who)
    else:
        made = find(ledger, number)
    keep_files(ledger, of_activity(made.number), options, who)
    say(_line(made))


def refuse_missing(options: Namespace) -> None:
    """Before anything else is done. Raises SourceVanished for a --file there is none of."""
    if missing := [path for path in options.file if not path.is_file()]:
        raise SourceVanished(missing[0])


def keep_files(ledger: Ledger, owner: Owner, options: Namespace, who: str) -> None:
    """As --file and --unfile say."""
    from app.receive.exchange.files import attach, detach

    if options.unfile:
        for each in detach(ledger, owner, options.unfile, who):
            say(f"移出：{each.name}（原件留在存放里）")
    if options.file:
        made = attach(ledger, owner, options.file, who, show.job())
        for each in made:
            say(f"归入：{each.name}")
        if len(made) < len(options.file):
            say(f"{len(options.file) - len(made)} 个文件早已归入，一字不差")


def _is_told(options: Namespace) -> bool:
    told = ("day", "kind", "title", "place", "speaker", "guests", "pair", "note")
    return any(getattr(options, name) is not None for name in told)


def _as_told(options: Namespace, before: Activity | None = None) -> Activity:
    """What is not told stays as it was."""
    from app.model.after.exchange import Activity
    from app.receive.exchange.told import guests_of, pairing_of, speaker_of

    one = before or Activity(day=clock.today().isoformat())
    texts = {name: getattr(options, name) for name in ("day", "kind", "title", "place", "note")}
    one = replace(one, **{name: text.strip() for name, text in texts.items() if text is not None})
    if options.speaker is not None:
        one = replace(one, speakers=tuple(speaker_of(each) for each in options.speaker if each))
    if options.guests is not None:
        one = replace(one, guests=tuple(guests_of(each) for each in options.guests if each))
    if options.pair is not None:
        one = replace(one, pairings=tuple(pairing_of(each) for each in options.pair if each))
    return one


def _line(version: ActivityVersion, files: int = 0) -> str:
    one = version.activity
    told = [f"第 {version.number} 项", one.day, one.kind, one.title, one.place]
    told += [f"主讲 {'、'.join(each.unit for each in one.speakers)}"] if one.speakers else []
    told += [f"{len(one.guests)} 家 {one.people} 人"] if one.guests else []
    told += [f"对标 {len(one.pairings)} 对"] if one.pairings else []
    told += [f"{files} 个文件"] if files else []
    return "  ".join(told) + (f"  已作废：{one.void}" if one.void else "")


def _told(ledger: Ledger, version: ActivityVersion) -> dict[str, object]:
    from app.receive.exchange.files import attached, of_activity

    one = version.activity
    return {
        "number": version.number, "day": one.day, "kind": one.kind, "title": one.title, "place": one.place,
        "speakers": [{"unit": s.unit, "topic": s.topic, "code": s.code} for s in one.speakers],
        "guests": [{"unit": g.unit, "people": g.people} for g in one.guests],
        "pairs": [
            {"model": p.model, "learner": p.learner, "subject": p.subject, "result": p.result}
            for p in one.pairings
        ],
        "note": one.note, "void": one.void,
        "files": [
            {"name": f.name, "path": f.stored, "sha256": f.sha256}
            for f in attached(ledger, of_activity(version.number))
        ],
    }  # fmt: skip


def _show(ledger: Ledger, number: int) -> None:
    from app.receive.exchange.files import attached, damage_of, of_activity
    from app.receive.exchange.register import history

    told = history(ledger, number)
    one = told[0][0].activity
    say(_line(told[0][0]))
    for speaker in one.speakers:
        say(f"  主讲：{speaker.unit}{f'：{speaker.topic}' if speaker.topic else ''}")
    for guests in one.guests:
        say(f"  参加：{guests.unit} {guests.people} 人")
    for pair in one.pairings:
        result = f"；{pair.result}" if pair.result else ""
        say(f"  对标：{pair.model} → {pair.learner}：{pair.subject}{result}")
    if one.note:
        say(f"  说明：{one.note}")
    for each in attached(ledger, of_activity(number)):
        wrong = damage_of(ledger, each, show.job())
        say(f"  文件：{each.name}（{wrong or each.stored}）")
    for version, words in told:
        say(f"  {version.at[:16].replace('T', ' ')} {version.who} {words}")
