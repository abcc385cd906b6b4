"""SHA256SUMS over what is handed out, and its signature, where whoever releases has a way to sign."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
from collections.abc import Iterable
from pathlib import Path

from app.writing.atomic import write_text

NAME = "SHA256SUMS"
SIGN = "BAOPAN_SIGN"  # a command: the path of SHA256SUMS is put after it, and it writes its signature beside


def write_sums(folder: Path) -> Path:
    """Of every file below `folder` but itself and its signatures, as `sha256sum -c` reads them. UTF-8."""
    lines = [f"{_sha256(path)}  {path.relative_to(folder).as_posix()}" for path in _files(folder)]
    write_text(folder / NAME, "\n".join(lines) + "\n")
    return folder / NAME


def sign(sums: Path) -> list[Path]:
    """What the command of BAOPAN_SIGN wrote beside; nothing where none is set.

    Raises CalledProcessError where it failed, ValueError where it wrote no signature.
    """
    command = os.environ.get(SIGN, "")
    if not command:
        return []
    before = set(sums.parent.iterdir())
    subprocess.run([*shlex.split(command), str(sums)], check=True)
    made = sorted(set(sums.parent.iterdir()) - before)
    if not made or not all(path.name.startswith(NAME) and path.stat().st_size for path in made):
        raise ValueError(f"{SIGN} wrote no {NAME}.*")
    return made


def _files(folder: Path) -> Iterable[Path]:
    return sorted(
        path for path in folder.rglob("*")
        if path.is_file() and not (path.parent == folder and path.name.startswith(NAME))
    )  # fmt: skip


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
