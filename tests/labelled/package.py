"""A package and the truth of it: what each file is, what is to be told of it, and what need not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.demo.campaign import Packing
from app.demo.cast import Applicant

KINDS = {"report": "proof", "honour": "certificate", "patent": "certificate", "sheet": "proof"}  # papers that are no material of their own
Ranges = tuple[tuple[int, int], ...]
Truth = tuple[tuple[str, Ranges], ...]  # (material, its pages; () is the whole file), in order


@dataclass(frozen=True)
class File:
    """`truth` () is a file that nobody need know: a leftover, an archive whose files are told of one by one."""

    content: bytes | Mapping[str, File]
    truth: Truth = ()

    @property
    def is_archive(self) -> bool:
        return not isinstance(self.content, bytes)


def a(material: str, content: bytes) -> File:
    """A file that is one material and nothing else."""
    return File(content, ((KINDS.get(material, material), ()),))


def several(content: bytes, *parts: tuple[str, tuple[int, int]]) -> File:
    """整本: (material, first and last page); stretches of one material are one."""
    made: dict[str, Ranges] = {}
    for kind, stretch in parts:
        material = KINDS.get(kind, kind)
        before = made.get(material, ())
        touches = bool(before) and before[-1][1] + 1 == stretch[0]
        made[material] = (*before[:-1], (before[-1][0], stretch[1])) if touches else (*before, stretch)
    return File(content, tuple(made.items()))


@dataclass(frozen=True)
class Told:
    """What must be said: by one of `checks`, naming one of `words` in each group."""

    checks: tuple[str, ...]
    words: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Package:
    """`row`: what the clerk's table says where that differs from `who`. `due`: looks a person is right to be
    asked for. `awaited`: what a fault must be told by; `()` for a sound one.
    """

    kind: str
    who: Applicant
    files: Mapping[str, File]
    packing: Packing = Packing.FOLDER
    called: str = ""  # what the package is called; the full name if not said
    row: Mapping[str, str] = field(default_factory=dict)
    due: tuple[str, ...] = ()
    awaited: tuple[Told, ...] = ()

    @property
    def name(self) -> str:
        return self.called or self.who.name

    def with_files(self, files: Mapping[str, File], without: Sequence[str] = ()) -> Package:
        kept = {path: file for path, file in self.files.items() if path not in without}
        return replace(self, files={**kept, **files})


def truths(package: Package) -> Mapping[str, Truth]:
    """Path inside the package, archives joined by `!/` → truth."""
    return dict(_truths(package.files, ""))


def _truths(files: Mapping[str, File], before: str) -> Sequence[tuple[str, Truth]]:
    found: list[tuple[str, Truth]] = []
    for path, file in files.items():
        if file.truth:
            found.append((before + path, file.truth))
        if file.is_archive:
            found += _truths(file.content, f"{before}{path}!/")
    return found


def plain(files: Mapping[str, File]) -> dict[str, bytes]:
    """As they are packed; an archive inside is a zip."""
    from app.demo.packing import zipped

    return {path: zipped(plain(file.content)) if file.is_archive else file.content for path, file in files.items()}
