"""Packages of a built folder: .deb as 银河麒麟 has it, and the form of UOS, all of it below /opt/apps.

Both have the window in the menu, an icon, and the files that a double click opens.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from app import PRODUCT
from app.model.handing.handed import ENDING

_CHANGES = Path(__file__).resolve().parents[2] / "CHANGELOG.md"
ID = "org.baopan"  # among the programs of UOS
SIDES = (16, 32, 48, 128, 256)  # pixels of the icons
NOTICE, RETURN = "application/x-baopan-notice", "application/x-baopan-return+json"
HANDED = "application/x-baopan-batch"
# what opens by a double click: kind, what it is called, its file names
KINDS = (
    (NOTICE, "标杆报盘通知包", "*.通知包"), (HANDED, "标杆报盘批次包", f"*{ENDING}"),
    (RETURN, "标杆报盘补正通知", "*.baopan.json"),
)
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
_NEEDS = (
    "libc6 (>= 2.28), libstdc++6 (>= 8), libgl1, libegl1, libx11-6, libx11-xcb1, libxcb1, libfontconfig1, "
    "libfreetype6, libdbus-1-3, libglib2.0-0 | libglib2.0-0t64"
)


@dataclass(frozen=True, slots=True)
class Built:
    """`folder`: what PyInstaller made; `icons`: side in pixels → PNG; `machine`: as the kernel calls it."""

    folder: Path
    version: str
    icons: dict[int, Path]
    machine: str = "x86_64"

    @property
    def architecture(self) -> str:
        return ARCHITECTURES[self.machine]


def kylin(built: Built, tree: Path) -> None:
    """The files of the package for 麒麟 and any Debian, laid below `tree`."""
    _copy(built.folder, tree / "opt" / "baopan")
    share = tree / "usr" / "share"
    _write(share / "applications" / f"{ID}.desktop", desktop_entry("/opt/baopan/baopan"))
    _write(share / "mime" / "packages" / f"{ID}.xml", kinds())
    _icons(built, share / "icons" / "hicolor", ID)
    doc = share / "doc" / "baopan"
    _write(doc / "copyright", f"{PRODUCT}。第三方组件和各自的许可全文：首页点“关于”，或 baopan about。\n")
    (doc / "changelog.gz").write_bytes(gzip.compress(_CHANGES.read_bytes(), mtime=0))
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "baopan").symlink_to("/opt/baopan/baopan-cli")
    _control(built, tree, "baopan")


def uos(built: Built, tree: Path) -> None:
    """The files of the package for UOS: nothing outside of /opt/apps, no script that runs as root."""
    home = tree / "opt" / "apps" / ID
    _copy(built.folder, home / "files")
    entries = home / "entries"
    _write(entries / "applications" / f"{ID}.desktop", desktop_entry(f"/opt/apps/{ID}/files/baopan"))
    _write(entries / "mime" / "packages" / f"{ID}.xml", kinds())
    _icons(built, entries / "icons" / "hicolor", ID)
    info = {
        "appid": ID, "name": PRODUCT, "version": _four(built.version), "arch": [built.architecture],
        "permissions": dict.fromkeys(
            ("autostart", "notification", "trayicon", "clipboard", "account", "bluetooth", "camera",
             "audio_record", "installed_apps"), False,
        ),
    }  # fmt: skip
    _write(home / "info", json.dumps(info, ensure_ascii=False, indent=2) + "\n")
    _control(built, tree, ID)


def pack(tree: Path, package: Path) -> Path:
    """`tree` as a package; whatever was in its place is replaced. xz, as each dpkg can read it."""
    package.parent.mkdir(parents=True, exist_ok=True)
    command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return package


def desktop_entry(program: str) -> str:
    """As the menu and the file manager read it."""
    return (
        "[Desktop Entry]\nType=Application\nVersion=1.0\n"
        f"Name={PRODUCT}\nName[zh_CN]={PRODUCT}\nGenericName=申报材料收集、核对与刻盘\n"
        f"Comment=申报材料的收集、核对、刻盘与接收，全程离线\nExec={program} %f\nIcon={ID}\nTerminal=false\n"
        f"Categories=Office;\nMimeType={';'.join(kind for kind, _, _ in KINDS)};\nStartupWMClass=baopan\n"
    )


def kinds() -> str:
    """The shared MIME database's words for what we make; before what a plain .json is."""
    told = "".join(
        f'  <mime-type type="{kind}">\n    <comment>{escape(title)}</comment>\n'
        f'    <icon name="{ID}"/>\n    <glob pattern="{escape(pattern)}" weight="80"/>\n  </mime-type>\n'
        for kind, title, pattern in KINDS
    )
    space = "http://www.freedesktop.org/standards/shared-mime-info"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<mime-info xmlns="{space}">\n{told}</mime-info>\n'


def _four(version: str) -> str:
    """UOS counts in four numbers."""
    return ".".join([*version.split("."), "0", "0", "0", "0"][:4])


def _control(built: Built, tree: Path, name: str) -> None:
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file()) // 1024
    _write(
        tree / "DEBIAN" / "control",
        f"Package: {name}\nVersion: {built.version}\nArchitecture: {built.architecture}\nSection: misc\n"
        f"Priority: optional\nInstalled-Size: {size}\nDepends: {_NEEDS}\n"
        f"Maintainer: {PRODUCT} <noreply@localhost>\n"
        f"Description: {PRODUCT}，申报材料的收集、核对、刻盘与接收\n"
        " 市局收齐企业的申报材料，核对，填汇总表，刻盘报送；省厅读盘、核验、登记、评审。全程离线。\n",
    )


def _icons(built: Built, theme: Path, name: str) -> None:
    for side, picture in built.icons.items():
        target = theme / f"{side}x{side}" / "apps" / f"{name}.png"
        target.parent.mkdir(parents=True)
        shutil.copyfile(picture, target)


def _copy(folder: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(folder, target, symlinks=True)
    target.chmod(0o755)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
