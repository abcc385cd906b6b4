"""Old Word and WPS papers, by a LibreOffice that happens to be installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from app.reading.forms.docx import NotReadable
from app.reading.sandbox import kill_children
from app.windows import NO_WINDOW

SECONDS = 60
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/usr/bin/soffice",
    "/usr/bin/libreoffice",
)
_SETTINGS = (  # path, name, value: no macro runs, nothing is fetched
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
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
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={_profile(folder)}",
               "--convert-to", "docx", "--outdir", str(folder), str(source)]  # fmt: skip
    try:
        _run(command, folder, seconds)
    except (OSError, subprocess.SubprocessError) as error:
        raise NotReadable(f".{kind} 文件用 LibreOffice 没有打开") from error
    made = source.with_suffix(".docx")
    if not made.is_file():
        raise NotReadable(f".{kind} 文件用 LibreOffice 没有打开")
    return made


def _run(command: list[str], folder: Path, seconds: float) -> None:
    """Its launcher starts the office itself, which must not outlive it. Raises OSError, SubprocessError."""
    quiet = subprocess.DEVNULL
    surroundings = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder)}
    with subprocess.Popen(
        command, cwd=folder, stdin=quiet, stdout=quiet, stderr=quiet, env=surroundings,
        creationflags=NO_WINDOW,
    ) as office:
        try:
            code = office.wait(seconds)
        finally:
            kill_children(office.pid)
            office.kill()
    if code:
        raise subprocess.CalledProcessError(code, command)


def _profile(folder: Path) -> str:
    """The address of a profile of its own: neither the clerk's settings nor an office that runs count."""
    profile = (folder / "profile").absolute()
    (profile / "user").mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{items}</oor:items>", "utf-8",
    )
    return profile.as_uri()
