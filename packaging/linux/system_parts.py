"""Parts of a build that are the Debian's it is made on: whose they are, told by its packages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from app.program.licences import Licence

_DOC = Path("/usr/share/doc")
_BUILT = Path(sys.prefix) / "share" / "built"  # a folder for each package that was compiled (python.sh)
_TERMS = re.compile(r"^License:[ \t]*(\S.*)$", re.MULTILINE)


def system_parts(files: Iterable[str | Path]) -> list[Licence]:
    """Of `files` those that came with the system: a Licence for each package, by name. None without dpkg."""
    if shutil.which("dpkg-query") is None:
        return []
    paths = sorted({place for file in files for place in _places(Path(file))})
    if not paths:
        return []
    asked = ["dpkg-query", "--search", *paths]
    # it ends with 1 where one file is of no package
    done = subprocess.run(asked, capture_output=True, encoding="utf-8", check=False)
    lines = (line.partition(": ") for line in done.stdout.splitlines())
    names = sorted({owners.split(",")[0] for owners, _, path in lines if path.startswith("/")})
    return [_told(name) for name in names] + [_built(folder) for folder in sorted(_BUILT.glob("*"))]


def _places(path: Path) -> Iterable[str]:
    """As it is named, and as a system whose /lib is a link to /usr/lib may have noted it."""
    if not path.is_absolute() or "site-packages" in path.parts:
        return
    real = path.resolve()
    if real.parts[1] in ("usr", "lib", "lib64"):
        yield str(real)
        yield str(real).removeprefix("/usr")


def _told(package: str) -> Licence:
    asked = ["dpkg-query", "--show", "--showformat", "${Version}", package]
    version = subprocess.run(asked, capture_output=True, encoding="utf-8", check=True).stdout
    name = package.partition(":")[0]
    text = (_DOC / name / "copyright").read_text("utf-8", "replace")
    return Licence(name, version, terms_of(text), text.strip(), "deb")


def _built(folder: Path) -> Licence:
    text = (folder / "copyright").read_text("utf-8", "replace")
    version = (folder / "version").read_text("utf-8").strip()
    return Licence(folder.name, version, terms_of(text), text.strip(), "deb")


def terms_of(copyright_: str) -> str:
    """The short names that a Debian copyright file gives, those first that come first."""
    found = dict.fromkeys(each.strip() for each in _TERMS.findall(copyright_))
    told = "、".join(found)
    return told if told and len(told) <= 80 else (next(iter(found), "") or "见说明")
