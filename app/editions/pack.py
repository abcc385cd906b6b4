"""The one file that is handed out: rules and what goes with them, a zip any reader opens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.checks.notices import read_notice
from app.editions.enclosures import Enclosure, Role, fault_of, tracks_of_template, within
from app.editions.ending import ENDING as ENDING
from app.editions.toml import toml_of
from app.errors import WrongUse, os_errors
from app.job import Job
from app.model.awarded import Award
from app.model.disc import code_of
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.reading.tables.awarded import read_awarded
from app.writing.atomic import replace_beside
from app.writing.tables.template import read_template
from app.writing.zip import BLOCK, ZipWriter

RULES = "通知规则.toml"
_MODIFIED = 0  # no clock in it: the same rules and files are the same bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """`sha256`: of the whole file, lower-case hex."""

    path: Path
    size: int
    sha256: str

    @property
    def code(self) -> str:
        """XXXX-XXXX-XXXX, short enough for the telephone."""
        return code_of(self.sha256)


def name_of(notice: Notice) -> str:
    return f"{notice.year}年{notice.campaign}{ENDING}"


def gather(
    place: Path, sandbox: Sandbox, job: Job
) -> tuple[Notice, tuple[Enclosure, ...]]:
    """What a folder holds to be handed out: one .toml and a folder for each role; nothing else may lie there.

    Raises WrongUse with all that does not belong, NoticeInvalid, AppError.
    """
    with os_errors(place):
        names = sorted(path.name for path in place.iterdir() if not path.name.startswith("."))
    rules = [name for name in names if name.lower().endswith(".toml")]
    roles = {role.value: role for role in Role}
    if len(rules) != 1:
        raise WrongUse(f"“{place.name}”里要有一个规则文件（.toml），现有 {len(rules)} 个")
    other = [name for name in names if name not in roles and name not in rules]
    other += [
        f"{role.value}/{path.name}"
        for role in Role
        for path in sorted((place / role.value).glob("*"))
        if not path.name.startswith(".") and (not path.is_file() or fault_of(role, path.name))
    ]
    if other:
        known = "、".join(roles)
        raise WrongUse(f"“{place.name}”里不能打包的有：{'、'.join(other)}；只收 {known} 这几个文件夹里的文件")
    notice, files = read_notice(place / rules[0])[0], within(place)
    return complete(notice, files, sandbox, job), files


def complete(notice: Notice, files: Sequence[Enclosure], sandbox: Sandbox, job: Job) -> Notice:
    """With those whom the enclosed lists name. Templates are tried first: one that cannot be filled would be
    of no use to anybody. Raises TemplateInvalid, TableUnknown, Unreadable, WrongUse, Cancelled, AppError.
    """
    for each in (each for each in files if each.role is Role.TEMPLATE):
        job.at(0.0, "正在试用汇总表模板", each.name)
        tracks = tracks_of_template(each.name, notice)
        if len(tracks) != 1:
            known = "、".join(track.short for track in notice.tracks)
            raise WrongUse(f"看不出“{each.name}”是哪一类的汇总表，请在文件名里写明（{known}）")
        read_template(each.path, notice.track(tracks[0]), sandbox, job)
    awards: dict[Award, None] = dict.fromkeys(notice.awarded)
    for each in (each for each in files if each.role is Role.AWARDED):
        job.at(0.0, "正在读取获评名单", each.name)
        awards |= dict.fromkeys(read_awarded(each.path, notice, sandbox, job).awards)
    return replace(notice, awarded=tuple(awards))


def pack(notice: Notice, files: Sequence[Enclosure], out: Path, job: Job) -> Packed:
    """The same rules and files, the same bytes. Raises Cancelled, AppError; `out` is then as it was."""
    rules = toml_of(notice)
    with os_errors(out), replace_beside(out) as beside, ZipWriter(beside) as archive:
        archive.add(RULES, len(rules), _MODIFIED, [rules])
        for n, each in enumerate(sorted(files, key=lambda each: each.place)):
            job.at(n / len(files), "正在打包", each.name)
            with os_errors(each.path):
                archive.add(each.place, each.path.stat().st_size, _MODIFIED, _read(each.path, job))
        written = archive.close()
    return Packed(out, written.size, written.sha256)


def _read(path: Path, job: Job) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            job.check()
            yield block
