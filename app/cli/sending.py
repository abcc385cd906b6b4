"""letter, attach, selfcheck."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.cli import show
from app.cli.command import OUT, TRACK, arg, command, on_batch
from app.cli.terminal import say
from app.errors import WrongUse
from app.model.batch import Letter
from app.store.store import BatchStore


@on_batch(
    "letter", "起草推荐文件（PDF 和 Word）", TRACK, OUT,
    arg("--number", help="发文字号"),
    arg("--day", help="成文日期，如 2023-08-25"),
)  # fmt: skip
def letter(store: BatchStore, options: Namespace) -> None:
    from app.send.letter import draft_letter

    track = store.notice.track_named(options.track).id
    _set_letter_fields(store, track, options)
    options.out.mkdir(parents=True, exist_ok=True)
    for path in draft_letter(store, track, options.out, show.job()):
        say(f"推荐文件草稿：{path}")


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


@on_batch("attach", "放回盖章的推荐文件", TRACK, arg("letter", type=Path, metavar="LETTER.pdf"))
def attach(store: BatchStore, options: Namespace) -> None:
    from app.reading.sandbox import Sandbox
    from app.send.letter import attach_letter

    with Sandbox(1) as sandbox:
        track = store.notice.track_named(options.track).id
        attach_letter(store, track, options.letter, sandbox, show.job())
        say(f"已放回盖章的推荐文件（{store.notice.short(track)}）：{options.letter.name}")


@command("selfcheck", "检查本程序是否完整")
def selfcheck(_: Namespace) -> int:
    from app.selfcheck import problems

    found = problems(show.job())
    for line in found:
        say(f"缺：{line}")
    say("本程序完整" if not found else f"有 {len(found)} 处不完整，请重新安装")
    return 1 if found else 0
