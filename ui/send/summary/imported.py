"""What came of an import into the 汇总表, in words; and cells written as one change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.batch.edit import set_fields
from app.batch.fill import Filled, fill
from app.job import Job
from app.model.batch import Batch
from app.notices.notice import Notice, Track
from app.reading.sandbox import Sandbox
from app.reading.tables.sheet import Sheet
from app.store.acts import Act
from ui.send.session import Session

Table = tuple[str, str, Sheet]  # name of the file, track, what it says


def read_tables(paths: Sequence[Path], track: str, notice: Notice, sandbox: Sandbox, job: Job) -> list[Table]:
    """One is for `track`, unless it tells itself which rows are of which; of several each for the track that
    its name tells. Raises AppError.
    """
    from app.reading.tables.several import read_sheets
    from app.reading.tables.sheet import read_sheet

    read: list[Table] = []
    for path, share in job.through(paths):
        share.at(0, "正在读取表格", path.name)
        told = notice.tracks_told(path.name) if len(paths) > 1 else ()
        if len(told) == 1:
            read.append((path.name, told[0], read_sheet(path, notice, told[0], sandbox, share)))
        else:
            sheets = read_sheets(path, notice, track, sandbox, share)
            read += [(path.name, of, sheet) for of, sheet in sheets]
    return read


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import; `is_smooth`: nothing of it has to be read, `text` is one line then."""

    title: str
    text: str
    is_smooth: bool = False


def taken_from(session: Session, tables: Sequence[Table]) -> Imported | None:
    """All in one act; None where none could be kept."""
    told, smooth, act = [], [], Act()
    for name, track, sheet in tables:
        rules = session.notice.track(track)
        change = partial(fill, track=track, sheet=sheet, notice=session.notice)
        _, filled = change(session.batch)
        what = f"从“{name}”填写{rules.short}汇总表"
        if session.apply(what, lambda b, change=change: change(b)[0], act=act):  # type: ignore[misc]
            said = describe_import(filled, sheet, session.batch, rules)
            told.append((f"{rules.short}：{name}" if len(tables) > 1 else name, *said))
            if _is_smooth(filled, sheet):
                smooth.append(f"{rules.short} {len(filled.matched)} 行")
    if told and len(smooth) == len(told):
        return Imported("导入完成", f"已从表格填好：{'，'.join(smooth)}，每行都对上了企业", is_smooth=True)
    if len(told) < 2:
        return Imported(*told[0][1:]) if told else None
    return Imported("导入完成", "\n\n".join(f"{name}（{title}）\n{text}" for name, title, text in told))


def _is_smooth(filled: Filled, sheet: Sheet) -> bool:
    """Every row found its enterprise, and nothing was written over or left unread."""
    odd = (filled.unmatched, filled.conflicts, sheet.unknown, sheet.left_out)
    return bool(filled.matched) and not any(odd)


def written(batch: Batch, wanted: Mapping[str, Mapping[str, str]]) -> Batch:
    """With these cells, enterprise id → column id → text."""
    for key, cells in wanted.items():
        batch = set_fields(batch, key, cells)
    return batch


def describe_import(filled: Filled, sheet: Sheet, batch: Batch, rules: Track) -> tuple[str, str]:
    """Title and text of what came of an import: every row that was not taken, and why."""
    total = len(filled.matched) + len(filled.unmatched)
    lines = [f"表中 {total} 行，{len(filled.matched)} 行对上企业，填写或改动 {filled.changed} 格。"]
    if filled.unmatched:
        lines += ["", f"没有填入的 {len(filled.unmatched)} 行："]
        lines += first_of(f"{each.path}：{each.reason}" for each in filled.unmatched)
    if filled.conflicts:
        lines += ["", f"与原来不同、已按表格改写的 {len(filled.conflicts)} 格："]
        named = [(batch.enterprises[each.enterprise].name, each) for each in filled.conflicts]
        lines += first_of(
            f"{name} {rules.column(each.column).title}：{each.old} → {each.new}" for name, each in named
        )
    if sheet.unknown:
        lines += ["", f"不认识、没有读的列：{'、'.join(sheet.unknown)}"]
    if sheet.left_out:
        lines += ["", "没有读的内容：", *first_of(f"{each.path}：{each.reason}" for each in sheet.left_out)]
    return ("导入完成" if filled.matched else "没有一行对上企业"), "\n".join(lines)


def first_of(lines: Iterable[str], most: int = 6) -> list[str]:
    """Those, and how many more there are."""
    every = list(lines)
    return every if len(every) <= most else [*every[:most], f"……另有 {len(every) - most} 条"]
