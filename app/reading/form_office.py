"""Old Word and WPS papers, by a LibreOffice that happens to be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from app.reading.form_docx import NotReadable

SECONDS = 60
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/bin/soffice",
    "/usr/bin/libreoffice",
)


def office_program() -> str:
    """LibreOffice's own command, "" when there is none."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in _PLACES if Path(place).is_file()), "")


def as_docx(path: Path, kind: str, folder: Path, seconds: float = SECONDS) -> Path:
    """A .docx of a .doc or .wps, in `folder`. Raises NotReadable."""
    program = office_program()
    if not program:
        raise NotReadable(f".{kind} 文件本机不能读取，请打开后另存为 .docx 或 PDF")
    source = folder / f"form.{kind}"
    shutil.copyfile(path, source)
    profile = (folder / "profile").absolute().as_uri()
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile}",
               "--convert-to", "docx", "--outdir", str(folder), str(source)]  # fmt: skip
    try:
        subprocess.run(
            command, cwd=folder, timeout=seconds, check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": str(folder)},
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise NotReadable(f".{kind} 文件用 LibreOffice 没有打开") from error
    made = source.with_suffix(".docx")
    if not made.is_file():
        raise NotReadable(f".{kind} 文件用 LibreOffice 没有打开")
    return made
