"""What is handed out can be checked by whoever gets it."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.program.licences import Licence, licences
from linux.system_parts import terms_of
from release.bill import cyclonedx, third_parties
from release.start import cold, reckoned, warm
from release.sums import NAME, SIGN, sign, write_sums

WHEN = datetime(2023, 8, 1, 9, tzinfo=UTC)
PARTS = (
    Licence("numpy", "2.4.6", "BSD-3-Clause", "全文", "pypi"),
    Licence("libxcb-cursor0", "0.1.1-4", "MIT", "", "deb"),
    Licence("fandol 字体", "", "GPL-2.0 附字体例外"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "里面").mkdir()
    (tmp_path / "标杆报盘 1.0.tar.xz").write_bytes(b"archive")
    (tmp_path / "里面" / "手册.pdf").write_bytes(b"%PDF")
    return tmp_path


def test_the_sums_are_those_that_sha256sum_checks(folder: Path) -> None:
    write_sums(folder)
    done = subprocess.run(["sha256sum", "-c", "--strict", NAME], cwd=folder, capture_output=True, check=True)
    assert len(done.stdout.splitlines()) == 2
    (folder / "里面" / "手册.pdf").write_bytes(b"other")
    assert subprocess.run(["sha256sum", "-c", "--status", NAME], cwd=folder, check=False).returncode == 1


def test_written_again_they_are_the_same(folder: Path) -> None:
    first = write_sums(folder).read_bytes()
    (folder / f"{NAME}.sig").write_bytes(b"signature")
    assert write_sums(folder).read_bytes() == first


def test_whoever_can_sign_signs_the_sums(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import pathlib, sys; p = sys.argv[-1]; pathlib.Path(p + '.sig').write_bytes(pathlib.Path(p).read_bytes()[:4])"
    monkeypatch.setenv(SIGN, f'"{sys.executable}" -c "{script}"')
    sums = write_sums(folder)
    assert [path.name for path in sign(sums)] == [f"{NAME}.sig"]


def test_a_signature_that_was_not_written_is_not_passed_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sums = write_sums(folder)
    assert sign(sums) == []
    monkeypatch.setenv(SIGN, "true")
    with pytest.raises(ValueError, match=SIGN):
        sign(sums)
    monkeypatch.setenv(SIGN, "false")
    with pytest.raises(subprocess.CalledProcessError):
        sign(sums)


def test_the_bill_of_materials_names_each_part_once_with_its_address() -> None:
    told = cyclonedx("1.0", PARTS, WHEN)
    assert (told["bomFormat"], told["specVersion"], told["metadata"]["timestamp"]) == ("CycloneDX", "1.5", "2023-08-01T09:00:00Z")
    addresses = [each["purl"] for each in told["components"]]
    assert addresses == ["pkg:pypi/numpy@2.4.6", "pkg:deb/debian/libxcb-cursor0@0.1.1-4", "pkg:generic/fandol%20%E5%AD%97%E4%BD%93"]
    assert told["dependencies"] == [{"ref": "baopan@1.0", "dependsOn": addresses}]
    assert told == cyclonedx("1.0", PARTS, WHEN) and told["serialNumber"] != cyclonedx("1.1", PARTS, WHEN)["serialNumber"]


def test_each_part_of_the_program_has_an_address_of_its_own() -> None:
    addresses = [each["bom-ref"] for each in cyclonedx("1.0", licences(), WHEN)["components"]]
    assert len(set(addresses)) == len(addresses) > 40
    assert sum(each.startswith("pkg:pypi/") for each in addresses) > 40


def test_the_paper_of_licences_lists_all_and_holds_each_text() -> None:
    told = third_parties("1.0", PARTS)
    assert all(f"{part.name} {part.version}".strip() in told and part.terms in told for part in PARTS)
    assert told.index("numpy 2.4.6    BSD") < told.index("全文")


@pytest.mark.parametrize(("text", "terms"), [
    ("Files: *\nLicense: MIT\n text\n\nFiles: x\nLicense: GPL-2+\n\nLicense: MIT\n", "MIT、GPL-2+"),
    ("no form at all", "见说明"), ("License: " + "长" * 90, "长" * 90),
])  # fmt: skip
def test_a_debian_copyright_is_told_in_short(text: str, terms: str) -> None:
    assert terms_of(text) == terms


def test_a_start_is_reckoned_with_what_it_reads_from_an_old_disk(tmp_path: Path) -> None:
    assert reckoned(0.4, 100e6) == pytest.approx(1.4)
    program = tmp_path / "baopan"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    assert 0 < warm(tmp_path, 1) < 10
    seconds, read = cold(tmp_path)
    assert seconds > 0 and read >= 0
