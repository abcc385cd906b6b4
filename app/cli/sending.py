"""letter, attach, hand, hand-open, selfcheck."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.cli import show
from app.cli.command import CLERK, OUT, arg, command, either, on_batch
from app.cli.terminal import say
from app.errors import WrongUse
from app.model.batch import Letter
from app.notices.notice import tracks_of
from app.store.clerk import at_work
from app.store.store import BatchStore

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox


@on_batch(
    "letter", "起草推荐文件（PDF 和 Word）",
    arg("--track", metavar="NAME", help="申报类别；不写则有企业的各类都起草"), OUT,
    arg("--number", help="发文字号"),
    arg("--day", help="成文日期，如 2023-08-25"),
    arg("--declare", action="store_true", help="由 --clerk 确认通知要求的各句声明，印在推荐文件里"), CLERK,
)  # fmt: skip
def letter(store: BatchStore, options: Namespace) -> None:
    from app.send.letter import draft_letter

    named = options.track is not None
    tracks = (store.notice.track_named(options.track).id,) if named else tracks_of(store.batch, store.notice)
    if not tracks:
        raise WrongUse("这个批次里还没有企业，没有名单可以推荐")
    for track in tracks:
        _set_letter_fields(store, track, options)
        if options.declare:
            _declare(store, track, options.clerk or at_work())
        for path in draft_letter(store, track, options.out, show.job()):
            say(f"推荐文件草稿：{path}")
    if sheets := store.notice.letter.sheets(len(tracks_of(store.batch, store.notice))):
        say(f"随光盘还要报送{sheets}")


def _declare(store: BatchStore, track: str, who: str) -> None:
    """What is yet to be vouched for, of the list as it is now."""
    from app.notices.asked.declaring import undeclared, with_declared

    batch, asked, short = store.batch, store.notice.letter.declarations, store.notice.short(track)
    if left := undeclared(batch.letter(track), asked, batch.listed(track)):
        today = clock.today()
        store.apply(f"确认{short}推荐文件的声明", lambda now: with_declared(now, track, left, who, today))
    for each in left:
        say(f"{who}已确认（{short}）：{each}")


def _set_letter_fields(store: BatchStore, track: str, options: Namespace) -> None:
    given = {name: getattr(options, name) for name in ("number", "day") if getattr(options, name) is not None}
    if "day" in given:
        try:
            date.fromisoformat(given["day"])
        except ValueError as error:
            raise WrongUse(f"成文日期“{given['day']}”应写成 2023-08-25 这样") from error
    if not given:
        return
    now: Letter = store.batch.letter(track)
    changed = replace(now, fields=replace(now.fields, **given))
    store.apply(f"填写{store.notice.short(track)}函件要素", lambda batch: batch.with_letter(track, changed))


@on_batch(
    "attach", "放回盖章的推荐文件，几类的可以一起",
    arg("--track", metavar="NAME", help="申报类别；不写则看文件名和上面的名单"),
    arg("letters", nargs="+", type=Path, metavar="LETTER.pdf"),
)  # fmt: skip
def attach(store: BatchStore, options: Namespace) -> None:
    from app.reading.sandbox import Sandbox
    from app.send.dropped.letters import attach_letters

    with Sandbox(1) as sandbox:
        of = _letters_of(store, options, sandbox)
        attach_letters(store, of, sandbox, show.job())
        for track, letter in of.items():
            say(f"已放回盖章的推荐文件（{store.notice.short(track)}）：{letter.name}")


def _letters_of(store: BatchStore, options: Namespace, sandbox: Sandbox) -> Mapping[str, Path]:
    """Raises WrongUse where it cannot be told which letter is of which track."""
    from app.send.dropped.letters import letters_told

    if options.track is not None:
        if len(options.letters) > 1:
            raise WrongUse("写了 --track，就只能放回一份推荐文件")
        return {store.notice.track_named(options.track).id: options.letters[0]}
    told = letters_told(options.letters, store.batch, store.notice, sandbox, show.job())
    if told.untold:
        names = "、".join(path.name for path in told.untold)
        raise WrongUse(f"看不出是哪一类的推荐文件：{names}；请一份一份放回，用 --track 写明")
    return told.of


@on_batch(
    "hand", "把批次交给同事：写成一个文件，这里只能看，直到交回（hand-open）或收回（--take-back）",
    either(
        arg("--to", default="", metavar="NAME", help="交给谁"),
        arg("--take-back", action="store_true", help="收回：又在这里做"),
    ),
    arg("--out", type=Path, metavar="FILE", help="写成哪个文件（.批次包）"), CLERK, reads=True,
)  # fmt: skip
def hand(store: BatchStore, options: Namespace) -> None:
    from app.batch.handing.hand import hand_over, take_back

    if options.take_back:
        say(f"已从{take_back(store).to}收回，可以在这里接着做；那个文件如果又交回来，打开时会先告诉有什么不同")
        return
    if not options.to or options.out is None:
        raise WrongUse("请用 --to 写交给谁、--out 写成哪个文件；收回用 --take-back")
    made = hand_over(store, options.to, options.clerk or at_work(), options.out, show.job())
    say(f"已交给{options.to}：{made.words}")
    say("请同事用本程序打开这个文件；这里只能看，要收回用 hand --take-back")


@command(
    "hand-open", "打开同事交来的批次：新的一个，或接着做这里原有的那一个",
    arg("file", type=Path, metavar="FILE", help="同事交来的 .批次包"),
    arg("--into", required=True, type=Path, metavar="DIR", help="放批次的文件夹，或原有的批次"),
    either(
        arg("--both", action="store_true", help="这里收回后又做过：交来的另存为一个批次"),
        arg("--theirs", action="store_true", help="这里收回后又做过：改用交来的，这里的留作存档"),
    ),
    CLERK,
)  # fmt: skip
def hand_open(options: Namespace) -> int:
    from app.batch.handing.arrive import as_new, gone_on, instead, weigh
    from app.store.course import Relation

    who, job = options.clerk or at_work(), show.job()
    arrival = weigh(options.file, [options.into], job)
    parent = options.into if arrival.here != options.into else options.into.parent
    if arrival.relation is Relation.BEHIND:
        say(f"没有新的改动：这里的批次已经有它的全部内容（{arrival.here}）")
        return 0
    if arrival.relation is Relation.PARTED and not (options.both or options.theirs):
        say(arrival.parted)
        say("没有改动任何内容。另存为一个批次用 --both，改用交来的（这里的留作存档）用 --theirs")
        return 1
    if arrival.relation is Relation.PARTED and options.theirs:
        done = instead(arrival, who, job)
    elif arrival.relation is Relation.AHEAD:
        done = gone_on(arrival, who, job)
    else:
        done = as_new(arrival, parent, who, job)
    say(f"已打开{arrival.bundle.handed.by}交来的批次：{done.folder}（{done.files} 个文件，已逐个核对）")
    if done.aside is not None:
        say(f"  这里原来的放在：{done.aside}")
    return 0


@command("selfcheck", "检查本程序是否完整")
def selfcheck(_: Namespace) -> int:
    from app.selfcheck import problems

    found = problems(show.job())
    for line in found:
        say(f"缺：{line}")
    say("本程序完整" if not found else f"有 {len(found)} 处不完整，请重新安装")
    return 1 if found else 0
