"""letter, attach, stage, verify, selfcheck."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import date

from app import clock
from app.cli import show
from app.errors import WrongUse
from app.model.batch import Letter, Track
from app.store.store import BatchStore


def letter(options: Namespace) -> int:
    from app.jobs.letter import draft_letter

    track = Track.named(options.track)
    with BatchStore.open(options.batch) as store:
        _set_letter_fields(store, track, options)
        options.out.mkdir(parents=True, exist_ok=True)
        for path in draft_letter(store, track, options.out, show.job()):
            print(f"推荐文件草稿：{path}")
    return 0


def _set_letter_fields(store: BatchStore, track: Track, options: Namespace) -> None:
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
    store.apply(f"填写{track.short}函件要素", lambda batch: batch.with_letter(track, changed))


def attach(options: Namespace) -> int:
    from app.jobs.letter import attach_letter
    from app.reading.sandbox import Sandbox

    track = Track.named(options.track)
    with BatchStore.open(options.batch) as store, Sandbox(1) as sandbox:
        attach_letter(store, track, options.letter, sandbox, show.job())
        print(f"已放回盖章的推荐文件（{track.short}）：{options.letter.name}")
    return 0


def stage_disc(options: Namespace) -> int:
    from app.checks import check_batch
    from app.jobs.stage import stage
    from app.model.disc import MEDIA
    from app.reading.sandbox import Sandbox

    if options.iso:
        raise WrongUse("光盘映像（--iso）在下一版本提供；刻录目录可直接用系统自带的刻录功能刻盘")
    medium = next(medium for medium in MEDIA if medium.id == options.medium)
    with BatchStore.open(options.batch) as store, Sandbox() as sandbox:
        report = check_batch(store.batch, store.notice, clock.today())
        for made in stage(store, report, options.out, medium, sandbox, show.job()):
            print(f"刻录目录：{made.folder}（{made.files} 个文件，{made.bytes} 字节）")
            print(f"校验码：{made.check_code}")
    return 0


def verify_disc(options: Namespace) -> int:
    from app.jobs.verify import verify

    report = verify(options.disc, show.job())
    if options.json:
        print(show.report_json(report, {}, [{"id": "disc", "name": options.disc.name}]))
    else:
        show.report_text(report, {})
        if report.verdict({}) == "ok":
            print("每个文件一致")
    return 0 if report.verdict({}) == "ok" else 1


def selfcheck(options: Namespace) -> int:
    from app.selfcheck import problems

    found = problems(show.job())
    for line in found:
        print(f"缺：{line}")
    print("本程序完整" if not found else f"有 {len(found)} 处不完整，请重新安装")
    return 1 if found else 0
