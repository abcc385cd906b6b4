"""What a piece of a disc shows before it is received: names, words or cells as text, or a page to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.errors import Unreadable
from app.job import Job
from app.reading.containers import container_in
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.tables.grid import read_grids
from app.reading.unpack import names_within
from app.reading.words.read import words_of
from app.receive.hand.units import TABLE_ENDINGS

_DRAWN = {
    ".pdf": "pdf", ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png", ".gif": "gif", ".bmp": "bmp",
    ".tif": "tiff", ".tiff": "tiff", ".webp": "webp",
}  # fmt: skip
_SAID = {".docx": "docx", ".doc": "doc", ".wps": "wps", ".txt": "text"}
_MOST = 2_000  # names


@dataclass(frozen=True, slots=True)
class Shown:
    """Either `file`, to be drawn as `kind`, or `text`."""

    text: str = ""
    file: Path | None = None
    kind: str = ""


def list_of(names: Sequence[str]) -> Shown:
    """Of a folder or an archive."""
    more = f"\n…… 另有 {len(names) - _MOST:,} 个" if len(names) > _MOST else ""
    return Shown(f"{len(names):,} 个文件\n\n" + "\n".join(sorted(names)[:_MOST]) + more)


def shown_of(file: Path, name: str, sandbox: Sandbox, job: Job) -> Shown:
    """By its ending; read in a child. A file that cannot be read says so. Raises Cancelled."""
    ending = Path(name).suffix.lower()
    if ending in _DRAWN:
        return Shown(file=file, kind=_DRAWN[ending])
    try:
        if ending in TABLE_ENDINGS:
            grids = read_grids(file, sandbox, job)
            return Shown("\n\n".join(f"〔{g.name}〕\n" + "\n".join(map(_line, g.rows)) for g in grids))
        if ending in _SAID:
            words = sandbox.call(words_of, file, _SAID[ending], job=job, limits=Limits())
            return Shown(words.text or "里面没有文字")
        container = sandbox.call(container_in, file, job=job, limits=Limits())
        if container.is_archive:
            names = sandbox.call(names_within, file, container, Limits(), job=job, limits=Limits())
            return list_of(names) if names else Shown("打不开，或者是空的")
    except (SandboxError, Unreadable):
        return Shown("打不开：不是它的名称所说的文件，或已损坏")
    return Shown("这种文件不能在这里看")


def _line(cells: Sequence[str]) -> str:
    return " │ ".join(text.replace("\n", " ") for text in cells).rstrip(" │")
