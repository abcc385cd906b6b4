"""`make release` lays everything that goes out into one folder, and says what is not there."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app import __version__
from release import hand_out

WHEN = datetime(2023, 8, 1, 9, tzinfo=UTC)
pytestmark = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="no dpkg")


@pytest.fixture
def dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder built for Linux, and a zip for Windows."""
    for place, part in (("linux/baopan", "libxcb-cursor0"), ("windows/标杆报盘", "tzdata")):
        resources = tmp_path / place / "_internal" / "resources"
        resources.mkdir(parents=True)
        told = [{"name": name, "version": "1", "terms": "MIT", "text": "words", "kind": "deb"} for name in ("numpy", part)]
        (resources / "licences.json").write_text(json.dumps(told), "utf-8")
    (tmp_path / "linux" / "baopan" / "baopan").write_bytes(b"#!/bin/sh\n")
    (tmp_path / "windows" / f"标杆报盘-{__version__}.zip").write_bytes(b"PK")
    monkeypatch.setattr(hand_out, "DIST", tmp_path)
    monkeypatch.delenv("BAOPAN_SIGN", raising=False)
    return tmp_path


def test_all_that_goes_out_lies_in_one_folder_with_its_sums(qapp: QApplication, dist: Path) -> None:
    told = list(hand_out.hand_out(dist / "release", WHEN))
    names = {path.name for path in (dist / "release").iterdir()}
    assert {"SHA256SUMS", "使用手册.pdf", "安装说明.pdf", "第三方许可.txt", "sbom.cdx.json", "更新记录.md"} <= names
    assert {f"标杆报盘-{__version__}.zip"} < {name for name in names if name.startswith("标杆报盘-")}
    assert len([name for name in names if name.endswith(".deb")]) == 2
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=dist / "release", check=True)
    assert any("没有签名" in line for line in told)


def test_the_archive_opens_as_one_folder_with_its_papers_and_is_the_same_each_time(qapp: QApplication, dist: Path) -> None:
    hand_out.papers_in(dist / "linux" / "baopan", dist)
    first, second = (hand_out.archive(dist / "linux" / "baopan", dist / f"{n}.tar.xz", WHEN) for n in "ab")
    assert first.read_bytes() == second.read_bytes()
    with tarfile.open(first) as packed:
        members = packed.getmembers()
    assert {each.name.split("/")[0] for each in members} == {"标杆报盘"}
    assert {"标杆报盘/baopan", "标杆报盘/安装说明.pdf", "标杆报盘/使用手册.pdf"} <= {each.name for each in members}
    assert {(each.uid, each.mtime) for each in members} == {(0, int(WHEN.timestamp()))}


def test_parts_of_all_builds_are_told_once(dist: Path) -> None:
    assert [part.name for part in hand_out.parts(dist)] == ["libxcb-cursor0", "numpy", "tzdata"]


def test_a_build_that_is_not_there_is_said_to_be_missing(qapp: QApplication, dist: Path) -> None:
    shutil.rmtree(dist / "linux")
    shutil.rmtree(dist / "windows")
    told = list(hand_out.hand_out(dist / "release", WHEN))
    assert "没有 Linux 的文件夹：先 make portable" in told and "没有 Windows 的压缩包：先 make windows" in told
