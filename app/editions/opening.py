"""A notice that was handed out is opened: strictly, by a child, and nothing is kept before it is sound."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.checks.notices import load_notice, parse_notice, read_notice
from app.editions import own
from app.editions.compare import Difference, differences
from app.editions.data import data_of
from app.editions.enclosures import (
    MOST_BYTES,
    Enclosure,
    Role,
    fault_of,
    within,
)
from app.editions.pack import RULES, complete
from app.errors import AppError, joined, os_errors
from app.job import Job
from app.model.disc import code_of
from app.model.source import Container, Member
from app.notices.notice import Notice
from app.notices.read import notice_ids
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.survey import Report, Survey, survey_copy
from app.reading.unpack import unpack
from app.writing import atomic
from app.writing.moving import move

_MOST = 300  # files
_LIMITS = Limits(total_bytes=1_000_000_000, members=_MOST + 1, depth=0)
_KINDS = {
    "pdf": ("pdf",), "docx": ("docx",), "xlsx": ("xlsx",), "ofd": ("ofd",), "doc": ("doc", "ole", "wps"),
    "wps": ("wps", "ole", "doc"), "xls": ("xls", "ole", "et"), "et": ("et", "ole", "xls"), "txt": ("text",),
    "jpg": ("jpeg",), "jpeg": ("jpeg",), "png": ("png",),
}  # fmt: skip


class PackInvalid(AppError):
    code, title, exit_code = "E217", "这个通知包不能用", 2
    advice = "没有装入任何内容；请向发放的单位重新要一份，并核对它的校验码。"


@dataclass(frozen=True, slots=True)
class Opened:
    """`files` lie in the scratch folder it was opened into. `sha256`: of the file that was handed out."""

    notice: Notice
    files: tuple[Enclosure, ...]
    size: int
    sha256: str

    @property
    def code(self) -> str:
        """As whoever handed it out can say it by telephone."""
        return code_of(self.sha256)


def open_pack(path: Path, scratch: Path, sandbox: Sandbox, job: Job) -> Opened:
    """Into `scratch`, which must be empty. Raises PackInvalid with everything that is wrong, NoticeInvalid,
    Cancelled, AppError.
    """
    copied, place = scratch / "pack", scratch / "files"
    size, sha256 = _copy(path, copied, job)
    try:
        container, seen = sandbox.call(_seen_in_child, copied, job=job, limits=_LIMITS)
        if wrong := tuple(_wrong(container, seen)):
            raise PackInvalid(joined(wrong))
        place.mkdir()
        told = sandbox.call(unpack, copied, Container.ZIP, place, _LIMITS, job=job, limits=_LIMITS)
    except SandboxError as error:
        raise PackInvalid("读它的时候停住了") from error
    if told.troubles or told.renamed or told.files != len(seen.members):
        raise PackInvalid("里面的文件没有全部解开")
    with os_errors(place / RULES):
        notice = parse_notice((place / RULES).read_bytes())
    files = within(place)
    complete(notice, files, sandbox, job)
    return Opened(notice, files, size, sha256)


def open_rules(path: Path) -> Opened:
    """A file of rules alone. Raises NoticeInvalid, AppError."""
    notice, content = read_notice(path)
    return Opened(notice, (), len(content), hashlib.sha256(content).hexdigest())


def unlike_own(notice: Notice) -> tuple[Difference, ...] | None:
    """How it differs from what is known by its id; None where nothing is."""
    if notice.id not in notice_ids():
        return None
    return differences(data_of(load_notice(notice.id)[0]), data_of(notice))


def install(opened: Opened) -> None:
    """Among the user's notices, in place of an older edition; what went with that goes. Raises AppError."""
    target = own.files_folder(opened.notice.id)
    beside = atomic.beside_of(target)
    with os_errors(target):
        atomic.remove_folder(beside)
        for each in opened.files:
            (beside / each.role.value).mkdir(parents=True, exist_ok=True)
            with atomic.replace_beside(beside / each.place) as new:
                shutil.copyfile(each.path, new)
        atomic.remove_folder(target)
        if opened.files:
            move(beside, target)
    own.install(opened.notice)


def is_installed(opened: Opened) -> bool:
    """Whether the user has these rules already."""
    return own.is_own(opened.notice.id) and unlike_own(opened.notice) == ()


# -- inside ----------------------------------------------------------------------------------------
def _copy(path: Path, to: Path, job: Job) -> tuple[int, str]:
    """Read once, so that what is looked at is what is kept."""
    digest, size = hashlib.sha256(), 0
    with os_errors(path), path.open("rb") as file, to.open("xb") as copy:
        while block := file.read(1 << 20):
            job.at(0.0, "正在读取通知包", path.name)
            size += len(block)
            if size > _LIMITS.total_bytes:
                raise PackInvalid("文件太大，不会是通知包")
            digest.update(block)
            copy.write(block)
    return size, digest.hexdigest()


def _seen_in_child(path: Path, report: Report) -> tuple[Container, Survey]:
    return survey_copy(path, (), _LIMITS, report, {}, frozenset(), {})


def _wrong(container: Container, seen: Survey) -> Iterator[str]:
    if container is not Container.ZIP:
        yield "不是通知包"
        return
    yield from (f"“{each.path or '整个文件'}”{each.detail or '读不出来'}" for each in seen.troubles)
    if not seen.complete_zip and not seen.troubles:
        yield "不是本程序打的通知包，或没有传完"
    if RULES not in {member.path for member in seen.members}:
        yield f"里面没有“{RULES}”"
    for member in seen.members:
        if member.path != RULES and (why := _unfit(member)):
            yield f"“{member.path}”{why}"


def _unfit(member: Member) -> str:
    """Why it has no business in what is handed out."""
    folder, slash, name = member.path.partition("/")
    role = next((role for role in Role if role.value == folder), None)
    if role is None or not slash or "/" in name or member.within:
        return "不在通知包该有的文件夹里"
    if fault := fault_of(role, name):
        return fault
    if member.kind not in _KINDS[name.rpartition(".")[2].lower()]:
        return "的内容和扩展名不一致"
    if (member.office and (member.office.macros or member.office.encrypted)) or (
        member.pdf and member.pdf.acts
    ):
        return "带有宏、脚本或附带的程序，或者加了密"
    return "太大" if member.size > MOST_BYTES else ""
