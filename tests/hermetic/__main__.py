"""python -m tests.hermetic [--seed N] [--locale NAME] [-- pytest's words]: what passes here leans on nothing."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

FONTS = ("fonts-wqy-zenhei", "fonts-wqy-microhei", "fonts-arphic-uming", "fonts-arphic-ukai")
_FONT_SETTINGS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir></fontconfig>
"""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="tests.hermetic")
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    parser.add_argument("--locale", default="de_DE.UTF-8", help="need not be installed; C is the other one to try")
    parser.add_argument("words", nargs="*", help="for pytest, after --")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="hermetic") as name:
        home, fonts = Path(name) / "home", Path(name) / "fonts"
        home.mkdir()
        words = options.words or ["-n", "2", "tests"]
        print(f"--shuffle {options.seed}, {options.locale}, {_extra_fonts(fonts)} more fonts", flush=True)
        code = subprocess.run(
            [sys.executable, "-m", "pytest", "--shuffle", str(options.seed), *words],
            env=_surroundings(home, fonts, options.locale),
        ).returncode
        left = [path for path in home.rglob("*") if path.is_file() and ".cache" not in path.parts]
        for path in left:
            print(f"left at home: {path.relative_to(home)}")
    return code or bool(left)


def _surroundings(home: Path, fonts: Path, locale: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "XDG_"))}
    return kept | {
        "HOME": str(home), "LC_ALL": locale, "LANG": locale, "LANGUAGE": "de", "TZ": "Pacific/Auckland",
        "FONTCONFIG_FILE": str(fonts / "fonts.conf"), "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip


def _extra_fonts(folder: Path) -> int:
    """Chinese fonts beside those of the system, unpacked and not installed; how many there are."""
    folder.mkdir()
    if shutil.which("apt-get"):
        subprocess.run(["apt-get", "-q", "download", *FONTS], cwd=folder, check=True, capture_output=True)
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, folder], check=True)
    (folder / "fonts.conf").write_text(_FONT_SETTINGS.format(folder=folder), "utf-8")
    return len([*folder.rglob("*.tt?")])


if __name__ == "__main__":
    sys.exit(main())
