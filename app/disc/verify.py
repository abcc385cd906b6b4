"""读盘校验: every byte of a disc against its manifests. Any BagIt bag will do; ours says more."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.disc import bag
from app.disc.contents import Disc, read_disc
from app.disc.resume import Remembered
from app.disc.sets import set_faults
from app.disc.source import Fault, open_source
from app.errors import DriveGone, os_errors
from app.job import ByteCount, Job
from app.model.disc import check_code, plain_code, shown_code
from app.model.finding import Finding, Grade, Outcome, Report, State, Trait, Who

_THREADS = max(2, min(4, os.cpu_count() or 2))  # SHA-256 lets go of the interpreter's lock
_TRIES = 3  # of one block; drives try many times by themselves
_MOST_NAMES = 20  # of whole enterprises said in one finding


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of `baopan rules`; what it asks of a disc is in `verify`."""

    id: str
    title: str
    trait: Trait
    grade: Grade
    why: str


SAME = Rule("DISC-01", "光盘内容与清单一致", Trait.AUTHENTIC, Grade.MUST, "清单所列文件都应在盘上，内容相同")
EXTRA = Rule("DISC-02", "没有清单以外的文件", Trait.COMPLETE, Grade.SHOULD, "清单以外的文件，来历无从证明")
SET = Rule("DISC-03", "一套光盘齐全", Trait.COMPLETE, Grade.MUST, "一套光盘缺一张，就少了上面企业的材料")
CODE = Rule("DISC-04", "校验码与登记表一致", Trait.AUTHENTIC, Grade.MUST, "登记表上的校验码担保光盘没有换过")
READABLE = Rule("DISC-05", "每个文件都能读出", Trait.USABLE, Grade.MUST, "盘面划伤或刻录不良所致")
LISTED = Rule("DISC-06", "光盘上有清单", Trait.USABLE, Grade.LOOK, "没有清单，只能检查看得到的内容")
RULES = (SAME, EXTRA, SET, CODE, READABLE, LISTED)


@dataclass(slots=True)
class _Found:
    """Findings by rule, as they come."""

    disc: Disc
    subject: str
    by_rule: dict[str, list[Finding]] = field(default_factory=dict)

    def add(self, rule: Rule, where: str, what: str, fix: str) -> None:
        enterprise = self.disc.packages.get(where, "")
        name = f"{enterprise}的申报材料 {where.rsplit('/', 1)[-1]}" if enterprise else where
        self.by_rule.setdefault(rule.id, []).append(
            Finding(
                what=f"{name} {what}",
                fix=fix,
                where=where,
                why=rule.why,
                who=Who.BUREAU,
                grade=rule.grade,
                detail=what,
                check=rule.id,
                title=rule.title,
                subject=enterprise or self.subject,
                subject_name=enterprise or self.subject,
            )
        )

    def outcome(self, rule: Rule, skipped: str = "") -> Outcome:
        findings = tuple(self.by_rule.get(rule.id, ()))
        state = State.FOUND if findings else State.SKIPPED if skipped else State.PASSED
        reason = skipped if state is State.SKIPPED else ""
        return Outcome(rule.id, rule.title, self.subject, self.subject, state, findings, reason)


def verify(place: Path, job: Job, code: str = "", state: Path | None = None) -> Report:
    """Reads every byte once: of a folder, an image or a drive. A damaged disc is a Report.

    `code`: the 校验码 as typed from the paper; empty leaves DISC-04 out. `state`: a file that holds what was
    read when the reading is interrupted, for the next call to go on; it is gone once all is read. It must
    not outlive the disc in the drive: a second copy of the same disc is a disc of its own.
    Raises Unreadable, SourceVanished, DriveGone (taken out meanwhile), Cancelled, AppError.
    """
    return _verify(open_disc(place), job, code, state)


def verify_set(places: Sequence[Path], job: Job) -> Report:
    """Several discs of one set: each as by `verify`, and whether they are all there and of one making.

    Raises what `verify` raises.
    """
    discs = [open_disc(place) for place in places]
    reports = [
        _verify(disc, part, "", None)
        for disc, part in zip(discs, _parts(discs, job), strict=True)
    ]
    outcomes = [outcome for report in reports for outcome in report.outcomes]
    return Report((*outcomes, set_outcome(discs)))


def set_outcome(discs: Sequence[Disc]) -> Outcome:
    """DISC-03, from what the discs say of themselves; no payload is read."""
    found = _Found(discs[0], discs[0].membership.group or discs[0].id)
    for disc, what, fix in set_faults([(disc, disc.membership) for disc in discs]):
        found.add(SET, disc.id if disc else "整套光盘", what, fix)
    return found.outcome(SET)


def _parts(discs: Sequence[Disc], job: Job) -> list[Job]:
    """One after the other, each as long as its bytes."""
    sizes = [sum(disc.files.values()) for disc in discs]
    total, done, parts = sum(sizes) or 1, 0, []
    for size in sizes:
        parts.append(job.part(done / total, (done + size) / total))
        done += size
    return parts


def _verify(disc: Disc, job: Job, code: str, state: Path | None) -> Report:
    digests, unread = read_through(disc, job, state)
    return judge(disc, digests, unread, code)


def judge(
    disc: Disc, digests: Mapping[str, Mapping[str, str]], unread: Sequence[Fault], code: str = ""
) -> Report:
    """What `read_through` of the disc means."""
    found = _Found(disc, disc.id)
    _say_differences(disc, digests, {fault.where for fault in unread}, found)
    for path in disc.extra if disc.is_listed else ():
        found.add(EXTRA, path, "不在清单里", "请核对它是怎么来的；不需要时重新制作光盘目录。")
    _say_unread((*disc.unread, *unread), found)
    _say_listed(disc, found)
    skipped = "" if disc.is_listed else f"须先有：{LISTED.title}"
    compared = (found.outcome(SAME, skipped), found.outcome(EXTRA, skipped))
    coded = (code_outcome(disc.id, disc.code, code),) if code.strip() else ()
    return Report((*compared, *coded, found.outcome(READABLE), found.outcome(LISTED)))


def _say_listed(disc: Disc, found: _Found) -> None:
    if not disc.is_listed:
        what = "没有清单，可能是手工刻制的"
        found.add(LISTED, "光盘", what, "请逐项核对内容，或请报送单位用本程序重新制作。")
    elif not disc.listed_by & set(bag.STRONG):
        names = "、".join(sorted(disc.listed_by)).upper()
        what = f"清单只有 {names} 摘要：能发现损坏，不能证明没有被替换"
        found.add(LISTED, "光盘", what, "请与报送单位核对内容，或请其用本程序重新制作。")


def code_outcome(disc: str, code: str, typed: str) -> Outcome:
    """DISC-04: what was typed from the paper against the `code` of the disc, "" when it has none."""
    what, fix = "", ""
    if not code:
        what, fix = "无从核对：光盘上没有 tagmanifest-sha256.txt", "请核对是不是这张光盘。"
    elif plain_code(typed) != plain_code(code):
        what = f"输入的是 {shown_code(typed)}，光盘上算出的是 {code}"
        fix = "请核对登记表上的编号和抄写；都没有错，就不是当时交接的那张光盘。"
    if not what:
        return Outcome(CODE.id, CODE.title, disc, disc, State.PASSED)
    finding = Finding(
        what=f"校验码 {what}", fix=fix, where="校验码", why=CODE.why, who=Who.BUREAU, grade=CODE.grade,
        detail=what, check=CODE.id, title=CODE.title, subject=disc, subject_name=disc,
    )  # fmt: skip
    return Outcome(CODE.id, CODE.title, disc, disc, State.FOUND, (finding,))


def open_disc(place: Path) -> Disc:
    """A folder, else an image or a drive. Raises SourceVanished, Unreadable when it is no disc, AppError."""
    return read_disc(open_source(place))


def check_code_of(folder: Path) -> str:
    """The 校验码 of a folder. Raises SourceVanished when it has no tagmanifest-sha256.txt, AppError."""
    path = folder / bag.TAG_MANIFEST
    with os_errors(path):
        return check_code(path.read_bytes())


Then = Callable[[str, Mapping[str, str]], None]  # path, algorithm → hex


def _nothing(path: str, digests: Mapping[str, str]) -> None:
    pass


def read_through(
    disc: Disc, job: Job, state: Path | None = None, always: frozenset[str] = frozenset(),
    then: Then = _nothing,
) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """(path → algorithm → hex of what is there, what could not be read); each byte is read once.

    `always`: algorithms expected of every file, whatever the manifests list. `then` is told of each file that
    was read to its end now, not before; in any thread. Raises as `verify` does.
    """
    remembered = Remembered(state, f"{disc.source.place}\n{disc.id}\n{disc.code}")
    count = ByteCount(job, sum(disc.files.values()), "正在逐字节核对")
    reading = _Reading(disc, remembered, count, always, then)
    digests: dict[str, dict[str, str]] = {}
    unread = []
    with ThreadPoolExecutor(1 if disc.source.is_slow else _THREADS, "verify") as readers:
        futures = {path: readers.submit(reading.digests_of, path) for path in disc.files}
        try:
            for path, future in futures.items():
                try:
                    digests[path] = future.result()
                except _NotRead as error:
                    unread.append(Fault(path, str(error)))
        except BaseException:
            for future in futures.values():
                future.cancel()
            raise
    remembered.forget()
    return digests, unread


class _NotRead(Exception):
    """A file that was tried again and passed over; the text says where."""


@dataclass(frozen=True, slots=True)
class _Reading:
    disc: Disc
    remembered: Remembered
    count: ByteCount
    always: frozenset[str]
    then: Then

    def digests_of(self, path: str) -> dict[str, str]:
        """Algorithm → hex; one read for all. With no algorithm the file is read all the same.

        Raises _NotRead, DriveGone, Cancelled, AppError.
        """
        expected = self.always | frozenset(self.disc.expected.get(path, ()))
        size, item = self.disc.files[path], path.rsplit("/", 1)[-1]
        is_payload = path.startswith(bag.PAYLOAD)
        try:
            mark = self.disc.source.mark(path)
            known = self.remembered.digests(path, size, mark, expected) if is_payload else None
            if known is not None:
                self.count.advance(size, item)
                return known
            digests = self._read(path, item, expected)
        except OSError as error:
            raise self._not_read(path, 0) from error
        if is_payload and self._is_still(path, mark):
            self.remembered.add(path, size, mark, digests)
        self.then(path, digests)
        return digests

    def _is_still(self, path: str, mark: int) -> bool:
        """A disc that is gone by now was still there when the file was read; the next one tells of it."""
        try:
            return self.disc.source.mark(path) == mark
        except OSError:
            return False

    def _read(self, path: str, item: str, algorithms: frozenset[str]) -> dict[str, str]:
        """A block that cannot be read is tried again; bytes that were read are not."""
        hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        done = tries = 0
        while True:
            try:
                for block in self.disc.source.blocks(path, done):
                    for digest in hashes.values():
                        digest.update(block)
                    done, tries = done + len(block), 0
                    self.count.advance(len(block), item)
                return {name: digest.hexdigest() for name, digest in hashes.items()}
            except OSError as error:
                tries += 1
                if tries == _TRIES:
                    raise self._not_read(path, done) from error

    def _not_read(self, path: str, done: int) -> Exception:
        """Its other bytes are passed over; but a disc that was taken out is no scratch."""
        if not self.disc.source.is_there():
            return DriveGone(str(self.disc.source.place))
        self.count.advance(max(self.disc.files[path] - done, 0), path.rsplit("/", 1)[-1])
        return _NotRead(f"从第 {done + 1:,} 字节起读不出来" if done else "读不出来")


def _say_differences(
    disc: Disc, digests: Mapping[str, Mapping[str, str]], unread: set[str], found: _Found
) -> None:
    again = "请重新制作并刻录光盘；收到的光盘请退回报送单位重刻。"
    for fault in disc.faults:
        found.add(SAME, fault.where, fault.what, again)
    for path, expected in disc.expected.items():
        if path in unread:
            continue
        if path not in disc.files:
            found.add(SAME, path, "在清单里，光盘上没有", again)
        elif any(digests[path][algorithm] != digest for algorithm, digest in expected.items()):
            said, there = disc.sizes.get(path), disc.files[path]
            length = f"，长度应为 {said:,} 字节，实为 {there:,} 字节" if said not in (None, there) else ""
            found.add(SAME, path, f"内容与清单不同{length}", again)


def _say_unread(unread: Iterable[Fault], found: _Found) -> None:
    """Each names its enterprise; all say which enterprises are whole."""
    unread = tuple(unread)
    for fault in unread:
        found.add(READABLE, fault.where, fault.what, "请擦净盘面，换一台光驱再读；仍读不出时请报送单位重刻。")
    if not unread:
        return
    damaged = {f.subject for rule in (SAME, READABLE) for f in found.by_rule.get(rule.id, ())}
    whole = sorted({name for name in found.disc.packages.values() if name not in damaged})
    names = "、".join(whole[:_MOST_NAMES]) + ("等" if len(whole) > _MOST_NAMES else "")
    said = f"完好的企业有 {len(whole)} 家：{names}。" if whole else "没有一家企业的材料是完好的。"
    found.by_rule[READABLE.id] = [
        replace(finding, fix=f"{finding.fix}{said}") for finding in found.by_rule[READABLE.id]
    ]
