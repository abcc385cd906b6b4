"""Packages for 麒麟 and UOS: the program in its place, in the menu, with its icon and the files it opens."""

from __future__ import annotations

import configparser
import gzip
import json
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from app.editions.pack import ENDING as PACK
from app.model.handing.handed import ENDING as BATCH
from app.writing.papers.return_notice import SUFFIX
from linux import deb


@pytest.fixture
def built(tmp_path: Path) -> deb.Built:
    folder = tmp_path / "baopan"
    (folder / "_internal").mkdir(parents=True)
    for name in ("baopan", "baopan-cli"):
        (folder / name).write_bytes(b"#!/bin/sh\n")
        (folder / name).chmod(0o755)
    (folder / "_internal" / "libx.so").symlink_to("libx.so.1")
    icon = tmp_path / "icon.png"
    icon.write_bytes(b"\x89PNG")
    return deb.Built(folder, "1.2.3", {48: icon})


def entry(path: Path) -> configparser.SectionProxy:
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str
    read.read_string(path.read_text("utf-8"))
    return read["Desktop Entry"]


def test_the_window_is_in_the_menu_and_its_command_on_the_path(built: deb.Built, tmp_path: Path) -> None:
    deb.kylin(built, tree := tmp_path / "tree")
    shown = entry(tree / "usr" / "share" / "applications" / "org.baopan.desktop")
    program = shown["Exec"].split()[0]
    assert (tree / program[1:]).is_file() and shown["Name"] == "标杆报盘" and shown["Exec"].endswith(" %f")
    assert (tree / "usr" / "share" / "icons" / "hicolor" / "48x48" / "apps" / f"{shown['Icon']}.png").is_file()
    assert (tree / "usr" / "bin" / "baopan").readlink() == Path("/opt/baopan/baopan-cli")
    assert (tree / "opt" / "baopan" / "_internal" / "libx.so").is_symlink()


def test_for_uos_everything_lies_below_opt_apps_and_nothing_runs_at_installation(built: deb.Built, tmp_path: Path) -> None:
    deb.uos(built, tree := tmp_path / "tree")
    assert {path.name for path in tree.iterdir()} == {"opt", "DEBIAN"}
    assert [path.name for path in (tree / "DEBIAN").iterdir()] == ["control"]
    home = tree / "opt" / "apps" / "org.baopan"
    told = json.loads((home / "info").read_text("utf-8"))
    assert (told["appid"], told["version"], told["arch"]) == (home.name, "1.2.3.0", ["amd64"])
    shown = entry(home / "entries" / "applications" / f"{home.name}.desktop")
    assert (tree / shown["Exec"].split()[0][1:]).is_file()


def test_what_the_program_makes_is_known_by_its_name(built: deb.Built, tmp_path: Path) -> None:
    deb.kylin(built, tree := tmp_path / "tree")
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    found = ElementTree.parse(tree / "usr" / "share" / "mime" / "packages" / "org.baopan.xml").getroot()
    known = {each.get("type"): each.find(f"{space}glob").get("pattern") for each in found}
    assert known == {deb.NOTICE: f"*{PACK}", deb.RETURN: f"*{SUFFIX}", deb.HANDED: f"*{BATCH}"}
    shown = entry(tree / "usr" / "share" / "applications" / "org.baopan.desktop")
    assert set(shown["MimeType"].strip(";").split(";")) == set(known)


def test_whoever_installs_it_finds_its_changes_and_whose_parts_it_has(built: deb.Built, tmp_path: Path) -> None:
    deb.kylin(built, tree := tmp_path / "tree")
    doc = tree / "usr" / "share" / "doc" / "baopan"
    assert "关于" in (doc / "copyright").read_text("utf-8")
    assert gzip.decompress((doc / "changelog.gz").read_bytes()).decode().startswith("# 更新记录")


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg")
def test_dpkg_takes_the_package(built: deb.Built, tmp_path: Path) -> None:
    for lay, name in ((deb.kylin, "baopan"), (deb.uos, "org.baopan")):
        lay(built, tree := tmp_path / "trees" / name)
        package = deb.pack(tree, tmp_path / f"{name}.deb")
        told = subprocess.run(["dpkg-deb", "--field", package], capture_output=True, encoding="utf-8", check=True).stdout
        assert f"Package: {name}\nVersion: 1.2.3\nArchitecture: amd64" in told and "libc6 (>= 2.28)" in told
        listed = subprocess.run(["dpkg-deb", "--contents", package], capture_output=True, encoding="utf-8", check=True).stdout
        assert "root/root" in listed and "./opt/" in listed
