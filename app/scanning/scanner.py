"""Programs that look for viruses: the one the office named, else those that are known and there.

None is part of this program, and none is trusted with more than reading: what it finds is told, not removed.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.burning.process import run
from app.errors import ScanFailed, WrongUse
from app.job import Job
from app.paths import user_dir
from app.writing.atomic import write_text

log = logging.getLogger(__name__)
FOLDER = "{folder}"  # in a command: what is looked through
_FILE = "scanner.json"
_BRIEF = ("--infected", "--no-summary")


@dataclass(frozen=True, slots=True)
class Scanner:
    """`infected`: exit codes that mean something was found; 0 means nothing was, any other that it failed."""

    name: str
    command: tuple[str, ...]
    infected: tuple[int, ...] = (1,)


def scanner() -> Scanner | None:
    """The one to ask; None where there is none."""
    return own() or next(iter(known()), None)


def known() -> tuple[Scanner, ...]:
    """Those of this computer that need not be told how they are called."""
    found = []
    if sys.platform == "win32" and (defender := _defender()) is not None:
        # MpCmdRun.exe -?: -ScanType 3 is a custom scan; exit code 2 is "malware found and not remediated"
        scan = ("-Scan", "-ScanType", "3", "-DisableRemediation", "-File", FOLDER)
        found.append(Scanner("Windows Defender", (str(defender), *scan), (2,)))
    if path := shutil.which("clamdscan"):
        found.append(Scanner("ClamAV", (path, "--fdpass", "--multiscan", *_BRIEF, FOLDER)))
    if path := shutil.which("clamscan"):  # clamscan(1): 0 no virus, 1 virus found, 2 an error
        found.append(Scanner("ClamAV", (path, "--recursive", *_BRIEF, FOLDER)))
    return tuple(found)


def own() -> Scanner | None:
    """What the command that was named on this computer calls."""
    try:
        return _named(words) if (words := own_words()) else None
    except WrongUse:
        return None


def own_words() -> str:
    """The command as it was named; "" where none was."""
    try:
        words = json.loads((user_dir() / _FILE).read_text("utf-8"))["command"]
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return words.strip() if isinstance(words, str) else ""


def set_own(words: str) -> Scanner | None:
    """Keeps the command; "" forgets it. Raises WrongUse where no program is named, AppError."""
    made = _named(words) if words.strip() else None
    user_dir().mkdir(parents=True, exist_ok=True)
    write_text(user_dir() / _FILE, json.dumps({"command": words.strip()}))
    return made


def _named(words: str) -> Scanner:
    """What is looked through comes last where the command does not say where it stands."""
    try:
        parts = shlex.split(words, posix=sys.platform != "win32")
    except ValueError as error:
        raise WrongUse("命令里的引号没有配对") from error
    parts = [part.strip('"') for part in parts]
    if not parts:
        raise WrongUse("没有写查毒程序")
    if not any(FOLDER in part for part in parts):
        parts.append(FOLDER)
    return Scanner(Path(parts[0].replace("\\", "/")).stem, tuple(parts), (1, 2))


def _defender() -> Path | None:
    place = Path(os.environ.get("PROGRAMFILES", r"C:\Program Files")) / "Windows Defender" / "MpCmdRun.exe"
    return place if place.is_file() else None


def scan(by: Scanner, folder: Path, job: Job) -> tuple[str, ...]:
    """Files below `folder` in which something was found, as the scanner names them; () where nothing was.

    Raises ScanFailed when it did not come to an end, Cancelled, AppError.
    """
    told: list[str] = []
    job.at(0.0, f"正在用 {by.name} 查毒", folder.name)
    command = [part.replace(FOLDER, str(folder)) for part in by.command]
    code, said = run(command, told.append, job)
    if code == 0:
        return ()
    if code not in by.infected:
        log.warning("%s ended with %d: %s", by.name, code, said)
        raise ScanFailed(f"{by.name}，代码 {code}")
    return _files_in(told, folder) or (folder.name,)


def _files_in(lines: Sequence[str], folder: Path) -> tuple[str, ...]:
    """The paths below the folder that its lines speak of, up to what it says of them; with / between."""
    found = dict[str, None]()
    for line in lines:
        for sep in dict.fromkeys((os.sep, "/")):
            _, mark, rest = line.partition(f"{folder}{sep}")
            if mark:
                found[Path(rest.rpartition(": ")[0] or rest.strip()).as_posix()] = None
                break
    return tuple(found)
