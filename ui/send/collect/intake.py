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
from app.send.dropped.lots import Lot, are_enterprises, collect_lots, lot_of, lots_in, track_told
from app.send.dropped.unfinished import unfinished
from ui.send.session import Session
from ui.shell.ask import Ask

NOT_LISTED = 12  # reasons shown at once


@dataclass(frozen=True)
class Intake:
    """One answered question after another: what goes where."""

    lots: tuple[Lot, ...]
    replaces: bool = False


def planned(paths: Sequence[Path], track: str | None, session: Session, ask: Ask) -> Intake | None:
    """Ask what cannot be told from the paths; None if the person went back."""
    lots: list[Lot] = []
    rest: list[Path] = []
    for path in paths:
        divided = _divided(path, session) if track is None else ()
        clear = all(are_enterprises(path, lot.packages) for lot in divided)
        if divided and (is_so := clear or _by_track(path, divided, session, ask)) is None:
            return None
        if divided and is_so:
            lots.extend(divided)
        else:
            rest.append(path)
    tracks = _tracks(rest, track, session, ask)
    if tracks is None:
        return None
    singles: dict[str, list[Path]] = {}
    for path, own in zip(rest, tracks, strict=True):
        many = _holds_many(path)
        answer = 1 if not many else 0 if are_enterprises(path, many) else _each_or_one(path, len(many), ask)
        if answer is None:
            return None
        if answer == 0:
            lots.append(lot_of(own, path))
        else:
            singles.setdefault(own, []).append(path)
    lots.extend(Lot(own, tuple(found)) for own, found in singles.items())
    replaces = _asks_replace(lots, session, ask)
    return None if replaces is None else Intake(tuple(lots), replaces)


def _divided(path: Path, session: Session) -> tuple[Lot, ...]:
    if not path.is_dir():
        return ()
    try:
        return lots_in(path, session.notice)
    except AppError:
        return ()  # collecting it will say what is the item


def _by_track(path: Path, lots: Sequence[Lot], session: Session, ask: Ask) -> bool | None:
    told = "，".join(f"{session.notice.short(lot.track)} {len(lot.packages)} 家" for lot in lots)
    answer = ask.choose(f"“{path.name}”里按类别分了文件夹", told, ["按类别分别收下", "合起来是一家企业"])
    return None if answer is None else answer == 0


def _tracks(paths: Sequence[Path], track: str | None, session: Session, ask: Ask) -> list[str] | None:
    """Of each path: what the folder is called says it, or there is but one, or a person does."""
    tracks = session.notice.tracks
    only = track or (tracks[0].id if len(tracks) == 1 else None)
    told = [only or (track_told(path, session.notice) if path.is_dir() else None) for path in paths]
    unsaid = [path for path, own in zip(paths, told, strict=True) if own is None]
    if not unsaid:
        return [own for own in told if own]
    chosen = ask.choose("申报的是哪一类？", _named(unsaid), [rules.title for rules in tracks])
    return None if chosen is None else [own or tracks[chosen].id for own in told]


def _each_or_one(path: Path, many: int, ask: Ask) -> int | None:
    title = f"“{path.name}”里有 {many} 个文件夹或压缩包"
    text = "它们各是一家企业的材料，还是合起来是一家的？"
    return ask.choose(title, text, ["每一个是一家企业", "合起来是一家企业"])


def take_in(intake: Intake, session: Session) -> Callable[[Job], Collected]:
    """The work, for `Session.run`."""
    store, sandbox = session.store, session.sandbox

    def work(job: Job) -> Collected:
        return collect_lots(store, intake.lots, replaces=intake.replaces, sandbox=sandbox, job=job)

    return work


def still_to_come(session: Session) -> Intake | None:
    """What the program was taking in when it ended the last time; what is gone since is left away."""
    rest = unfinished(session.folder)
    if rest is None:
        return None
    lots = tuple(Lot(t, tuple(path for path in rest.of(t) if path.exists())) for t in rest.tracks)
    return Intake(tuple(lot for lot in lots if lot.packages), rest.replaces)


def forget_the_rest(session: Session) -> None:
    """It is not wanted any more."""
    rest = unfinished(session.folder)
    if rest is not None:
        rest.forget()


def add_to(
    enterprise: str, paths: Sequence[Path], session: Session, *, replaces: bool = False
) -> Callable[[Job], Collected]:
    """More material for an enterprise that is there, or other material for what it has."""
    store, sandbox = session.store, session.sandbox
    track = store.batch.enterprises[enterprise].track

    def work(job: Job) -> Collected:
        return collect(
            store, track, paths, into=enterprise, replace=replaces, sandbox=sandbox, job=job
        )

    return work


def describe_taken(collected: Collected, session: Session) -> str:
    """What came of the drop, so that a wrong guess is seen."""
    came = (*collected.added, *collected.replaced)
    tracks = [one.track for one in session.batch.enterprises.values() if one.id in came]
    told = "，".join(f"{session.notice.short(t)} {tracks.count(t)} 家" for t in dict.fromkeys(tracks))
    many = "；每个文件夹或压缩包作为一家" if len(tracks) > 1 else ""
    return f"已收下 {len(tracks)} 家：{told}{many}" if tracks else "没有新收下的企业"


def describe_left_out(collected: Collected, batch: Batch) -> tuple[str, str] | None:
    """Title and text of what a person should know afterwards; None if all went as expected."""
    shown = collected.left_out[:NOT_LISTED]
    lines = [f"· {left.path}：{left.reason}{_where_to(left.path, batch)}" for left in shown]
    more = len(collected.left_out) - len(lines)
    if more > 0:
        lines.append(f"…… 另有 {more} 个")
    if collected.same:
        lines.append(f"· {len(collected.same)} 份与已收到的完全相同，没有重复收")
    if not lines:
        return None
    return "有些文件没有收下", "\n".join(lines)


def _where_to(name: str, batch: Batch) -> str:
    """A table lies beside the packages, or a paper that an enterprise sent later."""
    if name.lower().endswith((".xlsx", ".xls", ".et")):
        return "；是汇总表的，请拖到“汇总表”一页"
    whose = next((one.name for one in batch.enterprises.values() if one.name and one.name in name), "")
    return f"；是{whose}的，请拖到它那一行" if whose else ""


def not_taken(batch: Batch, enterprise: str) -> list[str]:
    """A line for each file that will not go on the disc, and why."""
    one = batch.enterprises[enterprise]
    lines = [f"· {left.path}：{left.reason}" for source in batch.sources_of(one) for left in source.left_out]
    by_hand = filter(one.leaves_out, one.parts)
    return lines + [f"· {key.partition('/')[2]}：您选了不装入" for key in by_hand]


def _named(paths: Sequence[Path]) -> str:
    shown = "、".join(path.name for path in paths[:3])
    return f"{shown} 等 {len(paths)} 个" if len(paths) > 3 else shown


def _holds_many(path: Path) -> tuple[Path, ...]:
    """The packages in a folder, none if it is itself one."""
    if not path.is_dir():
        return ()
    try:
        packages, loose = packages_in(path)
    except AppError:
        return ()  # collecting it will say what is the item
    if len(packages) == 1:  # one that bears its name, in a folder that does not
        return packages if not loose and are_enterprises(path, packages) else ()
    return packages if len(packages) >= len(loose) else ()


def _asks_replace(lots: Sequence[Lot], session: Session, ask: Ask) -> bool | None:
    twice: list[str] = []
    for lot in lots:
        known = {normalise_name(one.name): one.name for one in session.batch.in_track(lot.track)}
        names = (normalise_name(name_from(package.name)) for package in lot.packages)
        twice.extend(known[name] for name in names if name in known)
    if not twice:
        return False
    told = "、".join(dict.fromkeys(twice[:3])) + (f" 等 {len(twice)} 家" if len(twice) > 3 else "")
    answer = ask.choose("已经收到过同名企业的材料", f"{told}。汇总表里填好的内容不受影响。",
                        ["用新收到的替换", "另收一份"])
    return None if answer is None else answer == 0
