"""The sample campaign as data: which package has which fault, and how it is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from app.demo.cast import APPLICANTS, SENDER_CODE, TRACKS, sample


class Packing(StrEnum):
    """How a package was made."""

    FOLDER = "folder"
    ZIP = "zip"  # UTF-8 names, flagged
    ZIP_GBK = "zip-gbk"  # Windows Explorer before Windows 11 24H2: GBK names, no flag
    ZIP_MAC = "zip-mac"  # macOS: UTF-8 names, no flag
    ZIP_CUT = "zip-cut"  # the upload broke off
    SEVENZ = "7z"
    RAR4 = "rar4"
    RAR5 = "rar5"
    RAR5_PASSWORD = "rar5-password"


@dataclass(frozen=True, slots=True)
class Package:
    """What lies in 收到的材料 or 补正后的材料 for one enterprise.

    `files`: path inside → what it holds, as `contents.Contents.of` knows it, or the files of a zip
    that lies there.
    """

    applicant: str
    file: str  # name of the file or folder as it arrived
    packing: Packing
    files: Mapping[str, str | Mapping[str, str]]
    title: str = ""  # the story, for the tutorial
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One package of the tutorial: what is the item with it and what the clerk does."""

    track: str
    package: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A cell the clerk corrects by hand; `field` is a column id of the notice, `name` renames."""

    enterprise: str  # its name at that time
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a person says of a file: `member` is its path inside the package, `pages` those that are meant."""

    enterprise: str
    member: str
    role: str
    pages: str = ""  # "1-3"; the whole file if not said


@dataclass(frozen=True, slots=True)
class Mended:
    """The package that takes the place of the one the same enterprise sent first."""

    enterprise: str
    path: Path


@dataclass(frozen=True, slots=True)
class Campaign:
    """Where everything lies and what makes a clean batch of it.

    The road: new → collect `received` → `renames` → collect `mended` in place of the first → fill
    `tables` → `order` → `fixes` and `assignments` → check; what is left are looks, which a person
    decides → letter, attach `letters` → stage.
    """

    folder: Path
    sender: str  # GB/T 2260 code of the bureau
    received: Mapping[str, tuple[Path, ...]]
    mended: Mapping[str, tuple[Mended, ...]]
    tables: Mapping[str, Path]
    letters: Mapping[str, Path]
    templates: Mapping[str, Path]
    order: Mapping[str, tuple[str, ...]]
    renames: tuple[Fix, ...]
    fixes: tuple[Fix, ...]
    assignments: tuple[Assignment, ...]
    story: tuple[Story, ...]
    readme: Path

    @property
    def template(self) -> Path:
        """The province's template of the 全省 track."""
        return self.templates["provincial"]


RECEIVED, MENDED = (
    tuple(Package(**{**each, "packing": Packing(each["packing"])}) for each in sample("packages")[part])
    for part in ("received", "mended")
)
# What the clerk's own tables have wrong: (enterprise, column id) → what stands there.
TABLE_FAULTS: dict[tuple[str, str], str] = {
    (each["enterprise"], each["field"]): each["value"] for each in sample("packages")["table_faults"]
}


def track_of(package: Package) -> str:
    return next(each.track for each in APPLICANTS if each.name == package.applicant)


def received_path(folder: Path, package: Package) -> Path:
    return folder / "收到的材料" / TRACKS[track_of(package)] / package.file


def mended_path(folder: Path, package: Package) -> Path:
    return folder / "补正后的材料" / TRACKS[track_of(package)] / package.file


def campaign_at(folder: Path) -> Campaign:
    """Pure: where the parts of the campaign in `folder` lie, whether or not they were made yet."""
    return Campaign(
        folder=folder,
        sender=SENDER_CODE,
        received={t: tuple(received_path(folder, p) for p in RECEIVED if track_of(p) == t) for t in TRACKS},
        mended={t: tuple(_mended(folder, p) for p in MENDED if track_of(p) == t) for t in TRACKS},
        tables={t: folder / "汇总表" / f"{TRACKS[t]}质量标杆申报汇总表.xlsx" for t in TRACKS},
        letters={t: folder / "盖章的推荐文件" / f"{TRACKS[t]}推荐文件（盖章扫描）.pdf" for t in TRACKS},
        templates={t: folder / "省厅模板" / f"{TRACKS[t]}质量标杆申报汇总表模板.xlsx" for t in TRACKS},
        order={t: tuple(each.name for each in APPLICANTS if each.track == t) for t in TRACKS},
        renames=tuple(Fix(**each) for each in sample("packages")["renames"]),
        fixes=(*(Fix(**each) for each in sample("packages")["name_fixes"]), *_table_fixes()),
        assignments=tuple(Assignment(**each) for each in sample("packages")["assignments"]),
        story=tuple(Story(track_of(p), p.file, p.title, p.text) for p in RECEIVED),
        readme=folder / "先读我.txt",
    )


def _mended(folder: Path, package: Package) -> Mended:
    return Mended(package.applicant, mended_path(folder, package))


def _table_fixes() -> Iterator[Fix]:
    for who in APPLICANTS:
        for name, column in TABLE_FAULTS:
            if name == who.name:
                yield Fix(who.name, column, str(getattr(who, column)))
