"""Every path that this process and its sandbox children open, list, make, move or remove, while it is asked."""

from __future__ import annotations

import os
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.test_architecture import ROOT

# What children run before all else: the same hook as here, writing to the same file.
HOOK = """
import os, sys
EVENTS = {
    "open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink",
    "os.truncate", "os.chmod", "os.chdir", "os.utime", "shutil.rmtree", "sqlite3.connect",
}
LOG = [-1]

def hook(event, args):
    if LOG[0] >= 0 and event in EVENTS:
        for each in args[: 2 if event in ("os.rename", "os.link", "os.symlink") else 1]:
            if isinstance(each, (str, bytes, os.PathLike)):
                os.write(LOG[0], os.path.abspath(os.fsencode(each)) + b"\\0")

def begin(path):
    LOG[0] = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
"""
_SITE = HOOK + 'begin(os.environ["BAOPAN_TESTS_WATCH"])\nsys.addaudithook(hook)\n'
_HERE: dict[str, object] = {}
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/proc", "/sys", "/dev", "/var/cache/fontconfig")
_PROGRAM = (ROOT, sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), *sys.path)


@contextmanager
def watched(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Gives the file that holds the paths, each ended by a NUL. Temporary files go to `folder`/temp meanwhile.

    Children that are started within are watched too.
    """
    site, temp, log = folder / "site", folder / "temp", folder / "paths"
    site.mkdir(parents=True)
    temp.mkdir()
    (site / "sitecustomize.py").write_text(_SITE, "utf-8")
    patch.setenv("PYTHONPATH", str(site), prepend=os.pathsep)
    patch.setenv("BAOPAN_TESTS_WATCH", str(log))
    patch.setenv("TMPDIR", str(temp))
    patch.setattr(tempfile, "tempdir", str(temp))
    if not _HERE:  # a hook is never taken out again: it is idle between
        exec(HOOK, _HERE)
        sys.addaudithook(_HERE["hook"])  # type: ignore[arg-type]
    _HERE["begin"](str(log))  # type: ignore[operator]
    try:
        yield log
    finally:
        handle, _HERE["LOG"][0] = _HERE["LOG"][0], -1  # type: ignore[index]
        os.close(handle)


def strayed(log: Path, *allowed: Path) -> list[str]:
    """The paths that lie neither in `allowed`, nor in the program's and the system's own folders."""
    paths = {os.fsdecode(each) for each in log.read_bytes().split(b"\0") if each}
    home = Path.home()
    roots = [str(Path(each).absolute()) for each in (*allowed, *_PROGRAM, *_SYSTEM, log.parent, home) if str(each)]
    return sorted(path for path in paths if not any(path == root or path.startswith(f"{root}{os.sep}") for root in roots))
