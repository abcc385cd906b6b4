"""补正: open the province's notice in the city's batch, and know where each point of it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from app.batch.fill import is_near
from app.errors import Unreadable, WrongUse, os_errors
from app.model.batch import Batch, Enterprise
from app.model.correction import Correction, Point
from app.model.finding import Finding, Report
from app.model.names import normalise_name
from app.notices.notice import Notice, tracks_of
from app.store.store import BatchStore
from app.writing.papers.return_notice import KIND, SCHEMA

_MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class Jump:
    """Where a point of the notice leads: the enterprise's id, the file in its package and the page.

    `enterprise` is empty for what the sender itself mends, and for one that is not in the batch (`missing`
    then holds its name). `finding`: the key of the same fault if our own checks still see it.
    """

    point: Point
    enterprise: str = ""
    member: str = ""
    page: int = 0
    finding: str = ""
    missing: str = ""


def correct(store: BatchStore, notice_file: Path) -> Correction:
    """Reads the small file and records it; from now on discs are 补正第 n 次. Twice is as once.

    Raises Unreadable (no such file of ours), WrongUse (of another sender, another notice, or older than the
    one recorded), AppError.
    """
    correction = read_notice_file(notice_file)
    refuse_foreign(store.batch, store.notice, correction)
    what = f"打开补正通知（补正第 {correction.number} 次，{len(correction.points)} 处）"
    store.apply(what, lambda batch: replace(batch, correction=correction))
    return correction


def read_notice_file(path: Path) -> Correction:
    """Raises Unreadable, WrongUse (made by a newer program), AppError."""
    with os_errors(path), path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    wrong = Unreadable(f"{path.name}（不是补正通知的电子文件，或已损坏）")
    if len(content) > _MOST_BYTES:
        raise wrong
    try:
        told = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
        if not isinstance(told, dict) or told.get("kind") != KIND:
            raise wrong
        if isinstance(told.get("schema"), int) and told["schema"] > SCHEMA:
            raise WrongUse(f"“{path.name}”由更新版本的程序作出，请先更新本程序")
        correction = msgspec.convert(told, Correction)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise wrong from error
    if correction.number < 1:
        raise wrong
    return correction


def refuse_foreign(batch: Batch, notice: Notice, correction: Correction) -> None:
    """Raises WrongUse, saying whose it is."""
    if correction.notice != notice.id:
        raise WrongUse(f"补正通知是 {correction.notice} 年的，这个批次按 {notice.id} 年的通知报送")
    sender = batch.sender
    is_ours = (
        correction.sender_code == sender.code
        if sender.is_bureau
        else normalise_name(correction.sender) == normalise_name(sender.name)
    )
    if not is_ours:
        raise WrongUse(f"补正通知是给“{correction.sender}”的，这个批次的报送单位是“{sender.name}”")
    if batch.correction is not None and correction.number < batch.correction.number:
        newer = batch.correction.number
        raise WrongUse(f"已打开过补正第 {newer} 次的通知，这份是第 {correction.number} 次的")


# -- where to go, pure -----------------------------------------------------------------------------
def jumps(
    batch: Batch, correction: Correction, notice: Notice, report: Report | None = None
) -> tuple[Jump, ...]:
    """One for each point, in the notice's order; `report` is that of the batch as it is."""
    return tuple(_jump(batch, point, notice, report or Report()) for point in correction.points)


def _jump(batch: Batch, point: Point, notice: Notice, report: Report) -> Jump:
    if not point.enterprise:
        subjects = (point.track, "batch")
        return Jump(point, finding=_same_finding(point, (f for s in subjects for f in report.of(s))))
    one = enterprise_meant(batch, point, notice)
    if one is None:
        return Jump(point, missing=point.enterprise)
    member, page = _place(batch, one, point)
    return Jump(point, one.id, member, page, _same_finding(point, report.of(one.id)))


def enterprise_meant(batch: Batch, point: Point, notice: Notice) -> Enterprise | None:
    """By code, then by name but for spelling, then by nearly the same name; each only where it is single."""
    code = point.code.strip().upper()
    wanted = normalise_name(point.enterprise)
    ways: tuple[Callable[[Enterprise], bool], ...] = (
        lambda e: bool(code) and e.fields.get("code", "").strip().upper() == code,
        lambda e: wanted in (normalise_name(e.name), normalise_name(e.fields.get("name", ""))),
        lambda e: is_near(point.enterprise, e.name),
    )
    listed = [e for t in tracks_of(batch, notice) if point.track in ("", t) for e in batch.in_track(t)]
    for fits in ways:
        found = [one for one in listed if fits(one)]
        if len(found) == 1:
            return found[0]
    return None


def _place(batch: Batch, one: Enterprise, point: Point) -> tuple[str, int]:
    """The file in the city's own material: packed anew it kept its path, in whatever archive it came."""
    path, _, page = point.where.partition("#page=")
    inner = path.partition("!/")[2]
    members = [(key, member) for key, member in batch.members_of(one) if inner]
    exact = [key for key, member in members if member.path == inner]
    ending = [key for key, member in members if f"/{member.path}".endswith(f"/{inner}")]
    ending += [key for key, member in members if f"/{inner}".endswith(f"/{member.path}")]
    found = next((keys[0] for keys in (exact, ending) if len(set(keys)) == 1), "")
    return found, int(page) if page.isdecimal() and len(page) < 6 else 0


def _same_finding(point: Point, findings: Iterable[Finding]) -> str:
    """Of the same check, at the same place where there are several."""
    same = [finding for finding in findings if finding.check == point.check]
    inner = point.where.partition("!/")[2]
    near = [finding for finding in same if inner and inner in finding.where]
    return next((finding.key for finding in (*near, *same)), "")
