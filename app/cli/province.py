"""look, receive, correct, merge: what the province takes in; how it answers is in `answering`."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock, wording
from app.checks.told import advice, basis
from app.checks.words import some
from app.cli import show
from app.cli.command import (
    AS_JSON,
    CHECK_CODE,
    CLERK,
    NO_OCR,
    arg,
    day_named,
    on_batch,
    on_ledger,
)
from app.cli.terminal import say, say_json
from app.model.batch import Sender
from app.model.submission import Layout, Standing, corrections_of
from app.notices.notice import Notice
from app.store.clerk import at_work
from app.store.store import BatchStore

if TYPE_CHECKING:
    from app.ledger import HeldDisc, Ledger
    from app.receive.intake import Received



@on_ledger("look", "几秒钟看出一张盘是什么，不复制", arg("disc", metavar="DISC"))
def look_at_disc(ledger: Ledger, options: Namespace) -> int:
    """What a disc seems to be, within seconds; nothing is copied."""
    from app.disc.drives import place_named
    from app.reading.sandbox import Sandbox
    from app.receive.intake import preview_disc

    with Sandbox(1) as sandbox:
        seen = preview_disc(ledger, place_named(options.disc), sandbox=sandbox, job=show.job())
        show.report_text(seen.report, {}, fix=advice)
        _tell_layout(seen.layout, ledger.notice)
        say(f"{seen.files} 个文件，{wording.size(seen.bytes)}{'；已登记过' if seen.is_known else ''}")
        return 0 if seen.report.verdict({}) == "ok" else 1


@on_ledger(
    "receive", "校验、存放并登记一张或一套光盘",
    arg("discs", nargs="+", metavar="DISC", help="光驱、文件夹、映像，或整张盘的压缩包"),
    CHECK_CODE, CLERK,
    arg("--sender", default="", metavar="CODE_OR_NAME", help="看不出报送单位时写明"),
    arg("--also", default="", metavar="DISC", help="同一张盘的另一份，用来补读读不出的文件"),
    arg("--handed-in", "--day", dest="day", default="", metavar="DAY", help="收到的日期，不写则为今天"),
    NO_OCR, AS_JSON,
)  # fmt: skip
def receive_disc(ledger: Ledger, options: Namespace) -> int:
    from app.disc.drives import place_named
    from app.ledger.registration import said_by_sender
    from app.reading.sandbox import Sandbox
    from app.receive.intake import receive

    places = [place_named(text) for text in options.discs]
    with Sandbox() as sandbox:
        got = receive(
            ledger, places, code=options.code, clerk=options.clerk or at_work(),
            sender=_sender(options.sender, ledger), also=Path(options.also) if options.also else None,
            handed_in=day_named(options.day), recognises=options.recognises, sandbox=sandbox, job=show.job(),
        )  # fmt: skip
        batch = ledger.batch_of(got.submission.id)
        discs = ledger.discs_of(got.submission.id)
        said = said_by_sender(ledger.stored_batch(got.submission.id))
        fix = partial(advice, by_bureau=got.submission.sender.is_bureau)
        clause = partial(basis, batch=batch, notice=ledger.notice)
        if options.json:
            subjects = show.subjects_of(batch, got.report, ledger.notice)
            told = show.report_told(got.report, batch.decisions, subjects, said, fix, clause)
            told |= {
                "files": [*show.files_of(batch, ledger.notice)],
                "submission": got.submission.id,
                "standing": got.submission.standing.value,
                "handed_in": got.submission.handed_in,
                "late": got.submission.is_late,
                "compared": {disc.disc_id: disc.compared.value for disc in discs},
                "new": got.is_new,
                "missing": list(got.missing),
                "restored": list(got.restored),
                "unlike": list(got.unlike),
            }
            say_json(told)
        else:
            show.report_text(got.report, batch.decisions, said, fix, clause)
            corrections = corrections_of(ledger.submissions())[got.submission.id]
            for words in got.restored:
                say(f"存放的已从光盘补回：{words}")
            _tell(got, corrections, discs)
        return 0 if got.report.verdict(batch.decisions) == "ok" else 1


def _tell(got: Received, corrections: int, discs: Sequence[HeldDisc]) -> None:
    one = got.submission
    if not got.is_new:
        say(f"这张盘已于 {one.at[:16].replace('T', ' ')} 登记过，{got.noted}")
    if got.unlike:
        say(f"这一张与登记的那张不同：{some(got.unlike)}；没有收下，请核对是怎么来的")
    if got.missing:
        say(f"这一套还缺第 {'、'.join(map(str, got.missing))} 张，收到后接着登记")
    if one.standing is Standing.WAITING:
        say(f"已受理的 {one.supersedes} 仍然算数：校验码没有核对无误，等待确认是否代替（replace）")
    elif one.supersedes:
        say(f"代替了 {one.supersedes}，原来的记录保留")
    for disc in discs:
        code = f"校验码：{disc.disc_id} {disc.check_code}（{disc.compared.title}）"
        say(code if disc.check_code else f"{disc.disc_id} 没有校验码（不是本程序制作的光盘）")
    came = f"{one.handed_in} 收到{'，晚于截止日' if one.is_late else ''}"
    again = wording.handed_in(one.attempt, corrections)
    told = f"{one.sender.name}，{again}，{came}，{one.standing.words}，{wording.size(one.bytes)}"
    say(f"登记号：{one.id}（{told}）")


def _tell_layout(layout: Layout, notice: Notice) -> None:
    made = {"baopan": "本程序制作", "bag": "别的程序制作（有清单）", "hand": "手工制作"}[layout.made_by.value]
    say(f"{made}；报送单位：{layout.sender.name or '看不出来'}；第 {layout.number} 张，共 {layout.of} 张")
    for track, own in layout.tracks.items():
        say(f"{notice.short(track)}：推荐文件 {own.letter or '没有找到'}；汇总表 {own.table or '没有找到'}")
        for path, name in own.packages.items():
            say(f"  {name}  ←  {path}")
    for path in layout.unknown:
        say(f"  没有认出：{path}")


@on_batch(
    "correct", "在市局的批次里打开补正通知", arg("file", type=Path, metavar="NOTICE_FILE"),
    arg("--anyway", action="store_true", help="答复的光盘不是这个批次做的，也照样打开"),
)  # fmt: skip
def correct_batch(store: BatchStore, options: Namespace) -> None:
    """In the city's batch: what the province wants mended, and where."""
    from app.checks import check_batch
    from app.send.correct import answered, correct, jumps

    correction = correct(store, options.file, anyway=options.anyway)
    report = check_batch(store.batch, store.notice, clock.today())
    found = jumps(store.batch, correction, store.notice, report)
    for jump in found:
        one = store.batch.enterprises.get(jump.enterprise)
        name = one.name if one else jump.missing or store.batch.sender.name
        say(f"{name}：{jump.point.what}（{jump.point.fix}）")
    say(f"补正第 {correction.number} 次，{len(found)} 处；下一张光盘会写明")
    say(answered(store, correction).title)


@on_ledger(
    "merge", "把各家的汇总表并成一张总表",
    arg("--out", required=True, type=Path, metavar="TABLE.xlsx"),
    arg("--track", metavar="NAME", help="申报类别，如通知里的简称"),
    arg("--columns", nargs="+", metavar="COLUMN", help="只要这些列"),
    arg("--template", type=Path, metavar="TEMPLATE.xlsx"),
)  # fmt: skip
def merge_table(ledger: Ledger, options: Namespace) -> None:
    from app.receive.merge import write_merged

    track = ledger.notice.track_named(options.track).id if options.track else None
    rows = write_merged(
        ledger, options.out, tuple(options.columns or ()), options.template, track=track
    )
    say(f"总表：{options.out}（{len(rows)} 家）")


# -- what the words mean ---------------------------------------------------------------------------
def _sender(text: str, ledger: Ledger) -> Sender | None:
    return ledger.notice.region.sender_named(text) if text else None
