"""The locked packages as Windows asks for them, fetched from any system: `site_packages.py TARGET [GROUP…]`.

pip reads markers as for the computer it runs on; here they are read as for Windows. What is wanted are the
dependencies in pyproject.toml, those of the named groups, and what each asks for in turn; every hash is
checked. Where the lock, being made with overrides, lacks a package, it is not wanted.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = {
    "sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
    "platform_release": "10", "platform_version": "10.0", "platform_python_implementation": "CPython",
    "python_version": "3.11", "python_full_version": "3.11.2",
    "implementation_name": "cpython", "implementation_version": "3.11.2",
}  # fmt: skip
_PIP = (sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", "--no-input")
_FOR_WINDOWS = (
    "--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp", "--only-binary=:all:",
)  # fmt: skip
_SOURCE_ALONE = {"bagit", "xlwt"}  # of Python alone, and published without a wheel


def locked(lock: str) -> dict[str, str]:
    """Name → version and hashes as pip reads them, of what is meant for Windows."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", lock.replace("\\\n", " ")):
        head, *hashes = (part.strip() for part in entry.split("--hash="))
        if not head or head.startswith("#") or not is_wanted(need := Requirement(head), frozenset()):
            continue
        pinned = f"{need.name}{need.specifier}"
        found[canonicalize_name(need.name)] = " ".join([pinned, *(f"--hash={each}" for each in hashes)])
    return found


def is_wanted(need: Requirement, extras: frozenset[str]) -> bool:
    if need.marker is None:
        return True
    return any(need.marker.evaluate({**WINDOWS, "extra": extra}) for extra in (*extras, ""))


def install(names: Iterable[str], pins: dict[str, str], target: Path) -> None:
    wheels = [name for name in names if name not in _SOURCE_ALONE]
    sources = [name for name in names if name in _SOURCE_ALONE]
    into = ("install", "--target", str(target), *_FOR_WINDOWS, "--no-deps", "--no-compile", "--upgrade")
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder, "wanted.txt")
        if wheels:
            listed.write_text("\n".join(pins[name] for name in wheels), "utf-8")
            subprocess.run([*_PIP, *into, "--require-hashes", "-r", listed], check=True)
        if sources:
            listed.write_text("\n".join(pins[name] for name in sources), "utf-8")
            build = ("wheel", "--require-hashes", "--no-deps", "-w", folder, "-r", listed)
            subprocess.run([*_PIP, *build], check=True)
            subprocess.run([*_PIP, *into, "--no-index", *Path(folder).glob("*.whl")], check=True)


def asked_by(name: str, extras: frozenset[str], target: Path) -> Iterator[Requirement]:
    for folder in target.glob("*.dist-info"):
        if canonicalize_name(folder.name.partition("-")[0]) == name:
            told = HeaderParser().parsestr((folder / "METADATA").read_text("utf-8"))
            needs = (Requirement(line) for line in told.get_all("Requires-Dist", []))
            yield from (need for need in needs if is_wanted(need, extras))


def main(target: Path, groups: Iterable[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = project["project"]["dependencies"]
    lines += [line for group in groups for line in project["dependency-groups"][group]]
    ahead = [need for line in lines if is_wanted(need := Requirement(line), frozenset())]
    pins = locked((ROOT / "requirements.lock").read_text("utf-8"))
    extras, there = dict[str, frozenset[str]](), set[str]()
    shutil.rmtree(target, ignore_errors=True)
    while ahead:
        for need in ahead:
            name = canonicalize_name(need.name)
            extras[name] = extras.get(name, frozenset()) | need.extras
        names = sorted({canonicalize_name(need.name) for need in ahead} & set(pins) - there)
        install(names, pins, target)
        there.update(names)
        ahead = [need for name in names for need in asked_by(name, extras[name], target)
                 if canonicalize_name(need.name) not in there]  # fmt: skip
    shutil.rmtree(target / "bin", ignore_errors=True)  # scripts for the system this ran on
    print(len(there), "packages:", *sorted(there))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
