"""Drives for discs: which there are, and which of them a path lies on."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_CDROM = 5  # DRIVE_CDROM of GetDriveTypeW
_DEVICES, _MOUNTS = Path("/sys/block"), Path("/proc/mounts")
_ESCAPED = re.compile(r"\\([0-7]{3})")  # as /proc/mounts writes spaces
_LETTER = re.compile(r"([A-Za-z]):[\\/]?")


@dataclass(frozen=True, slots=True)
class DiscDrive:
    """`id` is what the system calls it (E:, /dev/sr0), `name` what a clerk sees.

    `source` is what is read: the device's sectors, or the folder the disc is seen at where those may not be
    read. `mounted`: that folder, empty when there is none.
    """

    id: str
    name: str
    source: Path
    mounted: str = ""


def disc_drives() -> tuple[DiscDrive, ...]:
    """In the system's order; none is no error."""
    if sys.platform == "win32":
        return _by_letters()
    return by_kernel(_DEVICES, _MOUNTS)


def drive_of(place: Path, drives: Sequence[DiscDrive]) -> DiscDrive | None:
    """The drive that `place` (a device, a drive letter or a folder on a disc) belongs to."""
    told = place.absolute()
    for drive in drives:
        if told in (drive.source, Path(drive.id)) or (drive.mounted and told.is_relative_to(drive.mounted)):
            return drive
    return None


def place_named(text: str) -> Path:
    """`D:` alone would be the current folder of that drive on Windows: its root is meant."""
    match = _LETTER.fullmatch(text)
    return Path(f"{match[1]}:\\") if match and sys.platform == "win32" else Path(text)


def by_kernel(devices: Path, mounts: Path) -> tuple[DiscDrive, ...]:
    """Linux: `devices` is /sys/block, `mounts` /proc/mounts."""
    mounted = _mounted(mounts)
    found = []
    for device in sorted(devices.glob("sr*")):
        words = (_text(device / "device" / name).strip() for name in ("vendor", "model"))
        name = " ".join(filter(None, words))
        node = f"/dev/{device.name}"
        shown = f"{name}（{device.name}）" if name else f"光驱 {device.name}"
        seen = mounted.get(node, "")
        may_read = os.access(node, os.R_OK) or not seen
        found.append(DiscDrive(node, shown, Path(node if may_read else seen), seen))
    return tuple(found)


def _by_letters() -> tuple[DiscDrive, ...]:
    if sys.platform != "win32":
        return ()
    import ctypes

    kernel = ctypes.windll.kernel32
    present = kernel.GetLogicalDrives()
    letters = [f"{chr(65 + bit)}:" for bit in range(26) if present >> bit & 1]
    drives = [letter for letter in letters if kernel.GetDriveTypeW(f"{letter}\\") == _CDROM]
    return tuple(DiscDrive(each, f"光驱 {each}", Path(f"{each}\\"), f"{each}\\") for each in drives)


def _mounted(mounts: Path) -> dict[str, str]:
    """Device → folder."""
    found = {}
    for line in _text(mounts).splitlines():
        device, _, rest = line.partition(" ")
        found[device] = _ESCAPED.sub(lambda m: chr(int(m[1], 8)), rest.partition(" ")[0])
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
