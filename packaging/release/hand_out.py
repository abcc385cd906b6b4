"""`make release`: dist/release/<version> from the folders that were built: `python -m release.hand_out`.

Archives, packages, the two papers, licences, the bill of materials and the sums; of a build that is not there
it says so and goes on. The day is that of the last commit (SOURCE_DATE_EPOCH): the same state gives the same.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from app import PRODUCT, __version__
from app.program.licences import Licence
from app.writing.atomic import write_text
from linux import deb
from release.bill import cyclonedx, third_parties
from release.sums import sign, write_sums

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "dist"


def hand_out(out: Path, when: datetime) -> Iterator[str]:
    """Makes `out` anew; a line for each thing that was made, or was not there to be handed out."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    machine = platform.machine()
    linux, windows = DIST / "linux" / "baopan", sorted((DIST / "windows").glob("*.zip"))
    if linux.is_dir():
        papers_in(linux, out)
        yield archive(linux, out / f"{PRODUCT}-{__version__}-linux-{machine}.tar.xz", when).name
        yield from (package.name for package in packages(linux, out, machine))
    else:
        yield "没有 Linux 的文件夹：先 make portable"
    for path in windows:
        yield Path(shutil.copy2(path, out)).name
    if not windows:
        yield "没有 Windows 的压缩包：先 make windows"
    told = parts(DIST)
    write_text(out / "第三方许可.txt", third_parties(__version__, told))
    bill = cyclonedx(__version__, told, when)
    write_text(out / "sbom.cdx.json", json.dumps(bill, ensure_ascii=False, indent=1) + "\n")
    shutil.copy(ROOT / "CHANGELOG.md", out / "更新记录.md")
    made = sign(write_sums(out))
    yield "、".join(path.name for path in made) or "SHA256SUMS 没有签名（BAOPAN_SIGN 没有设）"


def papers_in(folder: Path, out: Path) -> None:
    """The manual and how to install it, beside the archives and in the folder itself."""
    from PySide6.QtGui import QGuiApplication

    from release import papers

    application = QGuiApplication.instance() or QGuiApplication(["release", "-platform", "offscreen"])
    for write, name in ((papers.manual, "使用手册.pdf"), (papers.install, "安装说明.pdf")):
        write(out / name)
        shutil.copy(out / name, folder)
    del application


def archive(folder: Path, target: Path, when: datetime) -> Path:
    """The folder under the program's name; the same bytes for the same files."""
    command = [
        "tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--format=gnu",
        f"--mtime=@{when.timestamp():.0f}", f"--transform=s,^{folder.name},{PRODUCT},rSh",
        "--use-compress-program=xz -T2 -9", f"--file={target}", f"--directory={folder.parent}", folder.name,
    ]  # fmt: skip
    subprocess.run(command, check=True)
    return target


def packages(folder: Path, out: Path, machine: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=out.parent) as scratch:
        icons = {side: _icon(side, Path(scratch) / f"{side}.png") for side in deb.SIDES}
        built = deb.Built(folder, __version__, icons, machine)
        for lay, name in ((deb.kylin, "baopan"), (deb.uos, deb.ID)):
            tree = Path(scratch) / name
            lay(built, tree)
            yield deb.pack(tree, out / f"{name}_{__version__}_{built.architecture}.deb")
            shutil.rmtree(tree)


def parts(dist: Path) -> list[Licence]:
    """Of all the builds that are there, each once, by name."""
    found: dict[tuple[str, str], Licence] = {}
    for path in sorted(dist.glob("*/*/_internal/resources/licences.json")):
        for each in json.loads(path.read_text("utf-8")):
            part = Licence(**each)
            found.setdefault((part.name.lower(), part.version), part)
    return [found[key] for key in sorted(found)]


def _icon(side: int, target: Path) -> Path:
    from ui.theme import brand

    brand(side).save(str(target))
    return target


def _when() -> datetime:
    told = os.environ.get("SOURCE_DATE_EPOCH")
    if told is None:
        asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
        told = subprocess.run(asked, capture_output=True, encoding="ascii", check=True).stdout
    return datetime.fromtimestamp(int(told), UTC)


if __name__ == "__main__":
    os.umask(0o022)
    place = DIST / "release" / __version__
    for line in hand_out(place, _when()):
        print(line)
    sys.exit(0)
