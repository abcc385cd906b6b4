"""look, receive: discs on their way into the ledger."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app import wording
from app.checks.told import advice, basis
from app.checks.words import some
from app.cli import show
from app.cli.command import AS_JSON, CHECK_CODE, CLERK, NO_OCR, arg, day_named, on_ledger
from app.cli.terminal import complain, say, say_json
from app.errors import Unreadable, WrongUse, os_errors
from app.model.batch import Sender
from app.model.submission import Layout, Standing, corrections_of
from app.notices.notice import Notice
from app.store.clerk import at_work
from app.writing import atomic

if TYPE_CHECKING:
    from app.ledger import HeldDisc, Ledger
    from app.receive.intake import Received
    from app.receive.preview import Glance

_COLUMNS = arg(
    "--columns", nargs="+", action="extend", default=[], metavar="HEADING=COLUMN",
    help="表头认不出时写明：表上的列名=汇总表的列名；同一单位下一张盘照此读",
)  # fmt: skip
_MOST_LAYOUT = 20_000_000  # bytes
_EXAMPLE = "全称=企业名称"
_NOTHING_KNOWN = (
    "没有认出任何一类的材料。请核对是不是这张盘；是的，用 look --layout 写出认法，"
    "改好后用 receive --layout 接收，或在窗口的“读盘”里把文件拖到对的位置。"
)


@on_ledger(
    "look", "几秒钟看出一张盘是什么，不复制", arg("disc", metavar="DISC"), _COLUMNS, NO_OCR,
    arg("--layout", type=Path, metavar="FILE.json", help="把认法写成文件，改好后交给 receive --layout"),
)  # fmt: skip
def look_at_disc(ledger: Ledger, options: Namespace) -> int:
    """What a disc seems to be, within seconds; nothing is copied."""
    from app.disc.drives import place_named
    from app.reading.sandbox import Sandbox
    from app.receive.preview import Glance

    place, columns = place_named(options.disc), _columns(options, ledger)
    with Sandbox(1) as sandbox, closing(Glance(
        ledger, place, sandbox, show.job(), columns=columns, recognises=options.recognises,
    )) as glance:  # fmt: skip
        seen = glance.first
        show.report_text(seen.report, {}, fix=advice)
        _tell_headings(glance)
        _tell_layout(seen.layout, ledger.notice)
        say(f"{seen.files} 个文件，{wording.size(seen.bytes)}{'；已登记过' if seen.is_known else ''}")
        if options.layout:
            write_layout(options.layout, seen.layout)
            say(f"认法已写入：{options.layout}")
        is_sound = bool(seen.layout.tracks) and seen.report.verdict({}) == "ok"
        return 0 if is_sound else 1


@on_ledger(
    "receive", "校验、存放并登记一张或一套光盘",
    arg("discs", nargs="+", metavar="DISC", help="光驱、文件夹、映像，或整张盘的压缩包"),
    CHECK_CODE, CLERK,
    arg("--sender", default="", metavar="CODE_OR_NAME", help="看不出报送单位时写明"),
    arg("--also", default="", metavar="DISC", help="同一张盘的另一份，用来补读读不出的文件"),
    arg("--handed-in", "--day", dest="day", default="", metavar="DAY", help="收到的日期，不写则为今天"),
    _COLUMNS, arg("--layout", type=Path, metavar="FILE.json", help="照 look --layout 写出、改好的认法"),
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
            handed_in=day_named(options.day), columns=_columns(options, ledger),
            layout=layout_in(options.layout) if options.layout else None,
            recognises=options.recognises, sandbox=sandbox, job=show.job(),
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


def _tell_headings(glance: Glance) -> None:
    """Of tables whose headings nobody knows: what stands there, for `--columns`."""
    for path in glance.first.unread:
        with suppress(Unreadable):
            for grid in glance.grids(path, show.job()):
                headings = "、".join(text for text in grid.rows[grid.heading] if text)
                say(f"{path} 的表头不认识：{headings}；请用 --columns 写明，如 --columns \"{_EXAMPLE}\"")


def _tell_layout(layout: Layout, notice: Notice) -> None:
    if not layout.tracks:
        complain(_NOTHING_KNOWN)
    made = {"baopan": "本程序制作", "bag": "别的程序制作（有清单）", "hand": "手工制作"}[layout.made_by.value]
    say(f"{made}；报送单位：{layout.sender.name or '看不出来'}；第 {layout.number} 张，共 {layout.of} 张")
    for track, own in layout.tracks.items():
        say(f"{notice.short(track)}：推荐文件 {own.letter or '没有找到'}；汇总表 {own.table or '没有找到'}")
        for path, name in own.packages.items():
            say(f"  {name}  ←  {path}")
    if sheets := notice.letter.sheets(sum(bool(own.letter) for own in layout.tracks.values())):
        say(f"随盘应有{sheets}")
    for path in layout.beside:
        say(f"  底稿、副本，或已打开的压缩包：{path}")
    for path in layout.unknown:
        say(f"  没有认出：{path}")


# -- what the words mean ---------------------------------------------------------------------------
def _sender(text: str, ledger: Ledger) -> Sender | None:
    return ledger.notice.region.sender_named(text) if text else None


def _columns(options: Namespace, ledger: Ledger) -> dict[str, str]:
    from app.receive.hand.columns import columns_said

    return columns_said(options.columns, ledger.notice)


def write_layout(path: Path, layout: Layout) -> None:
    """Raises AppError."""
    atomic.write_bytes(path, msgspec.json.format(msgspec.json.encode(layout), indent=2))


def layout_in(path: Path) -> Layout:
    """Raises WrongUse when it is none, AppError."""
    with os_errors(path), path.open("rb") as file:
        content = file.read(_MOST_LAYOUT + 1)
    try:
        return msgspec.json.decode(content, type=Layout)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WrongUse(f"{path.name} 不是 look --layout 写出的文件，或改坏了") from error
