"""What to ask before packages are taken in, and the work of taking them in. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import AppError
from app.job import Job
from app.model.batch import Batch
from app.model.names import normalise_name
from app.send.collect import Collected, collect, name_from, packages_in
from ui.send.session import Session
from ui.shell.ask import Ask

NOT_LISTED = 12  # reasons shown at once


@dataclass(frozen=True)
class Intake:
    """One answered question after another: what goes where. `singles` are one enterprise each, of
    `folders` every child is one."""

    track: str
    singles: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()
    replace: bool = False


def planned(paths: Sequence[Path], track: str | None, session: Session, ask: Ask) -> Intake | None:
    """Ask what cannot be told from the paths; None if the person went back."""
    if track is None:
        tracks = [rules.id for rules in session.notice.tracks]
        titles = [rules.title for rules in session.notice.tracks]
        chosen = ask.choose("申报的是哪一类？", _named(paths), titles)
        if chosen is None:
            return None
        track = tracks[chosen]
    folders: list[Path] = []
    for path in paths:
        many = _holds_many(path)
        if many:
            title = f"“{path.name}”里有 {many} 个文件夹或压缩包"
            text = "它们各是一家企业的材料，还是合起来是一家的？"
            answer = ask.choose(title, text, ["每一个是一家企业", "合起来是一家企业"])
            if answer is None:
                return None
            if answer == 0:
                folders.append(path)
    singles = tuple(path for path in paths if path not in folders)
    replace = _asks_replace([*singles, *(p for f in folders for p in packages_in(f)[0])], track, session, ask)
    return None if replace is None else Intake(track, singles, tuple(folders), replace)


def take_in(intake: Intake, session: Session) -> Callable[[Job], Collected]:
    """The work, for `Session.run`."""
    store, sandbox = session.store, session.sandbox

    def work(job: Job) -> Collected:
        total = Collected()
        parts = [(intake.singles, False), *(((folder,), True) for folder in intake.folders)]
        parts = [(paths, each) for paths, each in parts if paths]
        for number, (paths, each) in enumerate(parts):
            stretch = job.part(number / len(parts), (number + 1) / len(parts))
            got = collect(store, intake.track, paths, each=each, replace=intake.replace,
                          sandbox=sandbox, job=stretch)
            total = Collected(total.added + got.added, total.replaced + got.replaced,
                              total.same + got.same, total.left_out + got.left_out)
        return total

    return work


def add_to(enterprise: str, paths: Sequence[Path], session: Session) -> Callable[[Job], Collected]:
    """More material for an enterprise that is there."""
    store, sandbox = session.store, session.sandbox
    track = store.batch.enterprises[enterprise].track

    def work(job: Job) -> Collected:
        return collect(store, track, paths, into=enterprise, sandbox=sandbox, job=job)

    return work


def instead(enterprise: str, before: Sequence[str]) -> Callable[[Batch], Batch]:
    """After `add_to`: only what came since stays; the sources in `before` are given up."""

    def change(batch: Batch) -> Batch:
        from dataclasses import replace

        one = batch.enterprises[enterprise]
        kept = tuple(key for key in one.sources if key not in before)
        return batch.with_enterprise(replace(one, sources=kept, parts={}, made_of={})) if kept else batch

    return change


def describe_left_out(collected: Collected) -> tuple[str, str] | None:
    """Title and text of what a person should know afterwards; None if all went as expected."""
    lines = [f"· {left.path}：{left.reason}" for left in collected.left_out[:NOT_LISTED]]
    more = len(collected.left_out) - len(lines)
    if more > 0:
        lines.append(f"…… 另有 {more} 个")
    if collected.same:
        lines.append(f"· {len(collected.same)} 份与已收到的完全相同，没有重复收")
    if not lines:
        return None
    return "有些文件没有收下", "\n".join(lines)


def not_taken(batch: Batch, enterprise: str) -> list[str]:
    """A line for each file that will not go on the disc, and why."""
    one = batch.enterprises[enterprise]
    lines = [f"· {left.path}：{left.reason}" for source in batch.sources_of(one) for left in source.left_out]
    by_hand = filter(one.leaves_out, one.parts)
    return lines + [f"· {key.partition('/')[2]}：您选了不装入" for key in by_hand]


def _named(paths: Sequence[Path]) -> str:
    shown = "、".join(path.name for path in paths[:3])
    return f"{shown} 等 {len(paths)} 个" if len(paths) > 3 else shown


def _holds_many(path: Path) -> int:
    """How many packages lie in a folder, 0 if it does not look like several."""
    if not path.is_dir():
        return 0
    try:
        packages, loose = packages_in(path)
    except AppError:
        return 0  # collecting it will say what is the item
    return len(packages) if len(packages) > 1 and len(packages) >= len(loose) else 0


def _asks_replace(packages: Sequence[Path], track: str, session: Session, ask: Ask) -> bool | None:
    known = {normalise_name(one.name): one.name for one in session.batch.in_track(track)}
    twice = [known[n] for p in packages if (n := normalise_name(name_from(p.name))) in known]
    if not twice:
        return False
    names = "、".join(dict.fromkeys(twice[:3])) + (f" 等 {len(twice)} 家" if len(twice) > 3 else "")
    answer = ask.choose("已经收到过同名企业的材料", f"{names}。汇总表里填好的内容不受影响。",
                        ["用新收到的替换", "另收一份"])
    return None if answer is None else answer == 0


