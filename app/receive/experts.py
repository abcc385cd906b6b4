"""导出评审材料: packages unpacked into folders by group, and a score sheet for each expert."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from app import clock
from app.errors import LeadsOutside, NotOurs, WrongUse, os_errors
from app.job import Job
from app.ledger import Ledger
from app.model.disc_names import fold, proposed_disc_name
from app.model.merged import MergedRow
from app.model.review import Stage
from app.model.source import LeftOut, Source
from app.paths import inside
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.unpack import Unpacked, unpack
from app.receive.disc.stored import source_change
from app.receive.merge import rows_of
from app.receive.review.gate import taking_part
from app.receive.review.kept import review_of
from app.receive.review.ranking import grouped, must_file_online, ranking
from app.writing import atomic
from app.writing.moving import move, remove_tree
from app.writing.tables.scores import (
    write_final,
    write_online_list,
    write_publicity,
    write_ranking,
    write_score_sheet,
)

_AGAIN = "；请把这张光盘重新接收一次，再导出"  # what ends so is not done
MARKER, TOLD = "导出清单.json", "没有解开或改名的文件.txt"
RANKING, PUBLICITY, ONLINE = "评审结果.xlsx", "公示名单.xlsx", "网上申报提醒名单.xlsx"
FINAL = "入选名单.xlsx"


@dataclass(frozen=True, slots=True)
class Exported:
    """`folders` made now, `kept` that were there already; `left_out`: what was not unpacked, or renamed."""

    folders: tuple[Path, ...]
    kept: tuple[Path, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    """What a finished folder was made from, and what is not in it."""

    digest: str
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class _Package:
    """One enterprise's sources and where they go; `digest` tells whether it was done before."""

    row: MergedRow
    folder: str
    sources: tuple[tuple[Path, Source], ...]

    @property
    def digest(self) -> str:
        return " ".join(f"{source.sha256}:{source.size}" for _, source in self.sources)


def export_packages(
    ledger: Ledger, out: Path, sandbox: Sandbox, job: Job, *,
    by: str = "area", rows: Sequence[MergedRow] | None = None, limits: Limits | None = None,
) -> Exported:  # fmt: skip
    """`<out>/<track>/<group>/<city>_<nn>_<enterprise>/…` for the rows, all that count if not told.

    Finished folders are left alone, so that a cancelled export goes on where it was. What could not be had,
    or is not what was received, is told in a text file too. Raises NotOurs when `out` holds something else,
    Cancelled, AppError.
    """
    done = _done_before(out)
    packages = _packages(ledger, rows_of(ledger) if rows is None else rows, by)
    made: list[Path] = []
    kept: list[Path] = []
    left_out: list[LeftOut] = []
    for package in job.each(packages, "正在解开申报材料", lambda each: each.row.entry.name):
        target = inside(out, package.folder)
        before = done.get(package.folder)
        if before is not None and before.digest == package.digest and target.is_dir():
            kept.append(target)
            left_out += before.left_out
            continue
        told = _unpack_one(package, target, before is not None, sandbox, job, limits or Limits())
        is_whole = not any(each.reason.endswith(_AGAIN) for each in told)
        done[package.folder] = _Done(package.digest if is_whole else "", tuple(told))
        atomic.write_bytes(out / MARKER, msgspec.json.format(msgspec.json.encode(done), indent=1))
        made.append(target)
        left_out += told
    _tell(out / TOLD, left_out)
    job.at(1.0, "申报材料已解开")
    return Exported(tuple(made), tuple(kept), tuple(left_out))


def _done_before(out: Path) -> dict[str, _Done]:
    """Folder → what lies in it. A new or an empty folder holds nothing yet."""
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        if not any(out.iterdir()):
            atomic.write_text(out / MARKER, "{}")
        try:
            return msgspec.json.decode((out / MARKER).read_bytes(), type=dict[str, _Done])
        except (FileNotFoundError, msgspec.MsgspecError, UnicodeDecodeError):
            raise NotOurs(str(out)) from None


def _tell(path: Path, left_out: Sequence[LeftOut]) -> None:
    """For Notepad: UTF-8 with a byte order mark, CRLF. None to tell, no file."""
    if left_out:
        lines = [f"{each.path}\t{each.reason}" for each in left_out]
        atomic.write_text(path, "\r\n".join((*lines, "")), "utf-8-sig")
    else:
        with os_errors(path):
            path.unlink(missing_ok=True)


def _packages(ledger: Ledger, rows: Sequence[MergedRow], by: str) -> list[_Package]:
    batches = {key: ledger.batch_of(key) for key in dict.fromkeys(row.submission.id for row in rows)}
    packages, taken = [], set()
    for group, members in grouped(rows, by, ledger.notice).items():
        for row in members:
            batch, home = batches[row.submission.id], ledger.folder_of(row.submission.id)
            one = batch.enterprises.get(row.entry.id)
            sources = batch.sources_of(one) if one else ()
            title = ledger.notice.track(row.track).title
            name = f"{row.city}_{row.place:02d}_{row.entry.name}"
            parts = (proposed_disc_name(part) for part in (title, group, name))
            folder = "/".join(parts)
            if fold(folder) in taken:
                folder = f"{folder}（{row.submission.id}）"
            taken.add(fold(folder))
            packages.append(_Package(row, folder, tuple((home, s) for s in sources)))
    return packages


def _unpack_one(
    package: _Package, target: Path, is_ours: bool, sandbox: Sandbox, job: Job, limits: Limits
) -> list[LeftOut]:
    """Beside its place, then put there: what is in place is whole."""
    if target.exists() and not is_ours:
        raise NotOurs(str(target))
    partial = atomic.beside_of(target)
    atomic.remove_folder(target)
    with os_errors(target):
        if partial.exists():
            remove_tree(partial)
        partial.mkdir(parents=True)
    left_out = [] if package.sources else [LeftOut(package.row.entry.name, "没有收到它的申报材料")]
    try:
        for number, (home, source) in enumerate(package.sources, 1):
            inner = partial if len(package.sources) == 1 else partial / str(number)
            left_out += _unpack_source(home, source, inner, sandbox, job, limits, package.row.entry.name)
        with os_errors(target):
            move(partial, target)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    return left_out


def _unpack_source(
    home: Path, source: Source, inner: Path, sandbox: Sandbox, job: Job, limits: Limits, name: str
) -> list[LeftOut]:
    try:
        stored = inside(home, source.stored)
    except LeadsOutside as error:
        return [LeftOut(f"{name}：{source.name}", f"没有去读：{error.title}")]
    with os_errors(inner):
        inner.mkdir(exist_ok=True)
    if what := source_change(stored, source, job):
        return [LeftOut(f"{name}：{source.name}", f"没有解开：存放的{what}{_AGAIN}")]
    try:
        done: Unpacked = sandbox.call(unpack, stored, source.container, inner, limits, job=job, limits=limits)
    except SandboxError:
        return [LeftOut(f"{name}：{source.name}", "解不开：读取程序没有反应，已停止")]
    told = [
        LeftOut(f"{name}：{trouble.path or source.name}", f"没有解开：{trouble.detail or '文件有问题'}")
        for trouble in done.troubles
    ]
    return told + [LeftOut(f"{name}：{old}", f"改名为“{new}”") for old, new in done.renamed]


# -- tables ----------------------------------------------------------------------------------------
def write_score_sheets(
    ledger: Ledger, experts: Mapping[str, Sequence[str]], out: Path, *,
    by: str = "area", rows: Sequence[MergedRow] | None = None,
) -> tuple[Path, ...]:  # fmt: skip
    """评分表_<expert>.xlsx for each: `experts` maps a name to the groups it scores, none: all of them; of
    those that take part, if `rows` are not told.

    Raises WrongUse for an expert without a name or a group there is none of, and when nobody takes part,
    AppError.
    """
    rows = taking_part(rows_of(ledger), review_of(ledger)) if rows is None else rows
    if not rows:
        raise WrongUse("还没有一家可以评审：先受理，或写明为什么列入")
    groups = grouped(rows, by, ledger.notice)
    names = [name.strip() for name in experts]
    if not names or not all(names) or len(set(map(fold, names))) < len(names):
        raise WrongUse("请给每位专家写上姓名，同名的加以区别")
    if unknown := {each for wanted in experts.values() for each in wanted} - set(groups):
        raise WrongUse(f"没有这些组：{'、'.join(sorted(unknown))}；现有：{'、'.join(groups)}")
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    written = []
    for name, wanted in zip(names, experts.values(), strict=True):
        mine = {group: members for group, members in groups.items() if not wanted or group in wanted}
        path = out / proposed_disc_name(f"评分表_{name}.xlsx")
        write_score_sheet(name, mine, ledger.notice, clock.today(), path)
        written.append(path)
    return tuple(written)


def write_results(ledger: Ledger, out: Path) -> tuple[Path, ...]:
    """评审结果, 公示名单, 入选名单, 网上申报提醒名单 into `out`; without anybody on it, only the first."""
    rows, review, notice, day = rows_of(ledger), review_of(ledger), ledger.notice, clock.today()
    ranked = {track.id: ranking(rows, review, track.id) for track in notice.tracks}
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    written = [out / RANKING]
    write_ranking(ranked, tuple(review.ballots), notice, day, out / RANKING)
    listed = {t: [one for one in found if one.is_recommended] for t, found in ranked.items()}
    if shown := {track: found for track, found in listed.items() if found}:
        write_publicity(shown, notice, day, out / PUBLICITY)
        written.append(out / PUBLICITY)
    final = {t: [one for one in found if one.stage is Stage.CHOSEN] for t, found in ranked.items()}
    if chosen := {track: found for track, found in final.items() if found}:
        write_final(chosen, notice, day, out / FINAL)
        written.append(out / FINAL)
    if online := must_file_online(rows, review, notice):
        write_online_list(online, review.filed, notice, day, out / ONLINE)
        written.append(out / ONLINE)
    return tuple(written)
