"""补正: open the province's notice in the city's batch, and know where each point of it is mended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from app.batch.fill import is_near
from app.errors import WrongUse
from app.model.batch import Batch
from app.model.correction import Correction, Point
from app.model.finding import Finding, Report
from app.model.names import normalise_name
from app.notices.notice import Notice, tracks_of
from app.send.correction_file import read_notice_file
from app.store.store import BatchStore
from app.wording import Titled

_MOST_NEAR = 200  # points that are told by nearly the same name
_MOST_ALIKE = 200  # files, or findings, of one name that are gone through for a point


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


class Answers(Titled):
    """What a notice answers, as far as the batch can tell."""

    OURS = "ours", "答复的是本批次做的光盘"
    AHEAD = "ahead", "补正的次数比本批次做过的光盘还多"  # an earlier one may have been made elsewhere
    OTHERS = "others", "答复的光盘不是本批次做的"
    UNTOLD = "untold", "通知没有写明答复哪一张光盘，未能核对是不是答复这一次报送"
    NONE_MADE = "none-made", "本批次还没有做过光盘，未能核对是不是答复这一次报送"

    @property
    def is_odd(self) -> bool:
        """Only opened when a person says that it is meant."""
        return self in (Answers.AHEAD, Answers.OTHERS)


def correct(store: BatchStore, notice_file: Path, *, anyway: bool = False) -> Correction:
    """Reads the small file and records it; from now on discs are 补正第 n 次. Twice is as once.

    `anyway`: also what answers a disc that this batch never made. Raises Unreadable (no such file of ours),
    WrongUse (of another sender, another notice, another batch's disc, or older than the one recorded),
    AppError.
    """
    correction = read_notice_file(notice_file)
    refuse_foreign(store.batch, store.notice, correction)
    made, answers = codes_made(store), answered(store, correction)
    if answers is Answers.OTHERS and not anyway:
        discs = "、".join(disc.id for disc in correction.discs)
        raise WrongUse(f"补正通知{answers.title}（{discs}）：请打开做那张光盘的批次")
    if answers is Answers.AHEAD and not anyway:
        raise WrongUse(f"补正通知写的是补正第 {correction.number} 次，本批次只做过 {len(made)} 张光盘")
    what = f"打开补正通知（补正第 {correction.number} 次，{len(correction.points)} 处）"
    store.apply(what, lambda batch: replace(batch, correction=correction))
    return correction


def answered(store: BatchStore, correction: Correction) -> Answers:
    codes, made = {disc.check_code for disc in correction.discs} - {""}, codes_made(store)
    if not codes:
        return Answers.UNTOLD
    if not made:
        return Answers.NONE_MADE
    if not codes & made:
        return Answers.OTHERS
    return Answers.OURS if correction.number <= len(made) else Answers.AHEAD


def codes_made(store: BatchStore) -> frozenset[str]:
    """The 校验码 of every disc that the batch ever made."""
    told = [entry.set[key] for entry in store.history for key in entry.set if key.startswith("stagings/")]
    before = {str(staging["check_code"]) for pair in told for staging in pair if staging}
    return frozenset(before | {staging.check_code for staging in store.batch.stagings.values()})


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
    found = _Places(batch, notice, report or Report())
    return tuple(found.jump(point) for point in correction.points)


class _Places:
    """A batch's enterprises, files and findings, each laid out once: there may be very many points."""

    def __init__(self, batch: Batch, notice: Notice, report: Report) -> None:
        self._batch = batch
        self._listed = [one for track in tracks_of(batch, notice) for one in batch.in_track(track)]
        self._known: dict[tuple[str, str], set[str]] = defaultdict(set)  # (track, code or name) → ids
        for one in self._listed:
            names = {normalise_name(one.name), normalise_name(one.fields.get("name", ""))}
            codes = {f"code {one.fields.get('code', '').strip().upper()}"} - {"code "}
            for track, told in product(("", one.track), codes | {f"name {name}" for name in names}):
                self._known[track, told].add(one.id)
        self._findings: dict[tuple[str, str], list[Finding]] = defaultdict(list)  # by subject and check
        self._at: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)  # and the file's name
        for each in report.findings:
            self._findings[each.subject, each.check].append(each)
            self._at[each.subject, each.check, _name(each.where)].append(each)
        self._files: dict[str, dict[str, list[tuple[str, str]]]] = {}  # id → name → (key, path) of files
        self._near = _MOST_NEAR

    def jump(self, point: Point) -> Jump:
        if not point.enterprise:
            keys = (self._same_finding(point, subject) for subject in dict.fromkeys((point.track, "batch")))
            return Jump(point, finding=next(filter(None, keys), ""))
        key = self._meant(point)
        if not key:
            return Jump(point, missing=point.enterprise)
        member, page = self._place(key, point)
        return Jump(point, key, member, page, self._same_finding(point, key))

    def _meant(self, point: Point) -> str:
        """By code, then by name but for spelling, then by nearly the same name; each only where it is single.

        Nearly the same is looked for among all, for the first few alone.
        """
        code = point.code.strip().upper()
        for told in filter(None, (code and f"code {code}", f"name {normalise_name(point.enterprise)}")):
            found = self._known.get((point.track, told), set())
            if len(found) == 1:
                return next(iter(found))
        if not self._near:
            return ""
        self._near -= 1
        there = (each for each in self._listed if point.track in ("", each.track))
        near = {each.id for each in there if is_near(point.enterprise, each.name)}
        return near.pop() if len(near) == 1 else ""

    def _place(self, enterprise: str, point: Point) -> tuple[str, int]:
        """The file in the city's own material: packed anew it kept its path, in whatever archive it came."""
        if enterprise not in self._files:
            files = self._files[enterprise] = defaultdict(list)
            for key, member in self._batch.members_of(self._batch.enterprises[enterprise]):
                files[_name(member.path)].append((key, member.path))
        path, _, page = point.where.partition("#page=")
        inner = path.partition("!/")[2]
        members = self._files[enterprise].get(_name(inner), [])[:_MOST_ALIKE] if inner else []
        exact = {key for key, at in members if at == inner}
        ending = {k for k, at in members if f"/{at}".endswith(f"/{inner}") or f"/{inner}".endswith(f"/{at}")}
        found = next((min(keys) for keys in (exact, ending) if len(keys) == 1), "")
        return found, int(page) if page.isdecimal() and len(page) < 6 else 0

    def _same_finding(self, point: Point, subject: str) -> str:
        """Of the same check, at the same place where there are several."""
        inner = point.where.partition("#page=")[0].partition("!/")[2]
        at = self._at.get((subject, point.check, _name(inner)), []) if inner else []
        near = (each for each in at[:_MOST_ALIKE] if inner in each.where)
        same = self._findings.get((subject, point.check), [])
        return next((each.key for each in (*near, *same[:1])), "")


def _name(where: str) -> str:
    """The last part of a place's path."""
    return where.partition("#page=")[0].rpartition("/")[2]
