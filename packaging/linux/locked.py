"""Of the locked requirements those that a build is made of: `python -m linux.locked`, printed for pip."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_BUILDS = {"pyinstaller", "setuptools"}  # of the packages for development


def without_tests(lock: str, development: set[str]) -> str:
    """`lock`: requirements with their hashes, each from a line on; `development`: names left out."""
    blocks = re.split(r"^(?=[a-z0-9])", lock, flags=re.MULTILINE | re.IGNORECASE)
    return "".join(each for each in blocks if _name(each) not in development)


def development(pyproject: Path = ROOT / "pyproject.toml") -> set[str]:
    told = tomllib.loads(pyproject.read_text("utf-8"))
    here = {_name(each) for each in told["project"]["dependencies"]}
    return {_name(each) for each in told["dependency-groups"]["dev"]} - here - _BUILDS - {"shiboken6"}


def _name(requirement: str) -> str:
    found = re.match(r"[a-z0-9._-]+", requirement.lower())
    return re.sub(r"[-_.]+", "-", found[0]) if found else ""


if __name__ == "__main__":
    print(without_tests((ROOT / "requirements.lock").read_text("utf-8"), development()), end="")
