"""读盘校验: every byte of a disc against its manifests. Any BagIt bag will do; ours says more."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.errors import SourceVanished, os_errors
from app.job import ByteCount, Job
from app.jobs.disc_reading import Disc, Fault, read_disc, read_image
from app.model.disc import check_code
from app.model.finding import Finding, Grade, Outcome, Report, State, Trait, Who
from app.reading.disc_image import open_image
from app.writing import bag

_THREADS = 2  # SHA-256 lets go of the interpreter's lock
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
READABLE = Rule("DISC-05", "每个文件都能读出", Trait.USABLE, Grade.MUST, "盘面划伤或刻录不良所致")
LISTED = Rule("DISC-06", "光盘上有清单", Trait.USABLE, Grade.LOOK, "没有清单，只能检查看得到的内容")
RULES = (SAME, EXTRA, READABLE, LISTED)


@dataclass(slots=True)
class _Found:
    """Findings by rule, as they come."""

    disc: Disc
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
                subject=enterprise or self.disc.id,
                subject_name=enterprise or self.disc.id,
            )
        )

    def outcome(self, rule: Rule, skipped: str = "") -> Outcome:
        findings = tuple(self.by_rule.get(rule.id, ()))
        state = State.FOUND if findings else State.SKIPPED if skipped else State.PASSED
        reason = skipped if state is State.SKIPPED else ""
        return Outcome(rule.id, rule.title, self.disc.id, self.disc.id, state, findings, reason)


def verify(place: Path, job: Job) -> Report:
    """Reads every byte once. A damaged disc is a Report; raises Unreadable, SourceVanished, Cancelled."""
    disc = open_disc(place)
    digests, unread = _read_all(disc, job)
    found = _Found(disc)
    _say_differences(disc, digests, {fault.where for fault in unread}, found)
    for path in disc.extra if disc.is_listed else ():
        found.add(EXTRA, path, "不在清单里", "请核对它是怎么来的；不需要时重新制作光盘目录。")
    _say_unread((*disc.unread, *unread), found)
    if not disc.is_listed:
        what = "没有 SHA-256 或 SHA-512 清单，可能是手工刻制的"
        found.add(LISTED, "光盘", what, "请逐项核对内容，或请报送单位用本程序重新制作。")
    skipped = "" if disc.is_listed else f"须先有：{LISTED.title}"
    compared = (found.outcome(SAME, skipped), found.outcome(EXTRA, skipped))
    return Report((*compared, found.outcome(READABLE), found.outcome(LISTED)))


def open_disc(place: Path) -> Disc:
    """A folder, else an image or a drive. Raises SourceVanished, Unreadable when it is no disc, AppError."""
    with os_errors(place):
        if not place.exists():
            raise SourceVanished(str(place))
        is_folder = place.is_dir()
    return read_disc(place) if is_folder else read_image(open_image(place))


def check_code_of(folder: Path) -> str:
    """The 校验码 of a folder. Raises SourceVanished when it has no tagmanifest-sha256.txt, AppError."""
    path = folder / bag.TAG_MANIFEST
    with os_errors(path):
        return check_code(path.read_bytes())


def _read_all(disc: Disc, job: Job) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """(path → algorithm → hex of what is there, what could not be read)."""
    count = ByteCount(job, sum(disc.files.values()), "正在逐字节核对")
    digests: dict[str, dict[str, str]] = {}
    unread = []
    with ThreadPoolExecutor(_THREADS, "verify") as readers:
        futures = {
            path: readers.submit(_digest, disc, disc.wanted.get(path, {}), path, count)
            for path in disc.files
        }
        try:
            for path, future in futures.items():
                try:
                    digests[path] = future.result()
                except OSError:
                    unread.append(Fault(path, "读不出来"))
        except BaseException:
            for future in futures.values():
                future.cancel()
            raise
    return digests, unread


def _digest(disc: Disc, algorithms: Iterable[str], path: str, count: ByteCount) -> dict[str, str]:
    """One read for all algorithms; with none the file is read all the same. Raises OSError, Cancelled."""
    hashes = {algorithm: hashlib.new(algorithm) for algorithm in algorithms}
    item = path.rsplit("/", 1)[-1]
    for block in disc.blocks(path):
        for digest in hashes.values():
            digest.update(block)
        count.advance(len(block), item)
    return {algorithm: digest.hexdigest() for algorithm, digest in hashes.items()}


def _say_differences(
    disc: Disc, digests: Mapping[str, Mapping[str, str]], unread: set[str], found: _Found
) -> None:
    again = "请重新制作并刻录光盘；收到的光盘请退回报送单位重刻。"
    for fault in disc.faults:
        found.add(SAME, fault.where, fault.what, again)
    for path, wanted in disc.wanted.items():
        if path in unread:
            continue
        if path not in disc.files:
            found.add(SAME, path, "在清单里，光盘上没有", again)
        elif digests[path] != wanted:
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
    hurt = {f.subject for rule in (SAME, READABLE) for f in found.by_rule.get(rule.id, ())}
    whole = sorted({name for name in found.disc.packages.values() if name not in hurt})
    names = "、".join(whole[:_MOST_NAMES]) + ("等" if len(whole) > _MOST_NAMES else "")
    said = f"完好的企业有 {len(whole)} 家：{names}。" if whole else "没有一家企业的材料是完好的。"
    found.by_rule[READABLE.id] = [
        replace(finding, fix=f"{finding.fix}{said}") for finding in found.by_rule[READABLE.id]
    ]
